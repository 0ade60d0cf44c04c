//! The WebSocket: from the request to upgrade, to the task that moves frames between a socket and its room.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::limits::{RESTART_SPREAD_MAX, RESTART_SPREAD_MIN};

mod pump;
mod socket;
pub mod upgrade;

/// The open sockets of a server.
#[derive(Clone, Default)]
pub struct Sockets {
    /// One task each.
    pub open: TaskTracker,
    /// Cancelled when the server is to end.
    pub stop: CancellationToken,
}

impl Sockets {
    /// Over which time those who are open now are to come back: a millisecond for each.
    pub fn restart_spread(&self) -> Duration {
        let each = Duration::from_millis(self.open.len().try_into().unwrap_or(u64::MAX));
        each.clamp(RESTART_SPREAD_MIN, RESTART_SPREAD_MAX)
    }
}
