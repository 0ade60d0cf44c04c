//! Rounds: whether a room gets slower with the rounds that it has seen.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;
use harness::program::Program;
use shared::ids::RoomId;

use crate::figures::{Times, milliseconds};
use crate::game::Game;
use crate::house;
use crate::member::{Absent, Member};
use crate::options::{self, Common};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;
use crate::table::Table;

/// Many rounds of twenty votes each in one room: latency, processor and memory of the last hundred beside those of the first, and
/// opening that room beside new ones.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Rounds.
    #[arg(long)]
    rounds: Option<usize>,
}

const MEMBERS: usize = 20;
/// Rounds that are measured together.
const SPAN: usize = 100;
const SPAN_QUICK: usize = 10;
/// As fast as they may go: in each round everyone votes, and one of them reveals and goes on.
const ROUNDS_PER_SECOND: f64 = 15.0;
/// How often each of the two rooms is opened.
const OPENINGS: usize = 20;
/// Events after which the server keeps a snapshot of a room, as it has it. Those that came since are read when a room is opened.
const SNAPSHOT_EVERY_EVENTS: u64 = 256;
/// What counts as the same: the figures of two times on a machine that does other things as well.
const NOISE: f64 = 1.25;

/// So many rounds one after the other.
struct Span {
    times: Times,
    cpu: Duration,
    memory: u64,
}

pub async fn run(common: &Common, chosen: &Options) -> Result<Outcome> {
    let span = common.pick(SPAN, SPAN_QUICK);
    let spans = (chosen.rounds.unwrap_or(common.pick(2_000, 30)) / span).max(2);
    let bar = common.bar("rounds", spans as u64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (process, pulse) = (options::measured(&server)?, Pulse::new());
    let mut game = Game::new(house::fill(server.address, 1, MEMBERS, &pulse, &bar).await?);
    game.promote_everyone().await?;
    bar.set_position(0);
    let mut measured = vec![];
    // A little before it counts, for what the first rounds alone need.
    for number in 0..=spans {
        let rounds = if number == 0 { 2 } else { span };
        let deeds = rounds * game.deeds_a_round();
        let every = Duration::from_secs_f64(1.0 / (ROUNDS_PER_SECOND * game.deeds_a_round() as f64));
        pulse.take_times();
        let cpu = process.cpu_time()?;
        game.play(deeds, every).await?;
        if number > 0 {
            let cpu = process.cpu_time()? - cpu;
            measured.push(Span { times: Times::new(pulse.take_times()), cpu, memory: process.memory_bytes()? });
            bar.inc(1);
        }
    }
    house::verify(server.address, game.companies()).await?;

    let old = version(&game);
    let mut young = Game::new(house::fill(server.address, 1, MEMBERS, &pulse, &bar).await?);
    young.promote_everyone().await?;
    while !is_as_far_past_its_snapshot(version(&young), old) {
        young.play(young.deeds_a_round(), Duration::ZERO).await?;
    }
    let newest = house::fill(server.address, 2, MEMBERS, &pulse, &bar).await?;
    let mut rooms = [&game.companies()[0], &young.companies()[0], &newest[0]].map(|it| (it.table.id(), vec![]));
    let other = newest[1].table.id();
    drop((game, young, newest));
    // Opened from the disk, after the server has forgotten all of it.
    server.terminate().await?;
    for turn in 0..common.pick(OPENINGS, 3) {
        let server = Program::start(&common.launch(data.path())).await?;
        // What the first of all costs is no room's; and none is always the second.
        open(server.address, other, &pulse).await?;
        for place in 0..rooms.len() {
            let (room, times) = &mut rooms[(turn + place) % 3];
            times.push(open(server.address, *room, &pulse).await?);
        }
        server.terminate().await?;
    }
    bar.finish_and_clear();
    Ok(outcome(&measured, span, rooms.map(|(_, times)| Times::new(times))))
}

fn version(game: &Game) -> u64 {
    game.companies()[0].table.watch().version().0
}

/// Whether a room has a snapshot, and as many events since as one of that version, give or take a round.
fn is_as_far_past_its_snapshot(version: u64, old: u64) -> bool {
    let more = (version % SNAPSHOT_EVERY_EVENTS).checked_sub(old % SNAPSHOT_EVERY_EVENTS);
    version >= SNAPSHOT_EVERY_EVENTS && more.is_some_and(|more| more <= MEMBERS as u64 + 3)
}

/// How long it takes until somebody who comes has the room.
async fn open(address: SocketAddr, room: RoomId, pulse: &Pulse) -> Result<Duration> {
    let begun = Instant::now();
    let member = Member::come(&Table::new(room, pulse), address, 0, &Absent::newcomer(None)).await?;
    drop(member);
    Ok(begun.elapsed())
}

fn outcome(spans: &[Span], span: usize, [old, young, newest]: [Times; 3]) -> Outcome {
    let mut outcome = Outcome::default();
    let [first, .., last] = spans else { return outcome };
    let ms = |time: Option<Duration>| Cell::number(time.map(milliseconds), 2);
    let mut table = Figures::new(
        format!("{} rounds of {MEMBERS} votes in one room:", Cell::from(spans.len() * span)),
        &["rounds", "p50 ms", "p99 ms", "CPU ms a round", "memory KiB"],
    );
    for (name, span_of) in [(format!("the first {span}"), first), (format!("the last {span}"), last)] {
        table.row([
            name.into(),
            ms(span_of.times.percentile(0.5)),
            ms(span_of.times.percentile(0.99)),
            Cell::number(milliseconds(span_of.cpu) / span as f64, 2),
            Cell::from(span_of.memory / 1024),
        ]);
    }
    outcome.tables.push(table);
    let mut table = Figures::new("Opened from the disk:", &["room", "p50 ms"]);
    table.row(["as old as that".into(), ms(old.percentile(0.5))]);
    table.row(["some rounds old, as far past its last snapshot".into(), ms(young.percentile(0.5))]);
    table.row(["just made, with as many members".into(), ms(newest.percentile(0.5))]);
    outcome.tables.push(table);
    for (what, before, after) in [
        ("latency", median(&first.times), median(&last.times)),
        ("processor time", first.cpu.as_secs_f64(), last.cpu.as_secs_f64()),
        ("opening", median(&young), median(&old)),
    ] {
        let ratio = after / before;
        outcome.goals.push(Goal {
            wanted: format!("{what} of an old room that of a new one, within noise ({NOISE} times)"),
            found: format!("{ratio:.2} times"),
            is_met: ratio <= NOISE,
        });
    }
    let line = |figure: fn(&Span) -> f64| {
        spans.iter().enumerate().map(move |(number, it)| (((number + 1) * span) as f64, figure(it))).collect()
    };
    outcome.plots.push(Plot {
        name: "rounds",
        title: "Latency as the rounds go by".into(),
        unit: "ms, from a vote until everyone has it",
        series: vec!["p50", "p99"],
        kind: Kind::Lines(
            vec![
                line(|it| milliseconds(it.times.percentile(0.5).unwrap_or_default())),
                line(|it| milliseconds(it.times.percentile(0.99).unwrap_or_default())),
            ],
            "rounds",
        ),
    });
    outcome
}

fn median(times: &Times) -> f64 {
    times.percentile(0.5).unwrap_or_default().as_secs_f64()
}
