//! The one reducer: what a room is after an event. The server, every browser and every check use this function.

use std::collections::BTreeMap;

use crate::card::CardIndex;
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, TopicId};
use crate::limits::SENT_AWAY_MAX;
use crate::nickname::Nickname;
use crate::room::{Outside, Outsider, Role, Room, Seat};
use crate::round::{FaceDown, OpenCard, OpenCards, OpenRound, Phase, Play, Revealed, Round, Vote};
use crate::settings::{Names, Setting};
use crate::text::Title;
use crate::topic::{Topic, TopicChange};

/// Changes `room` by what has happened.
///
/// It is total: an event that makes no sense for the room, such as a vote of somebody who has no seat, changes nothing.
pub fn apply(room: &mut Room, event: &RoomEvent) {
    match event.clone() {
        RoomEvent::RoomOpened { name, deck } => *room = Room { name, deck, ..Room::default() },
        RoomEvent::SettingChanged { setting, .. } => change_setting(room, setting),
        RoomEvent::DeckChanged { deck, .. } => {
            room.deck = deck;
            change_open(room, |open| open.cards.clear());
        }
        RoomEvent::TopicSet { topic } => name_topic(room, topic),
        RoomEvent::TopicsAdded { topics } => room.backlog.add(topics),
        RoomEvent::TopicChanged { topic, change } => room.backlog.change(topic, change),
        RoomEvent::TopicMoved { topic, before } => room.backlog.move_before(topic, before),
        RoomEvent::TopicRemoved { topic } => room.backlog.remove(topic),
        RoomEvent::TopicRestored { topic } => room.backlog.restore(topic),
        RoomEvent::TopicPicked { topic } => pick_topic(room, topic),
        // The room goes on without its past, and without that of others.
        RoomEvent::RoundsBrought { .. } => {}
        RoomEvent::RoundStarted { round } => {
            let topic = room.topic().map(|(id, _)| id);
            room.round = Round::open(round, topic, room.settings.names);
        }
        RoomEvent::VotingBegan { at } => change_open(room, |open| open.began = Some(at)),
        RoomEvent::TimerSet { timer } => change_open(room, |open| open.timer = timer),
        RoomEvent::Voted { who, vote } | RoomEvent::VoteChanged { who, vote } => lay_card(room, who, vote),
        RoomEvent::VoteTakenBack { who } => take_card(room, who),
        RoomEvent::ConfidenceSet { who, confidence } => change_card(room, who, |card| card.confidence = confidence),
        RoomEvent::ReasonGiven { who, reason } => change_card(room, who, |card| card.reason = reason),
        RoomEvent::Revealed { votes } => {
            let mut cards = BTreeMap::new();
            // One by one: `collect` would bring sorting into the page.
            cards.extend(votes.into_iter().map(|(who, card)| (who, OpenCard::from(Play::from(card)))));
            reveal(room, OpenCards::Named(cards), None);
        }
        RoomEvent::CardsRevealed { cards, took_ms } => reveal(room, cards, took_ms),
        RoomEvent::OpenCardChanged { who, card } => change_open_card(room, who, card),
        RoomEvent::Joined { who, nickname, role, moderator } => {
            room.next_guest = room.next_guest.max(who.next());
            room.outside.remove(&who);
            room.seats.insert(who, Seat { nickname, role, moderator });
        }
        RoomEvent::Knocked { who, nickname, role } => knock(room, who, nickname, role),
        RoomEvent::Admitted { who } => {
            if let Some(Outsider { nickname, role, .. }) = room.outside.remove(&who) {
                room.seats.insert(who, Seat { nickname, role, moderator: false });
            }
        }
        RoomEvent::Left { who } => {
            room.outside.remove(&who);
            vacate(room, who);
        }
        RoomEvent::Removed { who } => send_away(room, who),
        RoomEvent::Renamed { who, nickname } => change_seat(room, who, |seat| seat.nickname = nickname),
        RoomEvent::RoleChanged { who, role } => change_seat(room, who, |seat| seat.role = role),
        RoomEvent::ModeratorAppointed { who } => change_seat(room, who, |seat| seat.moderator = true),
        RoomEvent::ModeratorDismissed { who } => change_seat(room, who, |seat| seat.moderator = false),
    }
}

fn change_setting(room: &mut Room, setting: Setting) {
    room.settings = room.settings.with(setting);
    // H3: a round can become anonymous, and not be so no longer: somebody may play in it at this moment, and rely on it.
    if room.settings.names == Names::Anonymous && room.round.as_open().is_some() {
        room.round.names = Names::Anonymous;
    }
}

