//! Ledger: what the players of one room asked, were answered and were told, written down before anything else is done
//! with it, until an audit compares it with the log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::command::Actor;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, Version};
use shared::rejection::Rejection;
use shared::room::Room;

use crate::audit::{self, Audit};
use crate::deed::Deed;
use crate::history::History;

/// The ledger of one room: cheap to clone, shared by all its players.
///
/// Behind it is a lock rather than a channel: what was heard must be written down before the player goes on.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Books>>);

/// All that is written down, and the log as far as it was compared with it.
#[derive(Clone, Default)]
pub(crate) struct Books {
    pub(crate) accounts: Vec<Pages>,
    pub(crate) history: History,
}

/// What one player wrote down since the last audit, and what is still open from before it.
#[derive(Clone, Default)]
pub(crate) struct Pages {
    pub(crate) name: String,
    pub(crate) entries: Vec<Entry>,
    /// The version up to which the player was told all that they may know.
    pub(crate) has: Version,
    pub(crate) seat: Option<ParticipantId>,
    /// Other names under which they asked for a seat.
    pub(crate) nicknames: Vec<String>,
    pub(crate) unanswered: HashMap<CommandNumber, Said>,
}

impl Pages {
    pub(crate) fn is_called(&self, nickname: &str) -> bool {
        self.name == nickname || self.nicknames.iter().any(|asked| asked == nickname)
    }
}

/// A command that was not answered yet.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) deed: Option<Deed>,
    pub(crate) times: u32,
}

/// One thing that happened to a player, in their order.
#[derive(Clone, Debug)]
pub enum Entry {
    /// They said a command, for the first time or again.
    Said { number: CommandNumber, deed: Option<Deed> },
    /// They were welcomed: with the room, or with what they missed to follow.
    Welcomed { viewer: Actor, version: Version, room: Option<Box<Room>> },
    /// They were told who they are.
    Seated { who: ParticipantId },
    /// They were told of an event.
    Told { viewer: Actor, version: Version, event: Box<RoomEvent> },
    /// Their command was answered.
    Answered { number: CommandNumber, rejection: Option<Rejection> },
    /// They have been told all that there is; this is the room that they made of it.
    Holds { viewer: Actor, version: Version, room: Box<Room> },
}

impl Ledger {
    /// The pages of one more player.
    pub fn open(&self, name: &str) -> Account {
        let mut books = self.books();
        books.accounts.push(Pages { name: name.to_owned(), ..Pages::default() });
        Account { ledger: self.clone(), place: books.accounts.len() - 1 }
    }

    /// All that is written down at this moment, in books of its own: to be compared with a log that ends here.
    pub fn snapshot(&self) -> Self {
        Self(Arc::new(Mutex::new(self.books().clone())))
    }

    /// Up to which version of the log everything was compared.
    pub fn audited(&self) -> Version {
        self.books().history.version()
    }

    /// Compares what was written down since the last audit with the log, of which these are the events after
    /// [`audited`](Self::audited). They are to be read after the last entry was made: what was seen must be there by then.
    pub fn audit(&self, log: &[RoomEvent]) -> Audit {
        audit::compare(&mut self.books(), log)
    }

    /// Whether those events are, from the first, all that was compared: what once was in the log stays as it was.
    pub fn is_all_of(&self, log: &[RoomEvent]) -> bool {
        self.books().history.events() == log
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        // An audit that panics fails the proof; what it was about to say is lost with it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where one player writes.
#[derive(Clone)]
pub struct Account {
    ledger: Ledger,
    place: usize,
}

impl Account {
    pub fn note(&self, entry: Entry) {
        self.ledger.books().accounts[self.place].entries.push(entry);
    }
}
