//! Who played what, as a table.

use leptos::prelude::*;

use crate::live::model::confidence_word;
use crate::live::summary::{ResultView, talk_words};

/// A table that one can read row by row, and copy. Columns of which nothing is to be said are left out.
#[component]
pub fn Results(results: Vec<ResultView>) -> impl IntoView {
    let is_named = results.iter().any(|result| result.nickname.is_some());
    let has_confidence = results.iter().any(|result| result.confidence.is_some());
    let has_reason = results.iter().any(|result| !result.reason.is_empty());
    let rows = results.into_iter().map(|result| {
        let first = result.first.map(|first| view! { <span class="results-first">{format!("was {first}")}</span> });
        let card = view! { {result.card} {first} };
        let confidence = has_confidence.then(|| view! { <td>{result.confidence.map(confidence_word)}</td> });
        let reason = has_reason.then(|| view! { <td class="results-why"><bdi>{result.reason}</bdi></td> });
        match result.nickname {
            Some(nickname) => view! {
                <tr>
                    <th scope="row"><bdi>{nickname}</bdi></th>
                    <td class="results-card">{card}</td>
                    <td>{result.talk.map(talk_words)}</td>
                    {confidence}
                    {reason}
                </tr>
            }
            .into_any(),
            None => view! { <tr><th scope="row" class="results-card">{card}</th>{confidence}{reason}</tr> }.into_any(),
        }
    });
    let title = if is_named { "Who played what" } else { "All cards" };
    view! {
        <details class="results-fold summary-rest">
            <summary>{title}</summary>
            <table class="results">
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        {is_named.then(|| view! { <th scope="col">"Name"</th> })}
                        <th scope="col">"Card"</th>
                        {is_named.then(|| view! { <th scope="col">"To say"</th> })}
                        {has_confidence.then(|| view! { <th scope="col">"How sure"</th> })}
                        {has_reason.then(|| view! { <th scope="col">"Why"</th> })}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}
