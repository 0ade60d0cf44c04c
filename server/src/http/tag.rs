//! Tags: answers that need not be sent again to whoever has them.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::assets::is_known;

/// Bytes of the hash in a tag: nobody finds two answers that share them.
const TAG_BYTES: usize = 16;

/// The text under a tag, or that it is what the asker has. The tag is made of the text itself, because a room can look
/// different in one version: who is there is no part of it.
pub fn tagged<const N: usize>(
    asked: &HeaderMap,
    (headers, text): ([(HeaderName, &'static str); N], String),
) -> Response {
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&text)[..TAG_BYTES]));
    let mut response = if is_known(asked, &tag) {
        let mut response = (StatusCode::NOT_MODIFIED, headers).into_response();
        response.headers_mut().remove(CONTENT_TYPE);
        response
    } else {
        (headers, text).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(ETAG, HeaderValue::from_str(&tag).expect("a tag is base 64"));
    response
}
