//! What one who hosts a server does with its database: look whether it is sound, copy it while it runs, put a copy back.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use rusqlite::Connection;
use shared::apply::apply;
use shared::ids::{RoomId, Version};
use shared::room::Room;

use super::file::{self, Place};
use super::read;
use crate::clock;
use crate::store::StoreError;

/// What is in a database, and what of it is damaged.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub rooms: usize,
    pub events: usize,
    pub snapshots: usize,
    /// In words; nothing if all is sound.
    pub damage: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rooms, events, snapshots, damage } = self;
        write!(f, "rooms: {rooms}, events: {events}, snapshots: {snapshots}, ")?;
        if damage.is_empty() { f.write_str("no damage") } else { write!(f, "damage: {}", damage.len()) }
    }
}

/// Reads all that there is, and verifies each room's chain and snapshot. The server may run meanwhile.
///
/// # Errors
///
/// When the database cannot be read at all.
pub fn check(place: &Place) -> anyhow::Result<Report> {
    check_in(&place.open_to_read()?)
}

/// Copies the database as it is at one moment into a new file. The server may run meanwhile, and waits for nothing.
///
/// # Errors
///
/// When there is such a file already, when it cannot be written, or when the database is damaged.
pub fn backup(place: &Place, into: &Path) -> anyhow::Result<Report> {
    ensure!(!into.exists(), "{} exists already; name a new file", into.display());
    copy(&place.open_to_read()?, into)
}

/// Makes a backup the database of a server that does not run. What was there before is kept beside it.
///
/// # Errors
///
/// When a server uses the place, when the backup is damaged, or when files cannot be written.
pub fn restore(place: &Place, from: &Path) -> anyhow::Result<(Report, Option<PathBuf>)> {
    let _lock = place.lock()?;
    let source = file::open_to_read(from)?;
    let database = place.database();
    let restored = database.with_extension("db.restored");
    if restored.exists() {
        fs::remove_file(&restored).with_context(|| format!("cannot remove {}", restored.display()))?;
    }
    let report = copy(&source, &restored)?;
    let before = set_aside(place)?;
    fs::rename(&restored, database).with_context(|| format!("cannot write {}", database.display()))?;
    flush_folder(database)?;
    Ok((report, before))
}

/// Copies into a new file, of which nothing is seen before it is whole, checked and on the disk.
fn copy(source: &Connection, into: &Path) -> anyhow::Result<Report> {
    let mut partial = into.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let copied = copy_whole(source, &partial).and_then(|report| {
        fs::rename(&partial, into).with_context(|| format!("cannot write {}", into.display()))?;
        flush_folder(into)?;
        Ok(report)
    });
    if copied.is_err() && partial.exists() {
        fs::remove_file(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
    }
    copied
}

fn copy_whole(source: &Connection, partial: &Path) -> anyhow::Result<Report> {
    let name = partial.to_str().with_context(|| format!("{} is not UTF-8", partial.display()))?;
    ensure!(!partial.exists(), "{name} is left from a copy that did not end; remove it");
    // To SQLite a copy is a write, though not to what is copied.
    source.pragma_update(None, "query_only", false)?;
    source.execute("VACUUM INTO ?1", [name]).with_context(|| format!("cannot write {name}"))?;
    let file = File::options().write(true).open(partial).with_context(|| format!("cannot open {name}"))?;
    set_private(&file)?;
    file.sync_all().with_context(|| format!("cannot flush {name}"))?;
    let report = check_in(&file::open_to_read(partial)?)?;
    ensure!(report.damage.is_empty(), "the database is damaged: {}", report.damage.join("; "));
    Ok(report)
}

/// Renames what is there; answers with its new name.
fn set_aside(place: &Place) -> anyhow::Result<Option<PathBuf>> {
    if !place.database().exists() {
        return Ok(None);
    }
    let now = clock::now().0;
    let aside = Place::at(place.database().with_extension(format!("db.before-{now}")));
    // The log first: a database without its log is older, a log without its database is nothing.
    for (from, to) in place.files().into_iter().zip(aside.files()).rev() {
        if from.exists() {
            fs::rename(&from, &to).with_context(|| format!("cannot rename {}", from.display()))?;
        }
    }
    Ok(Some(aside.database().to_owned()))
}

fn set_private(file: &File) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.set_permissions(fs::Permissions::from_mode(0o600))?)
}

/// A name is on the disk when its folder is.
fn flush_folder(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("cannot flush the folder {}", folder.display()))
}

fn check_in(connection: &Connection) -> anyhow::Result<Report> {
    let view = connection.unchecked_transaction()?;
    let mut report = Report::default();
    let mut integrity = view.prepare("PRAGMA integrity_check(10)")?;
    for line in integrity.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            report.damage.push(line);
        }
    }
    for room in read::rooms(&view).map_err(anyhow::Error::from_boxed)? {
        report.rooms += 1;
        if let Err(error) = check_room(&view, room, &mut report) {
            report.damage.push(error.to_string());
        }
    }
    let strays: i64 = view.query_row(
        "SELECT count(*) FROM event WHERE room NOT IN (SELECT id FROM room) AND room NOT IN (SELECT room FROM deleted)",
        [],
        |row| row.get(0),
    )?;
    if strays > 0 {
        report.damage.push(format!("{strays} events are of no room"));
    }
    Ok(report)
}

fn check_room(view: &Connection, id: RoomId, report: &mut Report) -> Result<(), StoreError> {
    let events = read::events(view, id, Version::default())?;
    report.events += events.len();
    let Some(snapshot) = read::snapshot(view, id)? else { return Ok(()) };
    report.snapshots += 1;
    let mut room = Room::default();
    let until = usize::try_from(snapshot.version.0).unwrap_or(usize::MAX);
    events.iter().take(until).for_each(|event| apply(&mut room, event));
    if room == snapshot.room {
        Ok(())
    } else {
        Err(format!("the snapshot of room {id} is not what its events make of it").into())
    }
}
