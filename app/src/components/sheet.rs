//! A sheet that is laid over the table: a dialog with a title. One lies there at a time.

use leptos::ev::MouseEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::icon::Icon;
use crate::live::reactive::{effect, memo, part};
use crate::live::{Live, browser};

/// The sheets that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetName {
    Invite,
    Preferences,
    Keys,
    Rules,
    Import,
    /// The list of topics, where there is no room for it beside the table.
    Topics,
    /// One of them.
    Topic,
}

impl SheetName {
    /// What its title is called in the document.
    fn title_id(self) -> &'static str {
        match self {
            Self::Invite => "invite-title",
            Self::Preferences => "preferences-title",
            Self::Keys => "keys-title",
            Self::Rules => "rules-title",
            Self::Import => "import-title",
            Self::Topics => "topics-title",
            Self::Topic => "topic-sheet-title",
        }
    }
}

/// Which sheet lies over the table: the last of these. Those before it come back when it is taken away.
#[derive(Clone, Copy)]
pub struct Sheets(RwSignal<Vec<SheetName>>);

impl Sheets {
    /// For the page.
    pub fn provide() {
        provide_context(Self(RwSignal::new(vec![])));
    }

    /// Those of the page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Lays that sheet over the table.
    pub fn open(self, name: SheetName) {
        self.0.set(vec![name]);
    }

    /// Lays that sheet over the one that lies there, which comes back after it.
    pub fn open_above(self, name: SheetName) {
        self.0.update(|open| open.push(name));
    }

    /// Whether that sheet lies there, or comes back.
    pub fn has(self, name: SheetName) -> bool {
        self.0.with(|open| open.contains(&name))
    }

    /// Takes all sheets from the table.
    pub fn clear(self) {
        self.0.set(vec![]);
    }

    /// Takes that sheet away, if it is the one that lies there.
    pub fn close(self, name: SheetName) {
        if self.is_on_top(name) {
            self.0.update(|open| open.truncate(open.len() - 1));
        }
    }

    fn is_on_top(self, name: SheetName) -> bool {
        self.0.with_untracked(|open| open.last() == Some(&name))
    }
}

/// A button in the bar that opens a sheet.
#[component]
pub fn SheetButton(name: SheetName, icon: &'static str, label: &'static str) -> impl IntoView {
    let sheets = Sheets::expect();
    view! {
        <button
            type="button"
            class="button"
            data-kind="quiet"
            aria-haspopup="dialog"
            on:click=move |_| sheets.open(name)
        >
            <Icon name=icon />
            <span class="bar-word">{label}</span>
        </button>
    }
}

/// A sheet, drawn while it is open. It closes by Escape, by a press beside it, and by its button. What in it has `data-first`
/// has the focus first.
#[component]
pub fn Sheet(
    name: SheetName,
    title: &'static str,
    #[prop(default = "")] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let sheets = Sheets::expect();
    let notice = Live::expect().notice;
    let is_open = memo(move |_| sheets.0.with(|open| open.last() == Some(&name)));
    let dialog = NodeRef::<Dialog>::new();
    effect(move |_| {
        let is_open = is_open.get();
        let Some(dialog) = dialog.get() else { return };
        if is_open && !dialog.open() {
            let _ = dialog.show_modal();
            browser::focus(&["dialog[open] [data-first]"]);
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    });
    let close_beside = move |event: MouseEvent| {
        // What is pressed beside the sheet is the dialog itself; what is written on it fills all of it.
        if event.target() == event.current_target() {
            sheets.close(name);
        }
    };
    view! {
        <dialog
            class=format!("sheet paper {class}")
            node_ref=dialog
            aria-labelledby=name.title_id()
            on:click=close_beside
            on:close=move |_| sheets.close(name)
        >
            {part(move || is_open.get().then(|| view! {
                <div class="sheet-body">
                    <div class="sheet-head">
                        <h2 class="sheet-title" id=name.title_id() tabindex="-1">{title}</h2>
                        <button type="button" class="button" data-kind="quiet" on:click=move |_| sheets.close(name)>
                            "Close"
                        </button>
                    </div>
                    // What lies under the sheet is neither seen nor read.
                    <p class="sheet-notice" role="alert">{part(move || Some(notice.get()).filter(|text| !text.is_empty()))}</p>
                    {children()}
                </div>
            }))}
        </dialog>
    }
}
