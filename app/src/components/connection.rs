//! How the link to the server is, said calmly.

use leptos::prelude::*;
use shared::message::CloseCode;

use crate::live::link::Status;
use crate::live::reactive::part;
use crate::live::{Live, browser};

/// A strip that is empty while all is well.
#[component]
pub fn Connection() -> impl IntoView {
    let live = Live::expect();
    let state = move || match live.status.get() {
        Status::Open => "open",
        Status::Connecting => "connecting",
        Status::Lost => "waiting",
        Status::Refused(_) => "refused",
    };
    let text = move || match live.status.get() {
        Status::Open => None,
        Status::Connecting => Some("Connecting…"),
        Status::Lost => Some("Connection lost. Trying again…"),
        Status::Refused(CloseCode::NoSuchRoom) => Some("This room is no longer there."),
        Status::Refused(_) => Some("This page and the server no longer understand each other."),
    };
    let way_on = move || match live.status.get() {
        Status::Refused(CloseCode::NoSuchRoom) => {
            Some(view! { <a class="connection-action" href="/">"Open a new room"</a> }.into_any())
        }
        Status::Refused(_) => {
            let reload = move |_| browser::reload();
            let button =
                view! { <button type="button" class="connection-action" on:click=reload>"Reload the page"</button> };
            Some(button.into_any())
        }
        Status::Open | Status::Connecting | Status::Lost => None,
    };
    view! { <p class="connection" data-state=state role="status">{part(text)}{part(way_on)}</p> }
}
