//! The house rules and the deck.

use super::{Decision, may, seated};
use crate::command::Actor;
use crate::deck::Deck;
use crate::event::RoomEvent;
use crate::limits::SEATS_MAX;
use crate::rejection::Rejection;
use crate::room::{Outside, Room};
use crate::settings::{Deed, Door, Setting};

/// H1, H2, H4: a house rule is changed. When the door is opened, those who knock come in, as far as there are seats.
pub fn change_setting(room: &Room, actor: &Actor, setting: Setting) -> Decision {
    may(room, actor, Deed::ChangeSettings)?;
    let (by, _) = seated(room, actor)?;
    if room.settings.with(setting) == room.settings {
        return Ok(vec![]);
    }
    let mut events = vec![RoomEvent::SettingChanged { by, setting }];
    if setting == Setting::Door(Door::Open) {
        let knocking = room.outside().filter(|(_, outsider)| outsider.why == Outside::Knocking);
        let free = SEATS_MAX.saturating_sub(room.seats.len());
        events.extend(knocking.take(free).map(|(who, _)| RoomEvent::Admitted { who }));
    }
    Ok(events)
}

/// D4, D5: the room plays with other cards from now on.
pub fn change_deck(room: &Room, actor: &Actor, line: &str) -> Decision {
    may(room, actor, Deed::ChangeSettings)?;
    let (by, _) = seated(room, actor)?;
    let deck = Deck::parse(line).map_err(|error| Rejection::from(error.problem))?;
    Ok(if deck == room.deck { vec![] } else { vec![RoomEvent::DeckChanged { by, deck }] })
}
