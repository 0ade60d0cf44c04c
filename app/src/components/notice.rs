//! What the server refused, and what moderators did a moment ago.

use leptos::prelude::*;

use super::sheet::{SheetName, Sheets};
use super::undo::Undo;
use crate::live::Live;
use crate::live::reactive::part;

/// Sentences above the dock; empty while there is nothing to say. The news is spoken with all else that happens at the
/// table, and here only seen.
#[component]
pub fn Notices() -> impl IntoView {
    let (live, sheets) = (Live::expect(), Sheets::expect());
    let text = |signal: RwSignal<String>| part(move || Some(signal.get()).filter(|text| !text.is_empty()));
    view! {
        <div class="notices">
            <p class="notice paper" data-kind="news" aria-hidden="true">{text(live.news)}</p>
            <p class="notice paper" role="alert">{text(live.notice)}</p>
            // A list that lies above shows it itself.
            {part(move || (!sheets.has(SheetName::Topics)).then(|| view! { <Undo /> }))}
        </div>
    }
}
