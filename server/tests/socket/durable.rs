//! What outlives the process: rooms, seats, cards, and who one is.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::Command;
use shared::ids::CommandNumber;
use shared::message::{CloseCode, Hello, ServerMessage, Token};
use shared::rejection::Rejection;
use shared::round::Vote;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::common::client::{Client, join, page, vote};
use crate::common::{NewRoom, Server, http};

/// A server that keeps its files in that folder.
async fn start_in(folder: &TempDir) -> Server {
    Server::start_with(&["--data-dir", folder.path().to_str().unwrap()]).await
}

/// Ends it, and starts another on the same files. The room is then at another address.
async fn restart(server: Server, folder: &TempDir, room: &NewRoom) -> (Server, NewRoom) {
    server.stop.cancel();
    server.ended().await;
    let server = start_in(folder).await;
    let room = NewRoom { address: server.address, ..room.clone() };
    (server, room)
}

#[tokio::test]
async fn w6_v8_after_a_restart_everybody_has_their_seat_and_their_card() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    moderator.must(Command::SetTopic { title: "Login".into() }).await;
    ada.vote(5).await;
    moderator.settle().await;
    let (server, room) = restart(server, &folder, &room).await;

    for codec in Codec::ALL {
        // With what they have, and with nothing but the token.
        let hello = Hello { token: Some(ada.token()), after: Some(ada.version), ..Hello::default() };
        let mut back = Client::resume(room.address, room.id, codec, hello, &ada.room).await;
        back.settle().await;
        assert_eq!((back.who(), back.version, &back.room), (ada.who(), ada.version, &ada.room));
        assert_eq!(back.welcome().room, None);
        let anew = room.holder(codec, &ada.token()).await;
        assert_eq!((anew.who(), anew.version, &anew.room), (ada.who(), ada.version, &ada.room));
        assert_eq!(anew.sees(ada.who()), Some(Vote::Card(CardIndex(5))));
    }
    let mut back = room.holder(Codec::Json, &room.creator).await;
    back.reveal().await;
    assert_eq!(back.sees(ada.who()), Some(Vote::Card(CardIndex(5))));
    assert_eq!(http::get(server.address, &format!("/r/{}", room.id)).await.status, 200);
}

#[tokio::test]
async fn w1_p4_a_join_whose_answer_was_lost_in_a_restart_is_one_seat() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let room = server.room().await;
    let hello = || Hello { page: Some(page("Ada")), ..Hello::default() };
    let mut ada = room.enter(Codec::Json, hello()).await;
    let number = ada.say(join("Ada")).await;
    let mut witness = room.stranger(Codec::Json).await;
    witness.until("Ada", |witness| witness.room.seats().count() == 1).await;
    let (_server, room) = restart(server, &folder, &room).await;

    // She has not read what was said to her, and says it again.
    let mut back = room.enter(Codec::Json, hello()).await;
    back.say_as(number, join("Ada")).await;
    assert_eq!(back.answer(number).await, None);
    let who = back.who();
    assert_eq!(room.stranger(Codec::Json).await.room.seats().map(|(who, _)| who).collect::<Vec<_>>(), [who]);
    assert_eq!(room.holder(Codec::Json, &back.token()).await.who(), who);
    // Another page is another person.
    let mut other = room.enter(Codec::Json, Hello { page: Some(page("Eve")), ..Hello::default() }).await;
    assert_eq!((other.seat.clone(), other.ask(join("Ada")).await), (None, Some(Rejection::NicknameTaken)));
}

#[tokio::test]
async fn w1_what_is_said_again_after_a_restart_is_not_done_twice() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let hello = |token: Token| Hello { token: Some(token), page: Some(page("Ada")), ..Hello::default() };
    let mut reading = room.enter(Codec::Json, hello(ada.token())).await;
    let round = reading.round();
    let said = [vote(round, 3), vote(round, 5), vote(round, 3), Command::Rename { nickname: "Ada L".into() }];
    let mut numbers = vec![];
    for command in said.clone() {
        numbers.push(reading.say(command).await);
    }
    // All of it was done, and others went on; she has read none of the answers.
    ada.until("the new name", |ada| ada.room.nickname(ada.who()).unwrap().as_str() == "Ada L").await;
    ada.vote(8).await;
    ada.must(Command::Rename { nickname: "Ada".into() }).await;
    moderator.settle().await;
    let before = (ada.version, ada.room.clone());
    let (_server, room) = restart(server, &folder, &room).await;

    let mut back = room.enter(Codec::Json, hello(ada.token())).await;
    for (number, command) in numbers.into_iter().zip(said) {
        back.say_as(number, command).await;
        assert_eq!(back.answer(number).await, None);
    }
    assert_eq!((back.version, &back.room), (before.0, &before.1));
    // Another number is another command.
    back.say_as(CommandNumber(90), vote(round, 3)).await;
    assert_eq!(back.answer(CommandNumber(90)).await, None);
    assert_eq!(back.version, before.0.plus(1));
}

