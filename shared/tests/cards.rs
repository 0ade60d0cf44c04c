//! What lies under a card, and open cards that are changed, by the ids of their rules.

mod common;

use common::{CREATOR, Table, id, three};
use shared::card::CardIndex;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::limits::REASON_GRAPHEMES_MAX;
use shared::rejection::Rejection;
use shared::round::{Confidence, Vote};
use shared::settings::{AfterReveal, Setting};

#[test]
fn v9_where_the_house_allows_it_an_open_card_is_changed_and_the_first_stays_beside_it() {
    let (mut table, ada, bob) = three();
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.vote(ada, 5), Err(Rejection::AlreadyRevealed));
    table.set(Setting::AfterReveal(AfterReveal::MayChange));
    let open = |table: &Table| {
        let card = table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().clone();
        (card.play.card, card.first)
    };
    assert_eq!(table.vote(ada, 3), Ok(vec![]));
    let changed = RoomEvent::OpenCardChanged { who: id(ada), card: CardIndex(5) };
    assert_eq!(table.vote(ada, 5), Ok(vec![changed]));
    assert_eq!(open(&table), (CardIndex(5), Some(CardIndex(3))));
    table.vote(ada, 8).unwrap();
    assert_eq!(open(&table), (CardIndex(8), Some(CardIndex(3))));
    table.vote(ada, 3).unwrap();
    assert_eq!(open(&table), (CardIndex(3), None));
    assert_eq!(table.vote(bob, 3), Err(Rejection::NoCardPlayed));
    assert_eq!(table.vote(ada, 99), Err(Rejection::NoSuchCard));
    // It is not taken back.
    assert_eq!(table.take_back(ada), Err(Rejection::AlreadyRevealed));
}

#[test]
fn v10_where_the_house_asks_one_says_how_sure_one_is_of_the_card() {
    let (mut table, ada, _) = three();
    let round = table.round();
    let say = |confidence| Command::SetConfidence { round, confidence };
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(ada, say(Some(Confidence::Sure))), Err(Rejection::ConfidenceOff));
    table.set(Setting::Confidence(true));
    assert_eq!(table.ask(CREATOR, say(Some(Confidence::Sure))), Err(Rejection::NoCardPlayed));
    let set = RoomEvent::ConfidenceSet { who: id(ada), confidence: Some(Confidence::Guess) };
    assert_eq!(table.ask(ada, say(Some(Confidence::Guess))), Ok(vec![set]));
    assert_eq!(table.ask(ada, say(Some(Confidence::Guess))), Ok(vec![]));
    // It stays with another card, and goes when the card is taken back.
    table.vote(ada, 5).unwrap();
    let card = |table: &Table| table.room.round().as_open().unwrap().cards[&id(ada)].clone();
    assert_eq!((card(&table).vote, card(&table).confidence), (Vote::Card(CardIndex(5)), Some(Confidence::Guess)));
    table.take_back(ada).unwrap();
    table.vote(ada, 5).unwrap();
    assert_eq!(card(&table).confidence, None);
    table.ask(ada, say(Some(Confidence::Fairly))).unwrap();
    let play = |table: &Table| table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.clone();
    table.reveal(CREATOR).unwrap();
    assert_eq!(play(&table).confidence, Some(Confidence::Fairly));
    assert_eq!(table.ask(ada, say(None)), Err(Rejection::AlreadyRevealed));
}

#[test]
fn v10_what_the_house_no_longer_asks_is_not_shown() {
    let (mut table, ada, _) = three();
    table.set(Setting::Confidence(true));
    table.vote(ada, 3).unwrap();
    let round = table.round();
    table.ask(ada, Command::SetConfidence { round, confidence: Some(Confidence::Sure) }).unwrap();
    table.set(Setting::Confidence(false));
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.confidence, None);
}

#[test]
fn v11_a_few_words_lie_under_the_card_until_the_reveal() {
    let (mut table, ada, _) = three();
    let round = table.round();
    let say = |reason: &str| Command::GiveReason { round, reason: reason.into() };
    assert_eq!(table.ask(ada, say("Tests")), Err(Rejection::NoCardPlayed));
    table.vote(ada, 3).unwrap();
    assert!(matches!(table.ask(ada, say("  no   tests ")).unwrap()[..], [RoomEvent::ReasonGiven { .. }]));
    assert_eq!(table.ask(ada, say("no tests")), Ok(vec![]));
    assert!(table.ask(ada, say(&"x".repeat(REASON_GRAPHEMES_MAX))).is_ok());
    assert_eq!(table.ask(ada, say(&"x".repeat(REASON_GRAPHEMES_MAX + 1))), Err(Rejection::ReasonTooLong));
    table.ask(ada, say("why 2")).unwrap();
    table.reveal(CREATOR).unwrap();
    let play = table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.clone();
    assert_eq!(play.reason.as_str(), "why 2");
    assert_eq!(table.ask(ada, say("late")), Err(Rejection::AlreadyRevealed));
}
