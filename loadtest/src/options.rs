//! What every scenario can be told.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use harness::program::{self, Launch, Program};
use indicatif::{ProgressBar, ProgressStyle};

use crate::limits::{API_PER_MINUTE, FILES_BESIDE_SOCKETS};
use crate::process::Process;
use crate::system;

#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The server to be measured. Otherwise the release that was built last, in CARGO_TARGET_DIR or target.
    #[arg(long, global = true, env = "TEAMPOKER_BINARY", value_name = "PATH")]
    server: Option<PathBuf>,

    /// As little of everything as still checks that all is right; the figures then say little.
    #[arg(long, global = true)]
    pub quick: bool,

    /// Let the server keep rooms in memory alone, to see what the disk costs.
    #[arg(long, global = true)]
    pub ephemeral: bool,

    /// Print the figures as JSON, and nothing else.
    #[arg(long, global = true)]
    pub json: bool,

    /// Write the plot into this file.
    #[arg(long, global = true, value_name = "FILE.svg")]
    pub plot: Option<PathBuf>,

    /// Write what was found into the documents of this folder, between the marks that name the scenario, and its plot beside.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub report: Option<PathBuf>,
}

impl Common {
    /// How to start the server with its data in that folder.
    pub fn launch(&self, data: &Path) -> Launch {
        self.launch_on(([127, 0, 0, 1], 0).into(), data)
    }

    /// The same on a port that is known already.
    pub fn launch_on(&self, address: SocketAddr, data: &Path) -> Launch {
        let binary = self.server.clone().unwrap_or_else(program::release);
        let launch = Launch::listening(binary, address, data).with("--log").with("warn,server=info");
        let launch = launch.with("--api-per-minute").with(API_PER_MINUTE.to_string());
        if self.ephemeral { launch.with("--ephemeral") } else { launch }
    }

    /// One of two, the second if it is to be quick.
    pub fn pick<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }

    /// A bar on the terminal, if there is one, of so many steps.
    pub fn bar(&self, name: &'static str, steps: u64) -> ProgressBar {
        let style = ProgressStyle::with_template("{prefix} {bar:40} {percent:>3} % {msg}");
        let bar = ProgressBar::new(steps).with_prefix(name);
        // The template is ours, and says nothing that it does not know.
        style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
    }
}

/// How many sockets the server, and this process, may have at once.
///
/// # Errors
///
/// When the system does not say, or allows none.
pub fn sockets_max() -> Result<usize> {
    let files = system::raise_open_files().context("how many files may be open")?;
    ensure!(files > FILES_BESIDE_SOCKETS, "only {files} files may be open: raise `ulimit -n`");
    Ok(files - FILES_BESIDE_SOCKETS)
}

/// The process of a program, to be measured.
///
/// # Errors
///
/// When it has ended.
pub fn measured(program: &Program) -> Result<Process> {
    Ok(Process::new(program.pid()?))
}
