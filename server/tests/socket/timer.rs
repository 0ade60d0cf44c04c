//! The countdown of a round: the same for all, by the server's clock, and what follows when it has come to its end.

use std::time::{Duration, UNIX_EPOCH};

use shared::codec::Codec;
use shared::command::{Command, TimerOrder};
use shared::message::ServerMessage;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::round::Timer;
use shared::settings::{Setting, TimeUp};
use tempfile::TempDir;

use crate::common::client::Client;
use crate::common::{NewRoom, Server};

async fn order(client: &mut Client, order: TimerOrder) {
    let round = client.round();
    client.must(Command::SetTimer { round, order }).await;
}

async fn start(client: &mut Client, seconds: u32) {
    order(client, TimerOrder::Start { seconds }).await;
}

fn timer(client: &Client) -> Option<Timer> {
    client.room.round().as_open().expect("the round is open").timer
}

fn is_nudge(message: &ServerMessage) -> bool {
    *message == ServerMessage::Nudge
}

#[tokio::test]
async fn c1_everybody_sees_the_same_end_also_who_comes_later_and_who_has_another_clock() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let round = ada.round();
    let forbidden = Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } };
    assert_eq!(ada.ask(forbidden).await, Some(Rejection::NotModerator));
    start(&mut moderator, 60).await;
    let Some(Timer::Running { ends }) = timer(&moderator) else { panic!("{:?}", timer(&moderator)) };
    let late = room.stranger(Codec::Postcard).await;
    // The welcome says what time the server has: so what is left is known whatever the own clock says.
    assert!((30_000..=60_000).contains(&ends.since(late.welcome().now)), "{ends:?} {:?}", late.welcome().now);
    ada.settle().await;
    assert_eq!([timer(&ada), timer(&late)], [Some(Timer::Running { ends }); 2]);

    order(&mut moderator, TimerOrder::AddMinute).await;
    order(&mut moderator, TimerOrder::Pause).await;
    ada.settle().await;
    let Some(Timer::Paused { left_ms }) = timer(&ada) else { panic!("{:?}", timer(&ada)) };
    assert!((90_000..=120_000).contains(&left_ms), "{left_ms}");
    order(&mut moderator, TimerOrder::Resume).await;
    ada.settle().await;
    let Some(Timer::Running { ends: later }) = timer(&ada) else { panic!("{:?}", timer(&ada)) };
    assert!(later > ends);
    order(&mut moderator, TimerOrder::Stop).await;
    assert_eq!(timer(&moderator), None);
}

#[tokio::test]
async fn c2_p14_at_its_end_those_without_a_card_are_asked_for_one_and_nobody_else() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut ada_elsewhere = room.holder(Codec::Json, &ada.token()).await;
    let mut olga = room.stranger(Codec::Json).await;
    olga.must(Command::Join { nickname: "Olga".into(), role: Role::Observer }).await;
    let mut stranger = room.stranger(Codec::Postcard).await;
    moderator.vote(3).await;
    start(&mut moderator, 1).await;
    let until = |client: &Client| client.heard(is_nudge) == 1;
    ada.until("the nudge", until).await;
    ada_elsewhere.until("the nudge", until).await;
    let mut late = room.stranger(Codec::Json).await;
    for client in [&mut moderator, &mut olga, &mut stranger, &mut late] {
        client.settle().await;
        assert_eq!(client.heard(is_nudge), 0);
    }
    // The table has just asked: nobody is asked again so soon.
    let round = moderator.round();
    assert_eq!(moderator.ask(Command::Nudge { round }).await, Some(Rejection::TooSoon));
    // It has ended, and stays so until it is set anew.
    assert!(matches!(timer(&moderator), Some(Timer::Running { .. })) && !moderator.sees_result());
    // Another comes to its end while that is so: it asks nobody either.
    start(&mut moderator, 1).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    ada.settle().await;
    assert_eq!(ada.heard(is_nudge), 1);
}

#[tokio::test]
async fn c2_at_its_end_the_cards_turn_if_the_house_rules_say_so_and_there_is_one() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    moderator.set(Setting::TimeUp(TimeUp::Reveal)).await;
    start(&mut moderator, 1).await;
    // Nobody has played: there is nothing to turn, and the table asks.
    ada.until("the nudge", |ada| ada.heard(is_nudge) == 1).await;
    ada.vote(5).await;
    ada.settle().await;
    assert!(!ada.sees_result(), "what has ended does not end again");
    start(&mut moderator, 1).await;
    for client in [&mut moderator, &mut ada] {
        client.until("the reveal", Client::sees_result).await;
    }
    assert_eq!(moderator.heard(is_nudge) + ada.heard(is_nudge), 2, "only when there was no card");
    // In the next round there is no countdown.
    moderator.next_round().await;
    assert_eq!(timer(&moderator), None);
}

#[tokio::test]
async fn c2_a_countdown_that_is_held_or_stopped_does_not_end_and_nor_does_one_that_got_more_time() {
    let server = Server::start().await;
    let mut moderators = vec![];
    for last in [TimerOrder::Pause, TimerOrder::Stop, TimerOrder::AddMinute] {
        let mut moderator = server.room().await.moderator(Codec::Json).await;
        moderator.set(Setting::TimeUp(TimeUp::Reveal)).await;
        moderator.vote(3).await;
        start(&mut moderator, 2).await;
        order(&mut moderator, last).await;
        moderators.push((moderator, last));
    }
    tokio::time::sleep(Duration::from_millis(2_200)).await;
    for (mut moderator, last) in moderators {
        moderator.settle().await;
        assert!(!moderator.sees_result(), "{last:?}");
    }
}

#[tokio::test]
async fn c2_a_countdown_that_ended_while_the_server_did_not_run_is_at_its_end() {
    let folder = TempDir::new().unwrap();
    let arguments = ["--data-dir", folder.path().to_str().unwrap()];
    let server = Server::start_with(&arguments).await;
    let (turns, tells, goes_on) = (server.room().await, server.room().await, server.room().await);
    let mut moderators = vec![];
    for (room, time_up, seconds) in
        [(&turns, TimeUp::Reveal, 1), (&tells, TimeUp::Tell, 1), (&goes_on, TimeUp::Reveal, 600)]
    {
        let mut moderator = room.moderator(Codec::Json).await;
        room.voter(Codec::Json, "Ada").await;
        moderator.set(Setting::TimeUp(time_up)).await;
        moderator.vote(3).await;
        start(&mut moderator, seconds).await;
        moderators.push(moderator);
    }
    let Some(Timer::Running { ends }) = timer(&moderators[1]) else { unreachable!() };
    let before = timer(&moderators[2]);
    server.stop.cancel();
    server.ended().await;
    drop(moderators);
    let since_epoch = || UNIX_EPOCH.elapsed().unwrap().as_millis();
    while since_epoch() <= u128::from(ends.0) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let server = Server::start_with(&arguments).await;
    let back = |room: &NewRoom| NewRoom { address: server.address, ..room.clone() };
    let mut moderator = back(&turns).holder(Codec::Postcard, &turns.creator).await;
    moderator.until("the reveal", Client::sees_result).await;
    let mut moderator = back(&tells).holder(Codec::Postcard, &tells.creator).await;
    moderator.settle().await;
    assert!(!moderator.sees_result());
    let mut moderator = back(&goes_on).holder(Codec::Postcard, &goes_on.creator).await;
    moderator.settle().await;
    assert_eq!((timer(&moderator), moderator.sees_result()), (before, false));
}
