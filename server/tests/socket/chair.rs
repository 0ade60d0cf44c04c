//! The chair: whom a table waits for, how long, and who takes over.

use shared::codec::Codec;
use shared::command::{Chair, Command};
use shared::event::RoomEvent;
use shared::ids::ParticipantId;
use shared::rejection::Rejection;

use crate::common::Server;

#[tokio::test]
async fn m3_the_chair_can_be_taken_when_no_moderator_was_there_for_the_grace() {
    let server = Server::start_with(&["--moderator-grace", "1"]).await;
    let room = server.room().await;
    let moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut bob = room.voter(Codec::Json, "Bob").await;
    assert_eq!((ada.ask(Command::TakeChair).await, ada.chair), (Some(Rejection::ChairTaken), Chair::Held));
    let creator = moderator.token();
    moderator.close().await;
    for person in [&mut ada, &mut bob] {
        person.until("the vacant chair", |person| person.chair == Chair::Vacant).await;
    }
    // Who comes now is told at once.
    assert_eq!(room.stranger(Codec::Json).await.chair, Chair::Vacant);

    ada.must(Command::TakeChair).await;
    assert_eq!(bob.ask(Command::TakeChair).await, Some(Rejection::ChairTaken));
    assert!(bob.events().contains(&RoomEvent::ModeratorAppointed { who: ada.who() }));
    assert_eq!((ada.chair, bob.chair), (Chair::Held, Chair::Held));
    ada.vote(3).await;
    ada.reveal().await;

    // Whoever made the room is moderator still.
    let mut back = room.holder(Codec::Json, &creator).await;
    back.next_round().await;
    assert!(back.room.seat(ParticipantId::CREATOR).unwrap().moderator);
}

#[tokio::test]
async fn m3_a_moderator_who_comes_back_in_time_keeps_the_chair() {
    let server = Server::start_with(&["--moderator-grace", "3600"]).await;
    let room = server.room().await;
    let moderator = room.moderator(Codec::Json).await;
    let creator = moderator.token();
    let mut ada = room.voter(Codec::Json, "Ada").await;
    moderator.close().await;
    assert_eq!(ada.ask(Command::TakeChair).await, Some(Rejection::ChairTaken));
    let back = room.holder(Codec::Json, &creator).await;
    assert_eq!(back.chair, Chair::Held);
}

#[tokio::test]
async fn m4_m5_who_is_promoted_moderates_and_who_is_removed_is_told() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut bob = room.voter(Codec::Json, "Bob").await;
    bob.vote(3).await;
    assert_eq!(ada.ask(Command::Remove { who: bob.who() }).await, Some(Rejection::NotModerator));
    moderator.must(Command::Promote { who: ada.who() }).await;
    ada.must(Command::Remove { who: bob.who() }).await;
    let who = bob.who();
    bob.until("the removal", |bob| bob.room.seat(who).is_none()).await;
    assert_eq!(bob.events().last(), Some(&RoomEvent::Removed { who }));
    assert_eq!(bob.ask(Command::Leave).await, Some(Rejection::NotSeated));
    moderator.must(Command::Demote { who: ada.who() }).await;
    assert_eq!(ada.ask(Command::Remove { who: moderator.who() }).await, Some(Rejection::NotModerator));
}
