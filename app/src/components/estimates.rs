//! What came of every topic, as a table.

use leptos::prelude::*;

use super::face::Face;
use crate::report::estimates::EstimateRow;

/// Every topic of the list with its estimate, and what they come to; `sum` is what the last line says, and its number.
#[component]
pub fn Estimates(rows: Vec<EstimateRow>, sum: Option<(String, String)>) -> impl IntoView {
    let has_keys = rows.iter().any(|row| !row.key.is_empty() || !row.link.is_empty());
    let sum = sum.map(|(words, sum)| {
        view! {
            <tfoot>
                <tr>
                    {has_keys.then(|| view! { <td></td> })}
                    <th scope="row">{words}</th>
                    <td class="estimates-sum">{sum}</td>
                    <td class="estimates-more" colspan="3"></td>
                </tr>
            </tfoot>
        }
    });
    view! {
        <table class="estimates">
            <caption class="visually-hidden">"Estimates"</caption>
            <thead>
                <tr>
                    {has_keys.then(|| view! { <th scope="col">"Key"</th> })}
                    <th scope="col">"Topic"</th>
                    <th scope="col" class="estimates-card">"Estimate"</th>
                    <th scope="col" class="estimates-more">"Rounds"</th>
                    <th scope="col" class="estimates-more">"Time"</th>
                    <th scope="col" class="estimates-more">"Agreement"</th>
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(|row| view! { <Row row has_keys /> }).collect_view()}</tbody>
            {sum}
        </table>
    }
}

#[component]
fn Row(row: EstimateRow, has_keys: bool) -> impl IntoView {
    let EstimateRow { anchor, key, title, link, estimate, rounds, took, agreement_percent } = row;
    let key = if key.is_empty() && !link.is_empty() { "Link".to_owned() } else { key };
    let key = has_keys.then(|| view! { <td class="estimates-key"><Away text=key link /></td> });
    let title = match anchor {
        Some(anchor) => {
            view! { <a class="estimates-story" href=format!("#{anchor}")><bdi>{title}</bdi></a> }.into_any()
        }
        None => view! { <bdi>{title}</bdi> }.into_any(),
    };
    let estimate = match estimate {
        Some(face) => {
            let label = face.spoken();
            view! { <span class="estimates-face" role="img" aria-label=label><Face face /></span> }.into_any()
        }
        None => view! { <span aria-hidden="true">"–"</span><span class="visually-hidden">"None"</span> }.into_any(),
    };
    view! {
        <tr>
            {key}
            <th scope="row">{title}</th>
            <td class="estimates-card">{estimate}</td>
            <td class="estimates-more">{(rounds > 0).then_some(rounds)}</td>
            <td class="estimates-more">{took}</td>
            <td class="estimates-more">{agreement_percent.map(|percent| format!("{percent} %"))}</td>
        </tr>
    }
}

/// What somebody typed, with the link to another tool, if there is one.
#[component]
fn Away(text: String, link: String) -> impl IntoView {
    if link.is_empty() {
        view! { <bdi>{text}</bdi> }.into_any()
    } else {
        view! { <a href=link rel="noopener noreferrer"><bdi>{text}</bdi></a> }.into_any()
    }
}
