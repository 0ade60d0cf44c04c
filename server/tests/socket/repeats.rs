//! What is said twice is done once: repeated numbers, double clicks, Join pressed again and again.

use shared::codec::Codec;
use shared::command::{Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, RoundNumber};
use shared::message::{Hello, PageId};
use shared::rejection::Rejection;

use crate::common::client::{join, page, vote};
use crate::common::{NewRoom, Server};

fn of_page(page: &PageId) -> Hello {
    Hello { page: Some(page.clone()), ..Hello::default() }
}

async fn seats(room: &NewRoom) -> usize {
    room.stranger(Codec::Json).await.room.seats().count()
}

#[tokio::test]
async fn p4_join_pressed_five_times_is_one_seat() {
    let server = Server::start().await;
    for hello in [Hello::default(), of_page(&page("Ada"))] {
        let room = server.room().await;
        let mut ada = room.enter(Codec::Json, hello).await;
        // All five before the first answer, as impatient hands do it.
        let mut numbers = vec![];
        for nickname in ["Ada", "Ada", "Ada", "Ada L", "Ada"] {
            numbers.push(ada.say(join(nickname)).await);
        }
        let mut answers = vec![];
        for number in numbers {
            answers.push(ada.answer(number).await);
        }
        assert_eq!(answers[0], None);
        assert_eq!(answers[1..], [Some(Rejection::AlreadySeated); 4]);
        assert_eq!(seats(&room).await, 1);
    }
}

#[tokio::test]
async fn w1_a_join_repeated_on_new_connections_is_one_seat() {
    let server = Server::start().await;
    let room = server.room().await;
    let hello = of_page(&page("Ada"));
    let mut first = room.enter(Codec::Json, hello.clone()).await;
    first.say_as(CommandNumber(1), join("Ada")).await;
    assert_eq!(first.answer(CommandNumber(1)).await, None);
    for codec in [Codec::Json, Codec::Postcard, Codec::Json, Codec::Postcard] {
        // The page never heard its answer: it has no token, and says the same again.
        let mut again = room.enter(codec, hello.clone()).await;
        assert_eq!(again.seat, None);
        again.say_as(CommandNumber(1), join("Ada")).await;
        assert_eq!(again.answer(CommandNumber(1)).await, None);
        assert_eq!(again.seat, first.seat);
        again.vote(3).await;
    }
    assert_eq!(seats(&room).await, 1);
    // Another page with that number is somebody else.
    let mut other = room.enter(Codec::Json, of_page(&page("Eve"))).await;
    other.say_as(CommandNumber(1), join("Ada")).await;
    assert_eq!(other.answer(CommandNumber(1)).await, Some(Rejection::NicknameTaken));
    assert_eq!(other.seat, None);
}

#[tokio::test]
async fn w1_a_number_that_is_repeated_gets_the_same_answer_and_is_not_done_twice() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let hello = Hello { token: Some(room.creator.clone()), ..of_page(&page("Mo")) };
    let mut page = room.enter(Codec::Json, hello.clone()).await;
    let vote = vote(RoundNumber::FIRST, 3);
    let refused = Command::NextRound { after: RoundNumber::FIRST, topic: NextTopic::Same };
    page.say_as(CommandNumber(7), vote.clone()).await;
    page.say_as(CommandNumber(8), refused.clone()).await;
    assert_eq!(page.answer(CommandNumber(8)).await, Some(Rejection::NotRevealed));

    // Between the two the card is taken back, and the round revealed: neither is undone, nor judged anew.
    moderator.must(Command::TakeBack { round: RoundNumber::FIRST }).await;
    moderator.vote(5).await;
    moderator.reveal().await;
    let version = moderator.version;
    let mut again = room.enter(Codec::Json, hello).await;
    again.say_as(CommandNumber(7), vote).await;
    assert_eq!(again.answer(CommandNumber(7)).await, None);
    again.say_as(CommandNumber(8), refused).await;
    assert_eq!(again.answer(CommandNumber(8)).await, Some(Rejection::NotRevealed));
    moderator.settle().await;
    assert_eq!((moderator.version, moderator.room == again.room), (version, true));
}

#[tokio::test]
async fn w1_a_page_without_a_name_is_answered_each_time_anew() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let title = |title: &str| Command::SetTopic { title: title.into() };
    for text in ["one", "two"] {
        moderator.say_as(CommandNumber(9), title(text)).await;
        assert_eq!(moderator.answer(CommandNumber(9)).await, None);
        assert_eq!(moderator.room.title(), text);
    }
}

#[tokio::test]
async fn r7_a_double_click_on_next_round_skips_none() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    moderator.vote(3).await;
    moderator.reveal().await;
    let next = Command::NextRound { after: RoundNumber::FIRST, topic: NextTopic::Same };
    let first = moderator.say(next.clone()).await;
    let second = moderator.say(next).await;
    assert_eq!(moderator.answer(first).await, None);
    assert_eq!(moderator.answer(second).await, Some(Rejection::OtherRound));
    assert_eq!(moderator.round(), RoundNumber(2));
}

#[tokio::test]
async fn v2_a_double_click_on_a_card_is_one_vote() {
    let server = Server::start().await;
    let room = server.room().await;
    let mut moderator = room.moderator(Codec::Json).await;
    let card = vote(RoundNumber::FIRST, 3);
    let first = moderator.say(card.clone()).await;
    let second = moderator.say(card).await;
    assert_eq!(moderator.answer(first).await, None);
    assert_eq!(moderator.answer(second).await, None);
    let is_vote = |event: &RoomEvent| matches!(event, RoomEvent::Voted { .. } | RoomEvent::VoteChanged { .. });
    assert_eq!(moderator.events().into_iter().filter(is_vote).count(), 1);
}
