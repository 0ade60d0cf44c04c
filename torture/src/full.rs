//! Full: the disk is full, the program says so, and goes on by itself when there is room again.

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use harness::program::Program;

use crate::limits::{FULL_BYTES, FULL_TURNS_MAX, ROOMY_BYTES, ROOMY_TURNS};
use crate::options::{Common, Need};
use crate::pages;
use crate::report::milliseconds;
use crate::rig::{Mount, enter_namespace};
use crate::sabotage::Sabotage;
use crate::strain::Strain;
use crate::turns::{Reply, Table};

/// Fill the disk under the program, then make room. As root.
#[derive(Debug, Args)]
pub struct Options {
    /// Show that the proof can fail: take the last event away before the books are compared with the log.
    #[arg(long, value_name = "HOW")]
    sabotage: Option<Sabotage>,
    #[command(flatten)]
    need: Need,
}

/// One refusal may be a write that was too large for what is left, and the next one is not.
const REFUSED_UNTIL_FULL: u32 = 8;

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    let disk = enter_namespace().and_then(|()| {
        let folder = tempfile::tempdir()?;
        Ok((Mount::tmpfs(folder.path(), FULL_BYTES)?, folder))
    });
    // The folder goes after what is mounted on it.
    let (disk, _folder) = disk.or_else(|error| options.need.missing("Full", error))?;
    println!("Full: a disk of {} KiB under the program", FULL_BYTES / 1024);
    let mut random = common.random();
    let launch = common.launch(&disk.at);
    let mut program = Program::start(&launch).await?;
    let address = program.address;
    let mut strain = Strain::of_a_case();
    let mut table = Table::open(address, &mut random).await?;

    fill(&mut table, &program, &mut strain).await?;
    ensure!(!pages::is_well(address).await?, "the disk is full, and /health says that all is well");
    strain.unwell += 1;
    let room = format!("/r/{}", table.room);
    for page in ["/", &room] {
        let status = pages::status(address, page).await?;
        ensure!(status == 200, "the disk is full, and {page} answers with {status}");
    }
    table.come_again(address).await.context("the disk is full, and nobody is let in")?;

    disk.grow(ROOMY_BYTES)?;
    let grown = Instant::now();
    ensure!(table.heals(address).await, "there is room again, and still nothing is kept");
    ensure!(pages::is_well(address).await?, "there is room again, and /health says otherwise");
    let healed = grown.elapsed();
    for _ in 0..ROOMY_TURNS {
        strain.count(table.turn(address).await);
    }
    strain.look_at(&mut program);
    ensure!(program.terminate().await?.success(), "it did not end well");
    if let Some(sabotage) = options.sabotage {
        sabotage.strike(&disk.at, table.room)?;
    }
    let program = Program::start(&launch).await.context("it does not start again")?;
    strain.audit.add(table.audit(program.address, &disk.at).await?);
    ensure!(program.terminate().await?.success(), "it did not end well");
    let (status, said) = Program::run(&common.subcommand("check", &disk.at)).await?;
    ensure!(status.success(), "the program finds damage in its own data: {said}");

    println!("  {}\n  {}", Strain::HEADING, strain.row());
    println!("  votes are kept again {} ms after there is room", milliseconds(healed));
    print!("{}", strain.report());
    strain.must_be_clean()
}

/// Plays until the room could not keep what everybody asked for.
async fn fill(table: &mut Table, program: &Program, strain: &mut Strain) -> Result<()> {
    let mut refused_in_a_row = 0;
    for _ in 0..FULL_TURNS_MAX {
        let reply = table.turn(program.address).await;
        refused_in_a_row = if reply == Reply::NotStored { refused_in_a_row + 1 } else { 0 };
        strain.count(reply);
        if refused_in_a_row == REFUSED_UNTIL_FULL {
            return Ok(());
        }
    }
    bail!("the disk does not get full in {FULL_TURNS_MAX} turns")
}
