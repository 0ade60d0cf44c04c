//! The WebSocket: from the request to upgrade, to the task that moves frames between a socket and its room.

mod allowance;
mod pump;
pub mod upgrade;
