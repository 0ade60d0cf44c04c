//! The door, and who is outside: every rule of `docs/rules.md` about these, by its id.

mod common;

use common::{CREATOR, MO, Table, change, id, join, three};
use shared::command::{Actor, Command};
use shared::event::RoomEvent;
use shared::ids::ParticipantId;
use shared::limits::{KNOCKING_MAX, SEATS_MAX, SENT_AWAY_MAX};
use shared::nickname::Nickname;
use shared::rejection::Rejection;
use shared::room::{Outside, Role};
use shared::settings::{Door, Setting};

#[test]
fn h4_at_a_locked_door_newcomers_knock_and_a_moderator_lets_them_in() {
    let (mut table, ada, bob) = three();
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
    let (mut table, ..) = three();
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
    let (mut table, ada, _) = three();
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
