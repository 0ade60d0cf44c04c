//! The door: who knocks and is let in, and who was sent away and stays outside.

use shared::codec::Codec;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId};
use shared::message::{Hello, ServerMessage};
use shared::rejection::Rejection;
use shared::room::{Outside, Role};
use shared::settings::{Door, Setting};
use tempfile::TempDir;

use crate::common::client::{Client, join, page, vote};
use crate::common::http;
use crate::common::{NewRoom, Server};

/// A room with a locked door, and its moderator at the table.
async fn locked(server: &Server) -> (NewRoom, Client) {
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.set(Setting::Door(Door::Locked)).await;
    (room, moderator)
}

fn why(client: &Client, who: ParticipantId) -> Option<Outside> {
    client.room.outsider(who).map(|outsider| outsider.why)
}

fn has_seat(client: &Client) -> bool {
    client.room.seat(client.who()).is_some()
}

#[tokio::test]
async fn h4_who_knocks_is_told_who_they_are_and_plays_on_the_same_connection_once_they_are_let_in() {
    let server = Server::start().await;
    for codec in Codec::ALL {
        let (room, mut moderator) = locked(&server).await;
        let mut eve = room.stranger(codec).await;
        eve.join("Eve").await;
        let who = eve.who();
        assert_eq!((why(&eve, who), has_seat(&eve)), (Some(Outside::Knocking), false));
        // Who one is comes before the knock, as with a join.
        let of_the_knock = eve.heard[1..].iter().map(|message| match message {
            ServerMessage::Seated(_) => "seated",
            ServerMessage::Presence { .. } => "presence",
            ServerMessage::Event { .. } => "event",
            ServerMessage::Answer { .. } => "answer",
            other => panic!("not of a knock: {other:?}"),
        });
        assert_eq!(of_the_knock.collect::<Vec<_>>(), ["seated", "presence", "event", "answer"]);
        let round = eve.round();
        assert_eq!(eve.ask(vote(round, 3)).await, Some(Rejection::NotSeated));
        assert_eq!(eve.ask(Command::Admit { who }).await, Some(Rejection::NotSeated));
        moderator.settle().await;
        assert!(moderator.here.contains(&who), "a moderator sees that they still wait");
        moderator.must(Command::Admit { who }).await;
        eve.until("the open door", has_seat).await;
        assert_eq!(eve.events().last(), Some(&RoomEvent::Admitted { who }));
        eve.vote(3).await;
        moderator.settle().await;
        assert!(moderator.sees(who).is_some() && moderator.room.outside().count() == 0);
    }
}

#[tokio::test]
async fn h4_w1_letting_somebody_in_never_makes_the_moderators_connection_somebody_else() {
    let server = Server::start().await;
    let (room, mut moderator) = locked(&server).await;
    let mut eve = room.stranger(Codec::Json).await;
    eve.join("Eve").await;
    let hello = || Hello { token: Some(room.creator.clone()), page: Some(page("Mo")), ..Hello::default() };
    let admit = Command::Admit { who: eve.who() };
    let open = Command::ChangeSetting { setting: Setting::Door(Door::Open) };
    let mut first = room.enter(Codec::Json, hello()).await;
    for (number, command) in [(7, &admit), (8, &open)] {
        // The page's line dies before the answer, again and again, and it says the same on the next.
        for _ in 0..3 {
            first.say_as(CommandNumber(number), command.clone()).await;
            assert_eq!(first.answer(CommandNumber(number)).await, None);
            assert_eq!(first.heard(|message| matches!(message, ServerMessage::Seated(_))), 0);
            first = room.enter(Codec::Postcard, hello()).await;
        }
        let mut fay = room.stranger(Codec::Json).await;
        fay.join("Fay").await;
        fay.must(Command::Leave).await;
    }
    first.say_as(CommandNumber(8), open).await;
    assert_eq!(first.answer(CommandNumber(8)).await, None);
    assert_eq!(first.who(), ParticipantId::CREATOR);
    first.vote(3).await;
    moderator.settle().await;
    assert!(moderator.sees(ParticipantId::CREATOR).is_some() && moderator.sees(eve.who()).is_none());
}

#[tokio::test]
async fn h4_a_knock_said_again_is_one_knock_and_the_same_one() {
    let server = Server::start().await;
    let (room, mut moderator) = locked(&server).await;
    let hello = || Hello { page: Some(page("Eve")), ..Hello::default() };
    let mut first = room.enter(Codec::Json, hello()).await;
    first.say_as(CommandNumber(1), join("Eve")).await;
    assert_eq!(first.answer(CommandNumber(1)).await, None);
    let mut again = room.enter(Codec::Postcard, hello()).await;
    assert_eq!(again.seat, None);
    again.say_as(CommandNumber(1), join("Eve")).await;
    assert_eq!(again.answer(CommandNumber(1)).await, None);
    assert_eq!(again.seat, first.seat);
    // Pressed once more it changes nothing.
    again.must(join("Eve")).await;
    moderator.settle().await;
    assert_eq!(moderator.room.outside().count(), 1);
    moderator.must(Command::Admit { who: first.who() }).await;
    for client in [&mut first, &mut again] {
        client.until("the open door", has_seat).await;
    }
}

