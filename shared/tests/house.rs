//! The house rules, by their ids in `docs/rules.md`.

mod common;

use common::{CREATOR, MO, Table, change, deck, id, three, unusual};
use shared::card::CardIndex;
use shared::command::{Actor, Command, NextTopic, TimerOrder};
use shared::decide::Decision;
use shared::event::RoomEvent;
use shared::rejection::Rejection;
use shared::room::Role;
use shared::round::{OpenCards, Play};
use shared::settings::{AfterReveal, Deed, Names, Setting, Settings, Throwing, Who};

#[test]
fn h1_each_of_four_deeds_is_for_moderators_or_for_everyone_by_itself() {
    for allowed in Deed::ALL {
        let (mut table, ada, _) = three();
        table.set(Setting::May { deed: allowed, who: Who::Everyone });
        table.vote(ada, 3).unwrap();
        let round = table.round();
        let outcome = |deed, outcome: Decision| match deed == allowed {
            true => assert!(outcome.is_ok(), "{deed:?} of {allowed:?}: {outcome:?}"),
            false => assert_eq!(outcome, Err(Rejection::NotModerator), "{deed:?} of {allowed:?}"),
        };
        outcome(Deed::NameTopic, table.ask(ada, Command::SetTopic { title: "Login".into() }));
        outcome(Deed::Reveal, table.ask(ada, Command::SetTimer { round, order: TimerOrder::Start { seconds: 60 } }));
        outcome(Deed::Reveal, table.ask(ada, Command::StopCountdown { round }));
        outcome(Deed::Reveal, table.ask(ada, Command::Nudge { round }));
        outcome(Deed::Reveal, table.reveal(ada));
        let _ = table.reveal(CREATOR);
        outcome(Deed::GoOn, table.next_round(ada, NextTopic::Same));
        outcome(Deed::ChangeSettings, table.ask(ada, change(Setting::AutoReveal(true))));
        outcome(Deed::ChangeSettings, table.ask(ada, deck("S, M, L")));
    }
}

#[test]
fn h1_everyone_is_who_has_a_seat() {
    let (mut table, ada, _) = three();
    let olga = table.seat("Olga", Role::Observer);
    for deed in Deed::ALL {
        table.set(Setting::May { deed, who: Who::Everyone });
    }
    table.vote(ada, 3).unwrap();
    assert_eq!(table.reveal(Actor::Stranger), Err(Rejection::NotSeated));
    assert_eq!(table.ask(Actor::Stranger, change(Setting::AutoReveal(true))), Err(Rejection::NotSeated));
    assert!(table.reveal(olga).is_ok());
    // To go on to another topic one must be one who names topics.
    table.set(Setting::May { deed: Deed::NameTopic, who: Who::Moderators });
    let new = || NextTopic::New { title: "Login".into() };
    assert_eq!(table.next_round(olga, new()), Err(Rejection::NotModerator));
    assert!(table.next_round(olga, NextTopic::Same).is_ok());
    // What is for moderators alone stays so.
    assert_eq!(table.ask(olga, Command::Remove { who: id(ada) }), Err(Rejection::NotModerator));
}

#[test]
fn h2_each_house_rule_is_changed_by_itself_and_everyone_is_told_by_whom() {
    for setting in unusual() {
        let (mut table, ada, _) = three();
        assert_eq!(table.ask(ada, change(setting)), Err(Rejection::NotModerator));
        let changed = vec![RoomEvent::SettingChanged { by: MO, setting }];
        assert_eq!(table.ask(CREATOR, change(setting)), Ok(changed.clone()), "{setting:?}");
        assert_eq!(table.room.settings(), &Settings::default().with(setting));
        assert_eq!(table.ask(CREATOR, change(setting)), Ok(vec![]));
        let told = shared::redact::event(&changed[0]);
        assert_eq!(told.for_viewer(&Actor::Stranger).unwrap().get(), &changed[0]);
    }
    let all = unusual().into_iter().fold(Settings::default(), Settings::with);
    assert!(unusual().into_iter().all(|setting| all.with(setting) == all));
}

#[test]
fn h3_in_an_anonymous_round_nobody_learns_who_played_what() {
    let (mut table, ada, bob) = three();
    table.set(Setting::Names(Names::Anonymous));
    table.vote(bob, 3).unwrap();
    table.vote(ada, 8).unwrap();
    let revealed = table.reveal(CREATOR).unwrap();
    let cards = OpenCards::Anonymous {
        played: [id(ada), id(bob)].into(),
        cards: vec![Play::from(CardIndex(3)), Play::from(CardIndex(8))],
    };
    assert_eq!(revealed, [RoomEvent::CardsRevealed { cards, took_ms: Some(0) }]);
    assert_eq!((table.room.round().vote(id(ada)), table.room.round().has_played(id(ada))), (None, true));
    table.set(Setting::AfterReveal(AfterReveal::MayChange));
    assert_eq!(table.vote(ada, 5), Err(Rejection::Anonymous));
    // Who leaves is not told from their card either.
    table.ask(ada, Command::Leave).unwrap();
    assert_eq!(table.room.nickname(id(ada)), None);
}

#[test]
fn h3_a_round_that_is_anonymous_once_stays_so() {
    let (mut table, ada, _) = three();
    table.set(Setting::Names(Names::Anonymous));
    table.vote(ada, 3).unwrap();
    table.set(Setting::Names(Names::Shown));
    table.reveal(CREATOR).unwrap();
    let is_anonymous =
        |table: &Table| matches!(table.room.round().as_revealed().unwrap().cards, OpenCards::Anonymous { .. });
    assert!(is_anonymous(&table));
    // Nor does it become another one afterwards; the next round goes by the rule as it is now.
    table.set(Setting::Names(Names::Anonymous));
    table.set(Setting::Names(Names::Shown));
    assert!(is_anonymous(&table));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    table.vote(ada, 3).unwrap();
    table.set(Setting::Names(Names::Anonymous));
    table.reveal(CREATOR).unwrap();
    assert!(is_anonymous(&table));
    // Also where no card lies on the table yet: one may be on its way.
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    table.set(Setting::Names(Names::Shown));
    table.set(Setting::Throwing(Throwing::Off));
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert!(is_anonymous(&table));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert!(!is_anonymous(&table));
}
