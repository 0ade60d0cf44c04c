//! Why a command was refused: a stable code for programs, a sentence for a person.

use serde::{Deserialize, Serialize};

use crate::limits::{NICKNAME_GRAPHEMES_MAX, TOPIC_GRAPHEMES_MAX};

/// Why a command was refused. The variant's name, as in JSON, is the stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// The asker has no seat, and the command needs one.
    NotSeated,
    /// The asker has a seat already.
    AlreadySeated,
    /// The table has [`SEATS_MAX`](crate::limits::SEATS_MAX) seats, all taken.
    TableFull,
    /// The nickname has nothing that one could see.
    NicknameEmpty,
    /// The nickname is over its limit.
    NicknameTooLong,
    /// Somebody at the table is called so.
    NicknameTaken,
    /// The title is over its limit.
    TopicTooLong,
    /// Only a moderator may.
    NotModerator,
    /// Only a voter may.
    NotVoter,
    /// The table has a moderator, who is there or was a moment ago.
    ChairTaken,
    /// Nobody at the table has that number.
    NoSuchSeat,
    /// Whoever made the room stays its moderator.
    CreatorStays,
    /// The round that the command speaks of is not the one on the table.
    OtherRound,
    /// The cards of that round lie open.
    AlreadyRevealed,
    /// The cards of that round still lie face down.
    NotRevealed,
    /// Nobody has played a card.
    NothingPlayed,
    /// The deck has no such card.
    NoSuchCard,
    /// The room could not keep what the command would have done; nothing was done.
    NotStored,
}

impl Rejection {
    /// The reason as one tells it to a person.
    pub fn sentence(self) -> String {
        match self {
            Self::NotSeated => "Take a seat at the table first.".into(),
            Self::AlreadySeated => "You already sit at this table.".into(),
            Self::TableFull => "Every seat at this table is taken.".into(),
            Self::NicknameEmpty => "Please enter a nickname.".into(),
            Self::NicknameTooLong => format!("A nickname has at most {NICKNAME_GRAPHEMES_MAX} characters."),
            Self::NicknameTaken => "Somebody at this table already has that name.".into(),
            Self::TopicTooLong => format!("A title has at most {TOPIC_GRAPHEMES_MAX} characters."),
            Self::NotModerator => "Only a moderator can do that.".into(),
            Self::NotVoter => "You are observing. Become a voter to play a card.".into(),
            Self::ChairTaken => "This table already has a moderator.".into(),
            Self::NoSuchSeat => "They no longer sit at this table.".into(),
            Self::CreatorStays => "Whoever made the room stays its moderator.".into(),
            Self::OtherRound => "That round is over.".into(),
            Self::AlreadyRevealed => "The cards are open already; they stay as they are.".into(),
            Self::NotRevealed => "The cards have not been turned over yet.".into(),
            Self::NothingPlayed => "Nobody has played a card yet.".into(),
            Self::NoSuchCard => "This deck has no such card.".into(),
            Self::NotStored => "The server could not keep that. Nothing was changed; please try again.".into(),
        }
    }
}
