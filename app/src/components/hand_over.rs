//! Going on with one's own seat on another device.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::Field;
use super::qr::Qr;
use crate::live::hand_over::HandOver as State;
use crate::live::reactive::{effect, memo, part};
use crate::live::{Live, browser};

/// A button that asks for a link; then the link, to be scanned or copied, for as long as it serves.
#[component]
pub fn HandOver() -> impl IntoView {
    let live = Live::expect();
    let ask = move || {
        view! {
            <button
                type="button"
                class="button"
                aria-disabled=move || (live.hand_over.get() == State::Asked).then_some("true")
                on:click=move |_| live.ask_to_hand_over()
            >
                "Continue on another device"
            </button>
        }
    };
    let state = memo(move |_| live.hand_over.get());
    // What was pressed goes when the code comes.
    effect(move |before: Option<()>| {
        state.track();
        if before.is_some() {
            request_animation_frame(|| browser::rescue_focus(&[".hand-over input", ".hand-over button"]));
        }
    });
    view! {
        <div class="hand-over" role="group" aria-label="Another device">
            {part(move || match state.get() {
                State::Not | State::Asked => ask().into_any(),
                State::Ready { link } => view! { <Ready link /> }.into_any(),
                State::Expired => view! { <p>"The code has expired."</p> {ask()} }.into_any(),
            })}
        </div>
    }
}

#[component]
fn Ready(link: String) -> impl IntoView {
    let live = Live::expect();
    let input = NodeRef::<Input>::new();
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let link = input.value();
        input.select();
        spawn_local(async move {
            if browser::copy(&link).await {
                is_copied.set(true);
                live.spoken.set("The link is copied.".into());
            } else {
                browser::show_to_copy("Copy this link to your other device:", &link);
            }
        });
    };
    view! {
        <Qr text=&link label="QR code of a link to this table with your seat" />
        <p>"Scan this with your phone’s camera within two minutes. It opens this table with your seat."</p>
        <div class="hand-over-link">
            <Field id="hand-over" name="link" label="Or open this link there" input value=Signal::stored(link) readonly=true />
            <button type="button" class="button" on:click=copy>
                {part(move || if is_copied.get() { "Copied" } else { "Copy" })}
            </button>
        </div>
    }
}
