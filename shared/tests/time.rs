//! What comes with time: rounds that turn by themselves, how long they took, countdowns, by the ids of their rules.

mod common;

use common::{CREATOR, MO, Table, change, id, three};
use shared::command::{Actor, Command, NextTopic, TimerOrder};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, UnixMillis};
use shared::limits::TIMER_SECONDS_MAX;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::round::Timer;
use shared::settings::{Setting, TimeUp};

#[test]
fn r9_everybody_has_played_when_no_voter_who_is_there_is_without_a_card() {
    let (mut table, ada, bob) = three();
    let is_complete =
        |table: &Table, gone: &[ParticipantId]| table.room.has_everybody_played(|who| gone.contains(&who));
    assert!(!is_complete(&table, &[]));
    assert!(!is_complete(&table, &[MO, id(ada), id(bob)]), "nobody has played");
    table.vote(ada, 3).unwrap();
    table.vote(CREATOR, 3).unwrap();
    assert!(!is_complete(&table, &[]));
    // The last one loses the connection, becomes an observer, leaves, or is removed.
    assert!(is_complete(&table, &[id(bob)]));
    table.ask(bob, Command::ChangeRole { role: Role::Observer }).unwrap();
    assert!(is_complete(&table, &[]));
    table.ask(bob, Command::ChangeRole { role: Role::Voter }).unwrap();
    assert!(!is_complete(&table, &[]));
    table.ask(CREATOR, Command::Remove { who: id(bob) }).unwrap();
    assert!(is_complete(&table, &[]));
    let eve = table.voter("Eve");
    assert!(!is_complete(&table, &[]));
    table.ask(eve, Command::Leave).unwrap();
    assert!(is_complete(&table, &[]));
    table.take_back(ada).unwrap();
    assert!(!is_complete(&table, &[]));
}

#[test]
fn r9_the_table_itself_may_turn_the_cards_over_and_nobody_can_be_it() {
    let (mut table, ada, _) = three();
    assert_eq!(table.reveal(Actor::Table), Err(Rejection::NothingPlayed));
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(Actor::Table, change(Setting::AutoReveal(true))), Err(Rejection::NotSeated));
    assert_eq!(table.vote(Actor::Table, 3), Err(Rejection::NotSeated));
    assert!(table.reveal(Actor::Table).is_ok());
}

#[test]
fn r11_who_may_reveal_stops_the_cards_of_the_open_round_from_turning() {
    let (mut table, ada, _) = three();
    let stop = |round| Command::StopCountdown { round };
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(CREATOR, stop(RoundNumber::FIRST)), Ok(vec![]));
    assert_eq!(table.ask(ada, stop(RoundNumber::FIRST)), Err(Rejection::NotModerator));
    assert_eq!(table.ask(CREATOR, stop(RoundNumber(2))), Err(Rejection::OtherRound));
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.ask(CREATOR, stop(RoundNumber::FIRST)), Err(Rejection::AlreadyRevealed));
}

#[test]
fn c2_at_the_end_of_its_time_the_table_turns_the_cards_if_there_are_any() {
    let (mut table, ada, _) = three();
    table.set(Setting::TimeUp(TimeUp::Reveal));
    let round = table.round();
    table.ask(CREATOR, Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } }).unwrap();
    let timer = table.room.round().as_open().unwrap().timer.unwrap();
    assert_eq!((timer.left_ms(UnixMillis(59_999)), timer.left_ms(UnixMillis(60_000))), (1, 0));
    table.now.time = UnixMillis(60_000);
    assert_eq!(table.reveal(Actor::Table), Err(Rejection::NothingPlayed));
    table.vote(ada, 3).unwrap();
    assert!(table.reveal(Actor::Table).is_ok());
}

