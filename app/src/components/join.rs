//! Taking a seat.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::settings::Door;

use super::field::Field;
use super::role_choice::RoleChoice;
use crate::live::reactive::{effect, memo, part};
use crate::live::{Asked, Live, browser};
use crate::shell::JoinForm;

/// The form by which one joins. Sent before the page is alive, it is a plain form and does the same.
#[component]
pub fn Join(form: JoinForm) -> impl IntoView {
    let live = Live::expect();
    let is_locked = memo(move |_| live.view.settings.with(|settings| settings.door == Door::Locked));
    let input = NodeRef::<Input>::new();
    let observer = NodeRef::<Input>::new();
    let error = Signal::derive(move || match live.join.get() {
        Asked::Refused(rejection) => Some(rejection.sentence()),
        Asked::Not | Asked::Waiting => None,
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(input), Some(observer)) = (input.get_untracked(), observer.get_untracked()) else { return };
        let role = if observer.checked() { Role::Observer } else { Role::Voter };
        live.ask_to_join(input.value(), role);
    };
    // The part that one had in the last room, unless this form comes back from the server. The button says which it is.
    let was_sent = form.error.is_some();
    effect(move |_| {
        if let (Some(observer), Role::Observer, false) = (observer.get(), browser::role(), was_sent) {
            observer.set_checked(true);
        }
    });
    // The name that one had in the last room, unless one has typed another while the page was loading.
    effect(move |_| {
        if let (Some(input), Some(nickname)) = (input.get(), browser::nickname())
            && input.value().is_empty()
        {
            input.set_value(&nickname);
        }
    });
    effect(move |_| {
        let is_about_the_name = matches!(
            live.join.get(),
            Asked::Refused(Rejection::NicknameEmpty | Rejection::NicknameTooLong | Rejection::NicknameTaken)
        );
        if let (true, Some(input)) = (is_about_the_name, input.get_untracked()) {
            let _ = input.focus();
        }
    });
    view! {
        <form class="join paper" method="post" action=format!("/r/{}/join", live.room_id()) novalidate on:submit=submit>
            <h2 class="join-title">"Take a seat"</h2>
            {part(move || is_locked.get().then(|| view! {
                <p>"The door of this table is locked: you knock, and a moderator lets you in."</p>
            }))}
            <Field
                id="nickname"
                name="nickname"
                label="Your name"
                input
                value=Signal::stored(form.nickname)
                error
                autocomplete="nickname"
            />
            <RoleChoice name="role" role=memo(move |_| form.role) observer />
            <button class="button" data-kind="main" disabled=move || live.join.get() == Asked::Waiting>
                // Which of these is seen the style sheet knows from the radio buttons, also before the page is alive.
                <span class="join-as" data-role="voter">"Join as voter"</span>
                <span class="join-as" data-role="observer">"Join as observer"</span>
            </button>
        </form>
    }
}
