//! That a wrong event, a missing one, a doubled one and a wrong room are found.

use shared::codec::from_postcard;
use shared::command::{Command, NextTopic};
use shared::ids::{CommandNumber, RoundNumber};

use super::*;
use crate::frame::{Frame, Frames};
use crate::script::{Script, seat};

/// A room with members who are told what a script says.
struct Play {
    script: Script,
    watch: Watch,
    has: Vec<Version>,
}

impl Play {
    fn of(members: usize) -> Self {
        let script = Script::with_seats(members).unwrap();
        let mut watch = Watch::new(script.room().clone(), script.version());
        let has = vec![script.version(); members];
        has.iter().for_each(|version| watch.arrive(*version));
        Self { script, watch, has }
    }

    /// The payloads that the one who asks is told, and those of the others.
    fn ask(&mut self, member: usize, command: Command) -> [Vec<Vec<u8>>; 2] {
        let who = seat(member).unwrap();
        if let Command::Vote { card, .. } = command {
            self.watch.plays(who, card);
        }
        let broadcast = self.script.act(who, CommandNumber(1), command).unwrap();
        [broadcast.to_one, broadcast.to_others].map(|bytes| {
            let mut payloads = vec![];
            let take = |frame: Frame<'_>| {
                let Frame::Message(payload) = frame else { panic!("{frame:?}") };
                payloads.push(payload.to_vec());
                Ok(())
            };
            Frames::default().take(&bytes, take).unwrap();
            payloads.retain(|payload| matches!(from_postcard(payload), Ok(ServerMessage::Event { .. })));
            payloads
        })
    }

    fn tell(&mut self, member: usize, payload: &[u8]) -> Result<()> {
        let after = self.has[member];
        if let Some((version, _)) = self.watch.is_told_as_known(after, payload)? {
            self.has[member] = version;
            return Ok(());
        }
        let ServerMessage::Event { version, event } = from_postcard(payload)? else { bail!("no event") };
        self.watch.is_told(Some(seat(member)?), after, version, event.get(), payload)?;
        self.has[member] = version;
        Ok(())
    }

    /// Asks, and tells everyone as it should be.
    fn go(&mut self, member: usize, command: Command) -> Result<()> {
        let [to_one, to_others] = self.ask(member, command);
        for other in 0..self.has.len() {
            for payload in if other == member { &to_one } else { &to_others } {
                self.tell(other, payload)?;
            }
        }
        Ok(())
    }
}

fn vote(card: u8) -> Command {
    Command::Vote { round: RoundNumber::FIRST, card: CardIndex(card) }
}

const REVEAL: Command = Command::Reveal { round: RoundNumber::FIRST };
const NEXT: Command = Command::NextRound { after: RoundNumber::FIRST, topic: NextTopic::Same };

#[test]
fn what_is_told_rightly_is_taken_and_makes_the_room_of_the_server() {
    let mut play = Play::of(3);
    for (member, command) in [(0, vote(1)), (1, vote(2)), (2, vote(3)), (0, REVEAL), (0, NEXT)] {
        play.go(member, command).unwrap();
        assert_eq!(play.watch.outstanding(), 0);
        let seen = redact::room(play.script.room(), &Actor::Stranger);
        assert_eq!((play.watch.room(), play.watch.version()), (seen.get(), play.script.version()));
    }
}

#[test]
fn an_event_that_one_member_is_not_told_is_found() {
    let mut play = Play::of(2);
    play.go(0, vote(1)).unwrap();
    let [to_one, _] = play.ask(1, vote(1));
    play.tell(1, &to_one[0]).unwrap();
    assert_eq!(play.watch.outstanding(), 1, "the other is not level");
    let [_, later] = play.ask(0, REVEAL);
    assert!(play.tell(0, &later[0]).is_err());
}

#[test]
fn an_event_that_nobody_is_told_is_found() {
    let mut play = Play::of(2);
    play.go(0, vote(1)).unwrap();
    let _ = play.ask(1, vote(1));
    assert!(play.go(0, REVEAL).is_err());
}

