//! A card on the table, with two sides.

use leptos::prelude::*;

use super::face::{glyphs, print};
use crate::live::Live;
use crate::live::model::PlaceView;
use crate::live::reactive::part;

/// The card on the place at that index of the row. Its front is empty until it is turned: what lies face down is not in the
/// document.
#[component]
pub fn Card(place: Memo<PlaceView>, index: ReadSignal<usize>) -> impl IntoView {
    let participants = Live::expect().view.participants;
    let side = move || match place.get() {
        PlaceView::Observing | PlaceView::Waiting => "none",
        PlaceView::FaceDown => "down",
        PlaceView::FaceUp(_) => "up",
    };
    let face = move || match place.get() {
        PlaceView::FaceUp(card) => Some(card.face),
        _ => None,
    };
    // Until then all cards have the same style, which a browser then works out once.
    let turn = move || {
        let turns = participants.with_untracked(Vec::len);
        (side() == "up").then(|| format!("--turn-after: {}; --turns: {turns}", index.get_untracked()))
    };
    view! {
        <span class="card" data-face=side aria-hidden="true">
            <span class="card-turn" style=turn>
                <span class="card-back"></span>
                <span class="card-front face" data-glyphs=move || face().as_ref().map(glyphs)>
                    {part(move || face().as_ref().map(print))}
                </span>
            </span>
        </span>
    }
}