#[tokio::test]
async fn h4_who_knocks_is_known_again_after_a_lost_connection_and_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let arguments = ["--data-dir", folder.path().to_str().unwrap()];
    let server = Server::start_with(&arguments).await;
    let (room, moderator) = locked(&server).await;
    let hello = || Hello { page: Some(page("Eve")), ..Hello::default() };
    let mut eve = room.enter(Codec::Json, hello()).await;
    let number = eve.say(join("Eve")).await;
    assert_eq!(eve.answer(number).await, None);
    let (who, token) = (eve.who(), eve.token());
    eve.close().await;
    let back = room.holder(Codec::Postcard, &token).await;
    assert_eq!((back.who(), why(&back, who)), (who, Some(Outside::Knocking)));
    drop((back, moderator));
    server.stop.cancel();
    server.ended().await;

    let server = Server::start_with(&arguments).await;
    let room = NewRoom { address: server.address, ..room };
    let mut back = room.holder(Codec::Postcard, &token).await;
    assert_eq!((back.who(), why(&back, who)), (who, Some(Outside::Knocking)));
    // A page that was not told says it again, and is the same one.
    let mut page = room.enter(Codec::Json, hello()).await;
    page.say_as(number, join("Eve")).await;
    assert_eq!(page.answer(number).await, None);
    assert_eq!((page.who(), page.room.outside().count()), (who, 1));
    let mut moderator = room.holder(Codec::Json, &room.creator).await;
    moderator.must(Command::Admit { who }).await;
    back.until("the open door", has_seat).await;
    back.vote(3).await;
}

#[tokio::test]
async fn h4_the_plain_form_knocks_as_well() {
    let server = Server::start().await;
    let (room, mut moderator) = locked(&server).await;
    let path = format!("/r/{}", room.id);
    let action = format!("{path}/join");
    let knocked = server.post(&action, &[("nickname", "Eve"), ("role", "observer")]).await;
    assert_eq!((knocked.status, knocked.header("location")), (303, Some(path.as_str())));
    let token = knocked.seat().unwrap();
    let cookie = format!("teampoker_seat={}", token.as_str());
    let again = http::post(server.address, &action, &[("nickname", "Eve")], &[("Cookie", &cookie)]).await;
    assert_eq!((again.status, again.header("location")), (303, Some(path.as_str())));
    let mut eve = room.holder(Codec::Json, &token).await;
    assert_eq!((why(&eve, eve.who()), eve.room.outside().count()), (Some(Outside::Knocking), 1));
    moderator.must(Command::Admit { who: eve.who() }).await;
    eve.until("the open door", has_seat).await;
    assert_eq!(eve.room.seat(eve.who()).unwrap().role, Role::Observer);
    let seated = http::post(server.address, &action, &[("nickname", "Eve")], &[("Cookie", &cookie)]).await;
    assert_eq!((seated.status, seated.header("location")), (303, Some(path.as_str())));
    assert_eq!(eve.room.seats().count(), 2);
}

#[tokio::test]
async fn h4_who_opens_the_door_lets_in_all_who_knock_and_the_creator_never_does() {
    let server = Server::start().await;
    let (room, mut moderator) = locked(&server).await;
    let mut knocking = vec![];
    for (nickname, codec) in [("Eve", Codec::Json), ("Fay", Codec::Postcard), ("Gil", Codec::Json)] {
        knocking.push(room.voter(codec, nickname).await);
    }
    moderator.must(Command::TurnAway { who: knocking[1].who() }).await;
    moderator.must(Command::Leave).await;
    moderator.join("Mo").await;
    assert!(has_seat(&moderator));
    moderator.set(Setting::Door(Door::Open)).await;
    for (place, client) in knocking.iter_mut().enumerate() {
        client.settle().await;
        assert_eq!(has_seat(client), place != 1);
    }
    assert_eq!(knocking[1].ask(join("Fay")).await, Some(Rejection::SentAway));
    room.voter(Codec::Json, "Hal").await.vote(3).await;
}

#[tokio::test]
async fn h5_who_was_removed_stays_outside_by_their_token_and_comes_in_again_on_the_same_connection() {
    let server = Server::start().await;
    for codec in Codec::ALL {
        let room = server.room().await;
        let mut moderator = room.moderator(Codec::Json).await;
        let mut ada = room.voter(codec, "Ada").await;
        ada.vote(3).await;
        let (who, token) = (ada.who(), ada.token());
        moderator.must(Command::Remove { who }).await;
        ada.until("the removal", |ada| why(ada, who) == Some(Outside::SentAway)).await;
        for nickname in ["Ada", "Somebody else"] {
            assert_eq!(ada.ask(join(nickname)).await, Some(Rejection::SentAway));
        }
        // Nor by another page, nor by the plain form.
        let mut elsewhere = room.holder(codec, &token).await;
        assert_eq!((elsewhere.who(), why(&elsewhere, who)), (who, Some(Outside::SentAway)));
        assert_eq!(elsewhere.ask(join("Ada")).await, Some(Rejection::SentAway));
        let action = format!("/r/{}/join", room.id);
        let cookie = format!("teampoker_seat={}", token.as_str());
        let refused = http::post(server.address, &action, &[("nickname", "Ada")], &[("Cookie", &cookie)]).await;
        assert_eq!((refused.status, refused.header("set-cookie")), (422, None));
        assert!(refused.text().contains(&Rejection::SentAway.sentence()));

        moderator.must(Command::Admit { who }).await;
        for client in [&mut ada, &mut elsewhere] {
            client.until("the open door", has_seat).await;
        }
        assert_eq!(ada.sees(who), None, "the card went with the seat");
        ada.vote(5).await;
        moderator.settle().await;
        assert!(moderator.sees(who).is_some());
    }
}

#[tokio::test]
async fn h5_a_code_does_not_lead_to_a_seat_that_was_taken() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.must(Command::HandOver).await;
    let code = ada.heard.iter().find_map(|message| match message {
        ServerMessage::HandOver { code, .. } => Some(code.clone()),
        _ => None,
    });
    moderator.must(Command::Remove { who: ada.who() }).await;
    assert!(room.enter(Codec::Json, Hello { code, ..Hello::default() }).await.seat.is_none());
    assert_eq!(ada.ask(Command::HandOver).await, Some(Rejection::NotSeated));
}
