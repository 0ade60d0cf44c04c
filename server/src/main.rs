//! `team-poker`: flags, log, signals; everything else is the library's.

use std::io::IsTerminal;

use anyhow::Context;
use clap::Parser;
use server::config::Config;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::parse();
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
    let address = listener.local_addr().context("the listening socket has no address")?;
    let stop = stop_on_signals()?;
    tracing::info!("Team Poker is at http://{address}");
    server::run(listener, config, stop).await?;
    tracing::info!("Team Poker has ended");
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
