//! The list of topics: beside the table, or on a sheet where there is no room for that.

use leptos::prelude::*;

use super::icon::Icon;
use super::sheet::{Sheet, SheetName, Sheets};
use super::topic_list::TopicList;
use super::undo::Undo;
use crate::live::listing::Listing;
use crate::live::reactive::{memo, part};

/// A button in the bar that shows and hides the list. It says how many topics are still to be estimated. Where there is no
/// topic, and one may bring none, there is none.
#[component]
pub fn TopicsButton() -> impl IntoView {
    let (listing, sheets) = (Listing::expect(), Sheets::expect());
    let is_offered = memo(move |_| listing.may_change.get() || listing.count.get().all > 0);
    let open = move || listing.count.get().open;
    let press = move |_| {
        if listing.is_wide.get_untracked() { listing.toggle() } else { sheets.open(SheetName::Topics) }
    };
    part(move || {
        is_offered.get().then(|| {
            view! {
                <button
                    type="button"
                    class="button topics-button"
                    data-kind="quiet"
                    data-key="l"
                    aria-haspopup=move || (!listing.is_wide.get()).then_some("dialog")
                    aria-expanded=move || listing.is_wide.get().then(|| listing.is_beside().to_string())
                    on:click=press
                >
                    <Icon name="topics" />
                    <span class="bar-word">"Topics"</span>
                    {part(move || (open() > 0).then(|| view! {
                        <span class="topics-open">
                            <span class="visually-hidden">" to estimate: "</span>
                            {part(open)}
                        </span>
                    }))}
                </button>
            }
        })
    })
}

/// The list beside the table.
#[component]
pub fn TopicsPanel() -> impl IntoView {
    let (listing, sheets) = (Listing::expect(), Sheets::expect());
    let is_shown = memo(move |_| listing.is_beside() && !sheets.has(SheetName::Topics));
    part(move || {
        is_shown.get().then(|| {
            view! {
                <aside class="topics paper" aria-labelledby="topics-heading">
                    <div class="topics-pad">
                        <div class="topics-head">
                            <h2 class="topics-title" id="topics-heading">"Topics"</h2>
                            <Progress />
                            <button type="button" class="button" data-kind="quiet" on:click=move |_| listing.toggle()>
                                <Icon name="aside" />
                                <span class="visually-hidden">"Hide the list of topics"</span>
                            </button>
                        </div>
                        <TopicList />
                    </div>
                </aside>
            }
        })
    })
}

/// The list on a sheet.
#[component]
pub fn TopicsSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Topics title="Topics" class="topics-sheet">
            <Progress />
            <TopicList />
            <Undo />
        </Sheet>
    }
}

/// How far one has come with the list.
#[component]
fn Progress() -> impl IntoView {
    let listing = Listing::expect();
    let words = move || {
        let count = listing.count.get();
        (count.all > 0).then(|| format!("{} of {} estimated", count.all - count.open, count.all))
    };
    view! { <p class="topics-progress">{part(words)}</p> }
}
