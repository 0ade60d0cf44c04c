//! The house rules, countdowns, and what moderators do about people: every rule of `docs/rules.md` about these, by its id.

mod common;

use common::{CREATOR, Table, id, join};
use shared::card::CardIndex;
use shared::command::{Actor, Command, NextTopic, Thing, TimerOrder};
use shared::decide::Decision;
use shared::deck::{Deck, Preset};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, UnixMillis};
use shared::limits::{KNOCKING_MAX, REASON_GRAPHEMES_MAX, SEATS_MAX, SENT_AWAY_MAX, TIMER_SECONDS_MAX};
use shared::nickname::Nickname;
use shared::rejection::Rejection;
use shared::room::{Outside, Role};
use shared::round::{Confidence, OpenCards, Play, Timer, Vote};
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Settings, Throwing, TimeUp, Who};

const MO: ParticipantId = ParticipantId::CREATOR;

/// A table with its creator and two voters.
fn table() -> (Table, Actor, Actor) {
    let mut table = Table::with_creator();
    let (ada, bob) = (table.voter("Ada"), table.voter("Bob"));
    (table, ada, bob)
}

/// Every house rule as it is not at first, each once.
fn unusual() -> Vec<Setting> {
    let may = Deed::ALL.map(|deed| Setting::May { deed, who: Who::Everyone });
    let others = [
        Setting::Figure(Figure::None),
        Setting::Confidence(true),
        Setting::AfterReveal(AfterReveal::MayChange),
        Setting::Names(Names::Anonymous),
        Setting::AutoReveal(true),
        Setting::TimeUp(TimeUp::Reveal),
        Setting::Door(Door::Locked),
        Setting::Throwing(Throwing::Off),
    ];
    may.into_iter().chain(others).collect()
}

fn change(setting: Setting) -> Command {
    Command::ChangeSetting { setting }
}

fn deck(line: &str) -> Command {
    Command::ChangeDeck { deck: line.into() }
}

// Decks

#[test]
fn d5_cards_that_lie_face_down_go_back_to_their_hands_when_the_deck_changes() {
    let (mut table, ada, _) = table();
    table.vote(ada, 3).unwrap();
    let new = Deck::parse("S, M, L").unwrap();
    assert_eq!(table.ask(CREATOR, deck("S, M, L")), Ok(vec![RoomEvent::DeckChanged { by: MO, deck: new.clone() }]));
    assert_eq!((table.room.round().vote(id(ada)), table.room.deck()), (None, &new));
    assert_eq!(table.ask(CREATOR, deck(" S;M;L ")), Ok(vec![]));
    assert_eq!(table.vote(ada, 3), Err(Rejection::NoSuchCard));
    assert!(table.vote(ada, 2).is_ok());
}

#[test]
fn d5_a_revealed_round_stays_as_it_was_with_the_deck_that_it_was_played_with() {
    let (mut table, ada, _) = table();
    table.set(Setting::AfterReveal(AfterReveal::MayChange));
    table.vote(ada, 10).unwrap();
    table.reveal(CREATOR).unwrap();
    let before = table.room.round().clone();
    table.ask(CREATOR, deck("S, M, L")).unwrap();
    assert_eq!(table.room.round(), &before);
    assert_eq!(table.room.deck_on_table(), &Preset::Fibonacci.deck());
    // Also for who changes an open card.
    assert_eq!(table.vote(ada, 13), Err(Rejection::NoSuchCard));
    assert!(table.vote(ada, 12).is_ok());
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.deck_on_table().to_line(), "S, M, L");
}

#[test]
fn d4_what_is_no_deck_is_refused_with_the_reason() {
    let (mut table, ada, _) = table();
    for (line, rejection) in [
        ("1", Rejection::DeckTooSmall),
        ("1, =2", Rejection::CardLabelEmpty),
        ("1, 1", Rejection::CardLabelTwice),
        ("1, x=y", Rejection::CardValueNotExact),
        ("½, 0.5", Rejection::CardValueTwice),
        ("1, 123456789 long", Rejection::CardLabelTooLong),
    ] {
        assert_eq!(table.ask(CREATOR, deck(line)), Err(rejection), "{line}");
    }
    let many = (0..31).map(|card| card.to_string()).collect::<Vec<_>>().join(", ");
    assert_eq!(table.ask(CREATOR, deck(&many)), Err(Rejection::DeckTooLarge));
    assert_eq!(table.ask(ada, deck("S, M, L")), Err(Rejection::NotModerator));
}

// House rules

