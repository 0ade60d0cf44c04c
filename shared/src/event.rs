//! All that can happen in a room.
//!
//! Events are kept for as long as their room, and read by later versions of this program. So: a variant, once released,
//! keeps its place, its fields and their order, because postcard stores places and not names; what is new becomes a new
//! variant at the end.

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::deck::Deck;
use crate::ids::{ParticipantId, RoundNumber};
use crate::nickname::Nickname;
use crate::room::{Role, Vote};
use crate::text::{RoomName, Topic};

/// Something that has happened in a room.
///
/// In the log every [`Vote`] is its card; on the way to someone else it is hidden, or the event is left out, which
/// [`redact`](crate::redact) sees to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomEvent {
    /// Somebody played a card where they had none on the table.
    Voted { who: ParticipantId, vote: Vote },
    /// Somebody changed their card for another. The others are told nothing of it.
    VoteChanged { who: ParticipantId, vote: Vote },
    /// Somebody took their card back.
    VoteTakenBack { who: ParticipantId },
    /// All cards were turned over; these they are.
    Revealed { votes: Vec<(ParticipantId, CardIndex)> },
    /// The table was cleared for this round.
    RoundStarted { round: RoundNumber },
    /// What is estimated was named.
    TopicSet { topic: Topic },
    /// The room was made: always the first event.
    RoomOpened { name: RoomName, deck: Deck },
    /// Somebody sat down.
    Joined { who: ParticipantId, nickname: Nickname, role: Role, moderator: bool },
    /// Somebody gave up their seat, and the card that they had face down with it.
    Left { who: ParticipantId },
    /// Somebody is called something else now.
    Renamed { who: ParticipantId, nickname: Nickname },
    /// Somebody became a voter or an observer.
    RoleChanged { who: ParticipantId, role: Role },
    /// Somebody became a moderator.
    ModeratorAppointed { who: ParticipantId },
    /// Somebody is a moderator no longer.
    ModeratorDismissed { who: ParticipantId },
    /// A moderator took somebody's seat, and the card that they had face down with it.
    Removed { who: ParticipantId },
}
