//! One card: what is printed on it and what it means.

use serde::{Deserialize, Serialize};

use crate::points::Points;

/// The place of a card in its deck, counted from 0: how a vote names a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardIndex(pub u8);

/// A card as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What stands on it: `13`, `½`, `XL`, `?`, `☕`.
    pub label: String,
    /// What it says when it is turned over.
    pub meaning: Meaning,
}

/// What a card says when it is turned over. Decks are kept: what is new comes at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// An amount of work. It counts; 0 says that there is nothing to do, or nothing left.
    Number(Points),
    /// A size by name. It counts by its place in the deck and has no mean.
    Word,
    /// `?`: I cannot say, or it cannot be done. It does not count, and the team should hear why.
    CannotSay,
    /// The coffee card: I need a break. It does not count.
    Break,
    /// Whatever else its label says. It does not count.
    Aside,
}
