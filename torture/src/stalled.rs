//! Stalled: a member whose socket takes nothing neither delays the others nor makes the program grow.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use harness::program::Program;
use harness::rooms;
use shared::card::CardIndex;
use shared::command::Command;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId};
use shared::message::{Presence, ServerMessage};
use tokio::net::TcpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until, timeout};

use crate::audit::Audit;
use crate::ledger::Ledger;
use crate::limits::{
    CLOSED_WITHIN, GROWTH_BYTES_MAX, READING_FOR, RESIDENT_SAMPLED_EVERY, STALLED_BUFFER_BYTES, WARM_UP_FOR,
};
use crate::log::Log;
use crate::options::Common;
use crate::player::{Cut, Player};
use crate::report::{Report, milliseconds, quantile};
use crate::stopwatch::Stopwatch;

/// Stall one member's socket, and compare how fast the others are and how much memory the program holds.
#[derive(Debug, Args)]
pub struct Options {
    /// How often each of the two conditions is tried, in turn.
    #[arg(long, default_value_t = 3)]
    pairs: usize,
    /// People who play a card and take it back.
    #[arg(long, default_value_t = 8)]
    voters: usize,
    /// Let the stalled member read after all, to see that the proof fails: nobody is closed then.
    #[arg(long)]
    sabotage: bool,
}

/// Between two things that somebody does, in milliseconds: fewer than 20 a second, which is what the program allows.
const PAUSE_MS: Range<u64> = 55..90;
/// Pages of the moderator that name the topic, and so fill whatever is not read.
const TALKERS: usize = 8;
/// The longest title: so many characters of eight bytes.
const TITLE_CHARACTERS: usize = 200;

/// What was measured under one of the conditions.
#[derive(Default)]
struct Measured {
    times: Vec<Duration>,
    resident_bytes_max: u64,
    /// How long after it began to stall the member was closed, each time.
    closed_after: Vec<Duration>,
}

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    println!("Stalled: one member who reads and one who does not, {} times in turn", options.pairs);
    let mut random = common.random();
    let data = tempfile::tempdir()?;
    let program = Program::start(&common.launch(data.path())).await?;
    let mut table = Table::lay(&program, options.voters, &mut random).await?;
    sleep(WARM_UP_FOR).await;
    let (mut reading, mut stalled) = (Measured::default(), Measured::default());
    for pair in 0..options.pairs {
        // Each is first in turn, so that neither has the older program.
        for place in 0..2 {
            table.stopwatch.take();
            if (pair + place) % 2 == 0 {
                table.with_a_reader(&program, &mut reading).await?;
            } else {
                table.with_a_stalled_one(&program, options.sabotage, &mut stalled).await?;
            }
        }
        println!("  {} of {}", pair + 1, options.pairs);
    }
    let audit = table.clear(&Log::open(data.path())?).await?;
    print!("{}", report(&reading, &stalled, &audit));
    audit.must_be_clean()?;
    let growth = stalled.resident_bytes_max.saturating_sub(reading.resident_bytes_max);
    ensure!(growth <= GROWTH_BYTES_MAX, "the program held {growth} bytes more for one member who does not read");
    program.terminate().await?;
    Ok(())
}

fn report(reading: &Measured, stalled: &Measured, audit: &Audit) -> Report {
    let mut report = Report::default();
    let both = [reading, stalled];
    let counts = both.map(|measured| measured.times.len());
    report.row("all read / one stalled", "", "");
    report.row("  votes seen", format!("{} / {}", counts[0], counts[1]), "");
    for (name, share) in [("  p50 ms", 0.5), ("  p99 ms", 0.99), ("  max ms", 1.0)] {
        let [reading, stalled] = both.map(|measured| quantile(&measured.times, share));
        let ratio = stalled.as_secs_f64() / reading.as_secs_f64();
        let figure = format!("{} / {}", milliseconds(reading), milliseconds(stalled));
        report.row(name, figure, format_args!("ratio {ratio:.2}"));
    }
    let [before, with] = both.map(|measured| measured.resident_bytes_max as f64 / f64::from(1 << 20));
    let figure = format!("{before:.1} / {with:.1}");
    report.row("  memory held at most, MiB", figure, format_args!("ratio {:.2}", with / before));
    let closed: Vec<_> = stalled.closed_after.iter().map(|after| format!("{:.1}", after.as_secs_f64())).collect();
    report.row("the stalled one was closed, s", closed.join(" "), "");
    audit.tell(&mut report);
    report
}