#[tokio::test]
async fn w4_clients_are_told_over_which_time_to_come_back() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    server.stop.cancel();
    let spread = |ada: &Client| matches!(ada.heard.last(), Some(ServerMessage::Restarting { spread_ms: 500 }));
    ada.until("when to come back", spread).await;
    assert_eq!(ada.closed().await.0, CloseCode::Restart.code());
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn w6_a_second_server_on_the_same_files_does_not_start() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    // It answers, so it has the files.
    server.room().await;
    let mut second = crate::common::program::command();
    second.args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.path());
    let output = second.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("another team-poker uses"), "{said}");
}

#[tokio::test]
async fn w6_rooms_are_backed_up_while_the_server_runs_and_put_back_when_it_does_not() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.vote(5).await;
    let copy = folder.path().join("copy.db");
    let run = |arguments: &[&str]| {
        let mut command = crate::common::program::command();
        command.args(arguments).arg("--data-dir").arg(folder.path());
        let output = command.output().unwrap();
        let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.success(), said(output.stdout) + &said(output.stderr))
    };
    let (is_done, said) = run(&["backup", copy.to_str().unwrap()]);
    assert!(is_done && said.contains("rooms: 1, events: 4, snapshots: 0, no damage"), "{said}");
    let (is_done, said) = run(&["check"]);
    assert!(is_done && said.contains("rooms: 1, events: 4"), "{said}");
    ada.vote(8).await;
    let (is_done, said) = run(&["restore", copy.to_str().unwrap()]);
    assert!(!is_done && said.contains("another team-poker uses"), "{said}");
    server.stop.cancel();
    server.ended().await;
    let (is_done, said) = run(&["restore", copy.to_str().unwrap()]);
    assert!(is_done && said.contains("What was there before is in"), "{said}");

    let server = start_in(&folder).await;
    let room = NewRoom { address: server.address, ..room };
    let back = room.holder(Codec::Json, &ada.token()).await;
    assert_eq!(back.sees(back.who()), Some(Vote::Card(CardIndex(5))));
}

#[tokio::test]
async fn w6_when_nothing_can_be_kept_who_asks_is_told_and_nobody_sees_it_and_then_it_heals() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let mut witness = room.stranger(Codec::Postcard).await;
    let before = (witness.version, witness.room.clone());
    // Somebody else holds the database.
    let other = rusqlite::Connection::open(folder.path().join("team-poker.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ada.ask(vote(ada.round(), 3)).await, Some(Rejection::NotStored));
    let health = server.get("/health").await;
    let read: serde_json::Value = serde_json::from_str(health.text()).unwrap();
    assert_eq!((health.status, &read["status"]), (503, &"failing".into()));
    assert!(read["log"].as_str().unwrap().contains("locked"), "{read}");
    let refused = server.post("/rooms", &[("name", "Another")]).await;
    assert_eq!(refused.status, 500);
    assert!(refused.text().contains("The server could not keep a new room."), "{}", refused.text());
    // What there is can be looked at.
    assert_eq!(server.get(&format!("/r/{}", room.id)).await.status, 200);
    witness.settle().await;
    assert_eq!((witness.version, witness.room.clone()), before);

    other.execute_batch("ROLLBACK").unwrap();
    let healed = async {
        while server.get("/health").await.status != 200 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    crate::common::within("the healing", healed).await;
    ada.vote(3).await;
    witness.until("the vote", |witness| witness.sees(ada.who()).is_some()).await;
}

#[tokio::test]
async fn w7_a_damaged_room_is_not_served_and_others_are() {
    let folder = TempDir::new().unwrap();
    let server = start_in(&folder).await;
    let (damaged, sound) = (server.room().await, server.room().await);
    for room in [&damaged, &sound] {
        room.voter(Codec::Json, "Ada").await.vote(3).await;
    }
    let (server, damaged) = {
        let (server, damaged) = restart(server, &folder, &damaged).await;
        let database = rusqlite::Connection::open(folder.path().join("team-poker.db")).unwrap();
        let id = damaged.id.bits().cast_signed();
        database.execute("UPDATE event SET event = x'00' WHERE version = 4 AND room = ?1", [id]).unwrap();
        (server, damaged)
    };
    let page = server.get(&format!("/r/{}", damaged.id)).await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("cannot be read"), "{}", page.text());
    let request = crate::common::client::request_in(server.address, damaged.id, Codec::Json);
    let mut socket = crate::common::client::open(server.address, request).await;
    assert_eq!(crate::common::client::closed(&mut socket).await.0, CloseCode::Unreadable.code());
    assert_eq!(server.get(&format!("/r/{}", sound.id)).await.status, 200);
}
