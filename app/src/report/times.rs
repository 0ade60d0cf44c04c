//! What the time went into.

use exchange::report::{Report, Story};

use super::words::{about, clock, count, duration};

/// Of more topics the rest is one bar.
const ROWS_MAX: usize = 10;

/// How long people voted on which topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimesView {
    /// What it shows, in words.
    pub finding: String,
    /// The longest first.
    pub rows: Vec<TimeRow>,
}

/// A topic, or all those that are not shown by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeRow {
    pub name: String,
    pub took: String,
    /// Of the longest topic, in thousandths.
    pub share_thousandths: u64,
    pub is_rest: bool,
}

impl TimesView {
    /// None if there is nothing to compare.
    pub fn of(report: &Report) -> Option<Self> {
        let stories = report.stories();
        let mut times: Vec<(&Story, u64)> =
            stories.iter().filter_map(|story| Some((story, story.took_ms()?))).collect();
        times.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
        let total: u64 = times.iter().fold(0, |sum, (_, took)| sum.saturating_add(*took));
        let (longest, longest_ms) = times.first().filter(|_| times.len() > 1 && total > 0)?;
        let shown = if times.len() > ROWS_MAX + 1 { ROWS_MAX } else { times.len() };
        let (alone, rest) = times.split_at(shown);
        let rest_ms = rest.iter().fold(0, |sum: u64, (_, took)| sum.saturating_add(*took));
        let share =
            |took: u64| u64::try_from(1_000 * u128::from(took) / u128::from(*longest_ms)).unwrap_or(0).min(1_000);
        let row = |name, took, is_rest| TimeRow { name, took: clock(took), share_thousandths: share(took), is_rest };
        let mut rows: Vec<TimeRow> =
            alone.iter().map(|(story, took)| row(about(report, &story.about), *took, false)).collect();
        if !rest.is_empty() {
            rows.push(row(format!("{} other topics", rest.len()), rest_ms, true));
        }
        let half = times.iter().scan(0_u64, |before, (_, took)| {
            let is_in_half = *before < total.div_ceil(2);
            *before = before.saturating_add(*took);
            is_in_half.then_some(())
        });
        let finding = format!(
            "Half of the {} went into {} of {}. The longest was {} with {}.",
            duration(total),
            half.count(),
            count(times.len(), "topic", "topics"),
            about(report, &longest.about),
            clock(*longest_ms),
        );
        Some(Self { finding, rows })
    }
}
