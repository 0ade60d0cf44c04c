//! The deck of the table, to be changed, copied and pasted as one line.

use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::deck::Preset;

use super::face::Face;
use super::icon::Icon;
use crate::live::deck::DeckView;
use crate::live::reactive::{effect, memo, part};
use crate::live::{Live, browser};

/// A line, the hand that it makes, and the decks that one can begin with.
#[component]
pub fn DeckEditor(may_change: Memo<bool>) -> impl IntoView {
    let live = Live::expect();
    let kept = live.view.deck;
    let typed = RwSignal::new(kept.get_untracked());
    let input = NodeRef::<Textarea>::new();
    // A deck that somebody else chose takes the place of what stands here, unless one is writing another.
    effect(move |before: Option<String>| {
        let now = kept.get();
        let line = typed.get_untracked();
        // So does the deck that one wrote oneself, as it is written now that it counts.
        if before.is_some_and(|before| before == line) || DeckView::of(&line) == DeckView::of(&now) {
            typed.set(now.clone());
        }
        now
    });
    let deck = memo(move |_| typed.with(|line| DeckView::of(line)));
    let error = move || deck.with(|deck| deck.as_ref().err().cloned());
    let is_other = move || typed.get() != kept.get() && deck.with(Result::is_ok);
    let is_copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            let line = typed.get_untracked();
            if browser::copy(&line).await {
                is_copied.set(true);
                live.spoken.set("The deck is copied.".into());
            } else {
                browser::show_to_copy("Copy this deck:", &line);
            }
        });
    };
    let change = move |_| {
        if is_other() {
            live.ask(Command::ChangeDeck { deck: typed.get_untracked() });
        }
    };
    view! {
        <fieldset class="choices-set deck-editor">
            <legend class="choices-label">"Deck"</legend>
            <div class="deck-presets">
                {Preset::ALL.map(|preset| view! {
                    <button
                        type="button"
                        class="pill"
                        disabled=move || !may_change.get()
                        aria-pressed=move || (typed.get() == preset.deck().to_line()).to_string()
                        on:click=move |_| typed.set(preset.deck().to_line())
                    >
                        {preset.name()}
                    </button>
                })}
            </div>
            <div class="field" data-state=move || if error().is_some() { "invalid" } else { "valid" }>
                <label class="field-label" for="deck-line">"Cards, as one line"</label>
                <textarea
                    class="field-input"
                    id="deck-line"
                    rows="2"
                    node_ref=input
                    dir="auto"
                    autocomplete="off"
                    spellcheck="false"
                    readonly=move || !may_change.get()
                    prop:value=move || typed.get()
                    aria-describedby="deck-line-help deck-line-error"
                    aria-invalid=move || error().is_some().then_some("true")
                    on:input:target=move |event| {
                        is_copied.set(false);
                        typed.set(event.target().value());
                    }
                ></textarea>
                <p class="field-error" id="deck-line-error" role="status">
                    {part(move || error().map(|error| view! { <Icon name="alert" /><span>{error}</span> }))}
                </p>
                <p class="rules-note" id="deck-line-help">
                    "Up to 30 cards with commas between them. XL=8 gives a word a value, Later=- makes a card that does not count."
                </p>
            </div>
            <div class="deck-preview" role="img" aria-label="How the hand will look">
                {part(move || deck.with(|deck| deck.as_ref().ok().map(|deck| {
                    deck.faces.iter().cloned().map(|face| view! { <Face face /> }).collect_view()
                })))}
            </div>
            <div class="deck-actions">
                <button type="button" class="button" on:click=copy>
                    {part(move || if is_copied.get() { "Copied" } else { "Copy the deck" })}
                </button>
                {part(move || may_change.get().then(|| view! {
                    <button
                        type="button"
                        class="button"
                        data-kind="main"
                        aria-disabled=move || (!is_other()).then_some("true")
                        on:click=change
                    >
                        "Play with this deck"
                    </button>
                }))}
            </div>
        </fieldset>
    }
}
