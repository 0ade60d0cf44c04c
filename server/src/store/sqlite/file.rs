//! The database file: where it is, who may use it, how it is opened, and what is in it.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::ValueEnum;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::limits::{STORE_BUSY_WITHIN, WAL_PAGES_BEFORE_CHECKPOINT};

/// Older ones can lose commits when a write-ahead log is checkpointed while it is written
/// ([SQLite's own account](https://www.sqlite.org/wal.html#walresetbug)).
const SQLITE_VERSION_MIN: i32 = 3_051_003;
/// `TPkr`: that the file is ours, and not any SQLite database.
const APPLICATION_ID: i32 = 0x5450_6b72;
/// The version of the schema below.
const SCHEMA_VERSION: i32 = 1;

/// `server` has one row. `page` and `number` say which command an event came of, if it came of one. A room is in `room` while it exists, in `deleted` while its events are being
/// deleted, and nowhere else.
const SCHEMA: &str = "
    CREATE TABLE server (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        key BLOB NOT NULL,
        probes INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE room (
        id INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,
        chain BLOB NOT NULL,
        opened_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX room_opened_at ON room (opened_at);
    CREATE TABLE event (
        room INTEGER NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL,
        page INTEGER,
        number INTEGER,
        event BLOB NOT NULL,
        chain BLOB NOT NULL,
        PRIMARY KEY (room, version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshot (
        room INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,
        format INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        seal BLOB NOT NULL
    ) STRICT;
    CREATE TABLE deleted (room INTEGER PRIMARY KEY) STRICT;
";

/// How sure a commit is, as SQLite's `synchronous` says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Synchronous {
    /// What was acknowledged survives a power cut.
    #[default]
    Full,
    /// What was acknowledged survives the end of the program; a power cut may take the last moments.
    Normal,
}

/// The files of one server.
#[derive(Clone, Debug)]
pub struct Place {
    database: PathBuf,
    lock: PathBuf,
}

/// As long as it lives, no other process writes to the files.
pub struct Lock(#[expect(dead_code, reason = "the file is locked for as long as it is open")] File);

impl Place {
    /// The files in that folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::at(folder.join("team-poker.db"))
    }

    /// A database of another name.
    pub fn at(database: PathBuf) -> Self {
        Self { lock: database.with_extension("lock"), database }
    }

    /// The database itself. SQLite keeps its log beside it.
    pub fn database(&self) -> &Path {
        &self.database
    }

    /// The database and what SQLite keeps beside it.
    pub fn files(&self) -> [PathBuf; 3] {
        ["", "-wal", "-shm"].map(|suffix| {
            let mut name = self.database.clone().into_os_string();
            name.push(suffix);
            name.into()
        })
    }

    /// Keeps every other process from writing. The system takes the lock back when the process ends, however it ends.
    ///
    /// # Errors
    ///
    /// When another process has it, or the folder cannot be written to.
    pub fn lock(&self) -> anyhow::Result<Lock> {
        if let Some(folder) = self.lock.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let file = private(OpenOptions::new().write(true).create(true)).open(&self.lock);
        let file = file.with_context(|| format!("cannot open {}", self.lock.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => anyhow::bail!(
                "another team-poker uses {}: stop it, or give this one a --data-dir of its own",
                self.database.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", self.lock.display()))
            }
        }
    }

    /// Opens the database to write to it, and makes it if it is not there.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, is not ours, or was written by a newer version of this program.
    pub fn open(&self, synchronous: Synchronous) -> anyhow::Result<Connection> {
        assert_version()?;
        let name = self.database.display();
        // SQLite gives its other files the same permissions: rooms and the server's secret are nobody else's business.
        private(OpenOptions::new().append(true).create(true))
            .open(&self.database)
            .with_context(|| format!("cannot open {name}"))?;
        let connection = connect(&self.database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        set_up(&connection, synchronous).with_context(|| format!("cannot use {name}"))?;
        Ok(connection)
    }

    /// Opens the database to look at it.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when it is not there.
    pub fn open_to_read(&self) -> anyhow::Result<Connection> {
        open_to_read(&self.database)
    }
}

/// Opens a database, in whichever file, to look at it.
///
/// # Errors
///
/// When it is not there, cannot be opened, is not ours, or was written by a newer version of this program.
pub fn open_to_read(database: &Path) -> anyhow::Result<Connection> {
    assert_version()?;
    let name = database.display();
    ensure!(database.exists(), "there is no {name}");
    // Even a reader writes to the index of the write-ahead log, so this is not opened read-only.
    let connection = connect(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "query_only", true).with_context(|| format!("cannot read {name}"))?;
    let version = known_version(&connection).with_context(|| format!("cannot use {name}"))?;
    ensure!(version.is_some(), "{name} is empty");
    Ok(connection)
}

fn connect(database: &Path, flags: OpenFlags) -> anyhow::Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(database, flags).with_context(|| format!("cannot open {}", database.display()))?;
    connection.busy_timeout(STORE_BUSY_WITHIN)?;
    // Otherwise a statement that was compiled may be compiled again for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

fn assert_version() -> anyhow::Result<()> {
    ensure!(
        rusqlite::version_number() >= SQLITE_VERSION_MIN,
        "SQLite {} can lose commits; this program must be built with 3.51.3 or newer",
        rusqlite::version()
    );
    Ok(())
}

fn set_up(connection: &Connection, synchronous: Synchronous) -> anyhow::Result<()> {
    let version = known_version(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match synchronous {
        Synchronous::Full => "FULL",
        Synchronous::Normal => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES_BEFORE_CHECKPOINT)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    if version.is_none() {
        let mut key = [0; 32];
        getrandom::fill(&mut key).context("there is no randomness for the server's secret")?;
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.execute("INSERT INTO server (one, key, probes) VALUES (1, ?1, 0)", [key])?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        transaction.commit()?;
    }
    Ok(())
}

/// The version of the schema that is there; none if the file is empty.
fn known_version(connection: &Connection) -> anyhow::Result<Option<i32>> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if (application, version, tables) == (0, 0, 0) {
        return Ok(None);
    }
    ensure!(application == APPLICATION_ID, "it is no database of Team Poker");
    ensure!(
        version <= SCHEMA_VERSION,
        "a newer version of team-poker wrote it (schema {version}, this one knows {SCHEMA_VERSION}): use that version"
    );
    Ok(Some(version))
}

/// A file that its owner alone may read.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options.mode(0o600)
}
