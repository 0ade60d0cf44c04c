//! Databases that each version of what is kept has left, and that every later version must read.
//!
//! `golden/rooms-1.db` was written by the first version, and so on; beside each stands in JSON what is in it. What was
//! released is never written again. When there is a new kind of event, a new schema or a new format of snapshots:
//!
//! 1. raise [`LATEST`], and bring [`every_event`] and [`kind`] up to date;
//! 2. `UPDATE_GOLDEN=1 cargo test -p server golden` writes the database of this version, because it is not there;
//! 3. of the test of the version before keep what is true of every old database, and write one for the new.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::apply::apply;
use shared::card::{Card, CardIndex, Meaning};
use shared::codec::Codec;
use shared::deck::{Deck, Preset};
use shared::ids::{CommandNumber, ParticipantId, RoundNumber, TopicId};
use shared::nickname::Nickname;
use shared::points::Points;
use shared::record::{PastRound, Record};
use shared::room::{Outside, Role, Room};
use shared::round::{Confidence, OpenCard, OpenCards, Play, Revealed, Timer, Vote};
use shared::settings::{Door, Figure, Names, Setting};
use shared::text::{Key, Link, Reason, RoomName, Title};
use shared::topic::{Notes, Topic, TopicChange};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::keep::Report;
use super::*;
use crate::identity::PageTag;
use crate::limits::SNAPSHOT_EVERY_EVENTS;
use crate::store::Origin;

/// The database that this version writes.
const LATEST: &str = "rooms-4";

const MO: ParticipantId = ParticipantId::CREATOR;
const ADA: ParticipantId = ParticipantId(2);
const BOB: ParticipantId = ParticipantId(3);
const EVE: ParticipantId = ParticipantId(4);
const FAY: ParticipantId = ParticipantId(5);