#[test]
fn an_event_that_is_told_twice_is_found() {
    let mut play = Play::of(2);
    let [to_one, _] = play.ask(0, vote(1));
    play.tell(0, &to_one[0]).unwrap();
    assert!(play.tell(0, &to_one[0]).is_err());
}

#[test]
fn a_card_that_the_wrong_one_is_told_is_found() {
    let mut play = Play::of(2);
    let [to_one, to_others] = play.ask(0, vote(1));
    assert!(play.tell(1, &to_one[0]).is_err(), "somebody else's card");
    assert!(play.tell(0, &to_others[0]).is_err(), "one's own card is hidden");
}

#[test]
fn another_card_than_was_played_is_found() {
    let mut play = Play::of(2);
    let [to_one, _] = play.ask(0, vote(1));
    play.watch.plays(seat(0).unwrap(), CardIndex(2));
    assert!(play.tell(0, &to_one[0]).is_err());
}

#[test]
fn a_reveal_of_other_cards_than_were_played_is_found() {
    let mut play = Play::of(2);
    play.go(0, vote(1)).unwrap();
    play.watch.plays(seat(1).unwrap(), CardIndex(2));
    assert!(play.go(0, REVEAL).is_err());
}

#[test]
fn a_card_that_was_taken_along_is_not_missed_in_the_reveal() {
    let mut play = Play::of(3);
    play.go(0, vote(1)).unwrap();
    play.go(1, vote(2)).unwrap();
    play.go(1, Command::Leave).unwrap();
    play.go(0, REVEAL).unwrap();
}

#[test]
fn bytes_that_differ_from_what_others_are_told_are_found() {
    let mut play = Play::of(3);
    let [to_one, to_others] = play.ask(0, vote(1));
    play.tell(0, &to_one[0]).unwrap();
    // The vote of somebody else, at the same version.
    let mut other = to_others[0].clone();
    let who = other.len() - 2;
    assert_eq!(u32::from(other[who]), seat(0).unwrap().0);
    other[who] += 1;
    assert!(play.tell(1, &other).is_err());
    assert!(play.tell(2, &to_others[0]).is_ok());
}

#[test]
fn a_snapshot_that_is_another_room_is_found() {
    let mut play = Play::of(2);
    play.go(0, vote(1)).unwrap();
    let welcome = |version, room| Welcome {
        version,
        room: Some(room),
        topics: 0,
        here: vec![],
        away: vec![],
        chair: Default::default(),
        countdown: None,
        seat: None,
        now: Default::default(),
    };
    let seen = || redact::room(play.script.room(), &Actor::Stranger);
    let version = play.script.version();
    assert!(play.watch.must_be(&welcome(version, seen())).is_ok());
    assert!(play.watch.must_be(&welcome(version.plus(1), seen())).is_err());
    assert!(play.watch.must_be(&welcome(version, redact::room(&Room::default(), &Actor::Stranger))).is_err());
}

#[test]
fn who_comes_before_others_are_told_is_not_waited_for() {
    let mut play = Play::of(2);
    let [to_one, to_others] = play.ask(0, vote(1));
    play.watch.arrive(play.script.version());
    play.tell(0, &to_one[0]).unwrap();
    assert_eq!(play.watch.outstanding(), 1);
    play.tell(1, &to_others[0]).unwrap();
    assert_eq!(play.watch.outstanding(), 0);
    assert_eq!(play.watch.is_told_as_known(play.script.version(), &to_others[0]).unwrap(), None);
}

#[test]
fn who_comes_later_and_who_goes_are_not_waited_for() {
    let mut play = Play::of(2);
    let [to_one, _] = play.ask(0, vote(1));
    play.tell(0, &to_one[0]).unwrap();
    // Comes with a room that has the vote already.
    play.watch.arrive(play.script.version());
    assert_eq!(play.watch.outstanding(), 1);
    play.watch.depart(play.has[1], play.has[1]);
    assert_eq!(play.watch.outstanding(), 0);
}
