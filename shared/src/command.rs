//! All that one can ask of a room, and who can ask.

use serde::{Deserialize, Serialize};

use crate::card::CardIndex;
use crate::ids::{ParticipantId, RoundNumber, TopicId, UnixMillis};
use crate::room::Role;
use crate::round::Confidence;
use crate::settings::Setting;

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
    /// Name what is on the table: the topic there is called so, or a new one comes to the list. An empty title takes the
    /// topic off the table.
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
    /// Say how sure one is of the card that one has face down, or no longer.
    SetConfidence { round: RoundNumber, confidence: Option<Confidence> },
    /// Say in a few words why one has that card face down; empty words take them away.
    GiveReason { round: RoundNumber, reason: String },
    /// Set a countdown for the round, or change it.
    SetTimer { round: RoundNumber, order: TimerOrder },
    /// Keep the cards face down although everybody has played, and the room would turn them in a moment.
    StopCountdown { round: RoundNumber },
    /// Ask those who have not played for a card. They alone see it.
    Nudge { round: RoundNumber },
    /// Change a house rule.
    ChangeSetting { setting: Setting },
    /// Play with these cards from now on: a deck as [one line](crate::deck_line).
    ChangeDeck { deck: String },
    /// Make somebody else a voter or an observer.
    SetRole { who: ParticipantId, role: Role },
    /// Let in somebody who knocks, or was sent away.
    Admit { who: ParticipantId },
    /// Send away somebody who knocks.
    TurnAway { who: ParticipantId },
    /// Throw something at somebody at the table. It is seen, and not kept.
    Throw { at: ParticipantId, thing: Thing },
    /// Put topics at the end of the list.
    AddTopics { topics: Vec<TopicDraft> },
    /// Change what stands of a topic.
    EditTopic { topic: TopicId, edit: TopicEdit },
    /// Move a topic before another one, or to the end of the list.
    MoveTopic { topic: TopicId, before: Option<TopicId> },
    /// Delete a topic.
    RemoveTopic { topic: TopicId },
    /// Bring a topic back that was deleted.
    RestoreTopic { topic: TopicId },
    /// Put a topic on the table, or take the one there away. After the reveal that begins another round. Cards that lie face
    /// down are for what is on the table: with `anyway` they go back into the hands.
    PickTopic { round: RoundNumber, topic: Option<TopicId>, anyway: bool },
    /// Say what a topic was estimated to be, by the label of a card, or that it is not.
    SetEstimate { topic: TopicId, label: Option<String> },
}

/// A topic as somebody wrote it. All but the title may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TopicDraft {
    pub title: String,
    /// What it is called in another tool, as in `TEAM-123`.
    pub key: String,
    /// Where one reads about it.
    pub link: String,
    /// In Markdown.
    pub notes: String,
    /// The label of a card.
    pub estimate: String,
}

/// What is to stand of a topic; where there is none, it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TopicEdit {
    pub title: Option<String>,
    pub key: Option<String>,
    pub link: Option<String>,
    pub notes: Option<String>,
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

/// What a countdown is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TimerOrder {
    /// Begin with so many seconds, whatever was left of another.
    Start {
        seconds: u32,
    },
    Pause,
    Resume,
    /// Go on for a minute longer.
    AddMinute,
    Stop,
}

/// What can be thrown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Confetti,
    Heart,
    ThumbsUp,
    Clap,
    PaperPlane,
    Tomato,
    Coffee,
    Duck,
}

impl Thing {
    /// In the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Confetti,
        Self::Heart,
        Self::ThumbsUp,
        Self::Clap,
        Self::PaperPlane,
        Self::Tomato,
        Self::Coffee,
        Self::Duck,
    ];
}

/// Who asks, or who looks on: proven by the server, never taken from a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Anybody who has the link.
    Stranger,
    /// Someone who has proven to be this participant, whether they sit at the table now or not.
    Participant(ParticipantId),
    /// The table itself, when a countdown has come to its end. Nobody can prove to be it.
    Table,
}

/// What the rules must know of this moment that is no part of the room: the server sees it, and nothing of it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub chair: Chair,
    pub time: UnixMillis,
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
