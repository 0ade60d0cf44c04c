//! What came of a meeting: a page that one can read without a script, print, and send on.

use std::sync::Arc;

use exchange::report::Report;
use leptos::prelude::*;

use crate::components::bar::SiteBar;
use crate::components::estimates::Estimates;
use crate::components::plot::{MoveBar, Panel, Scale, TimeBar};
use crate::components::story::Story;
use crate::components::take_along::TakeAlong;
use crate::report::estimates::{FigureView, figures, rows, sum_words};
use crate::report::meeting::MeetingView;
use crate::report::moves::MovesView;
use crate::report::story::StoryView;
use crate::report::times::TimesView;
use crate::report::words::{days, machine_day};

/// The results of the room with that id.
#[component]
pub fn ResultsPage(id: String, report: Arc<Report>) -> impl IntoView {
    let totals = report.totals();
    let name = match report.name.as_str() {
        "" => "Team Poker room".to_owned(),
        name => name.to_owned(),
    };
    let span = totals.span.map(|(began, ended)| {
        view! { <p class="report-day"><time datetime=machine_day(began)>{days(began, ended)}</time></p> }
    });
    let sum = (totals.summed > 1).then(|| (sum_words(&totals), totals.sum.to_string()));
    let room = format!("/r/{id}");
    let estimates = (!report.topics.is_empty()).then(|| {
        view! {
            <section class="report-part" aria-labelledby="estimates-title">
                <h2 class="report-title" id="estimates-title">"Estimates"</h2>
                <Estimates rows=rows(&report) sum />
            </section>
        }
    });
    view! {
        <SiteBar />
        <main class="report paper">
            <header class="report-head">
                <p class="report-kind">"Results"</p>
                <h1 class="report-name"><bdi>{name}</bdi></h1>
                {span}
                <dl class="report-figures">{figures(&totals).into_iter().map(figure).collect_view()}</dl>
                <a class="report-back" href=room>"Back to the table"</a>
            </header>
            {report.rounds.is_empty().then(|| view! { <Nothing has_topics=!report.topics.is_empty() /> })}
            {estimates}
            <Meeting report=report.clone() />
            <Stories report />
            <TakeAlong id />
        </main>
    }
}

fn figure(figure: FigureView) -> impl IntoView {
    let FigureView { name, value } = figure;
    view! { <div class="report-figure"><dt>{name}</dt><dd>{value}</dd></div> }
}

/// What stands there before the first round.
#[component]
fn Nothing(has_topics: bool) -> impl IntoView {
    let next = if has_topics {
        "The topics below wait for their first card."
    } else {
        "Once cards are turned over at the table, what came of them stands here."
    };
    view! { <p class="report-nothing">"No round has been revealed yet. "{next}</p> }
}

/// What the meeting was like: three pictures, each with what it shows in words.
#[component]
fn Meeting(report: Arc<Report>) -> impl IntoView {
    let meeting = MeetingView::of(&report).map(|MeetingView { finding, panels }| {
        view! {
            <figure class="report-figure-wide">
                <figcaption>
                    <h3 class="report-subtitle">"Range and agreement, round by round"</h3>
                    <p class="report-finding">{finding}</p>
                </figcaption>
                {panels.into_iter().map(|panel| view! { <Panel panel /> }).collect_view()}
                <p class="report-legend">
                    <span class="report-key" data-key="range">"from the lowest to the highest card"</span>
                    <span class="report-key" data-key="again">"the same, when a topic was voted on again"</span>
                    <span class="report-key" data-key="median">"median"</span>
                    <span class="report-key" data-key="agreement">"agreement"</span>
                </p>
            </figure>
        }
    });
    let times = TimesView::of(&report).map(|TimesView { finding, rows }| {
        view! {
            <figure class="report-figure-half">
                <figcaption>
                    <h3 class="report-subtitle">"Time per topic"</h3>
                    <p class="report-finding">{finding}</p>
                </figcaption>
                <ol class="plot-rows">{rows.into_iter().map(|row| view! { <TimeBar row /> }).collect_view()}</ol>
            </figure>
        }
    });
    let moves = MovesView::of(&report).map(|MovesView { finding, steps, rows }| {
        let count = steps.len();
        let rows = rows.into_iter().map(|row| {
            view! { <MoveBar name=row.name words=row.words from=row.from to=row.to steps=count /> }
        });
        view! {
            <figure class="report-figure-half" data-plot="moves">
                <figcaption>
                    <h3 class="report-subtitle">"From the first median to the estimate"</h3>
                    <p class="report-finding">{finding}</p>
                </figcaption>
                <Scale steps />
                <ol class="plot-rows">{rows.collect_view()}</ol>
            </figure>
        }
    });
    let is_empty = meeting.is_none() && times.is_none() && moves.is_none();
    (!is_empty).then(|| {
        view! {
            <section class="report-part report-meeting" aria-labelledby="meeting-title">
                <h2 class="report-title" id="meeting-title">"The meeting"</h2>
                {meeting}
                {times}
                {moves}
            </section>
        }
    })
}

/// How each topic got to its estimate.
#[component]
fn Stories(report: Arc<Report>) -> impl IntoView {
    let stories: Vec<_> = report.stories().iter().map(|story| StoryView::of(&report, story)).collect();
    (!stories.is_empty()).then(|| {
        view! {
            <section class="report-part" aria-labelledby="stories-title">
                <h2 class="report-title" id="stories-title">"How we got there"</h2>
                <div class="report-stories">{stories.into_iter().map(|story| view! { <Story story /> }).collect_view()}</div>
            </section>
        }
    })
}
