//! The cards turn by themselves when everybody has played: what everybody is told of it, and what it waits for.

use shared::codec::Codec;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::ids::{RoundNumber, UnixMillis};
use shared::message::{Hello, ServerMessage};
use shared::rejection::Rejection;
use shared::room::Role;
use shared::settings::Setting;

use crate::common::client::{Client, join, page};
use crate::common::{NewRoom, Server};

/// A table at which the cards turn by themselves, with its moderator and Ada, who have played, and Bob, who has not.
struct Table {
    _server: Server,
    room: NewRoom,
    moderator: Client,
    ada: Client,
    bob: Client,
}

impl Table {
    async fn new() -> Self {
        let server = Server::start().await;
        let room = server.room().await;
        let mut moderator = room.moderator(Codec::Json).await;
        moderator.set(Setting::AutoReveal(true)).await;
        let mut ada = room.voter(Codec::Postcard, "Ada").await;
        let bob = room.voter(Codec::Json, "Bob").await;
        moderator.vote(3).await;
        ada.vote(5).await;
        moderator.settle().await;
        assert_eq!(moderator.countdown, None);
        Self { _server: server, room, moderator, ada, bob }
    }

    /// Waits until everybody is told that the cards are about to turn.
    async fn begins(&mut self) -> UnixMillis {
        for client in [&mut self.moderator, &mut self.ada] {
            client.until("the countdown", |client| client.countdown.is_some()).await;
        }
        assert_eq!(self.moderator.countdown, self.ada.countdown);
        self.moderator.countdown.unwrap()
    }

    /// Waits until everybody is told that they stay face down.
    async fn is_cancelled(&mut self) {
        for client in [&mut self.moderator, &mut self.ada] {
            client.until("the countdown's end", |client| client.countdown.is_none()).await;
            assert!(!client.sees_result());
        }
    }
}

#[tokio::test]
async fn r9_r10_the_cards_turn_three_seconds_after_the_last_voter_has_played_and_everybody_is_told_when() {
    let mut table = Table::new().await;
    let mut stranger = table.room.stranger(Codec::Postcard).await;
    let before = stranger.welcome().now;
    table.bob.vote(8).await;
    let until = table.begins().await;
    stranger.until("the countdown", |stranger| stranger.countdown == Some(until)).await;
    let late = table.room.stranger(Codec::Json).await;
    assert_eq!(late.countdown, Some(until), "who comes now is told as well");
    let now = late.welcome().now;
    assert!(until.since(before) >= 3_000 && until.since(now) <= 3_000, "{before:?} {until:?} {now:?}");
    // Another card is not another beginning.
    table.bob.vote(3).await;
    for mut client in [table.moderator, table.ada, table.bob, stranger, late] {
        client.until("the reveal", |client| client.sees_result() && client.countdown.is_none()).await;
        let told = |message: &ServerMessage| matches!(message, ServerMessage::Countdown { .. });
        assert!(client.heard(told) <= 2);
    }
    let late = table.room.stranger(Codec::Json).await;
    assert!(late.sees_result() && late.countdown.is_none() && late.welcome().now >= until);
    let took_ms = late.room.round().as_revealed().unwrap().took_ms.unwrap();
    assert!((3_000..30_000).contains(&took_ms), "{took_ms}");
}

#[tokio::test]
async fn r9_it_begins_when_the_last_without_a_card_loses_the_connection_and_not_before_their_last_page_is_gone() {
    let mut table = Table::new().await;
    let tab = table.room.holder(Codec::Postcard, &table.bob.token()).await;
    let who = table.bob.who();
    table.bob.must(Command::SetAway { away: true }).await;
    table.bob.close().await;
    table.moderator.settle().await;
    assert_eq!(table.moderator.countdown, None, "away is not gone");
    tab.close().await;
    table.moderator.until("Bob's going", |moderator| !moderator.here.contains(&who)).await;
    table.moderator.until("the countdown", |moderator| moderator.countdown.is_some()).await;
}

#[tokio::test]
async fn r9_it_begins_when_the_last_without_a_card_observes_leaves_or_is_removed() {
    for way in 0..4 {
        let mut table = Table::new().await;
        let who = table.bob.who();
        match way {
            0 => table.bob.must(Command::ChangeRole { role: Role::Observer }).await,
            1 => table.bob.must(Command::Leave).await,
            2 => table.moderator.must(Command::Remove { who }).await,
            _ => table.moderator.must(Command::SetRole { who, role: Role::Observer }).await,
        }
        table.begins().await;
    }
}

#[tokio::test]
async fn r9_it_begins_and_ends_with_the_house_rule() {
    let mut table = Table::new().await;
    table.moderator.set(Setting::AutoReveal(false)).await;
    table.bob.vote(8).await;
    table.bob.settle().await;
    assert_eq!(table.bob.countdown, None);
    table.moderator.set(Setting::AutoReveal(true)).await;
    table.begins().await;
    table.moderator.set(Setting::AutoReveal(false)).await;
    table.is_cancelled().await;
}

