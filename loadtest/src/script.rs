//! Script: what the server would write for a command, worked out here, so that the floor can write the same bytes.

use anyhow::{Result, anyhow};
use shared::apply::apply;
use shared::codec::to_postcard;
use shared::command::{Actor, Command, Now};
use shared::decide::decide;
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, UnixMillis, Version};
use shared::message::ServerMessage;
use shared::nickname::Nickname;
use shared::redact;
use shared::room::{Role, Room};
use shared::text::RoomName;

use crate::floor::Broadcast;
use crate::frame;

/// A room that lives here alone.
pub struct Script {
    room: Room,
    version: Version,
}

impl Script {
    /// A room in which so many sit, the first of them a moderator.
    ///
    /// # Errors
    ///
    /// When so many cannot sit in one.
    pub fn with_seats(count: usize) -> Result<Self> {
        let mut script = Self { room: Room::default(), version: Version::default() };
        script.happens(&RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() });
        for number in 0..count {
            let who = seat(number)?;
            let nickname = Nickname::parse(&nickname(number)).map_err(|error| anyhow!("{error:?}"))?;
            script.happens(&RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: number == 0 });
        }
        Ok(script)
    }

    pub fn room(&self) -> &Room {
        &self.room
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// Somebody asks for something: what they, and what the others, are to be written.
    ///
    /// # Errors
    ///
    /// When the rules are against it.
    pub fn act(&mut self, who: ParticipantId, number: CommandNumber, command: Command) -> Result<Broadcast> {
        let actor = Actor::Participant(who);
        let now = Now { time: UnixMillis(1), ..Now::default() };
        let events = decide(&self.room, &actor, &now, command).map_err(|rejection| anyhow!("{rejection:?}"))?;
        let mut broadcast = Broadcast::default();
        for event in &events {
            self.happens(event);
            let audience = redact::event(event);
            for (viewer, bytes) in [(actor, &mut broadcast.to_one), (Actor::Stranger, &mut broadcast.to_others)] {
                if let Some(event) = audience.for_viewer(&viewer).cloned() {
                    let message = ServerMessage::Event { version: self.version, event };
                    bytes.extend(frame::from_server(&to_postcard(&message)));
                }
            }
        }
        let answer = ServerMessage::Answer { number, rejection: None };
        broadcast.to_one.extend(frame::from_server(&to_postcard(&answer)));
        Ok(broadcast)
    }

    fn happens(&mut self, event: &RoomEvent) {
        apply(&mut self.room, event);
        self.version = self.version.plus(1);
    }
}

/// Whom the server makes of the one who comes as that number, counted from 0, if the creator comes first.
///
/// # Errors
///
/// When there are not so many numbers.
pub fn seat(number: usize) -> Result<ParticipantId> {
    Ok(ParticipantId(u32::try_from(number)? + ParticipantId::CREATOR.0))
}

/// What that one is called.
pub fn nickname(number: usize) -> String {
    format!("Voter {number}")
}
