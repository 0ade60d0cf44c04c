//! Room: the whole state of a table, and the questions that one may ask of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::deck::Deck;
use crate::ids::{ParticipantId, RoundNumber};
use crate::nickname::Nickname;
use crate::text::{RoomName, Topic};

/// A table: who sits at it, what is estimated, with which cards, and what lies on it.
///
/// The server holds it whole. A browser holds it as [`redact`](crate::redact) let it out: the same type, in which the
/// votes of others are [`Vote::Hidden`] until the reveal. Only [`apply`](crate::apply::apply) changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub(crate) name: RoomName,
    pub(crate) deck: Deck,
    pub(crate) topic: Topic,
    pub(crate) round: Round,
    pub(crate) seats: BTreeMap<ParticipantId, Seat>,
    pub(crate) next_guest: ParticipantId,
}

/// A participant as they sit at the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub nickname: Nickname,
    pub role: Role,
    /// Whether they may reveal, go on, and name the topic.
    pub moderator: bool,
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

/// One vote on one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub number: RoundNumber,
    pub phase: Phase,
}

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Cards are played face down.
    Open {
        /// Who has a card on the table.
        votes: BTreeMap<ParticipantId, Vote>,
    },
    /// All cards lie open, and stay as they are.
    Revealed {
        /// What each played.
        votes: BTreeMap<ParticipantId, CardIndex>,
        /// Those of them who have left the table since, so that the result keeps its names.
        departed: BTreeMap<ParticipantId, Nickname>,
    },
}

/// A card on the table, as far as the one who holds this room may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// A card lies there, face down.
    Hidden,
    /// This card lies there.
    Card(CardIndex),
}

impl Phase {
    /// A round that nobody has played in.
    pub(crate) fn open() -> Self {
        Self::Open { votes: BTreeMap::new() }
    }
}

impl Default for Room {
    /// The room before its first event.
    fn default() -> Self {
        Self {
            name: RoomName::default(),
            deck: Deck::default(),
            topic: Topic::default(),
            round: Round { number: RoundNumber::FIRST, phase: Phase::open() },
            seats: BTreeMap::new(),
            next_guest: ParticipantId::FIRST_GUEST,
        }
    }
}

impl Room {
    pub fn name(&self) -> &RoomName {
        &self.name
    }

    pub fn deck(&self) -> &Deck {
        &self.deck
    }

    pub fn topic(&self) -> &Topic {
        &self.topic
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

    /// The card that they have on the table, as far as this room knows it.
    pub fn vote(&self, who: ParticipantId) -> Option<Vote> {
        match &self.round.phase {
            Phase::Open { votes } => votes.get(&who).copied(),
            Phase::Revealed { votes, .. } => votes.get(&who).copied().map(Vote::Card),
        }
    }

    /// What everybody played, once the cards lie open.
    pub fn revealed_votes(&self) -> Option<&BTreeMap<ParticipantId, CardIndex>> {
        match &self.round.phase {
            Phase::Open { .. } => None,
            Phase::Revealed { votes, .. } => Some(votes),
        }
    }

    /// What they are called, or were when they left after playing a card that lies open.
    pub fn nickname(&self, who: ParticipantId) -> Option<&Nickname> {
        let departed = || match &self.round.phase {
            Phase::Open { .. } => None,
            Phase::Revealed { departed, .. } => departed.get(&who),
        };
        self.seat(who).map(|seat| &seat.nickname).or_else(departed)
    }

    /// How many voters have a card on the table, and on how many one may wait: whoever is gone, without a card, does not
    /// hold up the others.
    pub fn progress(&self, is_gone: impl Fn(ParticipantId) -> bool) -> Progress {
        let voters = self.seats().filter(|(_, seat)| seat.role == Role::Voter);
        voters.fold(Progress::default(), |progress, (who, _)| {
            let has_played = self.vote(who).is_some();
            Progress {
                played: progress.played + usize::from(has_played),
                voters: progress.voters + usize::from(has_played || !is_gone(who)),
            }
        })
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
