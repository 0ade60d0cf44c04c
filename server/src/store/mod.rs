//! Where a room's events are kept.

pub mod memory;
pub mod sqlite;

#[cfg(test)]
mod contract;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoomId, UnixMillis, Version};
use shared::room::Room;

use crate::identity::PageTag;

/// The events of every room, in order. What was appended is kept.
///
/// It is the only thing that the writers of a room share: the expected version makes sure that each of them saw all that
/// came before its own events.
pub trait RoomLog: Send + Sync + 'static {
    /// Adds what commands have led to, one after the other, to a room that has `expected` events: all of it or nothing. A room
    /// begins with its first append. With the events it keeps which command they came of, if a page said it that can say it
    /// again.
    ///
    /// # Errors
    ///
    /// See [`AppendError`]; the room is then as it was.
    fn append_all<'a>(
        &'a self,
        room: RoomId,
        expected: Version,
        done: &'a [Done<'a>],
    ) -> BoxFuture<'a, Result<(), AppendError>>;

    /// Adds what one command has led to: see [`append_all`](Self::append_all).
    ///
    /// # Errors
    ///
    /// See [`AppendError`]; the room is then as it was.
    fn append<'a>(
        &'a self,
        room: RoomId,
        expected: Version,
        events: &'a [RoomEvent],
        origin: Option<Origin>,
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        async move { self.append_all(room, expected, &[Done { events, origin }]).await }.boxed()
    }

    /// The events after that version; none of a room that does not exist.
    ///
    /// # Errors
    ///
    /// When they cannot be read, or are not what was appended.
    fn read(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<RoomEvent>, StoreError>>;

    /// The commands that led to the events after that version, those first that came first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    fn answered(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<Answered>, StoreError>>;

    /// The latest snapshot that was kept and that this version of the program can read, so that loading a room costs no
    /// more the older it gets.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    fn snapshot(&self, room: RoomId) -> BoxFuture<'_, Result<Option<Snapshot>, StoreError>>;

    /// Keeps what the events up to a version made of the room, instead of an older snapshot. Nobody waits for it; should
    /// it not be kept, nothing is lost but time.
    fn keep_snapshot(&self, room: RoomId, snapshot: Snapshot);

    /// Remembers, to a day, that the room was in use. Nobody waits for it.
    fn touch(&self, room: RoomId, now: UnixMillis);

    /// Deletes the rooms that nobody has opened since then, little by little, so that nobody waits for it. Answers with
    /// how many those were.
    ///
    /// # Errors
    ///
    /// When they cannot be deleted; the next call goes on.
    fn delete_unopened(&self, since: UnixMillis) -> BoxFuture<'_, Result<usize, StoreError>>;

    /// What is wrong with it now, in words; none if it works.
    fn trouble(&self) -> Option<String>;
}

/// A command, by the page that said it and the number that the page gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    pub page: PageTag,
    pub number: CommandNumber,
}

/// What a command has led to.
#[derive(Clone, Copy, Debug)]
pub struct Done<'a> {
    pub events: &'a [RoomEvent],
    pub origin: Option<Origin>,
}

/// A command whose events are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    pub origin: Origin,
    /// Who the page has become by it, if it took a seat or knocks for one.
    pub joined: Option<ParticipantId>,
}

/// Of the events with where they came from, the commands, each once: what stores have in common.
fn commands<'a>(events: impl IntoIterator<Item = (Option<Origin>, &'a RoomEvent)>) -> Vec<Answered> {
    let mut commands: Vec<Answered> = vec![];
    for (origin, event) in events {
        let Some(origin) = origin else { continue };
        if commands.last().is_none_or(|last| last.origin != origin) {
            commands.push(Answered { origin, joined: None });
        }
        if let (RoomEvent::Joined { who, .. } | RoomEvent::Knocked { who, .. }, Some(last)) =
            (event, commands.last_mut())
        {
            last.joined = Some(*who);
        }
    }
    commands
}

/// A room as it was at a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    pub version: Version,
    pub room: Room,
}

/// Why events were not kept.
#[derive(Debug)]
pub enum AppendError {
    /// The room has another version: somebody else appended. Read on and decide again.
    Conflict,
    /// The store has a bound, and this would be beyond it.
    Full,
    /// The store does not work.
    Failed(StoreError),
}

/// What the store says of itself when it does not work.
pub type StoreError = Box<dyn std::error::Error + Send + Sync>;
