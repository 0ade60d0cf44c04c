//! The estimate of a topic: the card that the room agrees on.

use leptos::html::Details;
use leptos::prelude::*;
use shared::command::Command;
use shared::ids::TopicId;

use super::face::Face;
use super::icon::Icon;
use super::topic_row::Estimated;
use crate::live::model::FaceView;
use crate::live::reactive::{memo, part};
use crate::live::topics::TopicView;
use crate::live::{Live, browser};

/// For who keeps the list: the card that the result suggests, to be agreed on by one press, and any other one.
#[component]
pub fn Agree() -> impl IntoView {
    let live = Live::expect();
    let topic = memo(move |_| live.view.topic.get());
    let id = memo(move |_| topic.with(|topic| topic.as_ref().map(|topic| topic.id)));
    let suggested =
        memo(move |_| live.view.summary.with(|summary| summary.as_ref().and_then(|summary| summary.suggested.clone())));
    let estimate = memo(move |_| topic.with(|topic| topic.as_ref().and_then(|topic| topic.estimate.clone())));
    // What the room agreed on before is suggested again only if this round came to the same.
    let offered = memo(move |_| suggested.get().filter(|face| estimate.get().as_ref() != Some(face)));
    part(move || {
        id.get().map(|id| {
            view! {
                <div class="estimate" role="group" aria-label="Estimate">
                    <span class="estimate-label">"Estimate"</span>
                    <Estimated topic />
                    {part(move || offered.get().map(|face| view! { <AgreeOn id face /> }))}
                    <OtherCard id topic />
                </div>
            }
        })
    })
}

#[component]
fn AgreeOn(id: TopicId, face: FaceView) -> impl IntoView {
    let live = Live::expect();
    let (label, words) = (face.label.clone(), format!("Agree on {}", face.short()));
    let agree = move |_| {
        if live.settled.get_untracked() {
            live.ask(Command::SetEstimate { topic: id, label: Some(label.clone()) });
        }
    };
    view! {
        <button
            type="button"
            class="button estimate-agree"
            aria-disabled=move || (!live.settled.get()).then_some("true")
            on:click=agree
        >
            <Icon name="check" />
            {words}
        </button>
    }
}

/// Any card of the deck on the table, or none.
#[component]
pub fn OtherCard(id: TopicId, topic: Memo<Option<TopicView>>) -> impl IntoView {
    let live = Live::expect();
    let details = NodeRef::<Details>::new();
    let estimate = memo(move |_| topic.with(|topic| topic.as_ref().and_then(|topic| topic.estimate.clone())));
    let close = move || {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
    };
    let set = move |label: Option<String>| {
        close();
        live.ask(Command::SetEstimate { topic: id, label });
    };
    let cards = move || {
        let cards = live.view.hand.get().into_iter().map(|face| {
            let (label, words) = (face.label.clone(), format!("Estimate {}", face.spoken()));
            let is_chosen = {
                let face = face.clone();
                move || (estimate.get().as_ref() == Some(&face)).to_string()
            };
            view! {
                <button
                    type="button"
                    class="estimate-choice"
                    aria-label=words
                    aria-pressed=is_chosen
                    on:click=move |_| set(Some(label.clone()))
                >
                    <Face face />
                </button>
            }
        });
        cards.collect_view()
    };
    view! {
        <details class="estimate-other" node_ref=details on:keydown=move |event| {
            if event.key() == "Escape" && details.get_untracked().is_some_and(|details| details.open()) {
                // The sheet on which this stands stays open.
                event.prevent_default();
                event.stop_propagation();
                close();
            }
        }>
            <summary class="button" data-kind="quiet">
                {part(move || if estimate.get().is_some() { "Change" } else { "Other card" })}
            </summary>
            <div class="estimate-cards paper" role="group" aria-label="The card to agree on">
                {part(cards)}
                {part(move || estimate.get().is_some().then(|| view! {
                    <button type="button" class="button" data-kind="quiet" on:click=move |_| set(None)>"No estimate"</button>
                }))}
            </div>
        </details>
    }
}
