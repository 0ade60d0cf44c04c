//! Durable: how many votes a second reach the disk, beside what the disk and its database can do at most.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::program::Program;
use rusqlite::Connection;
use shared::card::CardIndex;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until};

use crate::allowance::Allowance;
use crate::alone::Alone;
use crate::figures::{Times, milliseconds};
use crate::house::{self, Company};
use crate::limits::DATABASE;
use crate::options::{Common, measured};
use crate::outcome::{Cell, Goal, Outcome, Table as Figures};
use crate::plot::{Kind, Plot};
use crate::pulse::Pulse;

/// Members of many rooms vote, each again as soon as the vote was acknowledged; beside it SQLite alone, with one transaction a
/// vote and with a hundred votes in each.
#[derive(Clone, Debug, Default, Args)]
pub struct Options {
    /// Members, each alone in a room, so that nobody has to be told.
    #[arg(long)]
    members: Option<usize>,

    /// How long they vote.
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
}

const BATCH: usize = 100;
const OF_SQLITE_MIN: f64 = 0.8;
/// What a vote may take beside a transaction alone: half as much again for the way to the server, through it, and back.
const LONELY_MAX: f64 = 1.5;
/// How long nobody votes before a lonely vote, and before the transaction beside it: the one that comes right after the other
/// finds processor and disk awake, and takes half the time.
const QUIET: Duration = Duration::from_millis(50);
/// Where the index of SQLite's write-ahead log counts transactions (`WalIndexHdr.iChange`).
const TRANSACTIONS_AT: u64 = 8;

struct Measured {
    votes: u64,
    wall: Duration,
    cpu: Duration,
    transactions: u64,
    times: Vec<Duration>,
    /// Votes a second of SQLite alone, before and after.
    single: [f64; 2],
    batched: [f64; 2],
    lonely: Lonely,
}

/// One vote at a time, and in turn with it one transaction of SQLite alone.
struct Lonely {
    votes: Vec<Duration>,
    transactions: Vec<Duration>,
}

pub async fn run(common: &Common, options: &Options) -> Result<Outcome> {
    ensure!(!common.ephemeral, "what is in memory alone is not durable");
    let members = options.members.unwrap_or(common.pick(2_000, 100));
    let time = Duration::from_secs_f64(options.seconds.unwrap_or(common.pick(6.0, 1.0)));
    let alone_for = common.pick(Duration::from_secs(2), Duration::from_millis(200));
    let bar = common.bar("durable", members as u64 + 6);
    let data = tempfile::tempdir()?;
    let server = Program::start(&common.launch(data.path())).await?;
    let (process, pulse) = (measured(&server)?, Pulse::new());
    let companies = house::fill(server.address, members, 1, &pulse, &bar).await?;
    let mut alone = Alone::create(data.path(), members)?;
    let mut beside = |batch| -> Result<f64> {
        bar.inc(1);
        alone.votes_per_second(batch, alone_for)
    };

    let before = (beside(1)?, beside(BATCH)?);
    pulse.take_times();
    let (votes, transactions, cpu) = (pulse.counts().answers, transactions(data.path())?, process.cpu_time()?);
    let begun = Instant::now();
    let companies = vote_for(time, companies).await?;
    let wall = begun.elapsed();
    let mut it = Measured {
        votes: pulse.counts().answers - votes,
        wall,
        cpu: process.cpu_time()? - cpu,
        transactions: u64::from(self::transactions(data.path())?.wrapping_sub(transactions)),
        times: pulse.take_times(),
        single: [before.0, beside(1)?],
        batched: [before.1, beside(BATCH)?],
        lonely: Lonely { votes: vec![], transactions: vec![] },
    };
    it.lonely = be_lonely(common.pick(100, 20), &companies[0], &pulse, &mut alone).await?;
    bar.inc(1);
    house::verify(server.address, &companies).await?;
    server.kill9().await?;
    must_be_kept(data.path(), &companies)?;
    bar.finish_and_clear();
    Ok(outcome(&it, members))
}

/// Everybody votes as fast as they are acknowledged, and as they may.
async fn vote_for(time: Duration, companies: Vec<Company>) -> Result<Vec<Company>> {
    let until = tokio::time::Instant::now() + time;
    let mut voting = JoinSet::new();
    for company in companies {
        voting.spawn_local(async move {
            let mut allowance = Allowance::new();
            let member = &company.members[0];
            for card in [0, 1].into_iter().cycle() {
                let at = allowance.spend();
                if at.max(tokio::time::Instant::now()) >= until {
                    break;
                }
                sleep_until(at).await;
                member.vote(CardIndex(card))?;
                member.answered().await?;
            }
            anyhow::Ok(company)
        });
    }
    let mut companies = vec![];
    while let Some(company) = voting.join_next().await {
        companies.push(company.context("a member panicked")??);
    }
    Ok(companies)
}

