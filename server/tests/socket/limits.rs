//! Every limit at its edge: what is within is served, what is beyond is told so.

use futures_util::{SinkExt, StreamExt};
use server::limits::{COMMANDS_BURST_MAX, FORM_BYTES_MAX, REQUEST_HEAD_WITHIN, SEAT_CONNECTIONS_MAX};
use shared::codec::Codec;
use shared::command::Command;
use shared::ids::RoundNumber;
use shared::limits::{CLIENT_FRAME_BYTES_MAX, NICKNAME_GRAPHEMES_MAX, ROOM_NAME_GRAPHEMES_MAX, TITLE_GRAPHEMES_MAX};
use shared::message::{CloseCode, Hello};
use shared::rejection::Rejection;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use crate::common::client::{Client, closed, join, open, request_in};
use crate::common::http::{post_body, read_head};
use crate::common::{NewRoom, Server, within};

fn because(code: CloseCode) -> (u16, String) {
    (code.code(), code.reason().to_owned())
}

/// JSON of exactly that many bytes: spaces may follow it.
fn padded(json: &str, bytes: usize) -> Message {
    Message::text(format!("{json}{}", " ".repeat(bytes - json.len())))
}

/// Why a socket is closed that begins like this.
async fn closed_after(room: &NewRoom, codec: Codec, frames: Vec<Message>) -> (u16, String) {
    let mut socket = open(room.address, request_in(room.address, room.id, codec)).await;
    for frame in frames {
        socket.send(frame).await.unwrap();
    }
    closed(&mut socket).await
}

#[tokio::test]
async fn w4_the_longest_message_is_read_and_one_byte_more_is_not() {
    let server = Server::start().await;
    let room = server.room().await;
    let (longest, beyond) = (CLIENT_FRAME_BYTES_MAX, CLIENT_FRAME_BYTES_MAX + 1);
    let command = r#"{"number":1,"command":"leave"}"#;

    let mut socket = open(room.address, request_in(room.address, room.id, Codec::Json)).await;
    socket.send(padded("{}", longest)).await.unwrap();
    socket.send(padded(command, longest)).await.unwrap();
    for said in ["welcome", "answer"] {
        let text = within("a message", socket.next()).await.unwrap().unwrap().into_text().unwrap();
        assert!(text.starts_with(&format!("{{\"{said}\"")), "{text}");
    }

    let too_long = because(CloseCode::TooLong);
    assert_eq!(closed_after(&room, Codec::Json, vec![padded("{}", beyond)]).await, too_long);
    assert_eq!(closed_after(&room, Codec::Json, vec![padded("{}", 2), padded(command, beyond)]).await, too_long);
    assert_eq!(closed_after(&room, Codec::Json, vec![padded("{}", 12 * beyond)]).await, too_long);
    let bytes = |count| vec![Message::binary(vec![0xff; count])];
    assert_eq!(closed_after(&room, Codec::Postcard, bytes(beyond)).await, too_long);
    assert_eq!(closed_after(&room, Codec::Postcard, bytes(longest)).await, because(CloseCode::Malformed));
}

