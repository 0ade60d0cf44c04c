//! What a room has come to, as the document that another room can take in.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use exchange::document::Document;
use serde_json::json;
use shared::ids::RoomId;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::problem::Problem;
use crate::Server;
use crate::http::pages::NoTable;
use crate::http::results::{Fresh, Made, fresh, tagged};

/// What the description says of a [`Document`].
struct Results;

impl ToSchema for Results {}

impl PartialSchema for Results {
    fn schema() -> RefOr<Schema> {
        let text = || json!({ "type": "string" });
        let numbers = || json!({ "type": "integer", "minimum": 1 });
        let schema = json!({
            "type": "object",
            "description": "A room with all its rounds. Topics and people are counted from 1, as they stand here. A field that \
                says nothing is left out.",
            "required": ["format", "version", "name", "topics", "people", "rounds"],
            "properties": {
                "format": { "type": "string", "enum": ["team-poker"] },
                "version": numbers(),
                "name": text(),
                "deck": { "type": "string", "description": "As one line" },
                "settings": { "type": "object", "description": "The house rules", "additionalProperties": true },
                "topics": { "type": "array", "items": {
                    "type": "object",
                    "required": ["title"],
                    "properties": {
                        "title": text(), "key": text(), "link": text(), "notes": text(),
                        "estimate": { "type": "string", "description": "A card as in the line of a deck" },
                    },
                } },
                "people": { "type": "array", "items": text() },
                "rounds": { "type": "array", "items": {
                    "type": "object",
                    "required": ["cards"],
                    "properties": {
                        "topic": numbers(),
                        "title": text(),
                        "began": { "type": "string", "format": "date-time" },
                        "took_ms": { "type": "integer", "minimum": 0 },
                        "deck": text(),
                        "anonymous": { "type": "boolean" },
                        "played": { "type": "array", "items": numbers(), "description": "Who, in an anonymous round" },
                        "cards": { "type": "array", "items": {
                            "type": "object",
                            "required": ["card"],
                            "properties": {
                                "person": numbers(), "card": text(), "first": text(), "confidence": text(), "reason": text(),
                            },
                        } },
                    },
                } },
            },
        });
        serde_json::from_value(schema).expect("it is a schema")
    }
}

/// What a room has come to.
///
/// Every round that was revealed, with the topics, deck and house rules: the document that another room can take in.
#[utoipa::path(
    get,
    path = "/api/rooms/{id}/results",
    params(("id" = String, Path, description = "As in the room's link", example = "k3v9-xq2m-7tfa")),
    responses(
        (status = 200, description = "The document", body = Results, content_type = "application/json",
            headers(("ETag" = String, description = "Changes with the room's version"))),
        (status = 304, description = "Nothing has happened since: `If-None-Match` names what you have"),
        (status = 404, description = "There is no such room", body = Problem),
        (status = 429, description = "You ask too often", body = Problem,
            headers(("Retry-After" = u64, description = "Seconds"))),
        (status = 503, description = "The room cannot be read now", body = Problem),
    )
)]
pub async fn results(State(server): State<Server>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<RoomId>() else { return NoTable::NotFound.into_response() };
    match fresh(&server, id, &headers, |record| Document::of(record).to_json()).await {
        Ok(Fresh::Known(response)) => response,
        Ok(Fresh::Made(Made { tag, value: json })) => {
            let mut response = json.into_response();
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(header::CONTENT_TYPE, json);
            tagged(response, tag)
        }
        Err(no_table) => no_table.into_response(),
    }
}
