//! A room.

use leptos::prelude::*;

use crate::components::bar::RoomBar;
use crate::components::connection::Connection;
use crate::components::dock::Dock;
use crate::components::flying::Flying;
use crate::components::import::{ImportSheet, ImportText};
use crate::components::invite::InviteSheet;
use crate::components::keys::KeysSheet;
use crate::components::options::{Opened, Options};
use crate::components::preferences::PreferencesSheet;
use crate::components::rules::RulesSheet;
use crate::components::sheet::Sheets;
use crate::components::summary::Summary;
use crate::components::table::Table;
use crate::components::topic::Topic;
use crate::components::topic_sheet::TopicSheet;
use crate::components::topics::{TopicsPanel, TopicsSheet};
use crate::live::listing::Listing;
use crate::live::reactive::{effect, part};
use crate::live::{Live, browser};
use crate::shell;

/// The page of a room: drawn on the server as a stranger may see it, alive in the browser.
#[component]
pub fn RoomPage(page: shell::RoomPage) -> impl IntoView {
    let live = Live::new(&page);
    provide_context(live);
    Opened::provide(live);
    Sheets::provide();
    Listing::provide(live);
    ImportText::provide(Sheets::expect());
    // Effects run in the browser alone.
    effect(move |_| live.start());
    effect(move |_| browser::set_title(&live.view.title.get()));
    let name = live.view.with_known(|known| known.room.name().as_str().to_owned());
    view! {
        <RoomBar name />
        <Connection />
        <div class="floor">
            <div class="floor-table">
                <main class="room">
                    <Topic />
                    <Table />
                    <Summary />
                </main>
                <Dock join=page.join />
            </div>
            <TopicsPanel />
        </div>
        <Options />
        <RulesSheet />
        <ImportSheet />
        <TopicsSheet />
        <TopicSheet />
        <Flying />
        <InviteSheet />
        <PreferencesSheet />
        <KeysSheet />
        <p class="visually-hidden" aria-live="polite" id="speech">{part(move || live.spoken.get())}</p>
    }
}
