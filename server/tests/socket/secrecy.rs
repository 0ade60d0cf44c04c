//! No card is shown early: two rooms that differ only in hidden cards look the same to everybody else.

use app::shell::RoomPage;
use shared::codec::Codec;
use shared::command::Command;
use shared::ids::RoomId;
use shared::message::{Hello, ServerMessage, Token, UnixMillis};
use shared::room::Role;

use crate::common::client::{Client, page};
use crate::common::http::{self, Response};
use crate::common::program::Program;
use crate::common::{NewRoom, Server};

/// The cards that Ada lays, one instead of the other, takes back, and lays.
type Cards = [u8; 4];

/// Rooms in which Ada does the same with other cards: of one digit and of two, specials and numbers.
const HANDS: [Cards; 4] = [[1, 2, 3, 4], [4, 3, 2, 1], [12, 11, 10, 12], [0, 12, 7, 11]];

/// All that was to be seen of a room in which those cards were played.
struct Seen {
    /// The frames to everyone but Ada, a listener an entry.
    by_others: Vec<Vec<Frame>>,
    pages: Vec<String>,
    health: String,
    by_ada: Vec<Frame>,
    /// The frames to everyone but Ada from the reveal on.
    after_reveal: Vec<Vec<Frame>>,
}

/// A frame, and how long it was before the moment and the secrets in it were taken out.
type Frame = (usize, Vec<u8>);

/// The frame without what differs between any two rooms: what time it is, and the secret of a seat.
fn frame(message: &ServerMessage, bytes: &[u8]) -> Frame {
    let blank = || Token::try_from(String::new()).unwrap();
    let bare = match message.clone() {
        ServerMessage::Welcome(mut welcome) => {
            welcome.now = UnixMillis(0);
            welcome.seat.iter_mut().for_each(|seat| seat.token = blank());
            Codec::Postcard.encode(&ServerMessage::Welcome(welcome))
        }
        ServerMessage::Seated(mut seat) => {
            seat.token = blank();
            Codec::Postcard.encode(&ServerMessage::Seated(seat))
        }
        ServerMessage::Heartbeat { .. } => vec![],
        _ => bytes.to_vec(),
    };
    (bytes.len(), bare)
}

/// All that a client heard from some message on. A heartbeat comes when it comes.
fn frames(client: &Client, from: usize) -> Vec<Frame> {
    let heard = client.heard.iter().zip(&client.frames).skip(from);
    let heard = heard.filter(|(message, _)| !matches!(message, ServerMessage::Heartbeat { .. }));
    heard.map(|(message, bytes)| frame(message, bytes)).collect()
}

/// The document without what differs between any two: the room's name in the link, the nonce, and what time it is.
fn document(response: &Response, room: RoomId) -> String {
    let text = response.text();
    let seed = attribute(text, "data-seed=\"");
    let mut page = RoomPage::from_seed(seed).expect("the page holds its seed");
    page.welcome.now = UnixMillis(0);
    page.id = String::new();
    let bare = format!("{} {:?}", seed.len(), page.to_seed());
    let policy = response.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    text.replace(seed, &bare).replace(nonce, "NONCE").replace(&room.to_string(), "ROOM")
}

fn attribute<'a>(text: &'a str, opening: &str) -> &'a str {
    text.split_once(opening).expect("the attribute is there").1.split('"').next().unwrap()
}

async fn lay(ada: &mut Client, cards: Cards) {
    ada.vote(cards[0]).await;
    ada.vote(cards[1]).await;
    let round = ada.round();
    ada.must(Command::TakeBack { round }).await;
    ada.vote(cards[2]).await;
    ada.vote(cards[3]).await;
}

async fn listeners(room: &NewRoom) -> Vec<Client> {
    let mut all = vec![room.moderator(Codec::Json).await];
    all.push(room.voter(Codec::Postcard, "Bob").await);
    let mut observer = room.stranger(Codec::Json).await;
    observer.must(Command::Join { nickname: "Olga".into(), role: Role::Observer }).await;
    all.push(observer);
    for codec in Codec::ALL {
        all.push(room.stranger(codec).await);
    }
    all
}

