//! Figures: what many times come to.

use std::time::Duration;

/// Times in order.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The smallest time that at least this share of them, from 0 to 1, is not above: none of no times.
    pub fn percentile(&self, share: f64) -> Option<Duration> {
        let rank = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(rank.clamp(1, self.0.len().max(1)) - 1).copied()
    }

    pub fn max(&self) -> Option<Duration> {
        self.0.last().copied()
    }
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(milliseconds: impl IntoIterator<Item = u64>) -> Times {
        Times::new(milliseconds.into_iter().map(Duration::from_millis).collect())
    }

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let hundred = times((1..=100).rev());
        for (share, wanted) in [(0.0, 1), (0.5, 50), (0.501, 51), (0.99, 99), (0.999, 100), (1.0, 100)] {
            assert_eq!(hundred.percentile(share), Some(Duration::from_millis(wanted)), "{share}");
        }
        assert_eq!(hundred.max(), Some(Duration::from_millis(100)));
    }

    #[test]
    fn of_one_time_every_percentile_is_that_and_of_none_there_is_none() {
        assert_eq!(times([7]).percentile(0.99), Some(Duration::from_millis(7)));
        assert_eq!(times([]).percentile(0.5), None);
        assert_eq!(times([]).max(), None);
    }
}
