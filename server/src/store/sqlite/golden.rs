//! A database that was written by the first version, and that every version must read.
//!
//! `golden/rooms-1.db` is never written again. When the schema gets a new version, that version adds a file of its own:
//! `UPDATE_GOLDEN=1 cargo test -p server golden` writes the one of this version if it is not there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::deck::Preset;
use shared::ids::{CommandNumber, ParticipantId, RoundNumber};
use shared::nickname::Nickname;
use shared::room::{Role, Room, Vote};
use shared::text::{RoomName, Topic};
use tempfile::TempDir;

use super::*;
use crate::identity::PageTag;
use crate::limits::SNAPSHOT_EVERY_EVENTS;

/// What is in the database, in a form that a person can read and that does not change with the code.
#[derive(Serialize, Deserialize)]
struct Expected {
    /// By the room's name: its events, and the room that they make, both in JSON.
    rooms: BTreeMap<String, (serde_json::Value, serde_json::Value)>,
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::from_slice(&Codec::Json.encode(value)).unwrap()
}

/// Every kind of event, in an order that makes sense.
fn every_event() -> Vec<RoomEvent> {
    let (mo, ada, bob) = (ParticipantId::CREATOR, ParticipantId(2), ParticipantId(3));
    let nickname = |text: &str| Nickname::parse(text).unwrap();
    let card = |card: u8| Vote::Card(CardIndex(card));
    let joined =
        |who, name: &str, role, moderator| RoomEvent::Joined { who, nickname: nickname(name), role, moderator };
    vec![
        RoomEvent::RoomOpened {
            name: RoomName::parse("Plattform 🃏").unwrap(),
            deck: Preset::ModifiedFibonacci.deck(),
        },
        joined(mo, "Mo", Role::Observer, true),
        joined(ada, "Ada", Role::Voter, false),
        joined(bob, "王小明", Role::Voter, false),
        RoomEvent::TopicSet { topic: Topic::parse("Log in with a passkey").unwrap() },
        RoomEvent::Voted { who: ada, vote: card(3) },
        RoomEvent::VoteChanged { who: ada, vote: card(5) },
        RoomEvent::Voted { who: bob, vote: card(12) },
        RoomEvent::VoteTakenBack { who: bob },
        RoomEvent::Voted { who: bob, vote: card(0) },
        RoomEvent::Revealed { votes: vec![(ada, CardIndex(5)), (bob, CardIndex(0))] },
        RoomEvent::ModeratorAppointed { who: ada },
        RoomEvent::ModeratorDismissed { who: ada },
        RoomEvent::Removed { who: bob },
        RoomEvent::Renamed { who: ada, nickname: nickname("Ada L") },
        RoomEvent::RoleChanged { who: mo, role: Role::Voter },
        RoomEvent::RoundStarted { round: RoundNumber(2) },
        RoomEvent::Voted { who: ada, vote: card(1) },
        RoomEvent::Left { who: mo },
    ]
}

/// Fails to compile when an event is added: add it above then, and here.
fn kind(event: &RoomEvent) -> usize {
    match event {
        RoomEvent::Voted { .. } => 0,
        RoomEvent::VoteChanged { .. } => 1,
        RoomEvent::VoteTakenBack { .. } => 2,
        RoomEvent::Revealed { .. } => 3,
        RoomEvent::RoundStarted { .. } => 4,
        RoomEvent::TopicSet { .. } => 5,
        RoomEvent::RoomOpened { .. } => 6,
        RoomEvent::Joined { .. } => 7,
        RoomEvent::Left { .. } => 8,
        RoomEvent::Renamed { .. } => 9,
        RoomEvent::RoleChanged { .. } => 10,
        RoomEvent::ModeratorAppointed { .. } => 11,
        RoomEvent::ModeratorDismissed { .. } => 12,
        RoomEvent::Removed { .. } => 13,
    }
}

const KINDS: usize = 14;

/// Of which all but the first event of each room came.
const ORIGIN: Origin = Origin { page: PageTag(u64::MAX), number: CommandNumber(7) };

