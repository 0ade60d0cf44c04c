//! Lists that come in: first what was understood, then, confirmed, the topics, in every window.

use std::fs;
use std::path::Path;

use exchange::limits::IMPORT_BYTES_MAX;
use shared::codec::Codec;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::limits::{TOPICS_AT_ONCE_MAX, TOPICS_MAX};
use shared::message::{Hello, Token};
use shared::rejection::Rejection;

use crate::common::client::Client;
use crate::common::http::{self, Response};
use crate::common::{NewRoom, Server};

async fn bring(room: &NewRoom, choices: &str, seat: Option<&Token>, list: &[u8]) -> Response {
    let (address, id) = (room.address, room.id);
    let seat = seat.map(|token| format!("Authorization: Bearer {}\r\n", token.as_str())).unwrap_or_default();
    let head = format!(
        "POST /r/{id}/import?{choices} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{seat}Content-Length: {}\r\n\r\n",
        list.len()
    );
    http::exchange(address, &[head.as_bytes(), list].concat()).await
}

fn titles(client: &Client) -> Vec<&str> {
    client.room.backlog().topics().map(|(_, topic)| topic.title.as_str()).collect()
}

const JIRA: &[u8] = b"Summary,Issue key,Story Points\r\n<b>Log in</b>,TEAM-1,5.0\r\n,,\r\nLog out,TEAM-2,\r\n";

#[tokio::test]
async fn b7_nothing_changes_until_it_is_confirmed_and_then_everybody_has_the_list() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Postcard).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let preview = bring(&room, "step=preview", Some(&room.creator), JIRA).await;
    assert_eq!(preview.status, 200);
    // What somebody wrote is never markup.
    assert!(
        preview.text().contains("&lt;b&gt;Log in&lt;/b&gt;") && !preview.text().contains("<b>Log"),
        "{}",
        preview.text()
    );
    assert!(preview.text().contains("Add 2 topics"));
    moderator.must(Command::AddTopics { topics: vec![] }).await;
    assert!(moderator.room.backlog().is_empty());

    let done = bring(&room, "step=confirm", Some(&room.creator), JIRA).await;
    assert_eq!((done.status, done.text()), (200, "2 topics came into the list."));
    for client in [&mut moderator, &mut ada] {
        client.until("the topics", |client| client.room.backlog().len() == 2).await;
        assert_eq!(titles(client), ["<b>Log in</b>", "Log out"]);
    }
    let again = bring(&room, "step=preview", Some(&room.creator), JIRA).await;
    assert!(again.text().contains("2 topics are in the list already"), "{}", again.text());
    let done =
        bring(&room, "step=confirm&update=true", Some(&room.creator), b"Summary,Issue key\nLog in,TEAM-1\n").await;
    assert_eq!(done.text(), "1 topic of the list brought up to date.");
    ada.until("the new title", |ada| titles(ada) == ["Log in", "Log out"]).await;
}

#[tokio::test]
async fn b7_a_list_comes_in_for_who_may_and_from_our_own_pages() {
    let server = Server::start().await;
    let room = server.room().await;
    let moderator = room.moderator(Codec::Postcard).await;
    let ada = room.voter(Codec::Postcard, "Ada").await;
    let token = &ada.seat.as_ref().unwrap().token;
    let refused = bring(&room, "step=confirm", Some(token), JIRA).await;
    assert_eq!((refused.status, refused.text()), (422, Rejection::NotModerator.sentence().as_str()));
    let refused = bring(&room, "step=confirm", None, JIRA).await;
    assert_eq!((refused.status, refused.text()), (422, Rejection::NotSeated.sentence().as_str()));
    let foreign = format!(
        "POST /r/{}/import?step=confirm HTTP/1.1\r\nHost: {}\r\nOrigin: https://evil.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        room.id, room.address
    );
    assert_eq!(http::exchange(room.address, foreign.as_bytes()).await.status, 403);
    assert!(moderator.room.backlog().is_empty());
}

