//! What somebody wants of these pages on this device.

use leptos::prelude::*;

use super::sheet::{Sheet, SheetName};
use super::switch::Switch;
use crate::live::Live;
use crate::live::preferences::Theme;
use crate::live::reactive::memo;

/// The sheet on which one says it.
#[component]
pub fn PreferencesSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Preferences title="Preferences" class="preferences">
            <Choices />
        </Sheet>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let live = Live::expect();
    let preferences = live.preferences;
    // Why there were no notices was told when one asked for them.
    live.notices_problem.set(None);
    view! {
        <p class="preferences-note">"These hold on this device, in every room. Nobody else is told."</p>
        <fieldset class="choices-set">
            <legend class="choices-label">"Colours"</legend>
            <div class="choices">{Theme::ALL.map(|theme| view! { <ThemeChoice theme /> }).collect_view()}</div>
        </fieldset>
        <Switch
            id="sounds"
            label="Sounds"
            hint="A soft tone when everybody has played, the cards are open, time is up, or the table waits for your card."
            is_on=memo(move |_| preferences.get().sounds)
            change=Callback::new(move |wanted| live.want_sounds(wanted))
        />
        <Switch
            id="notices"
            label="Browser notices"
            hint="The same, shown by the browser while you look at something else."
            is_on=memo(move |_| preferences.get().notices)
            change=Callback::new(move |wanted| live.want_notices(wanted))
            problem=live.notices_problem
        />
        <Switch
            id="letter-keys"
            label="Letter keys"
            hint="A single letter does something, such as r for Reveal. The keyboard sheet lists them."
            is_on=memo(move |_| preferences.get().letter_keys)
            change=Callback::new(move |wanted| live.prefer(|preferences| preferences.letter_keys = wanted))
        />
    }
}

#[component]
fn ThemeChoice(theme: Theme) -> impl IntoView {
    let live = Live::expect();
    let is_chosen = live.preferences.with_untracked(|preferences| preferences.theme == theme);
    view! {
        <label class="choice">
            <input
                class="choice-input"
                type="radio"
                name="theme"
                value=theme.slug()
                checked=is_chosen
                data-first=is_chosen.then_some("")
                on:change=move |_| live.prefer(|preferences| preferences.theme = theme)
            />
            {theme.name()}
        </label>
    }
}
