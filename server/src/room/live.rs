//! Live: a room as it is now, and how what is asked of it becomes part of it.

use std::collections::VecDeque;
use std::sync::Arc;

use shared::apply::apply;
use shared::decide::Decision;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId, Version};
use shared::limits::CATCH_UP_EVENTS_MAX;
use shared::rejection::Rejection;
use shared::room::Room;

use crate::clock;
use crate::limits::{ANSWERED_EVENTS_MAX, DECIDE_TRIES_MAX, SNAPSHOT_EVERY_EVENTS};
use crate::store::{Answered, AppendError, Done, Origin, RoomLog, Snapshot, StoreError};

/// A room in memory, level with its log as far as this process has read it.
pub struct Live {
    id: RoomId,
    log: Arc<dyn RoomLog>,
    room: Room,
    version: Version,
    /// The latest events, for those who come back.
    recent: VecDeque<RoomEvent>,
}

/// An event that has become part of the room, and the version that the room has with it.
pub type News = (Version, RoomEvent);

/// Something that is asked of a room.
pub struct Wish<D> {
    /// What it comes to, in the room as it is then.
    pub decide: D,
    /// Of which command it is, if it can be said again.
    pub origin: Option<Origin>,
}

/// What came of a wish: who the asker has become, if they took a seat or knock for one, and what has become part of the room;
/// or why nothing has.
pub type Performed = Result<(Option<ParticipantId>, Vec<News>), Rejection>;

impl Live {
    /// Reads a room from its log, from the latest snapshot on; none if there is none.
    ///
    /// # Errors
    ///
    /// When the log cannot be read.
    pub async fn load(id: RoomId, log: Arc<dyn RoomLog>) -> Result<Option<Self>, StoreError> {
        // A snapshot only saves time: without it the room is made of all its events.
        let snapshot = log.snapshot(id).await.unwrap_or_else(|error| {
            tracing::error!(room = %id, %error, "a snapshot cannot be read");
            None
        });
        let (room, version) = snapshot.map(|snapshot| (snapshot.room, snapshot.version)).unwrap_or_default();
        let mut live = Self { id, log, room, version, recent: VecDeque::new() };
        live.read_on().await?;
        Ok((live.version > Version::default()).then_some(live))
    }

    /// The latest commands that became part of the room, also before it was loaded.
    ///
    /// # Errors
    ///
    /// When the log cannot be read.
    pub async fn answered(&self) -> Result<Vec<Answered>, StoreError> {
        let after = Version(self.version.0.saturating_sub(ANSWERED_EVENTS_MAX));
        self.log.answered(self.id, after).await
    }

    /// Tells the log that the room is in use.
    pub fn touch(&self) {
        self.log.touch(self.id, clock::now());
    }

    pub fn id(&self) -> RoomId {
        self.id
    }