#[tokio::test]
async fn r9_the_cards_stay_when_somebody_joins_takes_a_card_back_or_becomes_a_voter_and_it_begins_anew_after_that() {
    let mut table = Table::new().await;
    let round = table.bob.round();
    table.bob.vote(8).await;
    let first = table.begins().await;

    let mut eve = table.room.voter(Codec::Postcard, "Eve").await;
    table.is_cancelled().await;
    eve.vote(1).await;
    let second = table.begins().await;
    assert!(second >= first, "three seconds anew");

    table.bob.must(Command::TakeBack { round }).await;
    table.is_cancelled().await;
    table.bob.vote(5).await;
    table.begins().await;

    eve.must(Command::ChangeRole { role: Role::Observer }).await;
    table.moderator.settle().await;
    assert!(table.moderator.countdown.is_some(), "an observer holds nobody up");
    eve.must(Command::ChangeRole { role: Role::Voter }).await;
    table.is_cancelled().await;
}

#[tokio::test]
async fn r9_the_cards_stay_when_somebody_comes_back_without_a_card_and_who_comes_is_told_so() {
    let mut table = Table::new().await;
    let eve = table.room.voter(Codec::Json, "Eve").await;
    let token = eve.token();
    table.bob.vote(8).await;
    eve.close().await;
    table.begins().await;
    let mut back = table.room.holder(Codec::Postcard, &token).await;
    back.settle().await;
    assert_eq!(back.countdown, None);
    table.is_cancelled().await;
    back.vote(8).await;
    table.begins().await;
}

#[tokio::test]
async fn r9_the_cards_stay_when_somebody_is_told_again_that_they_have_joined() {
    let mut table = Table::new().await;
    let hello = Hello { page: Some(page("Eve")), ..Hello::default() };
    let mut eve = table.room.enter(Codec::Json, hello.clone()).await;
    let number = eve.say(join("Eve")).await;
    assert_eq!(eve.answer(number).await, None);
    table.bob.vote(8).await;
    // Her line dies before she has heard that, and she says it again on another.
    eve.close().await;
    table.begins().await;
    let mut again = table.room.enter(Codec::Json, hello).await;
    assert!(again.seat.is_none() && again.countdown.is_some(), "she is nobody yet");
    again.say_as(number, join("Eve")).await;
    assert_eq!(again.answer(number).await, None);
    table.is_cancelled().await;
}

#[tokio::test]
async fn r9_a_reveal_by_hand_and_another_deck_end_the_countdown() {
    let mut table = Table::new().await;
    table.bob.vote(8).await;
    table.begins().await;
    table.moderator.must(Command::ChangeDeck { deck: "S, M, L".into() }).await;
    table.is_cancelled().await;
    for client in [&mut table.moderator, &mut table.ada, &mut table.bob] {
        client.vote(1).await;
    }
    table.begins().await;
    table.moderator.reveal().await;
    for client in [&mut table.moderator, &mut table.ada, &mut table.bob] {
        client.until("the end", |client| client.sees_result() && client.countdown.is_none()).await;
        let reveals = client.events().into_iter().filter(|event| matches!(event, RoomEvent::CardsRevealed { .. }));
        assert_eq!(reveals.count(), 1);
    }
    // In the next round it waits for everybody again.
    table.moderator.next_round().await;
    table.moderator.vote(1).await;
    table.moderator.settle().await;
    assert_eq!(table.moderator.countdown, None);
}

#[tokio::test]
async fn r11_who_may_reveal_stops_it_until_somebody_is_without_a_card_again() {
    let mut table = Table::new().await;
    let round = RoundNumber::FIRST;
    table.bob.vote(8).await;
    table.begins().await;
    assert_eq!(table.bob.ask(Command::StopCountdown { round }).await, Some(Rejection::NotModerator));
    table.moderator.must(Command::StopCountdown { round }).await;
    table.is_cancelled().await;
    // It was to turn at that moment, had it not been stopped.
    table.bob.vote(5).await;
    tokio::time::sleep(server::limits::AUTO_REVEAL_AFTER).await;
    table.bob.settle().await;
    assert!(!table.bob.sees_result() && table.bob.countdown.is_none());
    assert_eq!(table.room.stranger(Codec::Json).await.countdown, None);
    // Said twice it is the same.
    table.moderator.must(Command::StopCountdown { round }).await;
    table.bob.must(Command::TakeBack { round }).await;
    table.bob.vote(5).await;
    table.begins().await;
}

#[tokio::test]
async fn r1_a_moderator_reveals_without_those_who_are_there_and_do_nothing() {
    let mut table = Table::new().await;
    // Bob's machine is frozen: connected, and silent.
    table.moderator.settle().await;
    assert!(table.moderator.here.contains(&table.bob.who()));
    table.moderator.reveal().await;
    let revealed = table.moderator.room.round().as_revealed().unwrap();
    assert_eq!(revealed.cards.plays().count(), 2);
    assert!(!revealed.cards.has(table.bob.who()));
}
