//! Who moderates, and what moderators alone do.

use super::{Decision, moderator, voter};
use crate::command::{Actor, Chair};
use crate::event::RoomEvent;
use crate::ids::ParticipantId;
use crate::rejection::Rejection;
use crate::room::Room;

/// M3: a voter takes the chair of a table that has no moderator, or none who has been there lately.
pub fn take_chair(room: &Room, actor: &Actor, chair: Chair) -> Decision {
    let who = voter(room, actor)?;
    if moderator(room, actor).is_ok() {
        return Ok(vec![]);
    }
    if room.has_moderator() && chair == Chair::Held {
        return Err(Rejection::ChairTaken);
    }
    Ok(vec![RoomEvent::ModeratorAppointed { who }])
}

/// M4: a moderator makes somebody at the table a moderator.
pub fn promote(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    let seat = room.seat(who).ok_or(Rejection::NoSuchSeat)?;
    Ok(if seat.moderator { vec![] } else { vec![RoomEvent::ModeratorAppointed { who }] })
}

/// M4: a moderator makes somebody, or themselves, a moderator no longer; whoever made the room stays one.
pub fn demote(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    let seat = room.seat(who).ok_or(Rejection::NoSuchSeat)?;
    if who == ParticipantId::CREATOR {
        return Err(Rejection::CreatorStays);
    }
    Ok(if seat.moderator { vec![RoomEvent::ModeratorDismissed { who }] } else { vec![] })
}

/// M5: a moderator takes somebody's seat; they stay outside. Whoever has no seat any more is where they were to be.
pub fn remove(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    Ok(room.seat(who).map(|_| RoomEvent::Removed { who }).into_iter().collect())
}
