//! Every bound of the domain and the wire, the unit last in its name.
//!
//! A bound on people's text is in graphemes, which is what a person counts, and beside it one in bytes, because one
//! grapheme can be made of any number of bytes.

/// The longest nickname that a person may choose, in graphemes.
pub const NICKNAME_GRAPHEMES_MAX: usize = 40;
/// The longest nickname as UTF-8.
pub const NICKNAME_BYTES_MAX: usize = 400;

/// The longest title of a topic, in graphemes.
pub const TITLE_GRAPHEMES_MAX: usize = 300;
/// The longest title of a topic as UTF-8.
pub const TITLE_BYTES_MAX: usize = 2_400;
/// The longest key of a topic in another tool, in graphemes.
pub const KEY_GRAPHEMES_MAX: usize = 40;
/// The longest key of a topic as UTF-8.
pub const KEY_BYTES_MAX: usize = 160;
/// The longest link of a topic as UTF-8.
pub const LINK_BYTES_MAX: usize = 2_000;
/// The longest notes of a topic as UTF-8.
pub const NOTES_BYTES_MAX: usize = 16 * 1024;

/// Topics of one room.
pub const TOPICS_MAX: usize = 5_000;
/// The titles, keys and links of all topics of a room together: what everyone who comes is sent.
pub const BACKLOG_BYTES_MAX: usize = 1024 * 1024;
/// The notes of all topics of a room together.
pub const BACKLOG_NOTES_BYTES_MAX: usize = 5 * 1024 * 1024;
/// Topics that one message, or one event, carries.
pub const TOPICS_AT_ONCE_MAX: usize = 100;
/// Deleted topics that a room can bring back; beyond it forgets those that were deleted first.
pub const TOPICS_REMOVED_MAX: usize = 20;

/// The longest name of a room, in graphemes.
pub const ROOM_NAME_GRAPHEMES_MAX: usize = 60;
/// The longest name of a room as UTF-8.
pub const ROOM_NAME_BYTES_MAX: usize = 600;

/// The fewest cards of a deck.
pub const DECK_CARDS_MIN: usize = 2;
/// The most cards of a deck.
pub const DECK_CARDS_MAX: usize = 30;
/// The longest label of a card, in graphemes.
pub const CARD_LABEL_GRAPHEMES_MAX: usize = 8;
/// The longest label of a card as UTF-8; an emoji of a family is 25 of them.
pub const CARD_LABEL_BYTES_MAX: usize = 128;
/// The longest deck as one line of text: every card with the longest label, and an amount.
pub const DECK_LINE_BYTES_MAX: usize = DECK_CARDS_MAX * (CARD_LABEL_BYTES_MAX + 16);
/// The highest amount on a card, in points.
pub const POINTS_MAX: i32 = 1_000_000;

/// The longest reason for a card, in graphemes.
pub const REASON_GRAPHEMES_MAX: usize = 140;
/// The longest reason for a card as UTF-8.
pub const REASON_BYTES_MAX: usize = 1_120;

/// The longest countdown of a round, in seconds.
pub const TIMER_SECONDS_MAX: u32 = 3_600;

/// People who wait at the door of one table.
pub const KNOCKING_MAX: usize = 50;
/// People whom a table remembers to have sent away; beyond it forgets those with the lowest numbers.
pub const SENT_AWAY_MAX: usize = 100;

/// Seats at one table.
pub const SEATS_MAX: usize = 2_000;

/// A message from a client, decoded or not: the longest is all of a topic in JSON with every character escaped.
pub const CLIENT_FRAME_BYTES_MAX: usize = 128 * 1024;

/// The secret of a seat as text.
pub const TOKEN_BYTES_MAX: usize = 64;
/// What a page calls itself: long enough that nobody guesses it.
pub const PAGE_ID_BYTES_MIN: usize = 16;
/// See [`PAGE_ID_BYTES_MIN`].
pub const PAGE_ID_BYTES_MAX: usize = 64;

/// The code by which a second device takes a seat, as text.
pub const HAND_OVER_CODE_BYTES_MAX: usize = 32;

/// Events that a client which comes back is sent one by one; one that missed more gets a snapshot.
pub const CATCH_UP_EVENTS_MAX: usize = 256;
