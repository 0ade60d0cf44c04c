//! Power: what was acknowledged is still there after a power cut, which `kill -9` cannot show: the kernel writes out what
//! a killed program never synced.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::program::Program;
use shared::event::RoomEvent;
use shared::ids::{RoomId, Version};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::audit::{Audit, Flaw};
use crate::crowd::Crowd;
use crate::ledger::Ledger;
use crate::limits::{CONTROL_CUTS_MAX, CUT_AFTER_MS, CUTS_A_SERVER_MAX};
use crate::log::Log;
use crate::options::{Common, Need};
use crate::play::Part;
use crate::report::Report;
use crate::rig::{Remains, Rig, enter_namespace};

/// Cut the power of the database's disk at random moments, and look at what is left. As root, with btrfs-progs.
#[derive(Debug, Args)]
pub struct Options {
    #[arg(long, default_value_t = 20)]
    cuts: u64,
    /// The program's own flag. With `normal` the proof is to fail.
    #[arg(long, default_value = "full")]
    synchronous: String,
    #[command(flatten)]
    need: Need,
}

const ROOMS: usize = 3;
const PEOPLE: usize = 15;
/// Between two things that a voter does: none of them has said all it may before the copy is checked.
const PAUSE_US: std::ops::Range<u64> = 4_000..30_000;

pub async fn run(common: &Common, options: &Options) -> Result<()> {
    let rig = enter_namespace().and_then(|()| Rig::build());
    let rig = rig.or_else(|error| options.need.missing("Power", error))?;
    println!("Power: {} power cuts under {PEOPLE} people in {ROOMS} rooms", options.cuts);
    let mut random = common.random();
    let proof = Proof { common, rig: &rig, synchronous: &options.synchronous };
    let proven = proof.measure(options.cuts, |_| false, &mut random).await?;
    print!("{}", proven.report());
    println!("  The control: the same, but with --synchronous=normal it must lose something");
    let control = Proof { synchronous: "normal", ..proof };
    let control = control.measure(CONTROL_CUTS_MAX, |tally| tally.lost() > 0, &mut random).await?;
    print!("{}", control.report());
    ensure!(control.lost() > 0, "the control lost nothing, so these power cuts prove nothing");
    ensure!(proven.audit.acknowledged > proven.cuts, "too little was acknowledged to prove anything");
    ensure!(proven.flaws() == 0, "a power cut took what was promised:\n{}", proven.audit.examples.join("\n"));
    Ok(())
}

/// A server whose power is cut.
#[derive(Clone, Copy)]
struct Proof<'a> {
    common: &'a Common,
    rig: &'a Rig,
    synchronous: &'a str,
}

/// What was found after all the cuts.
#[derive(Default)]
struct Tally {
    cuts: u64,
    /// Those after which the file system had to be repaired from its journal.
    torn: u64,
    /// Those after which something was missing.
    losing: u64,
    /// Events that had been compared with the log some time before a cut.
    older: u64,
    older_lost: u64,
    /// Of what was written down since.
    audit: Audit,
    took: Duration,
}

