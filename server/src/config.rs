//! Every setting: a flag, an environment variable and a line of help.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderValue;
use clap::{Parser, Subcommand};

use crate::store::sqlite::Synchronous;

/// Planning poker for teams, in the browser and in real time.
///
/// Everybody lays a card face down, all cards turn over together, those furthest apart talk. One program, one port, no
/// accounts: open the address in a browser, make a room and send its link to the team.
#[derive(Clone, Debug, Parser)]
#[command(name = "team-poker", version)]
pub struct Config {
    /// Where to listen. Behind a proxy, let it pass on WebSocket upgrades and the Host header.
    #[arg(long, env = "TEAMPOKER_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// An origin, such as https://poker.example, whose pages may use this server beside its own. Needed only where a
    /// proxy changes the Host header. Can be given several times, or separated by commas.
    #[arg(long = "origin", env = "TEAMPOKER_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    pub origins: Vec<HeaderValue>,

    /// The folder in which rooms are kept, in the file team-poker.db. It is made if it is not there.
    #[arg(long, env = "TEAMPOKER_DATA_DIR", value_name = "FOLDER", default_value = ".", global = true)]
    pub data_dir: PathBuf,

    /// Keep rooms in memory alone: they end with the program.
    #[arg(long, env = "TEAMPOKER_EPHEMERAL")]
    pub ephemeral: bool,

    /// Whether each acknowledged event is flushed to the disk (full), so that a power cut takes nothing, or only handed to
    /// the system (normal), so that the end of the program takes nothing.
    #[arg(long, env = "TEAMPOKER_SYNCHRONOUS", value_name = "HOW", default_value = "full")]
    pub synchronous: Synchronous,

    /// Delete rooms that nobody has opened for so many days.
    #[arg(long, env = "TEAMPOKER_KEEP_ROOMS", value_name = "DAYS", default_value = "90",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub keep_rooms: u32,

    /// When no moderator has been connected for so many seconds, any voter who is can take the chair.
    #[arg(long, env = "TEAMPOKER_MODERATOR_GRACE", value_name = "SECONDS", default_value = "60")]
    pub moderator_grace: u32,

    /// How many requests a minute one address may send to /api, and for results and notes. Behind a proxy all have its address,
    /// and share them.
    #[arg(long, env = "TEAMPOKER_API_PER_MINUTE", value_name = "REQUESTS", default_value = "600",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub api_per_minute: u32,

    /// What to log: error, warn, info, debug or trace, also for one part alone, as in info,server::room=debug. Cards are
    /// never logged.
    #[arg(long, env = "TEAMPOKER_LOG", value_name = "FILTER", default_value = "info")]
    pub log: String,

    /// What to do instead of serving.
    #[command(subcommand)]
    pub task: Option<Task>,
}

/// What one who hosts a server does with its database.
#[derive(Clone, Debug, Subcommand)]
pub enum Task {
    /// Copy all rooms into a new file. The server may run meanwhile.
    ///
    /// The file holds the secret of the server as well: keep it as you keep the database.
    Backup {
        /// The file, which must not be there yet.
        file: PathBuf,
    },
    /// Make a backup the database of a server that does not run. What was there is kept beside it.
    Restore {
        /// A file that backup made.
        file: PathBuf,
    },
    /// Read every event of every room and verify that it is what was written. The server may run meanwhile.
    Check,
}

impl Config {
    /// How long a room is kept that nobody opens.
    pub fn keep_rooms(&self) -> Duration {
        Duration::from_secs(u64::from(self.keep_rooms) * 24 * 60 * 60)
    }

    /// How long a table waits for a moderator.
    pub fn moderator_grace(&self) -> Duration {
        Duration::from_secs(self.moderator_grace.into())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_flag_has_a_line_of_help_and_an_environment_variable() {
        let command = Config::command();
        command.clone().debug_assert();
        for flag in command.get_arguments() {
            let name = flag.get_id();
            assert!(flag.get_help().is_some(), "{name} has no help");
            let variable = flag.get_env().map(|name| name.to_string_lossy().into_owned());
            assert!(variable.is_some_and(|name| name.starts_with("TEAMPOKER_")), "{name} has no variable");
        }
    }

    #[test]
    fn with_no_flag_it_listens_on_loopback() {
        assert_eq!(Config::parse_from(["team-poker"]).listen, "127.0.0.1:3000".parse().unwrap());
    }
}
