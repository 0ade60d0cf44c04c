//! The sheet of one topic: what stands of it, and what can be done with it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::ids::TopicId;

use super::estimate::OtherCard;
use super::icon::Icon;
use super::sheet::{Sheet, SheetName, Sheets};
use super::topic_form::TopicForm;
use super::topic_row::Estimated;
use crate::live::listing::{Listing, Mode};
use crate::live::reactive::{effect, memo, part};
use crate::live::rows::{Step, successor};
use crate::live::topics::{TopicView, place_words};
use crate::live::{Live, browser};

/// Lays the sheet of that topic over what is there.
pub fn open_topic(listing: Listing, sheets: Sheets, id: TopicId) {
    listing.opened.set(Some(id));
    listing.mode.set(Mode::Read);
    sheets.open_above(SheetName::Topic);
}

/// Where the server has something of a topic.
pub fn topic_url(live: Live, id: TopicId, what: &str) -> String {
    format!("/r/{}/topics/{}/{what}", live.room_id(), id.0)
}

/// The sheet. Whoever may change the topic writes on it.
#[component]
pub fn TopicSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Topic title="Topic" class="topic-sheet">
            <Opened />
        </Sheet>
    }
}

#[component]
fn Opened() -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let topic = memo(move |_| {
        live.view.backlog.track();
        let id = listing.opened.get()?;
        live.view.with_known(|known| TopicView::of(&known.room, id))
    });
    let id = memo(move |_| topic.with(|topic| topic.as_ref().map(|topic| topic.id)));
    let is_editing = memo(move |_| listing.mode.get() == Mode::Edit && listing.may_change.get());
    part(move || match (id.get(), is_editing.get()) {
        (None, _) => view! { <p>"This topic was deleted."</p> }.into_any(),
        (Some(_), true) => topic.get_untracked().map(|before| view! { <TopicForm before /> }).into_any(),
        (Some(id), false) => view! { <Read id topic /> }.into_any(),
    })
}

#[component]
fn Read(id: TopicId, topic: Memo<Option<TopicView>>) -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let text = move |text: fn(&TopicView) -> String| topic.with(|topic| topic.as_ref().map(text)).unwrap_or_default();
    let has_notes = memo(move |_| topic.with(|topic| topic.as_ref().is_some_and(|topic| topic.has_notes)));
    let rounds = memo(move |_| topic.with(|topic| topic.as_ref().map_or(0, |topic| topic.rounds)));
    let place = move || {
        live.view.backlog.track();
        live.view.with_known(|known| place_words(known.room.backlog(), id)).map(|words| words.replacen('p', "P", 1))
    };
    let is_estimated = move || topic.with(|topic| topic.as_ref().is_some_and(|topic| topic.estimate.is_some()));
    view! {
        <div>
            <p class="topic-sheet-place">
                {part(move || Some(text(|topic| topic.key.clone())).filter(|key| !key.is_empty()).map(|key| view! {
                    <bdi class="topic-key">{key}</bdi>
                }))}
                <span>{part(place)}</span>
                {part(move || topic.with(|topic| topic.as_ref().is_some_and(|topic| topic.is_on_table)).then(|| view! {
                    <span class="topic-mark">"On the table"</span>
                }))}
            </p>
            <h3 class="topic-sheet-name"><bdi>{part(move || text(|topic| topic.title.clone()))}</bdi></h3>
            {part(move || Some(text(|topic| topic.link.clone())).filter(|link| !link.is_empty()).map(|link| view! {
                <p><a class="topic-sheet-link" href=link.clone() target="_blank" rel="noopener noreferrer">
                    <Icon name="link" /><bdi>{link.clone()}</bdi><span class="visually-hidden">" (opens a new tab)"</span>
                </a></p>
            }))}
        </div>
        <div class="estimate" role="group" aria-label="Estimate">
            <span class="estimate-label">"Estimate"</span>
            <Estimated topic />
            {part(move || (!is_estimated()).then_some("not yet"))}
            {part(move || listing.may_change.get().then(|| view! { <OtherCard id topic /> }))}
        </div>
        {part(move || listing.may_change.get().then(|| view! { <Actions id topic /> }))}
        {part(move || has_notes.get().then(|| view! {
            <section>
                <h4 class="topic-sheet-title">"Notes"</h4>
                <Fetched url=topic_url(live, id, "notes") class="topic-notes" />
            </section>
        }))}
        {part(move || (rounds.get() > 0).then(|| view! {
            <section>
                <h4 class="topic-sheet-title">"How we got there"</h4>
                <Fetched url=topic_url(live, id, "story") class="topic-story" />
            </section>
        }))}
    }
}

/// What whoever keeps the list can do with the topic.
#[component]
fn Actions(id: TopicId, topic: Memo<Option<TopicView>>) -> impl IntoView {
    let (live, listing, sheets) = (Live::expect(), Listing::expect(), Sheets::expect());
    let is_on_table = memo(move |_| topic.with(|topic| topic.as_ref().is_some_and(|topic| topic.is_on_table)));
    let pick = move |_| {
        sheets.clear();
        live.ask_to_pick(Some(id));
    };
    let delete = move |_| {
        let next = listing.listed.with_untracked(|listed| successor(listed, id));
        sheets.close(SheetName::Topic);
        live.ask(Command::RemoveTopic { topic: id });
        listing.keep_focus(next.unwrap_or(id));
    };
    view! {
        <div class="topic-sheet-actions" role="group" aria-label="What to do with it">
            {part(move || (!is_on_table.get()).then(|| view! {
                <button type="button" class="button" data-kind="main" data-first="" on:click=pick>
                    <Icon name="play" />"Estimate now"
                </button>
            }))}
            <button type="button" class="button topic-sheet-edit" on:click=move |_| listing.mode.set(Mode::Edit)>
                <Icon name="pencil" />"Edit"
            </button>
            <button type="button" class="button" on:click=move |_| listing.step(id, Step::Up)>
                <Icon name="up" />"Move up"
            </button>
            <button type="button" class="button" on:click=move |_| listing.step(id, Step::Down)>
                <Icon name="down" />"Move down"
            </button>
            <button type="button" class="button" on:click=delete><Icon name="trash" />"Delete"</button>
        </div>
    }
}

/// How far one has come with asking the server for a text.
#[derive(Clone, PartialEq, Eq)]
enum Text {
    Asked,
    Here(String),
    Missing,
}

/// What the server has there, as the HTML that it made. What people typed is never taken for that.
#[component]
fn Fetched(url: String, class: &'static str) -> impl IntoView {
    let text = RwSignal::new(Text::Asked);
    effect(move |_| {
        let url = url.clone();
        spawn_local(async move {
            let html = browser::fetch_text(&url).await;
            // The sheet may have been closed meanwhile.
            text.try_set(html.map_or(Text::Missing, Text::Here));
        });
    });
    part(move || {
        match text.get() {
        Text::Asked => view! { <p class="topic-sheet-wait" role="status">"Loading …"</p> }.into_any(),
        Text::Here(html) => view! { <div class=class inner_html=html></div> }.into_any(),
        Text::Missing => view! {
            <p class="topic-sheet-wait" role="status">"This could not be loaded. Close the sheet and open it again to try once more."</p>
        }
        .into_any(),
        }
    })
}
