//! The domain and the protocol of Team Poker: what a room is, what can be asked of it, what can happen in it, and how
//! that is said over a wire. The server runs it as the truth, the browser as its view, and other programs as a check.
//!
//! There is no IO here, no clock, no randomness, no async and no logging: time and ids come in as arguments.
//!
//! # Layout
//!
//! In reading order, each module using only those above it:
//!
//! 1. [`limits`]: every bound of the protocol and the domain.
//! 2. [`ids`], [`text`], [`nickname`]: small values that are parsed once.
//! 3. [`points`], [`card`], [`deck_line`], [`deck`]: what one votes with.
//! 4. [`topic`], [`backlog`], [`settings`], [`round`], [`room`]: the state, and the questions that one may ask of it.
//! 5. [`command`], [`event`], [`rejection`]: all that can be asked, all that can happen, all that can be refused.
//! 6. [`decide`](mod@decide), [`apply`](mod@apply): the rules, and the one reducer.
//! 7. [`stats`], [`record`]: what a revealed round says, and what came of all of them.
//! 8. [`redact`]: the only way to make what may leave the server.
//! 9. `brief`, [`message`], [`codec`]: the wire.

pub mod limits;

pub mod ids;
pub mod nickname;
pub mod text;

pub mod card;
pub mod deck;
pub mod deck_line;
pub mod points;

pub mod backlog;
pub mod room;
pub mod round;
pub mod settings;
pub mod topic;

pub mod command;
pub mod event;
pub mod rejection;

pub mod apply;
pub mod decide;

pub mod record;
pub mod stats;

pub mod redact;

mod brief;
pub mod codec;
pub mod message;
