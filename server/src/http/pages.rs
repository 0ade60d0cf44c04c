//! The pages, rendered as a stranger may see them.

use app::shell::{DeckChoice, LandingPage, Page, RoomPage, Template, shell};
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::config::{LeptosOptions, get_configuration};
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::ResponseOptions;
use serde::Deserialize;
use shared::deck::{Deck, Preset};
use shared::ids::RoomId;
use shared::rejection::Rejection;

use super::{assets, like};
use crate::Server;
use crate::room::handle::{RoomGone, RoomHandle};

/// What a link to the landing page can bring along: the name of the room, and its deck, a preset or a line of cards.
#[derive(Default, Deserialize)]
pub struct Prepared {
    #[serde(default)]
    name: String,
    deck: Option<String>,
    /// The room that the new one is to be like.
    like: Option<String>,
}

/// `GET /`
pub async fn landing(
    State(server): State<Server>,
    prepared: Result<Query<Prepared>, QueryRejection>,
    request: Request,
) -> Response {
    // A link that says nothing that can be read is a link to the page as it is.
    let Query(Prepared { name, deck, like }) = prepared.unwrap_or_default();
    let deck = deck.map(|deck| Preset::from_slug(&deck).map_or(DeckChoice::Own(deck), DeckChoice::Preset));
    let (template, like_that) = match like {
        None => (Template::None, None),
        Some(id) => match like::look(&server, &id).await {
            Some((room, deck)) => (Template::Room(room.clone()), Some((room.name, deck))),
            None => (Template::NotThere, None),
        },
    };
    let (like_name, like_deck) = like_that.unzip();
    let name = if name.is_empty() { like_name.unwrap_or_default() } else { name };
    let deck = deck.or(like_deck).unwrap_or_default();
    let deck_error = match &deck {
        DeckChoice::Own(line) => Deck::parse(line).err().map(|error| Rejection::from(error.problem).sentence()),
        DeckChoice::Preset(_) => None,
    };
    let page = LandingPage { name, deck, deck_error, template, ..LandingPage::default() };
    render(StatusCode::OK, Page::Landing(page), request).await
}

/// `GET /r/{id}`
pub async fn room(State(server): State<Server>, Path(text): Path<String>, request: Request) -> Response {
    let Ok(id) = text.parse::<RoomId>() else { return not_found(request).await };
    if id.to_string() != text {
        return Redirect::permanent(&format!("/r/{id}")).into_response();
    }
    match look(&server, id).await {
        Ok(page) => render(StatusCode::OK, Page::Room(Box::new(page)), request).await,
        Err(no_table) => no_table.render(request).await,
    }
}

/// A file of the site, or the page that says that there is nothing here.
pub async fn file_or_not_found(request: Request) -> Response {
    let file = matches!(*request.method(), Method::GET | Method::HEAD)
        .then(|| assets::serve(request.method(), request.uri().path(), request.headers()))
        .flatten();
    match file {
        Some(response) => response,
        None => not_found(request).await,
    }
}

/// Why there is no room to be shown.
#[derive(Clone, Copy, Debug)]
pub enum NoTable {
    NotFound,
    /// What was kept of it cannot be read.
    Unreadable,
}

impl NoTable {
    pub async fn render(self, request: Request) -> Response {
        match self {
            Self::NotFound => not_found(request).await,
            Self::Unreadable => render(StatusCode::SERVICE_UNAVAILABLE, Page::Unreadable, request).await,
        }
    }
}

/// The room.
///
/// # Errors
///
/// That there is none, or that it cannot be read.
pub async fn find(server: &Server, id: RoomId) -> Result<RoomHandle, NoTable> {
    match server.rooms.find(id).await {
        Ok(room) => room.ok_or(NoTable::NotFound),
        Err(error) => {
            tracing::error!(room = %id, %error, "a room cannot be read");
            Err(NoTable::Unreadable)
        }
    }
}

/// What the room answers. One that was leaving memory is loaded anew, and asked again.
///
/// # Errors
///
/// As [`find`].
pub async fn ask<T, F>(server: &Server, id: RoomId, ask: impl Fn(RoomHandle) -> F) -> Result<T, NoTable>
where
    F: Future<Output = Result<T, RoomGone>>,
{
    match ask(find(server, id).await?).await {
        Ok(answer) => Ok(answer),
        Err(RoomGone) => ask(find(server, id).await?).await.map_err(|RoomGone| NoTable::Unreadable),
    }
}

/// The page of a room as a stranger may see it.
///
/// # Errors
///
/// As [`find`].
pub async fn look(server: &Server, id: RoomId) -> Result<RoomPage, NoTable> {
    let welcome = ask(server, id, |room| async move { room.look().await }).await?;
    Ok(RoomPage { id: id.to_string(), welcome, join: Default::default() })
}

pub async fn not_found(request: Request) -> Response {
    render(StatusCode::NOT_FOUND, Page::NotFound, request).await
}

/// The page as HTML, never to be stored: it shows the room of this moment, and names the scripts of this version.
pub async fn render(status: StatusCode, page: Page, request: Request<Body>) -> Response {
    let watched = watched();
    let document = move || {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        let policy = HeaderValue::from_str(&content_security_policy(&nonce, watched.is_some()));
        expect_context::<ResponseOptions>()
            .insert_header(header::CONTENT_SECURITY_POLICY, policy.expect("a nonce is base 64"));
        shell(page.clone(), assets::site_files(), nonce, watched.clone())
    };
    let mut response = leptos_axum::render_app_to_stream(document)(request).await;
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The options of `cargo leptos watch`, if it runs us.
fn watched() -> Option<LeptosOptions> {
    std::env::var_os("LEPTOS_WATCH")?;
    get_configuration(None).ok().map(|configuration| configuration.leptos_options)
}

/// Scripts are our own files and those with the nonce; styles may stand in attributes, where seats have their places.
/// `strict-dynamic` is left out because with a nonce it stops WebAssembly on iOS. A watched page also talks to the
/// watcher, on a port of its own.
fn content_security_policy(nonce: &str, is_watched: bool) -> String {
    let connect = if is_watched { "'self' ws:" } else { "'self'" };
    format!(
        "default-src 'self'; connect-src {connect}; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
    )
}
