//! The HTML document. It names the page that it holds: the server routes, so that no router is in what the browser loads.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use exchange::report::{Report, Story};
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::codec::{from_postcard, to_postcard};
use shared::deck::Preset;
use shared::message::Welcome;
use shared::rejection::Rejection;
use shared::room::Role;

use crate::components::story::Story as StorySection;
use crate::components::take_along;
use crate::live::preferences::THEME_KEY;
use crate::live::socket;
use crate::live::title::page_title;
use crate::pages::landing::LandingPage as LandingView;
use crate::pages::not_found::{NotFoundPage, UnreadablePage};
use crate::pages::results::ResultsPage as ResultsView;
use crate::pages::room::RoomPage as RoomView;
use crate::report::story::StoryView;

/// What a document shows.
#[derive(Clone)]
pub enum Page {
    Landing(LandingPage),
    Room(Box<RoomPage>),
    Results(ResultsPage),
    NotFound,
    /// There is such a room, but what was kept of it is damaged, or the disk fails.
    Unreadable,
}

/// The landing page, and its form as it was sent, if it was refused.
#[derive(Clone, Default)]
pub struct LandingPage {
    pub name: String,
    pub deck: DeckChoice,
    /// What is wrong with the name, or with the room as a whole.
    pub error: Option<String>,
    pub deck_error: Option<String>,
    pub template: Template,
}

/// The room that a new one is to be like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Template {
    /// The new one is to be like none.
    #[default]
    None,
    /// There is no such room, or no longer.
    NotThere,
    Room(TemplateRoom),
}

/// What one is told of a room that a new one is to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRoom {
    pub id: String,
    /// Perhaps empty.
    pub name: String,
    /// How many topics it has.
    pub topics: usize,
    /// Whether they come along.
    pub brings_topics: bool,
}

/// Which cards a new room is to play with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeckChoice {
    Preset(Preset),
    /// These, as one line that somebody typed.
    Own(String),
}

impl DeckChoice {
    /// What the form says for a deck of one's own, in place of a preset's slug.
    pub const OWN: &'static str = "own";
}

impl Default for DeckChoice {
    fn default() -> Self {
        Self::Preset(Preset::default())
    }
}

/// A room as a stranger sees it, and the form by which one joins.
#[derive(Clone, Serialize, Deserialize)]
pub struct RoomPage {
    pub id: String,
    pub welcome: Welcome,
    pub join: JoinForm,
}

/// The form by which one joins, as it was sent, if it was refused.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct JoinForm {
    pub nickname: String,
    pub role: Role,
    pub error: Option<Rejection>,
}

/// What came of the rounds of a room.
#[derive(Clone)]
pub struct ResultsPage {
    pub id: String,
    pub report: Arc<Report>,
}

impl RoomPage {
    /// The page in an attribute of the document, from which the browser draws the same again.
    pub fn to_seed(&self) -> String {
        BASE64_STANDARD_NO_PAD.encode(to_postcard(self))
    }

    /// The page of such an attribute; none if another version of this program wrote it.
    pub fn from_seed(seed: &str) -> Option<Self> {
        from_postcard(&BASE64_STANDARD_NO_PAD.decode(seed).ok()?).ok()
    }
}

/// Where the site's files are: URL paths without their leading slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFiles {
    pub script: String,
    pub wasm: String,
    pub style: String,
}

/// How a topic got to its estimate, as a part of a document.
pub fn story_html(report: &Report, story: &Story) -> String {
    let story = StoryView::of(report, story);
    Owner::new().with(|| view! { <StorySection story /> }.to_html())
}

