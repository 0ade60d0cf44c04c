//! What is estimated.

use leptos::ev::SubmitEvent;
use leptos::html::{Details, Input};
use leptos::prelude::*;
use shared::command::Command;

use super::field::Field;
use super::icon::Icon;
use crate::live::{Live, browser};

/// The topic on its sheet; a moderator can write on it.
#[component]
pub fn Topic() -> impl IntoView {
    let live = Live::expect();
    let title = Memo::new(move |_| live.view.round.with(|round| round.topic.clone()));
    let number = Memo::new(move |_| live.view.round.with(|round| round.number.0));
    let is_moderator =
        Memo::new(move |_| live.view.round.with(|round| round.me.as_ref().is_some_and(|me| me.moderator)));
    view! {
        <section
            class="topic paper"
            data-state=move || if title.read().is_empty() { "untitled" } else { "titled" }
            aria-label="Topic"
        >
            <p class="topic-round">{move || format!("Round {}", number.get())}</p>
            <h2 class="topic-title">
                <bdi>{move || if title.read().is_empty() { "Untitled topic".to_owned() } else { title.get() }}</bdi>
            </h2>
            {move || is_moderator.get().then(|| view! { <Edit title /> })}
        </section>
    }
}

#[component]
fn Edit(title: Memo<String>) -> impl IntoView {
    let live = Live::expect();
    let details = NodeRef::<Details>::new();
    let input = NodeRef::<Input>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            live.ask(Command::SetTopic { title: input.value() });
            close();
        }
    };
    let focus_when_open = move |_| {
        if let (Some(details), Some(input)) = (details.get_untracked(), input.get_untracked())
            && details.open()
        {
            let _ = input.focus();
        }
    };
    view! {
        <details class="topic-edit" node_ref=details on:toggle=focus_when_open on:keydown=move |event| {
            if event.key() == "Escape" {
                close();
            }
        }>
            <summary class="button" data-kind="quiet">
                <Icon name="pencil" />
                <span class="visually-hidden">"Edit the topic"</span>
            </summary>
            <form class="topic-form" on:submit=save>
                <Field id="topic" name="title" label="Topic" input value=title />
                <button class="button">"Save"</button>
            </form>
        </details>
    }
}
