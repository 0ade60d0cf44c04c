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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};
use shared::card::{Card, CardIndex};
use shared::command::TopicDraft;
use shared::decide::{self, Import};
use shared::deck::{Deck, Preset};
use shared::deck_line;
use shared::ids::{ParticipantId, TopicId};
use shared::limits::TOPICS_MAX;
use shared::nickname::{Nickname, NicknameError};
use shared::record::{PastRound, Record};
use shared::rejection::Rejection;
use shared::round::{Confidence, OpenCard, OpenCards, Play, Revealed};
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Settings, Throwing, TimeUp, Who};
use shared::text::{Reason, RoomName, Title};

use crate::limits::{DOCUMENT_BYTES_MAX, DOCUMENT_PEOPLE_MAX, DOCUMENT_ROUND_CARDS_MAX, DOCUMENT_ROUNDS_MAX};
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

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// That it is too long, no JSON, or none of ours.
    pub fn from_json(json: &str) -> Result<Self, DocumentError> {
        if json.len() > DOCUMENT_BYTES_MAX {
            let mebibytes = DOCUMENT_BYTES_MAX / 1024 / 1024;
            return Err(DocumentError::new("", format!("The document is longer than {mebibytes} MiB.")));
        }
        let json = json.strip_prefix('\u{FEFF}').unwrap_or(json);
        let head: Head = serde_json::from_str(json).map_err(not_json)?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(DocumentError::new("format", "This is no document of Team Poker."));
        }
        match head.version {
            Some(1..=VERSION) => serde_json::from_str(json).map_err(not_json),
            Some(0) | None => Err(DocumentError::new("version", "The document does not say its version.")),
            Some(_) => Err(DocumentError::new("version", "A newer version of Team Poker wrote this document.")),
        }
    }

    /// What the document brings into a room: what the room is called, what it is played with, and all else.
    ///
    /// # Errors
    ///
    /// The first thing that may not stand on a table.
    pub fn into_import(self) -> Result<(RoomName, Deck, Import), DocumentError> {
        at_most(self.topics.len(), TOPICS_MAX, "topics")?;
        at_most(self.people.len(), DOCUMENT_PEOPLE_MAX, "people")?;
        at_most(self.rounds.len(), DOCUMENT_ROUNDS_MAX, "rounds")?;
        let name = RoomName::parse(&self.name).map_err(|_| DocumentError::new("name", "The name is too long."))?;
        let deck = self.deck.as_deref().map(|line| deck(line, "deck")).transpose()?;
        let deck = deck.unwrap_or_else(|| Preset::default().deck());
        let topics = self.topics.into_iter().zip(1..).map(|(topic, number)| topic.parse(number));
        let topics = topics.collect::<Result<Vec<_>, _>>()?;
        let people = self.people.iter().zip(1..).map(|(typed, number)| person(typed, number));
        let reader = Reader {
            titles: topics.iter().map(|topic| topic.title.clone()).collect(),
            people: people.collect::<Result<_, _>>()?,
            decks: [(deck.to_line(), deck.clone())].into(),
            deck,
        };
        let (deck, rounds) = reader.rounds(self.rounds)?;
        let import = Import { rounds, settings: self.settings.settings(), ..Import::of_new(topics) };
        Ok((name, deck, import))
    }
}

/// What is looked at before the rest.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    version: Option<u32>,
}

fn not_json(error: serde_json::Error) -> DocumentError {
    let path = format!("line {}, column {}", error.line(), error.column());
    let problem = match error.classify() {
        serde_json::error::Category::Data => {
            let said = error.to_string();
            let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
            format!("This is not what stands there in a document of Team Poker: {said}.")
        }
        _ => "This is no JSON.".to_owned(),
    };
    DocumentError::new(path, problem)
}

fn at_most(count: usize, most: usize, what: &str) -> Result<(), DocumentError> {
    if count <= most { Ok(()) } else { Err(DocumentError::new(what, format!("There are more than {most}."))) }
}

