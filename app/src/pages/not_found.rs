//! The page where there is no page.

use leptos::prelude::*;
use shared::card::{Card, Meaning};

use crate::components::bar::SiteBar;
use crate::components::face::Face;
use crate::live::model::FaceView;

/// Says that there is nothing here, and shows a way on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let card = Card { label: "?".to_owned(), meaning: Meaning::CannotSay };
    view! {
        <SiteBar />
        <main class="not-found">
            <div class="not-found-card" aria-hidden="true"><Face face=FaceView::of(&card) /></div>
            <h1 class="not-found-title">"There is no table here"</h1>
            <p class="not-found-text">
                "The link may have lost a letter on its way, or the room is gone. Ask for the link again, or open a table of your own."
            </p>
            <a class="button" data-kind="main" href="/">"Open a table"</a>
        </main>
    }
}
