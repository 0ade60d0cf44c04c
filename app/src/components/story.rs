//! How a topic got to its estimate: who played what in which round, and who moved.

use leptos::prelude::*;

use super::face::Face;
use super::plot::Movement;
use crate::live::model::confidence_word;
use crate::report::story::{CardView, PersonView, RoundView, StoryView};

/// So many rounds have room on a phone.
const ROUNDS_NARROW_MAX: usize = 2;

/// A section of the page of results, and what a room shows of it in a sheet.
#[component]
pub fn Story(story: StoryView) -> impl IntoView {
    let has_anonymous = story.has_anonymous();
    let StoryView { anchor, key, title, estimate, sentence, rounds, people, others, movement } = story;
    let estimate = estimate.map(|face| {
        let label = format!("Estimate: {}", face.short());
        view! { <span class="story-estimate" role="img" aria-label=label><Face face /></span> }
    });
    let key = (!key.is_empty()).then(|| view! { <span class="story-key"><bdi>{key}</bdi></span>" " });
    let title = if title.is_empty() { "Without a topic".to_owned() } else { title };
    let caption = format!("Who played what: {title}");
    // What may be wider than its place can be moved without a mouse.
    let wide = (rounds.len() > ROUNDS_NARROW_MAX).then_some("0");
    // What a single round came to stands in the sentence.
    let foot = (rounds.len() > 1 || has_anonymous).then(|| {
        view! {
            <tfoot>
                {has_anonymous.then(|| line("Cards", &rounds, |round| round.anonymous.clone()))}
                {line("Range", &rounds, |round| round.range.clone())}
                {line("Median", &rounds, |round| round.median.clone())}
                {line("Agreement", &rounds, |round| Some(format!("{} %", round.agreement_percent?)))}
                {line("Time", &rounds, |round| round.took.clone())}
            </tfoot>
        }
    });
    let table = (!rounds.is_empty()).then(|| {
        view! {
            <div class="story-cards" tabindex=wide>
                <table class="story-table">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead>
                        <tr>
                            <td></td>
                            {rounds.iter().map(heading).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{people.into_iter().map(|person| row(person, &rounds)).collect_view()}</tbody>
                    {foot}
                </table>
                {(others > 0).then(|| view! { <p class="story-others">{format!("and {others} more")}</p> })}
            </div>
        }
    });
    let has_moved = movement.is_some().then_some("");
    view! {
        <section class="story" id=anchor data-moved=has_moved>
            <header class="story-head">
                {estimate}
                <div>
                    <h3 class="story-title">{key}<bdi>{title}</bdi></h3>
                    <p class="story-sentence">{sentence}</p>
                </div>
            </header>
            {table}
            {movement.map(|movement| view! { <figure class="story-plot"><Movement movement /></figure> })}
        </section>
    }
}

fn heading(round: &RoundView) -> impl IntoView + use<> {
    view! { <th scope="col">{format!("Round {}", round.number)}</th> }
}

fn row(person: PersonView, rounds: &[RoundView]) -> impl IntoView + use<> {
    let PersonView { name, cards } = person;
    let cells = cards.into_iter().zip(rounds).map(|(card, round)| match card {
        Some(card) => view! { <td>{cell(card)}</td> }.into_any(),
        None => {
            let why = if round.anonymous.is_some() { "Nobody knows" } else { "No card" };
            view! { <td class="story-none"><span aria-hidden="true">"·"</span><span class="visually-hidden">{why}</span></td> }
                .into_any()
        }
    });
    view! { <tr><th scope="row"><bdi>{name}</bdi></th>{cells.collect_view()}</tr> }
}

fn cell(card: CardView) -> impl IntoView {
    let CardView { card, first, confidence, reason } = card;
    view! {
        <span class="story-card">{card}</span>
        {first.map(|first| view! { " "<span class="story-said">{format!("was {first}")}</span> })}
        {confidence.map(|confidence| view! { " "<span class="story-said">{confidence_word(confidence)}</span> })}
        {(!reason.is_empty()).then(|| view! { " "<q class="story-reason"><bdi>{reason}</bdi></q> })}
    }
}

/// A line of what a round came to; none if it would be empty.
fn line(name: &'static str, rounds: &[RoundView], value: fn(&RoundView) -> Option<String>) -> impl IntoView + use<> {
    let values: Vec<Option<String>> = rounds.iter().map(value).collect();
    values.iter().any(Option::is_some).then(|| {
        let cells = values.into_iter().map(|value| view! { <td>{value}</td> });
        view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }
    })
}
