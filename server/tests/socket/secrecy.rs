//! No card is shown early, nor whose it is in an anonymous round: two rooms that differ in that alone look the same to
//! everybody else.

use app::shell::RoomPage;
use serde::Serialize;
use serde_json::Value;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::ids::{RoomId, Version};
use shared::message::{Hello, ServerMessage, Token};
use shared::room::{Role, Room};
use shared::round::{Confidence, OpenCards};
use shared::settings::{AfterReveal, Names, Setting};

use crate::common::client::{Client, page};
use crate::common::http::{self, Response};
use crate::common::program::Program;
use crate::common::{NewRoom, Server};

/// What somebody lays: some cards, one instead of the other, one after taking one back; and what they say with the last.
#[derive(Clone, Copy, Debug)]
struct Hand {
    cards: [u8; 4],
    confidence: Confidence,
    reason: &'static str,
}

/// Hands that differ in cards of one digit and of two, specials and numbers, and in words short and long.
const HANDS: [Hand; 4] = [
    Hand { cards: [1, 2, 3, 4], confidence: Confidence::Sure, reason: "Tests" },
    Hand { cards: [4, 3, 2, 1], confidence: Confidence::Guess, reason: "Nobody knows that code any more" },
    Hand { cards: [12, 11, 10, 12], confidence: Confidence::Fairly, reason: "☕" },
    Hand { cards: [0, 12, 7, 11], confidence: Confidence::Sure, reason: "It may be 0, 1 or 89" },
];

/// All that was to be seen of a room in which that was played.
struct Seen {
    /// The frames to everyone but Ada, a listener an entry.
    by_others: Vec<Vec<Frame>>,
    pages: Vec<String>,
    health: String,
    by_ada: Vec<Frame>,
    /// The frames to everyone but Ada from the reveal on.
    after_reveal: Vec<Vec<Frame>>,
}

/// A frame without what differs between any two rooms, and how long it was with that.
#[derive(Clone, Debug, PartialEq)]
struct Frame {
    bytes: usize,
    value: Value,
}

impl Frame {
    fn of(message: &ServerMessage, bytes: &[u8]) -> Self {
        let value = bare(message);
        Self { bytes: bytes_of(bytes.len(), &value), value }
    }

    fn holds(&self, text: &str) -> bool {
        self.value.to_string().contains(text)
    }
}

/// In how many bytes that was said; of what says how long a round took, which is written in more or fewer of them, none.
fn bytes_of(bytes: usize, value: &Value) -> usize {
    if value.to_string().contains("took_ms") { 0 } else { bytes }
}

/// What it says, but for moments and secrets.
fn bare(message: &impl Serialize) -> Value {
    let mut value = serde_json::to_value(message).unwrap();
    blank(&mut value);
    value
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    "now" | "took_ms" | "token" => *value = Value::Null,
                    _ => blank(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(blank),
        _ => {}
    }
}

/// All that a client heard from some message on. A heartbeat comes when it comes.
fn frames(client: &Client, from: usize) -> Vec<Frame> {
    let heard = client.heard.iter().zip(&client.frames).skip(from);
    let heard = heard.filter(|(message, _)| !matches!(message, ServerMessage::Heartbeat { .. }));
    heard.map(|(message, bytes)| Frame::of(message, bytes)).collect()
}

/// The document without what differs between any two: the room's name in the link, the nonce, and what time it is.
fn document(response: &Response, room: RoomId) -> String {
    let text = response.text();
    let seed = attribute(text, "data-seed=\"");
    let mut page = RoomPage::from_seed(seed).expect("the page holds its seed");
    page.id = String::new();
    let value = bare(&page);
    let bare = format!("{} {value}", bytes_of(seed.len(), &value));
    let policy = response.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    text.replace(seed, &bare).replace(nonce, "NONCE").replace(&room.to_string(), "ROOM")
}

fn attribute<'a>(text: &'a str, opening: &str) -> &'a str {
    text.split_once(opening).expect("the attribute is there").1.split('"').next().unwrap()
}

async fn lay(person: &mut Client, hand: Hand) {
    let (round, cards) = (person.round(), hand.cards);
    person.vote(cards[0]).await;
    person.vote(cards[1]).await;
    person.must(Command::TakeBack { round }).await;
    person.vote(cards[2]).await;
    person.must(Command::SetConfidence { round, confidence: Some(hand.confidence) }).await;
    person.vote(cards[3]).await;
    person.must(Command::GiveReason { round, reason: hand.reason.into() }).await;
}

async fn listeners(room: &NewRoom) -> Vec<Client> {
    let mut all = vec![room.moderator(Codec::Json).await];
    all[0].set(Setting::Confidence(true)).await;
    all.push(room.voter(Codec::Postcard, "Bob").await);
    let mut observer = room.stranger(Codec::Json).await;
    observer.must(Command::Join { nickname: "Olga".into(), role: Role::Observer }).await;
    all.push(observer);
    for codec in Codec::ALL {
        all.push(room.stranger(codec).await);
    }
    all
}

