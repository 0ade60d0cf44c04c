//! What people are at the table.

use super::{Decision, free_nickname, moderator, seated};
use crate::command::Actor;
use crate::event::RoomEvent;
use crate::ids::ParticipantId;
use crate::rejection::Rejection;
use crate::room::{Role, Room, Seat};
use crate::settings::Throwing;

/// P6: somebody takes another name that nobody else at the table has.
pub fn rename(room: &Room, actor: &Actor, nickname: &str) -> Decision {
    let (who, seat) = seated(room, actor)?;
    let nickname = free_nickname(room, who, nickname)?;
    Ok(if nickname == seat.nickname { vec![] } else { vec![RoomEvent::Renamed { who, nickname }] })
}

/// P7: somebody becomes a voter or an observer.
pub fn change_role(room: &Room, actor: &Actor, role: Role) -> Decision {
    let (who, seat) = seated(room, actor)?;
    Ok(role_changed(room, who, seat, role))
}

/// P13: a moderator makes somebody else a voter or an observer.
pub fn set_role(room: &Room, actor: &Actor, who: ParticipantId, role: Role) -> Decision {
    moderator(room, actor)?;
    let seat = room.seat(who).ok_or(Rejection::NoSuchSeat)?;
    Ok(role_changed(room, who, seat, role))
}

/// An observer has no card on an open table.
fn role_changed(room: &Room, who: ParticipantId, seat: &Seat, role: Role) -> Vec<RoomEvent> {
    if seat.role == role {
        return vec![];
    }
    let has_card_face_down = room.round.as_open().is_some_and(|open| open.cards.contains_key(&who));
    let taken_back = (role == Role::Observer && has_card_face_down).then_some(RoomEvent::VoteTakenBack { who });
    taken_back.into_iter().chain([RoomEvent::RoleChanged { who, role }]).collect()
}

/// P15: somebody at the table throws something at somebody there. The server shows it.
pub fn throw(room: &Room, actor: &Actor, at: ParticipantId) -> Decision {
    seated(room, actor)?;
    if room.settings.throwing == Throwing::Off {
        return Err(Rejection::ThrowingOff);
    }
    room.seat(at).map(|_| vec![]).ok_or(Rejection::NoSuchSeat)
}
