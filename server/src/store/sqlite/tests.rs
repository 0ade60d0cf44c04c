//! The store in its file: what survives, what is found, what is refused.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use shared::deck::Preset;
use shared::text::RoomName;
use tempfile::TempDir;

use super::*;
use crate::limits::DELETED_EVENTS_AT_ONCE_MAX;
use crate::store::contract;

/// A folder, and what belongs to a store in it.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn place(&self) -> Place {
        Place::in_folder(self.0.path())
    }

    fn open(&self) -> SqliteLog {
        SqliteLog::open(self.place(), Synchronous::Full).unwrap()
    }

    /// Why it is not opened.
    fn refused(&self) -> String {
        match SqliteLog::open(self.place(), Synchronous::Full) {
            Ok(_) => panic!("it was opened"),
            Err(error) => format!("{error:#}"),
        }
    }

    /// Changes the database behind the store's back.
    fn tamper(&self, sql: &str) {
        let connection = Connection::open(self.place().database()).unwrap();
        assert!(connection.execute(sql, []).unwrap() > 0, "{sql}");
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }
}

const ROOM: u64 = 7;

fn room() -> RoomId {
    RoomId::from_random_bits(ROOM)
}

fn opened() -> RoomEvent {
    RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() }
}

/// A room with four events, and a snapshot after two.
async fn play(log: &SqliteLog) -> Vec<RoomEvent> {
    let events = vec![opened(), contract::an_event(), contract::an_event(), contract::an_event()];
    log.append(room(), Version(0), &events, None).await.unwrap();
    let mut after_two = shared::room::Room::default();
    events[..2].iter().for_each(|event| shared::apply::apply(&mut after_two, event));
    log.keep_snapshot(room(), Snapshot { version: Version(2), room: after_two });
    all_is_written(log).await;
    events
}

/// What nobody waits for is written before what is asked for later.
async fn all_is_written(log: &SqliteLog) {
    assert_eq!(log.delete_unopened(UnixMillis(0)).await.unwrap(), 0);
}

#[tokio::test]
async fn it_keeps_the_contract() {
    let folders = std::cell::RefCell::new(vec![]);
    contract::holds(|| {
        let folder = Folder::new();
        let log = folder.open();
        folders.borrow_mut().push(folder);
        log
    })
    .await;
}

#[tokio::test]
async fn w6_rooms_and_the_secret_are_there_after_a_restart() {
    let folder = Folder::new();
    let log = folder.open();
    let (events, key) = (play(&log).await, log.key());
    drop(log);
    let log = folder.open();
    assert_eq!(log.read(room(), Version(0)).await.unwrap(), events);
    assert_eq!(log.snapshot(room()).await.unwrap().unwrap().version, Version(2));
    let who = shared::ids::ParticipantId::CREATOR;
    assert_eq!(log.key().prove(room(), &key.token(room(), who)), Some(who));
}

#[tokio::test]
async fn w6_many_writers_share_a_flush_and_each_gets_its_own_answer() {
    let folder = Folder::new();
    let log = folder.open();
    let rooms: Vec<_> = (0..200).map(RoomId::from_random_bits).collect();
    let event = [opened()];
    let appends = rooms.iter().chain(&rooms[..50]).map(|room| log.append(*room, Version(0), &event, None));
    let outcomes = futures_util::future::join_all(appends).await;
    let count = |is: fn(&Result<(), AppendError>) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
    assert_eq!(count(Result::is_ok), 200);
    assert_eq!(count(|outcome| matches!(outcome, Err(AppendError::Conflict))), 50);
}

