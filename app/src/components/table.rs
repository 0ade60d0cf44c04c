//! The table: who sits at it, and what lies on it.

use leptos::prelude::*;
use shared::room::Progress;

use super::invite::Invite;
use super::seat::Seat;
use crate::live::Live;

/// All seats, and how far the round has come.
#[component]
pub fn Table() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let revealed = Memo::new(move |_| round.with(|round| round.revealed));
    let progress = Memo::new(move |_| round.with(|round| round.progress));
    let count = Memo::new(move |_| live.view.participants.with(Vec::len));
    let is_alone = Memo::new(move |_| count.get() == 1 && round.with(|round| round.me.is_some()));
    let status = move || match (count.get(), revealed.get(), progress.get()) {
        (0, ..) => "Nobody sits at this table yet".to_owned(),
        (_, true, _) => "The cards are on the table".to_owned(),
        (_, false, Progress { voters: 0, .. }) => "Everybody here observes".to_owned(),
        (_, false, Progress { played, voters }) => format!("{played} of {voters} have played"),
    };
    view! {
        <section class="table" data-phase=move || if revealed.get() { "revealed" } else { "open" } aria-label="Table">
            <p class="table-status">{status}</p>
            <ul class="seats" style=move || format!("--seats: {}", count.get())>
                <ForEnumerate each=move || live.view.participants.get() key=|who| *who let(index, who)>
                    {live.view.seat(who).map(|seat| view! { <Seat seat index /> })}
                </ForEnumerate>
            </ul>
            {move || is_alone.get().then(|| view! {
                <div class="table-alone">
                    <p>"Nobody else is here yet. Send your team the link."</p>
                    <Invite />
                </div>
            })}
        </section>
    }
}
