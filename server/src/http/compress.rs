//! Pages on their way to a browser are compressed. The site's files are already: see [`super::assets`].

use std::io::Write;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::assets::accepts;

/// A layer that sends HTML as gzip to whoever takes it. A page has no secret beside what its reader typed, so that its length
/// tells nobody anything.
pub async fn compress(request: Request, next: Next) -> Response {
    let takes_gzip = request.method() != Method::HEAD && accepts(request.headers(), "gzip");
    let mut response = next.run(request).await;
    if !is_plain_html(response.headers()) {
        return response;
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
    if !takes_gzip {
        return response;
    }
    match gzip(response).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(%error, "a page cannot be compressed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn is_plain_html(headers: &HeaderMap) -> bool {
    let is_html = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    is_html && !headers.contains_key(CONTENT_ENCODING)
}

async fn gzip(response: Response) -> anyhow::Result<Response> {
    let (mut head, body) = response.into_parts();
    // The server wrote it, so it is as long as it is.
    let page = to_bytes(body, usize::MAX).await?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&page)?;
    let page = encoder.finish()?;
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    // The same page in other bytes: RFC 9110, section 8.8.1.
    if let Some(tag) = head.headers.get(ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/")) {
        let weak = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())?;
        head.headers.insert(ETAG, weak);
    }
    Ok(Response::from_parts(head, Body::from(page)))
}
