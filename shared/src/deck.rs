//! Decks: the cards that a room votes with.

use serde::{Deserialize, Serialize};

use crate::card::{Card, CardIndex, Meaning};
use crate::deck_line::{self, DeckError, DeckProblem};
use crate::limits::{CARD_LABEL_BYTES_MAX, CARD_LABEL_GRAPHEMES_MAX};
use crate::points::Points;
use crate::text::{TooLong, bounded_line};

/// The cards of a room, in the order in which they lie in the hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deck {
    cards: Vec<Card>,
}

impl Deck {
    /// The deck that somebody typed as one line; see [`deck_line`].
    ///
    /// ```
    /// use shared::deck::Deck;
    ///
    /// let deck = Deck::parse("0, 1/2, 1, 2, 3, 5, 8, ?, ☕")?;
    /// assert_eq!(deck.to_line(), "0, 1/2, 1, 2, 3, 5, 8, ?, ☕");
    /// # Ok::<(), shared::deck_line::DeckError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`DeckError`]
    pub fn parse(line: &str) -> Result<Self, DeckError> {
        deck_line::read(line, clean_label).map(|cards| Self { cards })
    }

    /// The line that is parsed as this deck.
    pub fn to_line(&self) -> String {
        deck_line::write(&self.cards)
    }

    /// The cards with the index that a vote names each by.
    pub fn cards(&self) -> impl Iterator<Item = (CardIndex, &Card)> {
        (0..=u8::MAX).map(CardIndex).zip(&self.cards)
    }

    /// The card that bears that label, if the deck has one.
    pub fn labelled(&self, label: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.label == label)
    }

    /// The card of that index, if the deck has one.
    pub fn card(&self, index: CardIndex) -> Option<&Card> {
        self.cards.get(usize::from(index.0))
    }
}

impl Card {
    /// The card that somebody wrote as in a line of a deck, whether it is in one or not.
    ///
    /// # Errors
    ///
    /// [`DeckProblem`]
    pub fn parse(typed: &str) -> Result<Self, DeckProblem> {
        deck_line::card(typed, clean_label)
    }
}

fn clean_label(label: &str) -> Result<String, DeckProblem> {
    // A Greek question mark is normalised to a semicolon, which lies between cards and is in none.
    let label = label.replace('\u{37E}', "");
    bounded_line(&label, CARD_LABEL_GRAPHEMES_MAX, CARD_LABEL_BYTES_MAX).map_err(|TooLong| DeckProblem::LabelTooLong)
}

/// The decks that one can choose without making one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// 0 1 2 3 5 8 13 21 34 55 89
    #[default]
    Fibonacci,
    /// 0 ½ 1 2 3 5 8 13 20 40 100, the deck that is printed most
    ModifiedFibonacci,
    /// XS S M L XL XXL
    TShirt,
    /// 0 1 2 4 8 16 32 64
    PowersOfTwo,
    /// 0 ½ 1 2 4 8 16 24 40
    Hours,
    /// 1 2 3 5 8 13
    ShortFibonacci,
    /// No Maybe Yes
    YesNoMaybe,
    /// The fingers of a hand, from a fist, which counts as 0, to 5
    FistOfFive,
}

impl Preset {
    /// In the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Fibonacci,
        Self::ModifiedFibonacci,
        Self::ShortFibonacci,
        Self::TShirt,
        Self::PowersOfTwo,
        Self::Hours,
        Self::YesNoMaybe,
        Self::FistOfFive,
    ];

    /// What it is called in a form and in a link.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Fibonacci => "fibonacci",
            Self::ModifiedFibonacci => "modified-fibonacci",
            Self::TShirt => "t-shirt",
            Self::PowersOfTwo => "powers-of-two",
            Self::Hours => "hours",
            Self::ShortFibonacci => "short-fibonacci",
            Self::YesNoMaybe => "yes-no-maybe",
            Self::FistOfFive => "fist-of-five",
        }
    }

    /// The preset that has this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.slug() == slug)
    }

    /// What it is called on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fibonacci => "Fibonacci",
            Self::ModifiedFibonacci => "Modified Fibonacci",
            Self::TShirt => "T-shirt",
            Self::PowersOfTwo => "Powers of two",
            Self::Hours => "Hours",
            Self::ShortFibonacci => "Short Fibonacci",
            Self::YesNoMaybe => "Yes, no, maybe",
            Self::FistOfFive => "Fist of five",
        }
    }

    /// The cards: those of the scale, then `?` and coffee.
    pub fn deck(self) -> Deck {
        let mut cards: Vec<Card> = match self {
            Self::Fibonacci => [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89].map(whole).into(),
            Self::ModifiedFibonacci => with_half([0, 1, 2, 3, 5, 8, 13, 20, 40, 100].map(whole).into()),
            Self::TShirt => ["XS", "S", "M", "L", "XL", "XXL"].map(|size| card(size, Meaning::Word)).into(),
            Self::PowersOfTwo => [0, 1, 2, 4, 8, 16, 32, 64].map(whole).into(),
            Self::Hours => with_half([0, 1, 2, 4, 8, 16, 24, 40].map(whole).into()),
            Self::ShortFibonacci => [1, 2, 3, 5, 8, 13].map(whole).into(),
            Self::YesNoMaybe => ["No", "Maybe", "Yes"].map(|word| card(word, Meaning::Word)).into(),
            Self::FistOfFive => {
                let fist = card("✊", Meaning::Number(Points::ZERO));
                [fist].into_iter().chain([1, 2, 3, 4, 5].map(whole)).collect()
            }
        };
        cards.push(card("?", Meaning::CannotSay));
        cards.push(card("☕", Meaning::Break));
        Deck { cards }
    }
}

