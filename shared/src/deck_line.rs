//! A deck as one line of text: how people write one, paste one, and put one into a link.
//!
//! `0, ½, 1, 2, 3, 5, 8, ?, ☕` is a deck. A label that is an amount counts as that amount, `?` cannot say, `☕` needs a
//! break, and every other label is a word. Behind `=` stands what a label means when it does not say so itself: an amount
//! (`XL=8`), nothing for a word (`2024=`), `-` for what does not count, `?` and `☕` as above (`Hm=?`).

use crate::card::{Card, Meaning};
use crate::limits::{DECK_CARDS_MAX, DECK_CARDS_MIN, DECK_LINE_BYTES_MAX};
use crate::points::Points;

/// Why a line is no deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeckProblem {
    /// It has fewer cards than [`DECK_CARDS_MIN`].
    TooFewCards,
    /// It has more cards than [`DECK_CARDS_MAX`], or is longer than [`DECK_LINE_BYTES_MAX`].
    TooManyCards,
    /// A card has no label.
    LabelEmpty,
    /// A label is over its limit.
    LabelTooLong,
    /// Two cards have one label.
    LabelTwice,
    /// Two cards have one amount.
    AmountTwice,
    /// What stands behind `=` is no amount that is exact.
    NotAnAmount,
}

/// Why a line is no deck, and at which of its cards, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckError {
    pub problem: DeckProblem,
    pub card: String,
}

/// The cards of a line, as far as that can be said without the tables of Unicode, which the browser does not have:
/// `clean` makes of what was typed the label as it is printed.
///
/// # Errors
///
/// [`DeckError`]
pub fn read(line: &str, clean: impl Fn(&str) -> Result<String, DeckProblem>) -> Result<Vec<Card>, DeckError> {
    let error = |problem, card: &str| DeckError { problem, card: card.to_owned() };
    if line.len() > DECK_LINE_BYTES_MAX {
        return Err(error(DeckProblem::TooManyCards, ""));
    }
    let mut cards: Vec<Card> = vec![];
    for typed in split(line) {
        let card = card(typed, &clean).map_err(|problem| error(problem, typed))?;
        if cards.iter().any(|other| other.label == card.label) {
            return Err(error(DeckProblem::LabelTwice, typed));
        }
        let is_amount = matches!(card.meaning, Meaning::Number(_));
        if is_amount && cards.iter().any(|other| other.meaning == card.meaning) {
            return Err(error(DeckProblem::AmountTwice, typed));
        }
        if cards.len() == DECK_CARDS_MAX {
            return Err(error(DeckProblem::TooManyCards, typed));
        }
        cards.push(card);
    }
    if cards.len() < DECK_CARDS_MIN { Err(error(DeckProblem::TooFewCards, "")) } else { Ok(cards) }
}

/// The line that [`read`] reads as these cards.
pub fn write(cards: &[Card]) -> String {
    let is_split_by_comma = |card: &Card| card.label.contains(", ") || card.label.ends_with(',');
    let between = if cards.iter().any(is_split_by_comma) { "; " } else { ", " };
    let written = cards.iter().map(|card| {
        let Card { label, meaning } = card;
        match meaning {
            meaning if *meaning == by_label(label) => label.clone(),
            Meaning::Number(points) => format!("{label}={points}"),
            Meaning::Word => format!("{label}="),
            Meaning::CannotSay => format!("{label}=?"),
            Meaning::Break => format!("{label}=☕"),
            Meaning::Aside => format!("{label}=-"),
        }
    });
    written.collect::<Vec<_>>().join(between)
}