#[tokio::test]
async fn w7_damage_is_found_and_never_served() {
    let flips = [
        ("UPDATE event SET event = x'0102' WHERE version = 3", "an event is not what was written"),
        ("UPDATE event SET at = at + 1 WHERE version = 2", "an event is not what was written"),
        ("UPDATE event SET page = 1, number = 1 WHERE version = 2", "an event is not what was written"),
        ("UPDATE event SET chain = zeroblob(16) WHERE version = 4", "an event is not what was written"),
        ("DELETE FROM event WHERE version = 4", "its last events are missing"),
        ("DELETE FROM event WHERE version = 2", "an event is missing"),
        ("UPDATE room SET version = 3", "its last events are missing"),
        ("UPDATE room SET chain = zeroblob(3)", "its head has no check"),
    ];
    for (sql, found) in flips {
        let folder = Folder::new();
        let log = folder.open();
        play(&log).await;
        folder.tamper(sql);
        let error = log.read(room(), Version(0)).await.unwrap_err().to_string();
        assert!(error.contains(found) && error.contains(&room().to_string()), "{sql}: {error}");
        let report = check(&folder.place()).unwrap();
        assert!(report.damage.iter().any(|damage| damage.contains(found)), "{sql}: {report:?}");
    }
}

#[tokio::test]
async fn w7_nothing_is_built_on_what_is_damaged() {
    for sql in ["DELETE FROM event WHERE version = 4", "UPDATE room SET chain = zeroblob(3)"] {
        let folder = Folder::new();
        let log = folder.open();
        play(&log).await;
        folder.tamper(sql);
        let refused = log.append(room(), Version(4), &[contract::an_event()], None).await;
        assert!(matches!(refused, Err(AppendError::Failed(_))), "{sql}: {refused:?}");
        // Other rooms are not concerned.
        log.append(RoomId::from_random_bits(8), Version(0), &[opened()], None).await.unwrap();
        assert_eq!(log.trouble(), None);
    }
}

#[tokio::test]
async fn w7_a_snapshot_that_is_damaged_or_foreign_is_found() {
    let tampered = [
        "UPDATE snapshot SET bytes = x'00'",
        "UPDATE snapshot SET seal = zeroblob(16)",
        "UPDATE snapshot SET version = 3",
        "UPDATE snapshot SET version = 9",
    ];
    for sql in tampered {
        let folder = Folder::new();
        let log = folder.open();
        play(&log).await;
        folder.tamper(sql);
        assert!(log.snapshot(room()).await.is_err(), "{sql}");
        assert_eq!(check(&folder.place()).unwrap().damage.len(), 1, "{sql}");
    }
}

#[tokio::test]
async fn w7_a_snapshot_that_does_not_follow_from_the_events_is_found() {
    let folder = Folder::new();
    let log = folder.open();
    play(&log).await;
    let room_before_all = shared::room::Room::default();
    log.keep_snapshot(room(), Snapshot { version: Version(2), room: room_before_all });
    all_is_written(&log).await;
    let damage = check(&folder.place()).unwrap().damage;
    assert!(damage[0].contains("is not what its events make of it"), "{damage:?}");
}

#[tokio::test]
async fn w8_a_snapshot_of_another_format_is_as_good_as_none() {
    let folder = Folder::new();
    let log = folder.open();
    play(&log).await;
    folder.tamper("UPDATE snapshot SET format = format + 1");
    assert_eq!(log.snapshot(room()).await.unwrap(), None);
    assert_eq!(check(&folder.place()).unwrap().damage, Vec::<String>::new());
}

#[tokio::test]
async fn w6_when_nothing_can_be_read_it_says_so_until_it_can() {
    let folder = Folder::new();
    let log = folder.open();
    let events = play(&log).await;
    log.readers.close_idle();
    let (database, elsewhere) = (folder.place().database().to_owned(), folder.path("elsewhere"));
    fs::rename(&database, &elsewhere).unwrap();
    assert!(log.read(room(), Version(0)).await.is_err());
    assert!(log.trouble().unwrap().contains("could not be read"), "{:?}", log.trouble());
    fs::rename(&elsewhere, &database).unwrap();
    assert_eq!(log.trouble(), None);
    assert_eq!(log.read(room(), Version(0)).await.unwrap(), events);
    // A room that is damaged is no trouble of the whole.
    folder.tamper("DELETE FROM event WHERE version = 4");
    assert!(log.read(room(), Version(0)).await.is_err());
    assert_eq!(log.trouble(), None);
}

