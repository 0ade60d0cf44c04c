//! The rules: what happens, if anything, when somebody asks something of a room.
//!
//! Each rule has one shape: preconditions with early returns, then the events. They are public one by one, so that a
//! page can ask `decide::may_reveal(&room, &me, round).is_ok()` to know whether a button is worth enabling, without
//! carrying what only joining needs. `docs/rules.md` says the same in prose.

mod door;
mod house;
mod import;
mod moderators;
mod people;
mod play;
mod rounds;
mod topics;

pub use self::door::{admit, join, leave, turn_away};
pub use self::house::{change_deck, change_setting};
pub use self::import::{Import, Imported, import, open};
pub use self::moderators::{demote, promote, remove, take_chair};
pub use self::people::{change_role, rename, set_role, throw};
pub use self::play::{give_reason, set_confidence, take_back, vote};
pub use self::rounds::{may_reveal, next_round, nudge, reveal, set_timer, stop_countdown};
pub use self::topics::{
    add_topics, edit_topic, move_topic, new_topic, pick_topic, remove_topic, restore_topic, set_estimate, set_topic,
    topic,
};

use crate::command::{Actor, Command, Now};
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, RoundNumber};
use crate::nickname::{Nickname, NicknameError};
use crate::rejection::Rejection;
use crate::room::{Outside, Role, Room, Seat};
use crate::round::OpenRound;
use crate::settings::{Deed, Who};

/// What a rule says: the events that follow, none if all is as it was asked to be, or why not.
pub type Decision = Result<Vec<RoomEvent>, Rejection>;

/// What follows when `actor` asks for `command` now.
///
/// # Errors
///
/// The [`Rejection`] of the first precondition that does not hold; the room is then to stay as it is.
pub fn decide(room: &Room, actor: &Actor, now: &Now, command: Command) -> Decision {
    match command {
        Command::Vote { round, card } => vote(room, actor, now, round, card),
        Command::TakeBack { round } => take_back(room, actor, round),
        Command::SetConfidence { round, confidence } => set_confidence(room, actor, round, confidence),
        Command::GiveReason { round, reason } => give_reason(room, actor, round, &reason),
        Command::Reveal { round } => reveal(room, actor, now, round),
        Command::NextRound { after, topic } => next_round(room, actor, after, topic),
        Command::SetTopic { title } => set_topic(room, actor, &title),
        Command::SetTimer { round, order } => set_timer(room, actor, now, round, order),
        Command::StopCountdown { round } => stop_countdown(room, actor, round),
        Command::Nudge { round } => nudge(room, actor, round),
        Command::ChangeSetting { setting } => change_setting(room, actor, setting),
        Command::ChangeDeck { deck } => change_deck(room, actor, &deck),
        Command::Join { nickname, role } => join(room, actor, &nickname, role),
        Command::Leave => leave(room, actor),
        Command::Admit { who } => admit(room, actor, who),
        Command::TurnAway { who } => turn_away(room, actor, who),
        Command::Rename { nickname } => rename(room, actor, &nickname),
        Command::ChangeRole { role } => change_role(room, actor, role),
        Command::SetRole { who, role } => set_role(room, actor, who, role),
        Command::TakeChair => take_chair(room, actor, now.chair),
        Command::Promote { who } => promote(room, actor, who),
        Command::Demote { who } => demote(room, actor, who),
        Command::Remove { who } => remove(room, actor, who),
        Command::Throw { at, .. } => throw(room, actor, at),
        Command::AddTopics { topics } => add_topics(room, actor, &topics),
        Command::EditTopic { topic, edit } => edit_topic(room, actor, topic, &edit),
        Command::MoveTopic { topic, before } => move_topic(room, actor, topic, before),
        Command::RemoveTopic { topic } => remove_topic(room, actor, topic),
        Command::RestoreTopic { topic } => restore_topic(room, actor, topic),
        Command::PickTopic { round, topic, anyway } => pick_topic(room, actor, round, topic, anyway),
        Command::SetEstimate { topic, label } => set_estimate(room, actor, topic, label.as_deref()),
        // The server does these beside the room, for whoever has a seat.
        Command::SetAway { .. } | Command::HandOver => seated(room, actor).map(|_| vec![]),
    }
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

/// H1: that the asker may do that: moderators, everyone if the house rules say so, and the table itself.
///
/// # Errors
///
/// [`Rejection::NotModerator`] or [`Rejection::NotSeated`].
pub fn may(room: &Room, actor: &Actor, deed: Deed) -> Result<(), Rejection> {
    match room.settings.may.of(deed) {
        _ if *actor == Actor::Table => Ok(()),
        Who::Moderators => moderator(room, actor),
        Who::Everyone => seated(room, actor).map(|_| ()),
    }
}

/// That the round is the one on the table.
fn on_table(room: &Room, round: RoundNumber) -> Result<(), Rejection> {
    if round == room.round.number { Ok(()) } else { Err(Rejection::OtherRound) }
}

/// That the round is the one on the table and its cards lie face down.
fn face_down(room: &Room, round: RoundNumber) -> Result<&OpenRound, Rejection> {
    on_table(room, round)?;
    room.round.as_open().ok_or(Rejection::AlreadyRevealed)
}

/// The nickname, if nobody but `who` has it, or knocks with it, or has one that people would take for it.
fn free_nickname(room: &Room, who: ParticipantId, typed: &str) -> Result<Nickname, Rejection> {
    let nickname = Nickname::parse(typed).map_err(|error| match error {
        NicknameError::Empty => Rejection::NicknameEmpty,
        NicknameError::TooLong => Rejection::NicknameTooLong,
    })?;
    if is_taken(room, who, &nickname) { Err(Rejection::NicknameTaken) } else { Ok(nickname) }
}

fn is_taken(room: &Room, who: ParticipantId, nickname: &Nickname) -> bool {
    let seated = room.seats().map(|(other, seat)| (other, &seat.nickname));
    let knocking = room.outside().filter(|(_, outsider)| outsider.why == Outside::Knocking);
    let knocking = knocking.map(|(other, outsider)| (other, &outsider.nickname));
    seated.chain(knocking).any(|(other, taken)| other != who && taken.is_same_as(nickname))
}
