//! All that can happen in a room.
//!
//! Events are kept for as long as their room, and read by later versions of this program. So: a variant, once released,
//! keeps its place, its fields and their order, because postcard stores places and not names; what is new becomes a new
//! variant at the end.

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::deck::Deck;
use crate::ids::{ParticipantId, RoundNumber, TopicId, UnixMillis};
use crate::nickname::Nickname;
use crate::record::PastRound;
use crate::room::Role;
use crate::round::{Confidence, OpenCards, Timer, Vote};
use crate::settings::Setting;
use crate::text::{Reason, RoomName, Title};
use crate::topic::{Topic, TopicChange};

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
    /// All cards were turned over; these they are. No longer written: [`CardsRevealed`](Self::CardsRevealed) says more.
    Revealed { votes: Vec<(ParticipantId, CardIndex)> },
    /// The table was cleared for this round.
    RoundStarted { round: RoundNumber },
    /// What is estimated was named. No longer written: [`TopicsAdded`](Self::TopicsAdded) and others say more.
    TopicSet { topic: Title },
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
    /// The first card of the round was played, at that moment.
    VotingBegan { at: UnixMillis },
    /// Somebody said how sure they are of their card. The others are told nothing of it.
    ConfidenceSet { who: ParticipantId, confidence: Option<Confidence> },
    /// Somebody said why they have their card. The others are told nothing of it.
    ReasonGiven { who: ParticipantId, reason: Reason },
    /// All cards were turned over; these they are, with what was said with them.
    CardsRevealed { cards: OpenCards, took_ms: Option<u64> },
    /// Somebody changed their card although it lies open.
    OpenCardChanged { who: ParticipantId, card: CardIndex },
    /// The countdown of the round was set, or changed, or taken away.
    TimerSet { timer: Option<Timer> },
    /// Somebody changed a house rule.
    SettingChanged { by: ParticipantId, setting: Setting },
    /// Somebody changed the deck. Cards that lay face down are back in their hands.
    DeckChanged { by: ParticipantId, deck: Deck },
    /// Somebody knocks at the locked door.
    Knocked { who: ParticipantId, nickname: Nickname, role: Role },
    /// A moderator let somebody in who knocked, or was sent away.
    Admitted { who: ParticipantId },
    /// These topics came to the end of the list.
    TopicsAdded { topics: Vec<(TopicId, Topic)> },
    /// Something of a topic is something else now.
    TopicChanged { topic: TopicId, change: TopicChange },
    /// A topic was moved before another one, or to the end of the list.
    TopicMoved { topic: TopicId, before: Option<TopicId> },
    /// A topic was deleted.
    TopicRemoved { topic: TopicId },
    /// A topic that was deleted is back where it was.
    TopicRestored { topic: TopicId },
    /// The round on the table is about that topic, or about none.
    TopicPicked { topic: Option<TopicId> },
    /// Rounds that were played in another room were brought here with their topics.
    RoundsBrought { rounds: Vec<PastRound> },
}
