//! Topic: what is estimated.

use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::text::{Key, Link, Title};

/// What is estimated. Topics are kept: see [`RoomEvent`](crate::event::RoomEvent).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Never empty.
    pub title: Title,
    pub key: Key,
    pub link: Link,
    pub notes: Notes,
    /// What the room agreed on. It need not be a card of the deck that the room has now.
    pub estimate: Option<Card>,
    /// How many rounds have been revealed for it.
    pub rounds: u32,
}

/// What was written about a topic, as far as the one who holds this room knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notes {
    #[default]
    None,
    /// There are some; whoever wants to read them asks for them.
    Unread,
    /// These, in Markdown, not empty.
    Markdown(String),
}

/// What of a topic has become something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicChange {
    Title(Title),
    Key(Key),
    Link(Link),
    Notes(Notes),
    Estimate(Option<Card>),
    /// More rounds came with an import.
    Rounds(u32),
}

impl Topic {
    /// A topic of which nothing is known but its title.
    pub fn titled(title: Title) -> Self {
        Self { title, ..Self::default() }
    }

    /// This, with one thing as given.
    pub(crate) fn change(&mut self, change: TopicChange) {
        match change {
            TopicChange::Title(title) => self.title = title,
            TopicChange::Key(key) => self.key = key,
            TopicChange::Link(link) => self.link = link,
            TopicChange::Notes(notes) => self.notes = notes,
            TopicChange::Estimate(estimate) => self.estimate = estimate,
            TopicChange::Rounds(rounds) => self.rounds = rounds,
        }
    }

    /// How many bytes everyone who comes is sent of it, as far as people wrote them.
    pub(crate) fn bytes(&self) -> usize {
        self.title.as_str().len() + self.key.as_str().len() + self.link.as_str().len()
    }
}

impl Notes {
    /// The notes themselves, if they are known; empty if there are none.
    pub fn markdown(&self) -> Option<&str> {
        match self {
            Self::None => Some(""),
            Self::Unread => None,
            Self::Markdown(text) => Some(text),
        }
    }

    /// That there are some, without saying what.
    pub(crate) fn unread(&self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Unread | Self::Markdown(_) => Self::Unread,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.markdown().map_or(0, str::len)
    }
}

impl From<String> for Notes {
    fn from(markdown: String) -> Self {
        if markdown.is_empty() { Self::None } else { Self::Markdown(markdown) }
    }
}
