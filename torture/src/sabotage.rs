//! Sabotage: what the proofs must notice. A proof that is sabotaged and does not fail proves nothing.

use std::path::Path;

use anyhow::{Result, ensure};
use clap::ValueEnum;
use rusqlite::Connection;
use shared::ids::RoomId;

use crate::log::{DATABASE, key};

/// What is done to the log of a room while the program does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sabotage {
    /// Its last event is taken away without a trace, as if it had never been kept. Only who remembers it can tell.
    Lose,
    /// Its last event is taken away, and nothing else: the program itself must refuse what is left.
    Damage,
}

impl Sabotage {
    /// Does it.
    ///
    /// # Errors
    ///
    /// When the room has no such event, or the database cannot be written.
    pub fn strike(self, data: &Path, room: RoomId) -> Result<()> {
        let connection = Connection::open(data.join(DATABASE))?;
        let room = key(room);
        let last = "SELECT max(version) FROM event WHERE room = ?1";
        let deleted =
            connection.execute(&format!("DELETE FROM event WHERE room = ?1 AND version = ({last})"), [room])?;
        ensure!(deleted == 1, "there was no event to take away");
        if self == Self::Lose {
            let head = "UPDATE room SET (version, chain) =
                        (SELECT version, chain FROM event WHERE room = ?1 ORDER BY version DESC LIMIT 1) WHERE id = ?1";
            connection.execute(head, [room])?;
            connection.execute(&format!("DELETE FROM snapshot WHERE room = ?1 AND version > ({last})"), [room])?;
        }
        Ok(())
    }
}

/// Takes all snapshots away, so that every room must be read from its first event.
///
/// # Errors
///
/// When the database cannot be written.
pub fn take_snapshots(data: &Path) -> Result<()> {
    Connection::open(data.join(DATABASE))?.execute("DELETE FROM snapshot", [])?;
    Ok(())
}
