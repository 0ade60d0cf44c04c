//! A person at the table.

use leptos::prelude::*;
use shared::ids::ParticipantId;
use shared::message::Presence;
use shared::stats::TalkReason;

use super::card::Card;
use super::icon::Icon;
use super::options::{Opened, button_id};
use crate::live::Live;
use crate::live::model::{OpenCardView, PlaceView, SeatView, confidence_word};
use crate::live::reactive::{memo, part};
use crate::live::summary::talk_words;
use crate::live::thrown::place_id;

/// The seat at that place of the row, counted from 0.
#[component]
pub fn Seat(who: ParticipantId, seat: ArcRwSignal<SeatView>, index: ReadSignal<usize>) -> impl IntoView {
    let seat = RwSignal::from(seat);
    let place = memo(move |_| seat.with(|seat| seat.place.clone()));
    let talk = memo(move |_| seat.with(|seat| seat.talk));
    let nickname = memo(move |_| seat.with(|seat| seat.nickname.clone()));
    let is_observing = memo(move |_| *place.read() == PlaceView::Observing);
    let state = move || match *place.read() {
        PlaceView::Observing => "observing",
        PlaceView::Waiting => "waiting",
        PlaceView::FaceDown => "voted",
        PlaceView::FaceUp(_) => "revealed",
    };
    let spoken = move || match (&*place.read(), seat.with(|seat| seat.revealed)) {
        (PlaceView::Observing, _) => "observes".to_owned(),
        (PlaceView::Waiting, false) => "has not played yet".to_owned(),
        (PlaceView::Waiting, true) => "did not play".to_owned(),
        (PlaceView::FaceDown, _) => "has played".to_owned(),
        (PlaceView::FaceUp(card), _) => format!("played {}", card.face.spoken()),
    };
    // What is said of an open card, in sight: that it was another one, and how sure they are.
    let card_words = memo(move |_| match &*place.read() {
        PlaceView::FaceUp(card) => card_words(card),
        _ => None,
    });
    let is = move |mark: fn(&SeatView) -> bool| seat.with(mark);
    view! {
        <li
            class="seat"
            id=place_id(who)
            data-state=state
            data-presence=move || presence_name(seat.with(|seat| seat.presence))
            data-me=move || is(|seat| seat.me).then_some("")
            data-talk=move || talk.get().map(reason_name)
        >
            <span class="seat-place">
                {part(move || if is_observing.get() {
                    view! { <span class="seat-watching icon" data-icon="eye" aria-hidden="true"></span> }.into_any()
                } else {
                    view! { <Card place index /> }.into_any()
                })}
                {part(move || talk.get().map(|reason| view! { <span class="seat-reason">{talk_words(reason)}</span> }))}
            </span>
            <Name who seat nickname />
            {part(move || card_words.get().map(|words| view! { <span class="seat-said">{words}</span> }))}
            <span class="seat-marks">
                {part(move || is(|seat| seat.me).then(|| view! { <span>"you"</span> }))}
                {part(move || is(|seat| seat.moderator).then(|| view! {
                    <span title="moderator"><Icon name="star" /><span class="visually-hidden">"moderator"</span></span>
                }))}
                {part(move || is_observing.get().then(|| view! { <span>"observer"</span> }))}
                {part(move || match seat.with(|seat| seat.presence) {
                    Presence::Here => None,
                    Presence::Away => Some(view! { <Mark icon="moon" word="away" /> }),
                    Presence::Gone => Some(view! { <Mark icon="gone" word="gone" /> }),
                })}
            </span>
            <span class="visually-hidden">{part(spoken)}</span>
        </li>
    }
}

fn card_words(card: &OpenCardView) -> Option<String> {
    let first = card.first.as_ref().map(|first| format!("was {first}"));
    let confidence = card.confidence.map(|confidence| confidence_word(confidence).to_owned());
    let words: Vec<_> = first.into_iter().chain(confidence).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What they are called. The name of somebody else opens what can be done about them, if anything can.
#[component]
fn Name(who: ParticipantId, seat: RwSignal<SeatView>, nickname: Memo<String>) -> impl IntoView {
    let reaching = Live::expect().view.reaching;
    let opened = Opened::expect();
    let name = move || view! { <span class="seat-name" title=nickname><bdi>{nickname}</bdi></span> };
    let is_me = memo(move |_| seat.with(|seat| seat.me));
    part(move || {
        if reaching.get() && !is_me.get() {
            let label = move || format!("{}: options", nickname.get());
            view! {
                <button
                    type="button"
                    class="seat-open"
                    id=button_id(who)
                    aria-haspopup="dialog"
                    aria-label=label
                    tabindex=move || if opened.tab_stop.get() == Some(who) { "0" } else { "-1" }
                    on:click=move |_| opened.show(who)
                    on:focus=move |_| opened.reach(who)
                >
                    {name()}
                </button>
            }
            .into_any()
        } else {
            name().into_any()
        }
    })
}

#[component]
fn Mark(icon: &'static str, word: &'static str) -> impl IntoView {
    view! { <span class="seat-presence"><Icon name=icon />{word}</span> }
}

/// As the style sheet calls it.
fn presence_name(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "here",
        Presence::Away => "away",
        Presence::Gone => "gone",
    }
}

/// As the style sheet calls it.
fn reason_name(reason: TalkReason) -> &'static str {
    match reason {
        TalkReason::CannotSay => "cannot-say",
        TalkReason::AlreadyDone => "already-done",
        TalkReason::Highest => "highest",
        TalkReason::Lowest => "lowest",
    }
}
