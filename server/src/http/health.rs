//! `GET /health`: whether the server works, for those who watch it.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::Server;
use crate::limits::CONNECTIONS_MAX;

pub async fn health(State(server): State<Server>) -> Response {
    let connections = CONNECTIONS_MAX - server.places.available_permits();
    let rooms = server.rooms.count();
    let trouble = server.rooms.trouble();
    let (status, word) = match trouble {
        None => (StatusCode::OK, "ok"),
        // What is in memory is served all the same; but a load balancer may know of a better place.
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
    };
    let body = json!({ "status": word, "log": trouble, "live_rooms": rooms, "connections": connections });
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}
