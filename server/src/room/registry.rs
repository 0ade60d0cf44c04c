//! Rooms: all rooms of this server, live or in the log.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId, Version};
use shared::message::Token;
use shared::text::RoomName;

use super::handle::RoomHandle;
use super::live::Live;
use crate::identity::ServerKey;
use crate::store::{AppendError, RoomLog, StoreError};

/// All rooms; cheap to clone.
#[derive(Clone)]
pub struct Rooms(Arc<Shared>);

struct Shared {
    log: Arc<dyn RoomLog>,
    key: ServerKey,
    /// The rooms that have a task. The lock is never held across an await.
    live: Mutex<HashMap<RoomId, RoomHandle>>,
}

/// Why there is no new room.
#[derive(Debug)]
pub enum CreateError {
    /// The server keeps all the rooms that it can.
    Full,
    /// The log or the system's randomness does not work.
    Failed(StoreError),
}

impl Rooms {
    pub fn new(log: Arc<dyn RoomLog>, key: ServerKey) -> Self {
        Self(Arc::new(Shared { log, key, live: Mutex::default() }))
    }

    /// Makes a room, and the token by which its creator is known.
    ///
    /// # Errors
    ///
    /// See [`CreateError`].
    pub async fn create(&self, name: RoomName, preset: Preset) -> Result<(RoomId, Token), CreateError> {
        let opened = [RoomEvent::RoomOpened { name, deck: preset.deck() }];
        loop {
            let bits = getrandom::u64().map_err(|error| CreateError::Failed(error.into()))?;
            let id = RoomId::from_random_bits(bits);
            match self.0.log.append(id, Version::default(), &opened).await {
                Ok(()) => {
                    tracing::info!(room = %id, "a room was made");
                    return Ok((id, self.0.key.token(id, ParticipantId::CREATOR)));
                }
                // Once in the lifetime of many servers two rooms are given the same name: the second takes another.
                Err(AppendError::Conflict) => {}
                Err(AppendError::Full) => return Err(CreateError::Full),
                Err(AppendError::Failed(error)) => return Err(CreateError::Failed(error)),
            }
        }
    }

    /// The room, live; none if it does not exist.
    ///
    /// # Errors
    ///
    /// When its log cannot be read.
    pub async fn find(&self, id: RoomId) -> Result<Option<RoomHandle>, StoreError> {
        if let Some(handle) = self.live().get(&id).filter(|handle| handle.is_alive()) {
            return Ok(Some(handle.clone()));
        }
        let Some(loaded) = Live::load(id, self.0.log.clone()).await? else { return Ok(None) };
        let mut live = self.live();
        // Somebody else may have loaded it meanwhile: of two, the first counts.
        if let Some(handle) = live.get(&id).filter(|handle| handle.is_alive()) {
            return Ok(Some(handle.clone()));
        }
        let handle = RoomHandle::start(loaded, self.0.key.clone());
        live.insert(id, handle.clone());
        Ok(Some(handle))
    }

    /// How many rooms are live.
    pub fn count(&self) -> usize {
        self.live().len()
    }

    fn live(&self) -> MutexGuard<'_, HashMap<RoomId, RoomHandle>> {
        // Each change of the map is one call, so a poisoned lock still guards a whole one.
        self.0.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
