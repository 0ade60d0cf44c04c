//! The API: rooms in JSON. `docs/api.md` and the description at `/api/openapi.json` are true.

use clap::Parser;
use serde_json::{Value, json};
use server::config::Config;
use server::limits::{API_ROOM_BYTES_MAX, API_TOPICS_MAX, ROOMS_PER_MINUTE};
use shared::codec::Codec;
use shared::command::{Command, TimerOrder};
use shared::limits::{NOTES_BYTES_MAX, TITLE_GRAPHEMES_MAX, TOPICS_MAX};
use shared::round::Confidence;
use shared::settings::{Names, Setting};

use crate::common::http::{Response, ask, exchange};
use crate::common::schema::Description;
use crate::common::{NewRoom, Server};

const PAGE: &str = include_str!("../../../docs/api.md");

async fn description(server: &Server) -> Description {
    Description(server.get("/api/openapi.json").await.json())
}

async fn post(server: &Server, wanted: &str) -> Response {
    ask(server.address, "POST", "/api/rooms", &[], wanted).await
}

async fn state(room: &NewRoom) -> Value {
    let answer = ask(room.address, "GET", &format!("/api/rooms/{}", room.id), &[], "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

/// A room with a list, in which two have played.
async fn played(server: &Server) -> NewRoom {
    let topics = json!([{ "title": "Log in", "notes": "So" }, { "title": "Log out", "estimate": "5" }]);
    let room = server.room_in_one_go(&json!({ "name": "Team", "topics": topics })).await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let round = moderator.round();
    let topic = Some(shared::ids::TopicId::FIRST);
    moderator.must(Command::PickTopic { round, topic, anyway: false }).await;
    moderator.vote(3).await;
    ada.vote(4).await;
    ada.must(Command::GiveReason { round, reason: "Tests".into() }).await;
    ada.close().await;
    moderator.close().await;
    room
}

async fn reveal(room: &NewRoom) {
    let mut moderator = room.holder(Codec::Json, &room.creator).await;
    moderator.reveal().await;
    moderator.close().await;
}

#[tokio::test]
async fn a1_a_room_is_told_as_a_stranger_sees_it() {
    let server = Server::start().await;
    let room = played(&server).await;
    let before = state(&room).await;
    assert_eq!((&before["name"], &before["id"]), (&json!("Team"), &json!(room.id.to_string())));
    assert_eq!(before["deck"]["cards"][1], json!({ "label": "1", "points": "1", "counts": true }));
    let log_in = json!({
        "number": 1, "title": "Log in", "key": "", "link": "", "has_notes": true, "estimate": null, "rounds": 0,
    });
    let log_out = json!({
        "number": 2, "title": "Log out", "key": "", "link": "", "has_notes": false, "estimate": "5", "rounds": 0,
    });
    assert_eq!(before["topics"], json!({ "count": 2, "items": [log_in, log_out], "next": null }));
    let round = json!({ "number": 1, "topic": log_in, "names": "shown", "countdown": null, "result": null });
    assert_eq!(before["round"], round);
    let person = |number, nickname: &str, moderator| {
        json!({
            "number": number, "nickname": nickname, "role": "voter", "moderator": moderator, "presence": "gone",
            "has_played": true,
        })
    };
    assert_eq!(before["people"], json!([person(1, "Mo", true), person(2, "Ada", false)]));

    reveal(&room).await;
    let after = state(&room).await;
    let result = &after["round"]["result"];
    let card = |person, nickname: &str, card: &str, reason: &str| {
        json!({
            "person": person, "nickname": nickname, "card": card, "first": null, "confidence": null, "reason": reason,
        })
    };
    assert_eq!(result["cards"], json!([card(1, "Mo", "3", ""), card(2, "Ada", "5", "Tests")]));
    assert_eq!(result["numbers"]["median"], json!(["4"]));
    assert_eq!(result["numbers"]["highest"], json!({ "card": "5", "people": [2] }));
    assert_eq!(result["suggestion"], json!({ "figure": "median", "card": "5", "is_tie": true }));
    assert_eq!(after["topics"]["items"][0]["rounds"], 1);
    let results = server.get(&format!("/api/rooms/{}/results", room.id)).await.json();
    assert_eq!(results["rounds"][0]["cards"][1], json!({ "person": 2, "card": "5", "reason": "Tests" }));
}

/// All that the API says of a room in which that was played, before and after the reveal, without what differs between any
/// two rooms.
async fn said(card: u8, confidence: Confidence, reason: &str) -> [Vec<String>; 2] {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.set(Setting::Confidence(true)).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let paths = ["", "?after=1", "/results"].map(|rest| format!("/api/rooms/{}{rest}", room.id));
    let look = async || {
        let mut said = vec![];
        for path in &paths {
            let answer = ask(room.address, "GET", path, &[], "").await;
            said.push(answer.text().replace(&room.id.to_string(), "ROOM"));
        }
        said
    };
    let round = ada.round();
    let mut before = look().await;
    ada.vote(1).await;
    before.extend(look().await);
    ada.vote(card).await;
    ada.must(Command::SetConfidence { round, confidence: Some(confidence) }).await;
    ada.must(Command::GiveReason { round, reason: reason.into() }).await;
    before.extend(look().await);
    moderator.reveal().await;
    [before, look().await]
}

#[tokio::test]
async fn a1_v3_no_answer_tells_what_lies_face_down() {
    let [before, after] = said(2, Confidence::Sure, "Tests").await;
    for (card, confidence, reason) in [(11, Confidence::Guess, "It may be 0, 1 or 89"), (12, Confidence::Fairly, "☕")]
    {
        let [same, other] = said(card, confidence, reason).await;
        assert_eq!(before, same);
        // It is not that nothing was told.
        assert_ne!(after, other);
        assert!(other[0].contains(reason) && other[2].contains(reason), "{other:?}");
    }
}

#[tokio::test]
async fn a1_h3_of_an_anonymous_round_it_says_what_was_played_and_not_by_whom() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.set(Setting::Names(Names::Anonymous)).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.vote(2).await;
    moderator.vote(5).await;
    moderator.reveal().await;
    let state = state(&room).await;
    let cards = state["round"]["result"]["cards"].as_array().unwrap();
    let told: Vec<_> = cards.iter().map(|card| (&card["person"], &card["nickname"], &card["card"])).collect();
    assert_eq!(told, [(&Value::Null, &Value::Null, &json!("2")), (&Value::Null, &Value::Null, &json!("8"))]);
    assert_eq!(state["round"]["result"]["numbers"]["lowest"]["people"], json!([]));
}

#[tokio::test]
async fn a1_a_long_list_comes_in_parts() {
    let server = Server::start().await;
    let count = 2 * API_TOPICS_MAX;
    let topics: Vec<_> = (1..=count).map(|number| json!({ "title": format!("Topic {number}") })).collect();
    let room = server.room_in_one_go(&json!({ "topics": topics })).await;
    let mut numbers = vec![];
    let mut rest = String::new();
    loop {
        let part = ask(room.address, "GET", &format!("/api/rooms/{}{rest}", room.id), &[], "").await.json();
        assert_eq!(part["topics"]["count"], count);
        let items = part["topics"]["items"].as_array().unwrap();
        assert!(items.len() <= API_TOPICS_MAX);
        numbers.extend(items.iter().map(|topic| topic["number"].as_u64().unwrap()));
        match part["topics"]["next"].as_u64() {
            Some(next) => rest = format!("?after={next}"),
            None => break,
        }
    }
    assert_eq!(numbers, (1..=count as u64).collect::<Vec<_>>());
    let last = ask(room.address, "GET", &format!("/api/rooms/{}?after={count}", room.id), &[], "").await.json();
    assert_eq!((&last["topics"]["items"], &last["topics"]["next"]), (&json!([]), &Value::Null));
    for rest in ["?after=0", "?after=1001", "?after=x", "?after=-1", "?before=1"] {
        let refused = ask(room.address, "GET", &format!("/api/rooms/{}{rest}", room.id), &[], "").await;
        assert_eq!((refused.status, &refused.json()["path"]), (422, &json!("after")), "{rest}");
    }
}

#[tokio::test]
async fn a2_who_has_an_answer_is_told_that_it_is_as_it_was() {
    let server = Server::start().await;
    let room = played(&server).await;
    let path = format!("/api/rooms/{}", room.id);
    for path in [path.clone(), format!("{path}/results"), "/api/openapi.json".into()] {
        let first = server.get(&path).await;
        let tag = first.header("etag").unwrap();
        assert_eq!(first.header("cache-control"), Some("no-cache"), "{path}");
        for (held, status) in [(tag, 304), (&format!("\"x\", W/{}", tag.trim_start_matches("W/")), 304), ("\"x\"", 200)]
        {
            let again = ask(server.address, "GET", &path, &[("If-None-Match", held)], "").await;
            assert_eq!((again.status, again.header("etag")), (status, Some(tag)), "{path} {held}");
            assert_eq!(again.text().is_empty(), status == 304, "{path}");
        }
        let head = ask(server.address, "HEAD", &path, &[], "").await;
        assert_eq!((head.status, head.text(), head.header("etag")), (200, "", Some(tag)), "{path}");
    }
}

#[tokio::test]
async fn a2_the_name_changes_with_all_that_is_told_and_with_who_is_there() {
    let server = Server::start().await;
    let room = played(&server).await;
    let path = format!("/api/rooms/{}", room.id);
    let tag = async || server.get(&path).await.header("etag").unwrap().to_owned();
    let gone = tag().await;
    let mut moderator = room.holder(Codec::Json, &room.creator).await;
    let here = tag().await;
    moderator.must(Command::SetAway { away: true }).await;
    let away = tag().await;
    let round = moderator.round();
    moderator.must(Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } }).await;
    let timed = tag().await;
    let tags = [&gone, &here, &away, &timed];
    assert!((0..4).all(|one| (0..one).all(|other| tags[one] != tags[other])), "{tags:?}");
    assert_eq!(tag().await, timed);
}