/// A table at which much is going on.
struct Table {
    address: SocketAddr,
    ledger: Ledger,
    room: RoomId,
    stopwatch: Stopwatch,
    /// Who reads in one condition, and stalls in the other.
    member: Player,
    /// Whether the member is connected, as the others were told.
    member_is_there: watch::Receiver<bool>,
    stop: watch::Sender<bool>,
    others: JoinSet<Result<Player, Cut>>,
}

impl Table {
    async fn lay(program: &Program, voters: usize, random: &mut fastrand::Rng) -> Result<Self> {
        let address = program.address;
        let opened = rooms::open(address).await?;
        let (room, ledger, stopwatch) = (opened.room, Ledger::default(), Stopwatch::default());
        let mut member = seated(Player::new(room, "Sam", &ledger, random), address).await?;
        member.cut();
        let (stop, stopped) = watch::channel(false);
        let (there, member_is_there) = watch::channel(false);
        let mut others = JoinSet::new();
        let mut watcher = Player::new(room, "", &ledger, random);
        watcher.connect(address).await?;
        let who = member.who().context("the member has a seat")?;
        others.spawn(look_on(watcher, who, stopwatch.clone(), there, stopped.clone()));
        let mut moderator = Player::new(room, "Mo", &ledger, random);
        moderator.sit_as_creator(opened.creator.clone());
        let moderator = seated(moderator, address).await?;
        others.spawn(speak(moderator, random.fork(), stopped.clone(), titles(0)));
        for number in 1..TALKERS {
            let mut talker = Player::new(room, "Mo", &ledger, random);
            talker.sit_as_creator(opened.creator.clone());
            talker.connect(address).await?;
            others.spawn(speak(talker, random.fork(), stopped.clone(), titles(number)));
        }
        for number in 0..voters {
            let voter = seated(Player::new(room, &format!("Voter {number}"), &ledger, random), address).await?;
            let stopwatch = stopwatch.clone();
            others.spawn(speak(voter, random.fork(), stopped.clone(), move |player| fidget(player, &stopwatch)));
        }
        Ok(Self { address, ledger, room, stopwatch, member, member_is_there, stop, others })
    }

    async fn with_a_reader(&mut self, program: &Program, measured: &mut Measured) -> Result<()> {
        self.member.connect(self.address).await?;
        tokio::select! {
            cut = listen(&mut self.member) => bail!("a member who reads was closed: {cut}"),
            sampled = sample(program, &mut measured.resident_bytes_max) => return sampled,
            () = sleep(READING_FOR) => {}
        }
        self.member.cut();
        measured.times.extend(self.stopwatch.take());
        Ok(())
    }

    async fn with_a_stalled_one(&mut self, program: &Program, reads: bool, measured: &mut Measured) -> Result<()> {
        let begun = Instant::now();
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(STALLED_BUFFER_BYTES)?;
        let stream = socket.connect(self.address).await?;
        self.member.connect_over(stream, self.address).await?;
        self.member_is_there.wait_for(|is_there| *is_there).await?;
        // From here on nobody reads from that socket. When the program closes it, the others are told.
        let closed = timeout(CLOSED_WITHIN, self.member_is_there.wait_for(|is_there| !is_there));
        tokio::select! {
            cut = listen(&mut self.member), if reads => bail!("a member who reads was closed: {cut}"),
            sampled = sample(program, &mut measured.resident_bytes_max) => return sampled,
            closed = closed => closed.context("the stalled member is not closed")?.map(drop)?,
        }
        measured.closed_after.push(begun.elapsed());
        measured.times.extend(self.stopwatch.take());
        self.member.cut();
        Ok(())
    }

