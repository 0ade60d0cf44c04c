//! Making a room and playing in it, in both codecs.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::deck::Preset;
use shared::ids::ParticipantId;
use shared::message::Hello;
use shared::rejection::Rejection;
use shared::round::Vote;

use crate::common::client::{Client, join, request_in};
use crate::common::http::{Response, post};
use crate::common::{NewRoom, Server};

#[tokio::test]
async fn m1_the_form_leads_to_the_room_and_gives_its_creator_a_seat_that_no_script_can_read() {
    let server = Server::start().await;
    let response = server.post("/rooms", &[("name", "Team"), ("deck", "hours")]).await;
    assert_eq!(response.status, 303);
    let location = response.header("location").unwrap();
    let id = location.strip_prefix("/r/").unwrap();
    assert_eq!(id.len(), 14, "{id}");
    let cookies = response.all("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Max-Age=2592000"] {
        assert!(cookies.iter().all(|cookie| cookie.contains(part)), "{cookies:?}");
    }
    assert!(cookies.iter().any(|cookie| cookie.contains(&format!("Path=/ws/{id};"))), "{cookies:?}");
    assert_eq!(server.get(location).await.status, 200);
}

/// The creator, known by the cookie of the form alone.
async fn by_cookie(room: &NewRoom, codec: Codec) -> Client {
    let mut request = request_in(room.address, room.id, codec);
    let cookie = format!("other=1; teampoker_seat={}", room.creator.as_str());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    Client::connect_by(room.address, request, codec, Hello::default()).await
}

#[tokio::test]
async fn m1_the_creator_is_the_moderator_by_cookie_or_by_token_however_late() {
    let server = Server::start().await;
    for codec in Codec::ALL {
        let room = server.room().await;
        let mut ada = room.voter(codec, "Ada").await;
        let mut creator = by_cookie(&room, codec).await;
        assert_eq!(creator.seat, None);
        creator.join("Mo").await;
        assert!(creator.room.seat(creator.who()).unwrap().moderator);
        assert!(!creator.room.seat(ada.who()).unwrap().moderator);

        let again = by_cookie(&room, codec).await;
        assert_eq!(again.seat, creator.seat);
        let by_token = room.holder(codec, &room.creator).await;
        assert_eq!(by_token.seat, creator.seat);

        let round = ada.round();
        assert_eq!(ada.ask(shared::command::Command::Reveal { round }).await, Some(Rejection::NotModerator));
    }
}

/// What a browser sends along: of the cookies that were set, those whose path leads there.
fn cookies_for<'a>(response: &'a Response, path: &str) -> Vec<&'a str> {
    let leads = |cookie: &&str| {
        let to = cookie.split("Path=").nth(1).unwrap().split(';').next().unwrap();
        path.strip_prefix(to).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let cookies = response.all("set-cookie").into_iter().filter(leads);
    cookies.map(|cookie| cookie.split(';').next().unwrap()).collect()
}

#[tokio::test]
async fn m1_the_creator_who_joins_by_the_plain_form_is_the_moderator_as_well() {
    let server = Server::start().await;
    let made = server.post("/rooms", &[("name", "Team")]).await;
    let location = made.header("location").unwrap().to_owned();
    let action = format!("{location}/join");
    let pairs = cookies_for(&made, &action);
    let joined = post(server.address, &action, &[("nickname", "Mo")], &[("Cookie", &pairs.join("; "))]).await;
    assert_eq!((joined.status, joined.header("location")), (303, Some(location.as_str())));

    let id = location.strip_prefix("/r/").unwrap().parse().unwrap();
    let room = NewRoom { address: server.address, id, creator: made.seat().unwrap() };
    let creator = room.holder(Codec::Json, &room.creator).await;
    assert!(creator.room.seat(creator.who()).unwrap().moderator);
}

#[tokio::test]
async fn d1_a_room_has_the_deck_that_was_chosen_when_it_was_made() {
    let server = Server::start().await;
    for preset in Preset::ALL {
        let room = server.room_of(&[("name", ""), ("deck", preset.slug())]).await;
        let stranger = room.stranger(Codec::Json).await;
        assert_eq!(*stranger.room.deck(), preset.deck());
        assert_eq!(stranger.room.name().as_str(), "");
    }
    let refused = server.post("/rooms", &[("deck", "tarot")]).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn r1_a_team_votes_reveals_and_goes_on_in_both_codecs() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    let mut bob = room.voter(Codec::Json, "Bob").await;
    let mut stranger = room.stranger(Codec::Postcard).await;

    ada.vote(3).await;
    bob.vote(5).await;
    for client in [&mut moderator, &mut ada, &mut bob, &mut stranger] {
        client.settle().await;
    }
    assert_eq!(ada.sees(ada.who()), Some(Vote::Card(CardIndex(3))));
    assert_eq!(ada.sees(bob.who()), Some(Vote::Hidden));
    assert_eq!(bob.sees(ada.who()), Some(Vote::Hidden));
    assert_eq!((moderator.sees(ada.who()), stranger.sees(bob.who())), (Some(Vote::Hidden), Some(Vote::Hidden)));
    let progress = stranger.room.progress(|_| false);
    assert_eq!((progress.played, progress.voters), (2, 3));

    moderator.reveal().await;
    for client in [&mut ada, &mut bob, &mut stranger] {
        client.settle().await;
        assert_eq!(client.room, moderator.room);
        assert_eq!(open_cards(client), [(ada_id(), CardIndex(3)), (bob_id(), CardIndex(5))]);
    }

    moderator.next_round().await;
    for client in [&mut ada, &mut bob, &mut stranger] {
        client.settle().await;
        assert_eq!(client.room, moderator.room);
        assert_eq!(client.room.progress(|_| false).played, 0);
    }
    ada.vote(1).await;
    moderator.reveal().await;
    assert_eq!(open_cards(&moderator), [(ada_id(), CardIndex(1))]);
}

/// What lies open, and whose it is.
fn open_cards(client: &Client) -> Vec<(ParticipantId, CardIndex)> {
    let revealed = client.room.round().as_revealed().expect("the cards lie open");
    revealed.cards.plays().map(|(who, play)| (who.expect("it is known whose"), play.card)).collect()
}

fn ada_id() -> ParticipantId {
    ParticipantId::FIRST_GUEST
}

fn bob_id() -> ParticipantId {
    ada_id().next()
}

#[tokio::test]
async fn i2_whoever_has_the_link_may_look_and_sit_down() {
    let server = Server::start().await;
    let (room, other) = (server.room().await, server.room().await);
    let mut stranger = room.stranger(Codec::Json).await;
    assert_eq!((&stranger.seat, stranger.room.seats().count()), (&None, 0));
    assert_eq!(stranger.ask(join("Ada")).await, None);
    // A token is for its room alone.
    let elsewhere = other.holder(Codec::Json, &stranger.token()).await;
    assert_eq!((&elsewhere.seat, elsewhere.room.seats().count()), (&None, 0));
}