async fn be_lonely(votes: usize, company: &Company, pulse: &Pulse, alone: &mut Alone) -> Result<Lonely> {
    let member = &company.members[0];
    let mut transactions = vec![];
    for vote in 0..=votes {
        sleep(QUIET).await;
        member.vote(CardIndex((2 + vote % 2) as u8))?;
        member.answered().await?;
        sleep(QUIET).await;
        let begun = Instant::now();
        alone.commit(1)?;
        transactions.push(begun.elapsed());
        if vote == 0 {
            // The first wakes everything up.
            pulse.take_times();
            transactions.clear();
        }
    }
    Ok(Lonely { votes: pulse.take_times(), transactions })
}

/// How many transactions the database has seen, as its index counts them; it begins anew at 2^32.
fn transactions(data: &Path) -> Result<u32> {
    let mut count = [0; 4];
    let index = File::open(data.join(format!("{DATABASE}-shm"))).context("the index of the write-ahead log")?;
    index.read_exact_at(&mut count, TRANSACTIONS_AT)?;
    Ok(u32::from_ne_bytes(count))
}

/// After the server was killed: whether the disk has every version that was acknowledged.
fn must_be_kept(data: &Path, companies: &[Company]) -> Result<()> {
    let database = Connection::open(data.join(DATABASE))?;
    let mut latest = database.prepare("SELECT max(version) FROM event WHERE room = ?1")?;
    for Company { table, .. } in companies {
        let kept: i64 = latest.query_row([table.id().bits().cast_signed()], |row| row.get(0))?;
        let told = table.watch().version().0.cast_signed();
        ensure!(kept == told, "{} was told up to {told}, and the disk has {kept}", table.id());
    }
    Ok(())
}

fn outcome(it: &Measured, members: usize) -> Outcome {
    let mut outcome = Outcome::default();
    let votes_per_second = it.votes as f64 / it.wall.as_secs_f64();
    let mean = |both: [f64; 2]| (both[0] + both[1]) / 2.0;
    let batched = mean(it.batched);
    let times = Times::new(it.times.clone());
    let mut table = Figures::new("", &["what", "votes/s", "votes a transaction", "p50 ms", "p99 ms", "CPU µs a vote"]);
    let ms = |time: Option<Duration>| Cell::number(time.map(milliseconds), 2);
    table.row([
        format!("the server, {members} members").into(),
        Cell::number(votes_per_second, 0),
        Cell::number(it.votes as f64 / it.transactions as f64, 1),
        ms(times.percentile(0.5)),
        ms(times.percentile(0.99)),
        Cell::number(it.cpu.as_secs_f64() * 1e6 / it.votes as f64, 1),
    ]);
    for (name, votes, batch) in [("SQLite alone", mean(it.single), 1), ("SQLite alone", batched, BATCH)] {
        table.row([name.into(), Cell::number(votes, 0), batch.into(), Cell::None, Cell::None, Cell::None]);
    }
    outcome.tables.push(table);
    let mut table = Figures::new("One at a time, in turn:", &["what", "p50 ms", "p99 ms"]);
    let [vote, transaction] = [&it.lonely.votes, &it.lonely.transactions].map(|times| Times::new(times.clone()));
    for (name, times) in [("a lonely vote, acknowledged", &vote), ("a transaction of SQLite alone", &transaction)] {
        table.row([name.into(), ms(times.percentile(0.5)), ms(times.percentile(0.99))]);
    }
    outcome.tables.push(table);
    let share = votes_per_second / batched;
    outcome.goals.push(Goal {
        wanted: format!("at least {OF_SQLITE_MIN} of what SQLite alone does with batches of {BATCH}"),
        found: format!("{share:.2}"),
        is_met: share >= OF_SQLITE_MIN,
    });
    let [vote, transaction] = [vote, transaction].map(|times| times.percentile(0.5).unwrap_or_default());
    let ratio = vote.as_secs_f64() / transaction.as_secs_f64();
    outcome.goals.push(Goal {
        wanted: format!("a lonely vote waits for no batch: at most {LONELY_MAX} times the latency of one transaction"),
        found: format!(
            "{:.2} ms beside {:.2} ms, {ratio:.2} times, with the way to the server and back",
            milliseconds(vote),
            milliseconds(transaction)
        ),
        is_met: ratio <= LONELY_MAX,
    });
    outcome.plots.push(Plot {
        name: "durable",
        title: "Votes that reached the disk".into(),
        unit: "votes a second",
        series: vec!["votes/s"],
        kind: Kind::Bars(vec![
            ("the server".into(), vec![Some(votes_per_second)]),
            ("SQLite, one each".into(), vec![Some(mean(it.single))]),
            ("SQLite, by 100".into(), vec![Some(batched)]),
        ]),
    });
    outcome
}