/// The cards as they were typed. What lies between them is the first of these that occurs: semicolons, tabs and new
/// lines; commas with a space behind; commas; spaces. So `0,5, 1` has two cards and `0,5,1` three.
fn split(line: &str) -> Vec<&str> {
    let line = line.trim();
    let parts: Vec<&str> = if line.contains([';', '\t', '\n']) {
        line.split([';', '\t', '\n', '\r']).collect()
    } else if line.contains(", ") {
        // Of several commas in a row only the last has a space behind it.
        line.split(", ").map(|part| part.trim_end_matches(',')).collect()
    } else if line.contains(',') {
        line.split(',').collect()
    } else {
        line.split_whitespace().collect()
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// One card as it stands in such a line.
///
/// # Errors
///
/// [`DeckProblem`]
pub fn card(typed: &str, clean: impl Fn(&str) -> Result<String, DeckProblem>) -> Result<Card, DeckProblem> {
    let (label, said) = match typed.split_once('=') {
        None => (typed, None),
        Some((label, said)) => (label, Some(said.trim())),
    };
    let label = clean(label)?;
    if label.is_empty() {
        return Err(DeckProblem::LabelEmpty);
    }
    let meaning = match said {
        None => by_label(&label),
        Some("") => Meaning::Word,
        Some("-") => Meaning::Aside,
        Some("?") => Meaning::CannotSay,
        Some(said) if is_coffee(said) => Meaning::Break,
        Some(said) => Meaning::Number(Points::typed(said).map_err(|_| DeckProblem::NotAnAmount)?),
    };
    Ok(Card { label, meaning })
}

/// What a label means by itself.
fn by_label(label: &str) -> Meaning {
    match Points::typed(label) {
        Ok(points) => Meaning::Number(points),
        Err(_) if label == "?" => Meaning::CannotSay,
        Err(_) if is_coffee(label) => Meaning::Break,
        Err(_) => Meaning::Word,
    }
}

/// The cup, with or without the sign that asks for it in colour.
fn is_coffee(text: &str) -> bool {
    text.trim_end_matches('\u{FE0F}') == "☕"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_typed(label: &str) -> Result<String, DeckProblem> {
        Ok(label.trim().to_owned())
    }

    fn cards(line: &str) -> Vec<(String, Meaning)> {
        let cards = read(line, as_typed).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        cards.into_iter().map(|card| (card.label, card.meaning)).collect()
    }

    fn labels(line: &str) -> String {
        cards(line).into_iter().map(|(label, _)| label).collect::<Vec<_>>().join("|")
    }

    fn problem(line: &str) -> (DeckProblem, String) {
        let error = read(line, as_typed).unwrap_err();
        (error.problem, error.card)
    }

    fn half() -> Meaning {
        Meaning::Number(Points::fraction(1, 2).unwrap())
    }

    #[test]
    fn d4_a_line_is_a_deck() {
        let whole = |points| Meaning::Number(Points::whole(points));
        let expected =
            [("0", whole(0)), ("½", half()), ("13", whole(13)), ("?", Meaning::CannotSay), ("☕", Meaning::Break)];
        let expected = expected.map(|(label, meaning)| (label.to_owned(), meaning));
        assert_eq!(cards("0, ½, 13, ?, ☕"), expected);
        assert_eq!(cards("☕\u{FE0F}, a")[0].1, Meaning::Break);
    }

    #[test]
    fn d4_what_lies_between_the_cards_is_told_from_what_is_in_them() {
        assert_eq!(labels("0,5, 1, 2"), "0,5|1|2");
        assert_eq!(labels("0,5,1"), "0|5|1");
        assert_eq!(labels("0,5; 1"), "0,5|1");
        assert_eq!(labels("XS S\tM"), "XS S|M");
        assert_eq!(labels("XS S  M"), "XS|S|M");
        assert_eq!(labels("not now, later"), "not now|later");
        assert_eq!(labels("1\r\n2\n\n3\n"), "1|2|3");
        assert_eq!(labels(" 1,, 2, "), "1|2");
        assert_eq!(labels("1, 2,"), "1|2");
    }

    #[test]
    fn d4_every_way_to_write_a_half_is_the_same_half() {
        for way in ["½", "1/2", "0.5", "0,5", "Half=0.5", "Half=0,5", "Half=½", "Half=1/2"] {
            assert_eq!(cards(&format!("{way}; 1"))[0].1, half(), "{way}");
        }
        assert_eq!(cards("0.25, 1")[0].1, Meaning::Number(Points::fraction(1, 4).unwrap()));
    }

    #[test]
    fn d4_a_card_can_say_what_it_means() {
        let meanings: Vec<_> = cards("XL=8, 2024=, Later=-, Hm = ?, Tea=☕").into_iter().map(|(_, it)| it).collect();
        let xl = Meaning::Number(Points::whole(8));
        assert_eq!(meanings, [xl, Meaning::Word, Meaning::Aside, Meaning::CannotSay, Meaning::Break]);
    }

    #[test]
    fn d4_what_was_written_is_read_as_the_same_cards() {
        for line in [
            "0, ½, 1, 2, ?, ☕",
            "XL=8, 2024=, Later=-, Hm=?, Tea=☕",
            "0,5, 1",
            "?=-, ☕=",
            "a=1/3, b=-2, c=5/2",
            "a, b; c",
            "a; b,",
        ] {
            let cards = read(line, as_typed).unwrap();
            assert_eq!(write(&cards), line);
            assert_eq!(read(&write(&cards), as_typed), Ok(cards));
        }
    }

    #[test]
    fn d4_a_line_that_is_no_deck_says_why_and_where() {
        use DeckProblem::{AmountTwice, LabelEmpty, LabelTwice, NotAnAmount, TooFewCards, TooManyCards};
        assert_eq!(problem(""), (TooFewCards, "".into()));
        assert_eq!(problem("13"), (TooFewCards, "".into()));
        assert_eq!(problem("1, =5"), (LabelEmpty, "=5".into()));
        assert_eq!(problem("1, 2, 1"), (LabelTwice, "1".into()));
        assert_eq!(problem("0.5, 1, ½"), (AmountTwice, "½".into()));
        assert_eq!(problem("1, XL=big"), (NotAnAmount, "XL=big".into()));
        assert_eq!(problem("1, a=1/7"), (NotAnAmount, "a=1/7".into()));
        let numbers = |count: usize| (1..=count).map(|card| card.to_string()).collect::<Vec<_>>().join(", ");
        assert_eq!(cards(&numbers(DECK_CARDS_MAX)).len(), DECK_CARDS_MAX);
        assert_eq!(problem(&numbers(DECK_CARDS_MAX + 1)), (TooManyCards, "31".into()));
        assert_eq!(cards(&numbers(DECK_CARDS_MIN)).len(), DECK_CARDS_MIN);
        let long = |bytes: usize| format!("1, 2{}", " ".repeat(bytes - 4));
        assert_eq!(cards(&long(DECK_LINE_BYTES_MAX)).len(), 2);
        assert_eq!(problem(&long(DECK_LINE_BYTES_MAX + 1)), (TooManyCards, "".into()));
    }
}
