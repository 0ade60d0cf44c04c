//! Load: a room with a long past opens as quickly as one with a short past.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::program::{Launch, Program};
use harness::rooms;
use shared::card::CardIndex;
use shared::command::Command;
use shared::ids::{RoomId, Version};
use shared::round::Vote;

use crate::ledger::Ledger;
use crate::limits::{CONNECTION_COMMANDS_MAX, LOAD_RATIO_MAX, LOAD_SLACK};
use crate::log::Log;
use crate::options::Common;
use crate::player::{Cut, Player};
use crate::report::{Report, median_ms, milliseconds, quantile};
use crate::sabotage::take_snapshots;

/// Open a room of 10,000 past events and one of 100 after many restarts, and compare the times.
#[derive(Debug, Args)]
pub struct Options {
    /// How often the program is started again.
    #[arg(long, default_value_t = 20)]
    restarts: usize,
    /// Events of the long past, at least.
    #[arg(long, default_value_t = 10_000)]
    long: usize,
    /// Events of the short past.
    #[arg(long, default_value_t = 100)]
    short: usize,
    /// Take the snapshots away before each start, to see that the proof fails.
    #[arg(long)]
    sabotage: bool,
}

/// People in each of the rooms, who made its past: the same, so that the rooms themselves are alike.
const VOTERS: usize = 8;
/// More than the events between two snapshots: so the long room's last one is as old as it can be, or any age below.
const SNAPSHOT_EVENTS: usize = 256;

/// A room with a past.
struct Past {
    room: RoomId,
    events: usize,
    /// Until the welcome: with the room on disk alone, and once more.
    first: Vec<Duration>,
    again: Vec<Duration>,
}

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    let Options { restarts, long, short, sabotage } = *options;
    println!("Load: a room of {long} events and one of {short}, opened after each of {restarts} restarts");
    let mut random = common.random();
    let data = tempfile::tempdir()?;
    let launch = common.launch(data.path());
    let long = long + random.usize(..SNAPSHOT_EVENTS);
    let mut pasts = make_pasts(&launch, data.path(), [long, short], &mut random).await?;
    for restart in 0..restarts {
        if sabotage {
            take_snapshots(data.path())?;
        }
        let program = Program::start(&launch).await?;
        // What a process does but once it does before the times are taken.
        let warm = rooms::open(program.address).await?.room;
        time_to_welcome(program.address, warm, &mut random).await?;
        for place in [restart % 2, 1 - restart % 2] {
            let past = &mut pasts[place];
            past.first.push(time_to_welcome(program.address, past.room, &mut random).await?);
            past.again.push(time_to_welcome(program.address, past.room, &mut random).await?);
        }
        program.terminate().await?;
    }
    let [long, short] = &pasts;
    let mut report = Report::default();
    for past in &pasts {
        let min = milliseconds(quantile(&past.first, 0.0));
        report.row(&format!("{} events, ms to the welcome", past.events), min, "at best");
        report.row("", median_ms(&past.first), "median");
        report.row("", median_ms(&past.again), "median, when it is in memory already");
    }
    let times = |share| [long, short].map(|past| quantile(&past.first, share));
    let ratio = |[long, short]: [Duration; 2]| format!("{:.2}", long.as_secs_f64() / short.as_secs_f64());
    report.row("long to short", ratio(times(0.0)), "at best");
    report.row("", ratio(times(0.5)), "median");
    print!("{report}");
    // The best of many is hardly noise.
    let [long, short] = times(0.0);
    let allowed = short.mul_f64(LOAD_RATIO_MAX) + LOAD_SLACK;
    ensure!(long <= allowed, "the room with a long past takes longer: more than {allowed:?} at best");
    Ok(())
}

/// Makes a room for each of these numbers of events.
async fn make_pasts(launch: &Launch, data: &Path, events: [usize; 2], random: &mut fastrand::Rng) -> Result<[Past; 2]> {
    // The past is not what is to be proven, so it need not be flushed to the disk vote by vote.
    let program = Program::start(&launch.clone().with("--synchronous").with("normal")).await?;
    let log = Log::open(data)?;
    let mut pasts = vec![];
    for events in events {
        let room = rooms::open(program.address).await?.room;
        let begun = Instant::now();
        make_past(program.address, room, events, random).await.context("making the past")?;
        let events = log.after(room, Version::default())?.len();
        println!("  a room of {events} events was made in {:.1} s", begun.elapsed().as_secs_f64());
        pasts.push(Past { room, events, first: vec![], again: vec![] });
    }
    program.terminate().await?;
    pasts.try_into().ok().context("a room for each")
}

/// People vote, and change their votes, until the room has about so many events.
async fn make_past(address: SocketAddr, room: RoomId, events: usize, random: &mut fastrand::Rng) -> Result<()> {
    let ledger = Ledger::default();
    let mut voters: Vec<_> =
        (0..VOTERS).map(|number| Player::new(room, &format!("Voter {number}"), &ledger, random)).collect();
    for voter in &mut voters {
        voter.connect(address).await?;
        let join = voter.join();
        voter.ask_and_hear(join).await?;
    }
    // The first event opened the room, and one says that voting began.
    let mut left = events.saturating_sub(2 + VOTERS);
    while left > 0 {
        for voter in &mut voters {
            let votes = left.min(CONNECTION_COMMANDS_MAX as usize);
            vote_many(voter, address, votes).await?;
            left -= votes;
        }
    }
    Ok(())
}

/// As many votes as one connection may send at once, each for another card than the one before.
async fn vote_many(voter: &mut Player, address: SocketAddr, votes: usize) -> Result<(), Cut> {
    voter.connect(address).await?;
    let before = voter.who().and_then(|who| voter.room.round().vote(who));
    let parity = u8::from(before == Some(Vote::Card(CardIndex(0))));
    for vote in 0..votes {
        let card = CardIndex((vote as u8 + parity) % 2);
        voter.ask(Command::Vote { round: voter.round(), card }).await?;
    }
    voter.settle().await
}

/// From before the connection is made until the room has been read by somebody who is new to it.
async fn time_to_welcome(address: SocketAddr, room: RoomId, random: &mut fastrand::Rng) -> Result<Duration> {
    let mut stranger = Player::new(room, "", &Ledger::default(), random);
    let begun = Instant::now();
    stranger.connect(address).await?;
    Ok(begun.elapsed())
}
