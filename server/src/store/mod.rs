//! Where a room's events are kept.

pub mod memory;

#[cfg(test)]
mod contract;

use futures_util::future::BoxFuture;
use shared::event::RoomEvent;
use shared::ids::{RoomId, Version};

/// The events of every room, in order. What was appended is kept.
///
/// It is the only thing that the writers of a room share: the expected version makes sure that each of them saw all that
/// came before its own events.
pub trait RoomLog: Send + Sync + 'static {
    /// Adds events to a room that has `expected` events, all of them or none. A room begins with its first append.
    ///
    /// # Errors
    ///
    /// See [`AppendError`]; the room is then as it was.
    fn append<'a>(
        &'a self,
        room: RoomId,
        expected: Version,
        events: &'a [RoomEvent],
    ) -> BoxFuture<'a, Result<(), AppendError>>;

    /// The events after that version; none of a room that does not exist.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    fn read(&self, room: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<RoomEvent>, StoreError>>;
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
