//! Reading: the rows of a room, each checked against the chain, and the connections that do it beside the writer.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};
use shared::codec::from_postcard;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, RoomId, UnixMillis, Version};

use super::chain::Link;
use super::file::Place;
use crate::identity::PageTag;
use crate::store::{Answered, Origin, Snapshot, StoreError, commands};

/// How a snapshot is written. To be raised when [`Room`](shared::room::Room) changes what it holds: snapshots of another
/// format are as good as none.
pub const SNAPSHOT_FORMAT: i64 = 3;

/// What a room's row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub version: Version,
    pub link: Link,
}

/// Connections that only read, each used by one at a time.
pub struct Readers {
    place: Place,
    idle: Mutex<Vec<Connection>>,
    /// Why reading failed the last time, in words; none if it did not.
    trouble: Mutex<Option<String>>,
    /// Rooms of which the file may hold events that were said not to be kept, and that will be taken out.
    uncertain: Mutex<HashSet<RoomId>>,
}

impl Readers {
    pub fn new(place: Place) -> Self {
        Self { place, idle: Mutex::default(), trouble: Mutex::default(), uncertain: Mutex::default() }
    }

    /// Reads with a connection of one's own, in one view of the database. One that failed is not used again.
    ///
    /// # Errors
    ///
    /// What `read` says, or that there is no connection to be had.
    pub fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let answer = self.read_with_idle_or_new(read);
        let trouble = match &answer {
            Ok(_) => None,
            Err(error) => Some(format!("the database could not be read: {error}")).filter(|_| !error.is::<Damaged>()),
        };
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
        answer
    }

    fn read_with_idle_or_new<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| self.place.open_to_read(), Ok)?;
        let view = connection.unchecked_transaction()?;
        let answer = read(&view)?;
        view.commit()?;
        self.idle().push(connection);
        Ok(answer)
    }

    /// Why nothing can be read now, in words; none if it can. After a failure it looks whether that is still so, and waits
    /// for the disk.
    pub fn trouble(&self) -> Option<String> {
        let trouble = || self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        trouble()?;
        let looked = self.read(|view| Ok(view.query_row("SELECT count(*) FROM server", [], |_| Ok(()))?));
        if looked.is_ok() { None } else { trouble() }
    }

    /// Reads of one room.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read), and while it is not certain what the room holds.
    pub fn read_room<T>(
        &self,
        room: RoomId,
        read: impl FnOnce(&Connection, RoomId) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.uncertain().contains(&room) {
            return Err("the disk has failed, and may hold what is not to be seen".into());
        }
        self.read(|view| read(view, room))
    }

    /// From now on nobody reads of that room.
    pub fn close_room(&self, room: RoomId) {
        self.uncertain().insert(room);
    }

    /// What the rooms hold is certain again.
    pub fn open_rooms(&self) {
        self.uncertain().clear();
    }

    /// Closes what nobody uses.
    pub fn close_idle(&self) {
        self.idle().clear();
    }

    fn uncertain(&self) -> MutexGuard<'_, HashSet<RoomId>> {
        self.uncertain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        // Each change is one call, so a poisoned lock still guards a whole list.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The row of a room; none if there is no such room.