#[tokio::test]
async fn a3_who_asks_too_often_is_told_when_to_ask_again() {
    let server = Server::start_with(&["--api-per-minute", "4"]).await;
    let room = server.room().await;
    let id = room.id;
    let paths = [format!("/api/rooms/{id}"), format!("/r/{id}/results"), format!("/r/{id}/topics/1/notes")];
    for path in &paths {
        assert_ne!(server.get(path).await.status, 429, "{path}");
    }
    assert_eq!(server.get("/api/nothing").await.status, 404);
    for path in &paths {
        let refused = server.get(path).await;
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert_eq!((refused.status, (1..=15).contains(&wait)), (429, true), "{path}: {wait}");
    }
    let refused = server.get(&paths[0]).await;
    assert!(refused.json()["problem"].as_str().unwrap().starts_with("Too many requests"), "{}", refused.text());
    // Whoever plays is not counted.
    assert_eq!(server.get(&format!("/r/{id}")).await.status, 200);
    room.moderator(Codec::Json).await;
}

#[tokio::test]
async fn a3_rooms_are_made_at_a_slower_pace() {
    let server = Server::start().await;
    let template = server.room_in_one_go(&json!({})).await.id.to_string();
    for _ in 1..ROOMS_PER_MINUTE {
        assert_eq!(post(&server, "{}").await.status, 201);
    }
    let refused = post(&server, "{}").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("2")));
    // By the form as well, if it brings as much; as it is without, it is as ever.
    let form = [("like", template.as_str()), ("topics", "bring")];
    let refused = server.post("/rooms", &form).await;
    assert_eq!((refused.status, refused.header("retry-after").is_some()), (429, true));
    assert_eq!(server.post("/rooms", &form[..1]).await.status, 303);
    assert_eq!(server.get(&format!("/api/rooms/{template}")).await.status, 200);
}

