//! Stampede: the server restarts under a full house, and everyone comes back.

use std::cell::Cell as Counter;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::limits::PATIENCE;
use harness::program::Program;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::house::{self, Company};
use crate::limits::{COME_BACK_AFTER_MAX, COME_BACK_AFTER_MIN};
use crate::member::{Absent, Member};
use crate::options::{Common, sockets_max};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;
use crate::table::Table;

/// The server is ended and started again while everyone is seated: how long until all are seated again, and how many come at once.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Members, in rooms of ten.
    #[arg(long)]
    members: Option<usize>,
}

const ROOM_MEMBERS: usize = 10;
/// In which connects are counted.
const SLOT: Duration = Duration::from_millis(100);

/// What happened while they came back.
struct Returns {
    members: usize,
    /// What the server has asked for.
    spread: Duration,
    /// From SIGTERM until it listened again.
    down: Duration,
    /// Each from the moment when it listened until they had their seat.
    seated: Vec<Duration>,
    refused_while_down: u64,
    refused_afterwards: u64,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    ensure!(!common.ephemeral, "what is in memory alone does not survive a restart");
    let members = options.members.unwrap_or(common.pick(10_000, 500)).min(sockets_max()?) / ROOM_MEMBERS * ROOM_MEMBERS;
    let bar = common.bar("stampede", (2 * members) as u64);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (address, pulse) = (server.address, Pulse::new());
    let companies = house::fill(address, members / ROOM_MEMBERS, ROOM_MEMBERS, &pulse, &bar).await?;
    let listening = Rc::new(Counter::new(None));
    let refusals = Rc::new(Refusals::default());
    let mut coming = JoinSet::new();
    let mut spread = None;
    let (mut tables, mut everyone) = (vec![], vec![]);
    for Company { table, members } in companies {
        members.iter().for_each(Member::may_end);
        everyone.extend(members.into_iter().map(|member| (tables.len(), member)));
        tables.push(table);
    }
    let begun = Instant::now();
    for (number, (room, member)) in everyone.into_iter().enumerate() {
        let back = Back { table: tables[room].clone(), address, number, listening: listening.clone() };
        let refusals = refusals.clone();
        coming.spawn_local(async move { anyhow::Ok((room, back.come(member, &refusals).await?)) });
    }
    tokio::task::yield_now().await;
    server.terminate().await?;
    let server = Program::start(&common.launch_on(address, data.path())).await?;
    let down = begun.elapsed();
    let listens_since = Instant::now();
    listening.set(Some(listens_since));

    let mut companies: Vec<_> = tables.into_iter().map(|table| Company { table, members: vec![] }).collect();
    let mut seated = vec![];
    while let Some(back) = coming.join_next().await {
        let (room, (member, at, asked)) = back.context("a member panicked")??;
        companies[room].members.push(member);
        seated.push(at.saturating_duration_since(listens_since));
        spread = spread.max(asked);
        bar.inc(1);
    }
    house::verify(server.address, &companies).await?;
    bar.finish_and_clear();
    let (refused_while_down, refused_afterwards) = (refusals.while_down.get(), refusals.afterwards.get());
    let spread = Duration::from_millis(spread.unwrap_or_default().into());
    Ok(outcome(&Returns { members, spread, down, seated, refused_while_down, refused_afterwards }))
}

#[derive(Default)]
struct Refusals {
    while_down: Counter<u64>,
    afterwards: Counter<u64>,
}

/// Who comes back, and where to.
struct Back {
    table: Rc<Table>,
    address: SocketAddr,
    number: usize,
    /// Since when the server listens again.
    listening: Rc<Counter<Option<Instant>>>,
}

impl Back {
    /// Waits for the end, then comes back as the page does: somewhere within the spread that the server asked for, and if
    /// nobody listens, again after a pause that grows.
    async fn come(self, mut member: Member, refusals: &Refusals) -> Result<(Member, Instant, Option<u32>)> {
        member.ended().await;
        let asked = member.spread_ms();
        let absent: Absent = member.go();
        let mut pause = COME_BACK_AFTER_MIN.max(Duration::from_millis(asked.unwrap_or_default().into()));
        let until = Instant::now() + PATIENCE;
        loop {
            sleep(pause.mul_f64(fastrand::f64())).await;
            let was_listening = self.listening.get().is_some();
            match Member::come(&self.table, self.address, self.number, &absent).await {
                Ok(member) => {
                    member.who()?;
                    return Ok((member, Instant::now(), asked));
                }
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) if was_listening => refusals.afterwards.set(refusals.afterwards.get() + 1),
                Err(_) => refusals.while_down.set(refusals.while_down.get() + 1),
            }
            pause = (pause * 2).clamp(COME_BACK_AFTER_MIN, COME_BACK_AFTER_MAX);
        }
    }
}

fn outcome(it: &Returns) -> Outcome {
    let mut outcome = Outcome::default();
    let last = it.seated.iter().max().copied().unwrap_or_default();
    let mut slots = vec![0_u64; last.div_duration_f64(SLOT) as usize + 1];
    it.seated.iter().for_each(|at| slots[at.div_duration_f64(SLOT) as usize] += 1);
    let peak = slots.iter().max().copied().unwrap_or_default() as f64 / SLOT.as_secs_f64();
    let mut table = Figures::new(
        "",
        &[
            "members",
            "asked to spread over s",
            "down s",
            "all seated after s",
            "peak of connects/s",
            "refused while down",
            "refused afterwards",
        ],
    );
    table.row([
        it.members.into(),
        Cell::number(it.spread.as_secs_f64(), 1),
        Cell::number(it.down.as_secs_f64(), 2),
        Cell::number(last.as_secs_f64(), 2),
        Cell::number(peak, 0),
        it.refused_while_down.into(),
        it.refused_afterwards.into(),
    ]);
    outcome.tables.push(table);
    outcome.goals.push(Goal {
        wanted: "none refused once the server listens again".into(),
        found: it.refused_afterwards.to_string(),
        is_met: it.refused_afterwards == 0,
    });
    outcome.notes.push(
        "Times count from the moment when the server listens again; who was refused before it did, came once more."
            .into(),
    );
    let mut sum = 0;
    let mut points = vec![(0.0, 0.0)];
    for (slot, count) in slots.iter().enumerate() {
        sum += count;
        points.push(((slot + 1) as f64 * SLOT.as_secs_f64(), sum as f64));
    }
    outcome.plots.push(Plot {
        name: "stampede",
        title: "Everyone comes back after a restart".into(),
        unit: "members seated",
        series: vec!["seated"],
        kind: Kind::Lines(vec![points], "s after the server listens again"),
    });
    outcome
}
