//! That the audit finds each flaw when it is there, and none when it is not.

use shared::apply::apply;
use shared::card::CardIndex;
use shared::deck::Preset;
use shared::ids::RoundNumber;
use shared::nickname::Nickname;
use shared::room::Role;
use shared::round::{OpenCard, OpenCards, Play, Vote};
use shared::text::RoomName;

use super::*;
use crate::ledger::{Account, Ledger};

const MO: ParticipantId = ParticipantId::CREATOR;
const ADA: ParticipantId = ParticipantId::FIRST_GUEST;
const ROUND: RoundNumber = RoundNumber::FIRST;

fn joined(who: ParticipantId, nickname: &str) -> RoomEvent {
    let nickname = Nickname::parse(nickname).unwrap();
    RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: who == MO }
}

fn voted(card: u8) -> RoomEvent {
    RoomEvent::Voted { who: ADA, vote: Vote::Card(CardIndex(card)) }
}

fn changed(card: u8) -> RoomEvent {
    RoomEvent::VoteChanged { who: ADA, vote: Vote::Card(CardIndex(card)) }
}

/// Mo makes a room; Ada comes, votes, changes her vote; Mo reveals.
fn log() -> Vec<RoomEvent> {
    let opened = RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() };
    let cards = OpenCards::Named([(ADA, OpenCard::from(Play::from(CardIndex(5))))].into());
    let revealed = RoomEvent::CardsRevealed { cards, took_ms: Some(42) };
    vec![opened, joined(MO, "Mo"), joined(ADA, "Ada"), voted(3), changed(5), revealed]
}

fn vote(card: u8) -> Option<Deed> {
    Some(Deed::Vote { who: ADA, round: ROUND, card: CardIndex(card) })
}

fn join(nickname: &str) -> Option<Deed> {
    Some(Deed::Join { nickname: nickname.into() })
}

/// The room as that one sees it after so many events.
fn room(log: &[RoomEvent], events: usize, viewer: &Actor) -> Box<Room> {
    let mut room = Room::default();
    log[..events].iter().for_each(|event| apply(&mut room, event));
    Box::new(redact::whole(&room, viewer))
}

/// What somebody hears who takes the seat of `who` and stays until the end of the log.
fn heard(who: ParticipantId, log: &[RoomEvent]) -> Vec<Entry> {
    let viewer = Actor::Participant(who);
    let seated = log.iter().position(|event| matches!(event, RoomEvent::Joined { who: joined, .. } if *joined == who));
    let seated = seated.unwrap();
    let mut entries = vec![
        Entry::Welcomed { viewer: Actor::Stranger, version: Version(1), room: Some(room(log, 1, &Actor::Stranger)) },
        said(1, join(if who == MO { "Mo" } else { "Ada" })),
    ];
    for (place, event) in log.iter().enumerate().skip(1) {
        if place == seated {
            entries.push(Entry::Seated { who });
        }
        let viewer = if place < seated { Actor::Stranger } else { viewer };
        if let Some(event) = redact::event(event).for_viewer(&viewer) {
            entries.push(told(viewer, place as u64 + 1, event.get().clone()));
        }
        if place == seated {
            entries.push(answered(1, None));
        }
    }
    entries.push(Entry::Holds { viewer, version: Version(log.len() as u64), room: room(log, log.len(), &viewer) });
    entries
}

fn said(number: u32, deed: Option<Deed>) -> Entry {
    Entry::Said { number: CommandNumber(number), deed }
}

fn told(viewer: Actor, version: u64, event: RoomEvent) -> Entry {
    Entry::Told { viewer, version: Version(version), event: Box::new(event) }
}

fn answered(number: u32, rejection: Option<Rejection>) -> Entry {
    Entry::Answered { number: CommandNumber(number), rejection }
}

/// The books of both, who asked for all that is in the log.
struct Game {
    ledger: Ledger,
    mo: Account,
    ada: Account,
}

