//! What people throw at each other.

use std::time::Duration;

use shared::command::Thing;
use shared::ids::ParticipantId;

/// How long something flies, and lies there.
pub const FLIES_FOR: Duration = Duration::from_millis(1_600);

/// Something that flies over the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// By which it is told from others.
    pub number: u32,
    pub thing: Thing,
    pub at: ParticipantId,
    /// Where it comes from, as seen from where it lands; none if that is not on the page.
    pub way: Option<Way>,
}

/// From one place on the page to another, in whole CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// Where it ends, from the corner of the window.
    pub end: (i32, i32),
    /// Where it begins, from where it ends.
    pub start: (i32, i32),
}

/// What the place of that person is called in the document.
pub fn place_id(who: ParticipantId) -> String {
    format!("place-{}", who.0)
}

/// What is seen.
pub fn sign(thing: Thing) -> &'static str {
    match thing {
        Thing::Confetti => "🎉",
        Thing::Heart => "❤️",
        Thing::ThumbsUp => "👍",
        Thing::Clap => "👏",
        Thing::PaperPlane => "✈️",
        Thing::Tomato => "🍅",
        Thing::Coffee => "☕",
        Thing::Duck => "🦆",
    }
}

/// What is said.
pub fn words(thing: Thing) -> &'static str {
    match thing {
        Thing::Confetti => "confetti",
        Thing::Heart => "a heart",
        Thing::ThumbsUp => "a thumbs up",
        Thing::Clap => "applause",
        Thing::PaperPlane => "a paper plane",
        Thing::Tomato => "a tomato",
        Thing::Coffee => "a coffee",
        Thing::Duck => "a duck",
    }
}