#[tokio::test]
async fn a4_a_room_is_made_in_one_go_and_its_maker_is_the_moderator() {
    let server = Server::start().await;
    let wanted = json!({
        "name": "Platform team",
        "deck": "t-shirt",
        "settings": { "figure": "mode", "may": { "go_on": "everyone" }, "auto_reveal": true },
        "topics": [
            { "title": "Log in", "key": "TEAM-1", "link": "https://example.org/1", "notes": "*So*", "estimate": "XL=8" },
            { "title": "  Log   out " },
        ],
    });
    let answer = post(&server, &wanted.to_string()).await;
    assert_eq!(answer.status, 201);
    let made = answer.json();
    let url = format!("/r/{}", made["id"].as_str().unwrap());
    assert_eq!((answer.header("location"), &made["url"]), (Some(url.as_str()), &json!(url)));
    assert_eq!((answer.header("set-cookie"), answer.header("cache-control")), (None, Some("no-store")));
    assert_eq!(server.get(&url).await.status, 200);

    let creator = shared::message::Token::try_from(made["token"].as_str().unwrap().to_owned()).unwrap();
    let room = NewRoom { address: server.address, id: made["id"].as_str().unwrap().parse().unwrap(), creator };
    let moderator = room.moderator(Codec::Json).await;
    assert!(moderator.room.seat(moderator.who()).unwrap().moderator);
    let state = state(&room).await;
    assert_eq!(
        (&state["name"], &state["deck"]["line"]),
        (&json!("Platform team"), &json!("XS, S, M, L, XL, XXL, ?, ☕"))
    );
    let settings = &state["settings"];
    assert_eq!((&settings["figure"], &settings["auto_reveal"]), (&json!("mode"), &json!(true)));
    assert_eq!(settings["may"]["go_on"], "everyone");
    assert_eq!((&settings["may"]["reveal"], &settings["door"]), (&json!("moderators"), &json!("open")));
    let topics = &state["topics"]["items"];
    assert_eq!((&topics[0]["estimate"], &topics[0]["link"]), (&json!("XL"), &json!("https://example.org/1")));
    assert_eq!((&topics[1]["title"], &state["topics"]["count"]), (&json!("Log out"), &json!(2)));
    // What was told of a room can be asked of a new one.
    let same = server.room_in_one_go(&json!({ "deck": state["deck"]["line"], "settings": settings })).await;
    assert_eq!(&self::state(&same).await["settings"], settings);
}

