//! Record: what a room has come to, made of all its events: every round that was revealed, for which topic, and by whom.
//!
//! A room does not hold its past, so that an old one is as quick as a new one. The log does; whoever wants to see the past
//! reads it anew.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::apply::apply;
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, TopicId, UnixMillis};
use crate::nickname::Nickname;
use crate::room::Room;
use crate::round::{OpenCards, Revealed};
use crate::text::Title;

/// A round that was revealed. Such rounds are kept: see [`RoomEvent`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastRound {
    /// What it was about; none if it was never said.
    pub topic: Option<TopicId>,
    /// What that was called; empty if it was never said.
    pub title: Title,
    /// When its first card was played, if that is known.
    pub began: Option<UnixMillis>,
    /// The result. `departed` names everyone who played, whether they left or not.
    pub revealed: Revealed,
}

/// Somebody in the record of a room. A participant of this room and one of a room whose rounds were brought here may have
/// the same number, and are two people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// Of which of the lists that were brought here; 0 for those who played in this room.
    pub from: u32,
    pub who: ParticipantId,
}

/// What a room has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    room: Room,
    began: Option<UnixMillis>,
    rounds: Vec<(u32, PastRound)>,
    people: BTreeMap<Person, Nickname>,
    brought: u32,
}

impl Record {
    /// The record of a room in which this has happened, from its first event on.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a RoomEvent>) -> Self {
        let mut record = Self::default();
        events.into_iter().for_each(|event| record.note(event));
        record
    }

    /// Goes on with what happened next.
    pub fn note(&mut self, event: &RoomEvent) {
        match event {
            RoomEvent::VotingBegan { at } => self.began = Some(*at),
            RoomEvent::RoundStarted { .. } => {
                self.rounds.extend(self.on_table().map(|round| (0, round)));
                self.began = None;
            }
            RoomEvent::RoundsBrought { rounds } => self.bring(rounds),
            _ => {}
        }
        apply(&mut self.room, event);
        match event {
            RoomEvent::Joined { who, nickname, .. } | RoomEvent::Renamed { who, nickname } => {
                self.people.insert(Person { from: 0, who: *who }, nickname.clone());
            }
            RoomEvent::Admitted { who } => {
                let seat = self.room.seat(*who).map(|seat| seat.nickname.clone());
                self.people.extend(seat.map(|nickname| (Person { from: 0, who: *who }, nickname)));
            }
            _ => {}
        }
    }

    fn bring(&mut self, rounds: &[PastRound]) {
        self.brought += 1;
        let from = self.brought;
        for round in rounds {
            let names = round.revealed.departed.iter();
            self.people.extend(names.map(|(&who, nickname)| (Person { from, who }, nickname.clone())));
            self.rounds.push((from, round.clone()));
        }
    }

    /// The room as it is now.
    pub fn room(&self) -> &Room {
        &self.room
    }

    /// Every round that was revealed, in the order in which they were, with the one whose cards lie open now; and from which
    /// list its people are.
    pub fn rounds(&self) -> impl Iterator<Item = (u32, PastRound)> {
        self.rounds.iter().cloned().chain(self.on_table().map(|round| (0, round)))
    }

    /// What somebody is called, or was called last.
    pub fn nickname(&self, person: Person) -> Option<&Nickname> {
        self.people.get(&person)
    }

    /// The round on the table, if its cards lie open.
    fn on_table(&self) -> Option<PastRound> {
        let round = self.room.round();
        let mut revealed = round.as_revealed()?.clone();
        let played = revealed.cards.played().filter_map(|who| Some((who, self.room.nickname(who)?.clone())));
        revealed.departed = played.collect();
        let topic = round.topic.filter(|topic| self.title(*topic).is_some());
        let title = topic.and_then(|topic| self.title(topic)).cloned().unwrap_or_default();
        Some(PastRound { topic, title, began: self.began, revealed })
    }

    fn title(&self, topic: TopicId) -> Option<&Title> {
        let backlog = self.room.backlog();
        backlog.topic(topic).or_else(|| backlog.removed(topic)).map(|topic| &topic.title)
    }
}

impl OpenCards {
    /// Everyone who played.
    pub fn played(&self) -> impl Iterator<Item = ParticipantId> {
        let (named, anonymous) = match self {
            Self::Named(cards) => (Some(cards.keys()), None),
            Self::Anonymous { played, .. } => (None, Some(played.iter())),
        };
        named.into_iter().flatten().chain(anonymous.into_iter().flatten()).copied()
    }
}
