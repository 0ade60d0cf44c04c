//! Read: a document, which anybody may have written, back into what a room can be made of.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use shared::card::{Card, CardIndex};
use shared::command::TopicDraft;
use shared::decide::{self, Import};
use shared::deck::{Deck, Preset};
use shared::ids::{ParticipantId, TopicId};
use shared::limits::TOPICS_MAX;
use shared::nickname::{Nickname, NicknameError};
use shared::record::PastRound;
use shared::rejection::Rejection;
use shared::round::{OpenCard, OpenCards, Play, Revealed};
use shared::settings::{Deed, Setting, Who};
use shared::text::{Reason, RoomName, Title};

use super::{Document, DocumentCard, DocumentError, DocumentRound, DocumentTopic, FORMAT, HouseRules, VERSION};
use crate::limits::{DOCUMENT_BYTES_MAX, DOCUMENT_PEOPLE_MAX, DOCUMENT_ROUND_CARDS_MAX, DOCUMENT_ROUNDS_MAX};
use crate::moment;

impl Document {
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
