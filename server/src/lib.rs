//! The server of Team Poker.
//!
//! # Layout
//!
//! In reading order:
//!
//! 1. [`config`], [`limits`]: every setting and every bound.
//! 2. [`store`]: where a room's events are kept.
//! 3. [`identity`]: who somebody is.
//! 4. [`room`]: a live room: the task that owns it, the handle by which it is asked.
//! 5. [`ws`], [`http`]: how people and programs reach it.
//! 6. `serve`: how connections are accepted.

pub mod config;
pub mod limits;

mod clock;

pub mod identity;
pub mod room;
pub mod store;

pub mod http;
mod serve;
pub mod ws;

use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use config::Config;
use http::origin::Origins;
use identity::ServerKey;
use limits::{CONNECTIONS_MAX, SHUTDOWN_WITHIN};
use room::registry::Rooms;
use store::memory::MemoryLog;

/// What every request may need; cheap to clone.
#[derive(Clone)]
pub struct Server {
    pub rooms: Rooms,
    pub origins: Origins,
    /// One permit for each socket that may still be opened.
    pub places: Arc<Semaphore>,
    /// The open sockets.
    pub sockets: TaskTracker,
    /// Cancelled when the server is to end.
    pub stop: CancellationToken,
}

/// Serves on `listener` until `stop` is cancelled, then tells every socket to come back later and returns within
/// [`SHUTDOWN_WITHIN`].
///
/// # Errors
///
/// When the system has no randomness to make the server's secret of.
pub async fn run(listener: TcpListener, config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    // Leptos renders on whatever executor it is told of. A second server in one process finds it told already.
    drop(any_spawner::Executor::init_tokio());
    let key = ServerKey::generate().context("there is no randomness for the server's secret")?;
    let server = Server {
        rooms: Rooms::new(Arc::new(MemoryLog::default()), key),
        origins: Origins::new(config.origins),
        places: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
        sockets: TaskTracker::new(),
        stop: stop.clone(),
    };
    let connections = TaskTracker::new();
    let sockets = server.sockets.clone();
    serve::serve(listener, http::router(server), &connections, &stop).await;

    connections.close();
    sockets.close();
    let ended = async {
        connections.wait().await;
        sockets.wait().await;
    };
    if tokio::time::timeout(SHUTDOWN_WITHIN, ended).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
    Ok(())
}