async fn play(cards: Cards) -> Seen {
    let server = Server::start().await;
    let room = server.room().await;
    let mut others = listeners(&room).await;
    let mut ada = room.enter(Codec::Json, Hello { page: Some(page("Ada")), ..Hello::default() }).await;
    ada.join("Ada").await;
    others[1].settle().await;
    let before = (others[1].token(), others[1].version, others[1].room.clone());
    lay(&mut ada, cards).await;
    // Somebody comes, and somebody comes back, while the card lies there.
    for codec in Codec::ALL {
        others.push(room.stranger(codec).await);
        let hello = Hello { token: Some(before.0.clone()), after: Some(before.1), page: None, code: None };
        others.push(Client::resume(room.address, room.id, codec, hello, &before.2).await);
        others.push(room.holder(codec, &before.0).await);
    }
    let mut pages = vec![document(&server.get(&format!("/r/{}", room.id)).await, room.id)];
    let taken = server.post(&format!("/r/{}/join", room.id), &[("nickname", "ada")]).await;
    pages.push(document(&taken, room.id));
    let health = server.get("/health").await.text().to_owned();

    for client in &mut others {
        client.settle().await;
    }
    let by_others = others.iter().map(|client| frames(client, 0)).collect();
    let heard: Vec<usize> = others.iter().map(|client| client.heard.len()).collect();
    others[0].reveal().await;
    for client in &mut others {
        client.settle().await;
    }
    let after_reveal = others.iter().zip(heard).map(|(client, heard)| frames(client, heard)).collect();
    ada.settle().await;
    Seen { by_others, pages, health, by_ada: frames(&ada, 0), after_reveal }
}

#[tokio::test]
async fn l2_rooms_that_differ_in_hidden_cards_send_everyone_else_the_same_bytes() {
    let first = play(HANDS[0]).await;
    assert!(first.by_others.iter().all(|frames| frames.len() >= 2), "each listener heard something");
    for hand in &HANDS[1..] {
        let other = play(*hand).await;
        for (place, (one, same)) in first.by_others.iter().zip(&other.by_others).enumerate() {
            assert_eq!(one, same, "listener {place} can tell {:?} from {hand:?}", HANDS[0]);
        }
        assert_eq!(first.pages, other.pages);
        assert_eq!(first.health, other.health);
        // It is not that nothing was ever sent: Ada saw her cards, and everyone does from the reveal on.
        assert_ne!(first.by_ada, other.by_ada);
        let revealed = first.after_reveal.iter().zip(&other.after_reveal);
        assert!(revealed.into_iter().all(|(one, other)| one != other));
    }
}

#[tokio::test]
async fn v3_nothing_that_others_are_sent_before_the_reveal_holds_a_card() {
    let seen = play([12, 11, 10, 9]).await;
    for (_, bytes) in seen.by_others.iter().flatten() {
        assert!(!String::from_utf8_lossy(bytes).contains("\"card\""), "{}", String::from_utf8_lossy(bytes));
    }
    let own = seen.by_ada.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("\"card\""));
    assert_eq!(own.count(), 4);
}

/// The log without what differs between any two runs: the moments, the room, the port.
fn bare(log: Vec<String>, program: &str, room: RoomId) -> Vec<String> {
    let without_moment = |line: String| line.split_once(' ').map_or(line.clone(), |(_, rest)| rest.to_owned());
    let lines = log.into_iter().map(without_moment);
    let mut lines: Vec<String> =
        lines.map(|line| line.replace(&room.to_string(), "ROOM").replace(program, "ADDRESS")).collect();
    // Of things that happen at once, either can be logged first.
    lines.sort();
    lines
}

async fn logged(cards: Cards) -> Vec<String> {
    let program = Program::start("trace");
    let address = program.address;
    let made = http::post(address, "/rooms", &[("name", "Team")], &[]).await;
    let id = made.header("location").unwrap().strip_prefix("/r/").unwrap().parse().unwrap();
    let room = NewRoom { address, id, creator: made.seat().unwrap() };
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    lay(&mut ada, cards).await;
    // Refusals and broken messages are where a program is tempted to log what it was sent.
    let round = moderator.round();
    assert!(ada.ask(Command::Reveal { round }).await.is_some());
    let mut broken = room.holder(Codec::Json, &ada.token()).await;
    let text = format!(r#"{{"number":1,"command":{{"vote":{{"round":1,"card":{},"x":1}}}}}}"#, cards[0]);
    futures_util::SinkExt::send(&mut broken.socket, text.into()).await.unwrap();
    broken.closed().await;
    moderator.reveal().await;
    program.signal("TERM");
    moderator.closed().await;
    let (_, log) = tokio::task::spawn_blocking(|| program.end()).await.unwrap();
    bare(log, &address.to_string(), id)
}

#[tokio::test]
async fn l2_the_log_never_holds_a_card_however_much_is_logged() {
    let first = logged(HANDS[0]).await;
    assert!(first.iter().any(|line| line.contains("TRACE") || line.contains("DEBUG")), "{first:?}");
    for hand in &HANDS[1..] {
        assert_eq!(first, logged(*hand).await, "{hand:?}");
    }
}
