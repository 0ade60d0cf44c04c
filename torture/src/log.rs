//! The events of a room as they are on disk, read out of the database without the program's help.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use harness::limits::PATIENCE;
use rusqlite::{Connection, OpenFlags};
use shared::codec::from_postcard;
use shared::event::RoomEvent;
use shared::ids::{RoomId, Version};

/// The file in the data directory.
pub const DATABASE: &str = "team-poker.db";

/// The database, opened only to read, beside the program or after it.
pub struct Log(Connection);

impl Log {
    /// # Errors
    ///
    /// When there is none.
    pub fn open(data: &Path) -> Result<Self> {
        let path = data.join(DATABASE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(&path, flags).with_context(|| format!("cannot open {}", path.display()))?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Self(connection))
    }

    /// All events of that room after that version, in order.
    ///
    /// # Errors
    ///
    /// When they cannot be read, or when a version is missing between them.
    pub fn after(&self, room: RoomId, after: Version) -> Result<Vec<RoomEvent>> {
        let select = "SELECT version, event FROM event WHERE room = ?1 AND version > ?2 ORDER BY version";
        let mut select = self.0.prepare_cached(select)?;
        let mut rows = select.query((key(room), i64::try_from(after.0)?))?;
        let mut events = vec![];
        while let Some(row) = rows.next()? {
            let version: i64 = row.get(0)?;
            let expected = after.plus(events.len() + 1);
            ensure!(
                u64::try_from(version) == Ok(expected.0),
                "the log of {room} has {version} where {expected:?} was due"
            );
            let event = from_postcard(row.get_ref(1)?.as_blob()?);
            events.push(event.with_context(|| format!("version {version} of {room} is no event"))?);
        }
        Ok(events)
    }
}

/// How the database names a room.
pub fn key(room: RoomId) -> i64 {
    // A name has 60 bits.
    room.bits() as i64
}

#[cfg(test)]
mod tests {
    use shared::codec::to_postcard;
    use shared::ids::ParticipantId;

    use super::*;

    const ROOM: u64 = 7;

    fn left(who: u32) -> RoomEvent {
        RoomEvent::Left { who: ParticipantId(who) }
    }

    /// A database of a room whose events have these versions.
    fn database(versions: &[i64]) -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        let connection = Connection::open(data.path().join(DATABASE)).unwrap();
        connection.execute("CREATE TABLE event (room INTEGER, version INTEGER, event BLOB)", []).unwrap();
        for version in versions {
            let event = to_postcard(&left(*version as u32));
            connection.execute("INSERT INTO event VALUES (?1, ?2, ?3)", (ROOM as i64, version, event)).unwrap();
        }
        data
    }

    #[test]
    fn the_events_after_a_version_are_read_in_order() {
        let data = database(&[2, 1, 3]);
        let log = Log::open(data.path()).unwrap();
        let room = RoomId::from_random_bits(ROOM);
        assert_eq!(log.after(room, Version(1)).unwrap(), [left(2), left(3)]);
        assert_eq!(log.after(RoomId::from_random_bits(ROOM + 1), Version(0)).unwrap(), []);
    }

    #[test]
    fn a_hole_in_the_log_is_an_error() {
        let data = database(&[1, 3]);
        let read = Log::open(data.path()).unwrap().after(RoomId::from_random_bits(ROOM), Version(0));
        assert!(read.unwrap_err().to_string().contains("Version(2) was due"));
    }
}
