//! One topic in the list.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use shared::ids::TopicId;

use super::face::Face;
use super::icon::Icon;
use super::sheet::Sheets;
use super::topic_sheet::open_topic;
use crate::live::listing::{Listing, row_id};
use crate::live::reactive::{memo, part};
use crate::live::rows::RowView;
use crate::live::topics::TopicView;
use crate::live::{Live, browser};

/// The row of that topic, as long as it is drawn.
#[component]
pub fn TopicRow(id: TopicId) -> impl IntoView {
    let listing = Listing::expect();
    let sheets = Sheets::expect();
    let drawn = move |rows: &Vec<RowView>| rows.iter().find(|row| row.topic.id == id).cloned();
    // A row that goes is as it was until it is gone.
    let row =
        memo(move |before: Option<&Option<RowView>>| listing.rows.with(drawn).or_else(|| before.cloned().flatten()));
    let topic = memo(move |_| row.with(|row| row.as_ref().map(|row| row.topic.clone())));
    let of = move |text: fn(&TopicView) -> String| move || topic.with(|topic| topic.as_ref().map(text));
    let is_on_table = memo(move |_| topic.with(|topic| topic.as_ref().is_some_and(|topic| topic.is_on_table)));
    let is_dragged = move || listing.dragged.with(|dragged| dragged.is_some_and(|dragged| dragged.topic == id));
    let tab_index = move || if listing.tab_stop.get() == Some(id) { "0" } else { "-1" };
    view! {
        <li
            class="topic-row"
            data-on-table=move || is_on_table.get().then_some("")
            data-dragged=move || is_dragged().then_some("")
            aria-posinset=move || row.with(|row| row.as_ref().map(|row| (row.at + 1).to_string()))
            aria-setsize=move || row.with(|row| row.as_ref().map(|row| row.count.to_string()))
            style=move || row.with(|row| row.as_ref().map(|row| format!("--at: {}", row.at)))
        >
            {part(move || listing.may_change.get().then(|| view! { <Grip id /> }))}
            <button
                type="button"
                class="topic-open"
                id=row_id(id)
                aria-haspopup="dialog"
                tabindex=tab_index
                data-first=move || (listing.tab_stop.get() == Some(id)).then_some("")
                on:click=move |_| open_topic(listing, sheets, id)
                on:focus=move |_| listing.reach(id)
            >
                <span class="topic-name"><bdi>{part(of(|topic| topic.title.clone()))}</bdi></span>
                <span class="topic-marks">
                    {part(move || is_on_table.get().then(|| view! { <span class="topic-mark">"On the table"</span> }))}
                    {part(move || words(of(|topic| topic.key.clone())()).map(|key| view! { <bdi class="topic-key">{key}</bdi> }))}
                    {part(move || words(of(TopicView::rounds_words)()).map(|rounds| view! { <span>{rounds}</span> }))}
                </span>
            </button>
            {part(move || words(of(|topic| topic.link.clone())()).map(|link| view! { <Follow link tab_index /> }))}
            <Estimated topic />
            {part(move || (listing.may_change.get() && !is_on_table.get()).then(|| view! { <Pick id topic tab_index /> }))}
        </li>
    }
}

fn words(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// What one takes a row by to move it. By keys it is moved without.
#[component]
fn Grip(id: TopicId) -> impl IntoView {
    let listing = Listing::expect();
    let take = move |event: PointerEvent| {
        if event.button() == 0 {
            event.prevent_default();
            browser::capture_pointer(&event);
            listing.drag(id, event.client_y());
        }
    };
    view! {
        <span
            class="topic-grip"
            aria-hidden="true"
            on:pointerdown=take
            on:pointermove=move |event| listing.drag_to(event.client_y())
            on:pointerup=move |_| listing.drop_dragged()
            on:pointercancel=move |_| listing.dragged.set(None)
        >
            <Icon name="grip" />
        </span>
    }
}

/// The way to where the topic is kept.
#[component]
fn Follow(link: String, tab_index: impl Fn() -> &'static str + Copy + Send + Sync + 'static) -> impl IntoView {
    view! {
        <a
            class="topic-follow"
            href=link
            target="_blank"
            rel="noopener noreferrer"
            tabindex=tab_index
            title="Open the link in a new tab"
        >
            <Icon name="link" />
            <span class="visually-hidden">"Link (opens a new tab)"</span>
        </a>
    }
}

/// The card that the room agreed on.
#[component]
pub fn Estimated(topic: Memo<Option<TopicView>>) -> impl IntoView {
    let estimate = memo(move |_| topic.with(|topic| topic.as_ref().and_then(|topic| topic.estimate.clone())));
    part(move || {
        estimate.get().map(|face| {
            let spoken = format!("Estimate: {}", face.spoken());
            view! {
                <span class="estimate-card">
                    <span class="visually-hidden">{spoken}</span>
                    <span aria-hidden="true"><Face face /></span>
                </span>
            }
        })
    })
}

#[component]
fn Pick(
    id: TopicId,
    topic: Memo<Option<TopicView>>,
    tab_index: impl Fn() -> &'static str + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let (live, sheets) = (Live::expect(), Sheets::expect());
    let label = move || topic.with(|topic| topic.as_ref().map(|topic| format!("Estimate {}", topic.full_name())));
    let pick = move |_| {
        sheets.clear();
        live.ask_to_pick(Some(id));
    };
    view! {
        <button
            type="button"
            class="button topic-pick"
            data-kind="quiet"
            aria-label=label
            title="Estimate it now"
            tabindex=tab_index
            on:click=pick
        >
            <Icon name="play" />
        </button>
    }
}
