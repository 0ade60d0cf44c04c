//! Nickname: what a person is called at the table.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::limits::{NICKNAME_BYTES_MAX, NICKNAME_GRAPHEMES_MAX};
use crate::text::{TooLong, bounded_line};

/// What a person is called at the table, in any script: a cleaned line that is not empty.
///
/// Decoding does not parse again: commands carry what was typed, and only `decide` makes a nickname of it, so the tables
/// of Unicode stay out of what the browser downloads.
///
/// ```
/// use shared::nickname::Nickname;
///
/// let ada = Nickname::parse("  Ada   Lovelace ")?;
/// assert_eq!(ada.as_str(), "Ada Lovelace");
/// assert!(ada.is_same_as(&Nickname::parse("ADA LOVELACE")?));
/// # Ok::<(), shared::nickname::NicknameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nickname(String);

/// Why what was typed is not a nickname.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NicknameError {
    /// Nothing that one could see was typed.
    Empty,
    /// More than [`NICKNAME_GRAPHEMES_MAX`] or [`NICKNAME_BYTES_MAX`].
    TooLong,
}

impl Nickname {
    /// Cleans what was typed.
    ///
    /// # Errors
    ///
    /// See [`NicknameError`].
    pub fn parse(typed: &str) -> Result<Self, NicknameError> {
        let line = bounded_line(typed, NICKNAME_GRAPHEMES_MAX, NICKNAME_BYTES_MAX)
            .map_err(|TooLong| NicknameError::TooLong)?;
        let nickname = Self(line);
        if nickname.folded().is_empty() { Err(NicknameError::Empty) } else { Ok(nickname) }
    }

    /// The nickname as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people would take the two for one name: they differ in nothing but case, width or presentation.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    /// The name for comparing: compatibility-normalised (NFKC, [UAX #15](https://www.unicode.org/reports/tr15/)) and
    /// folded by upper and then lower case, which brings `ß` to `ss` and both sigmas together.
    fn folded(&self) -> String {
        (self.0.nfkc())
            .filter(|&c| !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}'))
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .nfkc()
            .collect()
    }
}

impl std::fmt::Display for NicknameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "a nickname has at least one letter",
            Self::TooLong => "the nickname is too long",
        })
    }
}

impl std::error::Error for NicknameError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        Nickname::parse(a).unwrap().is_same_as(&Nickname::parse(b).unwrap())
    }

    #[test]
    fn p2_names_of_any_script_are_kept_as_typed() {
        for name in ["Ada", "Çağla", "李小龙", "नरेन्द्र", "محمد", "Ольга", "👩\u{200D}💻", "O'Brien-Łuk"]
        {
            assert_eq!(Nickname::parse(name).unwrap().as_str(), name);
        }
    }

    #[test]
    fn p2_an_empty_or_invisible_name_is_refused() {
        for name in ["", "   ", "\u{200B}", "\u{200D}", "\u{3164}", "\u{FE0F}\u{200C}"] {
            assert_eq!(Nickname::parse(name), Err(NicknameError::Empty), "{name:?}");
        }
    }

    #[test]
    fn p2_a_name_has_forty_graphemes_at_most() {
        assert!(Nickname::parse(&"é".repeat(NICKNAME_GRAPHEMES_MAX)).is_ok());
        assert!(Nickname::parse(&"e\u{301}".repeat(NICKNAME_GRAPHEMES_MAX)).is_ok());
        assert_eq!(Nickname::parse(&"é".repeat(NICKNAME_GRAPHEMES_MAX + 1)), Err(NicknameError::TooLong));
        let tall = format!("x{}", "\u{0323}".repeat(NICKNAME_BYTES_MAX));
        assert_eq!(Nickname::parse(&tall), Err(NicknameError::TooLong));
    }

    #[test]
    fn p3_names_that_people_would_confuse_are_the_same() {
        assert!(same("Ada", "ADA"));
        assert!(same("é", "e\u{301}"));
        assert!(same("Straße", "STRASSE"));
        assert!(same("ΟΔΟΣ", "οδος"));
        assert!(same("Ａｄａ", "ada"));
        assert!(same("Ada\u{200B}", "Ada"));
        assert!(same("❤\u{FE0F}", "❤"));
        assert!(!same("Ada", "Adam"));
        assert!(!same("李", "王"));
    }
}
