//! Rooms: all rooms of this server, live or in the log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId, UnixMillis, Version};
use shared::message::Token;
use shared::record::Record;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

use super::answers::Answers;
use super::handle::RoomHandle;
use super::live::Live;
use crate::clock;
use crate::identity::ServerKey;
use crate::limits::{RECORDS_AT_ONCE_MAX, UNOPENED_SOUGHT_EVERY};
use crate::store::{AppendError, RoomLog, StoreError};

/// All rooms; cheap to clone.
#[derive(Clone)]
pub struct Rooms(Arc<Shared>);

struct Shared {
    log: Arc<dyn RoomLog>,
    key: ServerKey,
    moderator_grace: Duration,
    tasks: TaskTracker,
    /// The rooms that have a task. The lock is never held across an await.
    live: Mutex<HashMap<RoomId, RoomHandle>>,
    /// One permit for each log that may be read from its beginning.
    records: Semaphore,
}

/// Why there is no new room.
#[derive(Debug)]
pub enum CreateError {
    /// The server keeps all the rooms that it can.
    Full,
    /// The log or the system's randomness does not work.
    Failed(StoreError),
}

impl Rooms {
    /// `moderator_grace` is how long a table without a moderator waits for one.
    pub fn new(log: Arc<dyn RoomLog>, key: ServerKey, moderator_grace: Duration) -> Self {
        let records = Semaphore::new(RECORDS_AT_ONCE_MAX);
        Self(Arc::new(Shared { log, key, moderator_grace, tasks: TaskTracker::new(), live: Mutex::default(), records }))
    }

    /// Makes a room that begins with these events, as [`decide::open`](shared::decide::open) decided them, and the token by
    /// which its creator is known.
    ///
    /// # Errors
    ///
    /// See [`CreateError`].
    pub async fn create(&self, opened: &[RoomEvent]) -> Result<(RoomId, Token), CreateError> {
        loop {
            let bits = getrandom::u64().map_err(|error| CreateError::Failed(error.into()))?;
            let id = RoomId::from_random_bits(bits);
            match self.0.log.append(id, Version::default(), opened, None).await {
                Ok(()) => {
                    tracing::info!(room = %id, "a room was made");
                    return Ok((id, self.0.key.token(id, ParticipantId::CREATOR)));
                }
                // Once in the lifetime of many servers two rooms are given the same name: the second takes another.
                Err(AppendError::Conflict) => {}
                Err(AppendError::Full) => return Err(CreateError::Full),
                Err(AppendError::Failed(error)) => return Err(CreateError::Failed(error)),
            }
        }
    }

    /// The room, live; none if it does not exist.
    ///
    /// # Errors
    ///
    /// When its log cannot be read.
    pub async fn find(&self, id: RoomId) -> Result<Option<RoomHandle>, StoreError> {
        if let Some(handle) = self.live().get(&id).filter(|handle| handle.is_alive()) {
            return Ok(Some(handle.clone()));
        }
        let Some(loaded) = Live::load(id, self.0.log.clone()).await? else { return Ok(None) };
        let answers = Answers::of(loaded.answered().await?);
        let mut live = self.live();
        // Somebody else may have loaded it meanwhile: of two, the first counts.
        if let Some(handle) = live.get(&id).filter(|handle| handle.is_alive()) {
            return Ok(Some(handle.clone()));
        }
        let (handle, task) = RoomHandle::new(loaded, answers, self.0.key.clone(), self.0.moderator_grace);
        let rooms = self.clone();
        self.0.tasks.spawn(task.map(move |()| rooms.forget(id)));
        live.insert(id, handle.clone());
        Ok(Some(handle))
    }

