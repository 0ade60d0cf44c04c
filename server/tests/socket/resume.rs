//! Coming back: what was missed, or the room anew.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::Version;
use shared::limits::CATCH_UP_EVENTS_MAX;
use shared::message::Hello;
use shared::nickname::Nickname;
use shared::room::Role;
use shared::round::Vote;

use crate::common::client::{Client, request_in, vote};
use crate::common::{NewRoom, Server};

async fn come_back(room: &NewRoom, codec: Codec, had: &Client) -> Client {
    let hello = Hello { token: Some(had.token()), after: Some(had.version), page: None, code: None };
    Client::resume(room.address, room.id, codec, hello, &had.room).await
}

#[tokio::test]
async fn w3_who_comes_back_is_told_what_they_missed_as_they_may_know_it() {
    let server = Server::start().await;
    for codec in Codec::ALL {
        let room = server.room().await;
        let mut ada = room.voter(codec, "Ada").await;
        ada.vote(3).await;
        let mut ada_elsewhere = room.holder(codec, &ada.token()).await;
        let mut bob = room.voter(codec, "Bob").await;
        bob.vote(1).await;
        bob.vote(2).await;
        ada_elsewhere.vote(4).await;

        let mut back = come_back(&room, codec, &ada).await;
        assert_eq!((back.welcome().version, back.welcome().room.clone()), (ada.version, None));
        back.settle().await;
        let nickname = Nickname::parse("Bob").unwrap();
        let missed = [
            RoomEvent::Joined { who: bob.who(), nickname, role: Role::Voter, moderator: false },
            RoomEvent::Voted { who: bob.who(), vote: Vote::Hidden },
            RoomEvent::VoteChanged { who: ada.who(), vote: Vote::Card(CardIndex(4)) },
        ];
        assert_eq!(back.events(), missed);
        assert_eq!((back.version, &back.room), (ada_elsewhere.version, &ada_elsewhere.room));
        assert_eq!(back.here, ada_elsewhere.here);

        let mut nothing = come_back(&room, codec, &back).await;
        nothing.settle().await;
        assert_eq!((nothing.events(), &nothing.room), (vec![], &back.room));
    }
}

#[tokio::test]
async fn w3_a_version_that_the_room_has_not_had_gets_the_room() {
    let server = Server::start().await;
    let room = server.room().await;
    let ada = room.voter(Codec::Json, "Ada").await;
    for after in [Version(ada.version.0 + 1), Version(u64::MAX)] {
        let back = room
            .enter(Codec::Json, Hello { token: Some(ada.token()), after: Some(after), page: None, code: None })
            .await;
        assert_eq!((back.welcome().version, &back.room), (ada.version, &ada.room));
        assert!(back.welcome().room.is_some());
    }
}

#[tokio::test]
async fn w3_who_missed_too_many_gets_the_room() {
    let server = Server::start().await;
    let room = server.room().await;
    let ada = room.voter(Codec::Json, "Ada").await;
    let mut changes = 0..=CATCH_UP_EVENTS_MAX as u64;
    // As many as a connection may, on one after the other.
    while !changes.is_empty() {
        let mut page = room.holder(Codec::Postcard, &ada.token()).await;
        for change in changes.by_ref().take(50) {
            page.vote((change % 2) as u8).await;
        }
    }
    let mut second = ada;
    let latest = room.stranger(Codec::Json).await.version;
    second.version = Version(latest.0 - CATCH_UP_EVENTS_MAX as u64);
    let mut events = come_back(&room, Codec::Json, &second).await;
    assert_eq!(events.welcome().room, None);
    events.settle().await;
    assert_eq!(events.events().len(), CATCH_UP_EVENTS_MAX);

    second.version = Version(second.version.0 - 1);
    let snapshot = come_back(&room, Codec::Json, &second).await;
    assert!(snapshot.welcome().room.is_some());
    assert_eq!(snapshot.sees(snapshot.who()), Some(Vote::Card(CardIndex(0))));
}

#[tokio::test]
async fn w3_what_was_seen_as_somebody_else_is_not_built_upon() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.vote(3).await;
    // The page has the room as a stranger; the cookie says who it is.
    let mut request = request_in(room.address, room.id, Codec::Json);
    request.headers_mut().insert("cookie", format!("teampoker_seat={}", room.creator.as_str()).parse().unwrap());
    let hello = Hello { after: Some(moderator.version), ..Hello::default() };
    let back = Client::connect_by(room.address, request, Codec::Json, hello).await;
    assert_eq!(back.welcome().room.as_ref().map(|room| room.get()), Some(&moderator.room));
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

fn anything(dice: &mut Dice, client: &Client) -> Command {
    let round = client.round();
    match dice.below(14) {
        0..=2 => Command::Reveal { round },
        3..=5 => Command::NextRound { after: round, topic: NextTopic::Same },
        6 => Command::TakeBack { round },
        7 => Command::SetTopic { title: format!("Topic {}", dice.below(100)) },
        8 => Command::Rename { nickname: format!("Name {}", dice.below(100)) },
        9 => Command::ChangeRole { role: if dice.below(3) == 0 { Role::Observer } else { Role::Voter } },
        _ => vote(round, dice.below(13) as u8),
    }
}

/// Plays, with one of the players losing the connection again and again and having missed what was under way.
async fn flicker(seed: u64) {
    let mut dice = Dice(seed);
    let server = Server::start().await;
    let room = server.room().await;
    let mut players = vec![room.moderator(Codec::Json).await];
    for (nickname, codec) in [("Ada", Codec::Postcard), ("Bob", Codec::Json), ("Cem", Codec::Postcard)] {
        players.push(room.voter(codec, nickname).await);
    }
    let mut watcher = room.holder(Codec::Postcard, &players[1].token()).await;
    let (mut resumed, mut caught_up) = (0, 0);
    for _ in 0..160 {
        let player = dice.below(players.len() as u64) as usize;
        let command = anything(&mut dice, &players[player]);
        // Refused or not: what counts is that all see the same.
        players[player].ask(command).await;
        match dice.below(4) {
            0 => {
                watcher = come_back(&room, Codec::ALL[dice.below(2) as usize], &watcher).await;
                resumed += 1;
                caught_up += usize::from(watcher.welcome().room.is_none());
            }
            1 => watcher.settle().await,
            _ => {}
        }
    }
    watcher.settle().await;
    assert_eq!(watcher.room, room.holder(Codec::Json, &watcher.token()).await.room, "seed {seed}");
    for player in &mut players {
        player.settle().await;
        assert_eq!(player.room, room.holder(Codec::Json, &player.token()).await.room, "seed {seed}");
    }
    // It was worth looking at.
    let rounds = watcher.round().0;
    assert!(resumed > 20 && caught_up == resumed && rounds > 2, "seed {seed}: {resumed}, {caught_up}, {rounds}");
}

#[tokio::test]
async fn l1_who_comes_back_again_and_again_sees_the_room_as_it_is() {
    for seed in [1, 2, 3] {
        flicker(seed).await;
    }
}
