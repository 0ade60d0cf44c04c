//! Making a room with all that it begins with, in one go.

use std::net::SocketAddr;

use axum::Json;
use axum::body::{Bytes, HttpBody};
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::command::TopicDraft;
use shared::decide::{self, Import};
use shared::deck::{Deck, Preset};
use shared::event::RoomEvent;
use shared::limits::{ROOM_NAME_GRAPHEMES_MAX, TOPICS_MAX};
use shared::rejection::Rejection;
use shared::settings::Settings;
use shared::text::{RoomName, TooLong};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, timeout};
use utoipa::ToSchema;

use super::house::HouseRules;
use super::problem::{Problem, too_many};
use crate::Server;
use crate::http::origin;
use crate::limits::{API_ROOM_BYTES_MAX, API_ROOM_WITHIN};
use crate::room::registry::CreateError;

/// A room as it is to begin. All may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({
    "name": "Platform team",
    "deck": "0, ½, 1, 2, 3, 5, 8, ?, ☕",
    "settings": { "figure": "mean", "may": { "reveal": "everyone" } },
    "topics": [{ "title": "Log in", "key": "TEAM-1", "link": "https://example.org/TEAM-1", "notes": "In *Markdown*" }],
}))]
pub struct NewRoom {
    /// What it is called.
    name: String,
    /// The name of a preset, such as `t-shirt`, or the cards as one line; `fibonacci` if it is left out.
    deck: Option<String>,
    settings: HouseRules,
    topics: Vec<NewTopic>,
}

/// A topic as it is to begin. All but the title may be left out. It is written for the description alone, which says what a
/// field is that is left out.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewTopic {
    title: String,
    /// What it is called in another tool.
    key: String,
    /// An address that begins with https:// or http://.
    link: String,
    /// In Markdown.
    notes: String,
    /// What was agreed on already: a card, as in the line of a deck.
    estimate: String,
}

/// The room that was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "k3v9-xq2m-7tfa", "url": "/r/k3v9-xq2m-7tfa", "token": "1.0JpEWJUmzhfpLSgPZ2YAvA"
}))]
pub struct Made {
    /// The key to the room: whoever has it may look and sit down.
    id: String,
    /// The path of its page on this server.
    url: String,
    /// The secret of whoever made the room, who is its moderator once they sit down: a socket says it in hello.
    token: String,
}

