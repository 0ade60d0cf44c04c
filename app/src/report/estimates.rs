//! What came of every topic, a line each.

use exchange::report::{Report, Topic, Totals};

use super::words::{clock, count, duration};
use crate::live::model::FaceView;

/// A topic in the table of estimates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateRow {
    /// Where one reads how it got there; none if nobody played.
    pub anchor: Option<String>,
    pub key: String,
    pub title: String,
    /// Empty if there is none.
    pub link: String,
    pub estimate: Option<FaceView>,
    pub rounds: usize,
    pub took: Option<String>,
    /// In its last round.
    pub agreement_percent: Option<usize>,
}

/// A number that stands at the head of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureView {
    pub name: String,
    pub value: String,
}

/// Where the section of that topic begins.
pub fn anchor(topic: &Topic) -> String {
    format!("topic-{}", topic.id.0)
}

/// All topics, in the order of the list.
pub fn rows(report: &Report) -> Vec<EstimateRow> {
    report.topics.iter().map(|topic| row(report, topic)).collect()
}

fn row(report: &Report, topic: &Topic) -> EstimateRow {
    let took = report.rounds_of(topic).filter_map(|round| round.took_ms);
    let took = took.fold(None, |sum: Option<u64>, took| Some(sum.unwrap_or(0).saturating_add(took)));
    EstimateRow {
        anchor: (!topic.rounds.is_empty()).then(|| anchor(topic)),
        key: topic.key.as_str().to_owned(),
        title: topic.title.as_str().to_owned(),
        link: topic.link.as_str().to_owned(),
        estimate: topic.estimate.as_ref().map(FaceView::of),
        rounds: topic.rounds.len(),
        took: took.map(clock),
        agreement_percent: report.rounds_of(topic).filter_map(|round| round.agreement_percent()).last(),
    }
}

/// The numbers at the head of the page; those of which nothing is to be said are left out.
pub fn figures(totals: &Totals) -> Vec<FigureView> {
    let figure = |name: &str, value: String| Some(FigureView { name: name.to_owned(), value });
    let sum = (totals.summed > 0).then(|| totals.sum.to_string());
    let estimated = match totals.topics {
        0 => None,
        topics if topics == totals.estimated => figure("topics, all estimated", topics.to_string()),
        topics => figure("topics estimated", format!("{} of {topics}", totals.estimated)),
    };
    let agreement = totals.agreement.and_then(|agreement| match (agreement.first_percent, agreement.last_percent) {
        (first, last) if first == last => figure("agreement", format!("{last} %")),
        (first, last) => figure("agreement, first to last round", format!("{first} → {last} %")),
    });
    let named = |number: usize, one: &str, many: &str| {
        (number > 0)
            .then(|| FigureView { name: if number == 1 { one } else { many }.to_owned(), value: number.to_string() })
    };
    [
        estimated,
        sum.and_then(|sum| figure("sum of the estimates", sum)),
        named(totals.rounds, "round", "rounds"),
        named(totals.votes, "card played", "cards played"),
        named(totals.people, "person", "people"),
        (totals.voting_ms > 0).then(|| duration(totals.voting_ms)).and_then(|time| figure("in voting", time)),
        agreement,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What the last line of the table says: how many estimates its sum is of.
pub fn sum_words(totals: &Totals) -> String {
    let summed = count(totals.summed, "estimate", "estimates");
    match totals.estimated - totals.summed {
        0 => format!("Sum of {summed}"),
        others => format!("Sum of {summed}; {} no number", count(others, "is", "are")),
    }
}
