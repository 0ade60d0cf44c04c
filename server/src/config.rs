//! Every setting: a flag, an environment variable and a line of help.

use std::net::SocketAddr;

use axum::http::HeaderValue;
use clap::Parser;

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

    /// What to log: error, warn, info, debug or trace, also for one part alone, as in info,server::room=debug. Cards are
    /// never logged.
    #[arg(long, env = "TEAMPOKER_LOG", value_name = "FILTER", default_value = "info")]
    pub log: String,
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
