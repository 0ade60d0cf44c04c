//! Timer: what is said of a countdown, at its start, a minute before its end, and at its end; not at each second.

use shared::ids::UnixMillis;
use shared::round::Timer;

use super::time::countdown_words;

const MINUTE_MS: u64 = 60_000;

/// Something to be told of a countdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimerNews {
    /// It has begun, and so many milliseconds are left.
    Began {
        left_ms: u64,
    },
    MinuteLeft,
    Over,
}

impl TimerNews {
    /// In a sentence.
    pub fn words(self) -> String {
        match self {
            Self::Began { left_ms } => format!("A countdown has begun: {}.", countdown_words(left_ms)),
            Self::MinuteLeft => "One minute is left.".to_owned(),
            Self::Over => "Time is up.".to_owned(),
        }
    }
}

/// Watches the countdown of a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct TimerWatch {
    /// What was left when it was looked at last.
    left_ms: Option<u64>,
}

impl TimerWatch {
    /// The page has come, or come back: what is so now is no news.
    pub fn welcomed(&mut self, timer: Option<Timer>, now: UnixMillis) {
        self.left_ms = timer.map(|timer| timer.left_ms(now));
    }

    /// C1, C2: looks at it, by the server's clock.
    pub fn look(&mut self, timer: Option<Timer>, now: UnixMillis) -> Option<TimerNews> {
        let left_ms = timer.map(|timer| timer.left_ms(now));
        let before = std::mem::replace(&mut self.left_ms, left_ms);
        match (before, left_ms?) {
            (None, 0) => None,
            (None, left_ms) => Some(TimerNews::Began { left_ms }),
            (Some(1..), 0) => Some(TimerNews::Over),
            (Some(before), left_ms) if before > MINUTE_MS && left_ms <= MINUTE_MS => Some(TimerNews::MinuteLeft),
            (Some(_), _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn running(ends: u64) -> Option<Timer> {
        Some(Timer::Running { ends: UnixMillis(ends) })
    }

    #[test]
    fn c1_c2_a_countdown_is_told_of_at_its_start_a_minute_before_its_end_and_at_its_end() {
        let mut watch = TimerWatch::default();
        let news: Vec<_> = (0..=130)
            .map(|second| UnixMillis(second * 1_000))
            .filter_map(|now| Some((now.0 / 1_000, watch.look(running(120_000), now)?)))
            .collect();
        assert_eq!(
            news,
            [(0, TimerNews::Began { left_ms: 120_000 }), (60, TimerNews::MinuteLeft), (120, TimerNews::Over)]
        );
    }

    #[test]
    fn c1_what_is_so_when_the_page_comes_is_no_news() {
        let mut watch = TimerWatch::default();
        watch.welcomed(running(30_000), UnixMillis(0));
        assert_eq!(watch.look(running(30_000), UnixMillis(1_000)), None);
        assert_eq!(watch.look(running(30_000), UnixMillis(30_000)), Some(TimerNews::Over));
        let mut late = TimerWatch::default();
        late.welcomed(running(30_000), UnixMillis(40_000));
        assert_eq!(late.look(running(30_000), UnixMillis(41_000)), None);
        // A minute more: it goes on, and ends again.
        assert_eq!(late.look(running(101_000), UnixMillis(41_000)), None);
        assert_eq!(late.look(running(101_000), UnixMillis(101_000)), Some(TimerNews::Over));
    }

    #[test]
    fn c1_a_countdown_that_is_taken_away_or_held_is_quiet() {
        let mut watch = TimerWatch::default();
        watch.look(running(120_000), UnixMillis(0));
        assert_eq!(watch.look(Some(Timer::Paused { left_ms: 110_000 }), UnixMillis(10_000)), None);
        assert_eq!(watch.look(None, UnixMillis(20_000)), None);
        assert_eq!(watch.look(running(50_000), UnixMillis(20_000)), Some(TimerNews::Began { left_ms: 30_000 }));
    }
}
