//! What can be written, each inside a transaction that somebody else begins and commits.

use rusqlite::{Connection, OptionalExtension, params};
use shared::ids::{RoomId, UnixMillis, Version};

use super::chain::Link;
use super::read::{self, SNAPSHOT_FORMAT, key, to_row};
use crate::limits::{DELETED_EVENTS_AT_ONCE_MAX, TOUCHED_AGAIN_AFTER};
use crate::store::{Origin, StoreError};

/// Something to be written.
pub enum Write {
    Append(Append),
    Snapshot {
        room: RoomId,
        version: Version,
        bytes: Vec<u8>,
    },
    Touch {
        room: RoomId,
        now: UnixMillis,
    },
    /// A part of deleting the rooms that nobody has opened since then.
    DeleteSome {
        since: UnixMillis,
    },
}

/// Events for a room that has `expected` events, as they are to be stored, each with the command that it came of.
pub struct Append {
    pub room: RoomId,
    pub expected: Version,
    pub at: UnixMillis,
    pub events: Vec<(Option<Origin>, Vec<u8>)>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The room has another version.
    Conflict,
    /// What is stored of the room is not what was written.
    Damaged,
    /// How many rooms are no more, and whether there is more to delete.
    Deleted {
        rooms: usize,
        more: bool,
    },
}

impl Write {
    /// Writes it.
    ///
    /// # Errors
    ///
    /// When the database does not work. Then the whole transaction is to be given up.
    pub fn perform(&self, transaction: &Connection) -> rusqlite::Result<Outcome> {
        match self {
            Self::Append(append) => append.perform(transaction),
            Self::Snapshot { room, version, bytes } => keep_snapshot(transaction, *room, *version, bytes),
            Self::Touch { room, now } => touch(transaction, *room, *now),
            Self::DeleteSome { since } => delete_some(transaction, *since),
        }
    }
}

impl Append {
    fn perform(&self, transaction: &Connection) -> rusqlite::Result<Outcome> {
        let Some(mut link) = (match self.place(transaction)? {
            Ok(link) => link,
            Err(outcome) => return Ok(outcome),
        }) else {
            return Ok(Outcome::Damaged);
        };
        let mut insert = transaction.prepare_cached(
            "INSERT INTO event (room, version, at, page, number, event, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let at = self.at.0.cast_signed();
        let mut version = self.expected;
        for (origin, event) in &self.events {
            version = version.plus(1);
            link = link.next(self.at, *origin, event);
            let page = origin.map(|origin| origin.page.0.cast_signed());
            let number = origin.map(|origin| origin.number.0);
            let link = link.as_bytes();
            insert.execute(params![key(self.room), to_row(version), at, page, number, event, link])?;
        }
        transaction
            .prepare_cached(
                "INSERT INTO room (id, version, chain, opened_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET version = ?2, chain = ?3",
            )?
            .execute(params![key(self.room), to_row(version), link.as_bytes(), self.at.0.cast_signed()])?;
        Ok(Outcome::Done)
    }

    /// The link after which the events come, or why they cannot.
    fn place(&self, transaction: &Connection) -> rusqlite::Result<Result<Option<Link>, Outcome>> {
        let row = transaction
            .prepare_cached(
                "SELECT version, chain, (SELECT max(version) FROM event WHERE room = ?1) FROM room WHERE id = ?1",
            )?
            .query_row([key(self.room)], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Option<i64>>(2)?))
            })
            .optional()?;
        Ok(match row {
            Some((version, ..)) if version != to_row(self.expected) => Err(Outcome::Conflict),
            Some((version, _, latest)) if latest != Some(version) => Err(Outcome::Damaged),
            Some((_, link, _)) => Ok(Link::from_bytes(&link)),
            None if self.expected != Version::default() || is_deleted(transaction, self.room)? => {
                Err(Outcome::Conflict)
            }
            None => Ok(Some(Link::first(self.room))),
        })
    }

    /// Whether exactly these events are the room's latest.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn was_kept(&self, connection: &Connection) -> Result<bool, StoreError> {
        let Some(before) = read::link_at(connection, self.room, self.expected)? else { return Ok(false) };
        let link = self.events.iter().fold(before, |link, (origin, event)| link.next(self.at, *origin, event));
        let version = self.expected.plus(self.events.len());
        Ok(read::head(connection, self.room)? == Some(read::Head { version, link }))
    }

    /// Takes the events out again, which nobody has been told of.
    ///
    /// # Errors
    ///
    /// When the database does not work.
    pub fn undo(&self, transaction: &Connection) -> Result<(), StoreError> {
        let before = params![key(self.room), to_row(self.expected)];
        transaction.execute("DELETE FROM event WHERE room = ?1 AND version > ?2", before)?;
        if self.expected == Version::default() {
            transaction.execute("DELETE FROM room WHERE id = ?1", [key(self.room)])?;
        } else if let Some(link) = read::link_at(transaction, self.room, self.expected)? {
            transaction.execute(
                "UPDATE room SET version = ?2, chain = ?3 WHERE id = ?1",
                params![key(self.room), to_row(self.expected), link.as_bytes()],
            )?;
        }
        Ok(())
    }
}

