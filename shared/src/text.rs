//! Text that people type, on one line: cleaned, bounded, parsed once.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{
    REASON_BYTES_MAX, REASON_GRAPHEMES_MAX, ROOM_NAME_BYTES_MAX, ROOM_NAME_GRAPHEMES_MAX, TOPIC_BYTES_MAX,
    TOPIC_GRAPHEMES_MAX,
};

/// The text is longer than its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// What a room is called on its page: a cleaned line, perhaps empty.
///
/// Decoding does not parse again: only [`RoomName::parse`] makes one, and the wire carries it outward alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomName(String);

impl RoomName {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// [`TooLong`] beyond [`ROOM_NAME_GRAPHEMES_MAX`] or [`ROOM_NAME_BYTES_MAX`].
    pub fn parse(typed: &str) -> Result<Self, TooLong> {
        bounded_line(typed, ROOM_NAME_GRAPHEMES_MAX, ROOM_NAME_BYTES_MAX).map(Self)
    }

    /// The name as it is shown; empty if the room has none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The title of what is estimated: a cleaned line, empty while nobody named it.
///
/// Decoding does not parse again, as with [`RoomName`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Topic(String);

impl Topic {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// [`TooLong`] beyond [`TOPIC_GRAPHEMES_MAX`] or [`TOPIC_BYTES_MAX`].
    pub fn parse(typed: &str) -> Result<Self, TooLong> {
        bounded_line(typed, TOPIC_GRAPHEMES_MAX, TOPIC_BYTES_MAX).map(Self)
    }

    /// The title as it is shown; empty if there is none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why somebody played a card, in a few words: a cleaned line, empty if they said nothing.
///
/// Decoding does not parse again, as with [`RoomName`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reason(String);

impl Reason {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// [`TooLong`] beyond [`REASON_GRAPHEMES_MAX`] or [`REASON_BYTES_MAX`].
    pub fn parse(typed: &str) -> Result<Self, TooLong> {
        bounded_line(typed, REASON_GRAPHEMES_MAX, REASON_BYTES_MAX).map(Self)
    }

    /// The words as they are shown; empty if there are none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line of what was typed: in Unicode's normal form C, with single spaces, without what cannot be seen.
///
/// # Errors
///
/// [`TooLong`] if the line has more graphemes or bytes than given.
pub(crate) fn bounded_line(typed: &str, graphemes_max: usize, bytes_max: usize) -> Result<String, TooLong> {
    // Normalising costs time by length: text that no cleaning can bring below its bound is refused unread.
    if typed.len() > 4 * bytes_max {
        return Err(TooLong);
    }
    let mut line = String::with_capacity(typed.len());
    for word in typed.split_whitespace() {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        let start = line.len();
        line.extend(word.nfc().filter(|&c| !c.is_control() && !is_invisible(c)));
        if line.len() == start {
            line.truncate(before);
        }
    }
    if line.len() > bytes_max || line.graphemes(true).count() > graphemes_max {
        return Err(TooLong);
    }
    Ok(line)
}

/// Whether a character draws nothing and changes nothing but the direction of what follows.
///
/// The joiners (U+200C, U+200D) and variation selectors are not among them: words and emoji are spelt with them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_a_line_is_trimmed_and_its_spaces_are_single() {
        assert_eq!(Topic::parse("  log \t in\n\npage ").unwrap().as_str(), "log in page");
        assert_eq!(Topic::parse(" \n ").unwrap().as_str(), "");
    }

    #[test]
    fn t1_what_cannot_be_seen_is_taken_out() {
        assert_eq!(Topic::parse("a\u{0}b\u{202E}c\u{200B} \u{FEFF} d").unwrap().as_str(), "abc d");
    }

    #[test]
    fn t1_joiners_that_spell_words_and_emoji_stay() {
        for text in ["نمی\u{200C}خواهم", "👩\u{200D}💻", "❤\u{FE0F}"] {
            assert_eq!(Topic::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn t2_text_is_bounded_in_graphemes_and_in_bytes() {
        assert!(Topic::parse(&"x".repeat(TOPIC_GRAPHEMES_MAX)).is_ok());
        assert_eq!(Topic::parse(&"x".repeat(TOPIC_GRAPHEMES_MAX + 1)), Err(TooLong));
        assert!(Reason::parse(&"x".repeat(REASON_GRAPHEMES_MAX)).is_ok());
        assert_eq!(Reason::parse(&"x".repeat(REASON_GRAPHEMES_MAX + 1)), Err(TooLong));
        assert!(RoomName::parse(&"ß".repeat(ROOM_NAME_GRAPHEMES_MAX)).is_ok());
        assert_eq!(RoomName::parse(&"ß".repeat(ROOM_NAME_GRAPHEMES_MAX + 1)), Err(TooLong));
        // One grapheme of any number of bytes is still refused.
        assert_eq!(Topic::parse(&format!("e{}", "\u{0323}".repeat(TOPIC_BYTES_MAX))), Err(TooLong));
        assert_eq!(RoomName::parse(&" ".repeat(4 * ROOM_NAME_BYTES_MAX + 1)), Err(TooLong));
    }
}