    /// What `make` makes of all that a room has come to, at which version; none if it does not exist. The log is read from its
    /// beginning, so that a live room need not hold its past.
    ///
    /// # Errors
    ///
    /// When the log cannot be read.
    pub async fn record<T: Send + 'static>(
        &self,
        id: RoomId,
        make: impl FnOnce(Version, &Record) -> T + Send + 'static,
    ) -> Result<Option<T>, StoreError> {
        let _permit = self.0.records.acquire().await?;
        let events = self.0.log.read(id, Version::default()).await?;
        if events.is_empty() {
            return Ok(None);
        }
        // An old room has a long past.
        let made =
            tokio::task::spawn_blocking(move || make(Version::default().plus(events.len()), &Record::of(&events)));
        Ok(Some(made.await?))
    }

    /// Deletes the rooms that nobody has opened for so long, again and again.
    pub async fn delete_unopened(self, after: Duration) {
        let after = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        let mut due = tokio::time::interval(UNOPENED_SOUGHT_EVERY);
        loop {
            due.tick().await;
            let now = clock::now();
            self.live().keys().for_each(|room| self.0.log.touch(*room, now));
            match self.0.log.delete_unopened(UnixMillis(now.0.saturating_sub(after))).await {
                Ok(0) => {}
                Ok(rooms) => tracing::info!(rooms, "rooms that nobody has opened for long were deleted"),
                Err(error) => tracing::error!(%error, "rooms that nobody opens cannot be deleted"),
            }
        }
    }

    /// Waits until no room is live, once nobody has a connection.
    pub async fn close(&self) {
        self.live().clear();
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// What is wrong with the log now, in words; none if it works.
    pub fn trouble(&self) -> Option<String> {
        self.0.log.trouble()
    }

    /// How many rooms are live.
    pub fn count(&self) -> usize {
        self.live().len()
    }

    /// Forgets a room whose task has ended, unless another has begun.
    fn forget(&self, id: RoomId) {
        let mut live = self.live();
        if live.get(&id).is_some_and(|handle| !handle.is_alive()) {
            live.remove(&id);
        }
    }

    fn live(&self) -> MutexGuard<'_, HashMap<RoomId, RoomHandle>> {
        // Each change of the map is one call, so a poisoned lock still guards a whole one.
        self.0.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use shared::codec::Codec;
    use shared::command::Command;
    use shared::deck::Preset;
    use shared::message::{CloseCode, Hello};
    use shared::room::Role;
    use shared::text::RoomName;
    use tokio::time::sleep;

    use super::*;
    use crate::limits::ROOM_IDLE_FOR;
    use crate::room::handle::Newcomer;
    use crate::room::outbox::Outbox;
    use crate::store::memory::MemoryLog;

    const MOMENT: Duration = Duration::from_millis(1);

    fn newcomer() -> Newcomer {
        Newcomer { hello: Hello::default(), cookie: None, codec: Codec::Json, outbox: Outbox::to_anywhere() }
    }

    async fn a_room() -> (Rooms, RoomId) {
        let key = ServerKey::generate().unwrap();
        let rooms = Rooms::new(Arc::new(MemoryLog::default()), key, Duration::from_secs(60));
        let (id, _) = rooms
            .create(&[RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() }])
            .await
            .unwrap();
        (rooms, id)
    }

    #[tokio::test(start_paused = true)]
    async fn w8_a_room_leaves_memory_minutes_after_the_last_one_went_and_comes_back_as_it_was() {
        let (rooms, id) = a_room().await;
        let room = rooms.find(id).await.unwrap().unwrap();
        let connection = room.connect(newcomer()).await.unwrap();
        let join = Command::Join { nickname: "Ada".into(), role: Role::Voter };
        room.ask(None, join).await.unwrap();
        let before = room.look().await.unwrap();
        sleep(10 * ROOM_IDLE_FOR).await;
        assert_eq!(rooms.count(), 1, "somebody is connected");
        room.disconnect(connection).await;
        sleep(ROOM_IDLE_FOR - MOMENT).await;
        assert_eq!(rooms.count(), 1);
        sleep(2 * MOMENT).await;
        assert_eq!(rooms.count(), 0);
        assert!(room.look().await.is_err());

        let back = rooms.find(id).await.unwrap().unwrap().look().await.unwrap();
        assert_eq!((back.version, back.room), (before.version, before.room));
    }

    #[tokio::test(start_paused = true)]
    async fn w8_who_comes_while_the_room_leaves_is_sent_to_the_new_one() {
        let (rooms, id) = a_room().await;
        let room = rooms.find(id).await.unwrap().unwrap();
        sleep(ROOM_IDLE_FOR + MOMENT).await;
        assert_eq!(room.connect(newcomer()).await, Err(CloseCode::Restart));
        assert!(rooms.find(id).await.unwrap().unwrap().connect(newcomer()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_past_of_a_room_is_read_by_a_few_at_once_and_the_others_wait() {
        let (rooms, id) = a_room().await;
        let permits = u32::try_from(RECORDS_AT_ONCE_MAX).unwrap();
        let reading = rooms.0.records.acquire_many(permits - 1).await.unwrap();
        let version = async || rooms.record(id, |version, _| version).await.unwrap();
        assert_eq!(version().await, Some(Version(1)));
        let another = rooms.0.records.acquire().await.unwrap();
        assert!(tokio::time::timeout(MOMENT, version()).await.is_err());
        drop((reading, another));
        assert_eq!(version().await, Some(Version(1)));
        let nowhere = RoomId::from_random_bits(id.bits() ^ 1);
        assert_eq!(rooms.record(nowhere, |version, _| version).await.unwrap(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn w9_rooms_in_use_are_not_deleted_and_others_are() {
        let (rooms, id) = a_room().await;
        let (unused, _) = rooms
            .create(&[RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() }])
            .await
            .unwrap();
        let room = rooms.find(id).await.unwrap().unwrap();
        room.connect(newcomer()).await.unwrap();
        // By the system's clock, which goes on while the paused one stands still.
        let since = clock::now();
        while clock::now() <= since {
            tokio::task::yield_now().await;
        }
        let deleting = tokio::spawn(rooms.clone().delete_unopened(Duration::ZERO));
        sleep(MOMENT).await;
        deleting.abort();
        assert!(rooms.find(unused).await.unwrap().is_none());
        assert!(rooms.find(id).await.unwrap().is_some());
        let fresh = Live::load(id, rooms.0.log.clone()).await.unwrap();
        assert!(fresh.is_some());
    }
}
