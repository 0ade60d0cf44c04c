//! Allowance: how often somebody may ask for something.

use std::time::Duration;

use tokio::time::Instant;

/// How often one may ask: so often at once after one was quiet, and for long once in every such time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub burst: u32,
    pub every: Duration,
}

impl Pace {
    /// So often a minute, all of them at once if one likes. Of none a minute one is made.
    pub fn per_minute(times: u32) -> Self {
        let times = times.max(1);
        Self { burst: times, every: Duration::from_secs(60) / times }
    }
}

/// A token bucket that starts full.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// When the bucket will be, or was, full.
    full_at: Instant,
}

impl Allowance {
    pub fn new(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// Takes one out.
    ///
    /// # Errors
    ///
    /// How long it takes until there is one, if there is none now.
    pub fn spend(&mut self, pace: Pace, now: Instant) -> Result<(), Duration> {
        let full_at = self.full_at.max(now) + pace.every;
        let latest = now + pace.every * pace.burst;
        if full_at > latest {
            return Err(full_at - latest);
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Whether it is as a new one is.
    pub fn is_full(&self, now: Instant) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { burst: 60, every: Duration::from_millis(50) };

    #[test]
    fn w4_a_burst_is_allowed_and_then_a_steady_pace() {
        let start = Instant::now();
        let mut allowance = Allowance::new(start);
        for _ in 0..PACE.burst {
            assert_eq!(allowance.spend(PACE, start), Ok(()));
        }
        assert_eq!(allowance.spend(PACE, start), Err(PACE.every));
        let second = start + Duration::from_secs(1);
        for _ in 0..20 {
            assert_eq!(allowance.spend(PACE, second), Ok(()));
        }
        assert_eq!(allowance.spend(PACE, second), Err(PACE.every));
        let hour = start + Duration::from_secs(3600);
        assert!(allowance.is_full(hour));
        for _ in 0..PACE.burst {
            assert_eq!(allowance.spend(PACE, hour), Ok(()));
        }
        assert_eq!(allowance.spend(PACE, hour), Err(PACE.every));
        assert!(!allowance.is_full(hour));
    }

    #[test]
    fn w4_who_waits_as_long_as_was_said_is_served() {
        let start = Instant::now();
        let pace = Pace::per_minute(2);
        let mut allowance = Allowance::new(start);
        assert_eq!((allowance.spend(pace, start), allowance.spend(pace, start)), (Ok(()), Ok(())));
        let later = start + Duration::from_secs(12);
        assert_eq!(allowance.spend(pace, later), Err(Duration::from_secs(18)));
        assert_eq!(allowance.spend(pace, later + Duration::from_secs(18)), Ok(()));
    }
}