#[test]
fn h1_each_of_four_deeds_is_for_moderators_or_for_everyone_by_itself() {
    for allowed in Deed::ALL {
        let (mut table, ada, _) = table();
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
    let (mut table, ada, _) = table();
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
        let (mut table, ada, _) = table();
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
    let (mut table, ada, bob) = table();
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
    let (mut table, ada, _) = table();
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

#[test]
fn h4_at_a_locked_door_newcomers_knock_and_a_moderator_lets_them_in() {
    let (mut table, ada, bob) = table();
    table.set(Setting::Door(Door::Locked));
    let knocked = table.ask(Actor::Stranger, Command::Join { nickname: "Eve".into(), role: Role::Observer }).unwrap();
    let [RoomEvent::Knocked { who, .. }] = knocked[..] else { panic!("{knocked:?}") };
    let eve = Actor::Participant(who);
    assert!(who > id(bob));
    assert_eq!(table.room.seat(who), None);
    // They have no seat, and nothing of what one does from one.
    assert_eq!(table.vote(eve, 3), Err(Rejection::NotSeated));
    assert_eq!(table.ask(eve, join("Eve")), Ok(vec![]));
    // Nobody takes their name meanwhile.
    assert_eq!(table.ask(Actor::Stranger, join("EVE")), Err(Rejection::NicknameTaken));
    assert_eq!(table.ask(ada, Command::Rename { nickname: "eve".into() }), Err(Rejection::NicknameTaken));
    assert_eq!(table.ask(ada, Command::Admit { who }), Err(Rejection::NotModerator));
    assert_eq!(table.ask(eve, Command::Admit { who }), Err(Rejection::NotSeated));
    assert_eq!(table.ask(CREATOR, Command::Admit { who }), Ok(vec![RoomEvent::Admitted { who }]));
    assert_eq!(table.ask(CREATOR, Command::Admit { who }), Ok(vec![]));
    let seat = table.room.seat(who).unwrap();
    assert_eq!((seat.nickname.as_str(), seat.role, seat.moderator), ("Eve", Role::Observer, false));
    assert_eq!(table.room.outsider(who), None);
    assert_eq!(table.ask(CREATOR, Command::Admit { who: ParticipantId(99) }), Err(Rejection::NoSuchSeat));
}

#[test]
fn h4_who_knocks_can_be_sent_away_or_go_and_comes_in_when_the_door_is_opened() {
    let (mut table, ..) = table();
    table.set(Setting::Door(Door::Locked));
    let knock = |table: &mut Table, name: &str| match table.ask(Actor::Stranger, join(name)).unwrap()[..] {
        [RoomEvent::Knocked { who, .. }] => who,
        _ => panic!("nobody knocked"),
    };
    let (eve, fay, gil) = (knock(&mut table, "Eve"), knock(&mut table, "Fay"), knock(&mut table, "Gil"));
    assert_eq!(table.ask(CREATOR, Command::TurnAway { who: eve }), Ok(vec![RoomEvent::Removed { who: eve }]));
    assert_eq!(table.ask(CREATOR, Command::TurnAway { who: eve }), Ok(vec![]));
    assert_eq!(table.ask(CREATOR, Command::TurnAway { who: MO }), Err(Rejection::NoSuchSeat));
    assert_eq!(table.ask(Actor::Participant(eve), join("Eve")), Err(Rejection::SentAway));
    assert_eq!(table.ask(Actor::Participant(fay), Command::Leave), Ok(vec![RoomEvent::Left { who: fay }]));
    assert_eq!(table.room.outsider(fay), None);
    let opened = table.ask(CREATOR, change(Setting::Door(Door::Open))).unwrap();
    assert_eq!(opened.last(), Some(&RoomEvent::Admitted { who: gil }));
    assert!(table.room.seat(gil).is_some());
    // Who was sent away stays so.
    assert_eq!((opened.len(), table.room.outsider(eve).unwrap().why), (2, Outside::SentAway));
}

#[test]
fn h4_whoever_made_the_room_never_knocks() {
    let mut table = Table::with_creator();
    table.set(Setting::Door(Door::Locked));
    table.ask(CREATOR, Command::Leave).unwrap();
    assert!(matches!(table.ask(CREATOR, join("Mo")).unwrap()[..], [RoomEvent::Joined { moderator: true, .. }]));
}

#[test]
fn h4_the_door_has_room_for_so_many_and_no_more() {
    let mut table = Table::with_creator();
    table.set(Setting::Door(Door::Locked));
    for n in 0..KNOCKING_MAX {
        assert!(table.ask(Actor::Stranger, join(&format!("Guest {n}"))).is_ok());
    }
    assert_eq!(table.ask(Actor::Stranger, join("Late")), Err(Rejection::DoorCrowded));
    let (first, _) = table.room.outside().next().unwrap();
    table.ask(CREATOR, Command::Admit { who: first }).unwrap();
    assert!(table.ask(Actor::Stranger, join("Late")).is_ok());
}

#[test]
fn h4_when_the_door_is_opened_those_come_in_for_whom_there_is_a_seat() {
    let mut table = Table::with_creator();
    table.set(Setting::Door(Door::Locked));
    for name in ["Eve", "Fay"] {
        table.ask(Actor::Stranger, join(name)).unwrap();
    }
    for n in table.room.seats().count()..SEATS_MAX - 1 {
        let (who, nickname) = (ParticipantId(n as u32 + 10), Nickname::parse(&format!("guest {n}")).unwrap());
        table.happen(RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: false });
    }
    table.set(Setting::Door(Door::Open));
    assert_eq!(table.room.seats().count(), SEATS_MAX);
    assert_eq!(table.room.outside().count(), 1);
}

#[test]
fn h4_nobody_is_let_in_where_there_is_no_seat() {
    let mut table = Table::with_creator();
    table.set(Setting::Door(Door::Locked));
    table.ask(Actor::Stranger, join("Eve")).unwrap();
    let (eve, _) = table.room.outside().next().unwrap();
    for n in table.room.seats().count()..SEATS_MAX {
        let (who, nickname) = (ParticipantId(n as u32 + 10), Nickname::parse(&format!("guest {n}")).unwrap());
        table.happen(RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: false });
    }
    assert_eq!(table.ask(CREATOR, Command::Admit { who: eve }), Err(Rejection::TableFull));
}

