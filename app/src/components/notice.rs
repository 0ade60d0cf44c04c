//! What the server refused, and why.

use leptos::prelude::*;

use crate::live::Live;

/// A sentence above the dock; empty while there is nothing to say.
#[component]
pub fn Notice() -> impl IntoView {
    let live = Live::expect();
    let notice = move || Some(live.notice.get()).filter(|notice| !notice.is_empty());
    view! { <p class="notice paper" role="alert">{notice}</p> }
}
