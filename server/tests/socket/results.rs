//! What goes out of a room: the page of results, the part of it that a sheet shows, and the files.

use exchange::document::Document;
use shared::codec::Codec;
use shared::command::{Command, TopicDraft};
use shared::ids::TopicId;
use shared::round::Confidence;
use shared::settings::{Names, Setting};

use crate::common::client::Client;
use crate::common::http::{self, Response};
use crate::common::{NewRoom, Server};

const FILES: [&str; 4] = ["jira.csv", "topics.md", "votes.csv", "room.json"];

/// Every path at which something of a room goes out; the story is that of its first topic.
fn paths(room: &NewRoom) -> Vec<String> {
    let files = FILES.iter().map(|file| format!("/r/{}/results/{file}", room.id));
    let pages = [format!("/r/{}/results", room.id), format!("/r/{}/topics/1/story", room.id)];
    pages.into_iter().chain(files).collect()
}

async fn all(server: &Server, room: &NewRoom) -> Vec<Response> {
    let mut all = vec![];
    for path in paths(room) {
        let response = server.get(&path).await;
        assert_eq!(response.status, 200, "{path}: {}", response.text());
        all.push(response);
    }
    all
}

async fn add(moderator: &mut Client, key: &str, title: &str) {
    let draft = TopicDraft { key: key.into(), title: title.into(), ..TopicDraft::default() };
    moderator.must(Command::AddTopics { topics: vec![draft] }).await;
}

async fn pick(moderator: &mut Client, topic: u32) {
    let round = moderator.round();
    moderator.must(Command::PickTopic { round, topic: Some(TopicId(topic)), anyway: false }).await;
}

async fn say(person: &mut Client, confidence: Confidence, reason: &str) {
    let round = person.round();
    person.must(Command::SetConfidence { round, confidence: Some(confidence) }).await;
    person.must(Command::GiveReason { round, reason: reason.into() }).await;
}

/// A room with a topic that was played twice, and one that was not played.
async fn played(server: &Server) -> (NewRoom, Client, Client) {
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    moderator.set(Setting::Confidence(true)).await;
    add(&mut moderator, "TEAM-1", "Log in").await;
    add(&mut moderator, "TEAM-2", "Log out").await;
    pick(&mut moderator, 1).await;
    ada.settle().await;
    moderator.vote(4).await;
    ada.vote(6).await;
    say(&mut ada, Confidence::Guess, "Old code").await;
    moderator.reveal().await;
    moderator.next_round().await;
    ada.settle().await;
    moderator.vote(5).await;
    ada.vote(5).await;
    moderator.reveal().await;
    moderator.must(Command::SetEstimate { topic: TopicId(1), label: Some("8".into()) }).await;
    (room, moderator, ada)
}

#[tokio::test]
async fn the_page_says_what_came_of_every_topic() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    let page = server.get(&format!("/r/{}/results", room.id)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'self'"));
    let text = page.text();
    for part in [
        "<title>Results · Team: Team Poker</title>",
        "TEAM-1",
        "Log in",
        "Log out",
        "id=\"topic-1\"",
        "href=\"#topic-1\"",
        "Old code",
        "A guess",
        "The range went from 5–13 to 8",
        &format!("href=\"/r/{}\"", room.id),
        &format!("href=\"/r/{}/results/jira.csv\"", room.id),
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("id=\"topic-2\""), "nobody has played for it");
    assert!(!text.contains(".wasm"), "nothing of it runs in the browser");
}

/// The text of a page without what is another in each: the room's id, and what its policy lets through.
fn page_of(room: &NewRoom, response: &Response) -> String {
    let text = response.text().replace(&room.id.to_string(), "ROOM");
    let parts = text.split("nonce=\"");
    parts.map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect::<Vec<_>>().join("NONCE")
}

#[tokio::test]
async fn b7_a_room_that_is_brought_into_an_empty_one_has_the_same_page_of_results() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    let json = server.get(&format!("/r/{}/results/room.json", room.id)).await;
    let empty = server.room().await;
    drop(empty.moderator(Codec::Postcard).await);
    let path = format!("/r/{}/import?step=confirm&rounds=true&house=true", empty.id);
    let bearer = format!("Bearer {}", empty.creator.as_str());
    let brought = http::ask(server.address, "POST", &path, &[("Authorization", &bearer)], json.text()).await;
    assert_eq!((brought.status, brought.text()), (200, "2 topics came into the list."));
    let page = async |room: &NewRoom| page_of(room, &server.get(&format!("/r/{}/results", room.id)).await);
    let (first, second) = (page(&room).await, page(&empty).await);
    assert!(first.contains("TEAM-1") && first.contains("Old code"), "{first}");
    assert_eq!(second, first);
}

