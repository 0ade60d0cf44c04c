//! Allowance: how many commands a connection may send now.

use std::time::Duration;

use tokio::time::Instant;

use crate::limits::{COMMANDS_BURST_MAX, COMMANDS_PER_SECOND};

/// A token bucket that starts full.
pub struct Allowance {
    /// When the bucket will be, or was, full.
    full_at: Instant,
}

impl Allowance {
    pub fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Takes one command out; false if there is none left.
    pub fn spend(&mut self, now: Instant) -> bool {
        let one = Duration::from_secs(1) / COMMANDS_PER_SECOND;
        let full_at = self.full_at.max(now) + one;
        let is_allowed = full_at <= now + one * COMMANDS_BURST_MAX;
        if is_allowed {
            self.full_at = full_at;
        }
        is_allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w4_a_burst_is_allowed_and_then_a_steady_pace() {
        let start = Instant::now();
        let mut allowance = Allowance::new(start);
        for _ in 0..COMMANDS_BURST_MAX {
            assert!(allowance.spend(start));
        }
        assert!(!allowance.spend(start));
        let second = start + Duration::from_secs(1);
        for _ in 0..COMMANDS_PER_SECOND {
            assert!(allowance.spend(second));
        }
        assert!(!allowance.spend(second));
        let hour = start + Duration::from_secs(3600);
        for _ in 0..COMMANDS_BURST_MAX {
            assert!(allowance.spend(hour));
        }
        assert!(!allowance.spend(hour));
    }
}
