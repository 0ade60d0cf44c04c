//! The names that things have: of a room in the world, of a person in a room, of a round, of a moment.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A room's unguessable name, as in `/r/k3v9-xq2m-7tfa`: 60 bits, written as twelve characters of [Crockford's
/// base 32](https://www.crockford.com/base32.html), in three groups.
///
/// Whoever has it may enter the room. Reading forgives what people do when they copy by hand: upper case, missing
/// dashes, `o` for `0`, `i` and `l` for `1`.
///
/// ```
/// use shared::ids::RoomId;
///
/// let id: RoomId = "k3v9-xq2m-7tfa".parse()?;
/// assert_eq!(id, "K3V9XQ2M7TFA".parse()?);
/// assert_eq!(id.to_string(), "k3v9-xq2m-7tfa");
/// # Ok::<(), shared::ids::NotARoomId>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoomId(u64);

/// The text is not the name of any room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARoomId;

impl RoomId {
    /// How many of the random bits make the name.
    const BITS: u32 = 60;
    const CHARACTERS: usize = 12;
    const GROUP: usize = 4;
    const ALPHABET: &'static [u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

    /// The room that these bits name; the caller chooses them at random. All but the lowest 60 are ignored.
    pub fn from_random_bits(bits: u64) -> Self {
        Self(bits & ((1 << Self::BITS) - 1))
    }

    /// The 60 bits, for use as a key.
    pub fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in 0..Self::CHARACTERS {
            if place > 0 && place % Self::GROUP == 0 {
                f.write_str("-")?;
            }
            let shift = Self::BITS as usize - 5 * (place + 1);
            let digit = (self.0 >> shift) & 31;
            write!(f, "{}", char::from(Self::ALPHABET[digit as usize]))?;
        }
        Ok(())
    }
}

impl FromStr for RoomId {
    type Err = NotARoomId;

    fn from_str(text: &str) -> Result<Self, NotARoomId> {
        let mut bits = 0;
        let mut characters = 0;
        for byte in text.bytes().filter(|&byte| byte != b'-') {
            let canonical = match byte.to_ascii_lowercase() {
                b'o' => b'0',
                b'i' | b'l' => b'1',
                other => other,
            };
            let digit = Self::ALPHABET.iter().position(|&known| known == canonical);
            characters += 1;
            if characters > Self::CHARACTERS {
                return Err(NotARoomId);
            }
            bits = (bits << 5) | digit.ok_or(NotARoomId)? as u64;
        }
        if characters == Self::CHARACTERS { Ok(Self(bits)) } else { Err(NotARoomId) }
    }
}

impl fmt::Display for NotARoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a room's name has twelve letters and digits, as in k3v9-xq2m-7tfa")
    }
}

impl std::error::Error for NotARoomId {}

/// A person in one room: a small number, given at the first join and never given again in that room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParticipantId(pub u32);

impl ParticipantId {
    /// Kept for whoever made the room, however late they come.
    pub const CREATOR: Self = Self(1);
    /// The first one for anybody else.
    pub const FIRST_GUEST: Self = Self(2);

    /// The one after this; the last stays the last.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A round of a room, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundNumber(pub u32);

impl RoundNumber {
    /// The round with which every room begins.
    pub const FIRST: Self = Self(1);

    /// The one after this; the last stays the last.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// A topic of a room: a small number, given when it comes into the list and never given again in that room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicId(pub u32);

impl TopicId {
    pub const FIRST: Self = Self(1);

    /// The one after this; the last stays the last.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// How many events a room has seen: 0 before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u64);

impl Version {
    /// The version `events` later.
    pub fn plus(self, events: usize) -> Self {
        Self(self.0 + events as u64)
    }
}

/// What a page calls a command of its own, to know its answer by: counted from 1 in each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandNumber(pub u32);

/// A moment, in milliseconds since the beginning of 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub u64);

impl UnixMillis {
    /// The moment so many milliseconds later.
    pub fn plus(self, milliseconds: u64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// How many milliseconds it is after an earlier moment; 0 if it is not.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_a_room_id_survives_being_written_and_read() {
        for bits in [0, 1, 31, 32, 0x0123_4567_89ab_cdef, u64::MAX] {
            let id = RoomId::from_random_bits(bits);
            let text = id.to_string();
            assert_eq!(text.len(), 14, "{text}");
            assert_eq!(text.parse(), Ok(id));
            assert_eq!(text.to_uppercase().replace('-', "").parse(), Ok(id));
        }
    }

    #[test]
    fn i1_look_alikes_are_read_as_the_digit_they_resemble() {
        assert_eq!("ooooOOOOiIlL".parse::<RoomId>(), "0000-0000-1111".parse());
    }

    #[test]
    fn i1_anything_else_is_not_a_room_id() {
        for text in ["", "k3v9-xq2m-7tf", "k3v9-xq2m-7tfaa", "k3v9-xq2m-7tfu", "k3v9 xq2m 7tfa", "é3v9-xq2m-7tf", "-"]
        {
            assert_eq!(text.parse::<RoomId>(), Err(NotARoomId), "{text:?}");
        }
    }
}
