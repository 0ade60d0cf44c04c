//! The plain forms, which work before any script has loaded: making a room, and sitting down in it.

use std::net::SocketAddr;

use app::shell::{DeckChoice, JoinForm, LandingPage, Page, Template, TemplateRoom};
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Form, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::command::Command;
use shared::decide::{self, Import};
use shared::deck::{Deck, Preset};
use shared::ids::RoomId;
use shared::limits::ROOM_NAME_GRAPHEMES_MAX;
use shared::message::Token;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::text::{RoomName, TooLong};
use tokio::time::Instant;

use super::{cookie, like, origin, pages, peers};
use crate::Server;
use crate::room::registry::CreateError;

/// What the form of the landing page sends.
#[derive(Deserialize)]
pub struct NewRoom {
    #[serde(default)]
    name: String,
    /// The slug of a preset, or that the deck is of `cards`.
    deck: Option<String>,
    #[serde(default)]
    cards: String,
    /// The room that it is to be like.
    like: Option<String>,
    /// Said if the topics of that room come along.
    topics: Option<String>,
}

/// `POST /rooms`: makes a room and leads to it.
pub async fn create(
    State(server): State<Server>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: Result<Form<NewRoom>, FormRejection>,
) -> Response {
    if !server.origins.allow(&headers) {
        return (StatusCode::FORBIDDEN, origin::REFUSED).into_response();
    }
    let Form(NewRoom { name: typed, deck, cards, like, topics }) = match form {
        Ok(form) => form,
        Err(rejection) => return rejection.into_response(),
    };
    let choice = match deck.as_deref() {
        None => DeckChoice::default(),
        Some(DeckChoice::OWN) => DeckChoice::Own(cards),
        Some(slug) => match Preset::from_slug(slug) {
            Some(preset) => DeckChoice::Preset(preset),
            None => return (StatusCode::UNPROCESSABLE_ENTITY, "there is no such deck").into_response(),
        },
    };
    let brings_topics = topics.is_some();
    let template = match &like {
        None => Template::None,
        Some(id) => match like::look(&server, id).await {
            None => Template::NotThere,
            Some((room, _)) => Template::Room(TemplateRoom { brings_topics, ..room }),
        },
    };
    let page = LandingPage { name: typed.clone(), deck: choice.clone(), template, ..LandingPage::default() };
    let deck = match choice {
        DeckChoice::Preset(preset) => preset.deck(),
        DeckChoice::Own(line) => match Deck::parse(&line) {
            Ok(deck) => deck,
            Err(error) => {
                let page = LandingPage { deck_error: Some(Rejection::from(error.problem).sentence()), ..page };
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return pages::render(status, Page::Landing(page), Request::default()).await;
            }
        },
    };
    let refuse = async |status, error: String| {
        let page = LandingPage { error: Some(error), ..page.clone() };
        pages::render(status, Page::Landing(page), Request::default()).await
    };
    let name = match RoomName::parse(&typed) {
        Ok(name) => name,
        Err(TooLong) => {
            let error = format!("A room's name has at most {ROOM_NAME_GRAPHEMES_MAX} characters.");
            return refuse(StatusCode::UNPROCESSABLE_ENTITY, error).await;
        }
    };
    // A room with many topics is a lot of work for a short form.
    if brings_topics && let Err(wait) = server.making.spend(peer.ip(), Instant::now()) {
        let mut refused = refuse(StatusCode::TOO_MANY_REQUESTS, peers::too_often(wait)).await;
        refused.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(peers::seconds(wait)));
        return refused;
    }
    let import = match &like {
        None => Import::default(),
        Some(id) => match like::take(&server, id, brings_topics).await {
            Some(import) => import,
            // The page says so.
            None => {
                let page = LandingPage { template: Template::NotThere, ..page };
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return pages::render(status, Page::Landing(page), Request::default()).await;
            }
        },
    };
    let events = match decide::open(name, deck, &import) {
        Ok(events) => events,
        Err(rejection) => return refuse(StatusCode::UNPROCESSABLE_ENTITY, rejection.sentence()).await,
    };
    match server.rooms.create(&events).await {
        Ok((id, creator)) => lead_to(id, Some(&creator)),
        Err(CreateError::Full) => {
            let error = "This server has all the rooms that it can keep. Please try again later.".into();
            refuse(StatusCode::SERVICE_UNAVAILABLE, error).await
        }
        Err(CreateError::Failed(error)) => {
            tracing::error!(%error, "a room cannot be made");
            refuse(StatusCode::INTERNAL_SERVER_ERROR, "The server could not keep a new room. Please try again.".into())
                .await
        }
    }
}

/// What the form of a room's page sends.
#[derive(Deserialize)]
pub struct Join {
    #[serde(default)]
    nickname: String,
    #[serde(default)]
    role: Role,
}

/// `POST /r/{id}/join`: takes a seat and leads back to the room.
pub async fn join(
    State(server): State<Server>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Result<Form<Join>, FormRejection>,
) -> Response {
    if !server.origins.allow(&headers) {
        return (StatusCode::FORBIDDEN, origin::REFUSED).into_response();
    }
    let Form(Join { nickname, role }) = match form {
        Ok(form) => form,
        Err(rejection) => return rejection.into_response(),
    };
    let Ok(id) = id.parse::<RoomId>() else { return pages::not_found(Request::default()).await };
    let room = match pages::find(&server, id).await {
        Ok(room) => room,
        Err(no_table) => return no_table.render(Request::default()).await,
    };
    let command = Command::Join { nickname: nickname.clone(), role };
    match room.ask(cookie::seat(&headers), command).await {
        Ok(token) => lead_to(id, token.as_ref()),
        // Sent twice, it did what it was to do the first time.
        Err(Rejection::AlreadySeated) => lead_to(id, None),
        Err(rejection) => match pages::look(&server, id).await {
            Err(no_table) => no_table.render(Request::default()).await,
            Ok(mut page) => {
                page.join = JoinForm { nickname, role, error: Some(rejection) };
                pages::render(StatusCode::UNPROCESSABLE_ENTITY, Page::Room(Box::new(page)), Request::default()).await
            }
        },
    }
}

/// On to the room, and the seat with it, if there is one.
fn lead_to(id: RoomId, seat: Option<&Token>) -> Response {
    let mut response = Redirect::to(&format!("/r/{id}")).into_response();
    for cookie in seat.into_iter().flat_map(|token| cookie::set(id, token)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