#[tokio::test]
async fn a4_what_cannot_stand_in_a_room_is_named_and_no_room_is_made() {
    let server = Server::start().await;
    let topic = |topic: Value| json!({ "topics": [{ "title": "Log in" }, topic] }).to_string();
    let many: Vec<_> = (0..=TOPICS_MAX).map(|_| json!({ "title": "x" })).collect();
    let long = json!({ "title": "x".repeat(TITLE_GRAPHEMES_MAX) });
    let heavy: Vec<_> = (0..=1024 * 1024 / TITLE_GRAPHEMES_MAX).map(|_| long.clone()).collect();
    for (wanted, path, problem) in [
        (json!({ "name": "x".repeat(61) }).to_string(), "name", "at most 60 characters"),
        (json!({ "name": 5 }).to_string(), "name", "not what is expected here: invalid type"),
        (json!({ "deck": "13" }).to_string(), "deck", "at least 2 cards"),
        (json!({ "deck": "1, 1" }).to_string(), "deck", "same label"),
        (json!({ "settings": { "figure": "max" } }).to_string(), "settings.figure", "`median`, `mean`"),
        (
            json!({ "settings": { "may": { "vote": "everyone" } } }).to_string(),
            "settings.may.vote",
            "`reveal`, `go_on`",
        ),
        (json!({ "people": [] }).to_string(), "people", "unknown field `people`"),
        (topic(json!({ "title": "" })), "topics[1].title", "A topic needs a title."),
        (topic(json!({})), "topics[1].title", "A topic needs a title."),
        (topic(json!({ "title": "x".repeat(301) })), "topics[1].title", "at most 300"),
        (topic(json!({ "title": "x", "key": "x".repeat(41) })), "topics[1].key", "at most 40"),
        (topic(json!({ "title": "x", "link": "javascript:alert(1)" })), "topics[1].link", "https://"),
        (topic(json!({ "title": "x", "notes": "x".repeat(NOTES_BYTES_MAX + 1) })), "topics[1].notes", "at most 16 KiB"),
        (topic(json!({ "title": "x", "estimate": "x".repeat(9) })), "topics[1].estimate", "at most 8"),
        (topic(json!({ "title": "x", "estimate": ["5"] })), "topics[1].estimate", "expected a string"),
        (json!({ "topics": many }).to_string(), "topics", "at most 5000 topics"),
        (json!({ "topics": heavy }).to_string(), "topics", "1024 KiB"),
        ("{\n \"name\": ".into(), "line 2, column 9", "This is no JSON."),
        ("{} {}".into(), "line 1, column 4", "This is no JSON."),
        ("[".repeat(100_000), "line 1, column 1", ""),
        ("null".into(), "", "not what is expected here"),
    ] {
        let refused = post(&server, &wanted).await;
        let answer = refused.json();
        let shown: String = wanted.chars().take(80).collect();
        assert_eq!((refused.status, refused.header("location")), (422, None), "{shown}: {answer}");
        if !wanted.starts_with('[') {
            assert_eq!(answer["path"], path, "{shown}: {answer}");
        }
        assert!(answer["problem"].as_str().unwrap().contains(problem), "{shown}: {answer}");
    }
}

