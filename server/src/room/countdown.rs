//! Countdown: the moment between the last card and the reveal, where the cards turn by themselves.

use shared::ids::UnixMillis;
use tokio::time::Instant;

use crate::limits::AUTO_REVEAL_AFTER;

/// Whether the cards of one room are about to turn by themselves.
#[derive(Debug, Default)]
pub enum Countdown {
    /// Somebody has not played, or the house rules do not say so.
    #[default]
    Waiting,
    /// They turn in a moment: by the clock of this process, and as it is told.
    Running { due: Instant, until: UnixMillis },
    /// Somebody stopped them, until somebody is without a card again.
    Stopped,
}

impl Countdown {
    /// When the cards turn, as it is told.
    pub fn until(&self) -> Option<UnixMillis> {
        match self {
            Self::Running { until, .. } => Some(*until),
            Self::Waiting | Self::Stopped => None,
        }
    }

    /// When the cards turn.
    pub fn due(&self) -> Option<Instant> {
        match self {
            Self::Running { due, .. } => Some(*due),
            Self::Waiting | Self::Stopped => None,
        }
    }

    /// R9: whether the cards are to turn now that everybody has played, or has not. True if that is news.
    pub fn look(&mut self, is_complete: bool, now: Instant, time: UnixMillis) -> bool {
        match (&self, is_complete) {
            (Self::Waiting, true) => {
                let after_ms = u64::try_from(AUTO_REVEAL_AFTER.as_millis()).unwrap_or(u64::MAX);
                *self = Self::Running { due: now + AUTO_REVEAL_AFTER, until: time.plus(after_ms) };
                true
            }
            (Self::Running { .. }, false) => {
                *self = Self::Waiting;
                true
            }
            (Self::Stopped, false) => {
                *self = Self::Waiting;
                false
            }
            (Self::Waiting, false) | (Self::Running { .. } | Self::Stopped, true) => false,
        }
    }

    /// R11: the cards do not turn, although everybody has played. True if they were about to.
    pub fn stop(&mut self) -> bool {
        let was_running = matches!(self, Self::Running { .. });
        if was_running {
            *self = Self::Stopped;
        }
        was_running
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r9_the_cards_turn_three_seconds_after_the_last_was_played_and_not_if_one_is_missing_again() {
        let (mut countdown, now) = (Countdown::default(), Instant::now());
        assert!(!countdown.look(false, now, UnixMillis(5_000)));
        assert!(countdown.look(true, now, UnixMillis(5_000)));
        assert_eq!((countdown.due(), countdown.until()), (Some(now + AUTO_REVEAL_AFTER), Some(UnixMillis(8_000))));
        // Looked at again, it does not begin anew.
        assert!(!countdown.look(true, now + AUTO_REVEAL_AFTER / 2, UnixMillis(6_500)));
        assert_eq!(countdown.until(), Some(UnixMillis(8_000)));
        assert!(countdown.look(false, now, UnixMillis(7_000)));
        assert_eq!((countdown.due(), countdown.until()), (None, None));
        assert!(countdown.look(true, now, UnixMillis(7_000)));
        assert_eq!(countdown.until(), Some(UnixMillis(10_000)));
    }

    #[test]
    fn r11_what_was_stopped_stays_so_until_somebody_is_without_a_card() {
        let (mut countdown, now) = (Countdown::default(), Instant::now());
        assert!(!countdown.stop());
        countdown.look(true, now, UnixMillis(0));
        assert!(countdown.stop());
        assert!(!countdown.look(true, now, UnixMillis(0)));
        assert_eq!(countdown.due(), None);
        assert!(!countdown.look(false, now, UnixMillis(0)));
        assert!(countdown.look(true, now, UnixMillis(0)));
    }
}