pub fn head(connection: &Connection, room: RoomId) -> Result<Option<Head>, StoreError> {
    let mut query = connection.prepare_cached("SELECT version, chain FROM room WHERE id = ?1")?;
    let row = query.query_row([key(room)], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let Some((version, link)) = row.optional()? else { return Ok(None) };
    let link = Link::from_bytes(&link).ok_or_else(|| damaged(room, "its head has no check"))?;
    Ok(Some(Head { version: from_row(version), link }))
}

/// The link of that version, which is the first if the version is 0; none if there is no such event.
pub fn link_at(connection: &Connection, room: RoomId, version: Version) -> Result<Option<Link>, StoreError> {
    if version == Version::default() {
        return Ok(Some(Link::first(room)));
    }
    let mut query = connection.prepare_cached("SELECT chain FROM event WHERE room = ?1 AND version = ?2")?;
    let link = query.query_row(params![key(room), to_row(version)], |row| row.get::<_, Vec<u8>>(0)).optional()?;
    Ok(link.and_then(|link| Link::from_bytes(&link)))
}

/// An event, and the command of which it came, if it came of one.
type Logged = (Option<Origin>, RoomEvent);

/// The events after that version, of which every one is what was appended, up to the room's head.
pub fn events(connection: &Connection, room: RoomId, after: Version) -> Result<Vec<RoomEvent>, StoreError> {
    Ok(logged(connection, room, after)?.into_iter().map(|(_, event)| event).collect())
}

/// The commands that led to them.
pub fn answered(connection: &Connection, room: RoomId, after: Version) -> Result<Vec<Answered>, StoreError> {
    let logged = logged(connection, room, after)?;
    Ok(commands(logged.iter().map(|(origin, event)| (*origin, event))))
}

fn logged(connection: &Connection, room: RoomId, after: Version) -> Result<Vec<Logged>, StoreError> {
    let Some(head) = head(connection, room)?.filter(|head| head.version > after) else { return Ok(vec![]) };
    let mut link = link_at(connection, room, after)?.ok_or_else(|| damaged(room, "an event is missing"))?;
    let mut version = after;
    let mut logged = vec![];
    let mut query = connection.prepare_cached(
        "SELECT version, chain, at, event, page, number FROM event WHERE room = ?1 AND version > ?2 ORDER BY version",
    )?;
    let mut rows = query.query(params![key(room), to_row(after)])?;
    while let Some(row) = rows.next()? {
        let (at, bytes) = (UnixMillis(row.get::<_, i64>(2)?.cast_unsigned()), row.get_ref(3)?.as_blob()?);
        let (page, number) = (row.get::<_, Option<i64>>(4)?, row.get::<_, Option<u32>>(5)?);
        let origin = page
            .zip(number)
            .map(|(page, number)| Origin { page: PageTag(page.cast_unsigned()), number: CommandNumber(number) });
        version = version.plus(1);
        link = link.next(at, origin, bytes);
        if from_row(row.get(0)?) != version {
            return Err(damaged(room, "an event is missing"));
        }
        if row.get_ref(1)?.as_blob()? != link.as_bytes() {
            return Err(damaged(room, "an event is not what was written"));
        }
        let event = from_postcard(bytes).map_err(|_| damaged(room, "an event is of another version"))?;
        logged.push((origin, event));
    }
    if (Head { version, link }) != head {
        return Err(damaged(room, "its last events are missing"));
    }
    Ok(logged)
}

/// The latest snapshot, if this version of the program can read it. One that does not belong to the room's events is an
/// error.
pub fn snapshot(connection: &Connection, room: RoomId) -> Result<Option<Snapshot>, StoreError> {
    let mut query =
        connection.prepare_cached("SELECT version, bytes, seal FROM snapshot WHERE room = ?1 AND format = ?2")?;
    let row = query
        .query_row(params![key(room), SNAPSHOT_FORMAT], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?))
        })
        .optional()?;
    let Some((version, bytes, seal)) = row else { return Ok(None) };
    let version = from_row(version);
    let sealed = link_at(connection, room, version)?.map(|link| link.seal(&bytes));
    if sealed.is_none() || sealed != Link::from_bytes(&seal) {
        return Err(damaged(room, "its snapshot is not what was written"));
    }
    let room = from_postcard(&bytes).map_err(|_| damaged(room, "its snapshot is of another version"))?;
    Ok(Some(Snapshot { version, room }))
}

/// Every room, by its id.
pub fn rooms(connection: &Connection) -> Result<Vec<RoomId>, StoreError> {
    let mut query = connection.prepare("SELECT id FROM room ORDER BY id")?;
    let rows = query.query_map([], |row| row.get::<_, i64>(0))?;
    let rooms = rows.map(|id| id.map(|id| RoomId::from_random_bits(id.cast_unsigned())));
    Ok(rooms.collect::<Result<_, _>>()?)
}

/// As SQLite, which has no unsigned numbers, keeps it.
pub fn key(room: RoomId) -> i64 {
    room.bits().cast_signed()
}

/// See [`key`].
pub fn to_row(version: Version) -> i64 {
    version.0.cast_signed()
}

fn from_row(version: i64) -> Version {
    Version(version.cast_unsigned())
}

/// What is stored of a room is not what was written. Other rooms are not concerned.
#[derive(Debug)]
struct Damaged(String);

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Damaged {}

fn damaged(room: RoomId, how: &str) -> StoreError {
    Damaged(format!("the database is damaged: of room {room} {how}")).into()
}
