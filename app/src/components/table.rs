//! The table: who sits at it, and what lies on it.

use leptos::prelude::*;

use super::face::Face;
use super::invite::CopyLink;
use super::options::Opened;
use super::seat::Seat;
use crate::live::Live;
use crate::live::reactive::{memo, part};
use crate::live::summary::SummaryView;

/// All seats, and how far the round has come.
#[component]
pub fn Table() -> impl IntoView {
    let live = Live::expect();
    let opened = Opened::expect();
    let round = live.view.round;
    let revealed = memo(move |_| round.with(|round| round.revealed));
    let progress = memo(move |_| round.with(|round| round.progress.clone()));
    let countdown = memo(move |_| round.with(|round| round.countdown));
    let is_anonymous = memo(move |_| round.with(|round| round.is_anonymous));
    let status = move || match countdown.get() {
        Some(until) => {
            format!("Everybody has played. Turning over in {} …", until.since(live.clock.get()).div_ceil(1_000))
        }
        None => progress.get(),
    };
    let count = memo(move |_| live.view.participants.with(Vec::len));
    let least = memo(move |_| least(count.get()));
    let is_alone = memo(move |_| count.get() == 1 && round.with(|round| round.me.is_some()));
    let is_consensus = move || {
        let agrees =
            |summary: &Option<SummaryView>| summary.as_ref().is_some_and(|summary| summary.consensus.is_some());
        live.view.summary.with(agrees).then_some("")
    };
    let result = move || {
        let headline = live.view.summary.with(|summary| summary.as_ref().map(SummaryView::headline));
        headline.unwrap_or_default()
    };
    view! {
        <section class="table" data-phase=move || if revealed.get() { "revealed" } else { "open" } data-consensus=is_consensus aria-label="Table">
            {part(move || if revealed.get() {
                view! { <p class="table-status" data-kind="result">{part(result)}</p> }.into_any()
            } else {
                view! { <p class="table-status">{part(status)}</p> }.into_any()
            })}
            <ul
                class="seats"
                data-least=least
                on:keydown=move |event| opened.move_by_key(live, &event)
            >
                <ForEnumerate each=move || live.view.participants.get() key=|who| *who let(index, who)>
                    {live.view.seat(who).map(|seat| view! { <Seat who seat index /> })}
                </ForEnumerate>
            </ul>
            {part(move || is_anonymous.get().then(|| view! { <Anonymous /> }))}
            {part(move || is_alone.get().then(|| view! {
                <div class="table-alone">
                    <p>"Nobody else is here yet. Send your team the link."</p>
                    <CopyLink />
                </div>
            }))}
        </section>
    }
}

/// As the style sheet calls it: the numbers of seats from which on cards are smaller, as far as they are reached.
fn least(seats: usize) -> &'static str {
    match seats {
        0..7 => "",
        7..13 => "7",
        13..25 => "7 13",
        25..61 => "7 13 25",
        61.. => "7 13 25 61",
    }
}

/// What is said of an anonymous round, and its cards once they lie open.
#[component]
fn Anonymous() -> impl IntoView {
    let live = Live::expect();
    let cards = memo(move |_| {
        live.view.summary.with(|summary| summary.as_ref().map(|summary| summary.anonymous.clone()).unwrap_or_default())
    });
    view! {
        <div class="table-anonymous">
            <p>"This round is anonymous: nobody learns who played what."</p>
            {part(move || (!cards.read().is_empty()).then(|| view! {
                <ul class="table-cards" aria-label="Cards on the table">
                    {cards.get().into_iter().map(|face| {
                        let spoken = face.spoken();
                        view! { <li><span class="visually-hidden">{spoken}</span><span aria-hidden="true"><Face face /></span></li> }
                    }).collect_view()}
                </ul>
            }))}
        </div>
    }
}
