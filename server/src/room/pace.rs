//! Pace: how often people may nudge each other and throw things.

use std::collections::{BTreeMap, VecDeque};

use shared::ids::ParticipantId;
use shared::rejection::Rejection;
use tokio::time::Instant;

use crate::limits::{NUDGED_AGAIN_AFTER, THROWN_MAX, THROWN_WITHIN};

/// What was done lately in one room.
#[derive(Default)]
pub struct Pace {
    nudged_at: Option<Instant>,
    /// Who threw something within the last seconds, and when.
    thrown: BTreeMap<ParticipantId, VecDeque<Instant>>,
}

impl Pace {
    /// P14: the table is to nudge.
    ///
    /// # Errors
    ///
    /// [`Rejection::TooSoon`]
    pub fn nudge(&mut self, now: Instant) -> Result<(), Rejection> {
        if self.nudged_at.is_some_and(|nudged_at| now.duration_since(nudged_at) < NUDGED_AGAIN_AFTER) {
            return Err(Rejection::TooSoon);
        }
        self.nudged_at = Some(now);
        Ok(())
    }

    /// P15: somebody is to throw something.
    ///
    /// # Errors
    ///
    /// [`Rejection::TooSoon`]
    pub fn throw(&mut self, who: ParticipantId, now: Instant) -> Result<(), Rejection> {
        self.thrown.retain(|_, times| {
            times.retain(|thrown_at| now.duration_since(*thrown_at) < THROWN_WITHIN);
            !times.is_empty()
        });
        let times = self.thrown.entry(who).or_default();
        if times.len() >= THROWN_MAX {
            return Err(Rejection::TooSoon);
        }
        times.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);
    const MOMENT: Duration = Duration::from_millis(1);

    #[test]
    fn p14_nobody_is_nudged_again_too_soon() {
        let (mut pace, now) = (Pace::default(), Instant::now());
        assert_eq!(pace.nudge(now), Ok(()));
        assert_eq!(pace.nudge(now + NUDGED_AGAIN_AFTER - MOMENT), Err(Rejection::TooSoon));
        assert_eq!(pace.nudge(now + NUDGED_AGAIN_AFTER), Ok(()));
    }

    #[test]
    fn p15_five_things_are_thrown_within_ten_seconds_by_each_and_no_more() {
        let (mut pace, now) = (Pace::default(), Instant::now());
        for n in 0..THROWN_MAX as u32 {
            assert_eq!(pace.throw(ADA, now + n * MOMENT), Ok(()));
        }
        assert_eq!(pace.throw(ADA, now + THROWN_WITHIN - MOMENT), Err(Rejection::TooSoon));
        assert_eq!(pace.throw(BOB, now), Ok(()));
        assert_eq!(pace.throw(ADA, now + THROWN_WITHIN), Ok(()));
        assert_eq!(pace.throw(ADA, now + THROWN_WITHIN), Err(Rejection::TooSoon));
        // Of those who no longer throw nothing is remembered.
        pace.throw(BOB, now + 3 * THROWN_WITHIN).unwrap();
        assert_eq!(pace.thrown.len(), 1);
    }
}
