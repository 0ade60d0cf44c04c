//! A new room like another one.

use serde_json::{Value, json};
use shared::codec::Codec;

use crate::common::http::Response;
use crate::common::{NewRoom, Server};

async fn old(server: &Server) -> NewRoom {
    let wanted = json!({
        "name": "Team “X”",
        "deck": "XS, S, M, ?",
        "settings": { "figure": "mode", "may": { "reveal": "everyone" }, "names": "anonymous", "door": "locked" },
        "topics": [
            { "title": "Log in", "key": "TEAM-1", "link": "https://example.org/1", "notes": "*So*", "estimate": "S" },
            { "title": "Log out" },
        ],
    });
    let room = server.room_in_one_go(&wanted).await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.vote(1).await;
    moderator.reveal().await;
    room
}

async fn state(server: &Server, room: &NewRoom) -> Value {
    server.get(&format!("/api/rooms/{}", room.id)).await.json()
}

fn made(server: &Server, response: &Response) -> NewRoom {
    assert_eq!(response.status, 303, "{}", response.text());
    let id = response.header("location").unwrap().strip_prefix("/r/").unwrap().parse().unwrap();
    NewRoom { address: server.address, id, creator: response.seat().unwrap() }
}

/// The document without what Leptos puts between texts.
fn read(response: &Response) -> String {
    response.text().replace("<!>", "").replace("<!---->", "")
}

#[tokio::test]
async fn a5_the_landing_page_offers_a_room_like_the_old_one() {
    let server = Server::start().await;
    let room = old(&server).await;
    let page = server.get(&format!("/?like={}", room.id)).await;
    let text = read(&page);
    assert_eq!(page.status, 200);
    assert!(text.contains("Like “<bdi>Team “X”</bdi>”: its deck and house rules"), "{text}");
    for part in [
        &format!("name=\"like\" value=\"{}\"", room.id),
        "Bring its topics too (2)",
        "value=\"Team “X”\"",
        "value=\"XS, S, M, ?\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let checkbox = text.split("name=\"topics\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(!checkbox.contains("checked"), "{checkbox}");
    // What a link says besides counts more.
    let page = server.get(&format!("/?like={}&name=Other&deck=t-shirt", room.id)).await;
    assert!(page.text().contains("value=\"Other\"") && !page.text().contains("XS, S, M, ?"), "{}", page.text());
}

#[tokio::test]
async fn a5_a_room_like_another_has_its_deck_and_house_rules_and_nobody_in_it() {
    let server = Server::start().await;
    let room = old(&server).await;
    let form = [("name", "Next"), ("deck", "own"), ("cards", "XS, S, M, ?"), ("like", &room.id.to_string())];
    let next = made(&server, &server.post("/rooms", &form).await);
    let (old, new) = (state(&server, &room).await, state(&server, &next).await);
    assert_eq!((&new["settings"], &new["deck"]), (&old["settings"], &old["deck"]));
    assert_eq!(new["settings"]["figure"], "mode");
    assert_eq!(new["name"], "Next");
    assert_eq!((&new["people"], &new["topics"]["count"]), (&json!([]), &json!(0)));
    assert_eq!(next.moderator(Codec::Json).await.who(), shared::ids::ParticipantId::CREATOR);
}

#[tokio::test]
async fn a5_topics_come_along_if_that_is_meant_with_their_notes_and_without_what_was_estimated() {
    let server = Server::start().await;
    let room = old(&server).await;
    let form = [("name", ""), ("deck", "hours"), ("like", &room.id.to_string()), ("topics", "bring")];
    let next = made(&server, &server.post("/rooms", &form).await);
    let new = state(&server, &next).await;
    let topic = |number, title: &str, key: &str, link: &str, has_notes| {
        json!({
            "number": number, "title": title, "key": key, "link": link, "has_notes": has_notes, "estimate": null,
            "rounds": 0,
        })
    };
    let topics = [topic(1, "Log in", "TEAM-1", "https://example.org/1", true), topic(2, "Log out", "", "", false)];
    assert_eq!(new["topics"]["items"], json!(topics));
    assert_eq!((&new["round"]["number"], &new["round"]["result"]), (&json!(1), &Value::Null));
    let results = server.get(&format!("/api/rooms/{}/results", next.id)).await.json();
    assert_eq!((&results["rounds"], &results["people"]), (&json!([]), &json!([])));
    let notes = server.get(&format!("/r/{}/topics/1/notes.md", next.id)).await;
    assert_eq!(notes.text(), "*So*");
    // Another deck may be chosen.
    assert!(new["deck"]["line"].as_str().unwrap().starts_with("0, ½"), "{new}");
}

#[tokio::test]
async fn a5_a_room_that_is_not_there_is_said_not_to_be_and_the_form_is_as_ever() {
    let server = Server::start().await;
    let gone = "no longer there";
    for like in ["0000-0000-0000", "nonsense", ""] {
        let page = server.get(&format!("/?like={like}")).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(gone) && page.text().contains("action=\"/rooms\""), "{}", page.text());
        let refused = server.post("/rooms", &[("name", "Next"), ("like", like), ("topics", "bring")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains(gone) && refused.text().contains("value=\"Next\""), "{}", refused.text());
    }
    assert!(!server.get("/").await.text().contains(gone));
}

#[tokio::test]
async fn a5_a_refused_form_keeps_what_was_meant() {
    let server = Server::start().await;
    let room = old(&server).await;
    let id = room.id.to_string();
    let refused = server.post("/rooms", &[("name", &"x".repeat(61)), ("like", &id), ("topics", "bring")]).await;
    assert_eq!(refused.status, 422);
    let text = read(&refused);
    assert!(text.contains(&format!("name=\"like\" value=\"{id}\"")), "{text}");
    let checkbox = text.split("name=\"topics\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(checkbox.contains("checked"), "{checkbox}");
}

#[tokio::test]
async fn a5_the_page_of_a_room_leads_there() {
    let server = Server::start().await;
    let room = old(&server).await;
    let page = server.get(&format!("/r/{}", room.id)).await;
    assert!(page.text().contains(&format!("href=\"/?like={}\"", room.id)), "{}", page.text());
}
