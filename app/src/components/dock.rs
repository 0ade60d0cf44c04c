//! The dock: one's own hand, and what to press next.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::command::{Chair, Command, NextTopic};
use shared::room::Role;

use super::field::Field;
use super::hand::Hand;
use super::join::Join;
use super::notice::Notices;
use crate::live::{Live, browser};
use crate::shell::JoinForm;

/// For a stranger the form to join; for a participant the hand and the one main button.
#[component]
pub fn Dock(join: JoinForm) -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let role = Memo::new(move |_| round.with(|round| round.me.as_ref().map(|me| me.role)));
    let revealed = Memo::new(move |_| round.with(|round| round.revealed));
    // Controls come and go with the round. Whoever used one that has gone finds the next one under their fingers; who did
    // not use any keeps the focus where it is.
    let is_in_use = RwSignal::new(false);
    let moderator = Memo::new(move |_| round.with(|round| round.me.as_ref().is_some_and(|me| me.moderator)));
    Effect::new(move |before: Option<(Option<Role>, bool, bool)>| {
        let now = (role.get(), revealed.get(), moderator.get());
        if before.is_some_and(|before| before != now) && is_in_use.get_untracked() {
            request_animation_frame(|| {
                browser::rescue_focus(&[".hand-card[tabindex='0']:enabled", ".dock [data-kind='main']:enabled"]);
            });
        }
        now
    });
    view! {
        <section
            class="dock"
            data-phase=move || if revealed.get() { "revealed" } else { "open" }
            aria-label=move || if role.get().is_some() { "Your cards" } else { "Take a seat" }
            on:focusin=move |_| is_in_use.set(true)
        >
            <Notices />
            {move || match role.get() {
                None => view! { <Join form=join.clone() /> }.into_any(),
                Some(Role::Voter) => view! { <Hand /> <Actions /> }.into_any(),
                Some(Role::Observer) => view! { <Actions /> }.into_any(),
            }}
        </section>
    }
}

/// What one may do about the round.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Reveal,
    GoOn,
    TakeChair,
    /// Somebody else does it.
    Watch,
}

#[component]
fn Actions() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let part = Memo::new(move |_| {
        round.with(|round| match &round.me {
            Some(me) if me.moderator && round.revealed => Part::GoOn,
            Some(me) if me.moderator => Part::Reveal,
            Some(me) if me.may_take_chair => Part::TakeChair,
            _ => Part::Watch,
        })
    });
    move || match part.get() {
        Part::Reveal => view! { <Reveal /> }.into_any(),
        Part::GoOn => view! { <GoOn /> }.into_any(),
        Part::TakeChair => view! { <TakeChair /> }.into_any(),
        Part::Watch => view! { <Hint /> }.into_any(),
    }
}

#[component]
fn Reveal() -> impl IntoView {
    let live = Live::expect();
    let round = live.view.round;
    let may_reveal = Memo::new(move |_| round.with(|round| round.me.as_ref().is_some_and(|me| me.may_reveal)));
    let reveal = move |_| {
        if may_reveal.get_untracked() && live.settled.get_untracked() {
            live.ask(Command::Reveal { round: round.with_untracked(|round| round.number) });
        }
    };
    view! {
        <div class="dock-actions">
            <button
                type="button"
                class="button"
                data-kind="main"
                data-key="r"
                // It can have the focus before there is a card to turn, so that an observer's focus stays with it.
                aria-disabled=move || (!may_reveal.get() || !live.settled.get()).then_some("true")
                on:click=reveal
            >
                "Reveal"
            </button>
        </div>
    }
}

#[component]
fn GoOn() -> impl IntoView {
    let live = Live::expect();
    let input = NodeRef::<Input>::new();
    let go_on = move |topic: NextTopic| {
        if live.settled.get_untracked() {
            let after = live.view.round.with_untracked(|round| round.number);
            live.ask(Command::NextRound { after, topic });
        }
    };
    let next_topic = move |event: SubmitEvent| {
        event.prevent_default();
        let title = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        go_on(NextTopic::New { title });
    };
    view! {
        <form class="dock-actions" data-key="n" on:submit=next_topic>
            <Field
                id="next-topic"
                name="title"
                label="Title of the next topic"
                hide_label=true
                input
                value=Signal::stored(String::new())
                placeholder="Title of the next topic"
                class="dock-topic"
            />
            <button
                type="button"
                class="button"
                aria-disabled=unsettled(live)
                on:click=move |_| go_on(NextTopic::Same)
            >
                "Vote again"
            </button>
            <button class="button" data-kind="main" aria-disabled=unsettled(live)>"Next topic"</button>
        </form>
    }
}

/// `aria-disabled` of a control that came under the pointer a moment ago. It can have the focus, and is not pressed.
fn unsettled(live: Live) -> impl Fn() -> Option<&'static str> + Copy {
    move || (!live.settled.get()).then_some("true")
}

#[component]
fn TakeChair() -> impl IntoView {
    let live = Live::expect();
    view! {
        <div class="dock-actions">
            <p class="dock-hint">{move || live.view.round.with(|round| vacancy(&round.moderators))}</p>
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
    view! { <div class="dock-actions"><p class="dock-hint">{hint}</p></div> }
}

/// Why the chair can be taken.
fn vacancy(moderators: &[String]) -> &'static str {
    if moderators.is_empty() { "This table has no moderator." } else { "No moderator is here." }
}
