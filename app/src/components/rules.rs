//! The house rules of the table, on one sheet: everybody may read it, and those who may change it.

use leptos::prelude::*;
use shared::command::Command;
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Throwing, TimeUp, Who};

use super::deck_editor::DeckEditor;
use super::sheet::{Sheet, SheetName};
use crate::live::Live;
use crate::live::door::OutsiderView;
use crate::live::reactive::{memo, part};

#[component]
pub fn RulesSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Rules title="House rules" class="rules">
            <Rules />
        </Sheet>
    }
}

#[component]
fn Rules() -> impl IntoView {
    let live = Live::expect();
    let may_change =
        memo(move |_| live.view.round.with(|round| round.me.as_ref().is_some_and(|me| me.may_change_settings)));
    let who = [("Moderators", Who::Moderators), ("Everyone", Who::Everyone)];
    let may = move |deed: Deed, legend: &'static str| {
        let options = who.map(|(words, who)| (words, Setting::May { deed, who }));
        view! { <Rule legend options=options.to_vec() /> }
    };
    view! {
        <p class="rules-note">
            {part(move || if may_change.get() {
                "They hold for everybody at this table, from now on. Everybody is told what you change."
            } else {
                "Moderators change these."
            })}
        </p>
        <DeckEditor may_change />
        <fieldset class="rules-all" disabled=move || !may_change.get()>
            <Rule
                legend="The number that counts"
                options=[Figure::Median, Figure::Mean, Figure::Mode, Figure::None]
                    .map(|figure| (figure_words(figure), Setting::Figure(figure)))
                    .to_vec()
            />
            <Rule
                legend="The result says"
                hint="An anonymous round stays so for ever."
                options=vec![
                    ("Who played what", Setting::Names(Names::Shown)),
                    ("The cards alone", Setting::Names(Names::Anonymous)),
                ]
            />
            <Rule
                legend="Open cards"
                options=vec![
                    ("Stay as they are", Setting::AfterReveal(AfterReveal::Locked)),
                    ("May be changed, marked", Setting::AfterReveal(AfterReveal::MayChange)),
                ]
            />
            <Rule
                legend="When everybody has played"
                options=vec![
                    ("Wait for Reveal", Setting::AutoReveal(false)),
                    ("Turn the cards after 3 seconds", Setting::AutoReveal(true)),
                ]
            />
            <Rule
                legend="When the countdown ends"
                options=vec![
                    ("Tell everybody", Setting::TimeUp(TimeUp::Tell)),
                    ("Turn the cards", Setting::TimeUp(TimeUp::Reveal)),
                ]
            />
            <Rule
                legend="How sure are you?"
                options=vec![("Do not ask", Setting::Confidence(false)), ("Ask with each card", Setting::Confidence(true))]
            />
            {may(Deed::Reveal, "Who may reveal")}
            {may(Deed::GoOn, "Who may go on to the next round")}
            {may(Deed::NameTopic, "Who may name the topic")}
            {may(Deed::ChangeSettings, "Who may change these rules")}
            <Rule
                legend="The door"
                hint="At a locked door newcomers knock, and a moderator lets them in."
                options=vec![("Open", Setting::Door(Door::Open)), ("Locked", Setting::Door(Door::Locked))]
            />
            <Rule
                legend="Throwing things at each other"
                options=vec![
                    ("Allowed", Setting::Throwing(Throwing::Allowed)),
                    ("Off", Setting::Throwing(Throwing::Off)),
                ]
            />
        </fieldset>
        <SentAway />
    }
}

fn figure_words(figure: Figure) -> &'static str {
    match figure {
        Figure::Median => "Median",
        Figure::Mean => "Mean",
        Figure::Mode => "Most played",
        Figure::None => "None, we talk",
    }
}

/// One house rule and what it can be.
#[component]
fn Rule(
    legend: &'static str,
    options: Vec<(&'static str, Setting)>,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let live = Live::expect();
    let settings = live.view.settings;
    let choices = options.into_iter().map(|(words, setting)| {
        let is_so = move || settings.with(|settings| settings.with(setting) == *settings);
        view! {
            <label class="choice">
                <input
                    class="choice-input"
                    type="radio"
                    name=legend
                    prop:checked=is_so
                    // It is so when the server says so.
                    on:click=move |event| {
                        event.prevent_default();
                        live.ask(Command::ChangeSetting { setting });
                    }
                />
                {words}
            </label>
        }
    });
    view! {
        <fieldset class="choices-set">
            <legend class="choices-label">{legend}</legend>
            {hint.map(|hint| view! { <p class="rules-note">{hint}</p> })}
            <div class="choices">{choices.collect_view()}</div>
        </fieldset>
    }
}

/// Those who were removed, for the moderators who can let them in again.
#[component]
fn SentAway() -> impl IntoView {
    let live = Live::expect();
    let sent_away = memo(move |_| match live.view.moderating.get() {
        true => live.view.door.with(|door| door.sent_away.clone()),
        false => vec![],
    });
    part(move || {
        sent_away.with(|sent_away| !sent_away.is_empty()).then(|| {
            view! {
                <section aria-labelledby="sent-away">
                    <h3 class="choices-label" id="sent-away">"Outside, whom a moderator removed or did not let in"</h3>
                    <ul class="rules-outside">
                        {sent_away.get().into_iter().map(|outsider| view! { <Outsider outsider /> }).collect_view()}
                    </ul>
                </section>
            }
        })
    })
}

#[component]
fn Outsider(outsider: OutsiderView) -> impl IntoView {
    let live = Live::expect();
    let OutsiderView { who, nickname, .. } = outsider;
    let label = format!("Let {nickname} in again");
    view! {
        <li class="rules-outsider">
            <bdi>{nickname}</bdi>
            <button type="button" class="button" aria-label=label on:click=move |_| live.ask(Command::Admit { who })>
                "Let in again"
            </button>
        </li>
    }
}
