//! The pages of Team Poker: Leptos components, rendered on the server; the room's page then comes alive in the browser.
//!
//! # Layout
//!
//! In reading order:
//!
//! 1. [`shell`]: the HTML document, and which page it holds.
//! 2. [`live`]: what happens over time: the link to the server, the room as signals, what is spoken to those who do not
//!    see the table. Its logic is plain types, tested on the host; `live/socket.rs` alone touches a socket.
//! 3. [`report`]: what the page of results shows, as plain values.
//! 4. [`pages`], [`components`]: what is drawn. They show signals and send commands, and decide nothing.

// A page is one type made of the types of all its parts, deeper than rustc looks by default.
#![recursion_limit = "256"]

pub mod shell;

pub mod live;

pub mod report;

pub mod components;
pub mod pages;