    /// Everybody stops, hears what there is still to hear, and shows their room.
    async fn clear(mut self, log: &Log) -> Result<Audit> {
        self.stop.send_replace(true);
        let mut players = vec![self.member];
        while let Some(player) = self.others.join_next().await {
            players.push(player??);
        }
        players[0].connect(self.address).await?;
        for player in &mut players {
            player.hush().await?;
        }
        Ok(self.ledger.audit(&log.after(self.room, self.ledger.audited())?))
    }
}

async fn seated(mut player: Player, address: SocketAddr) -> Result<Player, Cut> {
    player.connect(address).await?;
    let join = player.join();
    player.ask_and_hear(join).await?;
    Ok(player)
}

/// Hears everything, until the connection ends.
async fn listen(player: &mut Player) -> Cut {
    loop {
        if let Err(cut) = player.hear().await {
            return cut;
        }
    }
}

/// Notes the most memory that the program holds, until it is dropped.
async fn sample(program: &Program, bytes_max: &mut u64) -> Result<()> {
    loop {
        *bytes_max = program.resident_bytes()?.max(*bytes_max);
        sleep(RESIDENT_SAMPLED_EVERY).await;
    }
}

/// Hears everything, and stops the time of what voters do.
async fn look_on(
    mut player: Player,
    member: ParticipantId,
    stopwatch: Stopwatch,
    member_is_there: watch::Sender<bool>,
    mut stopped: watch::Receiver<bool>,
) -> Result<Player, Cut> {
    loop {
        let heard = tokio::select! {
            heard = player.hear() => heard?,
            _ = stopped.wait_for(|stopped| *stopped) => return Ok(player),
        };
        match heard {
            ServerMessage::Event { event, .. } => match event.get() {
                RoomEvent::Voted { who, .. } | RoomEvent::VoteTakenBack { who } => stopwatch.heard(*who),
                _ => {}
            },
            ServerMessage::Presence { who, presence } if who == member => {
                member_is_there.send_replace(presence != Presence::Gone);
            }
            _ => {}
        }
    }
}

/// Asks for one thing after the other, and hears everything.
async fn speak(
    mut player: Player,
    mut random: fastrand::Rng,
    stopped: watch::Receiver<bool>,
    mut next: impl FnMut(&mut Player) -> Command,
) -> Result<Player, Cut> {
    let mut speaks_at = tokio::time::Instant::now();
    while !*stopped.borrow() {
        tokio::select! {
            heard = player.hear() => drop(heard?),
            () = sleep_until(speaks_at) => {
                speaks_at = tokio::time::Instant::now() + Duration::from_millis(random.u64(PAUSE_MS));
                if player.unanswered() == 0 {
                    let command = next(&mut player);
                    player.ask(command).await?;
                }
            }
        }
    }
    Ok(player)
}

/// Plays a card, or takes it back: both are told to everybody.
fn fidget(player: &mut Player, stopwatch: &Stopwatch) -> Command {
    let (who, round) = (player.who().unwrap_or(ParticipantId::CREATOR), player.round());
    stopwatch.said(who);
    match player.room.round().vote(who) {
        None => Command::Vote { round, card: CardIndex(0) },
        Some(_) => Command::TakeBack { round },
    }
}

/// Long titles, each of them another.
fn titles(talker: usize) -> impl FnMut(&mut Player) -> Command {
    let mut number = 0;
    move |_| {
        number += 1;
        let start = format!("{talker} {number} ");
        let rest = "👍🏽".repeat(TITLE_CHARACTERS - start.len());
        Command::SetTopic { title: start + &rest }
    }
}
