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
//! 5. `house`, `game`: tables full of people, and what they play.
//! 6. `script`, `floor`, `alone`: the least that it could cost.
//! 7. `figures`, `outcome`, `plot`: what it comes to.
//! 8. `scenarios`: the questions.

mod allowance;
mod alone;
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
mod process;
mod pulse;
mod scenarios;
mod script;
mod system;
mod table;
mod watch;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use serde_json::json;
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;

use crate::machine::Machine;
use crate::options::{Common, sockets_max};
use crate::outcome::Outcome;
use crate::scenarios::{burst, durable, fanout};

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
    Durable(durable::Options),
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

async fn measure(common: &Common, scenario: &Scenario, machine: &Machine) -> Result<()> {
    let outcome = match scenario {
        Scenario::Fanout(options) => fanout::run(common, options).await?,
        Scenario::Burst(options) => burst::run(common, options).await?,
        Scenario::Durable(options) => durable::run(common, options).await?,
        Scenario::Floor => bail!("the floor is no scenario"),
    };
    tell(common, &outcome, machine)
}

fn tell(common: &Common, outcome: &Outcome, machine: &Machine) -> Result<()> {
    if let (Some(path), Some(plot)) = (&common.plot, outcome.plots.first()) {
        std::fs::write(path, plot.to_svg()).with_context(|| path.display().to_string())?;
    }
    if common.json {
        println!("{:#}", json!({ "machine": machine, "outcome": outcome }));
    } else {
        println!("{machine}\n{outcome}");
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
