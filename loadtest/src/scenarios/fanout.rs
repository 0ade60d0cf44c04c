//! Fanout: what it costs to tell everyone of a vote, beside the least that it can cost.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;
use harness::program::{Launch, Program};
use tokio::time::sleep;

use crate::figures::{Times, microseconds, milliseconds};
use crate::game::Game;
use crate::house::{self, Company};
use crate::limits::BREATH;
use crate::member::Member;
use crate::options::{Common, measured, sockets_max};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::process::Process;
use crate::pulse::Pulse;
use crate::script::{Script, seat};
use crate::table::Table;

/// Everybody votes, the cards are turned, and again, at a steady pace; beside it, turn by turn, the floor: a bare TCP server
/// that is told what to write, and writes the same bytes to as many sockets.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Rooms x members, such as 100x10; several with commas between.
    #[arg(long, value_delimiter = ',', value_parser = shape)]
    shapes: Vec<Shape>,

    /// How long each side plays in each shape.
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
}

/// So many rooms with so many members each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub rooms: usize,
    pub members: usize,
}

const SHAPES: [Shape; 5] = [
    Shape { rooms: 1, members: 10 },
    Shape { rooms: 1, members: 100 },
    Shape { rooms: 1, members: 1_000 },
    Shape { rooms: 100, members: 10 },
    Shape { rooms: 1_000, members: 10 },
];
const SHAPES_QUICK: [Shape; 2] = [Shape { rooms: 1, members: 50 }, Shape { rooms: 10, members: 10 }];

/// Deliveries a second that are aimed at: a load that leaves the machine room, so that the pace is what it should be.
const DELIVERIES_PER_SECOND: f64 = 20_000.0;
/// The same where one room has so many members that a round would not end.
const DELIVERIES_PER_SECOND_LARGE: f64 = 30_000.0;
/// Rounds a second at one table at most: its moderator may say only so much.
const ROUNDS_PER_SECOND_MAX: f64 = 5.0;
/// The floor counts as reached from this share of its deliveries a second of processor on.
const FLOOR_SHARE_MIN: f64 = 0.95;
/// How often the two sides take turns in each shape.
const TURNS: usize = 4;

/// What one side has done and cost.
#[derive(Clone, Debug, Default)]
struct Side {
    deliveries: u64,
    cpu: Duration,
    wall: Duration,
    times: Vec<Duration>,
    /// What it has cost while the other side played, and for how long.
    idle: Duration,
    idle_wall: Duration,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    let shapes = match options.shapes.as_slice() {
        [] => common.pick(&SHAPES[..], &SHAPES_QUICK),
        shapes => shapes,
    };
    let seconds = options.seconds.unwrap_or(common.pick(8.0, 2.0));
    let mut measured = vec![];
    for &shape in shapes {
        let sides = compare(common, shape, seconds).await?;
        measured.push((shape, sides));
    }
    Ok(outcome(common, &measured))
}

async fn compare(common: &Common, shape: Shape, seconds: f64) -> Result<[Side; 2]> {
    let Shape { rooms, members } = shape;
    let bar = common.bar("fanout", (rooms * members + TURNS * 2) as u64).with_message(shape.to_string());
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let floor = Program::start(&Launch::this("floor")?).await?;
    let processes = [measured(&server)?, measured(&floor)?];
    let pulses = [Pulse::new(), Pulse::new()];
    let companies = house::fill(server.address, rooms, members, &pulses[0], &bar).await?;
    let rooms_of_floor = ((sockets_max()? - rooms * members) / members).min(rooms);
    let stand_ins = stand(floor.address, rooms_of_floor, members, &pulses[1]).await?;
    let mut games = [Game::new(companies), Game::new(stand_ins)];
    let mut sides = [Side::default(), Side::default()];

    let every = pace(shape);
    let rounds = (seconds / every.as_secs_f64() / games[0].deeds_a_round() as f64).max(1.0).round() as usize;
    for turn in 0..TURNS {
        // The side that begins changes, so that what grows or cools down meanwhile is nobody's advantage.
        for side in [turn % 2, 1 - turn % 2] {
            // Shapes differ in how many tables play: both sides do as much a second, and each plays whole rounds in the end.
            let deeds = part(rounds * games[side].deeds_a_round(), turn);
            play(&mut games[side], side, deeds, every, &processes, &pulses, &mut sides).await?;
            bar.inc(1);
        }
    }
    house::verify(server.address, games[0].companies()).await?;
    pulses.iter().try_for_each(Pulse::check)?;
    bar.finish_and_clear();
    Ok(sides)
}

/// What of so many deeds is done in that turn.
fn part(deeds: usize, turn: usize) -> usize {
    deeds * (turn + 1) / TURNS - deeds * turn / TURNS
}

async fn play(
    game: &mut Game,
    side: usize,
    deeds: usize,
    every: Duration,
    processes: &[Process; 2],
    pulses: &[Pulse; 2],
    sides: &mut [Side; 2],
) -> Result<()> {
    sleep(BREATH).await;
    let deliveries = pulses[side].counts().deliveries;
    pulses[side].take_times();
    let (begun, before) = (Instant::now(), [processes[0].cpu_time()?, processes[1].cpu_time()?]);
    game.play(deeds, every).await?;
    let spent = [processes[0].cpu_time()? - before[0], processes[1].cpu_time()? - before[1]];
    let wall = begun.elapsed();
    let (it, other) = (side, 1 - side);
    sides[it].deliveries += pulses[it].counts().deliveries - deliveries;
    sides[it].cpu += spent[it];
    sides[it].wall += wall;
    sides[it].times.extend(pulses[it].take_times());
    sides[other].idle += spent[other];
    sides[other].idle_wall += wall;
    Ok(())
}

