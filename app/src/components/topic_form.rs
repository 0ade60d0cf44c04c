//! The form in which a topic is edited.

use leptos::ev::SubmitEvent;
use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::field::Field;
use super::icon::Icon;
use super::topic_sheet::topic_url;
use crate::live::listing::{Listing, Mode};
use crate::live::reactive::{effect, part};
use crate::live::topics::TopicView;
use crate::live::written::{Place, Written};
use crate::live::{Asked, Live, browser};

/// All that stands of a topic. Only what one changes is sent, so that two who edit it at once do not undo each other.
#[component]
pub fn TopicForm(before: TopicView) -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let [title, key, link] = [(); 3].map(|()| NodeRef::<Input>::new());
    let notes = NodeRef::<Textarea>::new();
    let (id, asked) = (before.id, live.asking.edit);
    let has_notes = before.has_notes;
    let first = RwSignal::new(Written::of(&before, (!has_notes).then(String::new)));
    let is_missing = RwSignal::new(false);
    asked.set(Asked::Not);
    let url = topic_url(live, id, "notes.md");
    effect(move |_| {
        let url = url.clone();
        if has_notes {
            spawn_local(async move {
                let text = browser::fetch_text(&url).await;
                is_missing.try_set(text.is_none());
                first.try_update(|first| first.notes = text);
            });
        }
    });
    effect(move |_| request_animation_frame(|| browser::focus(&["#edit-title"])));
    let close = move || {
        listing.mode.set(Mode::Read);
        request_animation_frame(|| browser::rescue_focus(&["dialog[open] .topic-sheet-edit"]));
    };
    // What was taken closes the form; what was refused stays to be mended.
    effect(move |was: Option<Asked>| {
        let now = asked.get();
        if was == Some(Asked::Waiting) && now == Asked::Not {
            close();
        }
        now
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let value = |input: NodeRef<Input>| input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let now = Written {
            title: value(title),
            key: value(key),
            link: value(link),
            notes: notes.get_untracked().map(|notes| notes.value()),
        };
        match first.with_untracked(|first| first.changes(&now)) {
            _ if asked.get_untracked() == Asked::Waiting => {}
            Some(edit) => live.ask_to_edit(id, edit),
            None => close(),
        }
    };
    let error = move |place: Place| {
        Signal::derive(move || match asked.get() {
            Asked::Refused(rejection) if Place::of(rejection) == place => Some(rejection.sentence()),
            _ => None,
        })
    };
    let (notes_error, other_error) = (error(Place::Notes), error(Place::Form));
    let is_readable = move || first.with(|first| first.notes.is_some());
    let fixed = |text: String| Signal::stored(text);
    view! {
        <form class="topic-edit-form" on:submit=save>
            <Field id="edit-title" name="title" label="Title" input=title value=fixed(before.title) error=error(Place::Title) />
            <Field
                id="edit-key"
                name="key"
                label="Key, such as TEAM-123"
                input=key
                value=fixed(before.key)
                error=error(Place::Key)
            />
            <Field
                id="edit-link"
                name="link"
                label="Link"
                input=link
                value=fixed(before.link)
                error=error(Place::Link)
                placeholder="https://"
            />
            <div class="field" data-state=move || if notes_error.read().is_some() { "invalid" } else { "valid" }>
                <label class="field-label" for="edit-notes">"Notes"</label>
                <textarea
                    class="field-input"
                    id="edit-notes"
                    rows="7"
                    node_ref=notes
                    dir="auto"
                    disabled=move || !is_readable()
                    prop:value=move || first.with(|first| first.notes.clone().unwrap_or_default())
                    aria-describedby="edit-notes-hint edit-notes-error"
                    aria-invalid=move || notes_error.read().is_some().then_some("true")
                ></textarea>
                <p class="field-error" id="edit-notes-error">
                    {part(move || notes_error.get().map(|error| view! { <Icon name="alert" /><span>{error}</span> }))}
                </p>
                <p class="field-hint" id="edit-notes-hint">
                    {part(move || match (is_missing.get(), is_readable()) {
                        (true, _) => "The notes could not be loaded, and stay as they are.",
                        (false, false) => "Loading …",
                        (false, true) => "Markdown: **bold**, - lists, [links](https://example.com), `code`.",
                    })}
                </p>
            </div>
            <p class="field-error" role="alert">
                {part(move || other_error.get().map(|error| view! { <Icon name="alert" /><span>{error}</span> }))}
            </p>
            <div class="topic-sheet-actions">
                <button
                    class="button"
                    data-kind="main"
                    aria-disabled=move || (asked.get() == Asked::Waiting).then_some("true")
                >
                    "Save"
                </button>
                <button type="button" class="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
}