/// What is in a database, in a form that a person can read and that does not change with the code.
#[derive(Serialize, Deserialize)]
struct Expected {
    /// By the room's name: its events in JSON, and the room that they made by the version that wrote it. The events say
    /// the same for ever; a room is what each version makes of them.
    rooms: BTreeMap<String, (Value, Value)>,
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

fn json(value: &impl Serialize) -> Value {
    serde_json::from_slice(&Codec::Json.encode(value)).unwrap()
}

fn nickname(text: &str) -> Nickname {
    Nickname::parse(text).unwrap()
}

fn play(card: u8, confidence: Option<Confidence>, reason: &str) -> Play {
    Play { card: CardIndex(card), confidence, reason: Reason::parse(reason).unwrap() }
}

fn titled(title: &str) -> Topic {
    Topic::titled(Title::parse(title).unwrap())
}

fn export() -> Topic {
    Topic {
        key: Key::parse("TEAM-7").unwrap(),
        link: Link::parse("https://example.org/browse/TEAM-7").unwrap(),
        notes: Notes::Markdown("As *CSV*".into()),
        ..titled("Export as CSV")
    }
}

/// A round that was played in another room.
fn brought() -> PastRound {
    PastRound {
        topic: Some(TopicId(2)),
        title: Title::parse("Export as CSV").unwrap(),
        began: Some(UnixMillis(1_700_000_000_000)),
        revealed: Revealed {
            deck: Preset::Fibonacci.deck(),
            cards: OpenCards::Named([(ADA, OpenCard::from(play(4, None, "")))].into()),
            departed: [(ADA, nickname("Zoe"))].into(),
            took_ms: Some(9_000),
        },
    }
}

/// Every kind of event, in an order that makes sense.
fn every_event() -> Vec<RoomEvent> {
    let card = |card: u8| Vote::Card(CardIndex(card));
    let joined =
        |who, name: &str, role, moderator| RoomEvent::Joined { who, nickname: nickname(name), role, moderator };
    let knocked = |who, name: &str| RoomEvent::Knocked { who, nickname: nickname(name), role: Role::Voter };
    let set = |setting| RoomEvent::SettingChanged { by: MO, setting };
    let (sure, guess) = (Some(Confidence::Sure), Some(Confidence::Guess));
    vec![
        RoomEvent::RoomOpened {
            name: RoomName::parse("Plattform 🃏").unwrap(),
            deck: Preset::ModifiedFibonacci.deck(),
        },
        joined(MO, "Mo", Role::Observer, true),
        joined(ADA, "Ada", Role::Voter, false),
        joined(BOB, "王小明", Role::Voter, false),
        // As the first version wrote it.
        RoomEvent::TopicSet { topic: Title::parse("Log in with a passkey").unwrap() },
        RoomEvent::TopicsAdded { topics: vec![(TopicId(2), export()), (TopicId(3), titled("Log out"))] },
        RoomEvent::TopicMoved { topic: TopicId(3), before: Some(TopicId(2)) },
        RoomEvent::TopicRemoved { topic: TopicId(3) },
        RoomEvent::TopicRestored { topic: TopicId(3) },
        RoomEvent::TopicRemoved { topic: TopicId(3) },
        set(Setting::Figure(Figure::Mean)),
        set(Setting::Confidence(true)),
        RoomEvent::VotingBegan { at: UnixMillis(1_800_000_000_000) },
        RoomEvent::Voted { who: ADA, vote: card(3) },
        RoomEvent::VoteChanged { who: ADA, vote: card(5) },
        RoomEvent::ConfidenceSet { who: ADA, confidence: sure },
        RoomEvent::ReasonGiven { who: ADA, reason: Reason::parse("We did the same in März").unwrap() },
        RoomEvent::Voted { who: BOB, vote: card(12) },
        RoomEvent::VoteTakenBack { who: BOB },
        RoomEvent::Voted { who: BOB, vote: card(0) },
        RoomEvent::TimerSet { timer: Some(Timer::Running { ends: UnixMillis(1_800_000_060_000) }) },
        RoomEvent::TimerSet { timer: Some(Timer::Paused { left_ms: 42_000 }) },
        RoomEvent::CardsRevealed {
            cards: OpenCards::Named(
                [(ADA, play(5, sure, "We did the same in März")), (BOB, play(0, None, ""))]
                    .map(|(who, play)| (who, OpenCard::from(play)))
                    .into(),
            ),
            took_ms: Some(23_456),
        },
        RoomEvent::OpenCardChanged { who: BOB, card: CardIndex(3) },
        RoomEvent::TopicChanged {
            topic: TopicId(1),
            change: TopicChange::Estimate(Some(Card { label: "5".into(), meaning: Meaning::Number(Points::whole(5)) })),
        },
        RoomEvent::TopicChanged {
            topic: TopicId(1),
            change: TopicChange::Notes(Notes::Markdown("# Why\n\n- safer".into())),
        },
        RoomEvent::TopicPicked { topic: Some(TopicId(1)) },
        RoomEvent::ModeratorAppointed { who: ADA },
        RoomEvent::ModeratorDismissed { who: ADA },
        RoomEvent::Removed { who: BOB },
        RoomEvent::Renamed { who: ADA, nickname: nickname("Ada L") },
        RoomEvent::RoleChanged { who: MO, role: Role::Voter },
        RoomEvent::RoundStarted { round: RoundNumber(2) },
        RoomEvent::Voted { who: ADA, vote: card(1) },
        // As the first version wrote it.
        RoomEvent::Revealed { votes: vec![(ADA, CardIndex(1))] },
        RoomEvent::RoundStarted { round: RoundNumber(3) },
        set(Setting::Names(Names::Anonymous)),
        set(Setting::Door(Door::Locked)),
        knocked(EVE, "Eve"),
        knocked(FAY, "Fay"),
        RoomEvent::Admitted { who: EVE },
        RoomEvent::DeckChanged { by: MO, deck: Deck::parse("S, M, XL=8, Later=-, ?, ☕").unwrap() },
        RoomEvent::VotingBegan { at: UnixMillis(1_800_000_100_000) },
        RoomEvent::Voted { who: EVE, vote: card(2) },
        RoomEvent::Voted { who: MO, vote: card(1) },
        RoomEvent::CardsRevealed {
            cards: OpenCards::Anonymous {
                played: [MO, EVE].into(),
                cards: vec![play(1, None, ""), play(2, guess, "")],
            },
            took_ms: None,
        },
        RoomEvent::TopicPicked { topic: Some(TopicId(2)) },
        RoomEvent::RoundsBrought { rounds: vec![brought()] },
        RoomEvent::Left { who: MO },
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
        RoomEvent::VotingBegan { .. } => 14,
        RoomEvent::ConfidenceSet { .. } => 15,
        RoomEvent::ReasonGiven { .. } => 16,
        RoomEvent::CardsRevealed { .. } => 17,
        RoomEvent::OpenCardChanged { .. } => 18,
        RoomEvent::TimerSet { .. } => 19,
        RoomEvent::SettingChanged { .. } => 20,
        RoomEvent::DeckChanged { .. } => 21,
        RoomEvent::Knocked { .. } => 22,
        RoomEvent::Admitted { .. } => 23,
        RoomEvent::TopicsAdded { .. } => 24,
        RoomEvent::TopicChanged { .. } => 25,
        RoomEvent::TopicMoved { .. } => 26,
        RoomEvent::TopicRemoved { .. } => 27,
        RoomEvent::TopicRestored { .. } => 28,
        RoomEvent::TopicPicked { .. } => 29,
        RoomEvent::RoundsBrought { .. } => 30,
    }
}

const KINDS: usize = 31;

/// Of which all but the first event of each room came.
const ORIGIN: Origin = Origin { page: PageTag(u64::MAX), number: CommandNumber(7) };

/// The room with every kind of event.
fn full() -> RoomId {
    RoomId::from_random_bits(1)
}

/// The room with so many events that there is a snapshot.
fn long() -> RoomId {
    RoomId::from_random_bits(2)
}

/// What this version writes. The snapshot is of a moment in which much lies on the table.
fn rooms() -> [(RoomId, Vec<RoomEvent>); 2] {
    let title = |number: u64| Title::parse(&format!("Topic {number}")).unwrap();
    let titles = (0..SNAPSHOT_EVERY_EVENTS).map(|number| RoomEvent::TopicSet { topic: title(number) });
    let before_the_reveal =
        every_event().into_iter().take_while(|event| !matches!(event, RoomEvent::CardsRevealed { .. }));
    let knocked = RoomEvent::Knocked { who: EVE, nickname: nickname("Eve"), role: Role::Voter };
    let removed = RoomEvent::Removed { who: BOB };
    [(full(), every_event()), (long(), before_the_reveal.chain([knocked, removed]).chain(titles).collect())]
}

fn played(events: &[RoomEvent]) -> Room {
    let mut room = Room::default();
    events.iter().for_each(|event| apply(&mut room, event));
    room
}

/// What a database holds, each of whose events is exactly what its version wrote, and on which one can go on.
struct Read {
    rooms: BTreeMap<RoomId, Vec<RoomEvent>>,
    report: Report,
}

impl Read {
    fn room(&self, id: RoomId) -> Room {
        played(&self.rooms[&id])
    }
}

/// A copy of that database, to be opened.
fn copied(name: &str) -> (TempDir, Place) {
    let folder = TempDir::new().unwrap();
    let place = Place::in_folder(folder.path());
    fs::copy(file(&format!("{name}.db")), place.database()).unwrap();
    (folder, place)
}

async fn read(name: &str) -> Read {
    let (_folder, place) = copied(name);
    let report = check(&place).unwrap();
    let log = SqliteLog::open(place.clone(), Synchronous::Full).unwrap();
    let expected: Expected = serde_json::from_slice(&fs::read(file(&format!("{name}.json"))).unwrap()).unwrap();
    let mut rooms = BTreeMap::new();
    for (text, (events, _)) in &expected.rooms {
        let id = text.parse().unwrap();
        let read = log.read(id, Version(0)).await.unwrap();
        assert_eq!(&json(&read), events, "{name}: {text}");
        let answered = log.answered(id, Version(0)).await.unwrap();
        assert_eq!(answered.iter().map(|answered| answered.origin).collect::<Vec<_>>(), [ORIGIN], "{name}: {text}");
        // It goes on from there.
        let version = Version(read.len() as u64);
        log.append(id, version, &[RoomEvent::TopicSet { topic: Title::default() }], None).await.unwrap();
        assert_eq!(log.read(id, version).await.unwrap().len(), 1);
        rooms.insert(id, read);
    }
    assert_eq!((report.rooms, report.damage.as_slice()), (expected.rooms.len(), &[][..]), "{name}");
    assert!(check(&place).unwrap().damage.is_empty(), "{name}");
    Read { rooms, report }
}

#[tokio::test]
async fn w6_golden_database_of_the_first_version_is_read() {
    let read = read("rooms-1").await;
    assert_eq!((read.rooms.len(), read.report.events), (2, 282));
    // Its snapshot is of a format of then, so the room is made of its events.
    assert_eq!(read.report.snapshots, 0);
    let room = read.room(full());
    assert_eq!((room.name().as_str(), room.title()), ("Plattform 🃏", "Log in with a passkey"));
    assert_eq!(room.deck(), &Preset::ModifiedFibonacci.deck());
    assert_eq!(room.seats().map(|(who, seat)| (who, seat.nickname.as_str())).collect::<Vec<_>>(), [(ADA, "Ada L")]);
    // Who was removed then stays outside now.
    assert_eq!(
        room.outside().map(|(who, outsider)| (who, outsider.why)).collect::<Vec<_>>(),
        [(BOB, Outside::SentAway)]
    );
    assert_eq!((room.round().number, room.round().vote(ADA)), (RoundNumber(2), Some(Vote::Card(CardIndex(1)))));
    assert_eq!(room.settings(), &Default::default());
    // What lay open in the round before.
    let is_reveal = |event: &RoomEvent| matches!(event, RoomEvent::Revealed { .. });
    let reveal = read.rooms[&full()].iter().position(is_reveal).unwrap();
    let revealed = played(&read.rooms[&full()][..=reveal]);
    assert_eq!(revealed.round().vote(ADA), Some(Vote::Card(CardIndex(5))));
    assert_eq!(revealed.round().as_revealed().unwrap().took_ms, None);
    assert_eq!(read.room(long()).round().number, RoundNumber(256));
    assert_eq!(read.room(long()).seats().count(), 3);
}

#[tokio::test]
async fn w6_golden_database_of_the_second_version_is_read() {
    let read = read("rooms-2").await;
    // Its snapshot is of a format of then.
    assert_eq!((read.rooms.len(), read.report.snapshots), (2, 0));
    let room = read.room(full());
    let seats: Vec<_> = room.seats().map(|(who, seat)| (who, seat.nickname.as_str())).collect();
    assert_eq!(seats, [(ADA, "Ada L"), (EVE, "Eve")]);
    let outside: Vec<_> = room.outside().map(|(who, outsider)| (who, outsider.why)).collect();
    assert_eq!(outside, [(BOB, Outside::SentAway), (FAY, Outside::Knocking)]);
    assert_eq!(room.deck().to_line(), "S, M, XL=8, Later=-, ?, ☕");
    let settings = room.settings();
    assert_eq!((settings.figure, settings.confidence, settings.names), (Figure::Mean, true, Names::Anonymous));
    assert_eq!((settings.door, settings.auto_reveal), (Door::Locked, false));
    // Two cards lie open, and nobody knows whose they are.
    let revealed = room.round().as_revealed().unwrap();
    assert_eq!((room.round().number, revealed.cards.plays().count()), (RoundNumber(3), 2));
    assert!(revealed.cards.has(EVE) && revealed.cards.has(MO) && revealed.cards.of(EVE).is_none());
    // In the first round Bob changed his card when it lay open.
    let is_change = |event: &RoomEvent| matches!(event, RoomEvent::OpenCardChanged { .. });
    let change = read.rooms[&full()].iter().position(is_change).unwrap();
    let first = played(&read.rooms[&full()][..=change]);
    let first = first.round().as_revealed().unwrap();
    let bob = first.cards.of(BOB).unwrap();
    assert_eq!((bob.play.card, bob.first, first.took_ms), (CardIndex(3), Some(CardIndex(0)), Some(23_456)));
    let ada = &first.cards.of(ADA).unwrap().play;
    assert_eq!((ada.confidence, ada.reason.as_str()), (Some(Confidence::Sure), "We did the same in März"));
    // In the other room the round is still open.
    let long = read.room(long());
    assert_eq!(long.round().vote(ADA), Some(Vote::Card(CardIndex(5))));
    assert_eq!(long.round().as_open().unwrap().timer, Some(Timer::Paused { left_ms: 42_000 }));
}

#[tokio::test]
async fn w6_golden_database_of_the_third_version_is_read() {
    let read = read("rooms-3").await;
    let room = read.room(full());
    let topics: Vec<_> = room.backlog().topics().map(|(id, topic)| (id, topic.title.as_str(), topic.rounds)).collect();
    // Two rounds were revealed for the first; the third was, until it was for the second.
    assert_eq!(topics, [(TopicId(1), "Log in with a passkey", 2), (TopicId(2), "Export as CSV", 1)]);
    assert_eq!(room.backlog().removed(TopicId(3)), Some(&titled("Log out")));
    let first = room.backlog().topic(TopicId(1)).unwrap();
    assert_eq!(first.estimate.as_ref().unwrap().label, "5");
    assert_eq!(first.notes.markdown(), Some("# Why\n\n- safer"));
    assert_eq!(room.topic(), Some((TopicId(2), &Topic { rounds: 1, ..export() })));
    let record = Record::of(&read.rooms[&full()]);
    let rounds: Vec<_> = record.rounds().map(|(from, round)| (from, round.topic.unwrap().0, round.began)).collect();
    let (first, third) = (Some(UnixMillis(1_800_000_000_000)), Some(UnixMillis(1_800_000_100_000)));
    assert_eq!(rounds, [(0, 1, first), (0, 1, None), (1, 2, Some(UnixMillis(1_700_000_000_000))), (0, 2, third)]);
}

#[tokio::test]
async fn w6_golden_database_of_the_fourth_version_says_the_same_as_the_third_in_fewer_bytes() {
    write_if_asked().await;
    let (third, fourth) = (read("rooms-3").await, read(LATEST).await);
    assert_eq!(fourth.rooms, third.rooms);
    let bytes = |name| {
        let (_folder, place) = copied(name);
        let connection = Connection::open(place.database()).unwrap();
        connection.query_row("SELECT sum(length(event)) FROM event", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert!(bytes(LATEST) < bytes("rooms-3"));
}

/// Should this fail because a room holds something else now: raise [`read::SNAPSHOT_FORMAT`], and write the database of
/// this version.
#[tokio::test]
async fn w8_golden_snapshot_of_this_format_is_read() {
    write_if_asked().await;
    let (_folder, place) = copied(LATEST);
    assert_eq!(check(&place).unwrap().snapshots, 1);
    let log = SqliteLog::open(place, Synchronous::Full).unwrap();
    let snapshot = log.snapshot(long()).await.unwrap().unwrap();
    let events = log.read(long(), Version(0)).await.unwrap();
    assert_eq!(snapshot.version, Version(SNAPSHOT_EVERY_EVENTS));
    assert_eq!(snapshot.room, played(&events[..usize::try_from(snapshot.version.0).unwrap()]));
}

#[test]
fn w6_golden_rooms_hold_every_kind_of_event() {
    let kinds: std::collections::BTreeSet<_> = every_event().iter().map(kind).collect();
    assert_eq!(kinds, (0..KINDS).collect());
}

/// Writes the database of this version, if that was asked for and it is not there.
async fn write_if_asked() {
    static WRITTEN: OnceCell<()> = OnceCell::const_new();
    if std::env::var_os("UPDATE_GOLDEN").is_some() && !file(&format!("{LATEST}.db")).exists() {
        WRITTEN.get_or_init(|| write(LATEST)).await;
    }
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
    fs::write(file(&format!("{name}.json")), serde_json::to_string(&expected).unwrap() + "\n").unwrap();
    // Last, because it is there only when it is whole.
    backup(&place, &file(&format!("{name}.db"))).unwrap();
}
