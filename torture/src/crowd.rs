//! The crowd: rooms full of people on one server, who come back together and are audited together.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use harness::rooms;
use shared::codec::Codec;
use shared::ids::{RoomId, Version};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::audit::Audit;
use crate::ledger::Ledger;
use crate::log::Log;
use crate::play::{Habits, Part};
use crate::player::{Cut, Player};

/// One person at one of the tables.
pub struct Person {
    pub player: Player,
    pub habits: Habits,
}

/// A room, and what its people wrote down.
pub struct Table {
    pub room: RoomId,
    pub ledger: Ledger,
}

/// All tables and everybody at them.
pub struct Crowd {
    pub tables: Vec<Table>,
    pub people: Vec<Person>,
}

/// What came of coming back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Returns {
    /// How many came.
    pub people: u64,
    /// How many of them had asked for a seat and not heard whether they got it.
    pub joins_cut: u64,
    /// How many of those had got it, and are to be known again.
    pub recognised: u64,
    /// How many had a seat, or had asked for one, and have none now.
    pub unseated: u64,
}

impl Crowd {
    /// Makes the rooms, and the people who are about to sit down in them: a moderator in each, the others spread.
    ///
    /// # Errors
    ///
    /// When a room cannot be made.
    pub async fn gather(address: SocketAddr, rooms: usize, people: usize, random: &mut fastrand::Rng) -> Result<Self> {
        ensure!(rooms > 0 && people > rooms, "there must be a room, and more people than rooms");
        let mut crowd = Self { tables: vec![], people: vec![] };
        for table in 0..rooms {
            let opened = rooms::open(address).await?;
            crowd.tables.push(Table { room: opened.room, ledger: Ledger::default() });
            crowd.add(table, "Mo", Part::Moderator, random);
            if let Some(person) = crowd.people.last_mut() {
                person.player.sit_as_creator(opened.creator);
            }
        }
        for number in 0..people - rooms {
            crowd.add(number % rooms, &format!("Voter {number}"), Part::Voter, random);
        }
        Ok(crowd)
    }

    /// One more person.
    pub fn add(&mut self, table: usize, nickname: &str, part: Part, random: &mut fastrand::Rng) {
        let Table { room, ledger } = &self.tables[table];
        let mut player = Player::new(*room, nickname, ledger, random);
        // Half of them as the page speaks, half as bots do.
        player.codec = Codec::ALL[self.people.len() % 2];
        self.people.push(Person { player, habits: Habits::new(part, random) });
    }

    /// Everybody comes, or comes back, and says again what was not answered; whoever has no seat yet takes one, but for
    /// newcomers. Afterwards nobody has anything under way, and all have heard all that there is.
    ///
    /// # Errors
    ///
    /// When somebody cannot come back.
    pub async fn come_back(&mut self, address: SocketAddr) -> Result<Returns> {
        let returned = self.all(move |mut person| async move {
            let outcome = person.come_back(address).await;
            let outcome = outcome.with_context(|| format!("{} cannot come back", person.player.nickname));
            (person, outcome)
        });
        let mut returns = Returns::default();
        for outcome in returned.await? {
            returns.add(outcome?);
        }
        self.hush().await?;
        Ok(returns)
    }

    /// Those who were never here come, and look on.
    ///
    /// # Errors
    ///
    /// When somebody cannot come.
    pub async fn come_in(&mut self, address: SocketAddr) -> Result<()> {
        for person in self.people.iter_mut().filter(|person| !person.player.is_connected()) {
            person.player.connect(address).await?;
        }
        Ok(())
    }

    /// Everybody hears what there still is to hear, and writes down the room that they have then.
    ///
    /// # Errors
    ///
    /// When somebody loses the connection.
    pub async fn hush(&mut self) -> Result<()> {
        let heard = self.all(|mut person| async move {
            let outcome = person.player.hush().await.with_context(|| person.player.nickname.clone());
            (person, outcome)
        });
        heard.await?.into_iter().collect()
    }

    /// Everybody plays until their line is cut, or until they are to stop.
    ///
    /// # Errors
    ///
    /// Only if a task panics.
    pub async fn play(&mut self, stop: &watch::Receiver<bool>) -> Result<Vec<Option<Cut>>> {
        let stop = stop.clone();
        self.all(move |mut person| {
            let stop = stop.clone();
            async move {
                let cut = person.habits.play(&mut person.player, &stop).await;
                (person, cut)
            }
        })
        .await
    }

    /// Compares all that was written down with the log.
    ///
    /// # Errors
    ///
    /// When the log cannot be read.
    pub fn audit(&self, log: &Log) -> Result<Audit> {
        let mut audit = Audit::default();
        for Table { room, ledger } in &self.tables {
            audit.add(ledger.audit(&log.after(*room, ledger.audited())?));
        }
        Ok(audit)
    }

    /// Whether the whole log, from the first event, is what was audited bit by bit.
    ///
    /// # Errors
    ///
    /// When the log cannot be read, or is another.
    pub fn audit_whole(&self, log: &Log) -> Result<()> {
        for Table { room, ledger } in &self.tables {
            let events = log.after(*room, Version::default())?;
            ensure!(ledger.is_all_of(&events), "the log of {room} is no longer what it was when it was audited");
        }
        Ok(())
    }

    /// Everybody does this at once, each in a task of their own.
    pub async fn all<T, F>(&mut self, mut each: impl FnMut(Person) -> F) -> Result<Vec<T>>
    where
        T: Send + 'static,
        F: Future<Output = (Person, T)> + Send + 'static,
    {
        let mut tasks = JoinSet::new();
        for (place, person) in self.people.drain(..).enumerate() {
            let task = each(person);
            tasks.spawn(async move { (place, task.await) });
        }
        let mut done = vec![];
        while let Some(task) = tasks.join_next().await {
            done.push(task.context("somebody's task panicked")?);
        }
        done.sort_by_key(|(place, _)| *place);
        let (people, outcomes) = done.into_iter().map(|(_, done)| done).unzip();
        self.people = people;
        Ok(outcomes)
    }
}

impl Returns {
    pub fn add(&mut self, other: Self) {
        self.people += other.people;
        self.joins_cut += other.joins_cut;
        self.recognised += other.recognised;
        self.unseated += other.unseated;
    }
}

impl Person {
    async fn come_back(&mut self, address: SocketAddr) -> Result<Returns, Cut> {
        let player = &mut self.player;
        let sat = player.is_at_table();
        let join_cut = player.who().is_none() && player.unanswered() > 0;
        player.connect(address).await?;
        // They took the seat before the kill, and are to be told so when they say it again.
        let is_recognised = join_cut && player.sees_own_name();
        player.settle().await?;
        let is_unseated = self.habits.part != Part::Leaver && (sat || join_cut) && !player.is_at_table();
        if !player.is_at_table() && matches!(self.habits.part, Part::Voter | Part::Moderator) {
            let join = player.join();
            player.ask_and_hear(join).await?;
        }
        let count = u64::from;
        let (joins_cut, recognised, unseated) = (count(join_cut), count(is_recognised), count(is_unseated));
        Ok(Returns { people: 1, joins_cut, recognised, unseated })
    }
}
