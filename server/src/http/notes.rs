//! The notes of a topic, for whoever opens them: as a part of a page, and as they were written.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::ids::{RoomId, TopicId};

use super::pages::{self, NoTable};
use super::tag::tagged;
use crate::{Server, notes};

/// Should somebody open the fragment by itself, it can do nothing.
const HARMLESS: (HeaderName, &str) = (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'none'; sandbox");

/// `GET /r/{id}/topics/{topic}/notes`: HTML that the server made and cleaned, as a fragment.
pub async fn html(State(server): State<Server>, Path(names): Path<(String, String)>, headers: HeaderMap) -> Response {
    match of_topic(&server, &names).await {
        Ok(markdown) => {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), HARMLESS];
            tagged(&headers, (kind, notes::to_html(&markdown)))
        }
        Err(no_notes) => no_notes,
    }
}

/// `GET /r/{id}/topics/{topic}/notes.md`: what was written.
pub async fn markdown(
    State(server): State<Server>,
    Path(names): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match of_topic(&server, &names).await {
        Ok(markdown) => tagged(&headers, ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], markdown)),
        Err(no_notes) => no_notes,
    }
}

async fn of_topic(server: &Server, (room, topic): &(String, String)) -> Result<String, Response> {
    let nothing = |sentence: &'static str| (StatusCode::NOT_FOUND, sentence).into_response();
    let Ok(id) = room.parse::<RoomId>() else { return Err(nothing("There is no such table.")) };
    let Ok(topic) = topic.parse().map(TopicId) else { return Err(nothing("There is no such topic.")) };
    let notes = pages::ask(server, id, |room| async move {
        room.read(move |house| house.backlog.topic(topic).map(|topic| topic.notes.clone())).await
    });
    match notes.await {
        Ok(Some(notes)) => Ok(notes.markdown().unwrap_or_default().to_owned()),
        Ok(None) => Err(nothing("There is no such topic.")),
        Err(NoTable::NotFound) => Err(nothing("There is no such table.")),
        Err(NoTable::Unreadable) => {
            Err((StatusCode::SERVICE_UNAVAILABLE, "This table cannot be read now.").into_response())
        }
    }
}
