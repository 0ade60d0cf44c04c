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

mod allowance;
mod clock;
mod notes;

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
use ws::Sockets;

use allowance::Pace;
use config::Config;
use http::origin::Origins;
use http::peers::Peers;
use identity::ServerKey;
use limits::{CONNECTIONS_MAX, ROOMS_PER_MINUTE, SHUTDOWN_WITHIN};
use room::registry::Rooms;
use store::RoomLog;
use store::memory::MemoryLog;
use store::sqlite::{Place, SqliteLog};

/// What every request may need; cheap to clone.
#[derive(Clone)]
pub struct Server {
    pub rooms: Rooms,
    pub origins: Origins,
    /// What each address may ask of what takes work.
    pub asking: Arc<Peers>,
    /// How many rooms each may make in one go with all that they begin with.
    pub making: Arc<Peers>,
    /// One permit for each socket that may still be opened.
    pub places: Arc<Semaphore>,
    pub sockets: Sockets,
}

/// Serves on `listener` until `stop` is cancelled, then tells every socket to come back later and returns within
/// [`SHUTDOWN_WITHIN`].
///
/// # Errors
///
/// When the rooms cannot be opened, or the system has no randomness to make the server's secret of.
pub async fn run(listener: TcpListener, config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    // Leptos renders on whatever executor it is told of. A second server in one process finds it told already.
    drop(any_spawner::Executor::init_tokio());
    let address = listener.local_addr().context("the listening socket has no address")?;
    let (log, key) = open_log(&config)?;
    let rooms = Rooms::new(log, key, config.moderator_grace());
    let server = Server {
        rooms: rooms.clone(),
        origins: Origins::new(config.origins.clone()),
        asking: Arc::new(Peers::new(Pace::per_minute(config.api_per_minute))),
        making: Arc::new(Peers::new(Pace::per_minute(ROOMS_PER_MINUTE))),
        places: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
        sockets: Sockets { stop: stop.clone(), ..Sockets::default() },
    };
    let deleting = stop.clone().run_until_cancelled_owned(rooms.clone().delete_unopened(config.keep_rooms()));
    let deleting = tokio::spawn(deleting);
    tracing::info!("Team Poker is at http://{address}");
    let connections = TaskTracker::new();
    let sockets = server.sockets.open.clone();
    serve::serve(listener, http::router(server), &connections, &stop).await;

    connections.close();
    sockets.close();
    let ended = async {
        connections.wait().await;
        sockets.wait().await;
        rooms.close().await;
        deleting.await
    };
    match tokio::time::timeout(SHUTDOWN_WITHIN, ended).await {
        Ok(deleted) => drop(deleted.context("the job that deletes rooms has panicked")?),
        Err(_) => tracing::warn!("some connections did not end in time"),
    }
    Ok(())
}

/// The log of the rooms, and the secret that belongs to it.
fn open_log(config: &Config) -> anyhow::Result<(Arc<dyn RoomLog>, ServerKey)> {
    if config.ephemeral {
        let key = ServerKey::generate().context("there is no randomness for the server's secret")?;
        return Ok((Arc::new(MemoryLog::default()), key));
    }
    let log = SqliteLog::open(Place::in_folder(&config.data_dir), config.synchronous)?;
    let key = log.key();
    Ok((Arc::new(log), key))
}
