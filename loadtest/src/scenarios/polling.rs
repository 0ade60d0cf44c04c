//! Polling: what clients cost that ask once a second, beside the same clients on the WebSocket.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use harness::program::Program;
use indicatif::ProgressBar;
use tokio::task::{JoinSet, spawn_local};
use tokio::time::{Instant, sleep, sleep_until};

use super::polling_outcome::outcome;
use crate::crowd;
use crate::game::Game;
use crate::house;
use crate::limits::{BREATH, HALF_A_HEARTBEAT};
use crate::member::Member;
use crate::options::{Common, measured, sockets_max};
use crate::outcome::Outcome;
use crate::poller::{Poller, Said, request};
use crate::process::Process;
use crate::pulse::Pulse;
use crate::system::Counted;
use crate::table::Table;

/// Clients that each poll once a second, with the headers of the article, against the same clients on the WebSocket: bytes at the
/// socket, the server's processor, and how old is what a user sees. Then the same for ten people who play one round in a minute.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Clients; several with commas between. Otherwise 1,000, and twice as many each time for as long as they fit.
    #[arg(long, value_delimiter = ',')]
    clients: Vec<usize>,

    /// How long each side is measured.
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
}

/// What the article counted of the heads of one request and its answer.
pub const HEADS_BYTES: usize = 871;
pub const ROOM_CLIENTS: usize = 10;
/// How often each client asks, and how often something happens in each room.
const EVERY: Duration = Duration::from_secs(1);
/// Clients fit for as long as so many of the polls that are due are answered.
const ANSWERED_MIN: f64 = 0.95;
const CLIENTS_FIRST: usize = 1_000;
/// How long each side is measured: two pauses between heartbeats.
const TIME: Duration = HALF_A_HEARTBEAT.saturating_mul(4);
const TIME_QUICK: Duration = Duration::from_secs(3);

/// One side with so many clients.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Polls that were answered, or events that were told.
    pub answers: u64,
    pub bytes_sent: u64,
    pub bytes_received: u64,
    pub cpu: Duration,
    pub wall: Duration,
    /// From what somebody did until a client saw it.
    pub ages: Vec<Duration>,
}

pub struct Level {
    pub clients: usize,
    pub polling: Side,
    pub socket: Side,
}

impl Side {
    /// Polls that were answered, or events that were told, a second.
    pub fn answers_per_second(&self) -> f64 {
        self.answers as f64 / self.wall.as_secs_f64()
    }
}

impl Level {
    /// How many of the polls that were due were answered, of 1.
    pub fn answered(&self) -> f64 {
        self.polling.answers_per_second() * EVERY.as_secs_f64() / self.clients as f64
    }

