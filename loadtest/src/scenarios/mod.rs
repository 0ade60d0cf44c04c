//! The scenarios: each asks one question of the server.

pub mod burst;
pub mod durable;
pub mod fanout;
