//! Faults: calls to the disk fail under the running program, and nobody is told what is not so.

use std::collections::BTreeMap;
use std::fs::{create_dir, remove_dir_all};
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use clap::Args;
use harness::program::{Launch, Program};

use crate::inject::{Ending, Fault, From, allowed, heal};
use crate::limits::{FAULT_CASES, FAULT_TURNS, HEALTH_TRIES_MAX, ROOM_TRIES_MAX};
use crate::options::{Common, Need};
use crate::pages;
use crate::sabotage::Sabotage;
use crate::strain::Strain;
use crate::turns::{Reply, Table};

/// Let the program's writes, flushes and opens fail, once or for good. With strace.
#[derive(Debug, Args)]
pub struct Options {
    /// How many cases, spread over all kinds.
    #[arg(long, default_value_t = FAULT_CASES)]
    cases: usize,
    /// All cases.
    #[arg(long)]
    all: bool,
    /// Show that the proof can fail: take the last event away before the books are compared with the log.
    #[arg(long, value_name = "HOW")]
    sabotage: Option<Sabotage>,
    #[command(flatten)]
    need: Need,
}

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    allowed().or_else(|error| options.need.missing("Faults", error))?;
    let mut random = common.random();
    let mut faults = Fault::all(&mut random);
    if !options.all {
        faults.truncate(options.cases);
    }
    println!("Faults: calls of the program to its files fail, in {} cases", faults.len());
    let mut kinds: BTreeMap<String, Strain> = BTreeMap::new();
    let mut failures = vec![];
    for fault in faults {
        let found = prove(common, &fault, options.sabotage, &mut random).await;
        if let Err(failure) = found.as_ref().map_or_else(|error| Err(anyhow!("{error:#}")), Strain::must_be_clean) {
            failures.push(format!("{fault} {}: {failure:#}", fault.moment()));
        }
        if let Ok(strain) = found {
            kinds.entry(fault.to_string()).or_default().add(strain);
        }
    }
    let mut sum = Strain::default();
    println!("  {:38}{}", "", Strain::HEADING);
    for (kind, strain) in kinds {
        println!("  {kind:38}{}", strain.row());
        sum.add(strain);
    }
    println!("  {:38}{}", "all", sum.row());
    print!("{}", sum.report());
    ensure!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
    ensure!(sum.refused > 0, "no command was refused, so these faults prove nothing");
    Ok(())
}

/// One fault, from the program's start to the audit of what it kept.
async fn prove(
    common: &Common,
    fault: &Fault,
    sabotage: Option<Sabotage>,
    random: &mut fastrand::Rng,
) -> Result<Strain> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().canonicalize()?;
    let launch = common.launch(&data);
    let mut strain = Strain::of_a_case();
    let Some(mut program) = start(&launch, fault, &data).await? else {
        strain.unstarted = 1;
        return Ok(strain);
    };
    let tracer = match fault.from {
        From::Start => None,
        From::Listening => Some(fault.attach(&program, &data).await?),
    };
    let table = play(&program, fault.ending, &mut strain, random).await?;
    match fault.ending {
        Ending::Once => {}
        Ending::Healed => heal(&program).await?,
        Ending::Killed => {
            end(program, &mut strain).await?;
            program = Program::start(&launch).await.context("it does not start again")?;
        }
    }
    let mut table = match table {
        Some(table) => table,
        None => Table::open_soon(program.address, random).await.context("the fault is over")?,
    };
    table.come_again(program.address).await.context("the fault is over")?;
    ensure!(table.heals(program.address).await, "the fault is over, and still nothing is kept");
    ensure!(is_well(&program).await?, "the fault is over, and /health says otherwise");
    end(program, &mut strain).await?;
    drop(tracer);
    if let Some(sabotage) = sabotage {
        sabotage.strike(&data, table.room)?;
    }
    let program = Program::start(&launch).await.context("it does not start again")?;
    strain.audit.add(table.audit(program.address, &data).await?);
    ensure!(program.terminate().await?.success(), "it did not end well");
    let (status, said) = Program::run(&common.subcommand("check", &data)).await?;
    ensure!(status.success(), "the program finds damage in its own data: {said}");
    if fault.ending == Ending::Killed {
        strain.excuse_kept();
    }
    Ok(strain)
}

/// None if the fault does not let it start, and it says so.
async fn start(launch: &Launch, fault: &Fault, data: &Path) -> Result<Option<Program>> {
    if fault.from == From::Listening {
        return Program::start(launch).await.map(Some);
    }
    let launch = launch.clone().under(fault.wrapper(data));
    if let Ok(program) = Program::start(&launch).await {
        return Ok(Some(program));
    }
    // Once more, to hear how it ends.
    remove_dir_all(data)?;
    create_dir(data)?;
    let (status, said) = Program::run(&launch).await?;
    ensure!(!status.success(), "it did not start, and says that all is well: {said}");
    ensure!(said.contains("Error") && !said.contains("panicked"), "it did not start, and does not say why: {said}");
    Ok(None)
}

/// Makes a room and plays in it, as far as the program lets it; none if it makes no room.
async fn play(
    program: &Program,
    ending: Ending,
    strain: &mut Strain,
    random: &mut fastrand::Rng,
) -> Result<Option<Table>> {
    let mut table = None;
    for _ in 0..ROOM_TRIES_MAX {
        match Table::open(program.address, random).await {
            Ok(opened) => {
                table = Some(opened);
                break;
            }
            // A page that says so.
            Err(error) if format!("{error:#}").contains("HTTP/1.1 5") => strain.rooms_refused += 1,
            Err(error) => strain.is_silent(format!("{error:#}")),
        }
    }
    if let Some(table) = &mut table {
        for _ in 0..FAULT_TURNS {
            strain.count(table.turn(program.address).await);
        }
        if ending != Ending::Once && denies_it(program, table, strain).await? {
            strain.is_denied("nothing can be done, and /health says that all is well");
        }
    }
    strain.unwell += u64::from(!is_well(program).await?);
    if let Some(table) = &table
        && pages::status(program.address, &format!("/r/{}", table.room)).await? == 404
    {
        strain.is_denied("a page says that the room is not there, which it is");
    }
    Ok(table)
}

/// Whether it keeps on saying that it is well, while nothing can be done. It is asked more than once: calls are counted in
/// each thread, and the one that looks whether all is well may have some left that do not fail.
async fn denies_it(program: &Program, table: &mut Table, strain: &mut Strain) -> Result<bool> {
    for _ in 0..HEALTH_TRIES_MAX {
        let reply = table.turn(program.address).await;
        let is_failing = matches!(reply, Reply::NotStored | Reply::Closed(_));
        strain.count(reply);
        if !is_failing || !is_well(program).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn is_well(program: &Program) -> Result<bool> {
    pages::is_well(program.address).await.context("/health does not answer")
}

async fn end(mut program: Program, strain: &mut Strain) -> Result<()> {
    strain.look_at(&mut program);
    program.kill9().await
}
