//! Room: the whole state of a table, and the questions that one may ask of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::backlog::Backlog;
use crate::deck::Deck;
use crate::ids::{ParticipantId, RoundNumber, TopicId};
use crate::nickname::Nickname;
use crate::round::Round;
use crate::settings::{Names, Settings};
use crate::text::RoomName;
use crate::topic::Topic;

/// A table: who sits at it, what is estimated, with which cards, by which house rules, and what lies on it.
///
/// The server holds it whole. A browser holds it as [`redact`](crate::redact) let it out: the same type, in which the
/// cards of others are hidden until the reveal. Only [`apply`](crate::apply::apply) changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub(crate) name: RoomName,
    /// What is played with, from now on: a round that is revealed keeps its own.
    pub(crate) deck: Deck,
    pub(crate) settings: Settings,
    pub(crate) backlog: Backlog,
    pub(crate) round: Round,
    pub(crate) seats: BTreeMap<ParticipantId, Seat>,
    pub(crate) outside: BTreeMap<ParticipantId, Outsider>,
    pub(crate) next_guest: ParticipantId,
}

/// A participant as they sit at the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub nickname: Nickname,
    pub role: Role,
    /// Whether they may do all that can be left to moderators.
    pub moderator: bool,
}

/// A participant who has no seat, and gets one when a moderator lets them in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outsider {
    pub nickname: Nickname,
    pub role: Role,
    pub why: Outside,
}

/// Why somebody is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// They knock at a locked door.
    Knocking,
    /// A moderator took their seat, or did not let them in.
    SentAway,
}

/// What a participant does at the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Plays cards.
    #[default]
    Voter,
    /// Looks on.
    Observer,
}

impl Default for Room {
    /// The room before its first event.
    fn default() -> Self {
        Self {
            name: RoomName::default(),
            deck: Deck::default(),
            settings: Settings::default(),
            backlog: Backlog::default(),
            round: Round::open(RoundNumber::FIRST, None, Names::Shown),
            seats: BTreeMap::new(),
            outside: BTreeMap::new(),
            next_guest: ParticipantId::FIRST_GUEST,
        }
    }
}

impl Room {
    pub fn name(&self) -> &RoomName {
        &self.name
    }

    /// What is played with, from now on.
    pub fn deck(&self) -> &Deck {
        &self.deck
    }

    /// What the round on the table is played with, or was.
    pub fn deck_on_table(&self) -> &Deck {
        self.round.as_revealed().map_or(&self.deck, |revealed| &revealed.deck)
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is to be estimated, and what was.
    pub fn backlog(&self) -> &Backlog {
        &self.backlog
    }

    /// What is on the table; none if nobody said so, or it was deleted.
    pub fn topic(&self) -> Option<(TopicId, &Topic)> {
        self.round.topic.and_then(|id| self.backlog.topic(id).map(|topic| (id, topic)))
    }

    /// What that is called; empty if nothing is.
    pub fn title(&self) -> &str {
        self.topic().map(|(_, topic)| topic.title.as_str()).unwrap_or_default()
    }

    /// Takes in the next part of the list, where the room was told without it: see
    /// [`ServerMessage::Topics`](crate::message::ServerMessage::Topics).
    pub fn take_topics(&mut self, topics: Vec<(TopicId, Topic)>) {
        self.backlog.take_part(topics);
    }

    pub fn round(&self) -> &Round {
        &self.round
    }

    /// Everyone at the table, those who came first first.
    pub fn seats(&self) -> impl Iterator<Item = (ParticipantId, &Seat)> {
        self.seats.iter().map(|(&who, seat)| (who, seat))
    }

    pub fn seat(&self, who: ParticipantId) -> Option<&Seat> {
        self.seats.get(&who)
    }

    /// Everyone whom a moderator can let in, those who came first first.
    pub fn outside(&self) -> impl Iterator<Item = (ParticipantId, &Outsider)> {
        self.outside.iter().map(|(&who, outsider)| (who, outsider))
    }

    pub fn outsider(&self, who: ParticipantId) -> Option<&Outsider> {
        self.outside.get(&who)
    }

    /// What they are called, or were when they left after playing a card that lies open.
    pub fn nickname(&self, who: ParticipantId) -> Option<&Nickname> {
        let departed = || self.round.as_revealed()?.departed.get(&who);
        self.seat(who).map(|seat| &seat.nickname).or_else(departed)
    }

    /// How many voters have a card on the table, and on how many one may wait: whoever is gone, without a card, does not
    /// hold up the others.
    pub fn progress(&self, is_gone: impl Fn(ParticipantId) -> bool) -> Progress {
        let voters = self.seats().filter(|(_, seat)| seat.role == Role::Voter);
        voters.fold(Progress::default(), |progress, (who, _)| {
            let has_played = self.round.has_played(who);
            Progress {
                played: progress.played + usize::from(has_played),
                voters: progress.voters + usize::from(has_played || !is_gone(who)),
            }
        })
    }

    /// R9: whether somebody has played, and every voter has who is not gone.
    pub fn has_everybody_played(&self, is_gone: impl Fn(ParticipantId) -> bool) -> bool {
        let voters = || self.seats().filter(|(_, seat)| seat.role == Role::Voter).map(|(who, _)| who);
        let has_played = |who| self.round.has_played(who);
        voters().any(has_played) && voters().all(|who| has_played(who) || is_gone(who))
    }

    /// Whether anyone at the table is a moderator.
    pub fn has_moderator(&self) -> bool {
        self.seats().any(|(_, seat)| seat.moderator)
    }
}

/// How many of the voters at a table have played, of those who count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub played: usize,
    pub voters: usize,
}
