//! The keys: what listens to single letters, and the sheet that lists all keys.

use leptos::ev;
use leptos::prelude::*;

use super::sheet::{Sheet, SheetName, Sheets};
use crate::live::keys::{KeyView, KeysView, Press, Shortcut};
use crate::live::reactive::effect;
use crate::live::{Live, browser};

/// For so long after the last letter somebody may still be writing.
const TYPING_LINGERS_MS: f64 = 1_500.0;
const ENDS_TYPING: [&str; 3] = ["Enter", "Escape", "Tab"];

/// The sheet. While it is on the page letters do what they are for, if one wants that.
#[component]
pub fn KeysSheet() -> impl IntoView {
    let live = Live::expect();
    let sheets = Sheets::expect();
    // A field can go while somebody writes in it. What they go on writing is for nobody then, until they pause, or do
    // something else.
    let typed_at = StoredValue::new(None::<f64>);
    let goes_on_typing = move |key: &str| {
        let now = browser::now_ms();
        let is_typing = typed_at.get_value().is_some_and(|typed_at| now - typed_at < TYPING_LINGERS_MS);
        let goes_on = is_typing && !ENDS_TYPING.contains(&key);
        typed_at.set_value(goes_on.then_some(now));
        goes_on
    };
    let hear = move |event: ev::KeyboardEvent| {
        let goes_on_typing = goes_on_typing(&event.key());
        if !live.preferences.with_untracked(|preferences| preferences.letter_keys) {
            return;
        }
        let press = Press {
            key: event.key(),
            has_modifier: event.ctrl_key() || event.alt_key() || event.meta_key(),
            is_repeat: event.repeat(),
            is_typing: event.is_composing() || browser::is_typing() || goes_on_typing,
            is_in_dialog: browser::is_in_dialog(),
        };
        let Some(shortcut) = press.shortcut() else { return };
        // The letter must not be written into the field to which it leads.
        event.prevent_default();
        match shortcut {
            Shortcut::ShowKeys => sheets.open(SheetName::Keys),
            Shortcut::Invite => sheets.open(SheetName::Invite),
            Shortcut::Reveal | Shortcut::GoOn | Shortcut::EditTopic | Shortcut::Topics => {
                browser::use_control(shortcut.key())
            }
        }
    };
    // As long as the page, so what would end these is dropped unused.
    effect(move |_| {
        drop(window_event_listener(ev::keydown, hear));
        drop(window_event_listener_untyped("input", move |_| typed_at.set_value(Some(browser::now_ms()))));
        drop(window_event_listener_untyped("click", move |_| typed_at.set_value(None)));
    });
    view! {
        <Sheet name=SheetName::Keys title="Keyboard" class="keys">
            <List />
        </Sheet>
    }
}

#[component]
fn List() -> impl IntoView {
    let has_letter_keys = Live::expect().preferences.with_untracked(|preferences| preferences.letter_keys);
    let places = KeysView::all(has_letter_keys).into_iter().map(|KeysView { place, rows }| {
        view! {
            <section class="keys-place">
                <h3 class="keys-title">{place}</h3>
                <dl class="keys-rows">{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</dl>
            </section>
        }
    });
    view! {
        <div class="keys-places">{places.collect_view()}</div>
        {(!has_letter_keys).then(|| view! {
            <p>"Letter keys are switched off on this device. You can switch them on in the preferences."</p>
        })}
    }
}

#[component]
fn Row(row: KeyView) -> impl IntoView {
    let KeyView { keys, words } = row;
    view! {
        <div class="keys-row">
            <dt>{keys.into_iter().map(|key| view! { <kbd class="keys-key">{key}</kbd>" " }).collect_view()}</dt>
            <dd>{words}</dd>
        </div>
    }
}
