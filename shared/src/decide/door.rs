//! Coming and going.

use super::{Decision, free_nickname, is_taken, moderator, seated};
use crate::command::Actor;
use crate::event::RoomEvent;
use crate::ids::ParticipantId;
use crate::limits::{KNOCKING_MAX, SEATS_MAX};
use crate::rejection::Rejection;
use crate::room::{Outside, Outsider, Role, Room};
use crate::settings::Door;

/// P1 to P4, M1, H4: somebody without a seat sits down under a name that nobody at the table has. At a locked door they
/// knock, except whoever made the room.
pub fn join(room: &Room, actor: &Actor, nickname: &str, role: Role) -> Decision {
    if seated(room, actor).is_ok() {
        return Err(Rejection::AlreadySeated);
    }
    match outside(room, actor).map(|(_, outsider)| outsider.why) {
        None => {}
        Some(Outside::Knocking) => return Ok(vec![]),
        Some(Outside::SentAway) => return Err(Rejection::SentAway),
    }
    let is_creator = *actor == Actor::Participant(ParticipantId::CREATOR);
    let who = if is_creator { ParticipantId::CREATOR } else { room.next_guest };
    if room.settings.door == Door::Locked && !is_creator {
        let knocking = room.outside().filter(|(_, outsider)| outsider.why == Outside::Knocking).count();
        if knocking >= KNOCKING_MAX {
            return Err(Rejection::DoorCrowded);
        }
        let nickname = free_nickname(room, who, nickname)?;
        return Ok(vec![RoomEvent::Knocked { who, nickname, role }]);
    }
    free_seat(room)?;
    let nickname = free_nickname(room, who, nickname)?;
    Ok(vec![RoomEvent::Joined { who, nickname, role, moderator: is_creator }])
}

/// P5: somebody gives up their seat, or no longer knocks.
pub fn leave(room: &Room, actor: &Actor) -> Decision {
    match outside(room, actor) {
        Some((who, Outsider { why: Outside::Knocking, .. })) => Ok(vec![RoomEvent::Left { who }]),
        _ => seated(room, actor).map(|(who, _)| vec![RoomEvent::Left { who }]),
    }
}

/// H4, H5: a moderator lets in somebody who knocks, or was sent away: to the seat that they would have had, or had.
pub fn admit(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    if room.seat(who).is_some() {
        return Ok(vec![]);
    }
    let outsider = room.outsider(who).ok_or(Rejection::NoSuchSeat)?;
    free_seat(room)?;
    if is_taken(room, who, &outsider.nickname) {
        return Err(Rejection::NicknameTaken);
    }
    Ok(vec![RoomEvent::Admitted { who }])
}

/// H4: a moderator sends away somebody who knocks.
pub fn turn_away(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    match room.outsider(who).map(|outsider| outsider.why) {
        Some(Outside::Knocking) => Ok(vec![RoomEvent::Removed { who }]),
        Some(Outside::SentAway) => Ok(vec![]),
        None => Err(Rejection::NoSuchSeat),
    }
}

fn outside<'a>(room: &'a Room, actor: &Actor) -> Option<(ParticipantId, &'a Outsider)> {
    let Actor::Participant(who) = *actor else { return None };
    room.outsider(who).map(|outsider| (who, outsider))
}

fn free_seat(room: &Room) -> Result<(), Rejection> {
    if room.seats.len() < SEATS_MAX { Ok(()) } else { Err(Rejection::TableFull) }
}
