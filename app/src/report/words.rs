//! What a report says in words.

use exchange::moment::Calendar;
use exchange::report::{About, Figures, Report, Topic};
use shared::ids::UnixMillis;

use crate::live::name::in_sentence;
use crate::live::time::clock_words;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day, or the days, from one moment to another: `27 November 2026`. It is the one in UTC: a page that is sent on has no
/// time of its own.
pub fn days(began: UnixMillis, ended: UnixMillis) -> String {
    let (began, ended) = (day(began), day(ended));
    if began == ended { began } else { format!("{began} to {ended}") }
}

fn day(moment: UnixMillis) -> String {
    let Calendar { year, month, day, .. } = Calendar::of(moment);
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{day} {} {year}", month.copied().unwrap_or_default())
}

/// The day for programs: `2026-11-27`.
pub fn machine_day(moment: UnixMillis) -> String {
    let Calendar { year, month, day, .. } = Calendar::of(moment);
    format!("{year:04}-{month:02}-{day:02}")
}

/// So long, as one says it: `42 s`, `12 min`, `1 h 5 min`.
pub fn duration(milliseconds: u64) -> String {
    let minutes = (milliseconds + 30_000) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, _) if milliseconds < 60_000 => format!("{} s", milliseconds / 1_000),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// So long, as on a clock.
pub fn clock(milliseconds: u64) -> String {
    clock_words(milliseconds)
}

/// So many of them.
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// What a topic is called in a sentence.
pub fn topic_name(topic: &Topic) -> String {
    let (key, title) = (topic.key.as_str(), in_sentence(topic.title.as_str()));
    if key.is_empty() { title } else { format!("{key} {title}") }
}

/// What a round was about, in a sentence.
pub fn about(report: &Report, about: &About) -> String {
    match about {
        About::Topic(place) => report.topics.get(*place).map(topic_name).unwrap_or_default(),
        About::Title(title) if title.is_empty() => "Without a topic".to_owned(),
        About::Title(title) => in_sentence(title),
    }
}

/// From the lowest card to the highest, or the one that all played.
pub fn range(figures: &Figures) -> String {
    let label = |place: usize| figures.scale.get(place).cloned().unwrap_or_default();
    match (label(figures.lowest), label(figures.highest)) {
        (lowest, highest) if lowest == highest => lowest,
        (lowest, highest) => format!("{lowest}–{highest}"),
    }
}

/// How a share of a hundred went on: `rose from 40 % to 80 %`.
pub fn went(first_percent: usize, last_percent: usize) -> String {
    let how = match first_percent.cmp(&last_percent) {
        std::cmp::Ordering::Less => "rose",
        std::cmp::Ordering::Equal => return format!("stayed at {first_percent} %"),
        std::cmp::Ordering::Greater => "fell",
    };
    format!("{how} from {first_percent} % to {last_percent} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_as_one_says_it() {
        for (milliseconds, words) in [
            (0, "0 s"),
            (59_999, "59 s"),
            (60_000, "1 min"),
            (89_000, "1 min"),
            (90_000, "2 min"),
            (3_600_000, "1 h"),
            (3_930_000, "1 h 6 min"),
        ] {
            assert_eq!(duration(milliseconds), words);
        }
    }

    #[test]
    fn a_meeting_has_a_day_or_two() {
        let (began, ended) = (UnixMillis(1_795_782_695_000), UnixMillis(1_795_869_095_000));
        assert_eq!(days(began, began), "27 November 2026");
        assert_eq!(days(began, ended), "27 November 2026 to 28 November 2026");
        assert_eq!(machine_day(began), "2026-11-27");
    }

    #[test]
    fn a_share_rises_or_falls_or_stays() {
        assert_eq!(went(40, 80), "rose from 40 % to 80 %");
        assert_eq!(went(80, 40), "fell from 80 % to 40 %");
        assert_eq!(went(50, 50), "stayed at 50 %");
    }
}