#[tokio::test]
async fn b7_columns_are_what_one_says_they_are() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Postcard).await;
    let csv = b"Title,Owner\nLog in,Ada\nLog out,Bob\n";
    let done = bring(&room, "step=confirm&uses=nothing,title", Some(&room.creator), csv).await;
    assert_eq!(done.status, 200);
    moderator.until("the topics", |moderator| titles(moderator) == ["Ada", "Bob"]).await;
    let unknown = bring(&room, "step=confirm&uses=owner,title", Some(&room.creator), csv).await;
    assert_eq!((unknown.status, unknown.text()), (422, "There is no such use of a column."));
}

#[tokio::test]
async fn b2_the_longest_list_comes_in_parts_and_what_is_longer_not_at_all() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Postcard).await;
    let lines = |count: usize| (0..count).map(|number| format!("Topic number {number}\n")).collect::<String>();
    let beyond = bring(&room, "step=confirm", Some(&room.creator), lines(TOPICS_MAX + 1).as_bytes()).await;
    assert_eq!(beyond.status, 422);
    assert!(beyond.text().contains("5000"), "{}", beyond.text());
    let done = bring(&room, "step=confirm", Some(&room.creator), lines(TOPICS_MAX).as_bytes()).await;
    assert_eq!((done.status, done.text()), (200, "5000 topics came into the list."));
    moderator.until("the topics", |moderator| moderator.room.backlog().len() == TOPICS_MAX).await;
    let largest = |event: &RoomEvent| match event {
        RoomEvent::TopicsAdded { topics } => topics.len(),
        _ => 0,
    };
    assert_eq!(moderator.events().iter().map(largest).max(), Some(TOPICS_AT_ONCE_MAX));
    let full = bring(&room, "step=confirm", Some(&room.creator), b"One more\n").await;
    assert_eq!((full.status, full.text()), (422, Rejection::BacklogFull.sentence().as_str()));
    // Who comes now gets the list in parts, whole and in order.
    let late = room.enter(Codec::Postcard, Hello::default()).await;
    assert_eq!(late.room.backlog(), moderator.room.backlog());
    let longest = late.frames.iter().map(Vec::len).max().unwrap();
    let whole: usize = late.frames.iter().map(Vec::len).sum();
    println!("a snapshot of 5,000 topics: {whole} bytes in {} messages, the longest of {longest}", late.frames.len());
    assert!(longest < whole / 20);

    let too_long = vec![b'x'; IMPORT_BYTES_MAX + 1];
    let refused = bring(&room, "step=preview", Some(&room.creator), &too_long).await;
    assert_eq!((refused.status, refused.text().contains("longer than 5 MB")), (413, true));
}

#[tokio::test]
async fn b7_every_sample_of_another_tool_comes_in() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/samples");
    let server = Server::start().await;
    let mut count = 0;
    for entry in fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with('.') {
            continue;
        }
        let room = server.room().await;
        let mut moderator = room.moderator(Codec::Postcard).await;
        let list = fs::read(&path).unwrap();
        let expected = exchange::import::read(&list, None).unwrap();
        let done = bring(&room, "step=confirm", Some(&room.creator), &list).await;
        assert_eq!(done.status, 200, "{}: {}", path.display(), done.text());
        // On the table spaces are single, and of one kind.
        let line = |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<_> = expected.topics.iter().map(|topic| line(&topic.draft.title)).collect();
        moderator.until("the topics", |moderator| moderator.room.backlog().len() == wanted.len()).await;
        assert_eq!(titles(&moderator), wanted, "{}", path.display());
        count += 1;
    }
    assert!(count >= 12);
}

#[tokio::test]
async fn b7_what_is_no_list_is_named() {
    let server = Server::start().await;
    let room = server.room().await;
    let moderator = room.moderator(Codec::Postcard).await;
    for (bytes, word) in [(&b"%PDF-1.7\n%x"[..], "PDF"), (b"\x89PNG\r\n\x1a\n", "picture"), (b"", "empty")] {
        let refused = bring(&room, "step=preview", Some(&room.creator), bytes).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains(word), "{}", refused.text());
    }
    assert!(moderator.room.backlog().is_empty());
}
