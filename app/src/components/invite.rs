//! The link to send to the team: a button that copies it, and a sheet with all ways to pass it on.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::Field;
use super::icon::Icon;
use super::qr::Qr;
use super::sheet::{Sheet, SheetName};
use crate::live::reactive::part;
use crate::live::{Live, browser};

/// How long the button says that it has copied.
const COPIED_FOR: Duration = Duration::from_secs(2);

/// A button that copies the room's link.
#[component]
pub fn CopyLink(
    #[prop(default = "Copy invite link")] label: &'static str,
    #[prop(optional)] kind: Option<&'static str>,
    /// Where it is said that the link is copied, if not where everything else is.
    #[prop(optional)]
    spoken: Option<RwSignal<String>>,
) -> impl IntoView {
    let live = Live::expect();
    let spoken = spoken.unwrap_or(live.spoken);
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            let url = browser::room_url(&live.room_id());
            if browser::copy(&url).await {
                is_copied.set(true);
                spoken.set("The link is copied.".into());
                set_timeout(
                    move || {
                        let _ = is_copied.try_set(false);
                    },
                    COPIED_FOR,
                );
            } else {
                browser::show_to_copy("Copy this link and send it to your team:", &url);
            }
        });
    };
    view! {
        <button type="button" class="button" data-kind=kind data-first=kind on:click=copy>
            <Icon name="link" />
            {part(move || if is_copied.get() { "Copied" } else { label })}
        </button>
    }
}

/// The link as a code for the phones in the room, to be copied, and to be passed on where the browser can.
#[component]
pub fn InviteSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Invite title="Invite your team" class="invite">
            <Ways />
        </Sheet>
    }
}

/// Drawn when the sheet opens, so in the browser alone.
#[component]
fn Ways() -> impl IntoView {
    let live = Live::expect();
    let link = browser::room_url(&live.room_id());
    // While a sheet lies over it the rest of the page is not heard.
    let spoken = RwSignal::new(String::new());
    let share = browser::can_share().then(|| {
        let link = link.clone();
        let share = move |_| {
            let (link, title) = (link.clone(), live.view.with_known(|known| known.room.name().as_str().to_owned()));
            spawn_local(async move { browser::share(&title, &link).await });
        };
        view! { <button type="button" class="button" on:click=share><Icon name="share" />"Share…"</button> }
    });
    view! {
        <Qr text=&link label="QR code of the link to this table" />
        <div class="invite-ways">
            <p>"Point a phone’s camera at the code, or send the link. Whoever opens it can sit down at this table."</p>
            <Field id="invite-link" name="link" label="Link to this table" input=NodeRef::new() value=Signal::stored(link) readonly=true />
            <div class="invite-actions">
                <CopyLink label="Copy link" kind="main" spoken />
                {share}
            </div>
            <p class="visually-hidden" aria-live="polite">{spoken}</p>
        </div>
    }
}
