//! Plots, drawn by the server. What lies across is in per cent of the width, so that a plot fits any; what lies along is in
//! pixels, so that nothing in it is stretched.

use leptos::prelude::*;

use crate::report::meeting::{ColumnView, PanelView};
use crate::report::story::{MovementView, Path};
use crate::report::times::TimeRow;

/// From one card to the next on a scale that stands.
const STEP_PX: usize = 20;
/// The strip below it, in which agreement is drawn.
const AGREEMENT_PX: usize = 44;
/// Between the two.
const GAP_PX: usize = 14;
/// A dot of one card, and how much it grows.
const DOT_PX: f64 = 4.0;
/// Beyond so many columns marks are thin.
const COLUMNS_WIDE_MAX: usize = 24;

/// How far from the left the middle of a column is.
fn across(column: usize, columns: usize) -> String {
    format!("{:.2}%", 100.0 * (column as f64 + 0.5) / columns.max(1) as f64)
}

/// How far down a place is, in hundredths of a step.
fn down(hundredths: usize) -> String {
    format!("{:.1}", (hundredths as f64 / 100.0 + 0.5) * STEP_PX as f64)
}

/// The labels of a scale that stands beside a plot.
#[component]
fn Axis(steps: Vec<String>, #[prop(optional)] has_agreement: bool) -> impl IntoView {
    let scale = steps.len() * STEP_PX;
    let labels = steps.into_iter().enumerate().map(|(place, step)| {
        view! { <text x="100%" y=down(100 * place) dy="0.35em" text-anchor="end">{step}</text> }
    });
    let height = if has_agreement { scale + GAP_PX + AGREEMENT_PX } else { scale };
    let agreement = has_agreement.then(|| {
        let (top, bottom) = (scale + GAP_PX, scale + GAP_PX + AGREEMENT_PX);
        view! {
            <text x="100%" y=top dy="0.6em" text-anchor="end">"100 %"</text>
            <text x="100%" y=bottom dy="-0.1em" text-anchor="end">"0"</text>
        }
    });
    view! { <svg class="plot-axis" aria-hidden="true" width="100%" height=height>{labels.collect_view()}{agreement}</svg> }
}

/// Lines on which the cards of a scale lie.
fn lines(steps: usize) -> impl IntoView {
    (0..steps)
        .map(|place| view! { <line class="plot-line" x1="0" x2="100%" y1=down(100 * place) y2=down(100 * place) /> })
        .collect_view()
}

/// The rounds of a meeting: the range and the median of each, and below how far people agreed.
#[component]
pub fn Panel(panel: PanelView) -> impl IntoView {
    let PanelView { title, steps, columns } = panel;
    let scale = steps.len() * STEP_PX;
    let bottom = scale + GAP_PX + AGREEMENT_PX;
    let count = columns.len();
    let marks = columns.into_iter().enumerate().map(|(place, column)| {
        let ColumnView { title, highest, lowest, median, agreement_percent, is_again } = column;
        let x = across(place, count);
        let high = AGREEMENT_PX * agreement_percent / 100;
        view! {
            <g class="plot-round" data-again=is_again.then_some("")>
                <title>{title}</title>
                <line class="plot-hit" x1=x.clone() x2=x.clone() y1="0" y2=bottom />
                <line class="plot-range" x1=x.clone() x2=x.clone() y1=down(highest) y2=down(lowest) />
                <circle class="plot-median" cx=x.clone() cy=down(median) r="3.5" />
                <line class="plot-agreement" x1=x.clone() x2=x y1=bottom y2=bottom.saturating_sub(high.max(1)) />
            </g>
        }
    });
    view! {
        <div class="plot" data-dense=(count > COLUMNS_WIDE_MAX).then_some("")>
            <Axis steps=steps.clone() has_agreement=true />
            <svg class="plot-field" role="img" width="100%" height=bottom aria-label=title>
                {lines(steps.len())}
                <line class="plot-line" x1="0" x2="100%" y1=scale + GAP_PX y2=scale + GAP_PX />
                <line class="plot-base" x1="0" x2="100%" y1=bottom y2=bottom />
                {marks.collect_view()}
            </svg>
        </div>
    }
}

