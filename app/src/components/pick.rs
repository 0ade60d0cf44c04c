//! The question whether cards that lie on the table are to go back, because another topic was chosen.

use leptos::prelude::*;

use crate::live::reactive::{effect, part};
use crate::live::{Live, browser};

/// The question, as long as it is one. It stands where else the round is gone on with.
#[component]
pub fn PickQuestion(question: Memo<Option<String>>) -> impl IntoView {
    let live = Live::expect();
    // Whoever asked by keys finds the answer that changes nothing under their fingers.
    effect(move |_| request_animation_frame(|| browser::focus(&[".pick-stay"])));
    view! {
        <div class="dock-actions" role="group" aria-label="Cards lie on the table">
            <p class="dock-question" role="status">{part(move || question.get())}</p>
            <button type="button" class="button pick-stay" on:click=move |_| live.answer_picking(false)>"Stay"</button>
            <button
                type="button"
                class="button"
                data-kind="main"
                aria-disabled=move || (!live.settled.get()).then_some("true")
                on:click=move |_| live.answer_picking(true)
            >
                "Put back and go on"
            </button>
        </div>
    }
}