#[tokio::test]
async fn a4_the_whole_of_a_list_fits_and_more_is_refused_unread() {
    let server = Server::start().await;
    let notes = "x".repeat(NOTES_BYTES_MAX);
    let topics: Vec<_> = (0..320).map(|_| json!({ "title": "x", "notes": notes })).collect();
    let room = server.room_in_one_go(&json!({ "topics": topics })).await;
    assert_eq!(state(&room).await["topics"]["count"], 320);
    let head = format!(
        "POST /api/rooms HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        server.address,
        API_ROOM_BYTES_MAX + 1
    );
    let refused = exchange(server.address, head.as_bytes()).await;
    assert_eq!((refused.status, refused.json()["problem"].as_str()), (413, Some("A request has at most 6 MiB.")));
    // One that does not say how long it is.
    let chunk = " ".repeat(1024 * 1024);
    let chunks = format!("{:x}\r\n{chunk}\r\n", chunk.len()).repeat(API_ROOM_BYTES_MAX / chunk.len());
    let head = format!(
        "POST /api/rooms HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
        server.address
    );
    let refused = exchange(server.address, format!("{head}{chunks}1\r\n \r\n").as_bytes()).await;
    assert_eq!(refused.status, 413);
}

#[tokio::test]
async fn a4_a_page_of_another_site_makes_no_room() {
    let server = Server::start().await;
    let own = format!("http://{}", server.address);
    for (origin, status) in [("https://evil.example", 403), ("null", 403), (own.as_str(), 201)] {
        let answer = ask(server.address, "POST", "/api/rooms", &[("Origin", origin)], "{}").await;
        assert_eq!(answer.status, status, "{origin}: {}", answer.text());
    }
}

/// The path with these in place of what stands in braces.
fn filled(path: &str, id: &str) -> String {
    path.replace("{id}", id)
}

#[tokio::test]
async fn a1_the_description_is_true() {
    let server = Server::start().await;
    let description = description(&server).await;
    assert!(description.0["openapi"].as_str().unwrap().starts_with("3.1"), "{}", description.0["openapi"]);
    let room = played(&server).await;
    let open = state(&room).await;
    reveal(&room).await;
    let mut moderator = room.holder(Codec::Json, &room.creator).await;
    let round = moderator.round();
    moderator.must(Command::NextRound { after: round, topic: shared::command::NextTopic::Same }).await;
    let round = moderator.round();
    moderator.must(Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } }).await;
    let timed = state(&room).await;
    moderator.vote(11).await;
    moderator.reveal().await;
    let schema = description.of_answer("/api/rooms/{id}", "get", 200).unwrap();
    for value in [&open, &timed] {
        description.assert_fits(schema, value);
    }
    let mut paths = 0;
    for (path, methods) in description.0["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let body = if method == "post" { "{}" } else { "" };
            for id in [room.id.to_string(), "nonsense".into()] {
                let answer = ask(server.address, &method.to_uppercase(), &filled(path, &id), &[], body).await;
                assert!(answer.header("content-type").unwrap().starts_with("application/json"), "{method} {path}");
                let schema = description.of_answer(path, method, answer.status).unwrap();
                description.assert_fits(schema, &answer.json());
            }
            paths += 1;
            let examples = [&operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]];
            for name in examples.into_iter().filter_map(Value::as_str) {
                let known = description.0.pointer(name.trim_start_matches('#')).unwrap();
                description.assert_fits(known, &known["example"]);
            }
        }
    }
    assert_eq!(paths, 4);
    for schema in description.0["components"]["schemas"].as_object().unwrap().values() {
        if let Some(example) = schema.get("example") {
            description.assert_fits(schema, example);
        }
    }
}