/// With what Ada heard changed so, and before Mo has written anything but that he asked for the reveal.
fn game(change: impl FnOnce(&mut Vec<Entry>)) -> Game {
    let ledger = Ledger::default();
    let (mo, ada) = (ledger.open("Mo"), ledger.open("Ada"));
    mo.note(said(9, Some(Deed::Reveal { round: ROUND })));
    let mut entries = heard(ADA, &log());
    // Each of her votes is answered after she was told of it.
    for (number, card, version) in [(2, 3, 4), (3, 5, 5)] {
        let at = |entry: &Entry| matches!(entry, Entry::Told { version: Version(told), .. } if *told == version);
        let place = entries.iter().position(at).unwrap();
        entries.insert(place, said(number, vote(card)));
        entries.insert(place + 2, answered(number, None));
    }
    change(&mut entries);
    entries.into_iter().for_each(|entry| ada.note(entry));
    Game { ledger, mo, ada }
}

impl Game {
    /// Mo asked for his seat, and heard nothing.
    fn with_deaf_mo(self) -> Self {
        self.mo.note(said(1, join("Mo")));
        self
    }

    fn with_mo(self) -> Self {
        heard(MO, &log()).into_iter().for_each(|entry| self.mo.note(entry));
        self
    }

    fn flaws(&self, log: &[RoomEvent]) -> Vec<Flaw> {
        self.ledger.audit(log).flaws.into_keys().collect()
    }
}

fn untouched(_: &mut Vec<Entry>) {}

fn is_told(entry: &Entry, at: u64) -> bool {
    matches!(entry, Entry::Told { version: Version(version), .. } if *version == at)
}

#[test]
fn an_honest_game_has_no_flaw_also_when_it_is_audited_bit_by_bit() {
    let game = game(untouched).with_mo();
    let audit = game.ledger.audit(&log());
    assert!(audit.is_clean(), "{audit:?}");
    assert_eq!((audit.events, audit.acknowledged, audit.votes, audit.rooms), (6, 4, 2, 2));
    assert_eq!(game.ledger.audited(), Version(6));
    let viewer = Actor::Participant(ADA);
    game.ada.note(said(7, Some(Deed::Leave { who: ADA })));
    game.ada.note(told(viewer, 7, RoomEvent::Left { who: ADA }));
    game.ada.note(answered(7, None));
    // And a stranger comes who is given the room as it was before.
    let room = room(&log(), 6, &Actor::Stranger);
    game.ledger.open("Bob").note(Entry::Welcomed { viewer: Actor::Stranger, version: Version(6), room: Some(room) });
    let audit = game.ledger.audit(&[RoomEvent::Left { who: ADA }]);
    assert!(audit.is_clean(), "{audit:?}");
    assert!(game.ledger.is_all_of(&[log(), vec![RoomEvent::Left { who: ADA }]].concat()));
    assert!(!game.ledger.is_all_of(&log()));
}

#[test]
fn an_acknowledged_vote_that_is_not_in_the_log_is_lost() {
    let shorter = &log()[..4];
    // She saw it as well, so there are events and a room that only she has.
    let found = game(untouched).with_deaf_mo().flaws(shorter);
    assert_eq!(found, [Flaw::Lost, Flaw::Foreign, Flaw::Differs]);
}

#[test]
fn a_vote_that_is_in_the_log_twice_is_doubled() {
    let mut doubled = log();
    doubled.insert(5, changed(3));
    let game = game(|entries| entries.truncate(entries.len() - 2)).with_deaf_mo();
    assert_eq!(game.flaws(&doubled), [Flaw::Doubled]);
}

#[test]
fn what_nobody_asked_for_is_not_in_the_log() {
    let mut longer = log();
    longer.push(joined(ParticipantId(3), "Eve"));
    let game = game(|entries| entries.truncate(entries.len() - 1)).with_deaf_mo();
    assert_eq!(game.flaws(&longer), [Flaw::Unasked]);
}

#[test]
fn what_was_refused_is_not_in_the_log_but_may_be_if_it_was_said_before() {
    let refuse = |entries: &mut Vec<Entry>, times: usize| {
        let answer = entries.iter_mut().rfind(|entry| matches!(entry, Entry::Answered { .. })).unwrap();
        *answer = answered(3, Some(Rejection::AlreadyRevealed));
        (1..times).for_each(|_| entries.insert(entries.len() - 4, said(3, vote(5))));
    };
    assert_eq!(game(|entries| refuse(entries, 1)).with_mo().flaws(&log()), [Flaw::Unasked]);
    assert_eq!(game(|entries| refuse(entries, 2)).with_mo().flaws(&log()), []);
}

