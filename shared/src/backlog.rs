//! Backlog: the topics of a room, in the order in which they are to be estimated.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::ids::TopicId;
use crate::limits::TOPICS_REMOVED_MAX;
use crate::topic::{Topic, TopicChange};

/// The topics of a room. Which of them is on the table stands in the [`Round`](crate::round::Round).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    topics: BTreeMap<TopicId, Topic>,
    order: Vec<TopicId>,
    /// Those that can be brought back, the last one last.
    removed: VecDeque<Removed>,
    next: TopicId,
}

/// A topic that was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Removed {
    id: TopicId,
    topic: Topic,
    /// How many topics were before it.
    place: u32,
}

impl Default for Backlog {
    fn default() -> Self {
        Self { topics: BTreeMap::new(), order: vec![], removed: VecDeque::new(), next: TopicId::FIRST }
    }
}

impl Backlog {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// All topics, in order.
    pub fn topics(&self) -> impl DoubleEndedIterator<Item = (TopicId, &Topic)> {
        self.order.iter().filter_map(|&id| self.topics.get(&id).map(|topic| (id, topic)))
    }

    /// The order of them all.
    pub fn order(&self) -> &[TopicId] {
        &self.order
    }

    pub fn topic(&self, id: TopicId) -> Option<&Topic> {
        self.topics.get(&id)
    }

    /// A topic that was deleted and can be brought back.
    pub fn removed(&self, id: TopicId) -> Option<&Topic> {
        self.removed.iter().find(|removed| removed.id == id).map(|removed| &removed.topic)
    }

    /// The number of the topic that comes next into the list.
    pub fn next_id(&self) -> TopicId {
        self.next
    }

    pub(crate) fn place(&self, id: TopicId) -> Option<usize> {
        self.order.iter().position(|other| *other == id)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.topics.values().map(Topic::bytes).sum()
    }

    pub(crate) fn notes_bytes(&self) -> usize {
        self.topics.values().map(|topic| topic.notes.bytes()).sum()
    }

    /// This as one is told of it at first: without the list, which follows in parts, except for that topic.
    pub(crate) fn without_list(&self, on_table: Option<TopicId>) -> Self {
        let on_table = on_table.and_then(|id| Some((id, self.topic(id)?.as_told())));
        let as_told = |removed: &Removed| Removed { topic: removed.topic.as_told(), ..*removed };
        Self {
            topics: on_table.into_iter().collect(),
            order: vec![],
            removed: self.removed.iter().map(as_told).collect(),
            next: self.next,
        }
    }

    pub(crate) fn add(&mut self, topics: Vec<(TopicId, Topic)>) {
        for (id, topic) in topics {
            self.next = self.next.max(id.next());
            if self.topics.insert(id, topic).is_none() {
                self.order.push(id);
            }
        }
    }

    /// The next part of the list of a room that one was told without it.
    pub(crate) fn take_part(&mut self, topics: Vec<(TopicId, Topic)>) {
        for (id, topic) in topics {
            self.topics.insert(id, topic);
            self.order.push(id);
        }
    }

    pub(crate) fn change(&mut self, id: TopicId, change: TopicChange) {
        if let Some(topic) = self.topics.get_mut(&id) {
            topic.change(change);
        }
    }

    pub(crate) fn count_rounds(&mut self, id: Option<TopicId>, count: impl FnOnce(u32) -> u32) {
        let Some(id) = id else { return };
        let mut removed = self.removed.iter_mut().filter(|removed| removed.id == id).map(|removed| &mut removed.topic);
        if let Some(topic) = self.topics.get_mut(&id).or_else(|| removed.next()) {
            topic.rounds = count(topic.rounds);
        }
    }

    /// Moves a topic before another, or to the end. Does nothing if one of them is not there.
    pub(crate) fn move_before(&mut self, id: TopicId, before: Option<TopicId>) {
        let Some(from) = self.place(id) else { return };
        let to = match before {
            None => self.order.len(),
            Some(before) => match self.place(before) {
                None => return,
                Some(to) => to,
            },
        };
        self.order.remove(from);
        self.order.insert(if to > from { to - 1 } else { to }, id);
    }

    pub(crate) fn remove(&mut self, id: TopicId) {
        let Some(place) = self.place(id) else { return };
        self.order.remove(place);
        let Some(topic) = self.topics.remove(&id) else { return };
        if self.removed.len() == TOPICS_REMOVED_MAX {
            self.removed.pop_front();
        }
        self.removed.push_back(Removed { id, topic, place: u32::try_from(place).unwrap_or(u32::MAX) });
    }

    pub(crate) fn restore(&mut self, id: TopicId) {
        let Some(index) = self.removed.iter().position(|removed| removed.id == id) else { return };
        if let Some(Removed { topic, place, .. }) = self.removed.remove(index) {
            let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.order.len());
            self.order.insert(place, id);
            self.topics.insert(id, topic);
        }
    }
}

impl Topic {
    /// This without its notes: that there are some is told.
    pub(crate) fn as_told(&self) -> Self {
        Self {
            title: self.title.clone(),
            key: self.key.clone(),
            link: self.link.clone(),
            notes: self.notes.unread(),
            estimate: self.estimate.clone(),
            rounds: self.rounds,
        }
    }
}
