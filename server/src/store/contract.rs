//! What every [`RoomLog`] must do, run on each of them.

use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId, RoundNumber, Version};

use super::{AppendError, RoomLog};

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
    log.append(room, Version(0), &events[..2]).await.unwrap();
    log.append(room, Version(2), &events[2..]).await.unwrap();
    for after in 0..=5 {
        assert_eq!(log.read(room, Version(after as u64)).await.unwrap(), events[after..]);
    }
    assert_eq!(log.read(room, Version(6)).await.unwrap(), []);
}

async fn only_the_expected_version_appends(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..2);
    assert!(matches!(log.append(room, Version(1), &events).await, Err(AppendError::Conflict)));
    log.append(room, Version(0), &events).await.unwrap();
    for expected in [0, 1, 3] {
        let refused = log.append(room, Version(expected), &events).await;
        assert!(matches!(refused, Err(AppendError::Conflict)));
    }
    assert_eq!(log.read(room, Version(0)).await.unwrap(), events);
}

async fn rooms_do_not_mix(log: impl RoomLog) {
    let (one, other) = (RoomId::from_random_bits(1), RoomId::from_random_bits(2));
    log.append(one, Version(0), &numbered(0..3)).await.unwrap();
    log.append(other, Version(0), &numbered(7..8)).await.unwrap();
    assert_eq!(log.read(one, Version(0)).await.unwrap(), numbered(0..3));
    assert_eq!(log.read(other, Version(0)).await.unwrap(), numbered(7..8));
}

async fn of_many_writers_one_wins_each_version(log: impl RoomLog) {
    let room = RoomId::from_random_bits(ROOM);
    let events = numbered(0..8);
    let tries = events.iter().map(|event| log.append(room, Version(0), std::slice::from_ref(event)));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(log.read(room, Version(0)).await.unwrap().len(), 1);
}
