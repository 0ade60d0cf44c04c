//! All that is said over a socket. `docs/protocol.md` tells it to strangers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::command::{Chair, Command, Thing};
use crate::event::RoomEvent;
use crate::ids::{CommandNumber, ParticipantId, TopicId, UnixMillis, Version};
use crate::limits::{HAND_OVER_CODE_BYTES_MAX, PAGE_ID_BYTES_MAX, PAGE_ID_BYTES_MIN, TOKEN_BYTES_MAX};
use crate::redact::Redacted;
use crate::rejection::Rejection;
use crate::room::Room;
use crate::topic::Topic;

/// The first message of a client on every connection: who it is and what it has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hello {
    /// The secret of a seat that the client holds.
    pub token: Option<Token>,
    /// The last version that the client has of this room, seen as the holder of that token. It then gets what it missed.
    pub after: Option<Version>,
    /// What the client calls itself, the same on every connection that it makes. Commands that it repeats on a new
    /// connection, because the old one died before their answer, are then answered and not done twice.
    pub page: Option<PageId>,
    /// A code from another device of the same person, whose seat the client takes over.
    pub code: Option<HandOverCode>,
}

/// Every further message of a client: a command, and the number by which it will know the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientMessage {
    pub number: CommandNumber,
    pub command: Command,
}

/// All that the server says. What tells of the room's content is [`Redacted`] for the one who receives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerMessage {
    /// Something happened, and the room has this version now. To others than its owner a changed vote is not told, so
    /// versions can skip.
    Event { version: Version, event: Redacted<RoomEvent> },
    /// The command of this number was done, and is kept, or was refused.
    Answer { number: CommandNumber, rejection: Option<Rejection> },
    /// How somebody is there now; as with those of [`Welcome`], they need not sit at the table.
    Presence { who: ParticipantId, presence: Presence },
    /// The connection lives; also what time the server has. Sent every 10 to 12 seconds.
    Heartbeat { now: UnixMillis },
    /// The answer to [`Hello`].
    Welcome(Box<Welcome>),
    /// From now on this connection is this participant: sent before the events of the join that led to it.
    Seated(SeatProof),
    /// Whether there is a moderator to wait for, now that it has changed.
    Chair(Chair),
    /// With this code another device takes the seat, once, until then.
    HandOver { code: HandOverCode, until: UnixMillis },
    /// The server ends, and wants its clients back spread over so many milliseconds. The close follows.
    Restarting { spread_ms: u32 },
    /// Everybody has played, and the cards turn at that moment; or, after all, they do not.
    Countdown { until: Option<UnixMillis> },
    /// The table waits for this client's card.
    Nudge,
    /// Somebody threw something at somebody.
    Thrown { from: ParticipantId, at: ParticipantId, thing: Thing },
    /// The next part of the list of topics, after a [`Welcome`] with the room. Until all have come the client does not have
    /// the room whole.
    Topics(Redacted<Vec<(TopicId, Topic)>>),
}

/// How somebody is there. It is counted from connections and never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// They have a page before them.
    Here,
    /// They are connected, but none of their pages has been looked at for minutes.
    Away,
    /// They have no connection.
    Gone,
}

/// The answer to [`Hello`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The version of `room`, or the one that the client said it has.
    pub version: Version,
    /// The room as the client may see it. None if the events that the client missed follow instead.
    pub room: Option<Redacted<Room>>,
    /// How many topics the list has that follow in parts, if the room is here.
    pub topics: u32,
    /// Who is here now. Some may have no seat yet, or no longer: the creator comes before they sit down.
    pub here: Vec<ParticipantId>,
    /// Who is connected, and away.
    pub away: Vec<ParticipantId>,
    pub chair: Chair,
    /// When the cards turn by themselves, if they are about to.
    pub countdown: Option<UnixMillis>,
    /// Who the client is, if it holds a seat, or knocks, or was sent away.
    pub seat: Option<SeatProof>,
    pub now: UnixMillis,
}

/// Who one is in a room, and the secret with which one can say so again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatProof {
    pub who: ParticipantId,
    pub token: Token,
}

