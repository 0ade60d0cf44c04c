//! What one can do about somebody else at the table.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Dialog;
use leptos::prelude::*;
use shared::command::{Command, Thing};
use shared::ids::ParticipantId;
use shared::room::Role;

use super::icon::Icon;
use crate::live::model::OptionsView;
use crate::live::reactive::{effect, memo, part};
use crate::live::{Live, browser, thrown};

/// Whose options are open. One sheet serves all seats, so that a table of a thousand does not hold a thousand of them.
#[derive(Clone, Copy)]
pub struct Opened {
    who: RwSignal<Option<ParticipantId>>,
    /// Whose name had the focus last.
    reached: RwSignal<Option<ParticipantId>>,
    /// Whose name Tab leads to. Arrows lead to the others, so that the way to one's hand is short at any table.
    pub tab_stop: Memo<Option<ParticipantId>>,
}

impl Opened {
    /// For the seats and the sheet of this page.
    pub fn provide(live: Live) {
        let reached = RwSignal::new(None);
        let tab_stop = memo(move |_| {
            let others = others(live);
            reached.get().filter(|who| others.contains(who)).or(others.first().copied())
        });
        provide_context(Self { who: RwSignal::new(None), reached, tab_stop });
    }

    /// Those of the page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Opens the options of that person.
    pub fn show(self, who: ParticipantId) {
        self.who.set(Some(who));
    }

    /// The name of that person has the focus.
    pub fn reach(self, who: ParticipantId) {
        self.reached.set(Some(who));
    }

    /// Moves the focus from name to name, if that key does.
    pub fn move_by_key(self, live: Live, event: &KeyboardEvent) {
        let others = others(live);
        let now = self.tab_stop.get_untracked();
        let Some(now) = others.iter().position(|who| Some(*who) == now) else { return };
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (now + 1) % others.len(),
            "ArrowLeft" | "ArrowUp" => (now + others.len() - 1) % others.len(),
            "Home" => 0,
            "End" => others.len() - 1,
            _ => return,
        };
        event.prevent_default();
        browser::focus_and_show(&format!("#{}", button_id(others[next])));
    }
}

/// What the button is called in the document that opens the options of that person.
pub fn button_id(who: ParticipantId) -> String {
    format!("seat-{}", who.0)
}

/// Everybody else at the table, in the order in which they are drawn.
fn others(live: Live) -> Vec<ParticipantId> {
    let me = live.view.me();
    live.view.participants.get().into_iter().filter(|who| Some(*who) != me).collect()
}

/// The sheet. It closes by Escape, by a press beside it, and when there is nothing left to do.
#[component]
pub fn Options() -> impl IntoView {
    let live = Live::expect();
    let opened = Opened::expect().who;
    let dialog = NodeRef::<Dialog>::new();
    // Everything that changes what is offered changes the seat, the round, or who moderates.
    let options = memo(move |_| {
        let who = opened.get()?;
        live.view.participants.track();
        live.view.moderating.track();
        live.view.reaching.track();
        live.view.seat(who)?.track();
        live.view.with_known(|known| OptionsView::of(known, who)).map(|options| (who, options))
    });
    let is_sure = RwSignal::new(false);
    let close = move || opened.set(None);
    effect(move |_| {
        let is_offered = options.with(Option::is_some);
        let Some(dialog) = dialog.get() else { return };
        if is_offered && !dialog.open() {
            is_sure.set(false);
            let _ = dialog.show_modal();
        } else if !is_offered && dialog.open() {
            dialog.close();
        }
        if !is_offered {
            close();
        }
    });
    // A name that has the focus can go with its seat.
    let reached = Opened::expect().reached;
    effect(move |_| {
        live.view.participants.track();
        let is_gone = |who: &ParticipantId| live.view.participants.with_untracked(|all| !all.contains(who));
        if reached.get_untracked().as_ref().is_some_and(is_gone) {
            reached.set(None);
            request_animation_frame(|| browser::rescue_focus(&[".hand-card[tabindex='0']:enabled", ".dock button"]));
        }
    });
    let ask = move |command: Command| {
        live.ask(command);
        close();
    };
    let close_beside = move |event: MouseEvent| {
        // What is pressed beside the sheet is the dialog itself; the sheet fills all of it.
        if event.target() == event.current_target() {
            close();
        }
    };
    view! {
        <dialog class="options paper" node_ref=dialog aria-labelledby="options-title" on:click=close_beside on:close=move |_| close()>
            {part(move || options.get().map(|(who, options)| {
                let OptionsView { nickname, role, may_throw, may_promote, may_demote, may_set_role, may_remove } = options;
                let remove = move |event: MouseEvent| {
                    // The second half of a double click is no answer to the question.
                    if event.detail() > 1 {
                    } else if is_sure.get_untracked() {
                        ask(Command::Remove { who });
                    } else {
                        is_sure.set(true);
                    }
                };
                let name = nickname.clone();
                let question = move || {
                    if is_sure.get() { format!("Really remove {name}?") } else { "Remove from the table".to_owned() }
                };
                view! {
                    <div class="options-sheet">
                        <h2 class="options-title" id="options-title"><bdi>{nickname}</bdi></h2>
                        {may_throw.then(|| view! { <Throws at=who close=Callback::new(move |()| close()) /> })}
                        {may_promote.then(|| view! {
                            <button type="button" class="button" on:click=move |_| ask(Command::Promote { who })>
                                <Icon name="star" />
                                "Make moderator"
                            </button>
                        })}
                        {may_demote.then(|| view! {
                            <button type="button" class="button" on:click=move |_| ask(Command::Demote { who })>
                                "No longer moderator"
                            </button>
                        })}
                        {may_set_role.then(|| {
                            let (words, other) = match role {
                                Role::Voter => ("Make observer", Role::Observer),
                                Role::Observer => ("Make voter", Role::Voter),
                            };
                            view! {
                                <button
                                    type="button"
                                    class="button"
                                    on:click=move |_| ask(Command::SetRole { who, role: other })
                                >
                                    {words}
                                </button>
                            }
                        })}
                        {may_remove.then(|| view! {
                            <button
                                type="button"
                                class="button"
                                data-kind=move || is_sure.get().then_some("main")
                                on:click=remove
                                on:keydown=move |event| {
                                    // Nor is a key that is held down.
                                    if event.repeat() {
                                        event.prevent_default();
                                    }
                                }
                            >
                                {part(question.clone())}
                            </button>
                        })}
                        <button type="button" class="button" data-kind="quiet" on:click=move |_| close()>"Close"</button>
                    </div>
                }
            }))}
        </dialog>
    }
}

/// What can be thrown at that person.
#[component]
fn Throws(at: ParticipantId, close: Callback<()>) -> impl IntoView {
    let live = Live::expect();
    let throws = Thing::ALL.map(|thing| {
        let throw = move |_| {
            live.ask(Command::Throw { at, thing });
            close.run(());
        };
        view! {
            <button
                type="button"
                class="options-throw"
                aria-label=format!("Throw {}", thrown::words(thing))
                on:click=throw
            >
                {thrown::sign(thing)}
            </button>
        }
    });
    view! { <div class="options-throws" role="group" aria-label="Throw something">{throws}</div> }
}
