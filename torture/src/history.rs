//! History: the log as far as it was read, and what can be asked of it.

use std::collections::{BTreeSet, HashMap};

use shared::apply::apply;
use shared::command::Actor;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, Version};
use shared::redact;
use shared::room::Room;

use crate::deed::Deed;

/// The events of a room from its first, and what they add up to.
#[derive(Clone, Default)]
pub struct History {
    events: Vec<RoomEvent>,
    room: Room,
    deeds: HashMap<Deed, Count>,
    joined: HashMap<ParticipantId, String>,
}

/// How often a deed was asked for, and done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    /// By different commands that were not refused.
    pub asked: u32,
    /// In the log.
    pub done: u32,
    /// Where in the log first.
    pub first: Version,
}

/// The room as it was at some versions.
pub type Rooms = HashMap<Version, Room>;

impl History {
    pub fn events(&self) -> &[RoomEvent] {
        &self.events
    }

    pub fn version(&self) -> Version {
        Version::default().plus(self.events.len())
    }

    /// The event that made this version.
    pub fn event(&self, version: Version) -> Option<&RoomEvent> {
        let place = usize::try_from(version.0.checked_sub(1)?).ok()?;
        self.events.get(place)
    }

    /// The first version after `after`, and not after `until`, of which that viewer was to be told.
    pub fn owed(&self, viewer: &Actor, after: Version, until: Version) -> Option<Version> {
        let mut versions = (after.0 + 1..=until.0).map(Version);
        versions
            .find(|version| self.event(*version).is_some_and(|event| redact::event(event).for_viewer(viewer).is_some()))
    }

    pub fn nickname_at_join(&self, who: ParticipantId) -> Option<&str> {
        self.joined.get(&who).map(String::as_str)
    }

    pub fn count(&mut self, deed: &Deed) -> &mut Count {
        self.deeds.entry(deed.clone()).or_default()
    }

    /// Reads on. Answers with what was done, and with the room at each of those versions that the log has.
    pub fn extend(&mut self, log: &[RoomEvent], versions: &BTreeSet<Version>) -> (Vec<Deed>, Rooms) {
        let mut rooms = self.replayed(versions.range(..self.version()));
        let mut done = vec![];
        self.keep_room(versions, &mut rooms);
        for event in log {
            let version = self.version().plus(1);
            if let Some(deed) = Deed::of_event(event, self.room.round().number) {
                let count = self.count(&deed);
                count.done += 1;
                if count.done == 1 {
                    count.first = version;
                }
                done.push(deed);
            }
            if let RoomEvent::Joined { who, nickname, .. } = event {
                self.joined.insert(*who, nickname.as_str().to_owned());
            }
            apply(&mut self.room, event);
            self.events.push(event.clone());
            self.keep_room(versions, &mut rooms);
        }
        (done, rooms)
    }

    fn keep_room(&self, versions: &BTreeSet<Version>, rooms: &mut Rooms) {
        if versions.contains(&self.version()) {
            rooms.insert(self.version(), self.room.clone());
        }
    }

    /// The room at versions from before this: seldom asked for, so it is played anew.
    fn replayed<'a>(&self, versions: impl Iterator<Item = &'a Version>) -> Rooms {
        let mut rooms = Rooms::new();
        let (mut room, mut reached) = (Room::default(), 0);
        for &version in versions {
            // The version is below the number of events.
            let until = usize::try_from(version.0).unwrap_or(reached);
            self.events[reached..until].iter().for_each(|event| apply(&mut room, event));
            reached = until;
            rooms.insert(version, room.clone());
        }
        rooms
    }
}
