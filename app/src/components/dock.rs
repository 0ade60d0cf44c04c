//! The dock: one's own hand, and what to press next.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use shared::command::{Chair, Command};
use shared::room::{self, Role};

use super::go_on::{GoOn, GoOnAgain, go_to, unsettled};
use super::hand::Hand;
use super::join::Join;
use super::knock::Knock;
use super::notice::Notices;
use super::pick::PickQuestion;
use super::said::Said;
use crate::live::listing::Listing;
use crate::live::model::MyView;
use crate::live::reactive::{effect, memo, part};
use crate::live::topics::NextView;
use crate::live::{Live, browser};
use crate::shell::JoinForm;

/// Where the result is read.
const RESULT: &str = "#summary-title";

/// For a stranger the form to join; for a participant the hand and the one main button.
#[component]
pub fn Dock(join: JoinForm) -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let role = memo(move |_| round.with(|round| round.me.as_ref().map(|me| me.role)));
    let revealed = memo(move |_| round.with(|round| round.revealed));
    // Controls come and go with the round. Whoever used one that has gone finds the next one under their fingers; who did
    // not use any keeps the focus where it is.
    let is_in_use = RwSignal::new(false);
    let is_typing = StoredValue::new(false);
    let moderator = memo(move |_| round.with(|round| round.me.as_ref().is_some_and(|me| me.moderator)));
    effect(move |before: Option<(Option<Role>, bool, bool)>| {
        let now = (role.get(), revealed.get(), moderator.get());
        if before.is_some_and(|before| before != now) && is_in_use.get_untracked() {
            let was_typing = is_typing.get_value();
            request_animation_frame(move || match now {
                // What is still typed presses nothing.
                (_, true, _) if was_typing => browser::rescue_focus(&[RESULT]),
                _ => browser::rescue_focus(&[
                    ".hand-card[tabindex='0']:enabled",
                    ".dock [data-kind='main']:enabled",
                    RESULT,
                ]),
            });
        }
        now
    });
    view! {
        <section
            class="dock"
            data-phase=move || if revealed.get() { "revealed" } else { "open" }
            aria-label=move || if role.get().is_some() { "Your cards" } else { "Take a seat" }
            on:focusin=move |_| {
                is_in_use.set(true);
                is_typing.set_value(browser::is_typing());
            }
        >
            <Notices />
            <Knock />
            {part(move || match role.get() {
                None => view! { <Outside join=join.clone() /> }.into_any(),
                Some(Role::Voter) => view! { <Said /> <Hand /> <Actions /> }.into_any(),
                Some(Role::Observer) => view! { <Actions /> }.into_any(),
            })}
        </section>
    }
}

/// For those without a seat: the form to join, or why there is none.
#[component]
fn Outside(join: JoinForm) -> impl IntoView {
    let live = Live::expect();
    let outside = memo(move |_| live.view.round.with(|round| round.outside));
    part(move || match outside.get() {
        None => view! { <Join form=join.clone() /> }.into_any(),
        Some(room::Outside::Knocking) => view! {
            <div class="join paper">
                <h2 class="join-title">"You knock"</h2>
                <p>"The door of this table is locked. A moderator sees that you are here, and lets you in."</p>
                <button type="button" class="button" on:click=move |_| live.ask(Command::Leave)>"Go away"</button>
            </div>
        }
        .into_any(),
        Some(room::Outside::SentAway) => view! {
            <div class="join paper">
                <h2 class="join-title">"You are outside"</h2>
                <p>"A moderator has closed this table to you. You can look on; only a moderator can let you in."</p>
            </div>
        }
        .into_any(),
    })
}

/// What one may do about the round.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Reveal,
    GoOn {
        may_name_topic: bool,
    },
    TakeChair,
    /// Somebody else does it.
    Watch,
}

#[component]
fn Actions() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let shown = memo(move |_| {
        round.with(|round| match &round.me {
            Some(me) if me.may_go_on && round.revealed => Part::GoOn { may_name_topic: me.may_name_topic },
            Some(me) if me.reveals && !round.revealed => Part::Reveal,
            Some(me) if me.may_take_chair => Part::TakeChair,
            _ => Part::Watch,
        })
    });
    let question = memo(move |_| {
        live.view.backlog.track();
        round.track();
        let picking = live.asking.picking.get()?;
        live.view.with_known(|known| picking.question(known))
    });
    let is_asked = memo(move |_| question.with(Option::is_some));
    part(move || match shown.get() {
        _ if is_asked.get() => view! { <PickQuestion question /> }.into_any(),
        Part::Reveal => view! { <Reveal /> }.into_any(),
        Part::GoOn { may_name_topic: true } => view! { <GoOn /> }.into_any(),
        Part::GoOn { may_name_topic: false } => view! { <GoOnAgain /> }.into_any(),
        Part::TakeChair => view! { <TakeChair /> }.into_any(),
        Part::Watch => view! { <Hint /> }.into_any(),
    })
}

