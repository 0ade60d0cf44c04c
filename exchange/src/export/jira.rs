//! The estimates, as Jira takes them back: with the key of its own issues an import brings these up to date.

use shared::card::Card;

use super::csv::table;
use crate::report::{Report, amount};
use crate::sum::decimal;

/// Every topic of the list in CSV: its key, its title, and its estimate as a number where it is one.
pub fn jira(report: &Report) -> String {
    let rows = report.topics.iter().map(|topic| {
        let estimate = topic.estimate.as_ref().map(story_points).unwrap_or_default();
        [topic.key.as_str().to_owned(), topic.title.as_str().to_owned(), estimate]
    });
    table(["Issue key", "Summary", "Story Points"], rows)
}

/// The amount, or the word.
fn story_points(card: &Card) -> String {
    amount(card).map_or_else(|| card.label.clone(), decimal)
}
