//! The rows of the list. Only those in sight are drawn, so that thousands cost no more than a screenful.

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::command::Command;
use shared::ids::TopicId;

use super::icon::Icon;
use super::sheet::Sheets;
use super::topic_add::TopicAdd;
use super::topic_row::TopicRow;
use crate::live::listing::Listing;
use crate::live::reactive::{effect, list, memo, part};
use crate::live::rows::{Step, successor};
use crate::live::topics::{Filter, SEARCHED_FROM};
use crate::live::{Live, browser};

/// The list with what finds topics in it and what brings others.
#[component]
pub fn TopicList() -> impl IntoView {
    let listing = Listing::expect();
    let (live, sheets) = (Live::expect(), Sheets::expect());
    let count = memo(move |_| listing.listed.with(Vec::len));
    let is_searched = memo(move |_| listing.count.get().all >= SEARCHED_FROM);
    let ids = move || listing.rows.with(|rows| rows.iter().map(|row| row.topic.id).collect::<Vec<TopicId>>());
    // What is in sight is known once it has been drawn, and another time when there are more or fewer rows.
    effect(move |_| {
        count.track();
        is_searched.track();
        request_animation_frame(move || listing.measure());
    });
    view! {
        {part(move || is_searched.get().then(|| view! { <Search /> }))}
        <div
            class="topic-list"
            data-empty=move || (count.get() == 0).then_some("")
            node_ref=listing.list
            on:scroll=move |_| listing.measure()
        >
            <ol
                class="topic-rows"
                role="list"
                aria-label="Topics"
                style=move || format!("--rows: {}", count.get())
                on:keydown=move |event| press(live, listing, sheets, &event)
            >
                {list(ids, |id| id.0, |id| view! { <TopicRow id /> })}
            </ol>
            {part(move || listing.dragged.get().map(|dragged| view! {
                <div class="topic-drop" style=format!("--at: {}", dragged.slot) aria-hidden="true"></div>
            }))}
            {part(move || (count.get() == 0).then(|| view! { <p class="topic-none">{nothing_words(listing)}</p> }))}
        </div>
        {part(move || listing.may_change.get().then(|| view! { <TopicAdd /> }))}
    }
}

fn nothing_words(listing: Listing) -> &'static str {
    match (listing.count.get().all, listing.may_change.get()) {
        (0, true) => {
            "Nothing to estimate yet. Add what the team is to talk about, one topic at a time, or paste a list."
        }
        (0, false) => "Nothing to estimate yet.",
        (_, _) => "No topic is found.",
    }
}

/// What a key does while a row has the focus.
fn press(live: Live, listing: Listing, sheets: Sheets, event: &KeyboardEvent) {
    let Some(topic) = listing.tab_stop.get_untracked().filter(|_| !event.ctrl_key() && !event.meta_key()) else {
        return;
    };
    let may_change = listing.may_change.get_untracked();
    let step = match event.key().as_str() {
        "ArrowUp" => Some(Step::Up),
        "ArrowDown" => Some(Step::Down),
        "Home" => Some(Step::First),
        "End" => Some(Step::Last),
        _ => None,
    };
    let is_done = match (step, event.key().as_str()) {
        (Some(step), _) if event.alt_key() && may_change => {
            listing.keep_focus(topic);
            listing.step(topic, step);
            true
        }
        (Some(_), key) if !event.alt_key() => listing.reach_by_key(key),
        (None, "Enter") if may_change && is_on_row(event) && !event.repeat() => {
            sheets.clear();
            live.ask_to_pick(Some(topic));
            true
        }
        (None, "Delete") if may_change && is_on_row(event) && !event.repeat() => {
            let next = listing.listed.with_untracked(|listed| successor(listed, topic));
            listing.keep_focus(next.unwrap_or(topic));
            live.ask(Command::RemoveTopic { topic });
            true
        }
        _ => false,
    };
    if is_done {
        event.prevent_default();
    }
}

/// Whether the row itself has the focus, and none of the controls in it.
fn is_on_row(event: &KeyboardEvent) -> bool {
    browser::is_at(event, ".topic-open")
}

/// The field to search the list, and which of it one wants to see.
#[component]
fn Search() -> impl IntoView {
    let listing = Listing::expect();
    let input = NodeRef::<Input>::new();
    let filters = Filter::ALL.map(|filter| {
        let is_chosen = move || listing.query.with(|query| query.filter == filter);
        view! {
            <button
                type="button"
                class="pill"
                aria-pressed=move || is_chosen().to_string()
                on:click=move |_| listing.query.update(|query| query.filter = filter)
            >
                {filter.name()}
            </button>
        }
    });
    view! {
        <div class="topic-search">
            <label class="topic-search-field">
                <Icon name="search" />
                <span class="visually-hidden">"Search the topics"</span>
                <input
                    class="field-input"
                    type="search"
                    node_ref=input
                    placeholder="Search"
                    autocomplete="off"
                    dir="auto"
                    prop:value=move || listing.query.with(|query| query.words.clone())
                    on:input:target=move |event| {
                        let words = event.target().value();
                        listing.query.update(|query| query.words = words);
                    }
                />
            </label>
            <div class="topic-filters" role="group" aria-label="Which topics">{filters}</div>
        </div>
        <p class="visually-hidden" role="status">
            {part(move || {
                let is_searched = listing.query.with(|query| !query.words.trim().is_empty());
                is_searched.then(|| format!("{} found", listing.listed.with(Vec::len)))
            })}
        </p>
    }
}
