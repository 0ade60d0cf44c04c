//! Those who knock, before the moderators who let them in.

use leptos::prelude::*;
use shared::command::Command;
use shared::room::Role;

use crate::live::Live;
use crate::live::door::OutsiderView;
use crate::live::reactive::{list, memo, part};

/// One line for each who knocks.
#[component]
pub fn Knock() -> impl IntoView {
    let live = Live::expect();
    let knocking = memo(move |_| match live.view.moderating.get() {
        true => live.view.door.with(|door| door.knocking.clone()),
        false => vec![],
    });
    let is_empty = memo(move |_| knocking.with(Vec::is_empty));
    part(move || {
        (!is_empty.get()).then(|| {
            view! {
                <ul class="knock" aria-label="Who knocks">
                    {list(move || knocking.get(), |outsider| outsider.who.0, |outsider| view! { <Knocker outsider /> })}
                </ul>
            }
        })
    })
}

#[component]
fn Knocker(outsider: OutsiderView) -> impl IntoView {
    let live = Live::expect();
    let OutsiderView { who, nickname, role } = outsider;
    let wants = match role {
        Role::Voter => " knocks.",
        Role::Observer => " knocks, to observe.",
    };
    let (to_let_in, to_send_away) = (format!("Let {nickname} in"), format!("Send {nickname} away"));
    view! {
        <li class="knock-row">
            <span class="knock-words"><bdi>{nickname}</bdi>{wants}</span>
            <button
                type="button"
                class="button"
                aria-label=to_let_in
                on:click=move |_| live.ask(Command::Admit { who })
            >
                "Let in"
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                aria-label=to_send_away
                on:click=move |_| live.ask(Command::TurnAway { who })
            >
                "Send away"
            </button>
        </li>
    }
}
