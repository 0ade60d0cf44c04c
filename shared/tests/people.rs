//! What moderators and others do about people, by the ids of the rules.

mod common;

use common::{CREATOR, id, three};
use shared::command::{Actor, Command, NextTopic, Thing};
use shared::ids::{ParticipantId, RoundNumber};
use shared::rejection::Rejection;
use shared::room::Role;
use shared::settings::{Setting, Throwing};

#[test]
fn p13_a_moderator_makes_others_voters_and_observers() {
    let (mut table, ada, bob) = three();
    let set = |who, role| Command::SetRole { who, role };
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(bob, set(id(ada), Role::Observer)), Err(Rejection::NotModerator));
    table.ask(CREATOR, set(id(ada), Role::Observer)).unwrap();
    assert_eq!(table.room.seat(id(ada)).unwrap().role, Role::Observer);
    assert_eq!(table.room.round().vote(id(ada)), None);
    assert_eq!(table.ask(CREATOR, set(id(ada), Role::Observer)), Ok(vec![]));
    table.ask(CREATOR, set(id(ada), Role::Voter)).unwrap();
    assert!(table.vote(ada, 3).is_ok());
    assert_eq!(table.ask(CREATOR, set(ParticipantId(99), Role::Voter)), Err(Rejection::NoSuchSeat));
}

#[test]
fn p7_a_role_lasts_over_rounds() {
    let (mut table, ada, _) = three();
    table.ask(ada, Command::ChangeRole { role: Role::Observer }).unwrap();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.seat(id(ada)).unwrap().role, Role::Observer);
}

#[test]
fn p14_who_may_reveal_asks_for_cards_while_they_lie_face_down() {
    let (mut table, ada, _) = three();
    let nudge = |round| Command::Nudge { round };
    assert_eq!(table.ask(CREATOR, nudge(RoundNumber::FIRST)), Ok(vec![]));
    assert_eq!(table.ask(ada, nudge(RoundNumber::FIRST)), Err(Rejection::NotModerator));
    assert_eq!(table.ask(CREATOR, nudge(RoundNumber(2))), Err(Rejection::OtherRound));
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.ask(CREATOR, nudge(RoundNumber::FIRST)), Err(Rejection::AlreadyRevealed));
}

#[test]
fn p15_things_are_thrown_at_people_at_the_table_if_the_house_lets_them() {
    let (mut table, ada, bob) = three();
    let throw = |at| Command::Throw { at, thing: Thing::Tomato };
    assert_eq!(table.ask(ada, throw(id(bob))), Ok(vec![]));
    assert_eq!(table.ask(ada, throw(ParticipantId(99))), Err(Rejection::NoSuchSeat));
    assert_eq!(table.ask(Actor::Stranger, throw(id(bob))), Err(Rejection::NotSeated));
    table.set(Setting::Throwing(Throwing::Off));
    assert_eq!(table.ask(ada, throw(id(bob))), Err(Rejection::ThrowingOff));
}
