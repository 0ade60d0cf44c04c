//! Round: one vote on one topic, from the first card face down to what lies open.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::deck::Deck;
use crate::ids::{ParticipantId, RoundNumber, TopicId, UnixMillis};
use crate::nickname::Nickname;
use crate::settings::Names;
use crate::text::Reason;

/// One vote on one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub number: RoundNumber,
    /// What it is about; none if nobody said so. A topic that was deleted stays here, should it come back.
    pub topic: Option<TopicId>,
    /// Whether its result will say, or says, who played what.
    pub names: Names,
    pub phase: Phase,
}

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Cards are played face down.
    Open(OpenRound),
    /// All cards lie open.
    Revealed(Revealed),
}

/// A round in which cards are played face down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRound {
    /// Who has a card on the table.
    pub cards: BTreeMap<ParticipantId, FaceDown>,
    /// When the first card was played; the server alone knows.
    pub began: Option<UnixMillis>,
    pub timer: Option<Timer>,
}

/// The countdown of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timer {
    /// It comes to its end at that moment, or came.
    Running { ends: UnixMillis },
    /// So many milliseconds are left.
    Paused { left_ms: u64 },
}

/// A card that lies face down, as far as the one who holds this room may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaceDown {
    pub vote: Vote,
    pub confidence: Option<Confidence>,
    pub reason: Reason,
}

/// Which card lies there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// A card lies there, face down.
    Hidden,
    /// This card lies there.
    Card(CardIndex),
}

/// How sure somebody is of their card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Sure,
    Fairly,
    Guess,
}

/// A round whose cards lie open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revealed {
    /// The deck that was played with; the room may have another one since.
    pub deck: Deck,
    pub cards: OpenCards,
    /// Those who played and have left the table since, so that the result keeps its names.
    pub departed: BTreeMap<ParticipantId, Nickname>,
    /// From the first card to the reveal, in milliseconds.
    pub took_ms: Option<u64>,
}

/// The cards that lie open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenCards {
    /// Each before the one who played it.
    Named(BTreeMap<ParticipantId, OpenCard>),
    /// Nobody knows which card is whose: they lie in the order of the deck.
    Anonymous { played: BTreeSet<ParticipantId>, cards: Vec<Play> },
}

/// A card before the one who played it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCard {
    pub play: Play,
    /// The card that was turned over, if it was changed for another since.
    pub first: Option<CardIndex>,
}

/// What somebody played. `brief.rs` says how it is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Play {
    pub card: CardIndex,
    pub confidence: Option<Confidence>,
    pub reason: Reason,
}

impl Round {
    /// A round that nobody has played in.
    pub(crate) fn open(number: RoundNumber, topic: Option<TopicId>, names: Names) -> Self {
        Self { number, topic, names, phase: Phase::Open(OpenRound::default()) }
    }

    /// The round, if its cards lie face down.
    pub fn as_open(&self) -> Option<&OpenRound> {
        match &self.phase {
            Phase::Open(open) => Some(open),
            Phase::Revealed(_) => None,
        }
    }

    /// The result, once the cards lie open.
    pub fn as_revealed(&self) -> Option<&Revealed> {
        match &self.phase {
            Phase::Open(_) => None,
            Phase::Revealed(revealed) => Some(revealed),
        }
    }

    /// The card that they have on the table, as far as this room knows it. None if it is not known who played which.
    pub fn vote(&self, who: ParticipantId) -> Option<Vote> {
        match &self.phase {
            Phase::Open(open) => open.cards.get(&who).map(|card| card.vote),
            Phase::Revealed(revealed) => revealed.cards.of(who).map(|card| Vote::Card(card.play.card)),
        }
    }

    /// Whether they have played a card.
    pub fn has_played(&self, who: ParticipantId) -> bool {
        match &self.phase {
            Phase::Open(open) => open.cards.contains_key(&who),
            Phase::Revealed(revealed) => revealed.cards.has(who),
        }
    }
}

impl Timer {
    /// How many milliseconds are left at that moment; 0 when it has come to its end.
    pub fn left_ms(self, now: UnixMillis) -> u64 {
        match self {
            Self::Running { ends } => ends.since(now),
            Self::Paused { left_ms } => left_ms,
        }
    }
}

impl OpenCards {
    /// The card of that person, if it is known.
    pub fn of(&self, who: ParticipantId) -> Option<&OpenCard> {
        match self {
            Self::Named(cards) => cards.get(&who),
            Self::Anonymous { .. } => None,
        }
    }

    /// Whether that person played a card.
    pub fn has(&self, who: ParticipantId) -> bool {
        match self {
            Self::Named(cards) => cards.contains_key(&who),
            Self::Anonymous { played, .. } => played.contains(&who),
        }
    }

    /// Every card as it counts now, and whose it is, if that is known.
    pub fn plays(&self) -> impl Iterator<Item = (Option<ParticipantId>, &Play)> {
        let (named, anonymous) = match self {
            Self::Named(cards) => (Some(cards), None),
            Self::Anonymous { cards, .. } => (None, Some(cards)),
        };
        let named = named.into_iter().flatten().map(|(&who, card)| (Some(who), &card.play));
        named.chain(anonymous.into_iter().flatten().map(|play| (None, play)))
    }
}

impl From<Play> for OpenCard {
    fn from(play: Play) -> Self {
        Self { play, first: None }
    }
}

impl From<CardIndex> for Play {
    /// The card alone.
    fn from(card: CardIndex) -> Self {
        Self { card, confidence: None, reason: Reason::default() }
    }
}

impl From<Vote> for FaceDown {
    /// The card alone.
    fn from(vote: Vote) -> Self {
        Self { vote, confidence: None, reason: Reason::default() }
    }
}
