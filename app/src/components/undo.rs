//! What was deleted a moment ago, and how it comes back.

use leptos::prelude::*;

use crate::live::Live;
use crate::live::reactive::part;
use crate::live::topics::Deleted;

/// A slip with one button. It goes by itself; what it says is spoken with all else that happens to the list.
#[component]
pub fn Undo() -> impl IntoView {
    let live = Live::expect();
    part(move || {
        live.asking.deleted.get().map(|Deleted { name, .. }| {
            let label = format!("Undo: bring {name} back");
            view! {
                <div class="undo paper" role="group" aria-label="Deleted a moment ago">
                    <p class="undo-words">{format!("Deleted {name}.")}</p>
                    <button type="button" class="button" aria-label=label on:click=move |_| live.undo_deletion()>
                        "Undo"
                    </button>
                </div>
            }
        })
    })
}
