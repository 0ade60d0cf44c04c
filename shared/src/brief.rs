//! Brief: what somebody played, in one byte of postcard where it fits.
//!
//! A reveal tells every card to everybody, and most come with no words. A play without a reason is one byte: the highest
//! bit, how sure its player is in two bits, the card in five. A play with a reason has its three fields one after the other;
//! the first is the card, whose highest bit is clear. Once all plays were written so, and as such they are still read.
//!
//! In JSON a play has its three fields, always.

use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::card::CardIndex;
use crate::limits::DECK_CARDS_MAX;
use crate::round::{Confidence, Play};
use crate::text::Reason;

/// Set in a play that is one byte, clear in the card with which a longer one begins.
const IS_BRIEF: u8 = 0x80;
const CARD_BITS: u32 = 5;
const CARD_MASK: u8 = (1 << CARD_BITS) - 1;

const _: () = assert!(DECK_CARDS_MAX <= 1 << CARD_BITS, "every card of a deck fits into its bits");

/// A play in its three fields.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Play")]
struct Whole {
    card: CardIndex,
    confidence: Option<Confidence>,
    reason: Reason,
}

/// The play as one byte, if it fits.
fn to_byte(play: &Play) -> Option<u8> {
    let confidence = match play.confidence {
        None => 0,
        Some(Confidence::Sure) => 1,
        Some(Confidence::Fairly) => 2,
        Some(Confidence::Guess) => 3,
    };
    let fits = play.reason.as_str().is_empty() && play.card.0 <= CARD_MASK;
    fits.then_some(IS_BRIEF | confidence << CARD_BITS | play.card.0)
}

/// The play of such a byte.
fn from_byte(byte: u8) -> Play {
    let confidence = match (byte & !IS_BRIEF) >> CARD_BITS {
        0 => None,
        1 => Some(Confidence::Sure),
        2 => Some(Confidence::Fairly),
        _ => Some(Confidence::Guess),
    };
    Play { card: CardIndex(byte & CARD_MASK), confidence, reason: Reason::default() }
}

impl Serialize for Play {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return Whole::serialize(self, serializer);
        }
        match to_byte(self) {
            Some(byte) => serializer.serialize_u8(byte),
            None if self.card.0 >= IS_BRIEF => Err(S::Error::custom("no deck has so many cards")),
            None => Whole::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Play {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Whole::deserialize(deserializer);
        }
        deserializer.deserialize_tuple(3, Parts)
    }
}

/// Reads one byte, or three fields.
struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Play;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a play")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Play, A::Error> {
        let missing = || A::Error::invalid_length(0, &self);
        let first: u8 = parts.next_element()?.ok_or_else(missing)?;
        if first & IS_BRIEF != 0 {
            return Ok(from_byte(first));
        }
        Ok(Play {
            card: CardIndex(first),
            confidence: parts.next_element()?.ok_or_else(missing)?,
            reason: parts.next_element()?.ok_or_else(missing)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Codec, from_postcard, to_postcard};

    const SURE: [Option<Confidence>; 4] =
        [None, Some(Confidence::Sure), Some(Confidence::Fairly), Some(Confidence::Guess)];

    fn plays() -> impl Iterator<Item = Play> {
        let reasons = ["", "Nobody knows that code"].map(|reason| Reason::parse(reason).unwrap());
        let plays = (0..=127).flat_map(|card| SURE.map(|confidence| (CardIndex(card), confidence)));
        plays.flat_map(move |(card, confidence)| reasons.clone().map(|reason| Play { card, confidence, reason }))
    }

    #[test]
    fn w5_a_card_of_a_deck_with_no_words_is_one_byte() {
        for play in plays() {
            let bytes = to_postcard(&play);
            let is_brief = play.reason.as_str().is_empty() && usize::from(play.card.0) < DECK_CARDS_MAX;
            assert!(!is_brief || bytes.len() == 1, "{play:?} is {bytes:?}");
            assert_eq!(from_postcard(&bytes), Ok(play));
        }
    }

    #[test]
    fn w7_what_was_written_in_three_fields_is_read() {
        for play in plays() {
            let before = to_postcard(&(play.card, play.confidence, play.reason.clone()));
            assert_eq!(from_postcard(&before), Ok(play));
        }
    }

    #[test]
    fn d3_json_has_all_three_fields() {
        let play = Play { card: CardIndex(5), confidence: None, reason: Reason::default() };
        let json = r#"{"card":5,"confidence":null,"reason":""}"#;
        assert_eq!(Codec::Json.encode(&play), json.as_bytes());
        assert_eq!(Codec::Json.decode(json.as_bytes(), json.len()), Ok(play));
    }
}
