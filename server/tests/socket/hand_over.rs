//! Handing a seat over to a second device by a code.

use shared::codec::Codec;
use shared::command::Command;
use shared::message::{HandOverCode, Hello, ServerMessage};
use shared::rejection::Rejection;

use crate::common::client::{Client, page};
use crate::common::{NewRoom, Server};

/// The code that they are told before the answer.
async fn code(client: &mut Client) -> HandOverCode {
    client.must(Command::HandOver).await;
    let told = client.heard.iter().rev().find_map(|message| match message {
        ServerMessage::HandOver { code, .. } => Some(code.clone()),
        _ => None,
    });
    told.expect("the code comes before the answer")
}

async fn enter(room: &NewRoom, code: &HandOverCode, page_name: &str) -> Client {
    room.enter(Codec::Json, Hello { code: Some(code.clone()), page: Some(page(page_name)), ..Hello::default() }).await
}

#[tokio::test]
async fn p12_a_second_device_takes_the_same_seat_by_a_code_once() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    ada.vote(5).await;
    let code = code(&mut ada).await;
    let mut phone = enter(&room, &code, "phone").await;
    assert_eq!((phone.who(), phone.token()), (ada.who(), ada.token()));
    assert_eq!(phone.sees(ada.who()), ada.sees(ada.who()));
    phone.vote(8).await;
    ada.settle().await;
    assert_eq!(phone.sees(ada.who()), ada.sees(ada.who()));
    // The phone's first line died before it was told: it says the same again.
    assert_eq!(enter(&room, &code, "phone").await.who(), ada.who());
    // Somebody who saw the code over her shoulder comes too late.
    assert!(enter(&room, &code, "thief").await.seat.is_none());
    assert_eq!(ada.room.seats().count(), 1);
}

#[tokio::test]
async fn p12_a_code_counts_more_than_the_seat_that_the_device_has() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let bob = room.voter(Codec::Json, "Bob").await;
    let code = code(&mut ada).await;
    let hello = Hello { code: Some(code), token: Some(bob.token()), ..Hello::default() };
    assert_eq!(room.enter(Codec::Json, hello).await.who(), ada.who());
}

#[tokio::test]
async fn p12_only_for_a_seat_and_only_in_its_room() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut stranger = room.stranger(Codec::Json).await;
    assert_eq!(stranger.ask(Command::HandOver).await, Some(Rejection::NotSeated));
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let code_of_ada = code(&mut ada).await;
    assert!(enter(&server.room().await, &code_of_ada, "phone").await.seat.is_none());
    // Of a seat that was given up there is nothing to hand over.
    let code_of_ada = code(&mut ada).await;
    ada.must(Command::Leave).await;
    assert!(enter(&room, &code_of_ada, "phone").await.seat.is_none());
}
