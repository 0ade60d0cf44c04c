//! One's own cards.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::card::CardIndex;
use shared::command::Command;

use super::face::Face;
use crate::live::model::{FaceView, next_confidence};
use crate::live::reactive::{memo, part};
use crate::live::{Live, browser};

/// The hand: a group of radio buttons in which arrows move and Space or Enter plays. Arrows do not choose, as they do in
/// other such groups, for each choice is told to the server. The chosen card, pressed again, is taken back; where the
/// table asks how sure one is, it says that instead.
#[component]
pub fn Hand() -> impl IntoView {
    let hand = Live::expect().view.hand;
    // Another deck is another hand.
    part(move || view! { <Cards faces=hand.get() /> })
}

#[component]
fn Cards(faces: Vec<FaceView>) -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let is_closed =
        memo(move |_| round.with(|round| round.revealed && !round.me.as_ref().is_some_and(|me| me.may_change_card)));
    let revealed = memo(move |_| round.with(|round| round.revealed));
    let kept = memo(move |_| round.with(|round| round.me.as_ref().and_then(|me| me.card)));
    let chosen = memo(move |_| live.choice.get().unwrap_or(kept.get()));
    let count = faces.len();
    // Which card Tab leads to: the one last moved to, else the chosen one.
    let cursor = RwSignal::new(None::<usize>);
    let tab_stop = memo(move |_| {
        cursor.get().or(chosen.get().map(|card| usize::from(card.0))).filter(|index| *index < count).unwrap_or(0)
    });
    let press = move |card: CardIndex| {
        let number = round.with_untracked(|round| round.number);
        let is_chosen = chosen.get_untracked() == Some(card);
        if !is_chosen {
            live.ask_to_play(number, Some(card));
        } else if revealed.get_untracked() {
            // An open card is changed for another, and not taken back.
        } else if live.view.settings.with_untracked(|settings| settings.confidence) {
            let now = round.with_untracked(|round| round.me.as_ref().and_then(|me| me.confidence));
            live.ask(Command::SetConfidence { round: number, confidence: next_confidence(now) });
        } else {
            live.ask_to_play(number, None);
        }
    };
    let move_to = move |event: KeyboardEvent| {
        let now = tab_stop.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (now + 1) % count,
            "ArrowLeft" | "ArrowUp" => (now + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        cursor.set(Some(next));
        browser::focus(&[&format!(".hand-card:nth-child({})", next + 1)]);
    };
    let cards = faces.into_iter().zip(0u8..).map(|(face, index)| {
        let card = CardIndex(index);
        let is_chosen = move || chosen.get() == Some(card);
        view! {
            <button
                type="button"
                class="hand-card"
                role="radio"
                aria-checked=move || if is_chosen() { "true" } else { "false" }
                aria-label=face.spoken()
                tabindex=move || if tab_stop.get() == usize::from(index) { "0" } else { "-1" }
                disabled=move || is_closed.get()
                on:click=move |_| press(card)
                on:focus=move |_| cursor.set(Some(usize::from(index)))
            >
                <Face face=face.clone() />
            </button>
        }
    });
    view! {
        <div class="dock-hand">
            <div
                class="hand"
                role="radiogroup"
                aria-label="Your hand"
                aria-describedby="hand-help"
                data-state=move || if is_closed.get() { "closed" } else { "open" }
                style=format!("--cards: {count}")
                on:keydown=move_to
            >
                {cards.collect_view()}
            </div>
            <p class="visually-hidden" id="hand-help">{part(move || help(live, revealed.get() && !is_closed.get()))}</p>
        </div>
    }
}

fn help(live: Live, may_change: bool) -> &'static str {
    if may_change {
        "Arrow keys move, Space changes your open card for another."
    } else if live.view.settings.with(|settings| settings.confidence) {
        "Arrow keys move, Space plays a card. The card that you have played, pressed again, says how sure you are."
    } else {
        "Arrow keys move, Space plays a card. The card that you have played, pressed again, comes back into your hand."
    }
}
