//! Who played what, as a table.

use leptos::prelude::*;

use crate::live::model::{ResultView, reason_words};

/// A table that one can read row by row, and copy.
#[component]
pub fn Results(results: Vec<ResultView>) -> impl IntoView {
    let rows = results.into_iter().map(|result| {
        view! {
            <tr>
                <th scope="row"><bdi>{result.nickname}</bdi></th>
                <td class="results-card">{result.card}</td>
                <td>{result.reason.map(reason_words)}</td>
            </tr>
        }
    });
    view! {
        <details class="results-fold summary-rest">
            <summary>"Who played what"</summary>
            <table class="results">
                <caption class="visually-hidden">"Who played what"</caption>
                <thead>
                    <tr><th scope="col">"Name"</th><th scope="col">"Card"</th><th scope="col">"Reason"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}
