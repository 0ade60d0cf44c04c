//! The result of a round.

use leptos::prelude::*;
use shared::settings::Figure;

use super::face::sign;
use super::results::Results;
use crate::live::listing::Listing;
use crate::live::reactive::{memo, part};
use crate::live::summary::{BarView, EstimateView, FiguresView, SuggestionView, SummaryView, TalkView, talk_words};
use crate::live::{Live, browser};

/// Of more the names are read in the table of who played what.
const TALKERS_SHOWN: usize = 12;

/// A figure of so many signs has room in its largest size.
const FIGURE_SHORT: usize = 5;

/// The sheet that is laid beside the table once the cards are open.
#[component]
pub fn Summary() -> impl IntoView {
    let live = Live::expect();
    part(move || live.view.summary.get().map(|summary| view! { <Sheet summary /> }))
}

#[component]
fn Sheet(summary: SummaryView) -> impl IntoView {
    let SummaryView { figure, estimate, figures, bars, talk, results, consensus, took, .. } = summary;
    let took = took.map(|took| view! { <p class="summary-took">{format!("The round took {took}.")}</p> });
    view! {
        <section class="summary paper" aria-labelledby="summary-title">
            <div>
                <h2 class="summary-title visually-hidden" id="summary-title" tabindex="-1">"Result of the round"</h2>
                {match figures {
                    Some(figures) => view! { <Figures figure estimate figures /> }.into_any(),
                    None => view! { <p>"No card with a number was played."</p> }.into_any(),
                }}
                {took}
                <Untitled />
            </div>
            <div>
                <h3 class="summary-title">"Cards"</h3>
                <ul class="bars">{bars.into_iter().map(|bar| view! { <Bar bar /> }).collect_view()}</ul>
            </div>
            <div class="summary-people">
                <h3 class="summary-title">"Let us talk"</h3>
                <ul class="summary-talk">
                    {if talk.is_empty() {
                        let text = if consensus.is_some() { "Everybody agrees." } else { "Nobody is far apart." };
                        view! { <li>{text}</li> }.into_any()
                    } else {
                        talk.into_iter().map(|talk| view! { <Talkers talk /> }).collect_view().into_any()
                    }}
                </ul>
            </div>
            <Results results />
        </section>
    }
}

/// A round that was about nothing yet can be given a title, and counts for it then.
#[component]
fn Untitled() -> impl IntoView {
    let (live, listing) = (Live::expect(), Listing::expect());
    let is_offered = memo(move |_| listing.may_change.get() && live.view.topic.with(Option::is_none));
    part(move || {
        is_offered.get().then(|| {
            view! {
                <button type="button" class="summary-untitled" on:click=move |_| browser::use_control("t")>
                    "Give this round a title"
                </button>
            }
        })
    })
}

/// The number that counts first and large, the others beside it.
#[component]
fn Figures(figure: Figure, estimate: Option<EstimateView>, figures: FiguresView) -> impl IntoView {
    let FiguresView { median, mean, mode, range, agreement_percent, votes } = figures;
    let has_mean = mean.is_some();
    let others = [
        (Figure::Median, "Median", Some(median)),
        (Figure::Mean, "Mean", mean),
        (Figure::Mode, "Most played", Some(mode)),
    ];
    let others = others.into_iter().filter(|(other, ..)| *other != figure);
    let others = others.filter_map(|(_, name, value)| Some(view! { <Number name value=value? /> }));
    let agreement_title = format!("The share of the {votes} votes that lie on the most played card");
    let suggestion = estimate.as_ref().and_then(|estimate| estimate.suggestion.clone());
    view! {
        <dl class="summary-figures">
            {estimate.map(|estimate| view! { <Number kind="main" name=estimate.name value=estimate.value /> })}
            {suggestion.map(|nearest| view! { <Number name="Nearest card" value=nearest_words(&nearest) /> })}
            {others.collect_view()}
            <Number name="Range" value=range />
            <Number name="Agreement" value=format!("{agreement_percent} %") title=agreement_title />
        </dl>
        {(figure == Figure::Mean && !has_mean).then(|| view! { <p class="summary-took">"Words have no mean."</p> })}
    }
}

/// The card, and whether it is one of two.
fn nearest_words(nearest: &SuggestionView) -> String {
    if nearest.is_tie { format!("{} (a tie goes up)", nearest.card) } else { nearest.card.clone() }
}

#[component]
fn Number(
    name: &'static str,
    value: String,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional, into)] title: Option<String>,
) -> impl IntoView {
    let is_long = (value.chars().count() > FIGURE_SHORT).then_some("");
    view! { <div class="summary-figure" data-kind=kind data-long=is_long title=title><dt>{name}</dt><dd>{value}</dd></div> }
}

#[component]
fn Bar(bar: BarView) -> impl IntoView {
    let share = format!("--share: {}.{:03}", bar.share_thousandths / 1000, bar.share_thousandths % 1000);
    view! {
        <li class="bars-row" data-mode=bar.is_mode.then_some("") style=share>
            <span class="bars-card" aria-hidden="true">{sign(&bar.face)}</span>
            <span class="visually-hidden">{format!("{}: ", bar.face.short())}</span>
            <span class="bars-track" aria-hidden="true"><span class="bars-bar"></span></span>
            <span class="bars-count">{bar.count}</span>
        </li>
    }
}

#[component]
fn Talkers(talk: TalkView) -> impl IntoView {
    let is_anonymous = talk.talkers.is_empty();
    let others = talk.talkers.len().saturating_sub(TALKERS_SHOWN);
    let names = talk.talkers.into_iter().take(TALKERS_SHOWN).enumerate().map(|(index, talker)| {
        let said = (!talker.said.is_empty()).then(|| view! { " "<q class="summary-said"><bdi>{talker.said}</bdi></q> });
        view! { {(index > 0).then_some(", ")}<bdi>{talker.nickname}</bdi>{said} }
    });
    let count =
        is_anonymous.then(|| if talk.votes == 1 { "1 card".to_owned() } else { format!("{} cards", talk.votes) });
    view! {
        <li>
            <span class="summary-reason">{format!("{}: {}", talk_words(talk.reason), talk.card)}</span>
            " "
            {names.collect_view()}
            {(others > 0).then(|| format!(" and {others} more"))}
            {count}
        </li>
    }
}
