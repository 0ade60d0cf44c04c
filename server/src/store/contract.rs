//! What every [`RoomLog`] must do, run on each of them.

use shared::apply::apply;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoomId, RoundNumber, UnixMillis, Version};
use shared::nickname::Nickname;
use shared::room::{Role, Room};
use shared::settings::{Door, Setting};

use super::{Answered, AppendError, Done, Origin, RoomLog, Snapshot};
use crate::identity::PageTag;

pub fn an_event() -> RoomEvent {
    RoomEvent::Left { who: ParticipantId(1) }
}

fn numbered(numbers: std::ops::Range<u32>) -> Vec<RoomEvent> {
    numbers.map(|number| RoomEvent::RoundStarted { round: RoundNumber(number) }).collect()
}

/// Fails if a log that `new` makes does not keep the contract.
pub async fn holds<L: RoomLog>(new: impl Fn() -> L) {
    a_room_that_does_not_exist_has_no_events(new()).await;
    what_was_appended_is_read_in_order(new()).await;
    only_the_expected_version_appends(new()).await;
    rooms_do_not_mix(new()).await;
    of_many_writers_one_wins_each_version(new()).await;
    what_several_commands_led_to_is_kept_together_or_not_at_all(new()).await;
    commands_are_known_by_their_origin(new()).await;
    the_latest_snapshot_is_given_back(new()).await;
    what_nobody_opened_is_deleted_and_nothing_else(new()).await;
    an_id_can_be_used_again_after_its_room_was_deleted(new()).await;
}

const ROOM: u64 = 7;

async fn a_room_that_does_not_exist_has_no_events(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    assert_eq!(log.read(room, Version(0)).await.unwrap(), []);
    assert_eq!(log.read(room, Version(3)).await.unwrap(), []);
}

async fn what_was_appended_is_read_in_order(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..5);
    log.append(room, Version(0), &events[..2], None).await.unwrap();
    log.append(room, Version(2), &events[2..], None).await.unwrap();
    for after in 0..=5 {
        assert_eq!(log.read(room, Version(after as u64)).await.unwrap(), events[after..]);
    }
    assert_eq!(log.read(room, Version(6)).await.unwrap(), []);
}

async fn only_the_expected_version_appends(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..2);
    assert!(matches!(log.append(room, Version(1), &events, None).await, Err(AppendError::Conflict)));
    log.append(room, Version(0), &events, None).await.unwrap();
    for expected in [0, 1, 3] {
        let refused = log.append(room, Version(expected), &events, None).await;
        assert!(matches!(refused, Err(AppendError::Conflict)));
    }
    assert_eq!(log.read(room, Version(0)).await.unwrap(), events);
}

async fn rooms_do_not_mix(log: impl RoomLog) {
    let (one, other) = (RoomId::from_random_bits(1), RoomId::from_random_bits(2));
    log.append(one, Version(0), &numbered(0..3), None).await.unwrap();
    log.append(other, Version(0), &numbered(7..8), None).await.unwrap();
    assert_eq!(log.read(one, Version(0)).await.unwrap(), numbered(0..3));
    assert_eq!(log.read(other, Version(0)).await.unwrap(), numbered(7..8));
}

async fn of_many_writers_one_wins_each_version(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..8);
    let tries = events.iter().map(|event| log.append(room, Version(0), std::slice::from_ref(event), None));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(log.read(room, Version(0)).await.unwrap().len(), 1);
}

async fn what_several_commands_led_to_is_kept_together_or_not_at_all(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..4);
    let origin = |number| Some(Origin { page: PageTag(1), number: CommandNumber(number) });
    let done = [
        Done { events: &events[..1], origin: origin(1) },
        Done { events: &events[1..3], origin: None },
        Done { events: &events[3..], origin: origin(2) },
    ];
    assert!(matches!(log.append_all(room, Version(1), &done).await, Err(AppendError::Conflict)));
    assert_eq!(log.read(room, Version(0)).await.unwrap(), []);
    log.append_all(room, Version(0), &done).await.unwrap();
    assert_eq!(log.read(room, Version(0)).await.unwrap(), events);
    let answered = [1, 2].map(|number| Answered { origin: origin(number).unwrap(), joined: None });
    assert_eq!(log.answered(room, Version(0)).await.unwrap(), answered);
}