impl Proof<'_> {
    /// Cuts the power so many times, or until it is enough.
    async fn measure(self, cuts: u64, enough: impl Fn(&Tally) -> bool, random: &mut fastrand::Rng) -> Result<Tally> {
        let begun = Instant::now();
        let mut tally = Tally::default();
        while tally.cuts < cuts && !enough(&tally) {
            // A new database now and then, whose files are then themselves new.
            let data = tempfile::tempdir_in(self.rig.path())?;
            let program = self.start(data.path()).await?;
            let mut crowd = Crowd::gather(program.address, ROOMS, PEOPLE, random).await?;
            for person in crowd.people.iter_mut().filter(|person| person.habits.part == Part::Voter) {
                person.habits.pause_us = PAUSE_US;
            }
            let log = Log::open(data.path())?;
            for _ in 0..CUTS_A_SERVER_MAX {
                if tally.cuts == cuts || enough(&tally) {
                    break;
                }
                crowd.come_back(program.address).await?;
                crowd.audit(&log)?.must_be_clean().context("while the power was on")?;
                let finding = self.cut_under(&mut crowd, data.path(), random).await;
                tally.add(finding.with_context(|| format!("after power cut {}", tally.cuts + 1))?);
            }
            program.kill9().await?;
        }
        tally.took = begun.elapsed();
        Ok(tally)
    }

    async fn start(self, data: &Path) -> Result<Program> {
        Program::start(&self.common.launch(data).with("--synchronous").with(self.synchronous)).await
    }

    /// Everybody plays, the power goes at a random moment, and they play on while what it left is looked at.
    async fn cut_under(self, crowd: &mut Crowd, data: &Path, random: &mut fastrand::Rng) -> Result<Tally> {
        let after = Duration::from_micros(random.u64(CUT_AFTER_MS.start * 1_000..CUT_AFTER_MS.end * 1_000));
        let books: Vec<_> = crowd.tables.iter().map(|table| (table.room, table.ledger.clone())).collect();
        let (stop, stopped) = watch::channel(false);
        let cutting = async {
            sleep(after).await;
            // Before the cut begins: what is answered while it is taken may be on either side of it.
            let books: Vec<_> = books.iter().map(|(room, ledger)| (*room, ledger.snapshot())).collect();
            let finding = match self.rig.cut() {
                Ok(remains) => self.look_at(&remains, data, &books).await,
                Err(error) => Err(error),
            };
            // They are gone only if a task of theirs panicked.
            let _ = stop.send(true);
            finding
        };
        let (played, finding) = tokio::join!(crowd.play(&stopped), cutting);
        played?;
        finding
    }

    /// Starts the program on what is left, and compares it with what people knew.
    async fn look_at(self, remains: &Remains, data: &Path, books: &[(RoomId, Ledger)]) -> Result<Tally> {
        let is_torn = remains.is_torn()?;
        let disk = remains.mount()?;
        let data = disk.at.join(data.strip_prefix(self.rig.path())?);
        let program = self.start(&data).await?;
        let log = Log::open(&data)?;
        let mut tally = Tally { cuts: 1, torn: is_torn.into(), ..Tally::default() };
        for (room, ledger) in books {
            tally.compare(ledger, &log.after(*room, Version::default())?)?;
        }
        tally.losing = (tally.flaws() > 0).into();
        drop(log);
        program.terminate().await?;
        let (status, said) = Program::run(&self.common.subcommand("check", &data)).await?;
        ensure!(status.success(), "the program finds damage in what is left: {said}");
        Ok(tally)
    }
}

impl Tally {
    /// Compares the books of a room, as they were at the cut, with its log as the cut left it.
    fn compare(&mut self, books: &Ledger, log: &[RoomEvent]) -> Result<()> {
        let audited = usize::try_from(books.audited().0)?;
        let (older, newer) = log.split_at(audited.min(log.len()));
        self.older += audited as u64;
        self.older_lost += (audited - older.len()) as u64;
        ensure!(older.len() < audited || books.is_all_of(older), "what was in the log for long is another now");
        self.audit.add(books.audit(newer));
        Ok(())
    }

    fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.torn += other.torn;
        self.losing += other.losing;
        self.older += other.older;
        self.older_lost += other.older_lost;
        self.audit.add(other.audit);
    }

    fn lost(&self) -> u64 {
        self.older_lost + self.audit.count(Flaw::Lost)
    }

    /// All that must not be. What was asked between the list and the cut is not in the list: that it is in the log without
    /// having been asked for, or once more, says nothing here.
    fn flaws(&self) -> u64 {
        let told = self.audit.flaws.iter().filter(|(flaw, _)| !matches!(flaw, Flaw::Unasked | Flaw::Doubled));
        self.older_lost + told.map(|(_, count)| count).sum::<u64>()
    }

    fn report(&self) -> Report {
        let audit = &self.audit;
        let mut report = Report::default();
        let pace = self.took.as_secs_f64() / self.cuts.max(1) as f64;
        report.row("power cuts", self.cuts, format_args!("{pace:.1} s each"));
        report.row("left a journal to repair from", self.torn, "");
        report.row("acknowledged just before", audit.acknowledged, format_args!("{} of them votes", audit.votes));
        report.fault("of these lost", audit.count(Flaw::Lost), audit.acknowledged);
        report.fault("older events lost", self.older_lost, self.older);
        report.fault("told to somebody, and not in the log", audit.count(Flaw::Foreign), audit.told + audit.snapshots);
        report.fault("power cuts that took something", self.losing, self.cuts);
        report
    }
}
