//! The pages where there is no table to be seen.

use leptos::prelude::*;
use shared::card::{Card, Meaning};

use crate::components::bar::SiteBar;
use crate::components::face::Face;
use crate::live::model::FaceView;

/// Says that there is nothing here, and shows a way on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <NoTable
            title="There is no table here"
            text="The link may have lost a letter on its way, or the room is gone. Ask for the link again, or open a table of your own."
        />
    }
}

/// Says that there is a table, but that the server cannot read it.
#[component]
pub fn UnreadablePage() -> impl IntoView {
    view! {
        <NoTable
            title="This table cannot be read"
            text="Something is wrong with what the server has kept of it. Whoever runs the server finds more in its log. Nothing was deleted."
        />
    }
}

#[component]
fn NoTable(title: &'static str, text: &'static str) -> impl IntoView {
    let card = Card { label: "?".to_owned(), meaning: Meaning::CannotSay };
    view! {
        <SiteBar />
        <main class="not-found">
            <div class="not-found-card" aria-hidden="true"><Face face=FaceView::of(&card) /></div>
            <h1 class="not-found-title">{title}</h1>
            <p class="not-found-text">{text}</p>
            <a class="button" data-kind="main" href="/">"Open a table"</a>
        </main>
    }
}
