//! The little that is asked of the browser beside its socket: what it remembers, where it is, what time it is.
//!
//! Every function gives a plain value or does nothing where the browser refuses, as it does with storage in some private
//! windows: the page then works, and remembers less.

use leptos::prelude::{document, window};
use shared::message::{PageId, Token};
use shared::room::Role;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ClipboardEvent, Element, Event, FocusOptions, HtmlDetailsElement, HtmlElement, HtmlInputElement, PointerEvent,
    Response, ShareData, Storage,
};

use super::preferences::Theme;

use super::thrown::Way;

/// How long a device is shaken.
const NUDGE_MS: u32 = 200;
const NICKNAME_KEY: &str = "teampoker.nickname";
const ROLE_KEY: &str = "teampoker.role";
const OBSERVER: &str = "observer";
/// Fields of these kinds take no letters.
const WORDLESS_INPUTS: [&str; 4] = ["radio", "checkbox", "button", "submit"];
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

/// The part that I chose when I sat down last, in any room.
pub fn role() -> Role {
    if kept(ROLE_KEY).as_deref() == Some(OBSERVER) { Role::Observer } else { Role::Voter }
}

/// Remembers the part that I chose when I sat down.
pub fn remember_role(role: Role) {
    keep(ROLE_KEY, if role == Role::Observer { OBSERVER } else { "voter" });
}

/// What is kept under that key.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps that for my next visit.
pub fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

/// Draws the page in these colours, as the document's first script does before anything is drawn.
pub fn show_theme(theme: Theme) {
    let document = document();
    if let Some(root) = document.document_element() {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.slug()),
        };
    }
    if let Ok(Some(schemes)) = document.query_selector("meta[name='color-scheme']") {
        let _ = schemes.set_attribute("content", theme.schemes());
    }
    for scheme in [Theme::Light, Theme::Dark].map(Theme::slug) {
        if let Ok(Some(colour)) = document.query_selector(&format!("meta[data-scheme='{scheme}']")) {
            let _ = colour.set_attribute("media", &theme.media_of(scheme));
        }
    }
}

/// Writes the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Where the page comes from: a scheme, a host, perhaps a port.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The address to send to the team.
pub fn room_url(room: &str) -> String {
    format!("{}/r/{room}", origin())
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

/// Whether there is room for something beside the table, as the style sheet sees it.
pub fn is_wide() -> bool {
    window().match_media("(min-width: 70rem)").ok().flatten().is_some_and(|query| query.matches())
}

/// What the server has under that address, if it answers and has it.
pub async fn fetch_text(url: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(url)).await.ok()?.dyn_into::<Response>().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// The text that somebody is about to paste.
pub fn pasted(event: &ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text").ok()
}

/// Whether something happened to what is selected so.
pub fn is_at(event: &Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches(selector).unwrap_or(false))
}

/// Has all that the pointer does from now on told to the element under it, until it is released.
pub fn capture_pointer(event: &PointerEvent) {
    let target = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(element) = target {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// The document as it was is no longer what one sees: the style sheet need not hold the join form back.
pub fn stop_expecting_seat() {
    if let Some(root) = document().document_element() {
        let _ = root.remove_attribute("data-returning");
    }
}

/// Moves the focus to the first of these that there is, if nothing has it: the control that had it has gone.
pub fn rescue_focus(selectors: &[&str]) {
    let is_lost = document()
        .active_element()
        .is_none_or(|focused| focused.tag_name() == "BODY" || focused.matches(":disabled").unwrap_or(false));
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

/// Whether what has the focus takes letters.
pub fn is_typing() -> bool {
    let Some(focused) = document().active_element() else { return false };
    match focused.dyn_ref::<HtmlInputElement>() {
        Some(input) => !WORDLESS_INPUTS.contains(&input.type_().as_str()),
        None => {
            let is_editable = focused.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable);
            is_editable || matches!(focused.tag_name().as_str(), "TEXTAREA" | "SELECT")
        }
    }
}

/// Whether a dialog lies over the page.
pub fn is_in_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// Uses what says in `data-key` that this key is its own: presses a button, goes into a form, opens a disclosure with one.
/// Does nothing if there is none, or it may not be pressed now.
pub fn use_control(key: &str) {
    let found = document().query_selector(&format!("[data-key='{key}']:not([aria-disabled='true'])")).ok().flatten();
    let Some(control) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    if let Some(details) = control.dyn_ref::<HtmlDetailsElement>() {
        details.set_open(true);
    }
    let field = control.query_selector("input").ok().flatten();
    match field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        Some(field) => drop(field.focus()),
        None => control.click(),
    }
}

/// Whether the browser can pass something on to another program.
pub fn can_share() -> bool {
    js_sys::Reflect::get(&window().navigator(), &"share".into()).is_ok_and(|it| it.is_function())
}

/// Passes an address on to another program, which the person chooses, or does not.
pub async fn share(title: &str, url: &str) {
    let data = ShareData::new();
    data.set_title(title);
    data.set_url(url);
    let _ = JsFuture::from(window().navigator().share_with_data(&data)).await;
}

/// Puts text on the clipboard; false where a page may not, as without TLS.
pub async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Shows text where a person can copy it by hand.
pub fn show_to_copy(question: &str, text: &str) {
    let _ = window().prompt_with_message_and_default(question, text);
}

/// The way from the middle of one element to that of another; none if one of them is not on the page.
pub fn way(from: &str, to: &str) -> Option<Way> {
    let middle = |id: &str| {
        let place = document().get_element_by_id(id)?.get_bounding_client_rect();
        Some((place.x() + place.width() / 2.0, place.y() + place.height() / 2.0))
    };
    let whole = |(x, y): (f64, f64)| (x.round() as i32, y.round() as i32);
    let (from, end) = (whole(middle(from)?), whole(middle(to)?));
    Some(Way { end, start: (from.0 - end.0, from.1 - end.1) })
}

/// Shakes the device, where it can be.
pub fn vibrate() {
    let navigator = window().navigator();
    if js_sys::Reflect::has(&navigator, &"vibrate".into()).unwrap_or(false) {
        let _ = navigator.vibrate_with_duration(NUDGE_MS);
    }
}

/// The text in small letters, whatever its script.
pub fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
