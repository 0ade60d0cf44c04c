//! Why a command was refused: a stable code for programs, a sentence for a person.

use serde::{Deserialize, Serialize};

use crate::deck_line::DeckProblem;
use crate::limits::{
    BACKLOG_BYTES_MAX, BACKLOG_NOTES_BYTES_MAX, CARD_LABEL_GRAPHEMES_MAX, DECK_CARDS_MAX, DECK_CARDS_MIN,
    KEY_GRAPHEMES_MAX, LINK_BYTES_MAX, NICKNAME_GRAPHEMES_MAX, NOTES_BYTES_MAX, REASON_GRAPHEMES_MAX,
    TIMER_SECONDS_MAX, TITLE_GRAPHEMES_MAX, TOPICS_MAX,
};

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
    TitleTooLong,
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
    /// The asker has no card on the table, and the command needs one.
    NoCardPlayed,
    /// The reason is over its limit.
    ReasonTooLong,
    /// The house rules do not ask how sure one is.
    ConfidenceOff,
    /// Nobody knows which of the open cards is whose.
    Anonymous,
    /// There is no countdown.
    NoTimer,
    /// The countdown would have no second, or more than [`TIMER_SECONDS_MAX`].
    TimerOutOfRange,
    /// Nobody is asked for a card so soon again, or nothing thrown so often.
    TooSoon,
    /// The house rules do not let people throw things.
    ThrowingOff,
    /// The deck has too few cards.
    DeckTooSmall,
    /// The deck has too many cards.
    DeckTooLarge,
    /// A card has no label.
    CardLabelEmpty,
    /// The label of a card is over its limit.
    CardLabelTooLong,
    /// Two cards have one label.
    CardLabelTwice,
    /// Two cards have one value.
    CardValueTwice,
    /// The value of a card is no exact amount.
    CardValueNotExact,
    /// A moderator sent the asker away, and lets them in or not.
    SentAway,
    /// Too many knock already.
    DoorCrowded,
    /// The list has no such topic.
    NoSuchTopic,
    /// The topic has no title.
    TitleEmpty,
    /// The key is over its limit.
    KeyTooLong,
    /// The link is over its limit.
    LinkTooLong,
    /// The link is no address of the web.
    LinkNotOfTheWeb,
    /// The notes are over their limit.
    NotesTooLong,
    /// The list has [`TOPICS_MAX`] topics.
    BacklogFull,
    /// What stands of all topics together is over its limit.
    BacklogTooLarge,
    /// The notes of all topics together are over their limit.
    BacklogNotesTooLarge,
    /// Cards lie face down for the topic that is on the table.
    CardsOnTable,
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
            Self::TitleTooLong => format!("A title has at most {TITLE_GRAPHEMES_MAX} characters."),
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
            Self::NoCardPlayed => "Play a card first.".into(),
            Self::ReasonTooLong => format!("A reason has at most {REASON_GRAPHEMES_MAX} characters."),
            Self::ConfidenceOff => "This table does not ask how sure you are.".into(),
            Self::Anonymous => "Nobody knows whose cards these are, so they stay as they are.".into(),
            Self::NoTimer => "There is no countdown.".into(),
            Self::TimerOutOfRange => format!("A countdown has at most {} minutes.", TIMER_SECONDS_MAX / 60),
            Self::TooSoon => "Not so fast: please wait a moment.".into(),
            Self::ThrowingOff => "At this table nothing is thrown.".into(),
            Self::DeckTooSmall => format!("A deck has at least {DECK_CARDS_MIN} cards."),
            Self::DeckTooLarge => format!("A deck has at most {DECK_CARDS_MAX} cards."),
            Self::CardLabelEmpty => "A card needs a label.".into(),
            Self::CardLabelTooLong => format!("A card's label has at most {CARD_LABEL_GRAPHEMES_MAX} characters."),
            Self::CardLabelTwice => "Two cards have the same label.".into(),
            Self::CardValueTwice => "Two cards have the same value.".into(),
            Self::CardValueNotExact => "A card's value is a number up to a million, such as 3, ½, 1/3 or 0.25.".into(),
            Self::SentAway => "A moderator removed you from this table.".into(),
            Self::DoorCrowded => "Too many people wait to be let in. Please try again later.".into(),
            Self::NoSuchTopic => "That topic is no longer in the list.".into(),
            Self::TitleEmpty => "A topic needs a title.".into(),
            Self::KeyTooLong => format!("A key has at most {KEY_GRAPHEMES_MAX} characters."),
            Self::LinkTooLong => format!("A link has at most {LINK_BYTES_MAX} characters."),
            Self::LinkNotOfTheWeb => "A link is an address that begins with https:// or http://.".into(),
            Self::NotesTooLong => format!("Notes have at most {} KiB.", NOTES_BYTES_MAX / 1024),
            Self::BacklogFull => format!("The list has at most {TOPICS_MAX} topics."),
            Self::BacklogTooLarge => format!(
                "All titles, keys and links of the list together have at most {} KiB.",
                BACKLOG_BYTES_MAX / 1024
            ),
            Self::BacklogNotesTooLarge => {
                format!("The notes of all topics together have at most {} MiB.", BACKLOG_NOTES_BYTES_MAX / 1024 / 1024)
            }
            Self::CardsOnTable => "Cards lie on the table for this topic. Reveal them first, or put them back.".into(),
            Self::NotStored => "The server could not keep that. Nothing was changed; please try again.".into(),
        }
    }
}

impl From<DeckProblem> for Rejection {
    fn from(problem: DeckProblem) -> Self {
        match problem {
            DeckProblem::TooFewCards => Self::DeckTooSmall,
            DeckProblem::TooManyCards => Self::DeckTooLarge,
            DeckProblem::LabelEmpty => Self::CardLabelEmpty,
            DeckProblem::LabelTooLong => Self::CardLabelTooLong,
            DeckProblem::LabelTwice => Self::CardLabelTwice,
            DeckProblem::AmountTwice => Self::CardValueTwice,
            DeckProblem::NotAnAmount => Self::CardValueNotExact,
        }
    }
}
