//! SQLite alone: what the database does with the rows of votes when there is nothing round it.
//!
//! The tables, the pragmas and the statements are those of the server's store; the events, the checks and the names of rooms
//! have as many bytes.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

/// Pages of the write-ahead log before it is brought into the database, as the server has it.
const CHECKPOINT_PAGES: i64 = 1_000;
/// A vote in postcard: the kind of event, the participant, the kind of vote, the card.
const EVENT: [u8; 4] = [1, 1, 1, 5];
const LINK: [u8; 16] = [7; 16];

const SCHEMA: &str = "
    CREATE TABLE room (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, chain BLOB NOT NULL, opened_at INTEGER NOT NULL) STRICT;
    CREATE INDEX room_opened_at ON room (opened_at);
    CREATE TABLE event (
        room INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, page INTEGER, number INTEGER,
        event BLOB NOT NULL, chain BLOB NOT NULL, PRIMARY KEY (room, version)
    ) STRICT, WITHOUT ROWID;
";

/// A database and nothing else.
pub struct Alone {
    connection: Connection,
    /// Random, as the server's.
    rooms: Vec<i64>,
    votes: usize,
}

impl Alone {
    /// A new database in that folder, whose votes go to so many rooms in turn.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn create(folder: &Path, rooms: usize) -> Result<Self> {
        let connection = Connection::open(folder.join("alone.db"))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        // As there: statements are compiled once.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(SCHEMA)?;
        let rooms = (0..rooms).map(|_| fastrand::i64(0..1 << 60)).collect();
        Ok(Self { connection, rooms, votes: 0 })
    }

    /// Writes so many votes in one transaction.
    ///
    /// # Errors
    ///
    /// When it cannot.
    pub fn commit(&mut self, votes: usize) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for _ in 0..votes {
            let (room, round) = (self.rooms[self.votes % self.rooms.len()], self.votes / self.rooms.len());
            let version = i64::try_from(round)? + 1;
            transaction
                .prepare_cached(
                    "SELECT version, chain, (SELECT max(version) FROM event WHERE room = ?1) FROM room WHERE id = ?1",
                )?
                .exists([room])?;
            transaction
                .prepare_cached(
                    "INSERT INTO event (room, version, at, page, number, event, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![room, version, 1_800_000_000_000_i64, room, version, EVENT, LINK])?;
            transaction
                .prepare_cached(
                    "INSERT INTO room (id, version, chain, opened_at) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (id) DO UPDATE SET version = ?2, chain = ?3",
                )?
                .execute(params![room, version, LINK, 1_800_000_000_000_i64])?;
            self.votes += 1;
        }
        transaction.commit()?;
        Ok(())
    }

    /// How many votes a second it writes, so many in each transaction, in so long a time.
    ///
    /// # Errors
    ///
    /// When it cannot.
    pub fn votes_per_second(&mut self, batch: usize, time: Duration) -> Result<f64> {
        let (begun, before) = (Instant::now(), self.votes);
        while begun.elapsed() < time {
            self.commit(batch)?;
        }
        Ok((self.votes - before) as f64 / begun.elapsed().as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vote_is_a_row() {
        let folder = tempfile::tempdir().unwrap();
        let mut alone = Alone::create(folder.path(), 3).unwrap();
        alone.commit(1).unwrap();
        alone.commit(6).unwrap();
        let count = |sql| alone.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((count("SELECT count(*) FROM event"), count("SELECT sum(version) FROM room")), (7, 7));
    }
}
