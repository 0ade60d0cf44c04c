//! What was understood of a file that is to become topics: a form that the server draws, and the room's page shows.

use leptos::prelude::*;

/// What would come into the room, and what would not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOffer {
    /// What it was taken for, in a sentence.
    pub found: String,
    /// What each column is taken for; none where there are no columns.
    pub columns: Vec<OfferColumn>,
    /// The first topics.
    pub topics: Vec<OfferTopic>,
    /// How many there are of each kind.
    pub new: usize,
    pub updates: usize,
    pub rounds: usize,
    /// The first lines that cannot be taken, and how many there are.
    pub refused: Vec<OfferRefused>,
    pub refused_in_all: usize,
    /// Whether a deck and house rules came with it.
    pub has_house: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferColumn {
    pub header: String,
    pub sample: String,
    /// Its place in [`USES`].
    pub used_as: usize,
}

/// What a column can be taken for: the word in the address, and that on the page.
pub const USES: [(&str, &str); 6] = [
    ("nothing", "Not used"),
    ("title", "Title"),
    ("key", "Key"),
    ("link", "Link"),
    ("notes", "Notes"),
    ("estimate", "Estimate"),
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferTopic {
    pub key: String,
    pub title: String,
    pub estimate: String,
    pub is_update: bool,
}

/// What cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRefused {
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
    pub text: String,
}

/// The form by which one takes it, or first says what each column is.
#[component]
pub fn ImportOfferView(offer: ImportOffer) -> impl IntoView {
    let ImportOffer { found, columns, topics, new, updates, rounds, refused, refused_in_all, has_house } = offer;
    let shown = topics.len();
    let button = words(new, updates);
    let nothing = new + updates == 0;
    view! {
        <form class="offer">
            <p class="offer-found" role="status">{found}</p>
            {(!columns.is_empty()).then(|| view! { <Columns columns /> })}
            {(!topics.is_empty()).then(|| view! { <Topics topics more=new + updates - shown /> })}
            {(!refused.is_empty()).then(|| view! { <Refused refused count=refused_in_all /> })}
            {(updates > 0).then(|| view! {
                <Choice name="update" checked=true>
                    {format!("{} in the list already, by the same key: bring {} up to date", are(updates), them(updates))}
                </Choice>
            })}
            {(rounds > 0).then(|| view! {
                <Choice name="rounds" checked=true>{format!("Bring {} with them", counted(rounds, "round", "rounds"))}</Choice>
            })}
            {has_house.then(|| view! { <Choice name="house" checked=false>"Take its deck and house rules too"</Choice> })}
            <button class="button" data-kind="main" disabled=nothing>{button}</button>
        </form>
    }
}

#[component]
fn Columns(columns: Vec<OfferColumn>) -> impl IntoView {
    view! {
        <fieldset class="offer-columns">
            <legend>"What each column is"</legend>
            <ol>
                {columns.into_iter().enumerate().map(|(place, OfferColumn { header, sample, used_as })| {
                    let id = format!("column-{place}");
                    let name = if header.is_empty() { format!("Column {}", place + 1) } else { header };
                    view! {
                        <li class="offer-column" data-used=(used_as > 0).then_some("")>
                            <label for=id.clone()><bdi>{name}</bdi></label>
                            <select id=id name="use">
                                {USES.iter().enumerate().map(|(index, (word, shown))| view! {
                                    <option value=*word selected=index == used_as>{*shown}</option>
                                }).collect_view()}
                            </select>
                            <span class="offer-sample"><bdi>{sample}</bdi></span>
                        </li>
                    }
                }).collect_view()}
            </ol>
        </fieldset>
    }
}

#[component]
fn Topics(topics: Vec<OfferTopic>, more: usize) -> impl IntoView {
    view! {
        <ol class="offer-topics" aria-label="Topics">
            {topics.into_iter().map(|OfferTopic { key, title, estimate, is_update }| view! {
                <li class="offer-topic" data-update=is_update.then_some("")>
                    <span class="offer-key"><bdi>{key}</bdi></span>
                    <span class="offer-title"><bdi>{title}</bdi></span>
                    <span class="offer-estimate">{estimate}</span>
                    {is_update.then_some(view! { <span class="offer-mark">"update"</span> })}
                </li>
            }).collect_view()}
        </ol>
        {(more > 0).then(|| view! { <p class="offer-more">{format!("and {more} more")}</p> })}
    }
}

#[component]
fn Refused(refused: Vec<OfferRefused>, count: usize) -> impl IntoView {
    let summary = format!("{} left out", counted(count, "line is", "lines are"));
    let is_short = count <= 5;
    view! {
        <details class="offer-refused" open=is_short>
            <summary>{summary}</summary>
            <ul>
                {refused.into_iter().map(|OfferRefused { line, reason, text }| view! {
                    <li><strong>{format!("Line {line}")}</strong>": "{reason}" "<q><bdi>{text}</bdi></q></li>
                }).collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Choice(name: &'static str, checked: bool, children: Children) -> impl IntoView {
    view! { <label class="offer-choice"><input type="checkbox" name=name checked=checked />{children()}</label> }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

fn are(count: usize) -> String {
    counted(count, "topic is", "topics are")
}

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// What the button does.
fn words(new: usize, updates: usize) -> String {
    match (new, updates) {
        (0, 0) => "Nothing to add".to_owned(),
        (new, 0) => format!("Add {}", counted(new, "topic", "topics")),
        (0, updates) => format!("Update {}", counted(updates, "topic", "topics")),
        (new, updates) => format!("Add {}, update {updates}", counted(new, "topic", "topics")),
    }
}
