//! A deck as somebody writes it, before the server has it.

use shared::deck_line::{self, DeckError};
use shared::rejection::Rejection;

use super::model::FaceView;

/// The hand that a line makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckView {
    pub faces: Vec<FaceView>,
}

impl DeckView {
    /// D4: the hand of that line, as far as the browser can say; what is too long only the server tells.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a sentence.
    pub fn of(line: &str) -> Result<Self, String> {
        let as_typed = |label: &str| Ok(label.split_whitespace().collect::<Vec<_>>().join(" "));
        match deck_line::read(line, as_typed) {
            Ok(cards) => Ok(Self { faces: cards.iter().map(FaceView::of).collect() }),
            Err(DeckError { problem, card }) if card.is_empty() => Err(Rejection::from(problem).sentence()),
            Err(DeckError { problem, card }) => Err(format!("{card}: {}", Rejection::from(problem).sentence())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_what_one_writes_is_seen_as_the_hand_that_it_makes() {
        let labels =
            |line| DeckView::of(line).map(|deck| deck.faces.into_iter().map(|face| face.label).collect::<Vec<_>>());
        assert_eq!(labels("0, ½,  not   now"), Ok(vec!["0".into(), "½".into(), "not now".into()]));
        assert_eq!(labels("1"), Err("A deck has at least 2 cards.".into()));
        assert_eq!(labels("1, 2, 1"), Err("1: Two cards have the same label.".into()));
    }
}
