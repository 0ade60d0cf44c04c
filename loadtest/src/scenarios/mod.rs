//! The scenarios: each asks one question of the server.

pub mod burst;
pub mod churn;
pub mod durable;
pub mod fanout;
pub mod idle;
pub mod polling;
mod polling_outcome;
pub mod rounds;
pub mod stampede;