#[test]
fn h5_who_was_removed_stays_out_until_they_are_let_in_to_the_same_seat() {
    let (mut table, ada, _) = table();
    table.ask(ada, Command::ChangeRole { role: Role::Observer }).unwrap();
    table.ask(CREATOR, Command::Remove { who: id(ada) }).unwrap();
    for nickname in ["Ada", "Somebody else"] {
        assert_eq!(table.ask(ada, join(nickname)), Err(Rejection::SentAway));
    }
    assert_eq!(table.ask(ada, Command::Leave), Err(Rejection::NotSeated));
    // Their name is free meanwhile; they cannot be let in while somebody has it.
    let other = table.voter("ADA");
    assert_eq!(table.ask(CREATOR, Command::Admit { who: id(ada) }), Err(Rejection::NicknameTaken));
    table.ask(other, Command::Rename { nickname: "Eve".into() }).unwrap();
    table.ask(CREATOR, Command::Admit { who: id(ada) }).unwrap();
    let seat = table.room.seat(id(ada)).unwrap();
    assert_eq!((seat.nickname.as_str(), seat.role), ("Ada", Role::Observer));
}

#[test]
fn h5_the_table_remembers_a_number_of_those_whom_it_sent_away() {
    let mut table = Table::with_creator();
    let guests: Vec<Actor> = (0..=SENT_AWAY_MAX).map(|n| table.voter(&format!("Guest {n}"))).collect();
    for guest in &guests {
        table.ask(CREATOR, Command::Remove { who: id(*guest) }).unwrap();
    }
    assert_eq!(table.room.outside().count(), SENT_AWAY_MAX);
    assert_eq!(table.room.outsider(id(guests[0])), None);
    assert!(guests[1..].iter().all(|guest| table.room.outsider(id(*guest)).is_some()));
}

// Cards

#[test]
fn v9_where_the_house_allows_it_an_open_card_is_changed_and_the_first_stays_beside_it() {
    let (mut table, ada, bob) = table();
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.vote(ada, 5), Err(Rejection::AlreadyRevealed));
    table.set(Setting::AfterReveal(AfterReveal::MayChange));
    let open = |table: &Table| {
        let card = table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().clone();
        (card.play.card, card.first)
    };
    assert_eq!(table.vote(ada, 3), Ok(vec![]));
    let changed = RoomEvent::OpenCardChanged { who: id(ada), card: CardIndex(5) };
    assert_eq!(table.vote(ada, 5), Ok(vec![changed]));
    assert_eq!(open(&table), (CardIndex(5), Some(CardIndex(3))));
    table.vote(ada, 8).unwrap();
    assert_eq!(open(&table), (CardIndex(8), Some(CardIndex(3))));
    table.vote(ada, 3).unwrap();
    assert_eq!(open(&table), (CardIndex(3), None));
    assert_eq!(table.vote(bob, 3), Err(Rejection::NoCardPlayed));
    assert_eq!(table.vote(ada, 99), Err(Rejection::NoSuchCard));
    // It is not taken back.
    assert_eq!(table.take_back(ada), Err(Rejection::AlreadyRevealed));
}