/// What was named before there was a list: a topic that no round was revealed for is called something else, and any other
/// title is another topic.
fn name_topic(room: &mut Room, title: Title) {
    let on_table = room.topic().filter(|(_, topic)| topic.rounds == 0).map(|(id, _)| id);
    match on_table {
        _ if title.as_str().is_empty() => pick_topic(room, None),
        Some(id) => room.backlog.change(id, TopicChange::Title(title)),
        None => {
            let id = room.backlog.next_id();
            room.backlog.add(vec![(id, Topic::titled(title))]);
            pick_topic(room, Some(id));
        }
    }
}

/// A round that is revealed counts for what it is about, also when that is said afterwards.
fn pick_topic(room: &mut Room, topic: Option<TopicId>) {
    let counts = u32::from(room.round.as_revealed().is_some());
    room.backlog.count_rounds(room.round.topic, |rounds| rounds.saturating_sub(counts));
    room.round.topic = topic;
    room.backlog.count_rounds(topic, |rounds| rounds.saturating_add(counts));
}

fn lay_card(room: &mut Room, who: ParticipantId, vote: Vote) {
    let is_voter = room.seat(who).is_some_and(|seat| seat.role == Role::Voter);
    if let (true, Phase::Open(open)) = (is_voter, &mut room.round.phase) {
        open.cards.entry(who).and_modify(|card| card.vote = vote).or_insert(FaceDown::from(vote));
    }
}

fn take_card(room: &mut Room, who: ParticipantId) {
    change_open(room, |open| drop(open.cards.remove(&who)));
}

fn change_open(room: &mut Room, change: impl FnOnce(&mut OpenRound)) {
    if let Phase::Open(open) = &mut room.round.phase {
        change(open);
    }
}

fn change_card(room: &mut Room, who: ParticipantId, change: impl FnOnce(&mut FaceDown)) {
    change_open(room, |open| {
        if let Some(card) = open.cards.get_mut(&who) {
            change(card);
        }
    });
}

fn reveal(room: &mut Room, cards: OpenCards, took_ms: Option<u64>) {
    let deck = room.deck.clone();
    if room.round.as_open().is_some() {
        room.backlog.count_rounds(room.round.topic, |rounds| rounds.saturating_add(1));
    }
    room.round.phase = Phase::Revealed(Revealed { deck, cards, departed: BTreeMap::new(), took_ms });
}

/// V9: the first card stays beside the one that took its place.
fn change_open_card(room: &mut Room, who: ParticipantId, card: CardIndex) {
    if let Phase::Revealed(Revealed { cards: OpenCards::Named(cards), .. }) = &mut room.round.phase
        && let Some(open) = cards.get_mut(&who)
    {
        let first = open.first.unwrap_or(open.play.card);
        open.play.card = card;
        open.first = Some(first).filter(|first| *first != card);
    }
}

/// Takes somebody's seat away, and gives it back.
fn vacate(room: &mut Room, who: ParticipantId) -> Option<Seat> {
    take_card(room, who);
    let seat = room.seats.remove(&who)?;
    if let Phase::Revealed(revealed) = &mut room.round.phase
        && revealed.cards.of(who).is_some()
    {
        revealed.departed.insert(who, seat.nickname.clone());
    }
    Some(seat)
}

fn knock(room: &mut Room, who: ParticipantId, nickname: Nickname, role: Role) {
    room.next_guest = room.next_guest.max(who.next());
    room.outside.insert(who, Outsider { nickname, role, why: Outside::Knocking });
}

/// H5: whoever loses their seat, or is not let in, stays outside; except whoever made the room, whose seat it is.
fn send_away(room: &mut Room, who: ParticipantId) {
    let seated = vacate(room, who).map(|seat| (seat.nickname, seat.role));
    let outsider = room.outside.remove(&who).map(|outsider| (outsider.nickname, outsider.role));
    let Some((nickname, role)) = seated.or(outsider).filter(|_| who != ParticipantId::CREATOR) else { return };
    let sent_away = room.outside().filter(|(_, outsider)| outsider.why == Outside::SentAway);
    let (oldest, count) = sent_away.fold((None, 0), |(oldest, count), (who, _)| (oldest.or(Some(who)), count + 1));
    if count >= SENT_AWAY_MAX
        && let Some(oldest) = oldest
    {
        room.outside.remove(&oldest);
    }
    room.outside.insert(who, Outsider { nickname, role, why: Outside::SentAway });
}

fn change_seat(room: &mut Room, who: ParticipantId, change: impl FnOnce(&mut Seat)) {
    if let Some(seat) = room.seats.get_mut(&who) {
        change(seat);
    }
}