/// The whole document. `nonce` is that of the response's content security policy; `watched` are the options of
/// `cargo leptos watch` when it runs us, so that the page reloads when the code has changed.
pub fn shell(page: Page, files: SiteFiles, nonce: String, watched: Option<LeptosOptions>) -> impl IntoView {
    let (title, name, seed) = match &page {
        Page::Landing(_) => ("Team Poker: planning poker for teams".to_owned(), "landing", None),
        Page::Room(room) => (room_title(room), "room", Some(room.to_seed())),
        Page::Results(page) => (results_title(&page.report), "results", None),
        Page::NotFound => ("No such table: Team Poker".to_owned(), "not-found", None),
        Page::Unreadable => ("A table that cannot be read: Team Poker".to_owned(), "unreadable", None),
    };
    let SiteFiles { script, wasm, style } = files;
    let (script, wasm, style) = (format!("/{script}"), format!("/{wasm}"), format!("/{style}"));
    // Before the style sheet, for which later scripts would wait.
    let first_script = match &page {
        Page::Room(room) => [theme_script(), returning_script(&room.id), socket::ahead_script(&room.id)].concat(),
        _ => theme_script(),
    };
    let scripts = match &page {
        Page::Room(_) => view! {
            <link rel="modulepreload" href=script.clone() />
            <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
            <script type="module" nonce=nonce.clone()>{start_script(&script, &wasm)}</script>
        }
        .into_any(),
        // The room's page comes next: what it needs may load while one reads this one.
        Page::Landing(_) => view! {
            <link rel="prefetch" href=script />
            <link rel="prefetch" href=wasm r#as="fetch" crossorigin="anonymous" />
        }
        .into_any(),
        Page::Results(_) => view! { <script nonce=nonce.clone()>{take_along::SCRIPT}</script> }.into_any(),
        Page::NotFound | Page::Unreadable => ().into_any(),
    };
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#1c4233" data-scheme="light" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#07130f" data-scheme="dark" media="(prefers-color-scheme: dark)" />
                <script nonce=nonce.clone()>{first_script}</script>
                <meta name="description" content="Planning poker for teams, in the browser and in real time: no accounts, and no card is shown early." />
                <title>{title}</title>
                <link rel="preload" href="/fonts/display.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous" />
                <link rel="stylesheet" href=style />
                <link rel="icon" href="/favicon.ico" sizes="32x32" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                {scripts}
                {watched.map(|options| view! { <AutoReload options /> })}
            </head>
            <body data-page=name data-seed=seed>
                {match page {
                    Page::Landing(page) => view! { <LandingView page /> }.into_any(),
                    Page::Room(page) => view! { <RoomView page=*page /> }.into_any(),
                    Page::Results(ResultsPage { id, report }) => view! { <ResultsView id report /> }.into_any(),
                    Page::NotFound => view! { <NotFoundPage /> }.into_any(),
                    Page::Unreadable => view! { <UnreadablePage /> }.into_any(),
                }}
            </body>
        </html>
    }
}

fn room_title(page: &RoomPage) -> String {
    page_title(page.welcome.room.as_ref().map(|room| room.get().name().as_str()).unwrap_or_default())
}

fn results_title(report: &Report) -> String {
    format!("Results · {}", page_title(report.name.as_str()))
}

/// Before anything is drawn: the colours that somebody chose on this device, as `live::browser::show_theme` sets them.
fn theme_script() -> String {
    format!(
        "try{{let t=localStorage.getItem('{THEME_KEY}'),d=document;if(t=='light'||t=='dark'){{\
         d.documentElement.dataset.theme=t;d.querySelector('meta[name=color-scheme]').content=t;\
         for(let m of d.querySelectorAll('meta[data-scheme]'))m.media=m.dataset.scheme==t?'all':'not all'}}}}catch{{}}"
    )
}

/// Before anything is drawn: whether this browser may hold a seat here. The style sheet then does not flash the join form.
fn returning_script(room: &str) -> String {
    let key = crate::live::browser::token_key(room);
    format!("try{{if(localStorage.getItem('{key}'))document.documentElement.dataset.returning=''}}catch{{}}")
}

fn start_script(script: &str, wasm: &str) -> String {
    format!("import init from '{script}';init({{module_or_path:'{wasm}'}});")
}

#[cfg(test)]
mod tests {
    use shared::command::Chair;
    use shared::ids::{UnixMillis, Version};

    use super::*;

    #[test]
    fn the_browser_reads_the_page_that_the_server_wrote() {
        let welcome = Welcome {
            version: Version(3),
            room: None,
            topics: 0,
            here: vec![],
            away: vec![],
            chair: Chair::Vacant,
            countdown: None,
            seat: None,
            now: UnixMillis(7),
        };
        let join = JoinForm { nickname: "Ada".into(), role: Role::Observer, error: Some(Rejection::NicknameTaken) };
        let page = RoomPage { id: "k3v9-xq2m-7tfa".into(), welcome, join };
        let read = RoomPage::from_seed(&page.to_seed()).unwrap();
        assert_eq!((read.id, read.welcome, read.join.error), (page.id, page.welcome, page.join.error));
        assert!(RoomPage::from_seed("not a page").is_none());
    }
}