/// The main button. While somebody has not played it asks once whether that is meant.
#[component]
fn Reveal() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let may_reveal = memo(move |_| round.with(|round| round.me.as_ref().is_some_and(|me| me.may_reveal)));
    let others_missing = memo(move |_| {
        round.with(|round| {
            let is_missing = |me: &MyView| me.role == Role::Voter && me.card.is_none();
            round.missing.saturating_sub(usize::from(round.me.as_ref().is_some_and(is_missing)))
        })
    });
    // My own card counts as soon as I have laid it or taken it back: the server hears of that before it hears of this.
    let am_missing = memo(move |_| {
        let choice = live.choice.get();
        let is_missing = |me: &MyView| me.role == Role::Voter && choice.unwrap_or(me.card).is_none();
        round.with(|round| round.me.as_ref().is_some_and(is_missing))
    });
    let missing = move || others_missing.get() + usize::from(am_missing.get());
    let is_running = memo(move |_| round.with(|round| round.countdown.is_some()));
    let is_asking = RwSignal::new(false);
    effect(move |_| {
        if missing() == 0 || !may_reveal.get() {
            is_asking.set(false);
        }
    });
    let reveal = move |event: MouseEvent| {
        // The second half of a double click is no answer to the question.
        if !may_reveal.get_untracked() || !live.settled.get_untracked() || event.detail() > 1 {
        } else if untrack(missing) > 0 && !is_asking.get_untracked() {
            is_asking.set(true);
        } else {
            live.ask(Command::Reveal { round: round.with_untracked(|round| round.number) });
        }
    };
    let words = move || match (is_asking.get(), is_running.get()) {
        (true, _) => "Reveal anyway",
        (false, true) => "Reveal now",
        (false, false) => "Reveal",
    };
    let question = move || {
        let (missing, voters) = (missing(), round.with(|round| round.voters));
        let have = if missing == 1 { "has" } else { "have" };
        format!("{missing} of {voters} {have} not played. Reveal anyway?")
    };
    view! {
        <div class="dock-actions">
            {part(move || is_asking.get().then(|| view! {
                <p class="dock-question" role="status">{part(question)}</p>
                <button type="button" class="button" on:click=move |_| is_asking.set(false)>"Wait"</button>
            }))}
            {part(move || is_running.get().then(|| view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| {
                        live.ask(Command::StopCountdown { round: round.with_untracked(|round| round.number) });
                    }
                >
                    "Stop"
                </button>
            }))}
            {part(move || (!is_asking.get()).then(|| view! { <Skip /> }))}
            {part(move || (others_missing.get() > 0 && !is_asking.get()).then(|| view! {
                <button
                    type="button"
                    class="button"
                    title="Ask those for a card who have not played"
                    on:click=move |_| live.ask(Command::Nudge { round: round.with_untracked(|round| round.number) })
                >
                    "Nudge"
                </button>
            }))}
            <button
                type="button"
                class="button"
                data-kind="main"
                data-key="r"
                // It can have the focus before there is a card to turn, so that an observer's focus stays with it.
                aria-disabled=move || (!may_reveal.get() || !live.settled.get()).then_some("true")
                on:click=reveal
                on:keydown=move |event| {
                    // Nor is a key that is held down.
                    if event.repeat() {
                        event.prevent_default();
                    }
                }
            >
                {part(words)}
            </button>
        </div>
    }
}

/// Before the reveal: on to the next topic of the list, with which one also begins.
#[component]
fn Skip() -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    part(move || {
        let next = listing.next.get().filter(|_| listing.may_change.get());
        next.map(|NextView { id, name, skips }| {
            let word = if skips { "Skip" } else { "First topic" };
            let label = if skips { format!("Skip to {name}") } else { format!("First topic: {name}") };
            view! {
                <button
                    type="button"
                    class="button"
                    aria-label=label
                    aria-disabled=unsettled(live)
                    on:click=move |_| go_to(live, id)
                >
                    {word}
                </button>
            }
        })
    })
}

#[component]
fn TakeChair() -> impl IntoView {
    let live = Live::expect();
    view! {
        <div class="dock-actions">
            <p class="dock-hint">{part(move || live.view.round.with(|round| vacancy(&round.moderators)))}</p>
            <button type="button" class="button" on:click=move |_| live.ask(Command::TakeChair)>"Take the chair"</button>
        </div>
    }
}

#[component]
fn Hint() -> impl IntoView {
    let live = Live::expect();
    let hint = move || {
        live.view.round.with(|round| {
            let who = match &round.moderators[..] {
                names if names.is_empty() || round.chair == Chair::Vacant => {
                    return format!("{} A voter can take the chair.", vacancy(names));
                }
                [] => String::new(),
                [one] => one.clone(),
                [several @ .., last] => format!("{} or {last}", several.join(", ")),
            };
            if round.revealed { format!("{who} opens the next round.") } else { format!("{who} reveals the cards.") }
        })
    };
    view! { <div class="dock-actions"><p class="dock-hint">{part(hint)}</p></div> }
}

/// Why the chair can be taken.
fn vacancy(moderators: &[String]) -> &'static str {
    if moderators.is_empty() { "This table has no moderator." } else { "No moderator is here." }
}
