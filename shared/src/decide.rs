//! The rules: what happens, if anything, when somebody asks something of a room.
//!
//! Each rule has one shape: preconditions with early returns, then the events. They are public one by one, so that a
//! page can ask `decide::reveal(&room, &me, round).is_ok()` to know whether a button is worth enabling, without carrying
//! what only joining needs. `docs/rules.md` says the same in prose.

use crate::card::CardIndex;
use crate::command::{Actor, Chair, Command, NextTopic, Now};
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, RoundNumber};
use crate::limits::SEATS_MAX;
use crate::nickname::{Nickname, NicknameError};
use crate::rejection::Rejection;
use crate::room::{Phase, Role, Room, Seat, Vote};
use crate::text::{TooLong, Topic};

/// What a rule says: the events that follow, none if all is as it was asked to be, or why not.
pub type Decision = Result<Vec<RoomEvent>, Rejection>;

/// What follows when `actor` asks for `command` now.
///
/// # Errors
///
/// The [`Rejection`] of the first precondition that does not hold; the room is then to stay as it is.
pub fn decide(room: &Room, actor: &Actor, now: &Now, command: Command) -> Decision {
    match command {
        Command::Vote { round, card } => vote(room, actor, round, card),
        Command::TakeBack { round } => take_back(room, actor, round),
        Command::Reveal { round } => reveal(room, actor, round),
        Command::NextRound { after, topic } => next_round(room, actor, after, topic),
        Command::SetTopic { title } => set_topic(room, actor, &title),
        Command::Join { nickname, role } => join(room, actor, &nickname, role),
        Command::Leave => leave(room, actor),
        Command::Rename { nickname } => rename(room, actor, &nickname),
        Command::ChangeRole { role } => change_role(room, actor, role),
        Command::TakeChair => take_chair(room, actor, now.chair),
        Command::Promote { who } => promote(room, actor, who),
        Command::Demote { who } => demote(room, actor, who),
        Command::Remove { who } => remove(room, actor, who),
        // The server does these beside the room, for whoever has a seat.
        Command::SetAway { .. } | Command::HandOver => seated(room, actor).map(|_| vec![]),
    }
}

/// V1 to V5: a voter plays a card, or another instead, as long as the round is open.
pub fn vote(room: &Room, actor: &Actor, round: RoundNumber, card: CardIndex) -> Decision {
    let who = voter(room, actor)?;
    open_round(room, round)?;
    if room.deck.card(card).is_none() {
        return Err(Rejection::NoSuchCard);
    }
    let vote = Vote::Card(card);
    Ok(match room.vote(who) {
        None => vec![RoomEvent::Voted { who, vote }],
        Some(same) if same == vote => vec![],
        Some(_) => vec![RoomEvent::VoteChanged { who, vote }],
    })
}

/// V6: a voter takes their card back, as long as the round is open.
pub fn take_back(room: &Room, actor: &Actor, round: RoundNumber) -> Decision {
    let who = voter(room, actor)?;
    open_round(room, round)?;
    Ok(room.vote(who).map(|_| RoomEvent::VoteTakenBack { who }).into_iter().collect())
}

/// R1 to R3: a moderator turns the cards over, once there is one.
pub fn reveal(room: &Room, actor: &Actor, round: RoundNumber) -> Decision {
    moderator(room, actor)?;
    open_round(room, round)?;
    let Phase::Open { votes } = &room.round.phase else { return Err(Rejection::AlreadyRevealed) };
    if votes.is_empty() {
        return Err(Rejection::NothingPlayed);
    }
    // In the browser the cards of others are hidden: there the decision says whether, and only here also what.
    let votes = votes.iter().filter_map(|(&who, vote)| match vote {
        Vote::Card(card) => Some((who, *card)),
        Vote::Hidden => None,
    });
    Ok(vec![RoomEvent::Revealed { votes: votes.collect() }])
}

/// R5 to R7: a moderator clears the table after the reveal, for the same topic or a new one.
pub fn next_round(room: &Room, actor: &Actor, after: RoundNumber, topic: NextTopic) -> Decision {
    moderator(room, actor)?;
    if after != room.round.number {
        return Err(Rejection::OtherRound);
    }
    if room.revealed_votes().is_none() {
        return Err(Rejection::NotRevealed);
    }
    let mut events = match topic {
        NextTopic::Same => vec![],
        NextTopic::New { title } => set_topic(room, actor, &title)?,
    };
    events.push(RoomEvent::RoundStarted { round: after.next() });
    Ok(events)
}