#[test]
fn w6_a_second_process_on_the_same_files_is_refused() {
    let folder = Folder::new();
    let log = folder.open();
    let refused = folder.refused();
    assert!(refused.contains("another team-poker uses") && refused.contains("team-poker.db"), "{refused}");
    drop(log);
    drop(folder.open());
}

#[test]
fn w6_a_database_of_a_newer_version_or_of_somebody_else_is_refused_and_left_as_it_is() {
    let cases = [
        ("PRAGMA user_version = 2", "a newer version of team-poker wrote it"),
        ("PRAGMA application_id = 1", "it is no database of Team Poker"),
    ];
    for (sql, words) in cases {
        let folder = Folder::new();
        drop(folder.open());
        Connection::open(folder.place().database()).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(folder.place().database()).unwrap();
        assert!(folder.refused().contains(words), "{}", folder.refused());
        assert_eq!(fs::read(folder.place().database()).unwrap(), before);
    }
    let folder = Folder::new();
    fs::write(folder.place().database(), "no database at all, but text that is longer than a header").unwrap();
    assert!(folder.refused().contains("not a database"), "{}", folder.refused());
}

#[test]
fn w6_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let log = folder.open();
    for file in folder.place().files() {
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    drop(log);
}

#[tokio::test]
async fn w6_a_backup_is_made_while_events_are_written_and_can_be_put_back() {
    let folder = Folder::new();
    let log = folder.open();
    let events = play(&log).await;
    let copy = folder.path("copy.db");
    let report = backup(&folder.place(), &copy).unwrap();
    assert_eq!((report.rooms, report.events, report.snapshots, report.damage.len()), (1, 4, 1, 0));
    log.append(room(), Version(4), &[contract::an_event()], None).await.unwrap();
    let again = backup(&folder.place(), &copy).unwrap_err().to_string();
    assert!(again.contains("exists already"), "{again}");

    let in_use = restore(&folder.place(), &copy).unwrap_err().to_string();
    assert!(in_use.contains("another team-poker uses"), "{in_use}");
    let key = log.key();
    drop(log);
    let (_, before) = restore(&folder.place(), &copy).unwrap();
    let log = folder.open();
    assert_eq!(log.read(room(), Version(0)).await.unwrap(), events);
    let who = shared::ids::ParticipantId::CREATOR;
    assert_eq!(log.key().prove(room(), &key.token(room(), who)), Some(who));
    // What was replaced is whole.
    assert_eq!(check(&Place::at(before.unwrap())).unwrap().events, 5);
}

