//! One's own cards.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::card::CardIndex;

use super::face::Face;
use crate::live::model::FaceView;
use crate::live::{Live, browser};

/// The hand: a group of radio buttons in which arrows move and Space or Enter plays. Arrows do not choose, as they do in
/// other such groups, for each choice is told to the server. The chosen card, pressed again, is taken back.
#[component]
pub fn Hand() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let revealed = Memo::new(move |_| round.with(|round| round.revealed));
    let kept = Memo::new(move |_| round.with(|round| round.me.as_ref().and_then(|me| me.card)));
    let chosen = Memo::new(move |_| live.choice.get().unwrap_or(kept.get()));
    let faces: Vec<FaceView> =
        live.view.with_known(|known| known.room.deck().cards().map(|(_, card)| FaceView::of(card)).collect());
    let count = faces.len();
    // Which card Tab leads to: the one last moved to, else the chosen one.
    let cursor = RwSignal::new(None::<usize>);
    let tab_stop = Memo::new(move |_| {
        cursor.get().or(chosen.get().map(|card| usize::from(card.0))).filter(|index| *index < count).unwrap_or(0)
    });
    let play = move |card: CardIndex| {
        let is_chosen = chosen.get_untracked() == Some(card);
        live.ask_to_play(round.with_untracked(|round| round.number), (!is_chosen).then_some(card));
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
                disabled=move || revealed.get()
                on:click=move |_| play(card)
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
                data-state=move || if revealed.get() { "closed" } else { "open" }
                style=format!("--cards: {count}")
                on:keydown=move_to
            >
                {cards.collect_view()}
            </div>
            <p class="visually-hidden" id="hand-help">
                "Arrow keys move, Space plays a card. The card that you have played, pressed again, comes back into your hand."
            </p>
        </div>
    }
}
