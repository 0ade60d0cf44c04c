//! What play costs on the wire: whole frames, of which `docs/protocol.md` has the table.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::{CREATOR, Table, id};
use serde::Serialize;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Actor, Chair, Command};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoundNumber, UnixMillis, Version};
use shared::message::{ClientMessage, SeatProof, ServerMessage, Token, Welcome};
use shared::redact;
use shared::round::{Confidence, Vote};
use shared::settings::{Names, Setting};

/// A message of play, as a whole frame.
struct Cost {
    what: &'static str,
    postcard_bytes: usize,
    json_bytes: usize,
    /// What it may cost in postcard, if that is promised.
    postcard_bytes_max: Option<usize>,
}

/// How many bytes a WebSocket puts before a payload: two, and the length where it does not fit there.
fn header(payload_bytes: usize) -> usize {
    match payload_bytes {
        0..126 => 2,
        126..65_536 => 4,
        _ => 10,
    }
}

/// What a client sends is masked, with four bytes more.
const MASK_BYTES: usize = 4;

fn cost(what: &'static str, message: &impl Serialize, mask_bytes: usize, postcard_bytes_max: Option<usize>) -> Cost {
    let [postcard_bytes, json_bytes] = [Codec::Postcard, Codec::Json].map(|codec| {
        let payload_bytes = codec.encode(message).len();
        header(payload_bytes) + mask_bytes + payload_bytes
    });
    Cost { what, postcard_bytes, json_bytes, postcard_bytes_max }
}

/// Ten people at a table, of whom the first is the moderator, with names as people have them, and a topic before them.
fn table_of_ten() -> (Table, Vec<Actor>) {
    let mut table = Table::new(Preset::Fibonacci);
    table.ask(CREATOR, common::join("Aleksandra")).unwrap();
    let guests = ["Benjamin", "Chiara", "Dimitri", "Éloïse", "Fatima", "Guðrún", "Hiroshi", "Ines", "João"];
    let people = [CREATOR].into_iter().chain(guests.map(|name| table.voter(name))).collect();
    table.ask(CREATOR, Command::SetTopic { title: "Log in with a passkey".into() }).unwrap();
    table.set(Setting::Confidence(true));
    (table, people)
}

/// Everybody plays.
fn play(table: &mut Table, people: &[Actor], confidence: Option<Confidence>) {
    let round = table.round();
    for (actor, card) in people.iter().zip([3, 3, 4, 5, 5, 5, 6, 7, 8, 9]) {
        table.vote(*actor, card).unwrap();
        table.ask(*actor, Command::SetConfidence { round, confidence }).unwrap();
    }
}

/// The cards turn after a minute. The event, as it is told in the middle of a long life.
fn reveal(table: &mut Table) -> ServerMessage {
    table.now.time = table.now.time.plus(60_000);
    let revealed = table.reveal(CREATOR).unwrap();
    told(10_000, &revealed[0], &CREATOR)
}

fn told(version: u64, event: &RoomEvent, viewer: &Actor) -> ServerMessage {
    let event = redact::event(event).for_viewer(viewer).unwrap().clone();
    ServerMessage::Event { version: Version(version), event }
}

/// The answer to the hello of somebody who has a seat at that table.
fn snapshot(table: &Table, people: &[Actor]) -> ServerMessage {
    ServerMessage::Welcome(Box::new(Welcome {
        version: Version(10_000),
        room: Some(redact::room(&table.room, &people[1])),
        topics: 1,
        here: people.iter().map(|actor| id(*actor)).collect(),
        away: vec![],
        chair: Chair::Held,
        countdown: None,
        seat: Some(SeatProof {
            who: id(people[1]),
            token: Token::try_from("2.0JpEWJUmzhfpLSgPZ2YAvA".to_owned()).unwrap(),
        }),
        now: UnixMillis(1_800_000_000_000),
    }))
}

fn costs() -> Vec<Cost> {
    let vote = |number, round| ClientMessage {
        number: CommandNumber(number),
        command: Command::Vote { round: RoundNumber(round), card: CardIndex(11) },
    };
    let voted = |who| RoomEvent::Voted { who: ParticipantId(who), vote: Vote::Card(CardIndex(11)) };
    let heartbeat = ServerMessage::Heartbeat { now: UnixMillis(1_800_000_000_000) };
    let done = ServerMessage::Answer { number: CommandNumber(100), rejection: None };

    let (mut table, people) = table_of_ten();
    play(&mut table, &people, None);
    let face_down = snapshot(&table, &people);
    let plain = reveal(&mut table);
    let face_up = snapshot(&table, &people);
    let (mut table, people) = table_of_ten();
    play(&mut table, &people, Some(Confidence::Fairly));
    let sure = reveal(&mut table);
    let (mut table, people) = table_of_ten();
    table.set(Setting::Names(Names::Anonymous));
    play(&mut table, &people, None);
    let anonymous = reveal(&mut table);

    vec![
        cost("a vote, as a client says it", &vote(100, 100), MASK_BYTES, Some(10)),
        cost("… its 10 000th command in round 10 000", &vote(10_000, 10_000), MASK_BYTES, None),
        cost("the answer to it", &done, 0, None),
        cost("somebody voted, of 127 people", &told(10_000, &voted(127), &CREATOR), 0, Some(10)),
        cost("… after two million events", &told(2_000_000, &voted(127), &CREATOR), 0, Some(10)),
        cost("… of 2 000 people, after two million events", &told(2_000_000, &voted(2_000), &CREATOR), 0, None),
        cost("a reveal of 10 cards", &plain, 0, Some(60)),
        cost("… with how sure each is", &sure, 0, Some(60)),
        cost("… of an anonymous round", &anonymous, 0, Some(60)),
        cost("a room of 10 people, cards face down", &face_down, 0, Some(400)),
        cost("… cards open", &face_up, 0, None),
        cost("a heartbeat", &heartbeat, 0, None),
    ]
}

/// As it stands in the protocol.
fn in_markdown(costs: &[Cost]) -> String {
    let mut table = String::from("| frame | postcard | JSON |\n|-|-:|-:|\n");
    for Cost { what, postcard_bytes, json_bytes, .. } in costs {
        writeln!(table, "| {what} | {postcard_bytes} | {json_bytes} |").unwrap();
    }
    table
}

#[test]
fn w5_play_costs_few_bytes() {
    let costs = costs();
    println!("{}", in_markdown(&costs));
    for Cost { what, postcard_bytes, postcard_bytes_max, .. } in &costs {
        let bytes_max = postcard_bytes_max.unwrap_or(usize::MAX);
        assert!(*postcard_bytes <= bytes_max, "{what}: {postcard_bytes} bytes, and at most {bytes_max} are allowed");
    }
    assert_eq!(costs.iter().filter(|cost| cost.postcard_bytes_max.is_some()).count(), 7);
}

#[test]
fn the_protocol_says_what_play_costs() {
    let protocol = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/protocol.md")).unwrap();
    let table = in_markdown(&costs());
    assert!(protocol.contains(&table), "docs/protocol.md has another table than this:\n\n{table}");
}
