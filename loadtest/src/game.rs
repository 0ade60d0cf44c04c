//! Game: everybody votes, the cards are turned, the table is cleared, again and again at a steady pace.

use std::time::Duration;

use anyhow::Result;
use shared::card::CardIndex;
use shared::command::Command;
use shared::ids::Version;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep_until};

use crate::house::Company;
use crate::limits::DEEDS_BEFORE_YIELD;

/// How far the tables have come in their rounds.
pub struct Game {
    companies: Vec<Company>,
    /// Deeds done at all tables together: one table after the other does one.
    done: usize,
    /// How many at each table take turns as moderators.
    moderators: usize,
}

impl Game {
    pub fn new(companies: Vec<Company>) -> Self {
        Self { companies, done: 0, moderators: 1 }
    }

    pub fn companies(&self) -> &[Company] {
        &self.companies
    }

    pub fn members(&self) -> usize {
        self.companies.iter().map(|company| company.members.len()).sum()
    }

    /// How many deeds a round at every table has: every vote, the reveal, and the next round.
    pub fn deeds_a_round(&self) -> usize {
        self.members() + 2 * self.companies.len()
    }

    /// Makes everyone a moderator, so that they take turns: one alone may say only so much in a second.
    ///
    /// # Errors
    ///
    /// When it is not done.
    pub async fn promote_everyone(&mut self) -> Result<()> {
        for Company { members, .. } in &self.companies {
            for member in &members[1..] {
                members[0].say(Command::Promote { who: member.who()? })?;
            }
            members[0].answered().await?;
        }
        self.moderators = self.companies.iter().map(|company| company.members.len()).min().unwrap_or(1);
        self.settled().await
    }

    /// Everybody votes at once, at the beginning of a round, each so long after the one before. It is not awaited what comes of
    /// it; gives how long they took to say it.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub async fn say_votes(&mut self, every: Duration) -> Result<Duration> {
        let begun = Instant::now();
        self.do_deeds(self.members(), every).await?;
        Ok(begun.elapsed())
    }

    /// Waits until everyone has heard of everything.
    ///
    /// # Errors
    ///
    /// When something is told wrongly, or not at all.
    pub async fn settled(&self) -> Result<()> {
        for company in &self.companies {
            company.table.settled().await?;
        }
        Ok(())
    }

    /// Does so many deeds, each so long after the one before, and waits until everyone has heard of them.
    ///
    /// # Errors
    ///
    /// When something is told wrongly, or not at all.
    pub async fn play(&mut self, deeds: usize, every: Duration) -> Result<()> {
        self.do_deeds(deeds, every).await?;
        self.settled().await
    }

    /// As [`play`](Self::play), and notes of each deed at which table it is done, which version the room will have by it, and when.
    /// What was done at a table is settled before the next is.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn play_and_note(
        &mut self,
        deeds: usize,
        every: Duration,
        note: impl Fn(usize, Version, Instant),
    ) -> Result<()> {
        let begun = Instant::now();
        for deed in 0..deeds {
            sleep_until(begun + every.mul_f64(deed as f64)).await;
            let place = self.done % self.companies.len();
            let table = &self.companies[place].table;
            table.settled().await?;
            let version = {
                let watch = table.watch();
                // With the first card comes the moment when voting began.
                let is_first_card = watch.room().round().as_open().is_some_and(|open| open.cards.is_empty());
                watch.version().plus(1 + usize::from(is_first_card))
            };
            note(place, version, Instant::now());
            self.step().await?;
        }
        self.settled().await
    }

    async fn do_deeds(&mut self, deeds: usize, every: Duration) -> Result<()> {
        let begun = Instant::now();
        for deed in 0..deeds {
            let due = begun + every.mul_f64(deed as f64);
            if due > Instant::now() {
                sleep_until(due).await;
            } else if deed % DEEDS_BEFORE_YIELD == 0 {
                yield_now().await;
            }
            self.step().await?;
        }
        Ok(())
    }

    async fn step(&mut self) -> Result<()> {
        let tables = self.companies.len();
        let (table, place) = (self.done % tables, self.done / tables);
        let Company { table, members } = &self.companies[table];
        let (round, place) = (place / (members.len() + 2), place % (members.len() + 2));
        let moderator = &members[round % self.moderators];
        self.done += 1;
        if place == 0 || place >= members.len() {
            table.settled().await?;
        }
        match members.get(place) {
            // Cards that differ from seat to seat and from round to round; every deck has at least two.
            Some(member) => member.vote(CardIndex(((place + self.done / tables) % 2) as u8)),
            None if place == members.len() => moderator.reveal(),
            None => moderator.next_round(),
        }
    }
}
