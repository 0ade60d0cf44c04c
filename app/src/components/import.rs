//! The sheet by which a list comes in: a file, or lines that were pasted. The server reads them and says what it understood;
//! nothing changes until that is confirmed.

use leptos::ev::{DragEvent, Event, SubmitEvent};
use leptos::html::{Input, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileList, FormData};

use super::sheet::{Sheet, SheetName, Sheets};
use crate::live::reactive::part;
use crate::live::{Live, browser, fetch};

const NO_ANSWER: &str = "The server does not answer. Please try again.";
/// What a form says of a choice that was made.
const CHOICES: [&str; 3] = ["update", "rounds", "house"];

/// Text with topics in it, on its way to the sheet.
#[derive(Clone, Copy)]
pub struct ImportText {
    lines: RwSignal<String>,
    sheets: Sheets,
}

impl ImportText {
    /// For the page.
    pub fn provide(sheets: Sheets) {
        provide_context(Self { lines: RwSignal::new(String::new()), sheets });
    }

    /// That of the page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Opens the sheet with text that was pasted where one line is expected.
    pub fn take(self, text: String) {
        self.lines.set(text);
        self.open();
    }

    /// Opens the sheet, over another one if one is open.
    pub fn open(self) {
        self.sheets.open_above(SheetName::Import);
    }
}

#[component]
pub fn ImportSheet() -> impl IntoView {
    view! {
        <Sheet name=SheetName::Import title="Bring in topics" class="import">
            <Import />
        </Sheet>
    }
}

/// What is brought in, and what the server made of it. Drawn when the sheet opens, so in the browser alone.
#[derive(Clone, Copy)]
struct Bringing {
    live: Live,
    sheets: Sheets,
    source: StoredValue<Option<JsValue>, LocalStorage>,
    /// The server's form, as HTML that it made.
    offer: RwSignal<String>,
    problem: RwSignal<String>,
    is_waiting: RwSignal<bool>,
}

impl Bringing {
    fn take(self, source: JsValue) {
        self.source.set_value(Some(source));
        self.offer.set(String::new());
        self.send("preview", "", false);
    }

    /// Sends all of it again, with what was chosen: the server keeps nothing in between.
    fn send(self, step: &'static str, choices: &str, is_last: bool) {
        let Some(source) = self.source.get_value() else { return };
        if self.is_waiting.get_untracked() {
            return;
        }
        self.is_waiting.set(true);
        let room = self.live.room_id();
        let address = format!("/r/{room}/import?step={step}{choices}");
        spawn_local(async move {
            let fetched = fetch::post(&address, browser::token(&room).as_ref(), &source).await;
            self.is_waiting.set(false);
            match fetched {
                None => self.problem.set(NO_ANSWER.into()),
                Some(fetched) if !fetched.is_ok => self.problem.set(fetched.text),
                Some(fetched) if is_last => {
                    self.sheets.close(SheetName::Import);
                    self.live.say(fetched.text);
                }
                Some(fetched) => {
                    self.problem.set(String::new());
                    self.offer.set(fetched.text);
                }
            }
        });
    }
}

#[component]
fn Import() -> impl IntoView {
    let bringing = Bringing {
        live: Live::expect(),
        sheets: Sheets::expect(),
        source: StoredValue::new_local(None),
        offer: RwSignal::new(String::new()),
        problem: RwSignal::new(String::new()),
        is_waiting: RwSignal::new(false),
    };
    let pasted = ImportText::expect().lines;
    let lines = pasted.get_untracked();
    if !lines.trim().is_empty() {
        pasted.set(String::new());
        bringing.take(JsValue::from_str(&lines));
    }
    view! {
        // Once there is something to look at, what comes next is below.
        <details class="import-again" prop:open=move || bringing.offer.read().is_empty()>
            <summary class="button" data-kind="quiet">"Another file, or other lines"</summary>
            <Source bringing lines />
        </details>
        <p class="offer-problem" role="alert">{part(move || Some(bringing.problem.get()).filter(|text| !text.is_empty()))}</p>
        <div class="import-offer" aria-busy=move || bringing.is_waiting.get().then_some("true")>
            {part(move || (!bringing.offer.read().is_empty()).then(|| view! { <Offer bringing /> }))}
        </div>
    }
}

/// Where files are dropped and lines pasted.
#[component]
fn Source(bringing: Bringing, lines: String) -> impl IntoView {
    let file = NodeRef::<Input>::new();
    let text = NodeRef::<Textarea>::new();
    let is_over = RwSignal::new(false);
    let take_first = move |files: Option<FileList>| {
        if let Some(file) = files.and_then(|files| files.get(0)) {
            bringing.take(File::into(file));
        }
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take_first(event.data_transfer().and_then(|data| data.files()));
    };
    let read = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(text) = text.get_untracked().map(|text| text.value()).filter(|text| !text.trim().is_empty()) {
            bringing.take(JsValue::from_str(&text));
        }
    };
    view! {
        <form
            class="import-source"
            data-over=move || is_over.get().then_some("")
            on:submit=read
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop
        >
            <p class="import-hint">
                "A CSV or TSV of Jira, GitHub, GitLab, Azure DevOps, Linear or a spreadsheet, Jira’s XML, a check list, or a room of Team Poker. Drop the file here, or paste lines: each becomes a topic."
            </p>
            <label class="import-file button">
                <input
                    class="visually-hidden"
                    type="file"
                    node_ref=file
                    on:change=move |_| take_first(file.get_untracked().and_then(|file| file.files()))
                />
                "Choose a file"
            </label>
            <label class="field-label" for="import-lines">"Or paste lines"</label>
            <textarea id="import-lines" class="field-input" rows="4" node_ref=text data-first="" prop:value=lines></textarea>
            <button class="button">"Look at them"</button>
        </form>
    }
}

#[component]
fn Offer(bringing: Bringing) -> impl IntoView {
    let holder = NodeRef::<leptos::html::Div>::new();
    let form = move || -> Option<web_sys::HtmlFormElement> {
        holder.get_untracked()?.query_selector("form").ok()??.dyn_into().ok()
    };
    let look_again = move |event: Event| {
        let is_column = event.target().is_some_and(|target| target.dyn_ref::<web_sys::HtmlSelectElement>().is_some());
        if let (true, Some(form)) = (is_column, form()) {
            bringing.send("preview", &choices(&form), false);
        }
    };
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = form() {
            bringing.send("confirm", &choices(&form), true);
        }
    };
    view! {
        // The server has made this of what it read, and nothing in it is what somebody typed as markup.
        <div node_ref=holder on:change=look_again on:submit=confirm inner_html=move || bringing.offer.get()></div>
    }
}

/// What was chosen in the form, for the address.
fn choices(form: &web_sys::HtmlFormElement) -> String {
    let Ok(data) = FormData::new_with_form(form) else { return String::new() };
    let uses: Vec<String> = data.get_all("use").iter().filter_map(|value| value.as_string()).collect();
    let chosen = CHOICES.iter().filter(|name| data.has(name)).map(|name| format!("&{name}=true"));
    let uses = if uses.is_empty() { String::new() } else { format!("&uses={}", uses.join(",")) };
    format!("{uses}{}", chosen.collect::<String>())
}
