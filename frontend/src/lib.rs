//! The script of a room's page: what the browser starts.

#![cfg(target_arch = "wasm32")]

use app::live::browser;
use app::live::drawn::Drawn;
use app::pages::room::RoomPage;
use app::shell;
use leptos::mount::mount_to_body;
use leptos::prelude::*;

/// Brings the page of this document to life, as soon as the browser has loaded the module. Only rooms have this script:
/// the other pages are plain documents with plain forms.
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    if let Some(page) = browser::seed().and_then(|seed| shell::RoomPage::from_seed(&seed)) {
        let drawn = Drawn::here();
        mount_to_body(move || view! { <RoomPage page /> });
        drawn.give_way();
    }
}
