//! Document: a room as we write it for ourselves, in JSON: its topics, every round that was revealed, its deck and its house
//! rules. What was written can be read back into another room, and into another version of this program.
//!
//! ```json
//! {
//!   "format": "team-poker",
//!   "version": 1,
//!   "name": "Team Blue",
//!   "deck": "0, 1, 2, 3, 5, 8, ?",
//!   "settings": { "figure": "median", "names": "shown" },
//!   "topics": [
//!     { "key": "TEAM-1", "title": "Log in", "link": "https://example.org/TEAM-1", "notes": "In *Markdown*", "estimate": "5" }
//!   ],
//!   "people": ["Ada", "Bob"],
//!   "rounds": [
//!     {
//!       "topic": 1,
//!       "began": "2026-11-27T12:31:35.123Z",
//!       "took_ms": 42000,
//!       "deck": "0, 1, 2, 3, 5, 8, ?",
//!       "cards": [
//!         { "person": 1, "card": "5", "first": "8", "confidence": "sure", "reason": "As the last one" },
//!         { "person": 2, "card": "5" }
//!       ]
//!     },
//!     { "title": "Warm up", "anonymous": true, "played": [1, 2], "cards": [{ "card": "3" }, { "card": "8" }] }
//!   ]
//! }
//! ```
//!
//! - All but `format` and `version` may be left out; without a deck it is the one that rooms begin with. A field that is not
//!   known here is not looked at.
//! - Topics and people are counted from 1, in the order in which they stand.
//! - A deck is a [line](shared::deck_line), an estimate a card as in such a line (`XL=8`), and a card of a round the label that
//!   it has in the deck of that round, which without one is that of the room.
//! - A round is about a `topic` of the list, or had a `title`, or neither. In one that is `anonymous` no card has a `person`,
//!   and who has played stands in `played`.
//! - `settings` are house rules by their names in the protocol; those that are left out stay as they are in the room.
//! - Cards that lie face down are in no document, and neither is who sits at the table now.

mod read;

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::deck_line;
use shared::record::Record;
use shared::round::Confidence;
use shared::settings::{AfterReveal, Door, Figure, Names, Settings, Throwing, TimeUp, Who};

use crate::moment;
use crate::report::{About, Report, Round, Vote};

/// What every document says of itself.
pub const FORMAT: &str = "team-poker";
/// The version that is written, and the highest that is read.
pub const VERSION: u32 = 1;

/// A room as it is written. What was read is nothing but well-formed: [`into_import`](Self::into_import) looks at what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    format: String,
    version: u32,
    #[serde(default)]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deck: Option<String>,
    #[serde(default)]
    settings: HouseRules,
    #[serde(default)]
    topics: Vec<DocumentTopic>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    rounds: Vec<DocumentRound>,
}

/// The house rules, each if it is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct HouseRules {
    figure: Option<Figure>,
    confidence: Option<bool>,
    reveal: Option<Who>,
    go_on: Option<Who>,
    name_topic: Option<Who>,
    change_settings: Option<Who>,
    after_reveal: Option<AfterReveal>,
    names: Option<Names>,
    auto_reveal: Option<bool>,
    time_up: Option<TimeUp>,
    door: Option<Door>,
    throwing: Option<Throwing>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct DocumentTopic {
    #[serde(skip_serializing_if = "String::is_empty")]
    key: String,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    link: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    notes: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    estimate: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct DocumentRound {
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<u32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    began: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deck: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    anonymous: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    played: Vec<u32>,
    cards: Vec<DocumentCard>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct DocumentCard {
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<u32>,
    card: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<Confidence>,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// As in `rounds[3].cards[2].card`, counted from 1 as in the document itself; a line and a column where it is no JSON; empty
    /// for the whole.
    pub path: String,
    /// A sentence for a person.
    pub problem: String,
}

impl DocumentError {
    fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, problem } = self;
        if path.is_empty() { f.write_str(problem) } else { write!(f, "{path}: {problem}") }
    }
}

impl std::error::Error for DocumentError {}

impl Document {
    /// The document of that record.
    pub fn of(record: &Record) -> Self {
        let room = record.room();
        let report = Report::of(record);
        let notes = room.backlog().topics().map(|(_, topic)| topic.notes.markdown().unwrap_or_default());
        let topics = report.topics.iter().zip(notes).map(|(topic, notes)| DocumentTopic {
            key: topic.key.as_str().to_owned(),
            title: topic.title.as_str().to_owned(),
            link: topic.link.as_str().to_owned(),
            notes: notes.to_owned(),
            estimate: topic.estimate.as_ref().map(|card| deck_line::write(std::slice::from_ref(card))),
        });
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            name: room.name().as_str().to_owned(),
            deck: Some(room.deck().to_line()),
            settings: HouseRules::of(room.settings()),
            topics: topics.collect(),
            people: report.people.iter().map(|person| person.nickname.as_str().to_owned()).collect(),
            rounds: report.rounds.iter().map(DocumentRound::of).collect(),
        }
    }

    /// The document as text, indented for people.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).expect("a document has no keys but strings");
        json.push('\n');
        json
    }
}

impl HouseRules {
    fn of(settings: &Settings) -> Self {
        let Settings { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing } = *settings;
        Self {
            figure: Some(figure),
            confidence: Some(confidence),
            reveal: Some(may.reveal),
            go_on: Some(may.go_on),
            name_topic: Some(may.name_topic),
            change_settings: Some(may.change_settings),
            after_reveal: Some(after_reveal),
            names: Some(names),
            auto_reveal: Some(auto_reveal),
            time_up: Some(time_up),
            door: Some(door),
            throwing: Some(throwing),
        }
    }
}

impl DocumentRound {
    fn of(round: &Round) -> Self {
        let (topic, title) = match &round.about {
            About::Topic(place) => (Some(number(*place)), String::new()),
            About::Title(title) => (None, title.clone()),
        };
        let played: &[usize] = if round.is_anonymous { &round.played } else { &[] };
        Self {
            topic,
            title,
            began: round.began.map(moment::write),
            took_ms: round.took_ms,
            deck: Some(round.deck.to_line()),
            anonymous: round.is_anonymous,
            played: played.iter().copied().map(number).collect(),
            cards: round.votes.iter().map(DocumentCard::of).collect(),
        }
    }
}

impl DocumentCard {
    fn of(vote: &Vote) -> Self {
        Self {
            person: vote.who.map(number),
            card: vote.card.label.clone(),
            first: vote.first.as_ref().map(|card| card.label.clone()),
            confidence: vote.confidence,
            reason: vote.reason.as_str().to_owned(),
        }
    }
}

/// What stands at that place, counted from 1.
fn number(place: usize) -> u32 {
    u32::try_from(place).map_or(u32::MAX, |place| place.saturating_add(1))
}