/// The secret of a seat, as text that means something to the server alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Token(String);

impl Token {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Token {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() <= TOKEN_BYTES_MAX { Ok(Self(text)) } else { Err("the token is too long") }
    }
}

impl From<Token> for String {
    fn from(token: Token) -> Self {
        token.0
    }
}

impl fmt::Debug for Token {
    /// A secret is not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// What another device of the same person says to take over their seat: random text that serves once, for minutes.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HandOverCode(String);

impl HandOverCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for HandOverCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() <= HAND_OVER_CODE_BYTES_MAX { Ok(Self(text)) } else { Err("the code is too long") }
    }
}

impl From<HandOverCode> for String {
    fn from(code: HandOverCode) -> Self {
        code.0
    }
}

impl fmt::Debug for HandOverCode {
    /// A secret is not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandOverCode(..)")
    }
}

/// What a page calls itself: random text, chosen when it is loaded and told to the server alone. Whoever knew it could
/// repeat the page's commands.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PageId(String);

impl PageId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PageId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_bounded = (PAGE_ID_BYTES_MIN..=PAGE_ID_BYTES_MAX).contains(&text.len());
        if is_bounded { Ok(Self(text)) } else { Err("the page's name is too short or too long") }
    }
}

impl From<PageId> for String {
    fn from(page: PageId) -> Self {
        page.0
    }
}

impl fmt::Debug for PageId {
    /// A secret is not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageId(..)")
    }
}

/// Why the server closes a connection. Codes from 4000 on are ours, the others those of
/// [RFC 6455](https://www.rfc-editor.org/rfc/rfc6455#section-7.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// The server restarts; come back.
    Restart,
    /// The message is longer than [`CLIENT_FRAME_BYTES_MAX`](crate::limits::CLIENT_FRAME_BYTES_MAX).
    TooLong,
    /// The message is not of the protocol.
    Malformed,
    /// None of the subprotocols that the client offers is spoken here.
    UnknownProtocol,
    /// There is no such room.
    NoSuchRoom,
    /// There is such a room, but the server cannot read it now.
    Unreadable,
    /// The client said nothing for too long.
    Silent,
    /// The client reads more slowly than the room talks.
    TooSlow,
    /// The client asks more often than anybody can.
    TooMany,
    /// The room, or the server, has all the connections that it can have.
    Full,
}

impl CloseCode {
    /// Every reason, for documents and tests.
    pub const ALL: [Self; 10] = [
        Self::Restart,
        Self::TooLong,
        Self::Malformed,
        Self::UnknownProtocol,
        Self::NoSuchRoom,
        Self::Unreadable,
        Self::Silent,
        Self::TooSlow,
        Self::TooMany,
        Self::Full,
    ];

    /// The number in the close frame.
    pub fn code(self) -> u16 {
        match self {
            Self::Restart => 1012,
            Self::TooLong => 1009,
            Self::Malformed => 4400,
            Self::UnknownProtocol => 4406,
            Self::NoSuchRoom => 4404,
            Self::Unreadable => 4500,
            Self::Silent => 4408,
            Self::TooSlow => 4413,
            Self::TooMany => 4429,
            Self::Full => 4503,
        }
    }

    /// The reason in the close frame.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Restart => "the server restarts, come back",
            Self::TooLong => "the message is too long",
            Self::Malformed => "the message is not of this protocol",
            Self::UnknownProtocol => "none of these subprotocols is spoken here",
            Self::NoSuchRoom => "there is no such room",
            Self::Unreadable => "the room cannot be read now",
            Self::Silent => "nothing was heard for too long",
            Self::TooSlow => "the connection is too slow for this room",
            Self::TooMany => "too many commands at once",
            Self::Full => "there is no room for another connection",
        }
    }

    /// The reason of this number, if it is one of these.
    pub fn from_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether coming back makes sense; a page that should not asks its person to reload.
    pub fn is_worth_retrying(self) -> bool {
        !matches!(self, Self::UnknownProtocol | Self::NoSuchRoom | Self::Malformed | Self::TooLong)
    }
}
