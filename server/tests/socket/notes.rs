//! The notes of a topic, for whoever opens them.

use serde_json::json;

use crate::common::http::ask;
use crate::common::{NewRoom, Server};

async fn room(server: &Server, notes: &str) -> NewRoom {
    let wanted = json!({ "topics": [{ "title": "Log in", "notes": notes }, { "title": "Log out" }] });
    server.room_in_one_go(&wanted).await
}

#[tokio::test]
async fn a6_notes_are_a_fragment_of_cleaned_html_that_is_harmless_by_itself() {
    let server = Server::start().await;
    let room = room(&server, "# Why\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) **now**").await;
    let notes = server.get(&format!("/r/{}/topics/1/notes", room.id)).await;
    assert_eq!(notes.status, 200);
    assert!(notes.text().contains("<h3>Why</h3>") && notes.text().contains("<strong>now</strong>"), "{}", notes.text());
    assert!(!notes.text().contains("script"), "{}", notes.text());
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("content-security-policy", "default-src 'none'; style-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(notes.header(name), Some(value), "{name}");
    }
    let path = format!("/r/{}/topics/1/notes", room.id);
    let tag = notes.header("etag").unwrap();
    let again = ask(server.address, "GET", &path, &[("If-None-Match", tag)], "").await;
    assert_eq!((again.status, again.text()), (304, ""));
}

#[tokio::test]
async fn a6_the_markdown_itself_is_plain_text() {
    let server = Server::start().await;
    let written = "# Why\n\n<script>alert(1)</script>\n";
    let room = room(&server, written).await;
    let notes = server.get(&format!("/r/{}/topics/1/notes.md", room.id)).await;
    assert_eq!((notes.status, notes.text()), (200, written.trim_end()));
    assert_eq!(notes.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(notes.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn a6_a_topic_without_notes_has_empty_ones_and_what_is_not_there_has_none() {
    let server = Server::start().await;
    let room = room(&server, "Some").await;
    for file in ["notes", "notes.md"] {
        let empty = server.get(&format!("/r/{}/topics/2/{file}", room.id)).await;
        assert_eq!((empty.status, empty.text()), (200, ""), "{file}");
        let id = room.id;
        let nowhere = ["/topics/3/", "/topics/0/", "/topics/x/", "/topics/99999999999/"];
        let nowhere = nowhere.map(|topic| format!("/r/{id}{topic}{file}"));
        let no_room = ["/r/0000-0000-0000", "/r/nonsense"].map(|room| format!("{room}/topics/1/{file}"));
        for path in nowhere.into_iter().chain(no_room) {
            let missing = server.get(&path).await;
            assert_eq!(missing.status, 404, "{path}");
            assert!(missing.text().starts_with("There is no such"), "{path}");
        }
    }
}
