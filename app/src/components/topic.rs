//! What is estimated.

use leptos::ev::SubmitEvent;
use leptos::html::{Details, Input};
use leptos::prelude::*;
use shared::command::Command;

use super::field::Field;
use super::icon::Icon;
use super::sheet::Sheets;
use super::timer::Timer;
use super::topic_row::Estimated;
use super::topic_sheet::open_topic;
use crate::live::listing::Listing;
use crate::live::reactive::{memo, part};
use crate::live::topics::TopicView;
use crate::live::{Live, browser};

/// The topic on its sheet; a moderator can write on it.
#[component]
pub fn Topic() -> impl IntoView {
    let live = Live::expect();
    let title = memo(move |_| live.view.round.with(|round| round.topic.clone()));
    let topic = live.view.topic;
    let topic = memo(move |_| topic.get());
    let key = memo(move |_| topic.with(|topic| topic.as_ref().map(|topic| topic.key.clone()).unwrap_or_default()));
    let number = memo(move |_| live.view.round.with(|round| round.number.0));
    let may_name = memo(move |_| live.view.round.with(|round| round.me.as_ref().is_some_and(|me| me.may_name_topic)));
    view! {
        <section
            class="topic paper"
            data-state=move || if title.read().is_empty() { "untitled" } else { "titled" }
            aria-label="Topic"
        >
            <p class="topic-round">
                {part(move || format!("Round {}", number.get()))}
                {part(move || Some(key.get()).filter(|key| !key.is_empty()).map(|key| view! {
                    " · "<bdi class="topic-key">{key}</bdi>
                }))}
            </p>
            <h2 class="topic-title">
                <bdi>{part(move || if title.read().is_empty() { "Untitled topic".to_owned() } else { title.get() })}</bdi>
            </h2>
            <Extras topic />
            <Estimated topic />
            <Timer />
            {part(move || may_name.get().then(|| view! { <Edit title /> }))}
        </section>
    }
}

/// What leads to more about the topic: what was written about it, and where it is kept.
#[component]
fn Extras(topic: Memo<Option<TopicView>>) -> impl IntoView {
    let (listing, sheets) = (Listing::expect(), Sheets::expect());
    let of = move |look: fn(&TopicView) -> bool| topic.with(|topic| topic.as_ref().is_some_and(look));
    let has_any = memo(move |_| of(|topic| topic.has_notes || !topic.link.is_empty()));
    let notes = memo(move |_| topic.with(|topic| topic.as_ref().filter(|topic| topic.has_notes).map(|topic| topic.id)));
    let link = memo(move |_| topic.with(|topic| topic.as_ref().map(|topic| topic.link.clone()).unwrap_or_default()));
    part(move || {
        has_any.get().then(|| view! {
            <div class="topic-extras">
                {part(move || notes.get().map(|id| view! {
                    <button
                        type="button"
                        class="button"
                        data-kind="quiet"
                        aria-haspopup="dialog"
                        on:click=move |_| open_topic(listing, sheets, id)
                    >
                        <Icon name="notes" /><span class="topic-word">"Notes"</span>
                    </button>
                }))}
                {part(move || Some(link.get()).filter(|link| !link.is_empty()).map(|link| view! {
                    <a class="button" data-kind="quiet" href=link target="_blank" rel="noopener noreferrer">
                        <Icon name="link" /><span class="visually-hidden">"Link of the topic (opens a new tab)"</span>
                    </a>
                }))}
            </div>
        })
    })
}

#[component]
fn Edit(title: Memo<String>) -> impl IntoView {
    let live = Live::expect();
    let details = NodeRef::<Details>::new();
    let input = NodeRef::<Input>::new();
    let is_saved = StoredValue::new(false);
    let close = move || {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            let title = input.value();
            // As it will come back, so that it does not look like something else that was typed.
            input.set_value(&title.split_whitespace().collect::<Vec<_>>().join(" "));
            is_saved.set_value(true);
            live.ask(Command::SetTopic { title });
            close();
        }
    };
    // What was typed and not saved is given up when the form closes. What was saved stays: it may yet be refused.
    let focus_or_forget = move |_| {
        let (Some(details), Some(input)) = (details.get_untracked(), input.get_untracked()) else { return };
        if details.open() {
            is_saved.set_value(false);
            let _ = input.focus();
        } else if !is_saved.get_value() {
            input.set_value(&title.get_untracked());
        }
    };
    view! {
        <details class="topic-edit" data-key="t" node_ref=details on:toggle=focus_or_forget on:keydown=move |event| {
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
