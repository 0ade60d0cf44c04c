//! Text that people type: cleaned, bounded, parsed once. All but notes is one line.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::limits::{
    KEY_BYTES_MAX, KEY_GRAPHEMES_MAX, LINK_BYTES_MAX, NOTES_BYTES_MAX, REASON_BYTES_MAX, REASON_GRAPHEMES_MAX,
    ROOM_NAME_BYTES_MAX, ROOM_NAME_GRAPHEMES_MAX, TITLE_BYTES_MAX, TITLE_GRAPHEMES_MAX,
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
pub struct Title(String);

impl Title {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// [`TooLong`] beyond [`TITLE_GRAPHEMES_MAX`] or [`TITLE_BYTES_MAX`].
    pub fn parse(typed: &str) -> Result<Self, TooLong> {
        bounded_line(typed, TITLE_GRAPHEMES_MAX, TITLE_BYTES_MAX).map(Self)
    }

    /// The title as it is shown; empty if there is none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a topic is called in another tool, as in `TEAM-123`: a cleaned line, empty if it has no such name.
///
/// Decoding does not parse again, as with [`RoomName`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// [`TooLong`] beyond [`KEY_GRAPHEMES_MAX`] or [`KEY_BYTES_MAX`].
    pub fn parse(typed: &str) -> Result<Self, TooLong> {
        bounded_line(typed, KEY_GRAPHEMES_MAX, KEY_BYTES_MAX).map(Self)
    }

    /// The key as it is shown; empty if there is none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a topic is to be read about: an address of the web, empty if there is none.
///
/// Decoding does not parse again, as with [`RoomName`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

/// Why a text is no [`Link`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    TooLong,
    /// It is no address that begins with `http://` or `https://`.
    NotOfTheWeb,
}

impl Link {
    /// Takes what was typed, without what is around it. Only the scheme and that there is a host are looked at: a browser that
    /// follows the link runs no program of the page that shows it.
    ///
    /// # Errors
    ///
    /// [`LinkError`]
    pub fn parse(typed: &str) -> Result<Self, LinkError> {
        let typed = typed.trim();
        if typed.len() > LINK_BYTES_MAX {
            return Err(LinkError::TooLong);
        }
        let host = ["https://", "http://"].into_iter().find_map(|scheme| {
            let (start, rest) = typed.split_at_checked(scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        });
        let is_plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c) && !"<>\"\\^`{|}".contains(c);
        match host {
            _ if typed.is_empty() => Ok(Self::default()),
            Some(host) if host.starts_with(char::is_alphanumeric) && typed.chars().all(is_plain) => {
                Ok(Self(typed.into()))
            }
            _ => Err(LinkError::NotOfTheWeb),
        }
    }

    /// The address; empty if there is none.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was written about a topic, in Markdown: lines without what cannot be seen, empty if nothing was.
///
/// # Errors
///
/// [`TooLong`] beyond [`NOTES_BYTES_MAX`].
pub(crate) fn bounded_notes(typed: &str) -> Result<String, TooLong> {
    if typed.len() > 4 * NOTES_BYTES_MAX {
        return Err(TooLong);
    }
    let is_kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(*c));
    let text: String = typed.replace("\r\n", "\n").replace('\r', "\n").chars().filter(is_kept).nfc().collect();
    let text = text.trim_end().trim_start_matches('\n');
    if text.len() > NOTES_BYTES_MAX { Err(TooLong) } else { Ok(text.to_owned()) }
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
        // What cannot be seen goes first: what it held apart may be one character.
        line.extend(word.chars().filter(|&c| !c.is_control() && !is_invisible(c)).nfc());
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
        assert_eq!(Title::parse("  log \t in\n\npage ").unwrap().as_str(), "log in page");
        assert_eq!(Title::parse(" \n ").unwrap().as_str(), "");
    }

    #[test]
    fn t1_what_cannot_be_seen_is_taken_out() {
        assert_eq!(Title::parse("a\u{0}b\u{202E}c\u{200B} \u{FEFF} d").unwrap().as_str(), "abc d");
    }

    #[test]
    fn t1_what_was_cleaned_is_clean() {
        for typed in ["e\u{200B}\u{301}", "  a \u{202E} b  ", "A\u{FEFF}\u{30A}"] {
            let cleaned = Title::parse(typed).unwrap();
            assert_eq!(Title::parse(cleaned.as_str()).unwrap(), cleaned);
            let notes = bounded_notes(typed).unwrap();
            assert_eq!(bounded_notes(&notes).unwrap(), notes);
        }
    }

    #[test]
    fn t1_joiners_that_spell_words_and_emoji_stay() {
        for text in ["نمی\u{200C}خواهم", "👩\u{200D}💻", "❤\u{FE0F}"] {
            assert_eq!(Title::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn t2_text_is_bounded_in_graphemes_and_in_bytes() {
        assert!(Title::parse(&"x".repeat(TITLE_GRAPHEMES_MAX)).is_ok());
        assert_eq!(Title::parse(&"x".repeat(TITLE_GRAPHEMES_MAX + 1)), Err(TooLong));
        assert!(Reason::parse(&"x".repeat(REASON_GRAPHEMES_MAX)).is_ok());
        assert_eq!(Reason::parse(&"x".repeat(REASON_GRAPHEMES_MAX + 1)), Err(TooLong));
        assert!(RoomName::parse(&"ß".repeat(ROOM_NAME_GRAPHEMES_MAX)).is_ok());
        assert_eq!(RoomName::parse(&"ß".repeat(ROOM_NAME_GRAPHEMES_MAX + 1)), Err(TooLong));
        // One grapheme of any number of bytes is still refused.
        assert_eq!(Title::parse(&format!("e{}", "\u{0323}".repeat(TITLE_BYTES_MAX))), Err(TooLong));
        assert_eq!(RoomName::parse(&" ".repeat(4 * ROOM_NAME_BYTES_MAX + 1)), Err(TooLong));
    }

    #[test]
    fn t4_a_link_is_an_address_of_the_web_and_nothing_else() {
        for address in
            ["https://example.org/browse/TEAM-1", "HTTP://localhost:8080/?a=b#c", "  https://ä.example/ü  ", ""]
        {
            assert_eq!(Link::parse(address).unwrap().as_str(), address.trim());
        }
        for typed in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "//example.org",
            "example.org",
            "https://",
            "https:///path",
            "https://a b",
            "https://a\u{202E}b",
            "https://a\"onclick=x",
            "TEAM-1",
        ] {
            assert_eq!(Link::parse(typed), Err(LinkError::NotOfTheWeb), "{typed}");
        }
        let longest = format!("https://{}", "x".repeat(LINK_BYTES_MAX - 8));
        assert!(Link::parse(&longest).is_ok());
        assert_eq!(Link::parse(&format!("{longest}x")), Err(LinkError::TooLong));
    }

    #[test]
    fn t5_notes_keep_their_lines_and_lose_what_cannot_be_seen() {
        assert_eq!(bounded_notes("\r\n# Why\r\n\r\n- a\u{202E}b\u{0}\tc  \n\n").unwrap(), "# Why\n\n- ab\tc");
        assert!(bounded_notes(&"x".repeat(NOTES_BYTES_MAX)).is_ok());
        assert_eq!(bounded_notes(&"x".repeat(NOTES_BYTES_MAX + 1)), Err(TooLong));
    }
}
