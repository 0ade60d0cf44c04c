//! Allowance: how often a member may say something, so that the server does not close the connection for it.

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::{MEMBER_COMMANDS_BURST, MEMBER_COMMANDS_PER_SECOND};

/// Fills with time, and is spent by commands.
pub struct Allowance {
    /// When it would be as full as it can be, were nothing said any more.
    full_at: Instant,
}

impl Allowance {
    pub fn new() -> Self {
        Self { full_at: Instant::now() }
    }

    /// Spends one; gives when it may be said.
    pub fn spend(&mut self) -> Instant {
        let each = Duration::from_secs(1) / MEMBER_COMMANDS_PER_SECOND;
        let now = Instant::now();
        self.full_at = self.full_at.max(now) + each;
        (self.full_at - each * MEMBER_COMMANDS_BURST).max(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_may_be_said_at_once_and_the_others_one_by_one() {
        let begun = Instant::now();
        let mut allowance = Allowance::new();
        let times: Vec<_> =
            (0..MEMBER_COMMANDS_BURST + MEMBER_COMMANDS_PER_SECOND).map(|_| allowance.spend()).collect();
        let at_once = times.iter().filter(|&&at| at <= Instant::now()).count();
        assert!(at_once >= MEMBER_COMMANDS_BURST as usize);
        let last = times[times.len() - 1] - begun;
        assert!(last > Duration::from_millis(900), "{last:?}");
        assert!(times.is_sorted());
    }
}
