//! What one takes along from the page of results.

use leptos::prelude::*;

/// A file that can be had of a room.
struct File {
    name: &'static str,
    label: &'static str,
    about: &'static str,
    /// Whether it is short enough to be pasted somewhere.
    is_short: bool,
}

const FILES: [File; 4] = [
    File {
        name: "jira.csv",
        label: "Estimates for Jira",
        about: "CSV with key, summary and story points",
        is_short: true,
    },
    File { name: "topics.md", label: "Table for a wiki", about: "Markdown", is_short: true },
    File { name: "votes.csv", label: "Every card", about: "CSV, a line a card", is_short: false },
    File { name: "room.json", label: "The whole room", about: "JSON, to open it again elsewhere", is_short: false },
];

/// The files of the room with that id. What needs a script stays hidden until it has begun.
#[component]
pub fn TakeAlong(id: String) -> impl IntoView {
    let files = FILES.map(|File { name, label, about, is_short }| {
        let link = format!("/r/{id}/results/{name}");
        let copy = is_short.then(|| {
            let label = format!("Copy: {label}");
            view! { <button class="button" type="button" hidden data-copy=link.clone() aria-label=label>"Copy"</button> }
        });
        view! {
            <li class="take-along-file">
                <a class="take-along-link" href=link download="">{label}</a>
                <span class="take-along-about">{about}</span>
                {copy}
            </li>
        }
    });
    view! {
        <section class="take-along" aria-labelledby="take-along-title">
            <h2 class="report-title" id="take-along-title">"Take it along"</h2>
            <ul class="take-along-files">{files.into_iter().collect_view()}</ul>
            <button class="button" type="button" hidden data-print="">"Print"</button>
            <p class="visually-hidden" role="status" data-copied=""></p>
        </section>
    }
}

/// Brings the buttons to life: everything else on the page works without a script.
pub const SCRIPT: &str = "addEventListener('DOMContentLoaded',()=>{\
    let d=document,said=d.querySelector('[data-copied]'),print=d.querySelector('[data-print]');\
    if(print){print.hidden=false;print.onclick=()=>window.print()}\
    if(navigator.clipboard)for(let b of d.querySelectorAll('[data-copy]')){b.hidden=false;b.onclick=async()=>{\
    let words='Copied';try{let r=await fetch(b.dataset.copy);if(!r.ok)throw r;\
    await navigator.clipboard.writeText((await r.text()).replace(/^\\uFEFF/,''))}catch{words='Not copied'}\
    b.textContent=words;said.textContent=words;setTimeout(()=>{b.textContent='Copy';said.textContent=''},3000)}}})";
