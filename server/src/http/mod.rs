//! Everything that is answered over plain HTTP.

pub mod assets;
pub mod cookie;
mod health;
pub mod origin;
mod pages;
mod rooms;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{any, get, post};

use crate::Server;
use crate::limits::FORM_BYTES_MAX;
use crate::ws::upgrade::upgrade;

/// Every route of the server.
pub fn router(server: Server) -> Router {
    Router::new()
        .route("/", get(pages::landing))
        .route("/rooms", post(rooms::create))
        .route("/r/{id}", get(pages::room))
        .route("/r/{id}/join", post(rooms::join))
        .route("/ws/{id}", any(upgrade))
        .route("/health", get(health::health))
        .fallback(pages::file_or_not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(map_response(harden))
        .with_state(server)
}

/// A room's link is its key: it is not told to other sites. Nothing is guessed to be of another type than we say.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
