//! A sign that is drawn by the style sheet.

use leptos::prelude::*;

/// The sign of that name; what it means is said in words beside it.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! { <span class="icon" data-icon=name aria-hidden="true"></span> }
}
