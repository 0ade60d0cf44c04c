//! All that one can ask of a room, and who can ask.

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::ids::{ParticipantId, RoundNumber};
use crate::room::Role;

/// All that one can ask of a room.
///
/// What speaks of a round says which, so that a late vote never counts in the next round and two moderators who press at
/// once do not skip one. Text is as it was typed; [`decide`](crate::decide::decide) makes of it what the table shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Play a card, or another one instead of it.
    Vote { round: RoundNumber, card: CardIndex },
    /// Take one's card back into the hand.
    TakeBack { round: RoundNumber },
    /// Turn all cards over.
    Reveal { round: RoundNumber },
    /// Clear the table for another round, after this one was revealed.
    NextRound { after: RoundNumber, topic: NextTopic },
    /// Name what is estimated; an empty title takes the name away.
    SetTopic { title: String },
    /// Sit down at the table.
    Join { nickname: String, role: Role },
    /// Get up from the table and give up the seat.
    Leave,
    /// Be called something else.
    Rename { nickname: String },
    /// Become a voter or an observer.
    ChangeRole { role: Role },
    /// Become a moderator of a table that has none, or none who has been there lately.
    TakeChair,
    /// Make somebody at the table a moderator.
    Promote { who: ParticipantId },
    /// Make somebody a moderator no longer.
    Demote { who: ParticipantId },
    /// Take the seat of somebody who does not come back.
    Remove { who: ParticipantId },
    /// Say whether anybody still looks at this page, which nobody has for minutes, or somebody does again.
    SetAway { away: bool },
    /// Get a code with which another device takes this seat as well. It comes as
    /// [`HandOver`](crate::message::ServerMessage::HandOver), before the answer.
    HandOver,
}

/// What the next round is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NextTopic {
    /// The same once more.
    Same,
    /// Something new; the title may be empty.
    New { title: String },
}

/// Who asks, or who looks on: proven by the server, never taken from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anybody who has the link.
    Stranger,
    /// Someone who has proven to be this participant, whether they sit at the table now or not.
    Participant(ParticipantId),
}

/// What the rules must know of this moment that is no part of the room: the server sees it, and nothing of it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub chair: Chair,
}

/// Whether there is a moderator to wait for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chair {
    /// A moderator is connected, or was a moment ago.
    #[default]
    Held,
    /// No moderator has been connected for as long as the server waits for one.
    Vacant,
}