#[test]
fn what_was_seen_is_in_the_log_as_it_was_seen() {
    let lied_to = game(|entries| {
        let place = entries.iter().position(|entry| is_told(entry, 5)).unwrap();
        entries[place] = told(Actor::Participant(ADA), 5, changed(6));
    });
    assert_eq!(lied_to.with_mo().flaws(&log()), [Flaw::Foreign]);
    let ahead = game(|entries| entries.push(told(Actor::Participant(ADA), 7, RoomEvent::Left { who: ADA })));
    assert_eq!(ahead.with_mo().flaws(&log()), [Flaw::Foreign]);
}

#[test]
fn a_room_that_was_given_whole_is_the_one_of_the_log() {
    let game = game(|entries| {
        let room = room(&log(), 5, &Actor::Participant(ADA));
        let viewer = Actor::Participant(ADA);
        entries.insert(entries.len() - 1, Entry::Welcomed { viewer, version: Version(6), room: Some(room) });
    });
    assert_eq!(game.with_mo().flaws(&log()), [Flaw::Foreign]);
}

#[test]
fn an_event_that_was_left_out_is_missed_unless_it_is_not_for_all_eyes() {
    let deaf = game(|entries| entries.retain(|entry| !is_told(entry, 2)));
    assert_eq!(deaf.with_mo().flaws(&log()), [Flaw::Missed]);
    let deaf_at_the_end = game(|entries| entries.retain(|entry| !is_told(entry, 6)));
    assert_eq!(deaf_at_the_end.with_mo().flaws(&log()), [Flaw::Missed, Flaw::Disordered]);
    // Mo is not told that Ada changed her vote, which the first test shows to be no flaw.
}

#[test]
fn what_is_told_twice_or_in_another_order_is_disordered() {
    let twice = game(|entries| {
        let place = entries.iter().position(|entry| is_told(entry, 4)).unwrap();
        entries.insert(place, entries[place].clone());
    });
    assert_eq!(twice.with_mo().flaws(&log()), [Flaw::Disordered]);
    let swapped = game(|entries| {
        let place = |at| entries.iter().position(|entry| is_told(entry, at)).unwrap();
        let (first, second) = (place(2), place(3));
        entries.swap(first, second);
    });
    assert_eq!(swapped.with_mo().flaws(&log()), [Flaw::Missed, Flaw::Disordered]);
}

#[test]
fn a_resumed_connection_goes_on_where_the_player_was() {
    let resumed = |version| {
        let viewer = Actor::Participant(ADA);
        let welcome = Entry::Welcomed { viewer, version: Version(version), room: None };
        let game = game(|entries| {
            let place = entries.iter().position(|entry| is_told(entry, 6)).unwrap();
            entries.insert(place, welcome);
        });
        game.with_mo().flaws(&log())
    };
    assert_eq!(resumed(5), []);
    assert_eq!(resumed(4), [Flaw::Missed, Flaw::Disordered]);
}

#[test]
fn somebody_in_another_seat_is_found() {
    let moved = game(|entries| entries.insert(entries.len() - 1, Entry::Seated { who: MO }));
    let audit = moved.with_mo().ledger.audit(&log());
    // It is not the seat that she had, and somebody else took it.
    assert_eq!((audit.flaws.len(), audit.count(Flaw::Moved)), (1, 2));
}

#[test]
fn a_room_that_differs_is_found() {
    let differs = game(|entries| {
        let Some(Entry::Holds { room: held, .. }) = entries.last_mut() else { unreachable!() };
        *held = room(&log(), 5, &Actor::Participant(ADA));
    });
    assert_eq!(differs.with_mo().flaws(&log()), [Flaw::Differs]);
}

#[test]
fn an_answer_that_comes_before_its_event_or_twice_is_found() {
    let early = game(|entries| {
        let place = entries.iter().position(|entry| is_told(entry, 5)).unwrap();
        entries.swap(place, place + 1);
    });
    assert_eq!(early.with_mo().flaws(&log()), [Flaw::Early]);
    let again = game(|entries| entries.push(answered(3, None)));
    assert_eq!(again.with_mo().flaws(&log()), [Flaw::Stray]);
}
