//! The link to send to the team.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use crate::live::{Live, browser};

/// How long the button says that it has copied.
const COPIED_FOR: Duration = Duration::from_secs(2);

/// A button that copies the room's link.
#[component]
pub fn Invite(#[prop(optional)] kind: Option<&'static str>) -> impl IntoView {
    let live = Live::expect();
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            let url = browser::room_url(&live.room_id());
            if browser::copy(&url).await {
                is_copied.set(true);
                live.spoken.set("The link is copied.".into());
                set_timeout(move || is_copied.set(false), COPIED_FOR);
            } else {
                browser::show_to_copy("Copy this link and send it to your team:", &url);
            }
        });
    };
    view! {
        <button type="button" class="button" data-kind=kind on:click=copy>
            <Icon name="link" />
            <span class=kind.map(|_| "bar-word")>
                {move || if is_copied.get() { "Copied" } else { "Copy invite link" }}
            </span>
        </button>
    }
}
