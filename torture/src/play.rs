//! How people play: what a voter or a moderator does next, again and again, until their line is cut.

use std::ops::Range;

use shared::command::{Command, NextTopic};
use shared::ids::RoundNumber;
use shared::round::{Confidence, Phase};
use shared::settings::Setting;
use tokio::sync::watch;
use tokio::time::{Duration, Instant, sleep_until};

use crate::limits::{MODERATOR_PAUSE_US, NEWCOMER_PAUSE_US, VOTER_PAUSE_US};
use crate::player::{Cut, Player};

/// One person's way to play.
pub struct Habits {
    pub part: Part,
    /// Between two things that they do.
    pub pause_us: Range<u64>,
    /// Commands that they ask for before the first of them is answered.
    pub in_flight_max: usize,
    /// When they give up a connection on which no answer comes; never, if it is none.
    pub gives_up_after: Option<Duration>,
    random: fastrand::Rng,
    took_back_in: RoundNumber,
    said_how_sure_in: RoundNumber,
    reasons: u32,
    topics: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Votes, changes the vote, takes it back, says how sure they are of it and why.
    Voter,
    /// The same, and reveals, goes on, names what is estimated, and lets people say how sure they are.
    Moderator,
    /// Sits down as late as this, and looks on.
    Newcomer(Instant),
    /// Gets up.
    Leaver,
}

impl Habits {
    pub fn new(part: Part, random: &mut fastrand::Rng) -> Self {
        let pause_us = match part {
            Part::Voter | Part::Leaver => VOTER_PAUSE_US,
            Part::Moderator => MODERATOR_PAUSE_US,
            Part::Newcomer(_) => NEWCOMER_PAUSE_US,
        };
        Self {
            part,
            pause_us,
            in_flight_max: 1,
            gives_up_after: None,
            random: random.fork(),
            took_back_in: RoundNumber(0),
            said_how_sure_in: RoundNumber(0),
            reasons: 0,
            topics: 0,
        }
    }

    /// Plays until the connection ends, and says why it did; none if it was told to stop before.
    pub async fn play(&mut self, player: &mut Player, stop: &watch::Receiver<bool>) -> Option<Cut> {
        let mut next = self.pause();
        let mut heard_at = Instant::now();
        while !*stop.borrow() {
            tokio::select! {
                heard = player.hear() => match heard {
                    Ok(_) => heard_at = Instant::now(),
                    Err(cut) => return Some(cut),
                },
                () = sleep_until(next) => {
                    next = self.pause();
                    if player.unanswered() == 0 {
                        heard_at = Instant::now();
                    } else if self.gives_up_after.is_some_and(|patience| heard_at.elapsed() > patience) {
                        return Some(player.give_up());
                    }
                    if let Some(command) = self.wish(player) {
                        // If it cannot be said any more, what was said to us before is still heard above.
                        let _ = player.ask(command).await;
                    }
                }
            }
        }
        None
    }

    fn pause(&mut self) -> Instant {
        Instant::now() + Duration::from_micros(self.random.u64(self.pause_us.clone()))
    }

    /// What they ask for now, if anything.
    fn wish(&mut self, player: &mut Player) -> Option<Command> {
        if !player.may_ask() || player.unanswered() >= self.in_flight_max {
            return None;
        }
        let is_idle = player.unanswered() == 0;
        match self.part {
            Part::Newcomer(at) => (is_idle && !player.is_at_table() && Instant::now() >= at).then(|| player.join()),
            Part::Leaver => (is_idle && player.is_at_table()).then_some(Command::Leave),
            Part::Voter | Part::Moderator if !player.is_at_table() => is_idle.then(|| player.join()),
            Part::Voter => self.voter(player),
            Part::Moderator => self.moderator(player),
        }
    }

    fn voter(&mut self, player: &mut Player) -> Option<Command> {
        let round = player.round();
        let is_open = matches!(player.room.round().phase, Phase::Open(_));
        let has_card = player.who().is_some_and(|who| player.room.round().vote(who).is_some());
        // The first two once a round, and no reason twice, so that each is known apart in the log.
        if is_open && has_card {
            match self.random.u8(..8) {
                0 if self.took_back_in != round => {
                    self.took_back_in = round;
                    return Some(Command::TakeBack { round });
                }
                1 if self.said_how_sure_in != round && player.room.settings().confidence => {
                    self.said_how_sure_in = round;
                    return Some(Command::SetConfidence { round, confidence: Some(Confidence::Fairly) });
                }
                2 => {
                    self.reasons += 1;
                    return Some(Command::GiveReason { round, reason: format!("Reason {}", self.reasons) });
                }
                _ => {}
            }
        }
        // A vote that comes too late must be refused; mostly they know better.
        if is_open || self.random.u8(..8) == 0 { player.fresh_vote() } else { None }
    }

    fn moderator(&mut self, player: &mut Player) -> Option<Command> {
        let round = player.round();
        if !player.room.settings().confidence {
            return Some(Command::ChangeSetting { setting: Setting::Confidence(true) });
        }
        match &player.room.round().phase {
            Phase::Revealed(_) => Some(Command::NextRound { after: round, topic: NextTopic::Same }),
            Phase::Open(open) if !open.cards.is_empty() && self.random.u8(..4) == 0 => Some(Command::Reveal { round }),
            Phase::Open(_) if self.random.u8(..4) == 0 => {
                self.topics += 1;
                Some(Command::SetTopic { title: format!("Topic {}", self.topics) })
            }
            Phase::Open(_) => self.voter(player),
        }
    }
}
