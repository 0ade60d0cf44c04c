//! What comes into a room in one go: a list that another tool wrote, or another room.

use std::collections::BTreeMap;

use super::topics::{added, fits};
use super::{Decision, may, seated};
use crate::command::Actor;
use crate::deck::Deck;
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, TopicId};
use crate::record::PastRound;
use crate::rejection::Rejection;
use crate::room::Room;
use crate::settings::{Deed, Setting};
use crate::text::RoomName;
use crate::topic::{Notes, Topic, TopicChange};

/// What was read of what another tool, or another room, wrote. It is made by whoever read it, and no part of the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    pub topics: Vec<Imported>,
    /// Rounds that were played elsewhere. What each is about counts `topics` from 1.
    pub rounds: Vec<PastRound>,
    /// The cards to play with from now on, if that is meant.
    pub deck: Option<Deck>,
    /// House rules to change, if that is meant.
    pub settings: Vec<Setting>,
}

/// A topic that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub topic: Topic,
    /// The topic of the list that it is to bring up to date; none if it is a new one.
    pub into: Option<TopicId>,
}

impl Import {
    /// Topics that are all new.
    pub fn of_new(topics: impl IntoIterator<Item = Topic>) -> Self {
        let topics = topics.into_iter().map(|topic| Imported { topic, into: None }).collect();
        Self { topics, ..Self::default() }
    }
}

/// B7: a whole list comes into the room, all of it or nothing.
pub fn import(room: &Room, actor: &Actor, import: &Import) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    let (by, _) = seated(room, actor)?;
    if import.deck.is_some() || !import.settings.is_empty() {
        may(room, actor, Deed::ChangeSettings)?;
    }
    bring(room, by, import)
}

/// The first events of a room that begins with all that.
///
/// # Errors
///
/// That it is too much for a room.
pub fn open(name: RoomName, deck: Deck, import: &Import) -> Decision {
    let mut events = vec![RoomEvent::RoomOpened { name, deck: deck.clone() }];
    let room = Room { deck, ..Room::default() };
    events.extend(bring(&room, ParticipantId::CREATOR, import)?);
    Ok(events)
}

fn bring(room: &Room, by: ParticipantId, import: &Import) -> Decision {
    let mut rounds_of: BTreeMap<TopicId, u32> = BTreeMap::new();
    for topic in import.rounds.iter().filter_map(|round| round.topic) {
        *rounds_of.entry(topic).or_default() += 1;
    }
    let numbers = std::iter::successors(Some(TopicId::FIRST), |number| Some(number.next()));
    let mut ids = BTreeMap::new();
    let (mut new, mut changes) = (vec![], vec![]);
    let mut next = room.backlog.next_id();
    // What topics have become, of which several entries can speak.
    let mut changed: BTreeMap<TopicId, Topic> = BTreeMap::new();
    for (number, Imported { topic, into }) in numbers.zip(&import.topics) {
        let rounds = rounds_of.get(&number).copied().unwrap_or_default();
        match into {
            None => {
                ids.insert(number, next);
                next = next.next();
                new.push(Topic { rounds, ..topic.clone() });
            }
            Some(id) => {
                ids.insert(number, *id);
                let before = room.backlog.topic(*id).ok_or(Rejection::NoSuchTopic)?;
                let now = changed.entry(*id).or_insert_with(|| before.clone());
                let updates = updates(now, topic, rounds);
                updates.iter().cloned().for_each(|change| now.change(change));
                changes.extend(updates.into_iter().map(|change| RoomEvent::TopicChanged { topic: *id, change }));
            }
        }
    }
    has_place(room, &new, &changed)?;
    let deck = import.deck.iter().filter(|deck| **deck != room.deck).cloned();
    let mut events: Vec<RoomEvent> = deck.map(|deck| RoomEvent::DeckChanged { by, deck }).collect();
    let news = import.settings.iter().filter(|setting| room.settings.with(**setting) != room.settings);
    events.extend(news.map(|&setting| RoomEvent::SettingChanged { by, setting }));
    events.extend(changes);
    events.extend(added(&room.backlog, new)?);
    if !import.rounds.is_empty() {
        let here = |round: &PastRound| PastRound {
            topic: round.topic.and_then(|topic| ids.get(&topic).copied()),
            ..round.clone()
        };
        events.push(RoomEvent::RoundsBrought { rounds: import.rounds.iter().map(here).collect() });
    }
    Ok(events)
}

/// What of a topic becomes something else: what was read, where anything was.
fn updates(before: &Topic, read: &Topic, rounds: u32) -> Vec<TopicChange> {
    let mut changes = vec![];
    if read.title != before.title {
        changes.push(TopicChange::Title(read.title.clone()));
    }
    if !read.link.as_str().is_empty() && read.link != before.link {
        changes.push(TopicChange::Link(read.link.clone()));
    }
    if read.notes != Notes::None && read.notes != before.notes {
        changes.push(TopicChange::Notes(read.notes.clone()));
    }
    if read.estimate.is_some() && read.estimate != before.estimate {
        changes.push(TopicChange::Estimate(read.estimate.clone()));
    }
    if rounds > 0 {
        changes.push(TopicChange::Rounds(before.rounds.saturating_add(rounds)));
    }
    changes
}

/// That the room has place for the new topics, and for what the others have become.
fn has_place(room: &Room, new: &[Topic], changed: &BTreeMap<TopicId, Topic>) -> Result<(), Rejection> {
    let bytes = |topics: &mut dyn Iterator<Item = &Topic>| {
        topics.fold((0, 0), |(all, notes), topic| (all + topic.bytes(), notes + topic.notes.bytes()))
    };
    let before = bytes(&mut changed.keys().filter_map(|id| room.backlog.topic(*id)));
    let after = bytes(&mut changed.values().chain(new));
    fits(&room.backlog, new.len(), after, before)
}
