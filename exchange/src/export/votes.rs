//! Every card that was turned over.

use shared::round::Confidence;

use super::csv::table;
use crate::moment;
use crate::report::{About, Report, Round, Vote, amount};
use crate::sum::decimal;

const HEADER: [&str; 16] = [
    "Topic key",
    "Topic",
    "Estimate",
    "Round",
    "Began",
    "Seconds",
    "Person",
    "Card",
    "Points",
    "First card",
    "Confidence",
    "Reason",
    "Lowest",
    "Highest",
    "Median",
    "Agreement %",
];

/// One line a card in CSV. In an anonymous round nobody is named, and the cards are in the order of the deck.
pub fn votes(report: &Report) -> String {
    let rows = report.rounds.iter().flat_map(|round| round.votes.iter().map(|vote| row(report, round, vote)));
    table(HEADER, rows)
}

fn row(report: &Report, round: &Round, vote: &Vote) -> [String; 16] {
    let topic = match &round.about {
        About::Topic(place) => report.topics.get(*place),
        About::Title(_) => None,
    };
    let title = match &round.about {
        About::Topic(_) => topic.map(|topic| topic.title.as_str()).unwrap_or_default(),
        About::Title(title) => title,
    };
    let estimate = topic.and_then(|topic| topic.estimate.as_ref());
    let person = vote.who.and_then(|who| report.people.get(who));
    let figures = round.figures.as_ref();
    let on_scale = |place: usize| figures.and_then(|figures| figures.scale.get(place)).cloned().unwrap_or_default();
    [
        topic.map(|topic| topic.key.as_str().to_owned()).unwrap_or_default(),
        title.to_owned(),
        estimate.map(|card| card.label.clone()).unwrap_or_default(),
        round.number.to_string(),
        round.began.map(moment::write).unwrap_or_default(),
        round.took_ms.map(seconds).unwrap_or_default(),
        person.map(|person| person.label.clone()).unwrap_or_default(),
        vote.card.label.clone(),
        amount(&vote.card).map(decimal).unwrap_or_default(),
        vote.first.as_ref().map(|card| card.label.clone()).unwrap_or_default(),
        vote.confidence.map(word).unwrap_or_default().to_owned(),
        vote.reason.as_str().to_owned(),
        figures.map(|figures| on_scale(figures.lowest)).unwrap_or_default(),
        figures.map(|figures| on_scale(figures.highest)).unwrap_or_default(),
        figures.map(|figures| figures.median.clone()).unwrap_or_default(),
        figures.map(|figures| figures.agreement_percent.to_string()).unwrap_or_default(),
    ]
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000)
}

fn word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Sure => "sure",
        Confidence::Fairly => "fairly",
        Confidence::Guess => "guess",
    }
}
