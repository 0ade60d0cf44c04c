//! The one reducer: what a room is after an event. The server, every browser and every check use this function.

use std::collections::BTreeMap;

use crate::event::RoomEvent;
use crate::ids::ParticipantId;
use crate::room::{Phase, Role, Room, Round, Seat, Vote};

/// Changes `room` by what has happened.
///
/// It is total: an event that makes no sense for the room, such as a vote of somebody who has no seat, changes nothing.
pub fn apply(room: &mut Room, event: &RoomEvent) {
    match event.clone() {
        RoomEvent::RoomOpened { name, deck } => *room = Room { name, deck, ..Room::default() },
        RoomEvent::TopicSet { topic } => room.topic = topic,
        RoomEvent::RoundStarted { round } => room.round = Round { number: round, phase: Phase::open() },
        RoomEvent::Voted { who, vote } | RoomEvent::VoteChanged { who, vote } => lay_card(room, who, vote),
        RoomEvent::VoteTakenBack { who } => take_card(room, who),
        RoomEvent::Revealed { votes } => {
            room.round.phase = Phase::Revealed { votes: votes.into_iter().collect(), departed: BTreeMap::new() };
        }
        RoomEvent::Joined { who, nickname, role, moderator } => {
            room.next_guest = room.next_guest.max(who.next());
            room.seats.insert(who, Seat { nickname, role, moderator });
        }
        RoomEvent::Left { who } | RoomEvent::Removed { who } => vacate(room, who),
        RoomEvent::Renamed { who, nickname } => change_seat(room, who, |seat| seat.nickname = nickname),
        RoomEvent::RoleChanged { who, role } => change_seat(room, who, |seat| seat.role = role),
        RoomEvent::ModeratorAppointed { who } => change_seat(room, who, |seat| seat.moderator = true),
        RoomEvent::ModeratorDismissed { who } => change_seat(room, who, |seat| seat.moderator = false),
    }
}

fn lay_card(room: &mut Room, who: ParticipantId, vote: Vote) {
    let is_voter = room.seat(who).is_some_and(|seat| seat.role == Role::Voter);
    if let (true, Phase::Open { votes }) = (is_voter, &mut room.round.phase) {
        votes.insert(who, vote);
    }
}

fn take_card(room: &mut Room, who: ParticipantId) {
    if let Phase::Open { votes } = &mut room.round.phase {
        votes.remove(&who);
    }
}

fn vacate(room: &mut Room, who: ParticipantId) {
    take_card(room, who);
    let Some(seat) = room.seats.remove(&who) else { return };
    if let Phase::Revealed { votes, departed } = &mut room.round.phase
        && votes.contains_key(&who)
    {
        departed.insert(who, seat.nickname);
    }
}

fn change_seat(room: &mut Room, who: ParticipantId, change: impl FnOnce(&mut Seat)) {
    if let Some(seat) = room.seats.get_mut(&who) {
        change(seat);
    }
}
