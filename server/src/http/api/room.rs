//! A room, as it is now.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::ids::{RoomId, TopicId};
use utoipa::IntoParams;

use super::problem::Problem;
use super::state::RoomState;
use crate::Server;
use crate::http::pages::{self, NoTable};
use crate::http::tag::tagged;
use crate::limits::API_TOPICS_MAX;

/// Which part of the list is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The number of a topic: the part begins behind it. Without it the part begins with the list.
    after: Option<u32>,
}

/// A room as it is now.
///
/// As anybody who has its link may see it, with up to 500 topics of its list.
#[utoipa::path(
    get,
    path = "/api/rooms/{id}",
    params(("id" = String, Path, description = "As in the room's link", example = "k3v9-xq2m-7tfa"), Asked),
    responses(
        (status = 200, description = "The room", body = RoomState,
            headers(("ETag" = String, description = "Changes with all that is in the answer, also with who is there"))),
        (status = 304, description = "The room is as you have it: `If-None-Match` names it"),
        (status = 404, description = "There is no such room", body = Problem),
        (status = 422, description = "`after` is no topic of the list", body = Problem),
        (status = 429, description = "You ask too often", body = Problem,
            headers(("Retry-After" = u64, description = "Seconds"))),
        (status = 503, description = "The room cannot be read now", body = Problem),
    )
)]
pub async fn room(
    State(server): State<Server>,
    Path(id): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<RoomId>() else { return NoTable::NotFound.into_response() };
    let no_topic = || {
        let problem = Problem::at("after", "This is the number of no topic of the list.");
        problem.with(StatusCode::UNPROCESSABLE_ENTITY)
    };
    let Ok(Query(Asked { after })) = asked else { return no_topic() };
    let after = after.map(TopicId);
    let seen = pages::ask(&server, id, |room| async move { room.look_at_list(after, API_TOPICS_MAX).await });
    match seen.await {
        Err(no_table) => no_table.into_response(),
        Ok((_, None)) => no_topic(),
        Ok((welcome, Some(part))) => match RoomState::of(id, &welcome, &part) {
            None => NoTable::Unreadable.into_response(),
            Some(state) => {
                let json = serde_json::to_string(&state).expect("a room has no keys but strings");
                tagged(&headers, ([(header::CONTENT_TYPE, "application/json")], json))
            }
        },
    }
}
