//! The bar at the top: where one is, and who one is.

use leptos::prelude::*;

use super::menu::Menu;
use super::sheet::{SheetButton, SheetName};
use super::topics::TopicsButton;

/// The bar of a room's page.
#[component]
pub fn RoomBar(name: String) -> impl IntoView {
    let name = if name.is_empty() { "Team Poker room".to_owned() } else { name };
    view! {
        <header class="bar">
            <Brand in_room=true />
            <h1 class="bar-room"><bdi>{name}</bdi></h1>
            <div class="bar-actions">
                <TopicsButton />
                <SheetButton name=SheetName::Invite icon="invite" label="Invite" />
                <SheetButton name=SheetName::Rules icon="rules" label="House rules" />
                <Menu />
            </div>
        </header>
    }
}

/// The bar of every other page.
#[component]
pub fn SiteBar() -> impl IntoView {
    view! {
        <header class="bar">
            <Brand in_room=false />
        </header>
    }
}

/// The name of the product, which leads to the landing page. In a room there is less space for it.
#[component]
fn Brand(in_room: bool) -> impl IntoView {
    view! {
        <a class="bar-brand" href="/">
            <img class="bar-logo" src="/favicon.svg" alt="" width="32" height="32" />
            <span class:bar-word=in_room>"Team Poker"</span>
        </a>
    }
}