#[test]
fn v10_where_the_house_asks_one_says_how_sure_one_is_of_the_card() {
    let (mut table, ada, _) = table();
    let round = table.round();
    let say = |confidence| Command::SetConfidence { round, confidence };
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(ada, say(Some(Confidence::Sure))), Err(Rejection::ConfidenceOff));
    table.set(Setting::Confidence(true));
    assert_eq!(table.ask(CREATOR, say(Some(Confidence::Sure))), Err(Rejection::NoCardPlayed));
    let set = RoomEvent::ConfidenceSet { who: id(ada), confidence: Some(Confidence::Guess) };
    assert_eq!(table.ask(ada, say(Some(Confidence::Guess))), Ok(vec![set]));
    assert_eq!(table.ask(ada, say(Some(Confidence::Guess))), Ok(vec![]));
    // It stays with another card, and goes when the card is taken back.
    table.vote(ada, 5).unwrap();
    let card = |table: &Table| table.room.round().as_open().unwrap().cards[&id(ada)].clone();
    assert_eq!((card(&table).vote, card(&table).confidence), (Vote::Card(CardIndex(5)), Some(Confidence::Guess)));
    table.take_back(ada).unwrap();
    table.vote(ada, 5).unwrap();
    assert_eq!(card(&table).confidence, None);
    table.ask(ada, say(Some(Confidence::Fairly))).unwrap();
    let play = |table: &Table| table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.clone();
    table.reveal(CREATOR).unwrap();
    assert_eq!(play(&table).confidence, Some(Confidence::Fairly));
    assert_eq!(table.ask(ada, say(None)), Err(Rejection::AlreadyRevealed));
}

#[test]
fn v10_what_the_house_no_longer_asks_is_not_shown() {
    let (mut table, ada, _) = table();
    table.set(Setting::Confidence(true));
    table.vote(ada, 3).unwrap();
    let round = table.round();
    table.ask(ada, Command::SetConfidence { round, confidence: Some(Confidence::Sure) }).unwrap();
    table.set(Setting::Confidence(false));
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.confidence, None);
}

#[test]
fn v11_a_few_words_lie_under_the_card_until_the_reveal() {
    let (mut table, ada, _) = table();
    let round = table.round();
    let say = |reason: &str| Command::GiveReason { round, reason: reason.into() };
    assert_eq!(table.ask(ada, say("Tests")), Err(Rejection::NoCardPlayed));
    table.vote(ada, 3).unwrap();
    assert!(matches!(table.ask(ada, say("  no   tests ")).unwrap()[..], [RoomEvent::ReasonGiven { .. }]));
    assert_eq!(table.ask(ada, say("no tests")), Ok(vec![]));
    assert!(table.ask(ada, say(&"x".repeat(REASON_GRAPHEMES_MAX))).is_ok());
    assert_eq!(table.ask(ada, say(&"x".repeat(REASON_GRAPHEMES_MAX + 1))), Err(Rejection::ReasonTooLong));
    table.ask(ada, say("why 2")).unwrap();
    table.reveal(CREATOR).unwrap();
    let play = table.room.round().as_revealed().unwrap().cards.of(id(ada)).unwrap().play.clone();
    assert_eq!(play.reason.as_str(), "why 2");
    assert_eq!(table.ask(ada, say("late")), Err(Rejection::AlreadyRevealed));
}

// Rounds and time

#[test]
fn r9_everybody_has_played_when_no_voter_who_is_there_is_without_a_card() {
    let (mut table, ada, bob) = table();
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
    let (mut table, ada, _) = table();
    assert_eq!(table.reveal(Actor::Table), Err(Rejection::NothingPlayed));
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(Actor::Table, change(Setting::AutoReveal(true))), Err(Rejection::NotSeated));
    assert_eq!(table.vote(Actor::Table, 3), Err(Rejection::NotSeated));
    assert!(table.reveal(Actor::Table).is_ok());
}

#[test]
fn r11_who_may_reveal_stops_the_cards_of_the_open_round_from_turning() {
    let (mut table, ada, _) = table();
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
    let (mut table, ada, _) = table();
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
    let (mut table, ada, bob) = table();
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
    let (mut table, ada, _) = table();
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

// People

#[test]
fn p13_a_moderator_makes_others_voters_and_observers() {
    let (mut table, ada, bob) = table();
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
    let (mut table, ada, _) = table();
    table.ask(ada, Command::ChangeRole { role: Role::Observer }).unwrap();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.seat(id(ada)).unwrap().role, Role::Observer);
}

#[test]
fn p14_who_may_reveal_asks_for_cards_while_they_lie_face_down() {
    let (mut table, ada, _) = table();
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
    let (mut table, ada, bob) = table();
    let throw = |at| Command::Throw { at, thing: Thing::Tomato };
    assert_eq!(table.ask(ada, throw(id(bob))), Ok(vec![]));
    assert_eq!(table.ask(ada, throw(ParticipantId(99))), Err(Rejection::NoSuchSeat));
    assert_eq!(table.ask(Actor::Stranger, throw(id(bob))), Err(Rejection::NotSeated));
    table.set(Setting::Throwing(Throwing::Off));
    assert_eq!(table.ask(ada, throw(id(bob))), Err(Rejection::ThrowingOff));
}
