//! Something that is on or off.

use leptos::prelude::*;

use super::icon::Icon;
use crate::live::reactive::part;

/// A switch, what it does, and below it why it did not go on.
#[component]
pub fn Switch(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    is_on: Memo<bool>,
    change: Callback<bool>,
    #[prop(into, default = Signal::stored(None))] problem: Signal<Option<&'static str>>,
) -> impl IntoView {
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    view! {
        <div class="switch">
            <label class="switch-label">
                <input
                    class="switch-input"
                    type="checkbox"
                    role="switch"
                    id=id
                    aria-describedby=format!("{hint_id} {problem_id}")
                    prop:checked=move || is_on.get()
                    on:change:target=move |event| change.run(event.target().checked())
                />
                {label}
            </label>
            <p class="switch-hint" id=hint_id>{hint}</p>
            <p class="field-error" id=problem_id aria-live="polite">
                {part(move || problem.get().map(|problem| view! { <Icon name="alert" /><span>{problem}</span> }))}
            </p>
        </div>
    }
}
