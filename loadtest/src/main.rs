//! The load generator: starts the real server, fills it with members that check what they see, and says what it costs.
//!
//! # Layout
//!
//! In reading order:
//!
//! 1. `limits`, `options`: every bound, and what a scenario can be told.
//! 2. `system`, `process`, `machine`: what the system says of processes and of itself.
//! 3. `frame`, `line`: the wire.
//! 4. `pulse`, `watch`, `table`, `member`, `allowance`: a room and its people, and the check of all that they are told.
//! 5. `crowd`, `house`, `game`: many who come, tables full of them, and what they play.
//! 6. `script`, `floor`, `alone`: the least that it could cost.
//! 7. `poller`: clients as there were before WebSocket.
//! 8. `figures`, `outcome`, `plot`, `report`: what it comes to.
//! 9. `scenarios`: the questions.

mod allowance;
mod alone;
mod crowd;
mod figures;
mod floor;
mod frame;
mod game;
mod house;
mod limits;
mod line;
mod machine;
mod member;
mod options;
mod outcome;
mod plot;
mod poller;
mod process;
mod pulse;
mod report;
mod scenarios;
mod script;
mod system;
mod table;
mod watch;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use serde_json::json;
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;

use crate::machine::Machine;
use crate::options::{Common, sockets_max};
use crate::outcome::Outcome;
use crate::scenarios::{burst, churn, durable, fanout, idle, polling, rounds, stampede};

/// Measures the release server with members that check what they see. A run in which one of them is told something wrong, or
/// not told something, fails, however fast it was.
#[derive(Debug, Parser)]
#[command(name = "loadtest")]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    scenario: Scenario,
}

#[derive(Debug, Subcommand)]
enum Scenario {
    Fanout(fanout::Options),
    Burst(burst::Options),
    Idle(idle::Options),
    Polling(polling::Options),
    Rounds(rounds::Options),
    Churn(churn::Options),
    Stampede(stampede::Options),
    Durable(durable::Options),
    /// All of these, one after the other.
    All,
    /// What fanout is compared with; it is started by it.
    #[command(hide = true)]
    Floor,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The run has failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(Arguments { common, scenario }: Arguments) -> Result<()> {
    let sockets = sockets_max()?;
    if matches!(scenario, Scenario::Floor) {
        // As the server's runtime is.
        return runtime::Builder::new_multi_thread().enable_all().build()?.block_on(floor::run());
    }
    let machine = Machine::of_this(sockets);
    // One thread for all members: the others are the server's.
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(LocalSet::new().run_until(async {
        tokio::select! {
            done = measure(&common, &scenario, &machine) => done,
            // Dropping the scenario ends what it started.
            interrupted = interrupted() => interrupted,
        }
    }))
}

impl Scenario {
    /// Each as `all` runs it.
    fn all() -> Vec<Self> {
        vec![
            Self::Fanout(Default::default()),
            Self::Burst(Default::default()),
            Self::Idle(Default::default()),
            Self::Polling(Default::default()),
            Self::Rounds(Default::default()),
            Self::Churn(Default::default()),
            Self::Stampede(Default::default()),
            Self::Durable(Default::default()),
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Fanout(_) => "fanout",
            Self::Burst(_) => "burst",
            Self::Idle(_) => "idle",
            Self::Polling(_) => "polling",
            Self::Rounds(_) => "rounds",
            Self::Churn(_) => "churn",
            Self::Stampede(_) => "stampede",
            Self::Durable(_) => "durable",
            Self::All => "all",
            Self::Floor => "floor",
        }
    }
}

async fn measure(common: &Common, scenario: &Scenario, machine: &Machine) -> Result<()> {
    let scenarios =
        if matches!(scenario, Scenario::All) { &Scenario::all()[..] } else { std::slice::from_ref(scenario) };
    for scenario in scenarios {
        let begun = Instant::now();
        let outcome = one(common, scenario).await.with_context(|| scenario.name())?;
        tell(common, scenario.name(), &outcome, machine)?;
        if !common.json {
            println!("  {} took {:.0} s", scenario.name(), begun.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

async fn one(common: &Common, scenario: &Scenario) -> Result<Outcome> {
    match scenario {
        Scenario::Fanout(options) => fanout::run(common, options).await,
        Scenario::Burst(options) => burst::run(common, options).await,
        Scenario::Idle(options) => idle::run(common, options).await,
        Scenario::Polling(options) => polling::run(common, options).await,
        Scenario::Rounds(options) => rounds::run(common, options).await,
        Scenario::Churn(options) => churn::run(common, options).await,
        Scenario::Stampede(options) => stampede::run(common, options).await,
        Scenario::Durable(options) => durable::run(common, options).await,
        Scenario::All | Scenario::Floor => bail!("this is no scenario by itself"),
    }
}

fn tell(common: &Common, name: &str, outcome: &Outcome, machine: &Machine) -> Result<()> {
    if let (Some(path), Some(plot)) = (&common.plot, outcome.plots.first()) {
        std::fs::write(path, plot.to_svg()).with_context(|| path.display().to_string())?;
    }
    if let Some(folder) = &common.report {
        report::write(folder, name, outcome, machine)?;
    }
    if common.json {
        println!("{}", json!({ "scenario": name, "machine": machine, "outcome": outcome }));
    } else {
        println!("\n{name}: {machine}\n{outcome}");
    }
    Ok(())
}

/// Waits to be told to end.
async fn interrupted() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    bail!("interrupted")
}
