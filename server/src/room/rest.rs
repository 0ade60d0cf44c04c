//! Rest: a large room pauses after it has written, for as long as that took.
//!
//! So one room, however large, takes no more than half of a core for its writes, the others come to their turn, and what is asked
//! meanwhile becomes one turn, with one write a member. A small room writes in far less than a millisecond, and never rests.

use std::time::Duration;

use crate::limits::{REST_AT_MOST, REST_FROM};

/// How long to rest after writes that took so long; none if they were soon done.
pub fn rest_after(wrote_for: Duration) -> Option<Duration> {
    (wrote_for >= REST_FROM).then(|| wrote_for.min(REST_AT_MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_rests_for_as_long_as_it_wrote() {
        let tick = Duration::from_nanos(1);
        assert_eq!(rest_after(Duration::ZERO), None);
        assert_eq!(rest_after(REST_FROM - tick), None);
        assert_eq!(rest_after(REST_FROM), Some(REST_FROM));
        assert_eq!(rest_after(REST_AT_MOST - tick), Some(REST_AT_MOST - tick));
        assert_eq!(rest_after(REST_AT_MOST + tick), Some(REST_AT_MOST));
    }
}