#[test]
fn r10_a_round_knows_how_long_it_took_from_its_first_card() {
    let (mut table, ada, bob) = three();
    table.now.time = UnixMillis(10_000);
    table.vote(ada, 3).unwrap();
    table.now.time = UnixMillis(15_000);
    table.take_back(ada).unwrap();
    table.vote(bob, 3).unwrap();
    table.now.time = UnixMillis(52_345);
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.room.round().as_revealed().unwrap().took_ms, Some(42_345));
    // A clock that was set back makes it 0, not more than any.
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    table.vote(ada, 3).unwrap();
    table.now.time = UnixMillis(0);
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.room.round().as_revealed().unwrap().took_ms, Some(0));
}

#[test]
fn c1_a_countdown_starts_is_held_goes_on_gets_a_minute_more_and_stops() {
    let mut table = Table::with_creator();
    let at = |seconds: u64| UnixMillis(seconds * 1_000);
    let order = |table: &mut Table, seconds: u64, order| {
        table.now.time = at(seconds);
        let round = table.round();
        table.ask(CREATOR, Command::SetTimer { round, order }).map(|events| match &events[..] {
            [] => None,
            [RoomEvent::TimerSet { timer }] => Some(*timer),
            _ => panic!("{events:?}"),
        })
    };
    let running = |ends| Ok(Some(Some(Timer::Running { ends: at(ends) })));
    let paused = |seconds: u64| Ok(Some(Some(Timer::Paused { left_ms: seconds * 1_000 })));
    for needs_one in [TimerOrder::Pause, TimerOrder::Resume, TimerOrder::AddMinute] {
        assert_eq!(order(&mut table, 0, needs_one), Err(Rejection::NoTimer));
    }
    assert_eq!(order(&mut table, 0, TimerOrder::Stop), Ok(None));
    assert_eq!(order(&mut table, 100, TimerOrder::Start { seconds: 60 }), running(160));
    assert_eq!(order(&mut table, 110, TimerOrder::Resume), Ok(None));
    assert_eq!(order(&mut table, 110, TimerOrder::AddMinute), running(220));
    assert_eq!(order(&mut table, 120, TimerOrder::Pause), paused(100));
    assert_eq!(order(&mut table, 125, TimerOrder::Pause), Ok(None));
    assert_eq!(order(&mut table, 130, TimerOrder::AddMinute), paused(160));
    assert_eq!(order(&mut table, 200, TimerOrder::Resume), running(360));
    // At its end it is not held, and a minute more is counted from now.
    assert_eq!(order(&mut table, 400, TimerOrder::Pause), Ok(None));
    assert_eq!(order(&mut table, 400, TimerOrder::AddMinute), running(460));
    assert_eq!(order(&mut table, 410, TimerOrder::Start { seconds: 5 }), running(415));
    assert_eq!(order(&mut table, 410, TimerOrder::Stop), Ok(Some(None)));
    for seconds in [0, TIMER_SECONDS_MAX + 1] {
        assert_eq!(order(&mut table, 0, TimerOrder::Start { seconds }), Err(Rejection::TimerOutOfRange));
    }
    assert!(order(&mut table, 0, TimerOrder::Start { seconds: TIMER_SECONDS_MAX }).is_ok());
    assert_eq!(order(&mut table, 59, TimerOrder::AddMinute), Err(Rejection::TimerOutOfRange));
    assert!(order(&mut table, 60, TimerOrder::AddMinute).is_ok());
}

#[test]
fn c1_a_countdown_is_of_its_round() {
    let (mut table, ada, _) = three();
    let start = |round| Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } };
    assert_eq!(table.ask(ada, start(RoundNumber::FIRST)), Err(Rejection::NotModerator));
    assert_eq!(table.ask(CREATOR, start(RoundNumber(2))), Err(Rejection::OtherRound));
    table.ask(CREATOR, start(RoundNumber::FIRST)).unwrap();
    assert!(table.room.round().as_open().unwrap().timer.is_some());
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.ask(CREATOR, start(RoundNumber::FIRST)), Err(Rejection::AlreadyRevealed));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.round().as_open().unwrap().timer, None);
}