#[tokio::test]
async fn w6_a_backup_that_is_damaged_or_not_there_is_not_put_back() {
    let folder = Folder::new();
    let log = folder.open();
    play(&log).await;
    let copy = folder.path("copy.db");
    backup(&folder.place(), &copy).unwrap();
    drop(log);
    let before = fs::read(folder.place().database()).unwrap();
    let tampered = Connection::open(&copy).unwrap();
    tampered.execute("DELETE FROM event WHERE version = 4", []).unwrap();
    drop(tampered);
    for (file, words) in [(&*copy, "damaged"), (Path::new("nowhere.db"), "there is no")] {
        let error = format!("{:#}", restore(&folder.place(), file).unwrap_err());
        assert!(error.contains(words), "{error}");
        assert_eq!(fs::read(folder.place().database()).unwrap(), before);
    }
    let leftovers = fs::read_dir(folder.0.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut leftovers: Vec<_> = leftovers.map(|name| name.into_string().unwrap()).collect();
    leftovers.sort();
    assert_eq!(leftovers, ["copy.db", "team-poker.db", "team-poker.lock"]);
}

#[tokio::test]
async fn w6_a_cut_file_is_found() {
    let folder = Folder::new();
    let log = folder.open();
    for number in 0..200 {
        log.append(RoomId::from_random_bits(number), Version(0), &[opened(), contract::an_event()], None)
            .await
            .unwrap();
    }
    drop(log);
    let file = fs::File::options().write(true).open(folder.place().database()).unwrap();
    let whole = file.metadata().unwrap().len();
    file.set_len(whole - 4096 * 4).unwrap();
    let found = match check(&folder.place()) {
        Ok(report) => report.damage.len(),
        Err(_) => 1,
    };
    assert!(found > 0);
}

#[tokio::test]
async fn w9_a_room_with_many_events_is_deleted_in_parts_and_others_write_between_them() {
    let folder = Folder::new();
    let log = Arc::new(folder.open());
    let many = vec![contract::an_event(); 3 * usize::try_from(DELETED_EVENTS_AT_ONCE_MAX).unwrap() + 1];
    log.append(room(), Version(0), &many, None).await.unwrap();
    let since = UnixMillis(clock::now().0 + 1);
    while clock::now() < since {
        tokio::task::yield_now().await;
    }
    let deleting = tokio::spawn({
        let log = log.clone();
        async move { log.delete_unopened(since).await.unwrap() }
    });
    let other = RoomId::from_random_bits(8);
    let mut version = Version(0);
    while !deleting.is_finished() {
        log.append(other, version, &[contract::an_event()], None).await.unwrap();
        version = version.plus(1);
    }
    assert_eq!(deleting.await.unwrap(), 1);
    assert!(version.0 > 1, "nobody could write meanwhile");
    let report = check(&folder.place()).unwrap();
    assert_eq!(report.damage, Vec::<String>::new());
}

#[tokio::test]
async fn w6_while_somebody_else_holds_the_database_nothing_is_acknowledged_and_then_it_heals() {
    let folder = Folder::new();
    let log = folder.open();
    play(&log).await;
    log.append(RoomId::from_random_bits(8), Version(0), &[opened()], None).await.unwrap();
    let other = Connection::open(folder.place().database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let event = [contract::an_event()];
    let refused = log.append(room(), Version(4), &event, None).await;
    assert!(matches!(refused, Err(AppendError::Failed(_))), "{refused:?}");
    assert!(log.trouble().is_some());
    // Of this room it is not certain what the file holds; others are read.
    assert!(log.read(room(), Version(0)).await.is_err() && log.snapshot(room()).await.is_err());
    assert_eq!(log.read(RoomId::from_random_bits(8), Version(0)).await.unwrap(), [opened()]);
    other.execute_batch("ROLLBACK").unwrap();
    // Nobody has to write for that.
    while log.trouble().is_some() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    log.append(room(), Version(4), &event, None).await.unwrap();
    assert_eq!(log.read(room(), Version(0)).await.unwrap().len(), 5);
}

#[tokio::test]
async fn w6_what_was_said_not_to_be_kept_is_known_and_taken_out_again() {
    let folder = Folder::new();
    let log = folder.open();
    let first =
        Append { room: room(), expected: Version(0), at: UnixMillis(5), events: vec![(None, to_postcard(&opened()))] };
    let event = to_postcard(&contract::an_event());
    let second = Append {
        room: room(),
        expected: Version(1),
        at: UnixMillis(6),
        events: vec![(None, event.clone()), (None, event)],
    };
    let connection = Connection::open(folder.place().database()).unwrap();
    let kept = || [&first, &second].map(|append| append.was_kept(&connection).unwrap());
    assert_eq!(kept(), [false, false]);
    for append in [&first, &second] {
        let again = Append { events: append.events.clone(), ..*append };
        assert_eq!(Write::Append(again).perform(&connection).unwrap(), Outcome::Done);
        assert!(append.was_kept(&connection).unwrap());
    }
    // Others that came to the same place are not taken for it.
    let foreign = Append { at: UnixMillis(7), events: second.events.clone(), ..second };
    assert!(!foreign.was_kept(&connection).unwrap());

    second.undo(&connection).unwrap();
    assert_eq!(kept(), [true, false]);
    assert_eq!(log.read(room(), Version(0)).await.unwrap(), [opened()]);
    first.undo(&connection).unwrap();
    assert_eq!(kept(), [false, false]);
    let report = check(&folder.place()).unwrap();
    assert_eq!((report.rooms, report.events, report.damage.len()), (0, 0, 0));
}