fn deck(line: &str, path: &str) -> Result<Deck, DocumentError> {
    Deck::parse(line).map_err(|error| DocumentError::new(path, Rejection::from(error.problem).sentence()))
}

fn person(typed: &str, number: usize) -> Result<Nickname, DocumentError> {
    let rejection = |error| match error {
        NicknameError::Empty => Rejection::NicknameEmpty,
        NicknameError::TooLong => Rejection::NicknameTooLong,
    };
    let error = |error| DocumentError::new(format!("people[{number}]"), rejection(error).sentence());
    Nickname::parse(typed).map_err(error)
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

    fn settings(self) -> Vec<Setting> {
        let may = |deed, who: Option<Who>| who.map(|who| Setting::May { deed, who });
        let settings = [
            self.figure.map(Setting::Figure),
            self.confidence.map(Setting::Confidence),
            may(Deed::Reveal, self.reveal),
            may(Deed::GoOn, self.go_on),
            may(Deed::NameTopic, self.name_topic),
            may(Deed::ChangeSettings, self.change_settings),
            self.after_reveal.map(Setting::AfterReveal),
            self.names.map(Setting::Names),
            self.auto_reveal.map(Setting::AutoReveal),
            self.time_up.map(Setting::TimeUp),
            self.door.map(Setting::Door),
            self.throwing.map(Setting::Throwing),
        ];
        settings.into_iter().flatten().collect()
    }
}

