//! A new room like another one: with its deck, its house rules and, if that is meant, its topics. Of its people and rounds
//! nothing comes along.

use app::shell::{DeckChoice, TemplateRoom};
use shared::decide::Import;
use shared::deck::{Deck, Preset};
use shared::ids::RoomId;
use shared::settings::Setting;
use shared::topic::Topic;

use super::pages;
use crate::Server;
use crate::room::handle::House;

/// What one is told of the room before one makes another like it; none if there is no such room, or it cannot be read.
pub async fn look(server: &Server, id: &str) -> Option<(TemplateRoom, DeckChoice)> {
    let id = id.parse::<RoomId>().ok()?;
    let look = move |house: House<'_>| {
        let (id, name) = (id.to_string(), house.name.as_str().to_owned());
        let room = TemplateRoom { id, name, topics: house.backlog.len(), brings_topics: false };
        (room, choice(house.deck))
    };
    pages::ask(server, id, |room| async move { room.read(look).await }).await.ok()
}

/// What of that room a new one begins with; none as with [`look`].
pub async fn take(server: &Server, id: &str, with_topics: bool) -> Option<Import> {
    let id = id.parse::<RoomId>().ok()?;
    let take = move |house: House<'_>| {
        let topics = house.backlog.topics().filter(|_| with_topics).map(|(_, topic)| anew(topic));
        let settings: Vec<Setting> = house.settings.each().into();
        Import { settings, ..Import::of_new(topics) }
    };
    pages::ask(server, id, |room| async move { room.read(take).await }).await.ok()
}

/// The topic as if nobody had estimated it.
fn anew(topic: &Topic) -> Topic {
    let Topic { title, key, link, notes, estimate: _, rounds: _ } = topic.clone();
    Topic { title, key, link, notes, ..Topic::default() }
}

/// How the form offers that deck.
fn choice(deck: &Deck) -> DeckChoice {
    let preset = Preset::ALL.into_iter().find(|preset| preset.deck() == *deck);
    preset.map_or_else(|| DeckChoice::Own(deck.to_line()), DeckChoice::Preset)
}
