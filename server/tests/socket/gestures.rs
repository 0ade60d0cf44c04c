//! What is shown for a moment and kept nowhere: nudges, and things that are thrown.

use shared::codec::Codec;
use shared::command::{Command, Thing};
use shared::message::ServerMessage;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::settings::{Deed, Setting, Throwing, Who};

use crate::common::Server;

fn is_nudge(message: &ServerMessage) -> bool {
    *message == ServerMessage::Nudge
}

#[tokio::test]
async fn p14_those_who_have_not_played_are_nudged_on_all_their_pages_and_nobody_else_is() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut bob = room.voter(Codec::Json, "Bob").await;
    let mut bob_elsewhere = room.holder(Codec::Postcard, &bob.token()).await;
    let mut olga = room.stranger(Codec::Json).await;
    olga.must(Command::Join { nickname: "Olga".into(), role: Role::Observer }).await;
    let mut stranger = room.stranger(Codec::Postcard).await;
    moderator.vote(3).await;
    ada.vote(5).await;
    let nudge = Command::Nudge { round: ada.round() };
    assert_eq!(ada.ask(nudge.clone()).await, Some(Rejection::NotModerator));
    moderator.set(Setting::May { deed: Deed::Reveal, who: Who::Everyone }).await;
    let version = moderator.version;
    ada.must(nudge.clone()).await;
    assert_eq!(moderator.ask(nudge).await, Some(Rejection::TooSoon), "nobody is nudged twice, whoever asks");
    for (client, nudges) in [(&mut bob, 1), (&mut bob_elsewhere, 1)] {
        client.settle().await;
        assert_eq!(client.heard(is_nudge), nudges);
    }
    for client in [&mut moderator, &mut ada, &mut olga, &mut stranger] {
        client.settle().await;
        assert_eq!(client.heard(is_nudge), 0);
    }
    assert_eq!(room.stranger(Codec::Json).await.version, version, "it is no event");
}

#[tokio::test]
async fn p15_what_is_thrown_everybody_sees_and_the_sixth_is_too_soon_and_nothing_is_kept() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut stranger = room.stranger(Codec::Json).await;
    let (from, at) = (ada.who(), moderator.who());
    let version = ada.version;
    let throw = |thing| Command::Throw { at, thing };
    for thing in &Thing::ALL[..5] {
        ada.must(throw(*thing)).await;
    }
    assert_eq!(ada.ask(throw(Thing::Duck)).await, Some(Rejection::TooSoon));
    // Others may still.
    moderator.must(Command::Throw { at: from, thing: Thing::Heart }).await;
    for client in [&mut moderator, &mut ada, &mut stranger] {
        client.settle().await;
        let thrown = client.heard.iter().filter_map(|message| match message {
            ServerMessage::Thrown { from, at, thing } => Some((*from, *at, *thing)),
            _ => None,
        });
        let all: Vec<_> = Thing::ALL[..5].iter().map(|thing| (from, at, *thing)).collect();
        assert_eq!(thrown.collect::<Vec<_>>(), [all, vec![(at, from, Thing::Heart)]].concat());
    }
    let late = room.stranger(Codec::Postcard).await;
    assert_eq!((late.version, &late.room), (version, &ada.room));
}

#[tokio::test]
async fn p15_nothing_is_thrown_where_the_house_rules_say_no_nor_at_who_is_not_there_nor_from_outside() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut stranger = room.stranger(Codec::Postcard).await;
    let throw = |at| Command::Throw { at, thing: Thing::Tomato };
    let mo = moderator.who();
    assert_eq!(stranger.ask(throw(mo)).await, Some(Rejection::NotSeated));
    assert_eq!(moderator.ask(throw(mo.next())).await, Some(Rejection::NoSuchSeat));
    moderator.set(Setting::Throwing(Throwing::Off)).await;
    assert_eq!(moderator.ask(throw(mo)).await, Some(Rejection::ThrowingOff));
    moderator.set(Setting::Throwing(Throwing::Allowed)).await;
    // What was refused does not count as thrown.
    for _ in 0..5 {
        moderator.must(throw(mo)).await;
    }
    stranger.settle().await;
    assert_eq!(stranger.heard(|message| matches!(message, ServerMessage::Thrown { .. })), 5);
}
