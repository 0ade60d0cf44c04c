//! A card on the table, with two sides.

use leptos::prelude::*;

use super::face::{glyphs, print};
use crate::live::model::PlaceView;
use crate::live::reactive::part;

/// The card on a place. Its front is empty until it is turned: what lies face down is not in the document.
#[component]
pub fn Card(place: Memo<PlaceView>) -> impl IntoView {
    let side = move || match place.get() {
        PlaceView::Observing | PlaceView::Waiting => "none",
        PlaceView::FaceDown => "down",
        PlaceView::FaceUp(_) => "up",
    };
    let face = move || match place.get() {
        PlaceView::FaceUp(card) => Some(card.face),
        _ => None,
    };
    view! {
        <span class="card" data-face=side aria-hidden="true">
            <span class="card-turn">
                <span class="card-back"></span>
                <span class="card-front face" data-glyphs=move || face().as_ref().map(glyphs)>
                    {part(move || face().as_ref().map(print))}
                </span>
            </span>
        </span>
    }
}
