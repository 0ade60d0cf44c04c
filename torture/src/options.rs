//! What every proof can be told.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use clap::Args;
use harness::program::{self, Launch};

#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The program to be proven. Otherwise the release that was built last, in CARGO_TARGET_DIR or target.
    #[arg(long, global = true, env = "TEAMPOKER_BINARY", value_name = "PATH")]
    program: Option<PathBuf>,

    /// What everything random follows from, so that a run can be repeated as far as time allows. Random by default.
    #[arg(long, global = true, value_name = "NUMBER")]
    seed: Option<u64>,
}

impl Common {
    pub fn program(&self) -> PathBuf {
        self.program.clone().unwrap_or_else(program::release)
    }

    /// How to start the program with its data in that folder.
    pub fn launch(&self, data: &Path) -> Launch {
        Launch::new(self.program(), data)
    }

    /// How to run one of its subcommands on the data in that folder.
    pub fn subcommand(&self, name: &str, data: &Path) -> Launch {
        Launch::subcommand(self.program(), name, data)
    }

    /// Randomness, after its seed was printed.
    pub fn random(&self) -> fastrand::Rng {
        let seed = self.seed.unwrap_or_else(|| fastrand::u64(..));
        println!("  seed {seed}");
        fastrand::Rng::with_seed(seed)
    }
}

/// For a proof that not every machine allows.
#[derive(Clone, Debug, Args)]
pub struct Need {
    /// Fail where this machine does not allow the proof, instead of saying so and leaving it out.
    #[arg(long)]
    must: bool,
}

/// Why a proof was left out.
#[derive(Debug)]
pub struct LeftOut(String);

impl Need {
    /// This machine does not allow it: always an error, [`LeftOut`] if the proof may be left out.
    pub fn missing<T>(&self, proof: &str, why: Error) -> Result<T> {
        if self.must {
            Err(why)
        } else {
            Err(LeftOut(format!("{proof} was left out, because this machine does not allow it: {why:#}")).into())
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LeftOut {}
