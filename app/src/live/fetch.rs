//! Fetching: what a page asks of the server beside its socket, as text.

use leptos::prelude::window;
use shared::message::Token;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// What the server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub is_ok: bool,
    pub text: String,
}

/// Gets what is at that address; none if the server does not answer.
pub async fn get(address: &str) -> Option<Fetched> {
    fetched(address, &RequestInit::new()).await.ok()
}

/// Sends that there, a text or a file, as whoever holds that token; none if the server does not answer.
pub async fn post(address: &str, token: Option<&Token>, body: &JsValue) -> Option<Fetched> {
    let headers = Headers::new().ok()?;
    // Whatever the browser makes of a file's name: the server looks at what is in it.
    headers.set("content-type", "application/octet-stream").ok()?;
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {}", token.as_str())).ok()?;
    }
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(body);
    fetched(address, &request).await.ok()
}

async fn fetched(address: &str, request: &RequestInit) -> Result<Fetched, JsValue> {
    let response = JsFuture::from(window().fetch_with_str_and_init(address, request)).await?;
    let response: Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    Ok(Fetched { is_ok: response.ok(), text: text.as_string().unwrap_or_default() })
}