impl DocumentTopic {
    fn parse(self, number: usize) -> Result<shared::topic::Topic, DocumentError> {
        let Self { key, title, link, notes, estimate } = self;
        let draft = TopicDraft { title, key, link, notes, estimate: estimate.unwrap_or_default() };
        decide::topic(&draft).map_err(|error| DocumentError::new(format!("topics[{number}]"), error.sentence()))
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

/// What the rounds of a document speak of.
struct Reader {
    titles: Vec<Title>,
    people: Vec<Nickname>,
    /// The deck of the room.
    deck: Deck,
    /// The decks that were read, by their lines.
    decks: BTreeMap<String, Deck>,
}

impl Reader {
    fn rounds(mut self, rounds: Vec<DocumentRound>) -> Result<(Deck, Vec<PastRound>), DocumentError> {
        let rounds = rounds.into_iter().zip(1..).map(|(round, number)| self.round(round, &format!("rounds[{number}]")));
        let rounds = rounds.collect::<Result<_, _>>()?;
        Ok((self.deck, rounds))
    }

    fn round(&mut self, round: DocumentRound, path: &str) -> Result<PastRound, DocumentError> {
        at_most(round.cards.len(), DOCUMENT_ROUND_CARDS_MAX, &format!("{path}.cards"))?;
        at_most(round.played.len(), DOCUMENT_ROUND_CARDS_MAX, &format!("{path}.played"))?;
        let title = match round.topic {
            None => {
                let error = |_| DocumentError::new(format!("{path}.title"), "The title is too long.");
                Title::parse(&round.title).map_err(error)?
            }
            Some(number) => at(&self.titles, number)
                .cloned()
                .ok_or_else(|| DocumentError::new(format!("{path}.topic"), "There is no such topic."))?,
        };
        let began = round.began.as_deref().map(|began| {
            let error =
                || DocumentError::new(format!("{path}.began"), "Expected a moment such as 2026-11-27T12:31:35.123Z.");
            moment::read(began).ok_or_else(error)
        });
        let deck = self.deck_of(round.deck.as_deref(), path)?;
        let (cards, played) =
            if round.anonymous { self.anonymous(&deck, &round, path)? } else { self.named(&deck, &round, path)? };
        let nickname = |who: &ParticipantId| Some((*who, at(&self.people, who.0)?.clone()));
        let departed = played.iter().filter_map(nickname).collect();
        Ok(PastRound {
            topic: round.topic.map(TopicId),
            title,
            began: began.transpose()?,
            revealed: Revealed { deck, cards, departed, took_ms: round.took_ms },
        })
    }

    fn deck_of(&mut self, line: Option<&str>, path: &str) -> Result<Deck, DocumentError> {
        let Some(line) = line else { return Ok(self.deck.clone()) };
        if let Some(deck) = self.decks.get(line) {
            return Ok(deck.clone());
        }
        let deck = deck(line, &format!("{path}.deck"))?;
        self.decks.insert(line.to_owned(), deck.clone());
        Ok(deck)
    }

    fn named(
        &self,
        deck: &Deck,
        round: &DocumentRound,
        path: &str,
    ) -> Result<(OpenCards, BTreeSet<ParticipantId>), DocumentError> {
        let mut cards = BTreeMap::new();
        for (card, number) in round.cards.iter().zip(1..) {
            let path = format!("{path}.cards[{number}]");
            let who = card.person.ok_or_else(|| DocumentError::new(&path, "It is not said who played this card."))?;
            let who = self.who(who, &format!("{path}.person"))?;
            let first = card.first.as_deref().map(|label| index(deck, label, &format!("{path}.first"))).transpose()?;
            let play = play(deck, card, &path)?;
            // Whoever went back to their first card has not changed it.
            let first = first.filter(|first| *first != play.card);
            if cards.insert(who, OpenCard { play, first }).is_some() {
                return Err(DocumentError::new(format!("{path}.person"), "They have a card in this round already."));
            }
        }
        let played = cards.keys().copied().collect();
        Ok((OpenCards::Named(cards), played))
    }

    fn anonymous(
        &self,
        deck: &Deck,
        round: &DocumentRound,
        path: &str,
    ) -> Result<(OpenCards, BTreeSet<ParticipantId>), DocumentError> {
        if let Some(place) = round.cards.iter().position(|card| card.person.is_some()) {
            let path = format!("{path}.cards[{}].person", place + 1);
            return Err(DocumentError::new(path, "In an anonymous round nobody knows whose a card is."));
        }
        let played =
            round.played.iter().zip(1..).map(|(who, number)| self.who(*who, &format!("{path}.played[{number}]")));
        let played = played.collect::<Result<BTreeSet<_>, _>>()?;
        let cards =
            round.cards.iter().zip(1..).map(|(card, number)| play(deck, card, &format!("{path}.cards[{number}]")));
        let mut cards = cards.collect::<Result<Vec<Play>, _>>()?;
        cards.sort();
        Ok((OpenCards::Anonymous { played: played.clone(), cards }, played))
    }

    /// The people of a document are numbered as it numbers them.
    fn who(&self, number: u32, path: &str) -> Result<ParticipantId, DocumentError> {
        let error = || DocumentError::new(path, "There is no such person.");
        at(&self.people, number).map(|_| ParticipantId(number)).ok_or_else(error)
    }
}

/// What has that number, counted from 1.
fn at<T>(list: &[T], number: u32) -> Option<&T> {
    list.get(usize::try_from(number).ok()?.checked_sub(1)?)
}

fn play(deck: &Deck, card: &DocumentCard, path: &str) -> Result<Play, DocumentError> {
    let too_long = |_| DocumentError::new(format!("{path}.reason"), Rejection::ReasonTooLong.sentence());
    Ok(Play {
        card: index(deck, &card.card, &format!("{path}.card"))?,
        confidence: card.confidence,
        reason: Reason::parse(&card.reason).map_err(too_long)?,
    })
}

fn index(deck: &Deck, label: &str, path: &str) -> Result<CardIndex, DocumentError> {
    let is_it = |(_, card): &(CardIndex, &Card)| card.label == label;
    let error = || DocumentError::new(path, "The deck of the round has no such card.");
    deck.cards().find(is_it).map(|(index, _)| index).ok_or_else(error)
}
