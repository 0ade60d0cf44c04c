//! Turns: people who play one after another while the disk fails, and how each of their commands was answered.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result};
use harness::rooms;
use shared::command::{Command, NextTopic};
use shared::ids::{RoomId, RoundNumber};
use shared::message::ServerMessage;
use shared::rejection::Rejection;
use tokio::time::{Instant, sleep, timeout};

use crate::audit::Audit;
use crate::ledger::Ledger;
use crate::limits::{ANSWER_WITHIN, HEAL_PAUSE, HEAL_WITHIN, PLAYERS, REVEAL_EVERY_TURNS};
use crate::log::Log;
use crate::player::{Cut, Player};

/// How a command was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It was done, and is kept.
    Done,
    /// The room could not keep it.
    NotStored,
    /// The rules are against it.
    Refused(Rejection),
    /// The connection was closed with this code.
    Closed(u16),
    /// The connection ended, and nobody said why.
    Broken(String),
    /// Nothing was said for too long.
    Hung,
}

/// A room and its players, of whom the first made it.
pub struct Table {
    pub room: RoomId,
    pub ledger: Ledger,
    players: Vec<Player>,
    turns: usize,
}

impl Table {
    /// Makes the room. Nobody has come yet.
    ///
    /// # Errors
    ///
    /// When the program makes none.
    pub async fn open(address: SocketAddr, random: &mut fastrand::Rng) -> Result<Self> {
        let opened = timeout(ANSWER_WITHIN, rooms::open(address)).await.context("POST /rooms hangs")??;
        let ledger = Ledger::default();
        let mut players = vec![];
        for place in 0..PLAYERS {
            players.push(Player::new(opened.room, &format!("Player {place}"), &ledger, random));
        }
        players[0].sit_as_creator(opened.creator);
        Ok(Self { room: opened.room, ledger, players, turns: 0 })
    }

    /// Makes the room as soon as the program makes one again, if that is soon.
    ///
    /// # Errors
    ///
    /// When it does not.
    pub async fn open_soon(address: SocketAddr, random: &mut fastrand::Rng) -> Result<Self> {
        let until = Instant::now() + HEAL_WITHIN;
        loop {
            match Self::open(address, random).await {
                Err(_) if Instant::now() < until => sleep(HEAL_PAUSE).await,
                opened => return opened,
            }
        }
    }

    /// Whoever is next asks for the next thing.
    pub async fn turn(&mut self, address: SocketAddr) -> Reply {
        let place = self.turns % self.players.len();
        let is_time_to_reveal = self.turns / self.players.len() % REVEAL_EVERY_TURNS == REVEAL_EVERY_TURNS - 1;
        self.turns += 1;
        let player = &mut self.players[place];
        let reply = timeout(ANSWER_WITHIN, async {
            if !player.may_ask() {
                player.connect(address).await?;
            }
            player.settle().await?;
            let command = next_command(player, place == 0, is_time_to_reveal);
            answer(player, command).await
        });
        match reply.await {
            Ok(Ok(None)) => Reply::Done,
            Ok(Ok(Some(Rejection::NotStored))) => Reply::NotStored,
            Ok(Ok(Some(rejection))) => Reply::Refused(rejection),
            Ok(Err(Cut { code: Some(code), .. })) => Reply::Closed(code),
            Ok(Err(cut)) => Reply::Broken(cut.why),
            Err(_) => Reply::Hung,
        }
    }

    /// Plays on until something is kept again, if that is soon.
    pub async fn heals(&mut self, address: SocketAddr) -> bool {
        let until = Instant::now() + HEAL_WITHIN;
        while Instant::now() < until {
            if self.turn(address).await == Reply::Done {
                return true;
            }
            sleep(HEAL_PAUSE).await;
        }
        false
    }

    /// Everybody comes anew, and is given the room.
    ///
    /// # Errors
    ///
    /// When somebody is not let in.
    pub async fn come_again(&mut self, address: SocketAddr) -> Result<(), Cut> {
        for player in &mut self.players {
            player.connect(address).await?;
        }
        Ok(())
    }

    /// Everybody comes and hears all that there is; then their notes and their rooms are compared with the log.
    ///
    /// # Errors
    ///
    /// When the program does not let them in, or the log cannot be read.
    pub async fn audit(&mut self, address: SocketAddr, data: &Path) -> Result<Audit> {
        for player in &mut self.players {
            player.connect(address).await?;
            player.settle().await?;
        }
        // Nobody has anything under way any more, and the answer to this comes after all that was told before.
        for player in &mut self.players {
            answer(player, NEWS).await?;
            player.show();
        }
        Ok(self.ledger.audit(&Log::open(data)?.after(self.room, self.ledger.audited())?))
    }
}

/// It is always refused, after everything that happened before.
const NEWS: Command = Command::Reveal { round: RoundNumber(0) };

fn next_command(player: &mut Player, is_moderator: bool, is_time_to_reveal: bool) -> Command {
    let round = player.round();
    if !player.is_at_table() {
        player.join()
    } else if is_moderator && player.room.round().as_revealed().is_some() {
        Command::NextRound { after: round, topic: NextTopic::Same }
    } else if is_moderator && is_time_to_reveal {
        Command::Reveal { round }
    } else {
        player.fresh_vote().unwrap_or(NEWS)
    }
}

/// Asks, and hears on to the answer.
async fn answer(player: &mut Player, command: Command) -> Result<Option<Rejection>, Cut> {
    let asked = player.ask(command).await?;
    loop {
        if let ServerMessage::Answer { number, rejection } = player.hear().await?
            && number == asked
        {
            return Ok(rejection);
        }
    }
}
