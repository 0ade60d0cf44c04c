//! What one can do about oneself: another name, another part, another device, leaving; and about one's own page.

use leptos::ev::SubmitEvent;
use leptos::html::{Details, Input};
use leptos::prelude::*;
use shared::command::Command;

use super::field::Field;
use super::hand_over::HandOver;
use super::icon::Icon;
use super::role_choice::RoleChoice;
use super::sheet::{SheetName, Sheets};
use crate::live::reactive::{effect, memo, part};
use crate::live::{Asked, Live, browser};

/// A menu under one's own name, for those who sit at the table. It holds less for others, and has no name.
#[component]
pub fn Menu() -> impl IntoView {
    let live = Live::expect();
    let is_seated = memo(move |_| live.view.round.with(|round| round.me.is_some()));
    part(move || if is_seated.get() { view! { <MyMenu /> }.into_any() } else { view! { <StrangersMenu /> }.into_any() })
}

#[component]
fn StrangersMenu() -> impl IntoView {
    let details = NodeRef::<Details>::new();
    view! {
        <details class="menu" data-kind="stranger" node_ref=details on:keydown=move |event| {
            if let ("Escape", Some(details)) = (event.key().as_str(), details.get_untracked()) {
                browser::close(&details);
            }
        }>
            <summary class="button" data-kind="quiet"><Icon name="sliders" /><span class="bar-word">"Menu"</span></summary>
            <div class="menu-sheet paper"><PageButtons details /></div>
        </details>
    }
}

/// What anybody can do about the page on their device. The menu closes first, and has the focus again afterwards.
#[component]
fn PageButtons(details: NodeRef<Details>) -> impl IntoView {
    let sheets = Sheets::expect();
    let room = Live::expect().room_id();
    let (results, like_this) = (format!("/r/{room}/results"), format!("/?like={room}"));
    let open = move |name: SheetName| {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
        sheets.open(name);
    };
    view! {
        <div class="menu-page">
            <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| open(SheetName::Preferences)>
                "Preferences"
            </button>
            <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| open(SheetName::Keys)>
                "Keyboard"
            </button>
        </div>
        // In a window of its own: one goes on playing in this one.
        <a class="button" href=results target="_blank">"Results so far"</a>
        <a class="button" href=like_this>"New room like this one"</a>
    }
}

#[component]
fn MyMenu() -> impl IntoView {
    let live = Live::expect();
    let me = move || live.view.round.with(|round| round.me.clone());
    let nickname = memo(move |_| me().map(|me| me.nickname).unwrap_or_default());
    let role = memo(move |_| me().map(|me| me.role).unwrap_or_default());
    let details = NodeRef::<Details>::new();
    let input = NodeRef::<Input>::new();
    let observer = NodeRef::<Input>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            browser::close(&details);
        }
    };
    // What was typed and not saved is given up when the menu closes.
    let forget = move |_| {
        if let (Some(details), Some(input)) = (details.get_untracked(), input.get_untracked())
            && !details.open()
        {
            input.set_value(&nickname.get_untracked());
        }
    };
    let error = Signal::derive(move || match live.rename.get() {
        Asked::Refused(rejection) => Some(rejection.sentence()),
        Asked::Not | Asked::Waiting => None,
    });
    let rename = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            live.ask_to_rename(input.value());
        }
    };
    // A name that was taken closes the menu; one that was refused stays to be mended.
    effect(move |before: Option<Asked>| {
        let now = live.rename.get();
        if before == Some(Asked::Waiting) && now == Asked::Not {
            close();
        }
        now
    });
    view! {
        <details class="menu" node_ref=details on:toggle=forget on:keydown=move |event| {
            if event.key() == "Escape" {
                close();
            }
        }>
            <summary class="button" data-kind="quiet">
                <span class="visually-hidden">"You: "</span>
                <span class="menu-name"><bdi>{nickname}</bdi></span>
            </summary>
            <div class="menu-sheet paper">
                <form class="menu-rename" on:submit=rename>
                    <Field id="rename" name="nickname" label="Your name" input value=nickname error autocomplete="nickname" />
                    <button class="button">"Save"</button>
                </form>
                <RoleChoice
                    name="my-role"
                    role
                    observer
                    change=Callback::new(move |role| live.ask(Command::ChangeRole { role }))
                />
                <HandOver />
                <PageButtons details />
                <button type="button" class="button" on:click=move |_| live.ask(Command::Leave)>"Leave the table"</button>
            </div>
        </details>
    }
}