async fn commands_are_known_by_their_origin(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let origin = |page: u64, number: u32| Origin { page: PageTag(page), number: CommandNumber(number) };
    let nickname = || Nickname::parse("Ada").unwrap();
    let joined = |who| RoomEvent::Joined { who, nickname: nickname(), role: Role::Voter, moderator: false };
    let knocked = |who| RoomEvent::Knocked { who, nickname: nickname(), role: Role::Voter };
    let (ada, eve) = (ParticipantId(9), ParticipantId(10));
    let opened = RoomEvent::SettingChanged { by: ada, setting: Setting::Door(Door::Open) };
    let appends = [
        (numbered(0..1), None),
        (vec![joined(ada)], Some(origin(u64::MAX, u32::MAX))),
        // Two events of one command are one command; the same number of another page is another.
        (numbered(1..3), Some(origin(1, 1))),
        (numbered(3..4), Some(origin(2, 1))),
        // Who knocks is somebody from then on. Who lets them in is still who they were.
        (vec![knocked(eve)], Some(origin(3, 1))),
        (vec![RoomEvent::Admitted { who: eve }], Some(origin(2, 2))),
        (vec![opened, RoomEvent::Admitted { who: eve }], Some(origin(2, 3))),
    ];
    let mut version = Version(0);
    for (events, origin) in &appends {
        log.append(room, version, events, *origin).await.unwrap();
        version = version.plus(events.len());
    }
    let answered = |origin, joined| Answered { origin, joined };
    let all = [
        answered(origin(u64::MAX, u32::MAX), Some(ada)),
        answered(origin(1, 1), None),
        answered(origin(2, 1), None),
        answered(origin(3, 1), Some(eve)),
        answered(origin(2, 2), None),
        answered(origin(2, 3), None),
    ];
    for (after, first) in [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (5, 3), (6, 4), (7, 5), (8, 5), (9, 6), (99, 6)] {
        assert_eq!(log.answered(room, Version(after)).await.unwrap(), all[first..]);
    }
    assert_eq!(log.answered(RoomId::from_random_bits(ROOM + 1), Version(0)).await.unwrap(), []);
}

/// The room after so many events of [`numbered`].
fn snapshot(events: u32) -> Snapshot {
    let mut room = Room::default();
    numbered(0..events).iter().for_each(|event| apply(&mut room, event));
    Snapshot { version: Version(events.into()), room }
}

/// What nobody waits for is written before what is asked for later.
async fn all_is_written(log: &impl RoomLog) {
    assert_eq!(log.delete_unopened(UnixMillis(0)).await.unwrap(), 0);
}

async fn the_latest_snapshot_is_given_back(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    assert_eq!(log.snapshot(room).await.unwrap(), None);
    log.append(room, Version(0), &numbered(0..5), None).await.unwrap();
    assert_eq!(log.snapshot(room).await.unwrap(), None);
    for events in [2, 5] {
        log.keep_snapshot(room, snapshot(events));
        all_is_written(&log).await;
        assert_eq!(log.snapshot(room).await.unwrap(), Some(snapshot(events)));
    }
    assert_eq!(log.read(room, Version(0)).await.unwrap(), numbered(0..5));
    assert_eq!(log.snapshot(RoomId::from_random_bits(ROOM + 1)).await.unwrap(), None);
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn days_ahead(days: u64) -> UnixMillis {
    UnixMillis(crate::clock::now().0 + days * DAY_MS)
}

async fn what_nobody_opened_is_deleted_and_nothing_else(log: impl RoomLog) {
    let rooms: Vec<_> = (0..4).map(RoomId::from_random_bits).collect();
    for room in &rooms {
        log.append(*room, Version(0), &numbered(0..3), None).await.unwrap();
        log.keep_snapshot(*room, snapshot(2));
    }
    let an_hour_ago = UnixMillis(crate::clock::now().0 - DAY_MS / 24);
    assert_eq!(log.delete_unopened(an_hour_ago).await.unwrap(), 0);
    for room in &rooms[2..] {
        log.touch(*room, days_ahead(10));
    }
    assert_eq!(log.delete_unopened(days_ahead(9)).await.unwrap(), 2);
    assert_eq!(log.delete_unopened(days_ahead(9)).await.unwrap(), 0);
    for (room, kept) in rooms.iter().zip([false, false, true, true]) {
        assert_eq!(log.read(*room, Version(0)).await.unwrap().len(), if kept { 3 } else { 0 });
        assert_eq!(log.snapshot(*room).await.unwrap().is_some(), kept);
    }
    // Opened is not changed by somebody who comes where nothing is.
    log.touch(rooms[0], days_ahead(20));
    all_is_written(&log).await;
    assert_eq!(log.read(rooms[0], Version(0)).await.unwrap(), []);
}

async fn an_id_can_be_used_again_after_its_room_was_deleted(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    log.append(room, Version(0), &numbered(0..3), None).await.unwrap();
    assert_eq!(log.delete_unopened(days_ahead(1)).await.unwrap(), 1);
    log.append(room, Version(0), &numbered(5..6), None).await.unwrap();
    assert_eq!(log.read(room, Version(0)).await.unwrap(), numbered(5..6));
}
