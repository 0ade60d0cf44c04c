//! Churn: people who come, vote once and leave, thousands of times.

use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;
use harness::program::Program;
use indicatif::ProgressBar;
use shared::card::CardIndex;
use shared::command::Command;
use tokio::time::sleep;

use crate::crowd;
use crate::house::{self, Company};
use crate::limits::BREATH;
use crate::member::{Absent, Member};
use crate::options::{Common, measured};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;
use crate::table::Table;

/// Members connect, join, vote once and leave, thousands of times: joins a second, and the server's memory afterwards.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Members who come and go in each wave.
    #[arg(long)]
    members: Option<usize>,
}

const ROOMS: usize = 4;
const WAVES: usize = 9;
/// By then each room has seen the 4,000 pages whose answers it remembers, so that nothing is done twice: what comes later must
/// leave nothing.
const WAVES_UNTIL_FULL: usize = 6;
/// What counts as where it was.
const NOISE: f64 = 1.1;

struct Wave {
    wall: Duration,
    cpu: Duration,
    memory: u64,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    let members = options.members.unwrap_or(common.pick(3_000, 100));
    let bar = common.bar("churn", (WAVES * members) as u64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (process, pulse) = (measured(&server)?, Pulse::new());
    let hosts = house::fill(server.address, ROOMS, 1, &pulse, &bar).await?;
    bar.set_position(0);
    let before = process.memory_bytes()?;
    let mut waves = vec![];
    for wave in 0..WAVES {
        let (begun, cpu) = (Instant::now(), process.cpu_time()?);
        come_and_go(server.address, &hosts, members, wave * members, &bar).await?;
        let (wall, cpu) = (begun.elapsed(), process.cpu_time()? - cpu);
        sleep(BREATH).await;
        waves.push(Wave { wall, cpu, memory: process.memory_bytes()? });
    }
    house::verify(server.address, &hosts).await?;
    bar.finish_and_clear();
    Ok(outcome(before, &waves, members))
}

async fn come_and_go(
    address: std::net::SocketAddr,
    hosts: &[Company],
    members: usize,
    first: usize,
    bar: &ProgressBar,
) -> Result<()> {
    let guests = (0..members).map(|number| {
        let table = hosts[number % hosts.len()].table.clone();
        async move { come_and_leave(&table, address, first + number).await }
    });
    crowd::come(guests, bar).await?;
    for host in hosts {
        host.table.settled().await?;
    }
    Ok(())
}

async fn come_and_leave(table: &Rc<Table>, address: std::net::SocketAddr, number: usize) -> Result<()> {
    let guest = Member::come(table, address, number, &Absent::newcomer(None)).await?;
    guest.join(&format!("Guest {number}")).await?;
    guest.vote(CardIndex(3))?;
    guest.say(Command::Leave)?;
    guest.answered().await
}

fn outcome(before: u64, waves: &[Wave], members: usize) -> Outcome {
    let mut outcome = Outcome::default();
    let title = format!("Waves of {} members through {ROOMS} rooms:", Cell::from(members));
    let mut table = Figures::new(title, &["wave", "joins/s", "CPU µs a member", "memory KiB afterwards"]);
    table.row(["before".into(), Cell::None, Cell::None, Cell::from(before / 1024)]);
    for (number, wave) in waves.iter().enumerate() {
        table.row([
            (number + 1).to_string().into(),
            Cell::number(members as f64 / wave.wall.as_secs_f64(), 0),
            Cell::number(wave.cpu.as_secs_f64() * 1e6 / members as f64, 0),
            Cell::from(wave.memory / 1024),
        ]);
    }
    outcome.tables.push(table);
    if let (Some(full), Some(last)) = (waves.get(WAVES_UNTIL_FULL - 1), waves.last()) {
        let ratio = last.memory as f64 / full.memory as f64;
        outcome.goals.push(Goal {
            wanted: format!(
                "memory after the last wave what it was after wave {WAVES_UNTIL_FULL}, within noise ({NOISE} times)"
            ),
            found: format!("{ratio:.2} times"),
            is_met: ratio <= NOISE,
        });
    }
    let points = |(number, wave): (usize, &Wave)| ((number + 1) as f64, wave.memory as f64 / 1024.0 / 1024.0);
    outcome.plots.push(Plot {
        name: "churn",
        title: "Memory while thousands come and go".into(),
        unit: "MiB after each wave",
        series: vec!["memory"],
        kind: Kind::Lines(vec![waves.iter().enumerate().map(points).collect()], "waves"),
    });
    outcome
}
