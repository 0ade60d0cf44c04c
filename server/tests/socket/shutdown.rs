//! The end of the server: every socket is told to come back, and the process ends.

use shared::codec::Codec;
use shared::message::CloseCode;
use tokio::net::TcpStream;

use crate::common::client::{Client, open, request_in};
use crate::common::http;
use crate::common::program::Program;
use crate::common::{NewRoom, Server};

fn restart() -> (u16, String) {
    (CloseCode::Restart.code(), CloseCode::Restart.reason().to_owned())
}

#[tokio::test]
async fn w4_at_the_end_every_socket_is_told_to_come_back() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut clients = vec![room.moderator(Codec::Json).await, room.voter(Codec::Postcard, "Ada").await];
    clients.push(room.stranger(Codec::Json).await);
    let mut silent = open(server.address, request_in(server.address, room.id, Codec::Json)).await;
    // Browsers open connections that they may need; the end does not wait for those.
    let idle = TcpStream::connect(server.address).await.unwrap();
    let address = server.address;

    server.stop.cancel();
    for client in &mut clients {
        assert_eq!(client.closed().await, restart());
    }
    assert_eq!(crate::common::client::closed(&mut silent).await, restart());
    server.ended().await;
    assert!(TcpStream::connect(address).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn w2_what_was_said_before_the_end_is_answered_before_it() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.vote(3).await;
    let mut witness = room.stranger(Codec::Postcard).await;
    ada.vote(5).await;
    ada.must(shared::command::Command::Rename { nickname: "Ada L".into() }).await;
    server.stop.cancel();
    // It waited when the end came, and is still told.
    witness.until("the new name", |witness| witness.version == ada.version).await;
    assert_eq!(witness.closed().await, restart());
}

#[tokio::test]
async fn the_program_serves_and_ends_also_when_nobody_takes_its_log() {
    let program = Program::start_unheard();
    let made = http::post(program.address, "/rooms", &[("name", "Team")], &[]).await;
    assert_eq!(made.status, 303);
    program.signal("TERM");
    let (status, _) = tokio::task::spawn_blocking(|| program.end()).await.unwrap();
    assert_eq!(status.code(), Some(0));
}

/// A program with somebody in one of its rooms.
async fn playing() -> (Program, Client) {
    let program = Program::start("info");
    let made = http::post(program.address, "/rooms", &[("name", "Team")], &[]).await;
    let id = made.header("location").unwrap().strip_prefix("/r/").unwrap().parse().unwrap();
    let room = NewRoom { address: program.address, id, creator: made.seat().unwrap() };
    let moderator = room.moderator(Codec::Json).await;
    (program, moderator)
}

#[tokio::test]
async fn w4_the_program_ends_cleanly_on_both_signals() {
    for signal in ["TERM", "INT"] {
        let (program, mut moderator) = playing().await;
        program.signal(signal);
        assert_eq!(moderator.closed().await, restart(), "{signal}");
        let (status, log) = tokio::task::spawn_blocking(|| program.end()).await.unwrap();
        assert_eq!(status.code(), Some(0), "{signal}: {log:?}");
        assert!(log.last().unwrap().contains("Team Poker has ended"), "{log:?}");
        assert!(!log.iter().any(|line| line.contains("did not end in time")), "{log:?}");
    }
}
