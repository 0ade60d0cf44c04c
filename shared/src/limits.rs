//! Every bound of the domain and the wire, the unit last in its name.
//!
//! A bound on people's text is in graphemes, which is what a person counts, and beside it one in bytes, because one
//! grapheme can be made of any number of bytes.

/// The longest nickname that a person may choose, in graphemes.
pub const NICKNAME_GRAPHEMES_MAX: usize = 40;
/// The longest nickname as UTF-8.
pub const NICKNAME_BYTES_MAX: usize = 400;

/// The longest title of a topic, in graphemes.
pub const TOPIC_GRAPHEMES_MAX: usize = 200;
/// The longest title of a topic as UTF-8.
pub const TOPIC_BYTES_MAX: usize = 1_600;

/// The longest name of a room, in graphemes.
pub const ROOM_NAME_GRAPHEMES_MAX: usize = 60;
/// The longest name of a room as UTF-8.
pub const ROOM_NAME_BYTES_MAX: usize = 600;

/// Seats at one table.
pub const SEATS_MAX: usize = 2_000;

/// A message from a client, decoded or not: the longest is a join with the longest nickname, or a topic, in JSON with
/// every character escaped.
pub const CLIENT_FRAME_BYTES_MAX: usize = 16 * 1024;

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
