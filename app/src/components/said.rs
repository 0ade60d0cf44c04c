//! What one says with one's card: how sure one is, and why.

use std::time::Duration;

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::command::Command;
use shared::round::Confidence;

use super::field::Field;
use crate::live::Live;
use crate::live::model::confidence_word;
use crate::live::outcome::too_late;
use crate::live::reactive::{memo, part};

/// How often what one writes is sent.
const SAID_EVERY: Duration = Duration::from_millis(500);

/// A line above the hand, once a card lies face down.
#[component]
pub fn Said() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let has_card =
        memo(move |_| round.with(|round| !round.revealed && round.me.as_ref().is_some_and(|me| me.card.is_some())));
    let asks_confidence = memo(move |_| live.view.settings.with(|settings| settings.confidence));
    part(move || {
        has_card.get().then(|| {
            view! {
                <div class="said">
                    {part(move || asks_confidence.get().then(|| view! { <HowSure /> }))}
                    <Why />
                </div>
            }
        })
    })
}

#[component]
fn HowSure() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let said = memo(move |_| round.with(|round| round.me.as_ref().and_then(|me| me.confidence)));
    let number = move || round.with_untracked(|round| round.number);
    let choices = [Confidence::Sure, Confidence::Fairly, Confidence::Guess].map(|confidence| {
        let is_said = move || said.get() == Some(confidence);
        let say = move |_| {
            let confidence = (!is_said()).then_some(confidence);
            live.ask(Command::SetConfidence { round: number(), confidence });
        };
        view! {
            <button
                type="button"
                class="pill"
                aria-pressed=move || if is_said() { "true" } else { "false" }
                on:click=say
            >
                {confidence_word(confidence)}
            </button>
        }
    });
    view! {
        <div class="said-sure" role="group" aria-label="How sure are you?">{choices}</div>
        <button type="button" class="pill" on:click=move |_| live.ask_to_play(number(), None)>"Take back"</button>
    }
}

/// Sent while one writes, but not at each letter.
#[component]
fn Why() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let kept = memo(move |_| round.with(|round| round.me.as_ref().map(|me| me.reason.clone()).unwrap_or_default()));
    let input = NodeRef::<Input>::new();
    let (typed, said) = (StoredValue::new(kept.get_untracked()), StoredValue::new(kept.get_untracked()));
    let number = round.with_untracked(|round| round.number);
    let say = move || {
        // The field may have gone meanwhile.
        let Some(reason) = typed.try_get_value().filter(|reason| Some(reason) != said.try_get_value().as_ref()) else {
            return;
        };
        said.set_value(reason.clone());
        live.ask(Command::GiveReason { round: number, reason });
    };
    let will_say = StoredValue::new(false);
    let say_soon = move |_| {
        typed.set_value(input.get_untracked().map(|input| input.value()).unwrap_or_default());
        if !will_say.get_value() {
            will_say.set_value(true);
            let say_it = move || {
                if will_say.try_set_value(false).is_none() {
                    say();
                }
            };
            set_timeout(say_it, SAID_EVERY);
        }
    };
    // The cards can be turned while one writes.
    on_cleanup(move || {
        let (typed, said) = (typed.try_get_value().unwrap_or_default(), said.try_get_value().unwrap_or_default());
        if typed.trim() != said.trim() {
            live.notice.set(too_late(&typed));
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        say();
    };
    view! {
        <form class="said-why" on:submit=submit on:input=say_soon on:focusout=move |_| say()>
            <Field
                id="why"
                name="reason"
                label="Why this card? It is shown with it."
                hide_label=true
                input
                value=kept
                placeholder="Why? Shown with your card"
            />
        </form>
    }
}
