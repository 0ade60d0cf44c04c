//! The little that is asked of the browser beside its socket: what it remembers, where it is, what time it is.
//!
//! Every function gives a plain value or does nothing where the browser refuses, as it does with storage in some private
//! windows: the page then works, and remembers less.

use leptos::prelude::{document, window};
use shared::message::{PageId, Token};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlDetailsElement, HtmlElement, Storage};

const NICKNAME_KEY: &str = "teampoker.nickname";
/// As many random bytes as nobody guesses.
const PAGE_ID_BYTES: usize = 16;

/// Under which a room's token is kept.
pub fn token_key(room: &str) -> String {
    format!("teampoker.token.{room}")
}

/// The page that the document says it holds.
pub fn seed() -> Option<String> {
    document().body()?.get_attribute("data-seed")
}

/// The token of my seat in that room.
pub fn token(room: &str) -> Option<Token> {
    storage()?.get_item(&token_key(room)).ok()?.and_then(|text| Token::try_from(text).ok())
}

/// Remembers my seat in that room, or forgets it.
pub fn remember_token(room: &str, token: Option<&Token>) {
    let Some(storage) = storage() else { return };
    let _ = match token {
        Some(token) => storage.set_item(&token_key(room), token.as_str()),
        None => storage.remove_item(&token_key(room)),
    };
}

/// The name under which I sat down last, in any room.
pub fn nickname() -> Option<String> {
    storage()?.get_item(NICKNAME_KEY).ok()?
}

/// Remembers the name under which I sat down.
pub fn remember_nickname(nickname: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(NICKNAME_KEY, nickname);
    }
}

/// The address of a room's socket.
pub fn socket_url(room: &str) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/ws/{room}", location.host().ok()?))
}

/// The address to send to the team.
pub fn room_url(room: &str) -> String {
    format!("{}/r/{room}", window().location().origin().unwrap_or_default())
}

/// The last part of the page's address, from `#` on; empty if there is none.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Takes that part out of the page's address, and out of the browser's history.
pub fn drop_hash() {
    let (location, history) = (window().location(), window().history());
    if let (Ok(path), Ok(history)) = (location.pathname(), history) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

/// A name for this page that no other has.
pub fn page_id() -> Option<PageId> {
    let mut bytes = [0; PAGE_ID_BYTES];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let text: String = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex).collect();
    PageId::try_from(text).ok()
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0')
}

/// A random number below 1 and not below 0.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Milliseconds by a clock that goes on while the machine sleeps.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Whether the page cannot be seen.
pub fn is_hidden() -> bool {
    document().hidden()
}

/// The document as it was is no longer what one sees: the style sheet need not hold the join form back.
pub fn stop_expecting_seat() {
    if let Some(root) = document().document_element() {
        let _ = root.remove_attribute("data-returning");
    }
}

/// Moves the focus to the first of these that there is, if nothing has it: the control that had it has gone.
pub fn rescue_focus(selectors: &[&str]) {
    let is_lost = document().active_element().is_none_or(|focused| focused.tag_name() == "BODY");
    if is_lost {
        focus(selectors);
    }
}

/// Moves the focus to the first of these that there is.
pub fn focus(selectors: &[&str]) {
    let found = selectors.iter().find_map(|selector| document().query_selector(selector).ok()?);
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What has the focus is in the dock, which is always in sight: scrolling to it would only move the table.
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Moves the focus there, wherever on the page that is.
pub fn focus_and_show(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Closes a disclosure. Whoever was inside finds what opens it under their fingers.
pub fn close(details: &HtmlDetailsElement) {
    let was_inside = document().active_element().is_some_and(|focused| details.contains(Some(&focused)));
    details.set_open(false);
    let summary = details.query_selector("summary").ok().flatten();
    if let (true, Some(summary)) = (was_inside, summary.and_then(|it| it.dyn_into::<HtmlElement>().ok())) {
        let _ = summary.focus();
    }
}

/// Puts text on the clipboard; false where a page may not, as without TLS.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    has_clipboard && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Shows text where a person can copy it by hand.
pub fn show_to_copy(question: &str, text: &str) {
    let _ = window().prompt_with_message_and_default(question, text);
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
