//! One person is one seat, on as many connections as they like; who is here is who has one.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::Command;
use shared::message::{Hello, ServerMessage};
use shared::round::Vote;

use crate::common::Server;
use crate::common::client::page;

#[tokio::test]
async fn p9_two_tabs_are_one_seat_and_one_vote() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut one = room.voter(Codec::Json, "Ada").await;
    let mut other = room.holder(Codec::Postcard, &one.token()).await;
    assert_eq!(other.seat, one.seat);
    one.vote(3).await;
    other.vote(5).await;
    one.settle().await;
    assert_eq!(one.sees(one.who()), Some(Vote::Card(CardIndex(5))));
    assert_eq!(one.room, other.room);
    moderator.settle().await;
    assert_eq!((moderator.room.seats().count(), moderator.room.progress(|_| false).played), (2, 1));
}

#[tokio::test]
async fn p9_one_is_here_until_the_last_tab_is_closed() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let one = room.voter(Codec::Json, "Ada").await;
    let who = one.who();
    let other = room.holder(Codec::Postcard, &one.token()).await;
    let witness = room.voter(Codec::Json, "Witness").await;
    let witness_is = witness.who();
    moderator.settle().await;
    assert_eq!(moderator.here.len(), 3);

    one.close().await;
    // The witness goes as well, and later: what is told of Ada's first tab, if anything, is told before.
    witness.close().await;
    moderator.until("the witness's going", |moderator| !moderator.here.contains(&witness_is)).await;
    assert!(moderator.here.contains(&who));

    other.close().await;
    moderator.until("Ada's going", |moderator| !moderator.here.contains(&who)).await;
    let told = |message: &&ServerMessage| matches!(message, ServerMessage::Presence { who: of, .. } if *of == who);
    assert_eq!(moderator.heard.iter().filter(told).count(), 2);
}

#[tokio::test]
async fn p9_a_page_that_takes_a_seat_is_here() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.enter(Codec::Json, Hello { page: Some(page("Ada")), ..Hello::default() }).await;
    moderator.settle().await;
    assert_eq!(moderator.here.len(), 1);
    ada.join("Ada").await;
    moderator.settle().await;
    assert!(moderator.here.contains(&ada.who()));
    assert_eq!(moderator.here, ada.here);
    // Who hears of their own join must know that it is their own, and what it led to before that it is done.
    let of_the_join = ada.heard[1..].iter().map(|message| match message {
        ServerMessage::Seated(_) => "seated",
        ServerMessage::Presence { .. } => "presence",
        ServerMessage::Event { .. } => "event",
        ServerMessage::Answer { .. } => "answer",
        other => panic!("not of a join: {other:?}"),
    });
    assert_eq!(of_the_join.collect::<Vec<_>>(), ["seated", "presence", "event", "answer"]);
}

#[tokio::test]
async fn p9_who_came_before_they_sat_down_is_here_for_those_who_came_between() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut creator = room.holder(Codec::Json, &room.creator).await;
    let mut newcomer = room.stranger(Codec::Json).await;
    creator.join("Mo").await;
    newcomer.settle().await;
    assert_eq!(newcomer.here, [creator.who()].into());
    assert_eq!(newcomer.here, room.stranger(Codec::Json).await.here);
}

#[tokio::test]
async fn p5_who_leaves_and_sits_down_again_is_somebody_new() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.vote(3).await;
    let (who, old) = (ada.who(), ada.token());
    ada.must(Command::Leave).await;
    assert_eq!((ada.room.seat(who), ada.sees(who)), (None, None));
    ada.join("Ada").await;
    assert_ne!(ada.who(), who);
    moderator.settle().await;
    assert_eq!(moderator.here, [moderator.who(), ada.who()].into());
    assert_eq!(room.holder(Codec::Json, &old).await.seat, None);
}