fn is_deleted(transaction: &Connection, room: RoomId) -> rusqlite::Result<bool> {
    transaction.prepare_cached("SELECT 1 FROM deleted WHERE room = ?1")?.exists([key(room)])
}

fn keep_snapshot(transaction: &Connection, room: RoomId, version: Version, bytes: &[u8]) -> rusqlite::Result<Outcome> {
    let link = transaction
        .prepare_cached("SELECT chain FROM event WHERE room = ?1 AND version = ?2")?
        .query_row(params![key(room), to_row(version)], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let Some(link) = link.and_then(|link| Link::from_bytes(&link)) else { return Ok(Outcome::Conflict) };
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO snapshot (room, version, format, bytes, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![key(room), to_row(version), SNAPSHOT_FORMAT, bytes, link.seal(bytes).as_bytes()])?;
    Ok(Outcome::Done)
}

/// To a day, so that opening a room again and again writes nothing.
fn touch(transaction: &Connection, room: RoomId, now: UnixMillis) -> rusqlite::Result<Outcome> {
    let now = now.0.cast_signed();
    let since = now.saturating_sub_unsigned(u64::try_from(TOUCHED_AGAIN_AFTER.as_millis()).unwrap_or(u64::MAX));
    transaction
        .prepare_cached("UPDATE room SET opened_at = ?2 WHERE id = ?1 AND opened_at <= ?3")?
        .execute(params![key(room), now, since])?;
    Ok(Outcome::Done)
}

/// First a room is no more, then its events go, some at a time.
fn delete_some(transaction: &Connection, since: UnixMillis) -> rusqlite::Result<Outcome> {
    let one = |query: &str, since: &[i64]| -> rusqlite::Result<Option<i64>> {
        transaction.prepare_cached(query)?.query_row(rusqlite::params_from_iter(since), |row| row.get(0)).optional()
    };
    if let Some(room) = one("SELECT room FROM deleted LIMIT 1", &[])? {
        let gone = transaction.execute(
            "DELETE FROM event WHERE room = ?1 AND version < ?2 + (SELECT min(version) FROM event WHERE room = ?1)",
            [room, DELETED_EVENTS_AT_ONCE_MAX],
        )?;
        if gone == 0 {
            transaction.execute("DELETE FROM deleted WHERE room = ?1", [room])?;
        }
        return Ok(Outcome::Deleted { rooms: 0, more: true });
    }
    let unopened = one("SELECT id FROM room WHERE opened_at < ?1 LIMIT 1", &[since.0.cast_signed()])?;
    let Some(room) = unopened else { return Ok(Outcome::Deleted { rooms: 0, more: false }) };
    for query in [
        "DELETE FROM room WHERE id = ?1",
        "DELETE FROM snapshot WHERE room = ?1",
        "INSERT INTO deleted (room) VALUES (?1)",
    ] {
        transaction.execute(query, [room])?;
    }
    Ok(Outcome::Deleted { rooms: 1, more: true })
}