/// The requests of `docs/api.md`, and what it says that they are answered with: a status, and JSON.
fn examples() -> Vec<(&'static str, Option<(u16, &'static str)>)> {
    let blocks = PAGE.split("```sh\n").skip(1);
    let examples = blocks.map(|block| {
        let (request, rest) = block.split_once("```").unwrap();
        let answer = rest.trim_start().strip_prefix("```json ").map(|answer| {
            let (status, rest) = answer.split_once('\n').unwrap();
            (status.parse().unwrap(), rest.split("```").next().unwrap())
        });
        (request.trim(), answer)
    });
    examples.collect()
}

/// The words of a line of a shell, as far as single quotes go.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    for (place, part) in line.split('\'').enumerate() {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The address, the header and the body of a call of curl.
fn request(line: &str) -> (String, Option<(String, String)>, String) {
    let mut words = words(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("curl"));
    let (mut path, mut header, mut body) = (None, None, String::new());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--json" => body = words.next().unwrap(),
            "-H" => {
                let line = words.next().unwrap();
                header = line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
            }
            url => path = Some(url.strip_prefix("https://poker.example").unwrap().to_owned()),
        }
    }
    (path.unwrap(), header, body)
}

#[tokio::test]
async fn a1_the_page_for_strangers_is_true() {
    let server = Server::start().await;
    let description = description(&server).await;
    let mut id = None::<String>;
    let examples = examples();
    assert!(examples.len() > 7);
    for (line, expected) in examples {
        let (path, header, body) = request(line);
        let method = if body.is_empty() { "GET" } else { "POST" };
        let real = path.replace("k3v9-xq2m-7tfa", id.as_deref().unwrap_or("k3v9-xq2m-7tfa"));
        let header = header.as_ref().map(|(name, value)| (name.as_str(), value.as_str()));
        let answer = ask(server.address, method, &real, header.as_slice(), &body).await;
        let Some((status, told)) = expected else {
            assert_eq!(answer.status, 200, "{line}");
            continue;
        };
        assert_eq!(answer.status, status, "{line}: {}", answer.text());
        let known = path.split('?').next().unwrap().replace("k3v9-xq2m-7tfa", "{id}").replace("0000-0000-0000", "{id}");
        let schema = description.of_answer(&known, &method.to_lowercase(), status).unwrap();
        description.assert_fits(schema, &answer.json());
        let told: Value = serde_json::from_str(told).unwrap_or_else(|error| panic!("{error}: {told}"));
        description.assert_fits(schema, &told);
        if status >= 400 {
            assert_eq!(told, answer.json(), "{line}");
        }
        if status == 201 {
            id = answer.json()["id"].as_str().map(str::to_owned);
        }
    }
}

#[test]
fn a3_the_page_for_strangers_knows_the_limits() {
    let config = Config::parse_from(["team-poker"]);
    for limit in [
        format!("{API_TOPICS_MAX} topics at a time"),
        format!("at most {} MiB", API_ROOM_BYTES_MAX / 1024 / 1024),
        format!("may ask {} times a minute", config.api_per_minute),
        format!("make {ROOMS_PER_MINUTE} rooms"),
    ] {
        assert!(PAGE.contains(&limit), "{limit}");
    }
}

#[tokio::test]
async fn a1_what_is_not_there_is_said_in_json() {
    let server = Server::start().await;
    let nothing = ask(server.address, "GET", "/api/nothing", &[], "").await;
    assert_eq!((nothing.status, nothing.json()["path"].as_str()), (404, Some("")));
    let other = ask(server.address, "DELETE", "/api/rooms", &[], "").await;
    assert_eq!((other.status, other.json()["path"].as_str()), (405, Some("")));
}
