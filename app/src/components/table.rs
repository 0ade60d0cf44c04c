//! The table: who sits at it, and what lies on it.

use leptos::prelude::*;

use super::invite::CopyLink;
use super::options::Opened;
use super::seat::Seat;
use crate::live::Live;
use crate::live::model::SummaryView;

/// All seats, and how far the round has come.
#[component]
pub fn Table() -> impl IntoView {
    let live = Live::expect();
    let opened = Opened::expect();
    let round = live.view.round;
    let revealed = Memo::new(move |_| round.with(|round| round.revealed));
    let progress = Memo::new(move |_| round.with(|round| round.progress.clone()));
    let count = Memo::new(move |_| live.view.participants.with(Vec::len));
    let is_alone = Memo::new(move |_| count.get() == 1 && round.with(|round| round.me.is_some()));
    let result = move || {
        let headline = live.view.summary.with(|summary| summary.as_ref().map(SummaryView::headline));
        headline.unwrap_or_default()
    };
    view! {
        <section class="table" data-phase=move || if revealed.get() { "revealed" } else { "open" } aria-label="Table">
            {move || if revealed.get() {
                view! { <p class="table-status" data-kind="result">{result}</p> }.into_any()
            } else {
                view! { <p class="table-status">{progress}</p> }.into_any()
            }}
            <ul
                class="seats"
                style=move || format!("--seats: {}", count.get())
                on:keydown=move |event| opened.move_by_key(live, &event)
            >
                <ForEnumerate each=move || live.view.participants.get() key=|who| *who let(index, who)>
                    {live.view.seat(who).map(|seat| view! { <Seat who seat index /> })}
                </ForEnumerate>
            </ul>
            {move || is_alone.get().then(|| view! {
                <div class="table-alone">
                    <p>"Nobody else is here yet. Send your team the link."</p>
                    <CopyLink />
                </div>
            })}
        </section>
    }
}