    pub fn fits(&self) -> bool {
        self.answered() >= ANSWERED_MIN
    }
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    let time = options.seconds.map_or(common.pick(TIME, TIME_QUICK), Duration::from_secs_f64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let process = measured(&server)?;
    let mut levels = vec![];
    let mut clients = options.clients.iter().copied();
    let mut next = clients.next().unwrap_or(common.pick(CLIENTS_FIRST, 50));
    loop {
        let level = compare(common, server.address, process, next, time).await?;
        let fits = level.fits();
        levels.push(level);
        next = match clients.next() {
            Some(more) => more,
            None if options.clients.is_empty() && fits && !common.quick && 2 * next <= sockets_max()? => 2 * next,
            None => break,
        };
    }
    let minute = common.pick(Duration::from_secs(60), Duration::from_secs(3));
    let team = play_as_a_team(server.address, process, minute).await?;
    Ok(outcome(&levels, minute, &team))
}

async fn compare(
    common: &Common,
    address: SocketAddr,
    process: Process,
    clients: usize,
    time: Duration,
) -> Result<Level> {
    let (rooms, pulse) = ((clients / ROOM_CLIENTS).max(1), Pulse::new());
    let clients = rooms * ROOM_CLIENTS;
    let bar = common.bar("polling", (rooms + 2 * clients) as u64).with_message(format!("{clients} clients"));
    let game = Game::new(house::fill(address, rooms, 1, &pulse, &bar).await?);
    let tables: Vec<_> = game.companies().iter().map(|company| company.table.clone()).collect();
    let said: Vec<Said> = tables.iter().map(|_| Said::default()).collect();

    let pollers = come(address, &tables, &said, &bar).await?;
    let before = sum(pollers.iter().map(Poller::counted))?;
    let (cpu, begun) = (process.cpu_time()?, Instant::now());
    let playing = spawn_local(happen(game, said.clone(), time));
    let (pollers, answers, ages) = poll(pollers, time).await?;
    let game = playing.await.context("the game panicked")??;
    let (cpu, wall) = (process.cpu_time()? - cpu, begun.elapsed());
    let after = sum(pollers.iter().map(Poller::counted))?;
    let polling = side(before, after, cpu, wall, answers, ages);
    drop(pollers);

    let watchers = house::look_on(address, &tables, ROOM_CLIENTS, &bar).await?;
    sleep(common.pick(HALF_A_HEARTBEAT, BREATH)).await;
    let before = sum(watchers.iter().flatten().map(Member::counted))?;
    let (cpu, begun, counts) = (process.cpu_time()?, Instant::now(), pulse.counts());
    pulse.take_times();
    let game = happen(game, said, time).await?;
    let (cpu, wall) = (process.cpu_time()? - cpu, begun.elapsed());
    let after = sum(watchers.iter().flatten().map(Member::counted))?;
    let answers = pulse.counts().deliveries - counts.deliveries;
    let socket = side(before, after, cpu, wall, answers, pulse.take_times());
    drop(watchers);
    house::verify(address, game.companies()).await?;
    bar.finish_and_clear();
    Ok(Level { clients, polling, socket })
}

/// Clients come to each room, some at once, and ask for it. The server closes a connection over which it is asked nothing for long, and
/// the system puts off those that come faster than they are let in: so all must come before the first has waited for that long.
async fn come(address: SocketAddr, tables: &[Rc<Table>], said: &[Said], bar: &ProgressBar) -> Result<Vec<Poller>> {
    let mut requests = vec![];
    for table in tables {
        requests.push(request(address, table.id(), HEADS_BYTES).await?);
    }
    let newcomers = (0..tables.len() * ROOM_CLIENTS).map(|number| {
        let room = number / ROOM_CLIENTS;
        let (request, said) = (requests[room].clone(), said[room].clone());
        async move {
            let mut poller = Poller::connect(address, number, &request, &said).await?;
            poller.poll().await?;
            anyhow::Ok(poller)
        }
    });
    crowd::come(newcomers, bar).await
}

/// Something happens in every room once a second, for so long.
async fn happen(mut game: Game, said: Vec<Said>, time: Duration) -> Result<Game> {
    let rooms = game.companies().len();
    let every = EVERY.div_f64(rooms as f64);
    let deeds = (time.as_secs_f64() / every.as_secs_f64()) as usize;
    game.play_and_note(deeds, every, |table, version, at| said[table].borrow_mut().push((version, at))).await?;
    Ok(game)
}

/// All of them poll once a second, spread over it, and none before its last poll was answered.
async fn poll(pollers: Vec<Poller>, time: Duration) -> Result<(Vec<Poller>, u64, Vec<Duration>)> {
    let begun = Instant::now();
    let found = Rc::new(RefCell::new((0, vec![])));
    let mut polling = JoinSet::new();
    for mut poller in pollers {
        let found = found.clone();
        // At random, because what they ask for happens in step.
        let mut due = begun + EVERY.mul_f64(fastrand::f64());
        polling.spawn_local(async move {
            while due.max(Instant::now()) < begun + time {
                sleep_until(due).await;
                let ages = poller.poll().await?;
                let mut found = found.borrow_mut();
                found.0 += 1;
                found.1.extend(ages);
                // Who is late asks again at once, and then in step again.
                due += EVERY;
            }
            anyhow::Ok(poller)
        });
    }
    let mut pollers = vec![];
    while let Some(poller) = polling.join_next().await {
        pollers.push(poller.context("a poller panicked")??);
    }
    let (answers, ages) = found.take();
    Ok((pollers, answers, ages))
}

/// Ten people play one round in that time, and ten others look on by polling.
async fn play_as_a_team(address: SocketAddr, process: Process, minute: Duration) -> Result<[Side; 2]> {
    let pulse = Pulse::new();
    let bar = ProgressBar::hidden();
    let game = Game::new(house::fill(address, 1, ROOM_CLIENTS, &pulse, &bar).await?);
    let table = game.companies()[0].table.clone();
    let said = Said::default();
    let pollers = come(address, &[table], std::slice::from_ref(&said), &bar).await?;
    sleep(BREATH).await;
    let before = sum(pollers.iter().map(Poller::counted))?;
    let socket_before = sum(game.companies()[0].members.iter().map(Member::counted))?;
    let (cpu, begun, counts) = (process.cpu_time()?, Instant::now(), pulse.counts());
    pulse.take_times();
    let deeds = game.deeds_a_round();
    // Not whole seconds apart, or each client would see everything equally late.
    let every = minute.div_f64(deeds as f64 + 0.6);
    let playing = spawn_local(async move {
        let mut game = game;
        game.play_and_note(deeds, every, |_, version, at| said.borrow_mut().push((version, at))).await?;
        anyhow::Ok(game)
    });
    let (pollers, answers, ages) = poll(pollers, minute).await?;
    let game = playing.await.context("the game panicked")??;
    let (cpu, wall) = (process.cpu_time()? - cpu, begun.elapsed());
    let after = sum(pollers.iter().map(Poller::counted))?;
    let socket_after = sum(game.companies()[0].members.iter().map(Member::counted))?;
    let polling = side(before, after, cpu, wall, answers, ages);
    let deliveries = pulse.counts().deliveries - counts.deliveries;
    let socket = side(socket_before, socket_after, cpu, wall, deliveries, pulse.take_times());
    house::verify(address, game.companies()).await?;
    Ok([polling, socket])
}

fn side(before: Counted, after: Counted, cpu: Duration, wall: Duration, answers: u64, ages: Vec<Duration>) -> Side {
    Side {
        answers,
        bytes_sent: after.bytes_sent - before.bytes_sent,
        bytes_received: after.bytes_received - before.bytes_received,
        cpu,
        wall,
        ages,
    }
}

fn sum(counted: impl Iterator<Item = Result<Counted>>) -> Result<Counted> {
    let mut sum = Counted::default();
    for counted in counted {
        let counted = counted?;
        sum.bytes_sent += counted.bytes_sent;
        sum.bytes_received += counted.bytes_received;
        sum.segments_received += counted.segments_received;
    }
    Ok(sum)
}
