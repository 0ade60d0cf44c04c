//! How a topic got to its estimate.

use std::collections::BTreeMap;

use exchange::report::{About, Report, Round, Story, Vote};
use shared::round::Confidence;

use super::estimates::anchor;
use super::words::{clock, count, range};
use crate::live::model::FaceView;

/// Of more people the rest is read in the export of all votes.
const PEOPLE_MAX: usize = 60;

/// How a topic got to its estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryView {
    /// Where it begins on the page; none if it is about no topic of the list.
    pub anchor: Option<String>,
    pub key: String,
    /// Empty if nobody named it.
    pub title: String,
    pub estimate: Option<FaceView>,
    /// The whole in a sentence.
    pub sentence: String,
    pub rounds: Vec<RoundView>,
    /// Those who showed their cards.
    pub people: Vec<PersonView>,
    /// How many of them are not shown.
    pub others: usize,
    pub movement: Option<MovementView>,
}

/// A round, as the foot of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundView {
    pub number: usize,
    pub took: Option<String>,
    /// The cards of an anonymous round, in the order of the deck.
    pub anonymous: Option<String>,
    pub range: Option<String>,
    pub median: Option<String>,
    pub agreement_percent: Option<usize>,
}

/// What somebody played in each round; none where they did not, or where nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    pub name: String,
    pub cards: Vec<Option<CardView>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    pub card: String,
    /// The card that was turned over, if it was changed since.
    pub first: Option<String>,
    pub confidence: Option<Confidence>,
    /// Empty if they said nothing.
    pub reason: String,
}

/// Who moved from which card to which. Steps are counted from the top, rounds from the left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementView {
    /// What somebody who does not see it is told.
    pub title: String,
    /// The cards, from the highest to the lowest.
    pub steps: Vec<String>,
    pub rounds: usize,
    /// From the highest to the lowest card of each round that has any that count.
    pub spans: Vec<Span>,
    pub paths: Vec<Path>,
    pub dots: Vec<Dot>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub round: usize,
    pub highest: usize,
    pub lowest: usize,
}

/// So many people went from that card in that round to this one in the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    pub round: usize,
    pub from: usize,
    pub to: usize,
    pub people: usize,
}

/// So many cards lay there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    pub round: usize,
    pub step: usize,
    pub cards: usize,
}

impl StoryView {
    pub fn of(report: &Report, story: &Story) -> Self {
        let topic = match &story.about {
            About::Topic(place) => report.topics.get(*place),
            About::Title(_) => None,
        };
        let title = match &story.about {
            About::Topic(_) => topic.map(|topic| topic.title.as_str()).unwrap_or_default(),
            About::Title(title) => title,
        };
        let person = |(person, votes): &(usize, Vec<Option<&Vote>>)| PersonView {
            name: report.people.get(*person).map(|person| person.label.clone()).unwrap_or_default(),
            cards: votes.iter().map(|vote| vote.map(CardView::of)).collect(),
        };
        Self {
            anchor: topic.map(anchor),
            key: topic.map(|topic| topic.key.as_str().to_owned()).unwrap_or_default(),
            title: title.to_owned(),
            estimate: topic.and_then(|topic| topic.estimate.as_ref()).map(FaceView::of),
            sentence: sentence(story),
            rounds: story.rounds.iter().map(|round| RoundView::of(round)).collect(),
            people: story.people.iter().take(PEOPLE_MAX).map(person).collect(),
            others: story.people.len().saturating_sub(PEOPLE_MAX),
            movement: MovementView::of(story),
        }
    }

    /// Whether a column has cards of which nobody knows whose they are.
    pub fn has_anonymous(&self) -> bool {
        self.rounds.iter().any(|round| round.anonymous.is_some())
    }
}

fn sentence(story: &Story) -> String {
    let took = story.took_ms().map(|took| format!(" in {}", clock(took))).unwrap_or_default();
    let rounds = match story.rounds.len() {
        0 => return "Nobody has voted on it yet.".to_owned(),
        number => format!("{}{took}.", count(number, "round", "rounds")),
    };
    let mut figures = story.rounds.iter().filter_map(|round| round.figures.as_ref());
    let first = figures.next();
    let said = match (first, figures.next_back()) {
        (None, _) => "No card with a number was played.".to_owned(),
        (Some(only), None) if only.consensus.is_some() => format!("Everybody laid {}.", range(only)),
        (Some(only), None) => format!(
            "The cards lay at {}, the median at {}, agreement {} %.",
            range(only),
            only.median,
            only.agreement_percent
        ),
        (Some(first), Some(last)) if range(first) == range(last) => {
            format!(
                "The range stayed {}, agreement {} % → {} %.",
                range(last),
                first.agreement_percent,
                last.agreement_percent
            )
        }
        (Some(first), Some(last)) => format!(
            "The range went from {} to {}, agreement from {} % to {} %.",
            range(first),
            range(last),
            first.agreement_percent,
            last.agreement_percent
        ),
    };
    format!("{rounds} {said}")
}

impl RoundView {
    fn of(round: &Round) -> Self {
        let figures = round.figures.as_ref();
        let cards = || round.votes.iter().map(|vote| FaceView::of(&vote.card).short()).collect::<Vec<_>>().join(", ");
        Self {
            number: round.number,
            took: round.took_ms.map(clock),
            anonymous: round.is_anonymous.then(cards),
            range: figures.map(range),
            median: figures.map(|figures| figures.median.clone()),
            agreement_percent: round.agreement_percent(),
        }
    }
}

impl CardView {
    fn of(vote: &Vote) -> Self {
        Self {
            card: FaceView::of(&vote.card).short(),
            first: vote.first.as_ref().map(|card| FaceView::of(card).short()),
            confidence: vote.confidence,
            reason: vote.reason.as_str().to_owned(),
        }
    }
}

impl MovementView {
    /// None of a single round, and of rounds with different cards.
    fn of(story: &Story) -> Option<Self> {
        let scale = story.scale()?;
        let figures =
            || story.rounds.iter().zip(0..).filter_map(|(round, place)| Some((place, round.figures.as_ref()?)));
        let lowest = figures().map(|(_, figures)| figures.lowest).min()?;
        let highest = figures().map(|(_, figures)| figures.highest).max()?;
        let step = |vote: &Vote| highest.checked_sub(scale.iter().position(|label| *label == vote.card.label)?);
        let spans = figures().map(|(round, figures)| Span {
            round,
            highest: highest - figures.highest,
            lowest: highest - figures.lowest,
        });
        let mut paths: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for (_, votes) in &story.people {
            for (round, pair) in votes.windows(2).enumerate() {
                if let [Some(from), Some(to)] = pair
                    && let (Some(from), Some(to)) = (step(from), step(to))
                {
                    *paths.entry((round, from, to)).or_default() += 1;
                }
            }
        }
        let mut dots: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (round, place) in story.rounds.iter().zip(0..) {
            for step in round.votes.iter().filter_map(step) {
                *dots.entry((place, step)).or_default() += 1;
            }
        }
        let spoken: Vec<String> =
            figures().map(|(place, figures)| format!("round {}: {}", place + 1, range(figures))).collect();
        Some(Self {
            title: format!("Who moved from which card to which. {}.", spoken.join(", ")),
            steps: scale.get(lowest..=highest)?.iter().rev().cloned().collect(),
            rounds: story.rounds.len(),
            spans: spans.collect(),
            paths: paths.into_iter().map(|((round, from, to), people)| Path { round, from, to, people }).collect(),
            dots: dots.into_iter().map(|((round, step), cards)| Dot { round, step, cards }).collect(),
        })
    }
}
