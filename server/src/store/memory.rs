//! Rooms that live as long as the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use shared::event::RoomEvent;
use shared::ids::{RoomId, UnixMillis, Version};

use super::{Answered, AppendError, Done, Origin, RoomLog, Snapshot, StoreError, commands};
use crate::clock;
use crate::limits::{MEMORY_ROOM_EVENTS_MAX, MEMORY_ROOMS_MAX};

/// A [`RoomLog`] in memory. The lock is held for a copy and never across an await, so the standard library's will do.
#[derive(Default)]
pub struct MemoryLog {
    rooms: Mutex<HashMap<RoomId, Kept>>,
}

struct Kept {
    events: Vec<(Option<Origin>, RoomEvent)>,
    snapshot: Option<Snapshot>,
    opened_at: UnixMillis,
}

impl MemoryLog {
    fn rooms(&self) -> MutexGuard<'_, HashMap<RoomId, Kept>> {
        // Each change is one call that cannot panic half-way, so a poisoned lock still guards whole rooms.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_now(&self, room: RoomId, expected: Version, done: &[Done<'_>]) -> Result<(), AppendError> {
        let mut rooms = self.rooms();
        if expected == Version::default() && !rooms.contains_key(&room) && rooms.len() >= MEMORY_ROOMS_MAX {
            return Err(AppendError::Full);
        }
        let kept = rooms.get(&room).map_or(0, |kept| kept.events.len());
        if Version::default().plus(kept) != expected {
            return Err(AppendError::Conflict);
        }
        let events = || done.iter().flat_map(|done| done.events.iter().map(|event| (done.origin, event)));
        if kept + events().count() > MEMORY_ROOM_EVENTS_MAX {
            return Err(AppendError::Full);
        }
        let opened = || Kept { events: vec![], snapshot: None, opened_at: clock::now() };
        let events = events().map(|(origin, event)| (origin, event.clone()));
        rooms.entry(room).or_insert_with(opened).events.extend(events);
        Ok(())
    }

    /// Looks at the events after that version.
    fn look<T>(&self, room: RoomId, after: Version, look: impl FnOnce(&[(Option<Origin>, RoomEvent)]) -> T) -> T {
        let rooms = self.rooms();
        let kept = rooms.get(&room).map_or(&[][..], |kept| &kept.events);
        let after = usize::try_from(after.0).unwrap_or(usize::MAX);
        look(kept.get(after..).unwrap_or_default())
    }

    fn change(&self, room: RoomId, change: impl FnOnce(&mut Kept)) {
        if let Some(kept) = self.rooms().get_mut(&room) {
            change(kept);
        }
    }

    fn delete_now(&self, since: UnixMillis) -> usize {
        let mut rooms = self.rooms();
        let before = rooms.len();
        rooms.retain(|_, kept| kept.opened_at >= since);
        before - rooms.len()
    }
}

impl RoomLog for MemoryLog {
    fn append_all<'a>(
        &'a self,
        room: RoomId,
        expected: Version,
        done: &'a [Done<'a>],
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        ready(self.append_now(room, expected, done)).boxed()
    }

    fn read(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<RoomEvent>, StoreError>> {
        let events = self.look(room, after, |kept| kept.iter().map(|(_, event)| event.clone()).collect());
        ready(Ok(events)).boxed()
    }

    fn answered(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<Answered>, StoreError>> {
        let answered = self.look(room, after, |kept| commands(kept.iter().map(|(origin, event)| (*origin, event))));
        ready(Ok(answered)).boxed()
    }

    fn snapshot(&self, room: RoomId) -> BoxFuture<'_, Result<Option<Snapshot>, StoreError>> {
        let snapshot = self.rooms().get(&room).and_then(|kept| kept.snapshot.clone());
        ready(Ok(snapshot)).boxed()
    }

    fn keep_snapshot(&self, room: RoomId, snapshot: Snapshot) {
        self.change(room, |kept| kept.snapshot = Some(snapshot));
    }

    fn touch(&self, room: RoomId, now: UnixMillis) {
        self.change(room, |kept| kept.opened_at = now);
    }

    fn delete_unopened(&self, since: UnixMillis) -> BoxFuture<'_, Result<usize, StoreError>> {
        ready(Ok(self.delete_now(since))).boxed()
    }

    fn trouble(&self) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract;

    #[tokio::test]
    async fn it_keeps_the_contract() {
        contract::holds(MemoryLog::default).await;
    }

    #[tokio::test]
    async fn w4_the_last_room_is_kept_and_the_one_after_it_refused() {
        let log = MemoryLog::default();
        let event = [contract::an_event()];
        for bits in 0..MEMORY_ROOMS_MAX as u64 {
            log.append(RoomId::from_random_bits(bits), Version(0), &event, None).await.unwrap();
        }
        let one_more = log.append(RoomId::from_random_bits(u64::MAX), Version(0), &event, None).await;
        assert!(matches!(one_more, Err(AppendError::Full)));
        assert!(log.append(RoomId::from_random_bits(0), Version(1), &event, None).await.is_ok());
    }

    #[tokio::test]
    async fn w4_the_last_event_is_kept_and_the_one_after_it_refused() {
        let log = MemoryLog::default();
        let room = RoomId::from_random_bits(1);
        let events = vec![contract::an_event(); MEMORY_ROOM_EVENTS_MAX];
        log.append(room, Version(0), &events, None).await.unwrap();
        let one_more = log.append(room, Version(events.len() as u64), &events[..1], None).await;
        assert!(matches!(one_more, Err(AppendError::Full)));
    }
}