/// T3: a moderator names what is estimated, at any time.
pub fn set_topic(room: &Room, actor: &Actor, title: &str) -> Decision {
    moderator(room, actor)?;
    let topic = Topic::parse(title).map_err(|TooLong| Rejection::TopicTooLong)?;
    Ok(if topic == room.topic { vec![] } else { vec![RoomEvent::TopicSet { topic }] })
}

/// P1 to P4, M1: somebody without a seat sits down under a name that nobody at the table has.
pub fn join(room: &Room, actor: &Actor, nickname: &str, role: Role) -> Decision {
    if seated(room, actor).is_ok() {
        return Err(Rejection::AlreadySeated);
    }
    if room.seats.len() >= SEATS_MAX {
        return Err(Rejection::TableFull);
    }
    let is_creator = *actor == Actor::Participant(ParticipantId::CREATOR);
    let who = if is_creator { ParticipantId::CREATOR } else { room.next_guest };
    let nickname = free_nickname(room, who, nickname)?;
    Ok(vec![RoomEvent::Joined { who, nickname, role, moderator: is_creator }])
}

/// P5: somebody gives up their seat.
pub fn leave(room: &Room, actor: &Actor) -> Decision {
    let (who, _) = seated(room, actor)?;
    Ok(vec![RoomEvent::Left { who }])
}

/// P6: somebody takes another name that nobody else at the table has.
pub fn rename(room: &Room, actor: &Actor, nickname: &str) -> Decision {
    let (who, seat) = seated(room, actor)?;
    let nickname = free_nickname(room, who, nickname)?;
    Ok(if nickname == seat.nickname { vec![] } else { vec![RoomEvent::Renamed { who, nickname }] })
}

/// P7: somebody becomes a voter or an observer; an observer has no card on an open table.
pub fn change_role(room: &Room, actor: &Actor, role: Role) -> Decision {
    let (who, seat) = seated(room, actor)?;
    if seat.role == role {
        return Ok(vec![]);
    }
    let has_card_face_down = room.revealed_votes().is_none() && room.vote(who).is_some();
    let taken_back = (role == Role::Observer && has_card_face_down).then_some(RoomEvent::VoteTakenBack { who });
    Ok(taken_back.into_iter().chain([RoomEvent::RoleChanged { who, role }]).collect())
}

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

/// M5: a moderator takes somebody's seat. Whoever has none any more is where they were to be.
pub fn remove(room: &Room, actor: &Actor, who: ParticipantId) -> Decision {
    moderator(room, actor)?;
    Ok(room.seat(who).map(|_| RoomEvent::Removed { who }).into_iter().collect())
}

/// The asker's seat.
fn seated<'a>(room: &'a Room, actor: &Actor) -> Result<(ParticipantId, &'a Seat), Rejection> {
    let Actor::Participant(who) = *actor else { return Err(Rejection::NotSeated) };
    room.seat(who).map(|seat| (who, seat)).ok_or(Rejection::NotSeated)
}

fn voter(room: &Room, actor: &Actor) -> Result<ParticipantId, Rejection> {
    let (who, seat) = seated(room, actor)?;
    if seat.role == Role::Voter { Ok(who) } else { Err(Rejection::NotVoter) }
}

fn moderator(room: &Room, actor: &Actor) -> Result<(), Rejection> {
    let (_, seat) = seated(room, actor)?;
    if seat.moderator { Ok(()) } else { Err(Rejection::NotModerator) }
}

/// That the round is the one on the table and its cards lie face down.
fn open_round(room: &Room, round: RoundNumber) -> Result<(), Rejection> {
    if round != room.round.number {
        return Err(Rejection::OtherRound);
    }
    if room.revealed_votes().is_some() { Err(Rejection::AlreadyRevealed) } else { Ok(()) }
}

/// The nickname, if nobody but `who` has it or one that people would take for it.
fn free_nickname(room: &Room, who: ParticipantId, typed: &str) -> Result<Nickname, Rejection> {
    let nickname = Nickname::parse(typed).map_err(|error| match error {
        NicknameError::Empty => Rejection::NicknameEmpty,
        NicknameError::TooLong => Rejection::NicknameTooLong,
    })?;
    let taken = room.seats().any(|(other, seat)| other != who && seat.nickname.is_same_as(&nickname));
    if taken { Err(Rejection::NicknameTaken) } else { Ok(nickname) }
}
