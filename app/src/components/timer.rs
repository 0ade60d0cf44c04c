//! The countdown of a round.

use leptos::html::Details;
use leptos::prelude::*;
use shared::command::{Command, TimerOrder};
use shared::round::Timer as Countdown;

use crate::live::Live;
use crate::live::browser;
use crate::live::reactive::{memo, part};
use crate::live::time::countdown_words;

/// What one can begin with, in minutes.
const MINUTES: [u32; 4] = [1, 2, 5, 10];

/// What is left, and for those who may what can be done about it.
#[component]
pub fn Timer() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let timer = memo(move |_| round.with(|round| round.timer));
    let left_ms = memo(move |_| timer.get().map(|timer| timer.left_ms(live.clock.get())));
    let words = move || left_ms.get().map(countdown_words);
    let state = move || match (timer.get(), left_ms.get()) {
        (Some(_), Some(0)) => "over",
        (Some(Countdown::Paused { .. }), _) => "paused",
        (Some(Countdown::Running { .. }), _) => "running",
        (None, _) => "none",
    };
    let may_set = memo(move |_| round.with(|round| !round.revealed && round.me.as_ref().is_some_and(|me| me.reveals)));
    view! {
        <div class="timer" data-state=state>
            {part(move || timer.get().map(|_| view! {
                <p class="timer-left" role="timer" aria-label="Time left">{part(words)}</p>
            }))}
            {part(move || may_set.get().then(|| view! { <Controls timer /> }))}
        </div>
    }
}

#[component]
fn Controls(timer: Memo<Option<Countdown>>) -> impl IntoView {
    let live = Live::expect();
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
    };
    let give = move |order: TimerOrder| {
        let round = live.view.round.with_untracked(|round| round.number);
        live.ask(Command::SetTimer { round, order });
        close();
    };
    let order = move |words: &'static str, order: TimerOrder| {
        view! { <button type="button" class="button" on:click=move |_| give(order)>{words}</button> }
    };
    let orders = move || {
        match timer.get() {
        None => MINUTES
            .map(|minutes| {
                let begin = TimerOrder::Start { seconds: minutes * 60 };
                view! {
                    <button type="button" class="button" on:click=move |_| give(begin)>{format!("{minutes} min")}</button>
                }
            })
            .into_any(),
        Some(Countdown::Running { .. }) => view! {
            {order("Pause", TimerOrder::Pause)}
            {order("Add a minute", TimerOrder::AddMinute)}
            {order("Stop the countdown", TimerOrder::Stop)}
        }
        .into_any(),
        Some(Countdown::Paused { .. }) => view! {
            {order("Go on", TimerOrder::Resume)}
            {order("Add a minute", TimerOrder::AddMinute)}
            {order("Stop the countdown", TimerOrder::Stop)}
        }
        .into_any(),
    }
    };
    view! {
        <details class="timer-set" node_ref=details on:keydown=move |event| {
            if event.key() == "Escape" {
                close();
            }
        }>
            <summary class="button" data-kind="quiet">
                <span class="icon" data-icon="clock" aria-hidden="true"></span>
                <span class="visually-hidden">"Countdown"</span>
            </summary>
            <div class="timer-orders paper">{part(orders)}</div>
        </details>
    }
}