#[tokio::test]
async fn a_room_without_a_round_says_so() {
    let server = Server::start().await;
    let room = server.room().await;
    let page = server.get(&format!("/r/{}/results", room.id)).await;
    assert!(page.text().contains("No round has been revealed yet."), "{}", page.text());
}

#[tokio::test]
async fn every_file_says_what_it_is_and_is_named_after_the_room() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    for (file, kind, part) in [
        ("jira.csv", "text/csv; charset=utf-8; header=present", "TEAM-1,Log in,8\r\nTEAM-2,Log out,\r\n"),
        ("votes.csv", "text/csv; charset=utf-8; header=present", ",Ada,13,13,,guess,Old code,"),
        ("topics.md", "text/markdown; charset=utf-8", "| TEAM-1 | Log in | 8 | 2 | 100 % |"),
        ("room.json", "application/json", "\"reason\": \"Old code\""),
    ] {
        let response = server.get(&format!("/r/{}/results/{file}", room.id)).await;
        assert_eq!((response.status, response.header("content-type")), (200, Some(kind)), "{file}");
        let disposition = format!("attachment; filename=\"Team-{file}\"; filename*=UTF-8''Team-{file}");
        assert_eq!(response.header("content-disposition"), Some(disposition.as_str()));
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
        assert!(response.text().contains(part), "{file}: {}", response.text());
    }
    let json = server.get(&format!("/r/{}/results/room.json", room.id)).await;
    let (_, _, import) = Document::from_json(json.text()).unwrap().into_import().unwrap();
    assert_eq!((import.topics.len(), import.rounds.len()), (2, 2));
}

#[tokio::test]
async fn the_story_of_a_topic_is_a_part_of_a_page() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    let story = server.get(&format!("/r/{}/topics/1/story", room.id)).await;
    assert_eq!(story.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(story.text().starts_with("<section id=\"topic-1\""), "{}", story.text());
    assert!(story.text().contains("Old code") && story.text().contains("<svg"), "{}", story.text());
    assert!(!story.text().contains("<html"));
    let unplayed = server.get(&format!("/r/{}/topics/2/story", room.id)).await;
    assert!(unplayed.text().contains("Nobody has voted on it yet."), "{}", unplayed.text());
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    let id = room.id;
    for path in [
        "/r/0000-0000-0000/results".to_owned(),
        "/r/nonsense/results".to_owned(),
        "/r/0000-0000-0000/results/jira.csv".to_owned(),
        "/r/0000-0000-0000/topics/1/story".to_owned(),
        format!("/r/{id}/results/other.csv"),
        format!("/r/{id}/topics/3/story"),
        format!("/r/{id}/topics/x/story"),
    ] {
        assert_eq!(server.get(&path).await.status, 404, "{path}");
    }
    let typed = id.to_string().to_uppercase();
    let moved = server.get(&format!("/r/{typed}/results")).await;
    assert_eq!((moved.status, moved.header("location")), (308, Some(format!("/r/{id}/results").as_str())));
}

#[tokio::test]
async fn v3_v10_v11_a_hidden_card_and_what_was_said_with_it_are_in_nothing_that_goes_out() {
    let server = Server::start().await;
    let (room, mut moderator, mut ada) = played(&server).await;
    moderator.next_round().await;
    ada.settle().await;
    let before: Vec<String> = all(&server, &room).await.iter().map(bare).collect();
    // The card 89 is nowhere else than in the deck.
    ada.vote(10).await;
    say(&mut ada, Confidence::Guess, "A secret").await;
    let with_card = all(&server, &room).await;
    assert_eq!(with_card.iter().map(bare).collect::<Vec<_>>(), before);
    assert!(with_card.iter().all(|response| !response.text().contains("A secret")));
    moderator.reveal().await;
    for response in all(&server, &room).await {
        let is_of_votes = response.text().contains("Old code");
        assert_eq!(response.text().contains("A secret"), is_of_votes, "{}", response.text());
    }
}

/// The body without the nonce that each page has.
fn bare(response: &Response) -> String {
    let policy = response.header("content-security-policy").unwrap_or_default();
    match policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()) {
        Some(nonce) => response.text().replace(nonce, "NONCE"),
        None => response.text().to_owned(),
    }
}

