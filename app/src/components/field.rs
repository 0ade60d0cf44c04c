//! A line to type in, with its label and what is wrong with it.

use leptos::html::Input;
use leptos::prelude::*;

use super::icon::Icon;
use crate::live::reactive::{effect, part};

/// A labelled text input. What is wrong stands beside it and is read with it.
#[component]
pub fn Field(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    input: NodeRef<Input>,
    #[prop(into)] value: Signal<String>,
    #[prop(into, default = Signal::stored(None))] error: Signal<Option<String>>,
    #[prop(optional)] placeholder: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] class: &'static str,
    #[prop(optional)] hide_label: bool,
    #[prop(optional)] readonly: bool,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    // What was typed stays, while the page was loading and after: only where nobody has typed the value takes its place.
    effect(move |before: Option<String>| {
        let now = value.get();
        if let (Some(before), Some(input)) = (before, input.get_untracked())
            && input.value() == before
        {
            input.set_value(&now);
        }
        now
    });
    view! {
        <div class=format!("field {class}") data-state=move || if error.read().is_some() { "invalid" } else { "valid" }>
            <label class="field-label" class:visually-hidden=hide_label for=id>{label}</label>
            <input
                class="field-input"
                id=id
                name=name
                node_ref=input
                value=move || value.get()
                placeholder=placeholder
                autocomplete=autocomplete
                readonly=readonly
                dir="auto"
                aria-describedby=error_id.clone()
                aria-invalid=move || error.read().is_some().then_some("true")
            />
            <p class="field-error" id=error_id>
                {part(move || error.get().map(|error| view! { <Icon name="alert" /><span>{error}</span> }))}
            </p>
        </div>
    }
}
