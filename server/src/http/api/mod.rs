//! The API: rooms in JSON, for programs of any kind. `docs/api.md` tells it to strangers, and `/api/openapi.json` to tools.
//!
//! What leaves is made of types of its own in [`state`], which are made of the redacted room alone.

mod house;
mod make;
mod problem;
mod results;
mod room;
mod state;
mod words;

use std::sync::LazyLock;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use utoipa::OpenApi;

use self::problem::{Problem, too_many};
use super::peers::{self, Counted};
use super::tag::tagged;
use crate::Server;
use crate::limits::API_ROOM_BYTES_MAX;

/// Every route below `/api`.
pub fn router(server: &Server) -> Router<Server> {
    Router::new()
        .route("/rooms", post(make::make).layer(DefaultBodyLimit::max(API_ROOM_BYTES_MAX)))
        .route("/rooms/{id}", get(room::room))
        .route("/rooms/{id}/results", get(results::results))
        .route("/openapi.json", get(openapi))
        .fallback(nothing)
        .method_not_allowed_fallback(other_method)
        .layer(from_fn_with_state(Counted { server: server.clone(), refuse: too_many }, peers::count))
}

async fn nothing() -> Response {
    Problem::whole("There is nothing here: /api/openapi.json lists what there is.").with(StatusCode::NOT_FOUND)
}

async fn other_method() -> Response {
    Problem::whole("This is not asked for by that method.").with(StatusCode::METHOD_NOT_ALLOWED)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Team Poker",
        description = "Rooms in JSON. The id of a room is the key to it: whoever has it may look. A card that lies face down is in \
            no answer. Every refusal is a `Problem`. One address has a number of requests a minute, which the server sets; \
            one that asks more often gets a 429 with `Retry-After`.",
        license(name = "MIT", identifier = "MIT"),
    ),
    paths(room::room, results::results, make::make, openapi)
)]
struct Description;

static DESCRIPTION: LazyLock<String> =
    LazyLock::new(|| Description::openapi().to_pretty_json().expect("a description has no keys but strings"));

/// This description.
///
/// In OpenAPI 3.1.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    responses(
        (status = 200, description = "The description", body = Object, content_type = "application/json",
            headers(("ETag" = String, description = "The name of this description"))),
        (status = 304, description = "You have it: `If-None-Match` names it"),
        (status = 429, description = "You ask too often", body = Problem,
            headers(("Retry-After" = u64, description = "Seconds"))),
    )
)]
async fn openapi(headers: HeaderMap) -> Response {
    tagged(&headers, ([(header::CONTENT_TYPE, "application/json")], DESCRIPTION.clone()))
}
