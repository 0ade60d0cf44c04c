//! Redacted: the only way to make what may leave the server.
//!
//! Before the reveal a card is known to the one who laid it and to nobody else. [`ServerMessage`] can hold rooms and
//! events only inside [`Redacted`], and only the functions of this file make one, so forgetting it does not compile.
//!
//! [`ServerMessage`]: crate::message::ServerMessage

use serde::{Deserialize, Serialize};

use crate::command::Actor;
use crate::event::RoomEvent;
use crate::ids::ParticipantId;
use crate::room::Room;
use crate::round::{FaceDown, Phase, Vote};

/// Something without what its receiver must not know. The receiver decodes it and takes it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// What its receiver may know.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// As [`into_inner`](Self::into_inner), for looking only.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// Who, of all that may look at a room, gets to see an event, and in which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All see the same.
    All(Redacted<RoomEvent>),
    /// One, on whichever of their pages, sees more than the others, who see nothing if there is nothing for them.
    OneAndOthers { one: ParticipantId, to_one: Redacted<RoomEvent>, to_others: Option<Redacted<RoomEvent>> },
    /// It is kept for the server's own use.
    Nobody,
}

impl Audience {
    /// The event as this one may see it.
    pub fn for_viewer(&self, viewer: &Actor) -> Option<&Redacted<RoomEvent>> {
        match self {
            Self::All(event) => Some(event),
            Self::OneAndOthers { one, to_one, .. } if *viewer == Actor::Participant(*one) => Some(to_one),
            Self::OneAndOthers { to_others, .. } => to_others.as_ref(),
            Self::Nobody => None,
        }
    }
}

/// The event for everyone who may look.
pub fn event(event: &RoomEvent) -> Audience {
    let to_one = Redacted(event.clone());
    match event {
        RoomEvent::Voted { who, .. } => {
            let to_others = Some(Redacted(RoomEvent::Voted { who: *who, vote: Vote::Hidden }));
            Audience::OneAndOthers { one: *who, to_one, to_others }
        }
        // How long a round took is told with its result.
        RoomEvent::VotingBegan { .. } => Audience::Nobody,
        RoomEvent::VoteChanged { who, .. }
        | RoomEvent::ConfidenceSet { who, .. }
        | RoomEvent::ReasonGiven { who, .. } => Audience::OneAndOthers { one: *who, to_one, to_others: None },
        RoomEvent::VoteTakenBack { .. }
        | RoomEvent::Revealed { .. }
        | RoomEvent::RoundStarted { .. }
        | RoomEvent::TopicSet { .. }
        | RoomEvent::RoomOpened { .. }
        | RoomEvent::Joined { .. }
        | RoomEvent::Left { .. }
        | RoomEvent::Renamed { .. }
        | RoomEvent::RoleChanged { .. }
        | RoomEvent::ModeratorAppointed { .. }
        | RoomEvent::ModeratorDismissed { .. }
        | RoomEvent::Removed { .. }
        | RoomEvent::CardsRevealed { .. }
        | RoomEvent::OpenCardChanged { .. }
        | RoomEvent::TimerSet { .. }
        | RoomEvent::SettingChanged { .. }
        | RoomEvent::DeckChanged { .. }
        | RoomEvent::Knocked { .. }
        | RoomEvent::Admitted { .. } => Audience::All(to_one),
    }
}

/// The room as `viewer` may see it.
pub fn room(room: &Room, viewer: &Actor) -> Redacted<Room> {
    let mut seen = room.clone();
    if let Phase::Open(open) = &mut seen.round.phase {
        open.began = None;
        for (who, card) in &mut open.cards {
            if *viewer != Actor::Participant(*who) {
                *card = FaceDown::from(Vote::Hidden);
            }
        }
    }
    Redacted(seen)
}
