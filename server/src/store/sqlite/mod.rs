//! The default [`RoomLog`]: one SQLite file, in which what was acknowledged survives the end of the program and a power cut.
//!
//! One thread writes, and takes whatever waits for it into one transaction; readers have connections of their own beside it.
//! The file is in SQLite's write-ahead mode, and each commit is flushed (`synchronous=FULL`).

mod chain;
mod file;
mod keep;
mod read;
mod write;
mod writer;

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rusqlite::Connection;
use shared::codec::to_postcard;
use shared::event::RoomEvent;
use shared::ids::{RoomId, UnixMillis, Version};
use tokio::sync::Semaphore;

use super::{Answered, AppendError, Done, RoomLog, Snapshot, StoreError};
use crate::clock;
use crate::identity::ServerKey;
use crate::limits::READERS_MAX;

pub use file::{Place, Synchronous};
pub use keep::{backup, check, restore};
use read::Readers;
use write::{Append, Outcome, Write};
use writer::{Checkpoint, Writer, checkpoint};

/// A [`RoomLog`] in a file.
pub struct SqliteLog {
    writer: Writer,
    readers: Arc<Readers>,
    /// One permit for each reader that may still begin.
    places: Semaphore,
    key: ServerKey,
}

impl SqliteLog {
    /// Opens the database, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// When another process uses it, when it cannot be opened, or when it is not one that this program can read.
    pub fn open(place: Place, synchronous: Synchronous) -> anyhow::Result<Self> {
        let lock = place.lock()?;
        let connection = place.open(synchronous)?;
        // A process that was killed may have written what it had not yet flushed. Nobody sees it before it is.
        checkpoint(&connection, Checkpoint::Full)?;
        let key = connection.query_row("SELECT key FROM server", [], |row| row.get(0))?;
        let readers = Arc::new(Readers::new(place.clone()));
        let writer = Writer::start(place, lock, synchronous, connection, readers.clone())?;
        Ok(Self { writer, readers, places: Semaphore::new(READERS_MAX), key: ServerKey::from_bytes(key) })
    }

    /// The secret of this server, which is kept with its rooms.
    pub fn key(&self) -> ServerKey {
        self.key.clone()
    }

    /// Reads of a room, on a thread that may wait for the disk.
    async fn read_room<T: Send + 'static>(
        &self,
        room: RoomId,
        read: impl FnOnce(&Connection, RoomId) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _place = self.places.acquire().await?;
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || readers.read_room(room, read)).await?
    }
}

impl RoomLog for SqliteLog {
    fn append_all<'a>(
        &'a self,
        room: RoomId,
        expected: Version,
        done: &'a [Done<'a>],
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        let events = done.iter().flat_map(|done| done.events.iter().map(|event| (done.origin, to_postcard(event))));
        let append = Write::Append(Append { room, expected, at: clock::now(), events: events.collect() });
        async move {
            match self.writer.write(append).await.map_err(AppendError::Failed)? {
                Outcome::Done | Outcome::Deleted { .. } => Ok(()),
                Outcome::Conflict => Err(AppendError::Conflict),
                Outcome::Damaged => Err(AppendError::Failed("the database is damaged".into())),
            }
        }
        .boxed()
    }

    fn read(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<RoomEvent>, StoreError>> {
        self.read_room(room, move |view, room| read::events(view, room, after)).boxed()
    }

    fn answered(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<Answered>, StoreError>> {
        self.read_room(room, move |view, room| read::answered(view, room, after)).boxed()
    }

    fn snapshot(&self, room: RoomId) -> BoxFuture<'_, Result<Option<Snapshot>, StoreError>> {
        self.read_room(room, read::snapshot).boxed()
    }

    fn keep_snapshot(&self, room: RoomId, snapshot: Snapshot) {
        let bytes = to_postcard(&snapshot.room);
        self.writer.write_later(Write::Snapshot { room, version: snapshot.version, bytes });
    }

    fn touch(&self, room: RoomId, now: UnixMillis) {
        self.writer.write_later(Write::Touch { room, now });
    }

    fn delete_unopened(&self, since: UnixMillis) -> BoxFuture<'_, Result<usize, StoreError>> {
        async move {
            let mut deleted = 0;
            loop {
                // Others write between two parts.
                match self.writer.write(Write::DeleteSome { since }).await? {
                    Outcome::Deleted { rooms, more: true } => deleted += rooms,
                    _ => return Ok(deleted),
                }
            }
        }
        .boxed()
    }

    fn trouble(&self) -> Option<String> {
        self.writer.trouble().or_else(|| self.readers.trouble())
    }
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;
