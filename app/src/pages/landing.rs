//! The landing page: what this is, and the form that makes a room.

use leptos::prelude::*;
use shared::card::{Card, Meaning};
use shared::deck::Preset;

use crate::components::bar::SiteBar;
use crate::components::face::Face;
use crate::components::field::Field;
use crate::live::deck::DeckView;
use crate::live::model::FaceView;
use crate::shell::{self, DeckChoice, Template, TemplateRoom};

/// The page at `/`. It has no script: its form is a plain one.
#[component]
pub fn LandingPage(page: shell::LandingPage) -> impl IntoView {
    view! {
        <SiteBar />
        <main class="landing">
            <section class="landing-hero">
                <Fan />
                <h1 class="landing-title">"Everybody plays."<br />"Nobody peeks."</h1>
                <p class="landing-lead">
                    "Planning poker for teams: open a table, send the link, lay your cards face down, and turn them over together."
                </p>
            </section>
            <form class="landing-form paper" method="post" action="/rooms">
                <h2 class="landing-form-title">"A table for your team"</h2>
                <Like template=page.template />
                <Field
                    id="room"
                    name="name"
                    label="Name of the room"
                    input=NodeRef::new()
                    value=Signal::stored(page.name)
                    error=Signal::stored(page.error)
                    placeholder="Platform team"
                />
                <fieldset>
                    <legend class="choices-label">"Deck"</legend>
                    <div class="decks">
                        {Preset::ALL.map(|preset| {
                            let chosen = page.deck == DeckChoice::Preset(preset);
                            view! { <Deck preset chosen /> }
                        }).collect_view()}
                        <OwnDeck deck=page.deck error=page.deck_error />
                    </div>
                </fieldset>
                <button class="button" data-kind="main">"Open the table"</button>
            </form>
            <section class="landing-promises" aria-label="What we promise">
                <Promise title="No card shown early">
                    "Until the reveal a card is only in its player’s hand and on the server. Nobody else’s browser holds it."
                </Promise>
                <Promise title="Nothing lost">
                    "Reload, change trains, close the lid: you come back to your seat, and your card still lies there."
                </Promise>
                <Promise title="Fast at any size">
                    "Three people or three hundred: a card is seen by all in the blink of an eye."
                </Promise>
            </section>
        </main>
    }
}

/// The room that the new one is to be like, and what of it may come along. Its house rules do without a word more.
#[component]
fn Like(template: Template) -> impl IntoView {
    let TemplateRoom { id, name, topics, brings_topics } = match template {
        Template::None => return ().into_any(),
        Template::NotThere => {
            return view! {
                <p class="landing-like">
                    "The table that this one was to be like is no longer there. Open a new one as you like it."
                </p>
            }
            .into_any();
        }
        Template::Room(room) => room,
    };
    let which = if name.is_empty() {
        view! { "your other room" }.into_any()
    } else {
        view! { "“"<bdi>{name}</bdi>"”" }.into_any()
    };
    view! {
        <div class="landing-like">
            <p>"Like "{which}": its deck and house rules"</p>
            <input type="hidden" name="like" value=id />
            {(topics > 0).then(|| view! {
                <label class="landing-like-topics">
                    <input type="checkbox" name="topics" value="bring" checked=brings_topics />
                    {format!("Bring its topics too ({topics})")}
                </label>
            })}
        </div>
    }
    .into_any()
}

/// A deck of one's own: chosen as the others are, and written beside it.
#[component]
fn OwnDeck(deck: DeckChoice, error: Option<String>) -> impl IntoView {
    let (line, chosen) = match deck {
        DeckChoice::Preset(_) => (String::new(), false),
        DeckChoice::Own(line) => (line, true),
    };
    // Without a script only what came with the page can be drawn.
    let faces = DeckView::of(&line).map(|deck| deck.faces).unwrap_or_default();
    let count = faces.len();
    view! {
        <div class="deck">
            <input class="deck-input" type="radio" name="deck" id="own-deck" value=DeckChoice::OWN checked=chosen />
            <label class="deck-name" for="own-deck">"Your own"</label>
            <span class="deck-line">
                <Field
                    id="cards"
                    name="cards"
                    label="Cards of your own deck, as one line"
                    hide_label=true
                    input=NodeRef::new()
                    value=Signal::stored(line)
                    error=Signal::stored(error)
                    placeholder="0, ½, 1, 2, 3, 5, 8, ?, ☕"
                />
            </span>
            <span class="deck-cards" style=format!("--cards: {count}") aria-hidden="true">
                {faces.into_iter().map(|face| view! { <Face face /> }).collect_view()}
            </span>
        </div>
    }
}

/// A few cards, as one holds them.
#[component]
fn Fan() -> impl IntoView {
    let cards = ["3", "5", "8", "13", "?"].map(|label| Card { label: label.to_owned(), meaning: Meaning::Word });
    let faces = cards.iter().enumerate().map(|(index, card)| {
        view! { <span style=format!("--place: {}", index + 1)><Face face=FaceView::of(card) /></span> }
    });
    view! { <div class="fan" style="--cards: 5" aria-hidden="true">{faces.collect_view()}</div> }
}

#[component]
fn Deck(preset: Preset, chosen: bool) -> impl IntoView {
    let deck = preset.deck();
    let faces = deck.cards().map(|(_, card)| view! { <Face face=FaceView::of(card) /> }).collect_view();
    view! {
        <label class="deck">
            <input class="deck-input" type="radio" name="deck" value=preset.slug() checked=chosen />
            <span class="deck-name">{preset.name()}</span>
            <span class="deck-cards" style=format!("--cards: {}", deck.cards().count()) aria-hidden="true">{faces}</span>
        </label>
    }
}

#[component]
fn Promise(title: &'static str, children: Children) -> impl IntoView {
    view! { <article class="landing-promise"><h2>{title}</h2><p>{children()}</p></article> }
}
