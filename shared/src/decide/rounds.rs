//! What happens to a round as a whole.

use std::collections::BTreeMap;

use super::{Decision, face_down, may, new_topic, on_table};
use crate::command::{Actor, NextTopic, Now, TimerOrder};
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, RoundNumber};
use crate::limits::TIMER_SECONDS_MAX;
use crate::rejection::Rejection;
use crate::room::Room;
use crate::round::{FaceDown, OpenCard, OpenCards, OpenRound, Play, Timer, Vote};
use crate::settings::{Deed, Names};

/// R1 to R3, R9, R10: the cards are turned over, once there is one.
pub fn reveal(room: &Room, actor: &Actor, now: &Now, round: RoundNumber) -> Decision {
    let open = may_reveal(room, actor, round)?;
    let took_ms = open.began.map(|began| now.time.since(began));
    let plays = plays(room, open);
    let cards = match room.round.names {
        Names::Shown => OpenCards::Named(plays.into_iter().map(|(who, play)| (who, OpenCard::from(play))).collect()),
        Names::Anonymous => {
            let played = plays.keys().copied().collect();
            let mut cards: Vec<Play> = plays.into_values().collect();
            cards.sort();
            OpenCards::Anonymous { played, cards }
        }
    };
    Ok(vec![RoomEvent::CardsRevealed { cards, took_ms }])
}

/// What a reveal asks first, by itself for a page that wants to know no more: the round that would be turned over.
///
/// # Errors
///
/// The [`Rejection`] of the first precondition that does not hold.
pub fn may_reveal<'a>(room: &'a Room, actor: &Actor, round: RoundNumber) -> Result<&'a OpenRound, Rejection> {
    may(room, actor, Deed::Reveal)?;
    let open = face_down(room, round)?;
    if open.cards.is_empty() { Err(Rejection::NothingPlayed) } else { Ok(open) }
}

/// What lies on the table. In the browser the cards of others are hidden: there a reveal says whether, and only on the
/// server also what.
fn plays(room: &Room, open: &OpenRound) -> BTreeMap<ParticipantId, Play> {
    let known = open.cards.iter().filter_map(|(&who, card)| match card.vote {
        Vote::Card(index) => Some((who, index, card)),
        Vote::Hidden => None,
    });
    let play = |(who, index, card): (ParticipantId, _, &FaceDown)| {
        let confidence = card.confidence.filter(|_| room.settings.confidence);
        (who, Play { card: index, confidence, reason: card.reason.clone() })
    };
    known.map(play).collect()
}

/// R5 to R7: the table is cleared after the reveal, for the same topic, or for a new one by who may also name it.
pub fn next_round(room: &Room, actor: &Actor, after: RoundNumber, topic: NextTopic) -> Decision {
    may(room, actor, Deed::GoOn)?;
    on_table(room, after)?;
    if room.round.as_open().is_some() {
        return Err(Rejection::NotRevealed);
    }
    let mut events = vec![RoomEvent::RoundStarted { round: after.next() }];
    if let NextTopic::New { title } = topic {
        events.extend(new_topic(room, actor, &title)?);
    }
    Ok(events)
}

const SECOND_MS: u64 = 1_000;

/// C1, C2: whoever may reveal sets a countdown for the round.
pub fn set_timer(room: &Room, actor: &Actor, now: &Now, round: RoundNumber, order: TimerOrder) -> Decision {
    may(room, actor, Deed::Reveal)?;
    let before = face_down(room, round)?.timer;
    let running = |left_ms| Some(Timer::Running { ends: now.time.plus(left_ms) });
    let timer = match (order, before) {
        (TimerOrder::Start { seconds: seconds @ 1..=TIMER_SECONDS_MAX }, _) => running(u64::from(seconds) * SECOND_MS),
        (TimerOrder::Start { .. }, _) => return Err(Rejection::TimerOutOfRange),
        (TimerOrder::Stop, _) => None,
        (_, None) => return Err(Rejection::NoTimer),
        (TimerOrder::Pause, Some(Timer::Running { ends })) => match ends.since(now.time) {
            // What has come to its end cannot be held.
            0 => before,
            left_ms => Some(Timer::Paused { left_ms }),
        },
        (TimerOrder::Resume, Some(Timer::Paused { left_ms })) => running(left_ms),
        (TimerOrder::Pause | TimerOrder::Resume, timer) => timer,
        (TimerOrder::AddMinute, Some(timer)) => {
            let left_ms = timer.left_ms(now.time).saturating_add(60 * SECOND_MS);
            if left_ms > u64::from(TIMER_SECONDS_MAX) * SECOND_MS {
                return Err(Rejection::TimerOutOfRange);
            }
            match timer {
                Timer::Running { .. } => running(left_ms),
                Timer::Paused { .. } => Some(Timer::Paused { left_ms }),
            }
        }
    };
    Ok(if timer == before { vec![] } else { vec![RoomEvent::TimerSet { timer }] })
}

/// R11: whoever may reveal keeps the cards face down that would turn by themselves. The server does it.
pub fn stop_countdown(room: &Room, actor: &Actor, round: RoundNumber) -> Decision {
    may(room, actor, Deed::Reveal)?;
    face_down(room, round).map(|_| vec![])
}

/// P14: whoever may reveal asks those for a card who have not played. The server does it.
pub fn nudge(room: &Room, actor: &Actor, round: RoundNumber) -> Decision {
    may(room, actor, Deed::Reveal)?;
    face_down(room, round).map(|_| vec![])
}
