//! The pages and the plain forms, as a browser without script gets them.

use app::shell::RoomPage;
use shared::codec::Codec;
use shared::rejection::Rejection;
use shared::room::Role;

use crate::common::Server;
use crate::common::http::{self, Response, exchange};

/// The text as a browser reads it.
fn read(response: &Response) -> String {
    response.text().replace("&#x27;", "'").replace("&#39;", "'")
}

fn assert_hardened(response: &Response) {
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.header("referrer-policy"), Some("same-origin"));
    assert_eq!(response.header("x-content-type-options"), Some("nosniff"));
    let policy = response.header("content-security-policy").unwrap();
    for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.split("script-src").nth(1).unwrap().split(';').next().unwrap().contains("unsafe-inline"));
}

#[tokio::test]
async fn the_landing_page_has_the_form_that_makes_a_room() {
    let server = Server::start().await;
    let page = server.get("/").await;
    assert_eq!(page.status, 200);
    assert_hardened(&page);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    for part in ["action=\"/rooms\"", "method=\"post\"", "name=\"name\"", "value=\"t-shirt\""] {
        assert!(page.text().contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_page_is_compressed_for_whoever_takes_that() {
    let server = Server::start().await;
    let room = server.room().await;
    for path in
        ["/".to_owned(), format!("/r/{}", room.id), format!("/r/{}/results", room.id), "/no-such-page".to_owned()]
    {
        let whole = server.get(&path).await;
        assert_eq!((whole.header("content-encoding"), whole.header("vary")), (None, Some("accept-encoding")), "{path}");
        let zipped = http::get_with(server.address, &path, &[("Accept-Encoding", "br, gzip")]).await;
        assert_eq!((zipped.status, zipped.header("vary")), (whole.status, Some("accept-encoding")), "{path}");
        assert!(zipped.unzipped().starts_with("<!DOCTYPE html>"), "{path}");
        assert!(zipped.body_bytes() < whole.body_bytes(), "{path}");
    }
}

#[tokio::test]
async fn who_has_a_page_of_results_is_not_sent_it_again_however_it_was_compressed() {
    let server = Server::start().await;
    let path = format!("/r/{}/results", server.room().await.id);
    let zipped = http::get_with(server.address, &path, &[("Accept-Encoding", "gzip")]).await;
    let tag = zipped.header("etag").unwrap();
    assert!(tag.starts_with("W/"), "other bytes than those of the page itself: {tag}");
    let again = http::get_with(server.address, &path, &[("Accept-Encoding", "gzip"), ("If-None-Match", tag)]).await;
    assert_eq!((again.status, again.body_bytes()), (304, 0));
}

#[tokio::test]
async fn i1_a_room_has_its_page_under_its_name_however_it_was_typed() {
    let server = Server::start().await;
    let room = server.room().await;
    let path = format!("/r/{}", room.id);
    let page = server.get(&path).await;
    assert_eq!(page.status, 200);
    assert_hardened(&page);
    assert!(page.text().contains("<title>Team: Team Poker</title>"));
    assert_ne!(page.header("content-security-policy"), server.get(&path).await.header("content-security-policy"));

    let typed = room.id.to_string().to_uppercase();
    for text in [typed.clone(), typed.replace('-', "")] {
        let moved = server.get(&format!("/r/{text}")).await;
        assert_eq!((moved.status, moved.header("location")), (308, Some(path.as_str())), "{text}");
    }
}

#[tokio::test]
async fn i2_where_there_is_no_room_the_page_says_so_and_shows_a_way_on() {
    let server = Server::start().await;
    for path in ["/r/0000-0000-0000", "/r/nonsense", "/nothing/here", "/r/"] {
        let page = server.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("There is no table here") && page.text().contains("href=\"/\""), "{path}");
    }
    let join = server.post("/r/0000-0000-0000/join", &[("nickname", "Ada")]).await;
    assert_eq!(join.status, 404);
}

#[tokio::test]
async fn t1_what_people_type_is_text_on_the_page_and_nothing_else() {
    let server = Server::start().await;
    let evil = "<script>alert(1)</script>\"'><b a='";
    let room = server.room_of(&[("name", evil)]).await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.must(shared::command::Command::Rename { nickname: evil.chars().take(40).collect() }).await;
    moderator.must(shared::command::Command::SetTopic { title: evil.into() }).await;
    let path = format!("/r/{}", room.id);
    let refused = server.post(&format!("{path}/join"), &[("nickname", &evil.repeat(9))]).await;
    assert_eq!(refused.status, 422);
    for page in [server.get(&path).await, refused] {
        assert!(!page.text().contains("<script>alert"), "{}", page.text());
        assert!(!page.text().contains("\"'><b"), "{}", page.text());
        let seed = page.text().split("data-seed=\"").nth(1).unwrap().split('"').next().unwrap();
        let read = RoomPage::from_seed(seed).unwrap();
        assert_eq!(read.welcome.room.unwrap().get().name().as_str(), evil);
    }
    let landing = server.post("/rooms", &[("name", &evil.repeat(9))]).await;
    assert_eq!(landing.status, 422);
    assert!(!landing.text().contains("<script>alert"), "{}", landing.text());
}

#[tokio::test]
async fn p1_the_plain_form_takes_a_seat() {
    let server = Server::start().await;
    let room = server.room().await;
    let path = format!("/r/{}", room.id);
    let joined = server.post(&format!("{path}/join"), &[("nickname", "李小龙"), ("role", "observer")]).await;
    assert_eq!((joined.status, joined.header("location")), (303, Some(path.as_str())));
    let cookies = joined.all("set-cookie");
    assert!(cookies.iter().any(|cookie| cookie.contains(&format!("Path=/ws/{};", room.id))), "{cookies:?}");
    assert!(cookies.iter().all(|cookie| cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict")));

    let back = room.holder(Codec::Json, &joined.seat().unwrap()).await;
    let seat = back.room.seat(back.who()).unwrap();
    assert_eq!((seat.nickname.as_str(), seat.role, seat.moderator), ("李小龙", Role::Observer, false));
}

#[tokio::test]
async fn p3_the_plain_form_says_beside_the_field_what_is_wrong() {
    let server = Server::start().await;
    let room = server.room().await;
    room.voter(Codec::Json, "Ada").await;
    let join = format!("/r/{}/join", room.id);
    let too_long = "x".repeat(41);
    let wrong = [
        ("ADA", Rejection::NicknameTaken),
        ("", Rejection::NicknameEmpty),
        (too_long.as_str(), Rejection::NicknameTooLong),
    ];
    for (nickname, rejection) in wrong {
        let refused = server.post(&join, &[("nickname", nickname), ("role", "observer")]).await;
        assert_eq!((refused.status, refused.header("set-cookie")), (422, None));
        let text = read(&refused);
        let (before, after) = text.split_once("id=\"nickname-error\"").expect("the field has a place for it");
        assert!(after.split("</p>").next().unwrap().contains(&rejection.sentence()), "{rejection:?}: {after}");
        assert!(before.contains(&format!("value=\"{nickname}\"")), "what was typed stays: {before}");
        assert!(before.contains("aria-invalid=\"true\""));
    }
    assert_eq!(room.stranger(Codec::Json).await.room.seats().count(), 1);
}

#[tokio::test]
async fn p4_the_plain_form_sent_again_leads_to_the_seat_that_one_has() {
    let server = Server::start().await;
    let room = server.room().await;
    let path = format!("/r/{}", room.id);
    let action = format!("{path}/join");
    let joined = server.post(&action, &[("nickname", "Ada")]).await;
    let cookie = format!("teampoker_seat={}", joined.seat().unwrap().as_str());
    let again = http::post(server.address, &action, &[("nickname", "Ada L")], &[("Cookie", &cookie)]).await;
    assert_eq!((again.status, again.header("location")), (303, Some(path.as_str())));
    assert_eq!(room.stranger(Codec::Json).await.room.seats().count(), 1);
}

#[tokio::test]
async fn w4_a_form_of_another_site_is_refused() {
    let server = Server::start().await;
    let room = server.room().await;
    let join = format!("/r/{}/join", room.id);
    for (path, field) in [("/rooms", "name"), (join.as_str(), "nickname")] {
        for (origin, status) in
            [("https://evil.example", 403), ("null", 403), (&format!("http://{}", server.address), 303)]
        {
            let response = http::post(server.address, path, &[(field, "Ada")], &[("Origin", origin)]).await;
            assert_eq!(response.status, status, "{path} from {origin}");
        }
    }
    assert_eq!(room.stranger(Codec::Json).await.room.seats().count(), 1);
}

#[tokio::test]
async fn w4_what_is_not_a_form_is_refused() {
    let server = Server::start().await;
    let head = format!("POST /rooms HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", server.address);
    let json = format!("{head}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}");
    assert_eq!(exchange(server.address, json.as_bytes()).await.status, 415);
    assert_eq!(server.get("/rooms").await.status, 405);
}

#[tokio::test]
async fn the_health_page_says_that_the_server_works() {
    let server = Server::start().await;
    let room = server.room().await;
    let _moderator = room.moderator(Codec::Json).await;
    let health = server.get("/health").await;
    assert_eq!((health.status, health.header("content-type")), (200, Some("application/json")));
    let read: serde_json::Value = serde_json::from_str(health.text()).unwrap();
    assert_eq!(read, serde_json::json!({ "status": "ok", "log": null, "live_rooms": 1, "connections": 1 }));
}
