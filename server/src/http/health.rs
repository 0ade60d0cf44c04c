//! `GET /health`: whether the server works, for those who watch it.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::Server;
use crate::limits::CONNECTIONS_MAX;

pub async fn health(State(server): State<Server>) -> Response {
    let connections = CONNECTIONS_MAX - server.places.available_permits();
    let rooms = server.rooms.count();
    let body = format!(r#"{{"status":"ok","live_rooms":{rooms},"connections":{connections}}}"#);
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body).into_response()
}