/// Who moved from which card to which, from round to round.
#[component]
pub fn Movement(movement: MovementView) -> impl IntoView {
    let MovementView { title, steps, rounds, spans, paths, dots } = movement;
    let height = steps.len() * STEP_PX;
    let spans = spans.into_iter().map(|span| {
        let x = across(span.round, rounds);
        view! { <line class="plot-span" x1=x.clone() x2=x y1=down(100 * span.highest) y2=down(100 * span.lowest) /> }
    });
    let paths = paths.into_iter().map(|Path { round, from, to, people }| {
        let width = format!("--people: {people}");
        let (x1, x2) = (across(round, rounds), across(round + 1, rounds));
        view! { <line class="plot-path" x1=x1 x2=x2 y1=down(100 * from) y2=down(100 * to) style=width /> }
    });
    let dots = dots.into_iter().map(|dot| {
        // Of twice as many cards the dot is twice as large.
        let radius = format!("{:.1}", DOT_PX * (dot.cards.min(4) as f64).sqrt());
        view! { <circle class="plot-dot" cx=across(dot.round, rounds) cy=down(100 * dot.step) r=radius /> }
    });
    let numbers = (0..rounds).map(|round| {
        view! { <text x=across(round, rounds) y=height dy="1em" text-anchor="middle">{round + 1}</text> }
    });
    view! {
        <div class="plot">
            <Axis steps=steps.clone() />
            <svg class="plot-field" role="img" width="100%" height=height + STEP_PX aria-label=title>
                {lines(steps.len())}
                {spans.collect_view()}
                {paths.collect_view()}
                {dots.collect_view()}
                <g aria-hidden="true">{numbers.collect_view()}</g>
            </svg>
        </div>
    }
}

/// How long one topic took.
#[component]
pub fn TimeBar(row: TimeRow) -> impl IntoView {
    let TimeRow { name, took, share_thousandths, is_rest } = row;
    let width = format!("{}.{}%", share_thousandths / 10, share_thousandths % 10);
    // All the others together are no topic to compare with one.
    let bar = (!is_rest).then(|| view! { <rect class="plot-bar" x="0" y="0" width=width height="10" rx="2" /> });
    view! {
        <li class="plot-row" data-rest=is_rest.then_some("")>
            <span class="plot-name"><bdi>{name}</bdi></span>
            <svg class="plot-strip" aria-hidden="true" width="100%" height="10">
                {bar}
            </svg>
            <span class="plot-value">{took}</span>
        </li>
    }
}

/// Where a topic began and where it ended.
#[component]
pub fn MoveBar(name: String, words: String, from: usize, to: usize, steps: usize) -> impl IntoView {
    let x = |hundredths: usize| format!("{:.2}%", (hundredths as f64 + 50.0) / steps.max(1) as f64);
    let ticks = (0..steps).map(|step| {
        let x = x(100 * step);
        view! { <line class="plot-line" x1=x.clone() x2=x y1="0" y2="20" /> }
    });
    view! {
        <li class="plot-row">
            <span class="plot-name"><bdi>{name}</bdi></span>
            <svg class="plot-strip" aria-hidden="true" width="100%" height="20">
                {ticks.collect_view()}
                <line class="plot-move" x1=x(from) x2=x(to) y1="10" y2="10" />
                <circle class="plot-from" cx=x(from) cy="10" r="4.5" />
                <circle class="plot-to" cx=x(to) cy="10" r="5" />
            </svg>
            <span class="plot-value">{words}</span>
        </li>
    }
}

/// The labels of a scale that lies above the rows of a plot.
#[component]
pub fn Scale(steps: Vec<String>) -> impl IntoView {
    let count = steps.len();
    let labels = steps.into_iter().enumerate().map(|(place, step)| {
        view! { <text x=across(place, count) y="1em" text-anchor="middle">{step}</text> }
    });
    view! {
        <div class="plot-row" aria-hidden="true">
            <span></span>
            <svg class="plot-strip plot-axis" width="100%" height="18">{labels.collect_view()}</svg>
            <span></span>
        </div>
    }
}
