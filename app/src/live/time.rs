//! Time as it is shown.

/// Milliseconds as on a clock: `0:42`, `12:05`, `1:00:00`. What is left of a second is not shown.
pub fn clock_words(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes}:{seconds:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
}

/// By so much the clock of a page may be behind the server's, as long as a message was on its way.
const BEHIND_MS: u64 = 250;

/// What is left of a countdown: a second that has begun is counted, so that 0:00 is the end.
pub fn countdown_words(left_ms: u64) -> String {
    clock_words(left_ms.saturating_sub(BEHIND_MS).div_ceil(1_000) * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c1_a_second_that_has_begun_is_left() {
        for (left_ms, words) in
            [(0, "0:00"), (251, "0:01"), (1_000, "0:01"), (59_300, "1:00"), (60_000, "1:00"), (60_200, "1:00")]
        {
            assert_eq!(countdown_words(left_ms), words);
        }
    }

    #[test]
    fn r10_time_is_shown_as_on_a_clock() {
        for (milliseconds, words) in [
            (0, "0:00"),
            (999, "0:00"),
            (42_345, "0:42"),
            (725_000, "12:05"),
            (3_600_000, "1:00:00"),
            (3_725_000, "1:02:05"),
        ] {
            assert_eq!(clock_words(milliseconds), words);
        }
    }
}
