//! Decks of one's own: every rule of `docs/rules.md` about changing the deck, by its id.

mod common;

use common::{CREATOR, MO, deck, id, three};
use shared::command::NextTopic;
use shared::deck::{Deck, Preset};
use shared::event::RoomEvent;
use shared::rejection::Rejection;
use shared::settings::{AfterReveal, Setting};

#[test]
fn d5_cards_that_lie_face_down_go_back_to_their_hands_when_the_deck_changes() {
    let (mut table, ada, _) = three();
    table.vote(ada, 3).unwrap();
    let new = Deck::parse("S, M, L").unwrap();
    assert_eq!(table.ask(CREATOR, deck("S, M, L")), Ok(vec![RoomEvent::DeckChanged { by: MO, deck: new.clone() }]));
    assert_eq!((table.room.round().vote(id(ada)), table.room.deck()), (None, &new));
    assert_eq!(table.ask(CREATOR, deck(" S;M;L ")), Ok(vec![]));
    assert_eq!(table.vote(ada, 3), Err(Rejection::NoSuchCard));
    assert!(table.vote(ada, 2).is_ok());
}

#[test]
fn d5_a_revealed_round_stays_as_it_was_with_the_deck_that_it_was_played_with() {
    let (mut table, ada, _) = three();
    table.set(Setting::AfterReveal(AfterReveal::MayChange));
    table.vote(ada, 10).unwrap();
    table.reveal(CREATOR).unwrap();
    let before = table.room.round().clone();
    table.ask(CREATOR, deck("S, M, L")).unwrap();
    assert_eq!(table.room.round(), &before);
    assert_eq!(table.room.deck_on_table(), &Preset::Fibonacci.deck());
    // Also for who changes an open card.
    assert_eq!(table.vote(ada, 13), Err(Rejection::NoSuchCard));
    assert!(table.vote(ada, 12).is_ok());
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.deck_on_table().to_line(), "S, M, L");
}

#[test]
fn d4_what_is_no_deck_is_refused_with_the_reason() {
    let (mut table, ada, _) = three();
    for (line, rejection) in [
        ("1", Rejection::DeckTooSmall),
        ("1, =2", Rejection::CardLabelEmpty),
        ("1, 1", Rejection::CardLabelTwice),
        ("1, x=y", Rejection::CardValueNotExact),
        ("½, 0.5", Rejection::CardValueTwice),
        ("1, 123456789 long", Rejection::CardLabelTooLong),
    ] {
        assert_eq!(table.ask(CREATOR, deck(line)), Err(rejection), "{line}");
    }
    let many = (0..31).map(|card| card.to_string()).collect::<Vec<_>>().join(", ");
    assert_eq!(table.ask(CREATOR, deck(&many)), Err(Rejection::DeckTooLarge));
    assert_eq!(table.ask(ada, deck("S, M, L")), Err(Rejection::NotModerator));
}

#[test]
fn d4_every_deck_is_written_as_a_line_that_is_read_as_the_same_deck() {
    for line in ["XL=999999.99, 1", "XL=-999999.99, 1", "a\u{37E}b, c", "1 1/3, 0.125, 999999"] {
        let deck = Deck::parse(line).unwrap();
        assert_eq!(Deck::parse(&deck.to_line()).unwrap(), deck, "{line}");
    }
}
