//! Problem: why the API does not do what was asked, as every refusal says it.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::pages::NoTable;
use crate::http::peers::{seconds, too_often};

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({ "path": "topics[0].title", "problem": "A topic needs a title." }))]
pub struct Problem {
    /// What of the request is meant, as in `topics[0].title`, counted from 0; a line and a column where it is no JSON; empty for
    /// all of it.
    pub path: String,
    /// A sentence for a person.
    pub problem: String,
}

impl Problem {
    /// Something is wrong with that part of the request.
    pub fn at(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { path: path.into(), problem: problem.into() }
    }

    /// The request as a whole.
    pub fn whole(problem: impl Into<String>) -> Self {
        Self::at("", problem)
    }

    pub fn with(self, status: StatusCode) -> Response {
        (status, [(header::CACHE_CONTROL, "no-store")], Json(self)).into_response()
    }
}

impl IntoResponse for NoTable {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => Problem::whole("There is no such room.").with(StatusCode::NOT_FOUND),
            Self::Unreadable => Problem::whole("The room cannot be read now.").with(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
}

/// That somebody has asked too often, and how many whole seconds they are to wait.
pub fn too_many(wait: Duration) -> Response {
    let mut response = Problem::whole(too_often(wait)).with(StatusCode::TOO_MANY_REQUESTS);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds(wait)));
    response
}