/// Somebody as they were once: who they are, and what they had.
struct Before {
    token: Token,
    version: Version,
    room: Room,
}

impl Before {
    async fn of(client: &mut Client) -> Self {
        client.settle().await;
        Self { token: client.token(), version: client.version, room: client.room.clone() }
    }
}

/// In both codecs somebody comes, and somebody comes back: for what they missed, and for the room.
async fn come(room: &NewRoom, before: &Before) -> Vec<Client> {
    let mut all = vec![];
    for codec in Codec::ALL {
        all.push(room.stranger(codec).await);
        let hello = Hello { token: Some(before.token.clone()), after: Some(before.version), page: None, code: None };
        let back = Client::resume(room.address, room.id, codec, hello, &before.room).await;
        assert!(back.welcome().room.is_none(), "they catch up");
        all.push(back);
        all.push(room.holder(codec, &before.token).await);
    }
    all
}

async fn settle(clients: &mut [Client]) {
    for client in clients {
        client.settle().await;
    }
}

/// The page, and the same when its form is refused.
async fn pages(server: &Server, room: &NewRoom) -> Vec<String> {
    let page = server.get(&format!("/r/{}", room.id)).await;
    let taken = server.post(&format!("/r/{}/join", room.id), &[("nickname", "ada")]).await;
    vec![document(&page, room.id), document(&taken, room.id)]
}

async fn play(hand: Hand) -> Seen {
    let server = Server::start().await;
    let room = server.room().await;
    let mut others = listeners(&room).await;
    let mut ada = room.enter(Codec::Json, Hello { page: Some(page("Ada")), ..Hello::default() }).await;
    ada.join("Ada").await;
    let before = Before::of(&mut others[1]).await;
    lay(&mut ada, hand).await;
    others.extend(come(&room, &before).await);
    let pages = pages(&server, &room).await;
    let health = server.get("/health").await.text().to_owned();

    settle(&mut others).await;
    let by_others = others.iter().map(|client| frames(client, 0)).collect();
    let heard: Vec<usize> = others.iter().map(|client| client.heard.len()).collect();
    ada.settle().await;
    let by_ada = frames(&ada, 0);
    others[0].reveal().await;
    settle(&mut others).await;
    let after_reveal = others.iter().zip(heard).map(|(client, heard)| frames(client, heard)).collect();
    Seen { by_others, pages, health, by_ada, after_reveal }
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
async fn v3_v10_v11_nothing_that_others_are_sent_before_the_reveal_holds_a_card_or_what_was_said_with_it() {
    let hand = Hand { cards: [12, 11, 10, 9], ..HANDS[1] };
    let seen = play(hand).await;
    let said = ["\"card\":", "guess", hand.reason];
    for frame in seen.by_others.iter().flatten() {
        assert!(!said.iter().any(|text| frame.holds(text)), "{frame:?}");
    }
    assert!(!seen.pages.iter().any(|page| said.iter().any(|text| page.contains(text))));
    let own = |text: &str| seen.by_ada.iter().filter(|frame| frame.holds(text)).count();
    assert_eq!(said.map(own), [4, 1, 1]);
    // From the reveal on they see all of it, but for what was played before.
    for frames in &seen.after_reveal {
        assert!(said.iter().all(|text| frames.iter().any(|frame| frame.holds(text))), "{frames:?}");
    }
}

/// All that was to be seen of an anonymous round in which Ada and Bob had these hands.
struct Anonymous {
    /// The frames to all others, until the next round, a listener an entry.
    by_others: Vec<Vec<Frame>>,
    /// The frames to Ada and to Bob from the reveal on, and to their second pages that come only then.
    by_players: Vec<Vec<Frame>>,
    pages: Vec<String>,
    /// What Bob was told of his own before the reveal.
    by_bob: Vec<Frame>,
}

async fn play_anonymously(of_ada: Hand, of_bob: Hand) -> Anonymous {
    let server = Server::start().await;
    let room = server.room().await;
    let mut others = listeners(&room).await;
    let mut bob = others.remove(1);
    let mut ada = room.voter(Codec::Json, "Ada").await;
    for setting in [Setting::Names(Names::Anonymous), Setting::AfterReveal(AfterReveal::MayChange)] {
        others[0].set(setting).await;
    }
    let before = Before::of(&mut others[1]).await;
    lay(&mut ada, of_ada).await;
    lay(&mut bob, of_bob).await;
    others.extend(come(&room, &before).await);
    // They played for nobody to know whose card it is.
    others[0].set(Setting::Names(Names::Shown)).await;
    others[0].reveal().await;
    bob.settle().await;
    ada.settle().await;
    let heard = [&ada, &bob].map(|player| player.heard.iter().position(is_reveal).unwrap());
    let by_bob = frames(&bob, 0);

    // Afterwards people come, come back, try to change a card, go, and the house rule is turned round.
    others.extend(come(&room, &before).await);
    others.push(room.holder(Codec::Json, &ada.token()).await);
    others.push(room.holder(Codec::Postcard, &bob.token()).await);
    assert!(ada.ask(crate::common::client::vote(ada.round(), 5)).await.is_some());
    others[0].set(Setting::Names(Names::Anonymous)).await;
    let mut pages = pages(&server, &room).await;
    ada.must(Command::Leave).await;
    others[0].must(Command::Remove { who: bob.who() }).await;
    pages.push(document(&server.get(&format!("/r/{}", room.id)).await, room.id));
    for client in &mut others {
        client.settle().await;
    }
    others[0].next_round().await;
    for client in others.iter_mut().chain([&mut ada, &mut bob]) {
        client.settle().await;
    }
    let by_players = vec![frames(&ada, heard[0]), frames(&bob, heard[1])];
    Anonymous { by_others: others.iter().map(|client| frames(client, 0)).collect(), by_players, pages, by_bob }
}

fn is_reveal(message: &ServerMessage) -> bool {
    matches!(message, ServerMessage::Event { event, .. } if matches!(event.get(), RoomEvent::CardsRevealed { .. }))
}

#[tokio::test]
async fn h3_l5_anonymous_rooms_in_which_two_exchange_their_hands_send_everyone_the_same_bytes() {
    for [one, other] in [[HANDS[0], HANDS[1]], [HANDS[2], HANDS[3]]] {
        let first = play_anonymously(one, other).await;
        let second = play_anonymously(other, one).await;
        for (place, (one, same)) in first.by_others.iter().zip(&second.by_others).enumerate() {
            assert_eq!(one, same, "listener {place} can tell who played what");
        }
        assert_eq!(first.by_players, second.by_players);
        assert_eq!(first.pages, second.pages);
        // It is not that nothing was told: each saw their own before, and all see what was played.
        assert_ne!(first.by_bob, second.by_bob);
        for frames in &first.by_others {
            let holds = |text: &str| frames.iter().any(|frame| frame.holds(text));
            assert!(holds(one.reason) && holds(other.reason) && holds("anonymous"), "{frames:?}");
        }
    }
}

#[tokio::test]
async fn h3_the_result_of_an_anonymous_round_is_the_cards_in_the_order_of_the_deck_and_who_has_played() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.set(Setting::Names(Names::Anonymous)).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    ada.vote(8).await;
    moderator.vote(2).await;
    moderator.reveal().await;
    ada.settle().await;
    for client in [&moderator, &ada, &room.stranger(Codec::Json).await] {
        let OpenCards::Anonymous { played, cards } = &client.room.round().as_revealed().unwrap().cards else {
            panic!("{:?}", client.room.round())
        };
        assert_eq!(*played, [moderator.who(), ada.who()].into());
        assert_eq!(cards.iter().map(|play| play.card).collect::<Vec<_>>(), [CardIndex(2), CardIndex(8)]);
    }
}

