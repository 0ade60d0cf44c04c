//! Proofs against the real program: kill it, cut its lines, starve it of disk, and see that nothing is lost.

mod audit;
mod crowd;
mod deed;
mod faults;
mod full;
mod history;
mod inject;
mod kills;
mod ledger;
mod limits;
mod load;
mod log;
mod network;
mod options;
mod pages;
mod play;
mod player;
mod power;
mod proxy;
mod report;
mod rig;
mod sabotage;
mod stalled;
mod stopwatch;
mod strain;
mod tool;
mod turns;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use crate::options::{Common, LeftOut};

/// Proofs against the real program.
#[derive(Debug, Parser)]
#[command(name = "torture")]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    proof: Proof,
}

#[derive(Debug, Subcommand)]
enum Proof {
    Kills(kills::Options),
    Network(network::Options),
    Stalled(stalled::Options),
    Load(load::Options),
    Power(power::Options),
    Faults(faults::Options),
    Full(full::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { common, proof } = Arguments::parse();
    let proven = tokio::select! {
        proven = run(&common, &proof) => proven,
        // Dropping the proof ends what it started.
        interrupted = interrupted() => interrupted,
    };
    match proven {
        Ok(()) => {
            println!("  proven");
            ExitCode::SUCCESS
        }
        Err(error) if error.is::<LeftOut>() => {
            println!("{error}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("Not proven: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(common: &Common, proof: &Proof) -> Result<()> {
    match proof {
        Proof::Kills(options) => kills::run(common, options).await,
        Proof::Network(options) => network::run(common, options).await,
        Proof::Stalled(options) => stalled::run(common, options).await,
        Proof::Load(options) => load::run(common, options).await,
        Proof::Power(options) => power::run(common, options).await,
        Proof::Faults(options) => faults::run(common, options).await,
        Proof::Full(options) => full::run(common, options).await,
    }
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