    pub fn room(&self) -> &Room {
        &self.room
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// The events after that version, if there are few enough to be told one by one.
    pub fn since(&self, after: Version) -> Option<Vec<News>> {
        let missed = usize::try_from(self.version.0.checked_sub(after.0)?).ok()?;
        let known = self.recent.len().checked_sub(missed)?;
        let versions = (after.0 + 1..).map(Version);
        Some(versions.zip(self.recent.iter().skip(known).cloned()).collect())
    }

    /// Decides each wish as the ones before it leave the room, keeps all that was decided in one go, then applies it, in that
    /// order: nobody sees what is not kept. Answers each wish. What others have added to the log meanwhile is added to `news`, and
    /// came before.
    ///
    /// This process need not be the room's only writer: when the log has moved on, it is read and all is decided anew.
    pub async fn perform<D: Fn(&Room) -> Decision>(
        &mut self,
        wishes: &[Wish<D>],
        news: &mut Vec<News>,
    ) -> Vec<Performed> {
        let mut decisions = vec![];
        for _ in 0..DECIDE_TRIES_MAX {
            decisions = self.decide(wishes);
            let done: Vec<_> = decisions
                .iter()
                .zip(wishes)
                .filter_map(|(decision, wish)| {
                    let events = decision.as_ref().ok().filter(|events| !events.is_empty())?;
                    Some(Done { events, origin: wish.origin })
                })
                .collect();
            if done.is_empty() {
                return self.become_so(decisions);
            }
            match self.log.append_all(self.id, self.version, &done).await {
                Ok(()) => return self.become_so(decisions),
                Err(AppendError::Conflict) => match self.read_on().await {
                    Ok(events) => news.extend(events),
                    Err(error) => {
                        tracing::error!(room = %self.id, %error, "the log cannot be read");
                        return self.become_so(not_stored(decisions));
                    }
                },
                Err(AppendError::Full) => {
                    tracing::error!(room = %self.id, "the log is full");
                    return self.become_so(not_stored(decisions));
                }
                Err(AppendError::Failed(error)) => {
                    tracing::error!(room = %self.id, %error, "the log does not take events");
                    return self.become_so(not_stored(decisions));
                }
            }
        }
        tracing::error!(room = %self.id, "other writers were faster, every time");
        self.become_so(not_stored(decisions))
    }

    /// What each wish comes to, after those before it.
    fn decide<D: Fn(&Room) -> Decision>(&self, wishes: &[Wish<D>]) -> Vec<Decision> {
        // The room as it will be, should that be kept; a wish that is alone needs none.
        let mut ahead = None;
        let mut decisions = Vec::with_capacity(wishes.len());
        for (place, wish) in wishes.iter().enumerate() {
            let decision = (wish.decide)(ahead.as_ref().unwrap_or(&self.room));
            if let Ok(events) = &decision
                && !events.is_empty()
                && place + 1 < wishes.len()
            {
                let ahead = ahead.get_or_insert_with(|| self.room.clone());
                events.iter().for_each(|event| apply(ahead, event));
            }
            decisions.push(decision);
        }
        decisions
    }

    /// Applies what was decided and kept.
    fn become_so(&mut self, decisions: Vec<Decision>) -> Vec<Performed> {
        let performed = decisions.into_iter().map(|decision| {
            let events = decision?;
            let joined = events.iter().find_map(|event| match event {
                RoomEvent::Joined { who, .. } | RoomEvent::Knocked { who, .. } => Some(*who),
                _ => None,
            });
            Ok((joined, self.apply_all(events)))
        });
        performed.collect()
    }

    /// Applies what the log has beyond this version.
    async fn read_on(&mut self) -> Result<Vec<News>, StoreError> {
        let events = self.log.read(self.id, self.version).await?;
        Ok(self.apply_all(events))
    }

    fn apply_all(&mut self, events: Vec<RoomEvent>) -> Vec<News> {
        let mut news = Vec::with_capacity(events.len());
        let before = self.version.0 / SNAPSHOT_EVERY_EVENTS;
        for event in events {
            apply(&mut self.room, &event);
            self.version = self.version.plus(1);
            if self.recent.len() == CATCH_UP_EVENTS_MAX {
                self.recent.pop_front();
            }
            self.recent.push_back(event.clone());
            news.push((self.version, event));
        }
        if self.version.0 / SNAPSHOT_EVERY_EVENTS > before {
            self.log.keep_snapshot(self.id, Snapshot { version: self.version, room: self.room.clone() });
        }
        news
    }
}

/// These decisions if nothing of them was kept: all that was decided from the first events on is void.
fn not_stored(mut decisions: Vec<Decision>) -> Vec<Decision> {
    let first = decisions.iter().position(|decision| decision.as_ref().is_ok_and(|events| !events.is_empty()));
    for decision in &mut decisions[first.unwrap_or_default()..] {
        *decision = Err(Rejection::NotStored);
    }
    decisions
}

#[cfg(test)]
mod tests;
