//! Going on after the reveal: what was agreed, the same topic once more, the next of the list, or a new one.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::command::{Command, NextTopic};
use shared::ids::TopicId;

use super::estimate::Agree;
use super::field::Field;
use super::icon::Icon;
use crate::live::listing::Listing;
use crate::live::reactive::{memo, part};
use crate::live::{Live, browser};

/// After the reveal, for who may do all of it: agree, and go on.
#[component]
pub fn GoOn() -> impl IntoView {
    let listing = Listing::expect();
    let has_next = memo(move |_| listing.next.with(Option::is_some));
    view! {
        <div class="dock-after">
            <Agree />
            {part(move || if has_next.get() { view! { <GoOnInList /> }.into_any() } else { view! { <GoOnAnew /> }.into_any() })}
        </div>
    }
}

/// With the next topic of the list, which says itself what it is called; another one can be written as well.
#[component]
fn GoOnInList() -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let label = move || listing.next.with(|next| next.as_ref().map(|next| format!("Next topic: {}", next.name)));
    let is_writing = RwSignal::new(false);
    let go = move |_| {
        if let Some(next) = listing.next.get_untracked() {
            go_to(live, next.id);
        }
    };
    let write = move |_| {
        is_writing.set(true);
        request_animation_frame(|| browser::focus(&["#next-topic"]));
    };
    part(move || {
        if is_writing.get() {
            view! { <GoOnAnew /> }.into_any()
        } else {
            view! {
                <div class="dock-actions">
                    <button type="button" class="button" title="Write another topic" on:click=write><Icon name="plus" /><span class="dock-word">"Other topic"</span></button>
                    <VoteAgain />
                    <button
                        type="button"
                        class="button"
                        data-kind="main"
                        data-key="n"
                        aria-label=label
                        title=label
                        aria-disabled=unsettled(live)
                        on:click=go
                    >
                        "Next topic"
                    </button>
                </div>
            }
            .into_any()
        }
    })
}

/// With a topic that is not in the list yet, or without one.
#[component]
fn GoOnAnew() -> impl IntoView {
    let live = Live::expect();
    let input = NodeRef::<Input>::new();
    let next_topic = move |event: SubmitEvent| {
        event.prevent_default();
        let title = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        go_on(live, NextTopic::New { title });
    };
    view! {
        <form class="dock-actions" data-key="n" on:submit=next_topic>
            <Field
                id="next-topic"
                name="title"
                label="Title of the next topic"
                hide_label=true
                input
                value=Signal::stored(String::new())
                placeholder="Title of the next topic"
                class="dock-topic"
            />
            <VoteAgain />
            <button class="button" data-kind="main" aria-disabled=unsettled(live)>"Next topic"</button>
        </form>
    }
}

/// For who may go on, and names no topic.
#[component]
pub fn GoOnAgain() -> impl IntoView {
    view! {
        <div class="dock-actions">
            <VoteAgain kind="main" />
        </div>
    }
}

/// The same topic once more.
#[component]
fn VoteAgain(#[prop(optional)] kind: Option<&'static str>) -> impl IntoView {
    let live = Live::expect();
    view! {
        <button
            type="button"
            class="button"
            data-kind=kind
            aria-disabled=unsettled(live)
            on:click=move |_| go_on(live, NextTopic::Same)
        >
            "Vote again"
        </button>
    }
}

fn go_on(live: Live, topic: NextTopic) {
    if live.settled.get_untracked() {
        let after = live.view.round.with_untracked(|round| round.number);
        live.ask(Command::NextRound { after, topic });
    }
}

/// Puts that topic on the table, unless the controls came under the pointer a moment ago.
pub fn go_to(live: Live, topic: TopicId) {
    if live.settled.get_untracked() {
        live.ask_to_pick(Some(topic));
    }
}

/// `aria-disabled` of a control that came under the pointer a moment ago. It can have the focus, and is not pressed.
pub fn unsettled(live: Live) -> impl Fn() -> Option<&'static str> + Copy {
    move || (!live.settled.get()).then_some("true")
}
