//! The field by which topics come to the list.

use leptos::ev::{ClipboardEvent, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;
use shared::command::TopicDraft;

use super::field::Field;
use super::import::ImportText;
use crate::live::listing::Listing;
use crate::live::reactive::effect;
use crate::live::topics::has_lines;
use crate::live::{Asked, Live, browser};

/// One line, which Enter sends: the next one can be typed at once.
#[component]
pub fn TopicAdd() -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let import = ImportText::expect();
    let input = NodeRef::<Input>::new();
    let sent = StoredValue::new(String::new());
    let error = Signal::derive(move || match live.asking.add.get() {
        Asked::Refused(rejection) => Some(rejection.sentence()),
        Asked::Not | Asked::Waiting => None,
    });
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let title = input.value();
        if !title.trim().is_empty() {
            sent.set_value(title.clone());
            input.set_value("");
            live.ask_to_add(vec![TopicDraft { title, ..TopicDraft::default() }]);
        }
    };
    // What was refused stays to be mended; what was added is shown.
    effect(move |was: Option<Asked>| {
        let now = live.asking.add.get();
        match (was, now, input.get_untracked()) {
            (_, Asked::Refused(_), Some(input)) if input.value().is_empty() => input.set_value(&sent.get_value()),
            (Some(Asked::Waiting), Asked::Not, _) => listing.show_end(),
            _ => {}
        }
        now
    });
    // Of several lines the field would make one.
    let paste = move |event: ClipboardEvent| {
        if let Some(text) = browser::pasted(&event).filter(|text| has_lines(text)) {
            event.prevent_default();
            import.take(text);
        }
    };
    view! {
        <form class="topic-add" on:submit=add on:paste=paste>
            <Field
                id="topic-add"
                name="title"
                label="Add a topic"
                hide_label=true
                input
                value=Signal::stored(String::new())
                error
                placeholder="Add a topic"
            />
            <button class="button">"Add"</button>
            <button type="button" class="button" data-kind="quiet" on:click=move |_| import.open()>"Import…"</button>
        </form>
    }
}