/// The log without what differs between any two runs: the moments, the room, the port.
fn bare_log(log: Vec<String>, program: &str, room: RoomId) -> Vec<String> {
    let without_moment = |line: String| line.split_once(' ').map_or(line.clone(), |(_, rest)| rest.to_owned());
    let lines = log.into_iter().map(without_moment);
    let mut lines: Vec<String> =
        lines.map(|line| line.replace(&room.to_string(), "ROOM").replace(program, "ADDRESS")).collect();
    // Of things that happen at once, either can be logged first.
    lines.sort();
    lines
}

async fn logged(hand: Hand) -> Vec<String> {
    let program = Program::start("trace");
    let address = program.address;
    let made = http::post(address, "/rooms", &[("name", "Team")], &[]).await;
    let id = made.header("location").unwrap().strip_prefix("/r/").unwrap().parse().unwrap();
    let room = NewRoom { address, id, creator: made.seat().unwrap() };
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    moderator.set(Setting::Confidence(true)).await;
    lay(&mut ada, hand).await;
    // Refusals and broken messages are where a program is tempted to log what it was sent.
    let round = moderator.round();
    assert!(ada.ask(Command::Reveal { round }).await.is_some());
    let mut broken = room.holder(Codec::Json, &ada.token()).await;
    let text = format!(r#"{{"number":1,"command":{{"vote":{{"round":1,"card":{},"x":1}}}}}}"#, hand.cards[0]);
    futures_util::SinkExt::send(&mut broken.socket, text.into()).await.unwrap();
    broken.closed().await;
    moderator.reveal().await;
    program.signal("TERM");
    moderator.closed().await;
    let (_, log) = tokio::task::spawn_blocking(|| program.end()).await.unwrap();
    bare_log(log, &address.to_string(), id)
}

#[tokio::test]
async fn l2_the_log_never_holds_a_card_however_much_is_logged() {
    let first = logged(HANDS[0]).await;
    assert!(first.iter().any(|line| line.contains("TRACE") || line.contains("DEBUG")), "{first:?}");
    for hand in &HANDS[1..] {
        assert_eq!(first, logged(*hand).await, "{hand:?}");
    }
}