/// The same tables on the floor.
async fn stand(address: std::net::SocketAddr, rooms: usize, members: usize, pulse: &Pulse) -> Result<Vec<Company>> {
    let mut companies = vec![];
    for room in 0..rooms {
        let script = Rc::new(RefCell::new(Script::with_seats(members)?));
        let table = {
            let script = script.borrow();
            Table::at(script.room().clone(), script.version(), pulse)
        };
        let mut company = Company { table, members: vec![] };
        for place in 0..members {
            let number = u32::try_from(room)?;
            let head = company.members.first();
            let member = Member::stand(&company.table, address, number, seat(place)?, &script, head).await;
            company.members.push(member.context("the floor")?);
        }
        companies.push(company);
    }
    Ok(companies)
}

/// Between two deeds, of all tables together.
fn pace(Shape { rooms, members }: Shape) -> Duration {
    let aimed = if members >= 1_000 { DELIVERIES_PER_SECOND_LARGE } else { DELIVERIES_PER_SECOND };
    let by_deliveries = aimed / members as f64;
    let by_rounds = ROUNDS_PER_SECOND_MAX * (rooms * (members + 2)) as f64;
    Duration::from_secs_f64(1.0 / by_deliveries.min(by_rounds))
}

fn outcome(common: &Common, measured: &[(Shape, [Side; 2])]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut table = Figures::new(
        "",
        &[
            "rooms x members",
            "deliveries/s",
            "CPU µs a delivery",
            "of which idle",
            "floor, CPU µs",
            "of the floor",
            "p50 ms",
            "p99 ms",
            "max ms",
            "floor p50 ms",
        ],
    );
    let (mut bars, mut worst) = (vec![], f64::INFINITY);
    for (shape, [ours, floor]) in measured {
        let share = floor.cost() / ours.cost();
        worst = worst.min(share);
        let (times, floor_times) = (Times::new(ours.times.clone()), Times::new(floor.times.clone()));
        let ms = |time: Option<Duration>| Cell::number(time.map(milliseconds), 2);
        table.row([
            shape.to_string().into(),
            Cell::number(ours.deliveries as f64 / ours.wall.as_secs_f64(), 0),
            Cell::number(ours.cost(), 2),
            Cell::number(ours.idle_cost(), 2),
            Cell::number(floor.cost(), 2),
            Cell::number(share, 2),
            ms(times.percentile(0.5)),
            ms(times.percentile(0.99)),
            ms(times.max()),
            ms(floor_times.percentile(0.5)),
        ]);
        bars.push((shape.to_string(), vec![Some(ours.cost()), Some(floor.cost())]));
    }
    outcome.tables.push(table);
    outcome.goals.push(Goal {
        wanted: format!("at least {FLOOR_SHARE_MIN} of the floor's deliveries a second of processor"),
        found: format!("{worst:.2} in the worst shape"),
        is_met: worst >= FLOOR_SHARE_MIN,
    });
    if common.ephemeral {
        outcome.notes.push("The server kept rooms in memory alone.".into());
    }
    outcome.plots.push(Plot {
        name: "fanout",
        title: "What telling one member of one event costs".into(),
        unit: "CPU µs a delivery",
        series: vec!["the server", "the floor"],
        kind: Kind::Bars(bars),
    });
    outcome
}

impl Side {
    /// Microseconds of processor a delivery.
    fn cost(&self) -> f64 {
        microseconds(self.cpu) / self.deliveries as f64
    }

    /// What of that it would have cost to do nothing for as long: heartbeats.
    fn idle_cost(&self) -> f64 {
        let idle = self.idle.as_secs_f64() / self.idle_wall.as_secs_f64();
        idle * microseconds(self.wall) / self.deliveries as f64
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} x {}", Cell::from(self.rooms), Cell::from(self.members))
    }
}

fn shape(text: &str) -> Result<Shape, String> {
    let (rooms, members) = text.split_once('x').ok_or("a shape is written as 100x10")?;
    let number = |text: &str| text.trim().parse().ok().filter(|&number: &usize| number > 0);
    let (rooms, members) = number(rooms).zip(number(members)).ok_or("a shape is two numbers from 1 on")?;
    Ok(Shape { rooms, members })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_is_read() {
        assert_eq!(shape("100x10"), Ok(Shape { rooms: 100, members: 10 }));
        assert!(["", "10", "0x1", "1x0", "axb", "1x2x3"].iter().all(|text| shape(text).is_err()));
    }

    #[test]
    fn the_turns_together_are_all_deeds() {
        for deeds in [0, 1, 5, 102] {
            assert_eq!((0..TURNS).map(|turn| part(deeds, turn)).sum::<usize>(), deeds);
        }
    }

    #[test]
    fn no_member_says_more_than_the_server_allows() {
        for shape in SHAPES.into_iter().chain(SHAPES_QUICK) {
            let deeds_a_second = 1.0 / pace(shape).as_secs_f64();
            let rounds_a_second = deeds_a_second / (shape.rooms * (shape.members + 2)) as f64;
            assert!(3.0 * rounds_a_second < f64::from(crate::limits::MEMBER_COMMANDS_PER_SECOND), "{shape}");
        }
    }
}
