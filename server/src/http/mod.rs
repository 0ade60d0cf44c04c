//! Everything that is answered over plain HTTP.

mod api;
pub mod assets;
mod compress;
pub mod cookie;
mod health;
mod import;
mod like;
mod notes;
pub mod origin;
mod pages;
pub mod peers;
mod results;
mod rooms;
mod tag;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use exchange::limits::IMPORT_BYTES_MAX;

use self::peers::Counted;
use crate::Server;
use crate::limits::FORM_BYTES_MAX;
use crate::ws::upgrade::upgrade;

/// Every route of the server.
pub fn router(server: Server) -> Router {
    // What takes more work than a page is counted.
    let counted = Router::new()
        .route("/r/{id}/results", get(results::page))
        .route("/r/{id}/results/{file}", get(results::file))
        .route("/r/{id}/topics/{topic}/story", get(results::story))
        .route("/r/{id}/topics/{topic}/notes", get(notes::html))
        .route("/r/{id}/topics/{topic}/notes.md", get(notes::markdown))
        .route("/r/{id}/import", post(import::import).layer(DefaultBodyLimit::max(IMPORT_BYTES_MAX)))
        .route_layer(from_fn_with_state(Counted { server: server.clone(), refuse: too_many }, peers::count));
    Router::new()
        .route("/", get(pages::landing))
        .route("/rooms", post(rooms::create))
        .route("/r/{id}", get(pages::room))
        .route("/r/{id}/join", post(rooms::join))
        .merge(counted)
        .nest("/api", api::router(&server))
        .route("/ws/{id}", any(upgrade))
        .route("/health", get(health::health))
        .fallback(pages::file_or_not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn(compress::compress))
        .layer(map_response(harden))
        .with_state(server)
}

/// What somebody is told who asks too often and is no program.
fn too_many(wait: Duration) -> Response {
    let headers = [(header::RETRY_AFTER, peers::seconds(wait).to_string())];
    (StatusCode::TOO_MANY_REQUESTS, headers, peers::too_often(wait)).into_response()
}

/// A room's link is its key: it is not told to other sites. Nothing is guessed to be of another type than we say.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
