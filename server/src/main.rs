//! `team-poker`: flags, log, signals; everything else is the library's.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use server::config::{Config, Task};
use server::store::sqlite::{self, Place};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<ExitCode> {
    let config = Config::parse();
    let place = Place::in_folder(&config.data_dir);
    match &config.task {
        None => serve(config).map(|()| ExitCode::SUCCESS),
        Some(Task::Check) => check(&place),
        Some(Task::Backup { file }) => backup(&place, file).map(|()| ExitCode::SUCCESS),
        Some(Task::Restore { file }) => restore(&place, file).map(|()| ExitCode::SUCCESS),
    }
}

#[tokio::main]
async fn serve(config: Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| format!("{:?} is no filter for --log", config.log))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // A line that cannot be written is lost. To say so on the same stream would panic in whoever logged it.
        .log_internal_errors(false)
        .init();

    let listener =
        TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen on {}", config.listen))?;
    let stop = stop_on_signals()?;
    server::run(listener, config, stop).await?;
    tracing::info!("Team Poker has ended");
    Ok(())
}

fn check(place: &Place) -> anyhow::Result<ExitCode> {
    let report = sqlite::check(place)?;
    println!("{report}");
    report.damage.iter().for_each(|damage| println!("{damage}"));
    Ok(if report.damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn backup(place: &Place, file: &Path) -> anyhow::Result<()> {
    let report = sqlite::backup(place, file)?;
    println!("{} holds {report}", file.display());
    Ok(())
}

fn restore(place: &Place, file: &Path) -> anyhow::Result<()> {
    let (report, before) = sqlite::restore(place, file)?;
    println!("{} holds {report}", place.database().display());
    if let Some(before) = before {
        println!("What was there before is in {}", before.display());
    }
    Ok(())
}

/// A token that SIGTERM and SIGINT cancel.
fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("ending: every connection is told to come back");
        stopped.cancel();
    });
    Ok(stop)
}