fn card(label: &str, meaning: Meaning) -> Card {
    Card { label: label.to_owned(), meaning }
}

fn whole(points: i16) -> Card {
    card(&points.to_string(), Meaning::Number(Points::whole(points)))
}

/// The same cards with a half behind the leading zero.
fn with_half(mut cards: Vec<Card>) -> Vec<Card> {
    let half = Points::fraction(1, 2).expect("a half is exact in 600ths");
    cards.insert(1, card("½", Meaning::Number(half)));
    cards
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(preset: Preset) -> String {
        preset.deck().cards().map(|(_, card)| card.label.clone()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn d1_the_presets_have_their_printed_cards() {
        assert_eq!(labels(Preset::Fibonacci), "0 1 2 3 5 8 13 21 34 55 89 ? ☕");
        assert_eq!(labels(Preset::ModifiedFibonacci), "0 ½ 1 2 3 5 8 13 20 40 100 ? ☕");
        assert_eq!(labels(Preset::TShirt), "XS S M L XL XXL ? ☕");
        assert_eq!(labels(Preset::PowersOfTwo), "0 1 2 4 8 16 32 64 ? ☕");
        assert_eq!(labels(Preset::Hours), "0 ½ 1 2 4 8 16 24 40 ? ☕");
        assert_eq!(labels(Preset::ShortFibonacci), "1 2 3 5 8 13 ? ☕");
        assert_eq!(labels(Preset::YesNoMaybe), "No Maybe Yes ? ☕");
        assert_eq!(labels(Preset::FistOfFive), "✊ 1 2 3 4 5 ? ☕");
    }

    #[test]
    fn d4_a_label_is_bounded_in_what_people_count_and_cleaned() {
        let problem = |line: &str| Deck::parse(line).unwrap_err().problem;
        let family = "👨\u{200D}👩\u{200D}👧\u{200D}👦";
        for label in ["x".repeat(8), "ß".repeat(8), "नमस्ते".into(), family.repeat(5)] {
            let deck = Deck::parse(&format!("{label}, 1")).unwrap();
            assert_eq!(deck.card(CardIndex(0)).unwrap().label, label);
        }
        assert_eq!(problem(&format!("{}, 1", "x".repeat(CARD_LABEL_GRAPHEMES_MAX + 1))), DeckProblem::LabelTooLong);
        assert_eq!(problem(&format!("{}, 1", family.repeat(6))), DeckProblem::LabelTooLong);
        assert_eq!(Deck::parse("  a\u{200B}  b , 1").unwrap().card(CardIndex(0)).unwrap().label, "a b");
        assert_eq!(problem("\u{200B}, 1"), DeckProblem::LabelEmpty);
        // Twice is what people see as the same.
        assert_eq!(problem("e\u{301}, é"), DeckProblem::LabelTwice);
    }

    #[test]
    fn d4_every_preset_is_its_line() {
        for preset in Preset::ALL {
            assert_eq!(Deck::parse(&preset.deck().to_line()), Ok(preset.deck()));
        }
        assert_eq!(Preset::FistOfFive.deck().to_line(), "✊=0, 1, 2, 3, 4, 5, ?, ☕");
    }

    #[test]
    fn d1_every_preset_is_found_by_its_slug() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_slug(preset.slug()), Some(preset));
        }
        assert_eq!(Preset::from_slug("tarot"), None);
    }

    #[test]
    fn d2_every_preset_has_a_cannot_say_and_a_break() {
        for preset in Preset::ALL {
            let meanings: Vec<_> = preset.deck().cards().map(|(_, card)| card.meaning).collect();
            assert_eq!(meanings.iter().filter(|&&m| m == Meaning::CannotSay).count(), 1);
            assert_eq!(meanings.iter().filter(|&&m| m == Meaning::Break).count(), 1);
        }
    }
}
