//! What a voter does with their cards.

use super::{Decision, face_down, on_table, voter};
use crate::card::CardIndex;
use crate::command::{Actor, Now};
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, RoundNumber};
use crate::rejection::Rejection;
use crate::room::Room;
use crate::round::{Confidence, OpenCards, OpenRound, Phase, Revealed, Vote};
use crate::settings::AfterReveal;
use crate::text::{Reason, TooLong};

/// V1 to V5, V9: a voter plays a card, or another instead. After the reveal that is for the house rules to allow.
pub fn vote(room: &Room, actor: &Actor, now: &Now, round: RoundNumber, card: CardIndex) -> Decision {
    let who = voter(room, actor)?;
    on_table(room, round)?;
    match &room.round.phase {
        Phase::Open(open) => play(room, now, open, who, card),
        Phase::Revealed(revealed) => change_open_card(room, revealed, who, card),
    }
}

fn play(room: &Room, now: &Now, open: &OpenRound, who: ParticipantId, card: CardIndex) -> Decision {
    if room.deck.card(card).is_none() {
        return Err(Rejection::NoSuchCard);
    }
    let vote = Vote::Card(card);
    let began = open.began.is_none().then_some(RoomEvent::VotingBegan { at: now.time });
    Ok(match open.cards.get(&who) {
        None => began.into_iter().chain([RoomEvent::Voted { who, vote }]).collect(),
        Some(same) if same.vote == vote => vec![],
        Some(_) => vec![RoomEvent::VoteChanged { who, vote }],
    })
}

/// V4, V9: an open card is changed, if the house rules allow it and it is known whose it is.
fn change_open_card(room: &Room, revealed: &Revealed, who: ParticipantId, card: CardIndex) -> Decision {
    if room.settings.after_reveal == AfterReveal::Locked {
        return Err(Rejection::AlreadyRevealed);
    }
    let OpenCards::Named(cards) = &revealed.cards else { return Err(Rejection::Anonymous) };
    let before = cards.get(&who).ok_or(Rejection::NoCardPlayed)?;
    if revealed.deck.card(card).is_none() {
        return Err(Rejection::NoSuchCard);
    }
    Ok(if before.play.card == card { vec![] } else { vec![RoomEvent::OpenCardChanged { who, card }] })
}

/// V6: a voter takes their card back, as long as the round is open.
pub fn take_back(room: &Room, actor: &Actor, round: RoundNumber) -> Decision {
    let who = voter(room, actor)?;
    let open = face_down(room, round)?;
    Ok(open.cards.get(&who).map(|_| RoomEvent::VoteTakenBack { who }).into_iter().collect())
}

/// V10: a voter says how sure they are of the card that they have face down, if the house rules ask.
pub fn set_confidence(room: &Room, actor: &Actor, round: RoundNumber, confidence: Option<Confidence>) -> Decision {
    let who = voter(room, actor)?;
    let open = face_down(room, round)?;
    if !room.settings.confidence {
        return Err(Rejection::ConfidenceOff);
    }
    let card = open.cards.get(&who).ok_or(Rejection::NoCardPlayed)?;
    let is_so = card.confidence == confidence;
    Ok(if is_so { vec![] } else { vec![RoomEvent::ConfidenceSet { who, confidence }] })
}

/// V11: a voter says in a few words why they have that card face down.
pub fn give_reason(room: &Room, actor: &Actor, round: RoundNumber, reason: &str) -> Decision {
    let who = voter(room, actor)?;
    let open = face_down(room, round)?;
    let card = open.cards.get(&who).ok_or(Rejection::NoCardPlayed)?;
    let reason = Reason::parse(reason).map_err(|TooLong| Rejection::ReasonTooLong)?;
    Ok(if card.reason == reason { vec![] } else { vec![RoomEvent::ReasonGiven { who, reason }] })
}