/// The rooms of the golden database: one with every kind of event, one with a snapshot.
fn rooms() -> [(RoomId, Vec<RoomEvent>); 2] {
    let long = (0..=SNAPSHOT_EVERY_EVENTS as u32).map(|round| RoomEvent::RoundStarted { round: RoundNumber(round) });
    let long = every_event().into_iter().take(6).chain(long).collect();
    [(RoomId::from_random_bits(1), every_event()), (RoomId::from_random_bits(2), long)]
}

fn played(events: &[RoomEvent]) -> Room {
    let mut room = Room::default();
    events.iter().for_each(|event| apply(&mut room, event));
    room
}

#[tokio::test]
async fn w6_golden_database_of_the_first_version_is_read() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() && !file("rooms-1.db").exists() {
        write("rooms-1").await;
    }
    let folder = TempDir::new().unwrap();
    let place = Place::in_folder(folder.path());
    fs::copy(file("rooms-1.db"), place.database()).unwrap();
    let expected: Expected = serde_json::from_slice(&fs::read(file("rooms-1.json")).unwrap()).unwrap();
    let log = SqliteLog::open(place.clone(), Synchronous::Full).unwrap();
    for (id, (events, room)) in &expected.rooms {
        let id = id.parse().unwrap();
        let read = log.read(id, Version(0)).await.unwrap();
        assert_eq!((&json(&read), &json(&played(&read))), (events, room), "{id}");
        assert_eq!(log.answered(id, Version(0)).await.unwrap()[0].origin, ORIGIN, "{id}");
        // It goes on from there.
        let version = Version(read.len() as u64);
        log.append(id, version, &[RoomEvent::TopicSet { topic: Topic::default() }], None).await.unwrap();
        assert_eq!(log.read(id, version).await.unwrap().len(), 1);
    }
    assert_eq!(expected.rooms.len(), 2);
    let report = check(&place).unwrap();
    assert_eq!((report.rooms, report.snapshots, report.damage.len()), (2, 1, 0));
}

/// Should this fail because a room holds something else now: raise [`read::SNAPSHOT_FORMAT`], write the database of this
/// version, and name it here.
#[tokio::test]
async fn w8_golden_snapshot_of_this_format_is_read() {
    let folder = TempDir::new().unwrap();
    let place = Place::in_folder(folder.path());
    fs::copy(file("rooms-1.db"), place.database()).unwrap();
    let log = SqliteLog::open(place, Synchronous::Full).unwrap();
    let (id, events) = &rooms()[1];
    let snapshot = log.snapshot(*id).await.unwrap().unwrap();
    assert_eq!(snapshot.room, played(&events[..usize::try_from(snapshot.version.0).unwrap()]));
}

#[test]
fn w6_golden_rooms_hold_every_kind_of_event() {
    let kinds: std::collections::BTreeSet<_> = every_event().iter().map(kind).collect();
    assert_eq!(kinds, (0..KINDS).collect());
}

async fn write(name: &str) {
    let folder = TempDir::new().unwrap();
    let place = Place::in_folder(folder.path());
    let log = SqliteLog::open(place.clone(), Synchronous::Full).unwrap();
    let mut expected = Expected { rooms: BTreeMap::new() };
    for (id, events) in rooms() {
        log.append(id, Version(0), &events[..1], None).await.unwrap();
        log.append(id, Version(1), &events[1..], Some(ORIGIN)).await.unwrap();
        if events.len() as u64 > SNAPSHOT_EVERY_EVENTS {
            let version = Version(SNAPSHOT_EVERY_EVENTS);
            log.keep_snapshot(id, Snapshot { version, room: played(&events[..SNAPSHOT_EVERY_EVENTS as usize]) });
        }
        expected.rooms.insert(id.to_string(), (json(&events), json(&played(&events))));
    }
    drop(log);
    backup(&place, &file(&format!("{name}.db"))).unwrap();
    fs::write(file(&format!("{name}.json")), serde_json::to_string(&expected).unwrap() + "\n").unwrap();
}
