//! Votes and reveals that cross each other on the way.

use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::RoundNumber;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::round::Vote;

use crate::common::Server;
use crate::common::client::{Client, join, vote};

/// Both ask at once; what they are told, in the order of the alphabet.
async fn at_once(one: &mut Client, other: &mut Client, command: Command) -> [Option<Rejection>; 2] {
    let (first, second) = tokio::join!(one.ask(command.clone()), other.ask(command));
    if first.is_none() { [first, second] } else { [second, first] }
}

fn reveals(client: &Client) -> usize {
    client.events().iter().filter(|event| matches!(event, RoomEvent::CardsRevealed { .. })).count()
}

#[tokio::test]
async fn r3_of_two_moderators_who_reveal_at_once_one_does() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut creator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    // While the creator was away, Ada took the chair.
    creator.must(Command::Leave).await;
    ada.must(Command::TakeChair).await;
    creator.join("Mo").await;
    ada.vote(3).await;
    let reveal = Command::Reveal { round: RoundNumber::FIRST };
    assert_eq!(at_once(&mut creator, &mut ada, reveal).await, [None, Some(Rejection::AlreadyRevealed)]);
    creator.settle().await;
    ada.settle().await;
    assert_eq!((reveals(&creator), reveals(&ada)), (1, 1));
    let next = Command::NextRound { after: RoundNumber::FIRST, topic: NextTopic::Same };
    assert_eq!(at_once(&mut creator, &mut ada, next).await, [None, Some(Rejection::OtherRound)]);
}

#[tokio::test]
async fn r3_of_two_tabs_of_a_moderator_that_reveal_at_once_one_does() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut one = room.moderator(Codec::Json).await;
    let mut other = room.holder(Codec::Postcard, &room.creator).await;
    one.vote(3).await;
    let reveal = Command::Reveal { round: RoundNumber::FIRST };
    assert_eq!(at_once(&mut one, &mut other, reveal).await, [None, Some(Rejection::AlreadyRevealed)]);
    one.settle().await;
    assert_eq!(reveals(&one), 1);
}

#[tokio::test]
async fn v4_a_vote_that_comes_after_the_reveal_is_told_so() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    ada.vote(3).await;
    moderator.reveal().await;
    // Ada pressed before she could see the reveal.
    for command in [vote(RoundNumber::FIRST, 5), Command::TakeBack { round: RoundNumber::FIRST }] {
        assert_eq!(ada.ask(command).await, Some(Rejection::AlreadyRevealed));
    }
    assert_eq!(ada.sees(ada.who()), Some(Vote::Card(CardIndex(3))));
}

#[tokio::test]
async fn v5_a_vote_for_the_round_before_does_not_count_in_this() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    moderator.vote(3).await;
    moderator.reveal().await;
    moderator.next_round().await;
    assert_eq!(ada.ask(vote(RoundNumber::FIRST, 5)).await, Some(Rejection::OtherRound));
    assert_eq!(ada.room.progress(|_| false).played, 0);
}

#[tokio::test]
async fn v7_a_card_that_the_deck_has_not_is_refused() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let cards = moderator.room.deck().cards().count() as u8;
    moderator.vote(cards - 1).await;
    for card in [cards, u8::MAX] {
        assert_eq!(moderator.ask(vote(RoundNumber::FIRST, card)).await, Some(Rejection::NoSuchCard));
    }
}

#[tokio::test]
async fn r4_who_comes_after_the_reveal_sees_the_result() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.vote(3).await;
    moderator.reveal().await;
    for codec in Codec::ALL {
        let mut late = room.stranger(codec).await;
        assert_eq!(late.sees(moderator.who()), Some(Vote::Card(CardIndex(3))));
        late.join(codec.subprotocol()).await;
        assert_eq!(late.sees(moderator.who()), Some(Vote::Card(CardIndex(3))));
        assert_eq!(late.ask(vote(RoundNumber::FIRST, 1)).await, Some(Rejection::AlreadyRevealed));
    }
}

#[tokio::test]
async fn p8_a_newcomer_sees_who_is_there_and_who_has_played() {
    let server = Server::start().await;
    let room = server.room().await;
    let moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    let mut olga = room.stranger(Codec::Json).await;
    olga.must(Command::Join { nickname: "Ольга".into(), role: Role::Observer }).await;
    ada.vote(3).await;
    for codec in Codec::ALL {
        let newcomer = room.stranger(codec).await;
        let names: Vec<_> = newcomer.room.seats().map(|(who, seat)| (who, seat.nickname.as_str(), seat.role)).collect();
        let voter = Role::Voter;
        let all = [(moderator.who(), "Mo", voter), (ada.who(), "Ada", voter), (olga.who(), "Ольга", Role::Observer)];
        assert_eq!(names, all);
        assert_eq!((newcomer.sees(ada.who()), newcomer.sees(moderator.who())), (Some(Vote::Hidden), None));
        assert_eq!(newcomer.here, all.map(|(who, ..)| who).into());
    }
}

#[tokio::test]
async fn v8_a_card_outlives_its_owners_connection() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Postcard, "Ada").await;
    ada.vote(3).await;
    let (who, token) = (ada.who(), ada.token());
    moderator.settle().await;
    assert_eq!(moderator.here.len(), 2);
    drop(ada);
    moderator.until("Ada's going", |moderator| moderator.here.len() == 1).await;
    assert_eq!(moderator.sees(who), Some(Vote::Hidden));
    let back = room.holder(Codec::Json, &token).await;
    assert_eq!((back.who(), back.sees(who)), (who, Some(Vote::Card(CardIndex(3)))));
    drop(back);
    moderator.reveal().await;
    assert_eq!(moderator.sees(who), Some(Vote::Card(CardIndex(3))));
}

#[tokio::test]
async fn r6_a_round_starts_without_the_cards_of_those_who_are_away() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let mut ada = room.voter(Codec::Json, "Ada").await;
    ada.vote(3).await;
    let token = ada.token();
    drop(ada);
    moderator.reveal().await;
    moderator.next_round().await;
    let mut back = room.holder(Codec::Json, &token).await;
    assert_eq!((back.round(), back.sees(back.who())), (RoundNumber(2), None));
    back.vote(5).await;
    moderator.settle().await;
    assert_eq!(moderator.room.progress(|_| false).played, 1);
}

#[tokio::test]
async fn p3_the_same_nickname_twice_is_refused_also_at_once() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut one = room.stranger(Codec::Json).await;
    let mut other = room.stranger(Codec::Postcard).await;
    assert_eq!(at_once(&mut one, &mut other, join("Ada")).await, [None, Some(Rejection::NicknameTaken)]);
    let mut third = room.stranger(Codec::Json).await;
    assert_eq!(third.ask(join(" ＡＤＡ ")).await, Some(Rejection::NicknameTaken));
    assert_eq!(third.room.seats().count(), 1);
}