/// Make a room.
///
/// With its deck, its house rules and its topics, all of it or nothing.
#[utoipa::path(
    post,
    path = "/api/rooms",
    request_body = NewRoom,
    responses(
        (status = 201, description = "The room was made", body = Made,
            headers(("Location" = String, description = "The path of its page"))),
        (status = 400, description = "The request came only in part", body = Problem),
        (status = 403, description = "A page of another site asks", body = Problem),
        (status = 408, description = "The request took too long to arrive", body = Problem),
        (status = 413, description = "The request has more than 6 MiB", body = Problem),
        (status = 422, description = "Something in the request cannot stand in a room", body = Problem),
        (status = 429, description = "You ask too often", body = Problem,
            headers(("Retry-After" = u64, description = "Seconds"))),
        (status = 503, description = "The server can keep no more rooms, or nothing now", body = Problem),
    )
)]
pub async fn make(
    State(server): State<Server>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    if !server.origins.allow(request.headers()) {
        return Problem::whole(origin::REFUSED_SENTENCE).with(StatusCode::FORBIDDEN);
    }
    if let Err(wait) = server.making.spend(peer.ip(), Instant::now()) {
        return too_many(wait);
    }
    let too_long = || {
        let problem = Problem::whole(format!("A request has at most {} MiB.", API_ROOM_BYTES_MAX / 1024 / 1024));
        problem.with(StatusCode::PAYLOAD_TOO_LARGE)
    };
    // One that says how long it is need not be read for that.
    if request.body().size_hint().lower() > API_ROOM_BYTES_MAX as u64 {
        return too_long();
    }
    let body = match timeout(API_ROOM_WITHIN, Bytes::from_request(request, &())).await {
        Ok(Ok(body)) => body,
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => return too_long(),
        Ok(Err(_)) => return Problem::whole("The request came only in part.").with(StatusCode::BAD_REQUEST),
        Err(_) => {
            return Problem::whole("The request took too long to arrive.").with(StatusCode::REQUEST_TIMEOUT);
        }
    };
    // Six megabytes take their time, which others do not wait for.
    let events = match spawn_blocking(move || read(&body).and_then(NewRoom::open)).await {
        Ok(Ok(events)) => events,
        Ok(Err(problem)) => return problem.with(StatusCode::UNPROCESSABLE_ENTITY),
        Err(error) => {
            tracing::error!(%error, "reading a room panicked");
            return Problem::whole("The server could not read this.").with(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    match server.rooms.create(&events).await {
        Ok((id, token)) => {
            let url = format!("/r/{id}");
            let made = Made { id: id.to_string(), url: url.clone(), token: token.as_str().to_owned() };
            let headers = [(header::LOCATION, url), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::CREATED, headers, Json(made)).into_response()
        }
        Err(CreateError::Full) => {
            let problem = "This server has all the rooms that it can keep. Please try again later.";
            Problem::whole(problem).with(StatusCode::SERVICE_UNAVAILABLE)
        }
        Err(CreateError::Failed(error)) => {
            tracing::error!(%error, "a room cannot be made");
            let problem = "The server could not keep a new room. Please try again.";
            Problem::whole(problem).with(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// The request as it was written.
fn read(body: &[u8]) -> Result<NewRoom, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        (path, error.into_inner())
    });
    let read = read.and_then(|room| json.end().map(|()| room).map_err(|error| (String::new(), error)));
    read.map_err(|(path, error)| {
        if !error.is_data() {
            let place = format!("line {}, column {}", error.line(), error.column());
            return Problem::at(place, "This is no JSON.");
        }
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        let path = if path == "." { String::new() } else { path };
        Problem::at(path, format!("This is not what is expected here: {said}."))
    })
}

impl NewRoom {
    /// The first events of that room.
    fn open(self) -> Result<Vec<RoomEvent>, Problem> {
        let Self { name, deck, settings, topics } = self;
        let name = RoomName::parse(&name).map_err(|TooLong| {
            Problem::at("name", format!("A room's name has at most {ROOM_NAME_GRAPHEMES_MAX} characters."))
        })?;
        let deck = match deck.as_deref() {
            None => Preset::default().deck(),
            Some(typed) => match Preset::from_slug(typed) {
                Some(preset) => preset.deck(),
                None => Deck::parse(typed)
                    .map_err(|error| Problem::at("deck", Rejection::from(error.problem).sentence()))?,
            },
        };
        if topics.len() > TOPICS_MAX {
            return Err(Problem::at("topics", Rejection::BacklogFull.sentence()));
        }
        let topics = topics.into_iter().enumerate().map(|(place, topic)| {
            let at = |rejection: Rejection| {
                Problem::at(format!("topics[{place}].{}", field_of(rejection)), rejection.sentence())
            };
            decide::topic(&topic.into()).map_err(at)
        });
        let topics = topics.collect::<Result<Vec<_>, _>>()?;
        let settings = Settings::from(settings).each().into();
        let import = Import { settings, ..Import::of_new(topics) };
        decide::open(name, deck, &import).map_err(|rejection| Problem::at("topics", rejection.sentence()))
    }
}

impl From<NewTopic> for TopicDraft {
    fn from(topic: NewTopic) -> Self {
        let NewTopic { title, key, link, notes, estimate } = topic;
        Self { title, key, link, notes, estimate }
    }
}

/// Which part of a topic is refused so.
fn field_of(rejection: Rejection) -> &'static str {
    match rejection {
        Rejection::KeyTooLong => "key",
        Rejection::LinkTooLong | Rejection::LinkNotOfTheWeb => "link",
        Rejection::NotesTooLong => "notes",
        Rejection::CardLabelEmpty | Rejection::CardLabelTooLong | Rejection::CardValueNotExact => "estimate",
        _ => "title",
    }
}