#[tokio::test]
async fn h3_l5_who_played_what_in_an_anonymous_round_is_in_nothing_that_goes_out() {
    let play = async |of_moderator: u8, of_ada: u8| {
        let server = Server::start().await;
        let room = server.room().await;
        let mut moderator = room.moderator(Codec::Json).await;
        let mut ada = room.voter(Codec::Postcard, "Ada").await;
        moderator.set(Setting::Names(Names::Anonymous)).await;
        add(&mut moderator, "", "Log in").await;
        pick(&mut moderator, 1).await;
        ada.settle().await;
        moderator.vote(of_moderator).await;
        ada.vote(of_ada).await;
        moderator.reveal().await;
        let responses = all(&server, &room).await;
        let paths = paths(&room);
        paths.iter().zip(&responses).map(|(path, response)| without_time(path, response, &room)).collect::<Vec<_>>()
    };
    let (one, other) = (play(4, 6).await, play(6, 4).await);
    assert_eq!(one, other);
    assert!(one[0].contains("5, 13"), "{}", one[0]);
}

/// What goes out at that path, without the room's name and what a clock says.
fn without_time(path: &str, response: &Response, room: &NewRoom) -> String {
    let text = bare(response).replace(&room.id.to_string(), "ROOM");
    let lines = text.lines().map(|line| match path.rsplit_once('/') {
        Some((_, "votes.csv")) => {
            line.split(',').enumerate().filter(|(n, _)| ![4, 5].contains(n)).map(|(_, cell)| cell).collect()
        }
        Some((_, "room.json")) if line.contains("\"began\"") || line.contains("\"took_ms\"") => String::new(),
        _ => without_clock(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The line of a page without times such as `0:42`, and without that of them all, which is there once it is a millisecond.
fn without_clock(line: &str) -> String {
    let figure = "<div class=\"report-figure\"><dt>in voting</dt>";
    let line = match line.split_once(figure).and_then(|(before, rest)| Some((before, rest.split_once("</div>")?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => line.to_owned(),
    };
    let mut parts = line.split("0:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| line + "TIME" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[tokio::test]
async fn t1_what_people_type_is_text_in_all_that_goes_out() {
    let server = Server::start().await;
    let evil = "<script>alert(1)</script>\"'><b a='";
    let room = server.room_of(&[("name", evil)]).await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, evil).await;
    add(&mut moderator, evil, evil).await;
    pick(&mut moderator, 1).await;
    for cards in [(1, 8), (4, 6), (5, 5)] {
        ada.settle().await;
        moderator.vote(cards.0).await;
        ada.vote(cards.1).await;
        let round = ada.round();
        ada.must(Command::GiveReason { round, reason: evil.into() }).await;
        moderator.reveal().await;
        moderator.next_round().await;
    }
    moderator.must(Command::SetEstimate { topic: TopicId(1), label: Some("89".into()) }).await;
    for path in &paths(&room)[..2] {
        let page = server.get(path).await;
        assert!(page.text().contains("alert(1)"), "{path}");
        assert!(!page.text().contains("<script>alert"), "{}", page.text());
        assert!(!page.text().contains("\"'><b"), "{}", page.text());
    }
    let markdown = server.get(&format!("/r/{}/results/topics.md", room.id)).await;
    assert!(!markdown.text().contains("<script>"), "{}", markdown.text());
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start().await;
    let (room, mut moderator, _ada) = played(&server).await;
    for path in paths(&room) {
        let first = server.get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let again = http::get_with(server.address, &path, &[("If-None-Match", &tag)]).await;
        assert_eq!((again.status, again.text()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), Some(tag.as_str()));
        assert_eq!(again.header("content-security-policy"), None, "the page keeps the one that it came with");
        moderator.must(Command::SetTopic { title: format!("Log in {path}") }).await;
        let changed = http::get_with(server.address, &path, &[("If-None-Match", &tag)]).await;
        assert_eq!(changed.status, 200, "{path}");
        assert_ne!(changed.header("etag"), Some(tag.as_str()));
    }
}

#[tokio::test]
async fn who_asks_for_the_past_of_a_room_does_not_hold_up_others() {
    let server = Server::start().await;
    let (room, ..) = played(&server).await;
    let asked = (0..16).map(|_| server.get("/r/0000-0000-0000/results/room.json"));
    let path = format!("/r/{}/results/room.json", room.id);
    let (refused, given) = tokio::join!(futures_util::future::join_all(asked), server.get(&path));
    assert!(refused.iter().all(|response| response.status == 404));
    assert_eq!(given.status, 200);
}
