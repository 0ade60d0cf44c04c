//! The house rules and the deck, changed under people who play.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::Command;
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::message::Hello;
use shared::rejection::Rejection;
use shared::round::Vote;
use shared::settings::{AfterReveal, Deed, Figure, Setting, Who};

use crate::common::Server;
use crate::common::client::{Client, vote};

#[tokio::test]
async fn h1_h2_a_house_rule_is_told_to_all_with_who_changed_it_and_holds_at_once() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut stranger = room.stranger(Codec::Json).await;
    let figure = Setting::Figure(Figure::Mean);
    assert_eq!(ada.ask(Command::ChangeSetting { setting: figure }).await, Some(Rejection::NotModerator));
    let everyone = Setting::May { deed: Deed::ChangeSettings, who: Who::Everyone };
    moderator.set(everyone).await;
    ada.set(figure).await;
    for client in [&mut moderator, &mut ada, &mut stranger] {
        client.settle().await;
        let changes = client.events().into_iter().filter(|event| matches!(event, RoomEvent::SettingChanged { .. }));
        let expected = [(1, everyone), (2, figure)]
            .map(|(by, setting)| RoomEvent::SettingChanged { by: shared::ids::ParticipantId(by), setting });
        assert_eq!(changes.collect::<Vec<_>>(), expected);
        assert_eq!(client.room.settings().figure, Figure::Mean);
    }
    assert_eq!(room.stranger(Codec::Postcard).await.room, ada.room);
}

#[tokio::test]
async fn d5_a_new_deck_sends_the_cards_back_to_their_hands_for_everybody() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut stranger = room.stranger(Codec::Json).await;
    ada.vote(10).await;
    moderator.vote(3).await;
    ada.settle().await;
    let hello = Hello { token: Some(ada.token()), after: Some(ada.version), ..Hello::default() };
    let had = ada.room.clone();
    moderator.must(Command::ChangeDeck { deck: "S, M, L".into() }).await;
    let mut back = Client::resume(room.address, room.id, Codec::Json, hello, &had).await;
    assert_eq!(back.welcome().room, None);
    for client in [&mut moderator, &mut ada, &mut stranger, &mut back] {
        client.settle().await;
        assert_eq!((client.room.deck().to_line(), client.room.progress(|_| false).played), ("S, M, L".into(), 0));
        assert!(client.room.seats().all(|(who, _)| client.sees(who).is_none()));
    }
    assert_eq!(ada.ask(vote(ada.round(), 10)).await, Some(Rejection::NoSuchCard));
    ada.vote(2).await;
    moderator.reveal().await;
    // What lies open stays as it was played.
    moderator.must(Command::ChangeDeck { deck: Preset::Fibonacci.deck().to_line() }).await;
    for client in [&mut moderator, &mut ada, &mut stranger] {
        client.settle().await;
        assert_eq!(client.room.deck_on_table().to_line(), "S, M, L");
        assert_eq!(client.sees(ada_id()), Some(Vote::Card(CardIndex(2))));
    }
    let unfit = Command::ChangeDeck { deck: "1, 1".into() };
    assert_eq!(moderator.ask(unfit).await, Some(Rejection::CardLabelTwice));
}

fn ada_id() -> shared::ids::ParticipantId {
    shared::ids::ParticipantId::FIRST_GUEST
}

#[tokio::test]
async fn v9_where_the_house_allows_it_an_open_card_is_changed_and_everybody_sees_the_first_beside_it() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut bob = room.voter(Codec::Json, "Bob").await;
    ada.vote(3).await;
    moderator.reveal().await;
    let round = ada.round();
    assert_eq!(ada.ask(vote(round, 5)).await, Some(Rejection::AlreadyRevealed));
    moderator.set(Setting::AfterReveal(AfterReveal::MayChange)).await;
    ada.must(vote(round, 5)).await;
    assert_eq!(bob.ask(vote(round, 5)).await, Some(Rejection::NoCardPlayed));
    let late = room.stranger(Codec::Postcard).await;
    for client in [&mut moderator, &mut ada, &mut bob] {
        client.settle().await;
    }
    for client in [&moderator, &ada, &bob, &late] {
        let card = client.room.round().as_revealed().unwrap().cards.of(ada_id()).unwrap();
        assert_eq!((card.play.card, card.first), (CardIndex(5), Some(CardIndex(3))));
        assert_eq!(client.room, moderator.room);
    }
}
