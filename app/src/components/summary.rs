//! The result of a round.

use leptos::prelude::*;

use super::face::sign;
use super::results::Results;
use crate::live::Live;
use crate::live::model::{BarView, FiguresView, SummaryView, TalkView, reason_words};

/// The sheet that is laid beside the table once the cards are open.
#[component]
pub fn Summary() -> impl IntoView {
    let live = Live::expect();
    move || live.view.summary.get().map(|summary| view! { <Sheet summary /> })
}

#[component]
fn Sheet(summary: SummaryView) -> impl IntoView {
    let is_consensus = summary.is_consensus();
    let SummaryView { figures, bars, talk, results } = summary;
    view! {
        <section class="summary paper" aria-labelledby="summary-title">
            <div>
                <h2 class="summary-title visually-hidden" id="summary-title">"Result of the round"</h2>
                {match figures {
                    Some(figures) => view! { <Figures figures /> }.into_any(),
                    None => view! { <p>"No card with a number was played."</p> }.into_any(),
                }}
            </div>
            <div>
                <h3 class="summary-title">"Cards"</h3>
                <ul class="bars">{bars.into_iter().map(|bar| view! { <Bar bar /> }).collect_view()}</ul>
            </div>
            <div class="summary-people">
                <h3 class="summary-title">"Let us talk"</h3>
                <ul class="summary-talk">
                    {if talk.is_empty() {
                        let text = if is_consensus { "Everybody agrees." } else { "Nobody is far apart." };
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

#[component]
fn Figures(figures: FiguresView) -> impl IntoView {
    let agreement_title = format!("The share of the {} votes that lie on the most played card", figures.votes);
    view! {
        <dl class="summary-figures">
            <Figure kind="main" name="Median" value=figures.median />
            {figures.mean.map(|mean| view! { <Figure name="Mean" value=mean /> })}
            <Figure name="Most played" value=figures.mode />
            <Figure name="Range" value=figures.range />
            <Figure name="Agreement" value=format!("{} %", figures.agreement_percent) title=agreement_title />
        </dl>
    }
}

#[component]
fn Figure(
    name: &'static str,
    value: String,
    #[prop(optional)] kind: Option<&'static str>,
    #[prop(optional, into)] title: Option<String>,
) -> impl IntoView {
    view! { <div class="summary-figure" data-kind=kind title=title><dt>{name}</dt><dd>{value}</dd></div> }
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
    let names = talk.nicknames.into_iter().enumerate().map(|(index, name)| {
        view! { {(index > 0).then_some(", ")}<bdi>{name}</bdi> }
    });
    view! {
        <li>
            <span class="summary-reason">{format!("{}: {}", reason_words(talk.reason), talk.card)}</span>
            " "
            {names.collect_view()}
        </li>
    }
}
