//! A moment as text: the date and the time of day in UTC, as in [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339).

use shared::ids::UnixMillis;

/// The last millisecond of the year 9999. What is later is written as if it were then.
pub const LAST: UnixMillis = UnixMillis(253_402_300_799_999);

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// A moment by the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub year: u64,
    /// From 1.
    pub month: u64,
    /// From 1.
    pub day: u64,
    /// Of the day.
    pub milliseconds: u64,
}

impl Calendar {
    /// By the algorithm of [Howard Hinnant](https://howardhinnant.github.io/date_algorithms.html#civil_from_days), in which a
    /// year begins in March, so that the day that some years have more is its last.
    pub fn of(moment: UnixMillis) -> Self {
        let moment = moment.min(LAST).0;
        let days = moment / DAY_MS + DAYS_BEFORE_1970;
        let (era, day) = (days / DAYS_IN_ERA, days % DAYS_IN_ERA);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let is_next_year = month >= 10;
        Self {
            year: 400 * era + year + u64::from(is_next_year),
            month: if is_next_year { month - 9 } else { month + 3 },
            day,
            milliseconds: moment % DAY_MS,
        }
    }

    /// The moment; none if there is no such day, or it is before 1970 or after [`LAST`].
    fn moment(self) -> Option<UnixMillis> {
        if !(1_970..=9_999).contains(&self.year) || !(1..=12).contains(&self.month) || !(1..=31).contains(&self.day) {
            return None;
        }
        let year = if self.month > 2 { self.year } else { self.year - 1 };
        let month = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let (era, year) = (year / 400, year % 400);
        let day = 365 * year + year / 4 - year / 100 + (153 * month + 2) / 5 + self.day - 1;
        let days = (era * DAYS_IN_ERA + day).checked_sub(DAYS_BEFORE_1970)?;
        let moment = UnixMillis(days * DAY_MS + self.milliseconds);
        (Self::of(moment) == self).then_some(moment)
    }
}

/// Days from the first of March of the year 0 to the beginning of 1970.
const DAYS_BEFORE_1970: u64 = 719_468;
/// Days of 400 years.
const DAYS_IN_ERA: u64 = 146_097;

/// As in `2026-11-27T12:31:35.123Z`.
pub fn write(moment: UnixMillis) -> String {
    let Calendar { year, month, day, milliseconds } = Calendar::of(moment);
    let (hours, minutes) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60);
    let (seconds, milliseconds) = (milliseconds / 1_000 % 60, milliseconds % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z")
}

/// What [`write`] wrote. Milliseconds may be left out.
pub fn read(text: &str) -> Option<UnixMillis> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (time, milliseconds) = time.split_once('.').unwrap_or((time, "000"));
    let mut time = time.split(':').map(number);
    let (hours, minutes, seconds) = (time.next()??, time.next()??, time.next()??);
    let is_time = hours < 24 && minutes < 60 && seconds < 60 && milliseconds.len() == 3;
    if !is_time || date.next().is_some() || time.next().is_some() {
        return None;
    }
    let milliseconds = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + number(milliseconds)?;
    Calendar { year, month, day, milliseconds }.moment()
}

fn number(digits: &str) -> Option<u64> {
    let is_number = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_by_the_calendar_and_read_back() {
        for (moment, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_795_782_695_123, "2026-11-27T12:31:35.123Z"),
            (LAST.0, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(write(UnixMillis(moment)), text);
            assert_eq!(read(text), Some(UnixMillis(moment)));
        }
        assert_eq!(write(UnixMillis(u64::MAX)), write(LAST));
    }

    #[test]
    fn every_day_of_four_centuries_is_the_day_after_the_one_before() {
        for day in 0..DAYS_IN_ERA {
            let moment = UnixMillis(day * DAY_MS);
            assert_eq!(read(&write(moment)), Some(moment));
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "Z",
            "2026-11-27",
            "2026-11-27T12:31:35.123",
            "2026-02-30T12:31:35Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "1969-12-31T00:00:00Z",
            "2026-11-27T24:00:00Z",
            "2026-11-27T12:31:35.1Z",
            "2026-11-27-1T12:31:35Z",
            "+026-11-27T12:31:35Z",
            "10000-01-01T00:00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
