//! Kills: the program dies under its players again and again, and nothing that anybody was told is lost or done twice.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::program::Program;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::audit::Audit;
use crate::crowd::{Crowd, Returns};
use crate::limits::{KILL_AFTER_MS, KILLS_PER_WORD, NEWCOMER_BEFORE_KILL_MS_MAX};
use crate::log::Log;
use crate::options::Common;
use crate::play::Part;
use crate::proxy::Proxy;
use crate::report::{Report, median_ms};
use crate::sabotage::Sabotage;

/// Kill the program at random moments under many players: nothing acknowledged is lost, nothing is done twice.
#[derive(Debug, Args)]
pub struct Options {
    /// How often.
    #[arg(long, default_value_t = 100)]
    times: u32,
    #[arg(long, default_value_t = 3)]
    rooms: usize,
    /// People who vote, one of them a moderator in each room.
    #[arg(long, default_value_t = 24)]
    clients: usize,
    /// People who ask for a seat just before each kill.
    #[arg(long, default_value_t = 3)]
    newcomers: usize,
    /// Commands that each asks for before the first of them is answered.
    #[arg(long, default_value_t = 1)]
    in_flight: usize,
    /// As the program's own flag.
    #[arg(long, default_value = "full")]
    synchronous: String,
    /// Let the lines fail as well, so that some hear nothing of what was done before the kill.
    #[arg(long)]
    storm: bool,
    /// Harm the log after the last kill, to see that the proof fails.
    #[arg(long)]
    sabotage: Option<Sabotage>,
}

/// What all the kills came to.
#[derive(Default)]
struct Tally {
    kills: u64,
    /// How many of them did harm.
    harmful: u64,
    audit: Audit,
    returns: Returns,
    /// Until the program listened again, and until everybody had come back and was audited.
    starts: Vec<Duration>,
    whole: Vec<Duration>,
}

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    println!("Kills: SIGKILL {} times under {} people in {} rooms", options.times, options.clients, options.rooms);
    let mut random = common.random();
    let data = tempfile::tempdir()?;
    let launch = common.launch(data.path()).with("--synchronous").with(&options.synchronous);
    let mut program = Program::start(&launch).await?;
    let mut crowd = Crowd::gather(program.address, options.rooms, options.clients, &mut random).await?;
    crowd.people.iter_mut().for_each(|person| person.habits.in_flight_max = options.in_flight);
    let log = Log::open(data.path())?;
    let mut tally = Tally::default();
    let mut entrance = Entrance::to(&program, options, &mut random).await?;
    tally.begin(crowd.come_back(entrance.address()).await?, crowd.audit(&log)?);
    for kill in 0..options.times {
        if !tally.audit.is_clean() {
            break;
        }
        let begun = Instant::now();
        change_newcomers(&mut crowd, options, kill, &mut random);
        crowd.come_in(entrance.address()).await?;
        entrance.storm();
        kill_under(program, &mut crowd, &mut random).await?;
        if let (Some(sabotage), true) = (options.sabotage, kill + 1 == options.times) {
            sabotage.strike(data.path(), crowd.tables[0].room)?;
        }
        let killed = Instant::now();
        program = Program::start(&launch).await?;
        tally.starts.push(killed.elapsed());
        entrance = Entrance::to(&program, options, &mut random).await?;
        let returns = crowd.come_back(entrance.address()).await;
        let returns = returns.with_context(|| format!("the program says:\n{}", program.log_lines().join("\n")))?;
        tally.count(returns, crowd.audit(&log)?);
        tally.whole.push(begun.elapsed());
        if tally.kills.is_multiple_of(KILLS_PER_WORD) {
            println!("  {} kills, {} commands acknowledged", tally.kills, tally.audit.acknowledged);
        }
    }
    print!("{}", tally.report());
    tally.audit.must_be_clean()?;
    ensure!(tally.returns.unseated == 0, "somebody came back and had no seat");
    let status = program.terminate().await?;
    ensure!(status.success(), "the program ended with {status} when it was asked to");
    crowd.audit_whole(&log)?;
    let (status, said) = Program::run(&common.subcommand("check", data.path())).await?;
    ensure!(status.success(), "the program finds damage in its own data: {said}");
    println!("  the whole log is what was audited, and its chain holds");
    Ok(())
}

/// Where players find the program.
enum Entrance {
    Open(SocketAddr),
    Behind(Proxy),
}

impl Entrance {
    async fn to(program: &Program, options: &Options, random: &mut fastrand::Rng) -> Result<Self> {
        Ok(if options.storm {
            Self::Behind(Proxy::start(program.address, false, random).await?)
        } else {
            Self::Open(program.address)
        })
    }

    fn address(&self) -> SocketAddr {
        match self {
            Self::Open(address) => *address,
            Self::Behind(proxy) => proxy.address,
        }
    }

    fn storm(&self) {
        if let Self::Behind(proxy) = self {
            proxy.storm(true);
        }
    }
}

/// Those who sat down before the last kill get up, those who got up are forgotten, others come.
fn change_newcomers(crowd: &mut Crowd, options: &Options, kill: u32, random: &mut fastrand::Rng) {
    crowd.people.retain(|person| person.habits.part != Part::Leaver);
    for person in &mut crowd.people {
        if let Part::Newcomer(_) = person.habits.part {
            person.habits.part = Part::Leaver;
        }
    }
    for newcomer in 0..options.newcomers {
        let part = Part::Newcomer(tokio::time::Instant::now());
        let table = random.usize(..options.rooms);
        crowd.add(table, &format!("Ada {kill} {newcomer}"), part, random);
    }
}

/// Everybody plays until the program is killed, which it is a moment after newcomers asked for a seat, or while they do.
async fn kill_under(program: Program, crowd: &mut Crowd, random: &mut fastrand::Rng) -> Result<()> {
    let after = Duration::from_micros(random.u64(KILL_AFTER_MS.start * 1_000..KILL_AFTER_MS.end * 1_000));
    let now = tokio::time::Instant::now();
    for person in &mut crowd.people {
        if let Part::Newcomer(at) = &mut person.habits.part {
            let before = Duration::from_micros(random.u64(..NEWCOMER_BEFORE_KILL_MS_MAX * 1_000));
            *at = now + after.saturating_sub(before);
        }
    }
    // Nobody is told to stop: they notice.
    let (_go_on, stop) = watch::channel(false);
    let killing = async {
        sleep(after).await;
        program.kill9().await
    };
    let (played, killed) = tokio::join!(crowd.play(&stop), killing);
    killed?;
    played?;
    Ok(())
}

impl Tally {
    fn begin(&mut self, returns: Returns, audit: Audit) {
        self.returns.add(returns);
        self.audit.add(audit);
    }

    /// One kill more.
    fn count(&mut self, returns: Returns, audit: Audit) {
        self.kills += 1;
        self.harmful += u64::from(!audit.is_clean() || returns.unseated > 0);
        self.begin(returns, audit);
    }

    fn report(&self) -> Report {
        let (audit, returns) = (&self.audit, &self.returns);
        let mut report = Report::default();
        report.fault("kills that did any harm", self.harmful, self.kills);
        report.row("events kept", audit.events, "");
        report.row("commands said again", audit.repeated, "their answer was cut off");
        report.row(
            "joins cut off",
            returns.joins_cut,
            format_args!("{} of them kept, and known again", returns.recognised),
        );
        audit.tell(&mut report);
        report.fault("back, and without their seat", returns.unseated, returns.people);
        report.row("program up again, median ms", median_ms(&self.starts), "");
        report.row("one kill in all, median ms", median_ms(&self.whole), "");
        report
    }
}
