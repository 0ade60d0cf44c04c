//! Redacted: the only way to make what may leave the server.
//!
//! Before the reveal a card is known to the one who laid it and to nobody else. [`ServerMessage`] can hold rooms and
//! events only inside [`Redacted`], and only the functions of this file make one, so forgetting it does not compile.
//!
//! [`ServerMessage`]: crate::message::ServerMessage

use serde::{Deserialize, Serialize};

use crate::command::Actor;
use crate::event::RoomEvent;
use crate::ids::{ParticipantId, TopicId};
use crate::limits::TOPICS_AT_ONCE_MAX;
use crate::room::Room;
use crate::round::{FaceDown, Phase, Vote};
use crate::topic::{Topic, TopicChange};

/// Something without what its receiver must not know. The receiver decodes it and takes it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// What its receiver may know.
    pub fn into_inner(self) -> T {
        self.0
    }

    /// As [`into_inner`](Self::into_inner), for looking only.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// Who, of all that may look at a room, gets to see an event, and in which way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// All see the same.
    All(Redacted<RoomEvent>),
    /// One, on whichever of their pages, sees more than the others, who see nothing if there is nothing for them.
    OneAndOthers { one: ParticipantId, to_one: Redacted<RoomEvent>, to_others: Option<Redacted<RoomEvent>> },
    /// It is kept for the server's own use.
    Nobody,
}

impl Audience {
    /// The event as this one may see it.
    pub fn for_viewer(&self, viewer: &Actor) -> Option<&Redacted<RoomEvent>> {
        match self {
            Self::All(event) => Some(event),
            Self::OneAndOthers { one, to_one, .. } if *viewer == Actor::Participant(*one) => Some(to_one),
            Self::OneAndOthers { to_others, .. } => to_others.as_ref(),
            Self::Nobody => None,
        }
    }
}

/// The event for everyone who may look.
pub fn event(event: &RoomEvent) -> Audience {
    let to_one = Redacted(event.clone());
    match event {
        RoomEvent::Voted { who, .. } => {
            let to_others = Some(Redacted(RoomEvent::Voted { who: *who, vote: Vote::Hidden }));
            Audience::OneAndOthers { one: *who, to_one, to_others }
        }
        // How long a round took is told with its result.
        RoomEvent::VotingBegan { .. } => Audience::Nobody,
        // The past is no part of the room.
        RoomEvent::RoundsBrought { .. } => Audience::Nobody,
        RoomEvent::TopicsAdded { topics } => {
            Audience::All(Redacted(RoomEvent::TopicsAdded { topics: as_told(topics) }))
        }
        RoomEvent::TopicChanged { topic, change: TopicChange::Notes(notes) } => {
            let change = TopicChange::Notes(notes.unread());
            Audience::All(Redacted(RoomEvent::TopicChanged { topic: *topic, change }))
        }
        RoomEvent::VoteChanged { who, .. }
        | RoomEvent::ConfidenceSet { who, .. }
        | RoomEvent::ReasonGiven { who, .. } => Audience::OneAndOthers { one: *who, to_one, to_others: None },
        RoomEvent::VoteTakenBack { .. }
        | RoomEvent::Revealed { .. }
        | RoomEvent::RoundStarted { .. }
        | RoomEvent::TopicSet { .. }
        | RoomEvent::RoomOpened { .. }
        | RoomEvent::Joined { .. }
        | RoomEvent::Left { .. }
        | RoomEvent::Renamed { .. }
        | RoomEvent::RoleChanged { .. }
        | RoomEvent::ModeratorAppointed { .. }
        | RoomEvent::ModeratorDismissed { .. }
        | RoomEvent::Removed { .. }
        | RoomEvent::CardsRevealed { .. }
        | RoomEvent::OpenCardChanged { .. }
        | RoomEvent::TimerSet { .. }
        | RoomEvent::SettingChanged { .. }
        | RoomEvent::DeckChanged { .. }
        | RoomEvent::Knocked { .. }
        | RoomEvent::Admitted { .. }
        | RoomEvent::TopicChanged { .. }
        | RoomEvent::TopicMoved { .. }
        | RoomEvent::TopicRemoved { .. }
        | RoomEvent::TopicRestored { .. }
        | RoomEvent::TopicPicked { .. } => Audience::All(to_one),
    }
}

/// Topics without their notes, which are told to whoever opens them.
fn as_told(topics: &[(TopicId, Topic)]) -> Vec<(TopicId, Topic)> {
    topics.iter().map(|(id, topic)| (*id, topic.as_told())).collect()
}

/// The list of the room, in parts that each fit into a message.
pub fn topics(room: &Room) -> impl Iterator<Item = Redacted<Vec<(TopicId, Topic)>>> {
    let mut topics = room.backlog.topics().map(|(id, topic)| (id, topic.as_told()));
    std::iter::from_fn(move || {
        let part: Vec<_> = topics.by_ref().take(TOPICS_AT_ONCE_MAX).collect();
        (!part.is_empty()).then_some(Redacted(part))
    })
}

/// So many topics of the list behind that one, or from its start; none if the list has no such topic.
pub fn topics_after(room: &Room, after: Option<TopicId>, at_most: usize) -> Option<Redacted<Vec<(TopicId, Topic)>>> {
    let behind = after.map_or(Some(0), |id| room.backlog.place(id).map(|place| place + 1))?;
    let topics = room.backlog.topics().skip(behind).take(at_most);
    Some(Redacted(topics.map(|(id, topic)| (id, topic.as_told())).collect()))
}

/// The room as `viewer` may see it, without the list of its [`topics`], except for the one on the table.
pub fn room(room: &Room, viewer: &Actor) -> Redacted<Room> {
    let mut seen = Room {
        name: room.name.clone(),
        deck: room.deck.clone(),
        settings: room.settings,
        backlog: room.backlog.without_list(room.round.topic),
        round: room.round.clone(),
        seats: room.seats.clone(),
        outside: room.outside.clone(),
        next_guest: room.next_guest,
    };
    if let Phase::Open(open) = &mut seen.round.phase {
        open.began = None;
        for (who, card) in &mut open.cards {
            if *viewer != Actor::Participant(*who) {
                *card = FaceDown::from(Vote::Hidden);
            }
        }
    }
    Redacted(seen)
}

/// The room as `viewer` has it once all parts have come: what checks compare with.
pub fn whole(room: &Room, viewer: &Actor) -> Room {
    let mut seen = self::room(room, viewer).into_inner();
    topics(room).for_each(|part| seen.take_topics(part.into_inner()));
    seen
}
