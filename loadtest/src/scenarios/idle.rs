//! Idle: what a member costs who only sits there.

use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::{Result, ensure};
use clap::Args;
use harness::program::Program;
use harness::rooms;
use indicatif::ProgressBar;
use tokio::time::{Instant, sleep};

use crate::house::{self, Company};
use crate::limits::{IDLE_FOR, IDLE_FOR_QUICK};
use crate::options::{Common, measured, sockets_max};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;
use crate::script::nickname;
use crate::table::Table;

/// As many members as files may be open sit in rooms of ten and do nothing: the server's memory for each, by its parts.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Members; otherwise as many as files may be open.
    #[arg(long)]
    members: Option<usize>,
}

const ROOM_MEMBERS: usize = 10;
const MEMBER_BYTES_MAX: f64 = 4.0 * 1024.0;

/// The server's memory after each step.
struct Step {
    what: &'static str,
    bytes: u64,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    let wanted = options.members.unwrap_or(common.pick(usize::MAX, 1_000)).min(sockets_max()?);
    let rooms = wanted / ROOM_MEMBERS;
    ensure!(rooms > 0, "at least {ROOM_MEMBERS} members are needed");
    let members = rooms * ROOM_MEMBERS;
    let bar = common.bar("idle", (rooms + 2 * members) as u64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (process, pulse) = (measured(&server)?, Pulse::new());
    // What it needs for the first of everything is no member's.
    let first = house::fill(server.address, 1, 2, &pulse, &bar).await?;
    let mut steps = vec![Step { what: "the empty server", bytes: process.memory_bytes()? }];

    let tables = open(server.address, rooms, &pulse, &bar).await?;
    steps.push(Step { what: "rooms, nobody in them", bytes: process.memory_bytes()? });
    let members_of = house::look_on(server.address, &tables, ROOM_MEMBERS, &bar).await?;
    let companies: Vec<_> =
        tables.into_iter().zip(members_of).map(|(table, members)| Company { table, members }).collect();
    steps.push(Step { what: "connected, without a seat", bytes: process.memory_bytes()? });
    sit(&companies, &bar).await?;
    steps.push(Step { what: "seated", bytes: process.memory_bytes()? });

    let (begun, cpu, counts) = (Instant::now(), process.cpu_time()?, pulse.counts());
    sleep(common.pick(IDLE_FOR, IDLE_FOR_QUICK)).await;
    let idle_cpu = (process.cpu_time()? - cpu).as_secs_f64() / begun.elapsed().as_secs_f64() / members as f64;
    let idle_bytes = (pulse.counts().bytes_received - counts.bytes_received) as f64 / begun.elapsed().as_secs_f64();
    steps.push(Step { what: "seated, after heartbeats", bytes: process.memory_bytes()? });
    pulse.check()?;
    house::verify(server.address, &companies[..1]).await?;
    drop((companies, first));
    bar.finish_and_clear();
    Ok(outcome(&steps, members, rooms, idle_cpu, idle_bytes / members as f64))
}

async fn open(address: SocketAddr, rooms: usize, pulse: &Pulse, bar: &ProgressBar) -> Result<Vec<Rc<Table>>> {
    let mut tables = vec![];
    for _ in 0..rooms {
        tables.push(Table::new(rooms::open(address).await?.room, pulse));
        bar.inc(1);
    }
    Ok(tables)
}

/// One more at each table, then one more at each.
async fn sit(companies: &[Company], bar: &ProgressBar) -> Result<()> {
    for place in 0..ROOM_MEMBERS {
        for company in companies {
            company.members[place].ask_to_join(&nickname(place))?;
        }
        for company in companies {
            company.members[place].answered().await?;
            company.table.settled().await?;
            bar.inc(1);
        }
    }
    Ok(())
}

fn outcome(steps: &[Step], members: usize, rooms: usize, idle_cpu: f64, idle_bytes: f64) -> Outcome {
    let mut outcome = Outcome::default();
    let title = format!("{} members in {} rooms:", Cell::from(members), Cell::from(rooms));
    let mut table = Figures::new(title, &["server", "memory KiB", "more, bytes a member"]);
    let mut before: Option<u64> = None;
    let mut bars = vec![];
    for Step { what, bytes } in steps {
        let more = before.map(|before| (*bytes as f64 - before as f64) / members as f64);
        table.row([(*what).into(), Cell::from(bytes / 1024), Cell::number(more, 0)]);
        if let Some(more) = more {
            bars.push(((*what).to_owned(), vec![Some(more.max(0.0))]));
        }
        before = Some(*bytes);
    }
    outcome.tables.push(table);
    let all_in = match steps {
        [empty, .., last] => (last.bytes as f64 - empty.bytes as f64) / members as f64,
        _ => 0.0,
    };
    outcome.goals.push(Goal {
        wanted: format!("at most {MEMBER_BYTES_MAX:.0} bytes of the server's memory a member, all in"),
        found: format!("{all_in:.0}"),
        is_met: all_in <= MEMBER_BYTES_MAX,
    });
    outcome.notes.push(format!(
        "Doing nothing, a member costs {:.1} µs of processor and {idle_bytes:.1} bytes a second: heartbeats.",
        idle_cpu * 1e6
    ));
    outcome.plots.push(Plot {
        name: "idle",
        title: "What a member who only sits there is made of".into(),
        unit: "bytes of memory a member",
        series: vec!["more than the step before"],
        kind: Kind::Bars(bars),
    });
    outcome
}