#[tokio::test]
async fn w4_what_is_not_of_the_protocol_is_told_so() {
    let server = Server::start().await;
    let room = server.room().await;
    let hello = || Message::text("{}");
    let not_utf8 = Frame::message(vec![b'{', 0xff, b'}'], OpCode::Data(Data::Text), true);
    let openings = [
        vec![Message::text("hello")],
        vec![Message::text("")],
        vec![Message::text(r#"{"tokens":"1.abc"}"#)],
        vec![Message::text(r#"{"page":"short"}"#)],
        vec![Message::binary(&b"{}"[..])],
        vec![Message::Frame(not_utf8)],
        vec![hello(), hello()],
        vec![hello(), Message::text(r#"{"number":1,"command":"dance"}"#)],
        vec![hello(), Message::text(r#"{"number":-1,"command":"leave"}"#)],
        vec![hello(), Message::text(r#"{"number":1,"command":"leave","really":true}"#)],
        vec![hello(), Message::text(r#"{"number":1,"command":"leave"} {}"#)],
        vec![hello(), Message::text(r#"{"number":1,"command":{"rename":{"nickname":"Ada","role":"voter"}}}"#)],
        vec![hello(), Message::text(r#"{"number":1,"command":{"rename":{}}}"#)],
    ];
    for frames in openings {
        let said = format!("{frames:?}");
        assert_eq!(closed_after(&room, Codec::Json, frames).await, because(CloseCode::Malformed), "{said}");
    }
    let text_to_postcard = closed_after(&room, Codec::Postcard, vec![Message::text("\0\0\0")]).await;
    assert_eq!(text_to_postcard, because(CloseCode::Malformed));
    let trailing = closed_after(&room, Codec::Postcard, vec![Message::binary(&[0, 0, 0, 0, 0][..])]).await;
    assert_eq!(trailing, because(CloseCode::Malformed));
}

#[tokio::test]
async fn w4_a_burst_of_commands_is_answered_and_more_than_that_is_not() {
    let server = Server::start().await;
    let room = server.room().await;
    let command = || Command::Reveal { round: RoundNumber::FIRST };

    let mut patient = room.stranger(Codec::Postcard).await;
    let mut last = None;
    for _ in 0..COMMANDS_BURST_MAX {
        last = Some(patient.say(command()).await);
    }
    assert_eq!(patient.answer(last.unwrap()).await, Some(Rejection::NotSeated));

    let mut hasty = room.stranger(Codec::Postcard).await;
    // As many again cannot have been allowed meanwhile: that would take seconds.
    for _ in 0..2 * COMMANDS_BURST_MAX {
        hasty.say(command()).await;
    }
    assert_eq!(hasty.closed().await, because(CloseCode::TooMany));
    room.stranger(Codec::Json).await.settle().await;
}

#[tokio::test]
async fn w4_a_seat_has_so_many_connections_and_no_more() {
    let server = Server::start().await;
    let room = server.room().await;
    let ada = room.voter(Codec::Json, "Ada").await;
    let mut tabs: Vec<Client> = vec![];
    for _ in 1..SEAT_CONNECTIONS_MAX {
        tabs.push(room.holder(Codec::Postcard, &ada.token()).await);
    }
    let hello = Codec::Json.encode(&Hello { token: Some(ada.token()), ..Hello::default() });
    let one_more = vec![Message::text(String::from_utf8(hello).unwrap())];
    assert_eq!(closed_after(&room, Codec::Json, one_more).await, because(CloseCode::Full));
    for tab in &mut tabs {
        tab.settle().await;
    }
    // Others are let in as before.
    room.voter(Codec::Json, "Bob").await;
}

#[tokio::test]
async fn p2_a_nickname_is_refused_over_the_wire_as_well() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut ada = room.stranger(Codec::Json).await;
    let longest = "é".repeat(NICKNAME_GRAPHEMES_MAX);
    assert_eq!(ada.ask(join("")).await, Some(Rejection::NicknameEmpty));
    assert_eq!(ada.ask(join(" \u{200B} ")).await, Some(Rejection::NicknameEmpty));
    assert_eq!(ada.ask(join(&format!("{longest}é"))).await, Some(Rejection::NicknameTooLong));
    assert_eq!(ada.ask(join(&longest)).await, None);
    assert_eq!(ada.room.seat(ada.who()).unwrap().nickname.as_str(), longest);
    let rename = Command::Rename { nickname: format!("{longest}é") };
    assert_eq!(ada.ask(rename).await, Some(Rejection::NicknameTooLong));
}

#[tokio::test]
async fn t2_a_title_is_refused_over_the_wire_as_well() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let longest = "é".repeat(TITLE_GRAPHEMES_MAX);
    moderator.must(Command::SetTopic { title: longest.clone() }).await;
    let beyond = Command::SetTopic { title: format!("{longest}é") };
    assert_eq!(moderator.ask(beyond).await, Some(Rejection::TitleTooLong));
    assert_eq!(moderator.room.title(), longest);
}

#[tokio::test]
async fn t2_a_room_with_too_long_a_name_is_refused_with_the_limit_and_what_was_typed() {
    let server = Server::start().await;
    let longest = "é".repeat(ROOM_NAME_GRAPHEMES_MAX);
    let room = server.room_of(&[("name", &longest)]).await;
    assert_eq!(room.stranger(Codec::Json).await.room.name().as_str(), longest);

    let typed = format!("{longest}é");
    let refused = server.post("/rooms", &[("name", &typed), ("deck", "t-shirt")]).await;
    assert_eq!((refused.status, refused.header("set-cookie")), (422, None));
    let sentence = format!("A room's name has at most {ROOM_NAME_GRAPHEMES_MAX} characters.");
    let text = refused.text().replace("&#x27;", "'").replace("&#39;", "'");
    assert!(text.contains(&sentence) && text.contains(&typed), "{text}");
}

#[tokio::test]
async fn w4_the_longest_form_is_read_and_one_byte_more_is_not() {
    let server = Server::start().await;
    let body = |bytes: usize| format!("name={}", "x".repeat(bytes - "name=".len()));
    // It is read, and its name is too long.
    assert_eq!(post_body(server.address, "/rooms", &body(FORM_BYTES_MAX), &[]).await.status, 422);
    assert_eq!(post_body(server.address, "/rooms", &body(FORM_BYTES_MAX + 1), &[]).await.status, 413);
    let room = server.room().await;
    let join = format!("/r/{}/join", room.id);
    assert_eq!(post_body(server.address, &join, &body(FORM_BYTES_MAX + 1), &[]).await.status, 413);
}

#[tokio::test]
async fn w4_a_request_whose_head_does_not_end_is_closed() {
    let server = Server::start().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // One whole request first, so that the server has the connection before the clock begins to jump.
    stream.write_all(b"GET /nothing-here HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    stream.write_all(b"Upgrade-Insecure-Requests: 1\r\n\r\n").await.unwrap();
    assert_eq!(read_head(&mut stream).await.status, 404);
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    tokio::time::pause();
    let began = tokio::time::Instant::now();
    let mut rest = vec![];
    // However it ends, by the end of the stream or by a reset.
    let _ = within("the end of the connection", stream.read_to_end(&mut rest)).await;
    assert!(began.elapsed() <= 2 * REQUEST_HEAD_WITHIN);
}
