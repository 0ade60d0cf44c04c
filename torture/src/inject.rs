//! Faults of the disk, made by strace: the program's calls to its own files fail, and no others.

use std::fmt;
use std::fs::read_dir;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use harness::limits::PATIENCE;
use harness::program::Program;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::limits::LOOK_PAUSE;
use crate::log::DATABASE;
use crate::tool::run;

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Write,
    Flush,
    Open,
}

/// What it fails with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Errno {
    Io,
    NoSpace,
}

/// How long it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Once in each thread.
    Once,
    /// Until the disk works again, under the running program.
    Healed,
    /// Until the program is killed; the disk works when it starts anew.
    Killed,
}

/// From when on the calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The program's start.
    Start,
    /// When it listens, and nobody has come yet.
    Listening,
}

/// One way in which the disk fails.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub call: Call,
    pub errno: Errno,
    pub ending: Ending,
    pub from: From,
    /// The first call that fails, counted in each thread.
    nth: u32,
}

/// Which call is the first that fails.
const NTHS: [u32; 9] = [1, 2, 3, 5, 8, 13, 21, 34, 55];

impl Fault {
    /// All of them, so ordered that each kind comes once before any comes again.
    pub fn all(random: &mut fastrand::Rng) -> Vec<Self> {
        let mut kinds = vec![];
        for call in [Call::Write, Call::Flush, Call::Open] {
            for errno in [Errno::Io, Errno::NoSpace] {
                for ending in [Ending::Once, Ending::Healed, Ending::Killed] {
                    let moments = [From::Start, From::Listening].into_iter();
                    let moments = moments.flat_map(|from| NTHS.map(|nth| (from, nth)));
                    let faults = moments.map(|(from, nth)| Self { call, errno, ending, from, nth });
                    let mut kind: Vec<Self> = faults.collect();
                    random.shuffle(&mut kind);
                    kinds.push(kind);
                }
            }
        }
        let moments = 2 * NTHS.len();
        (0..moments).flat_map(|moment| kinds.iter().map(move |kind| kind[moment])).collect()
    }

    /// The command under which the program starts. The program stays our child: strace steps aside.
    pub fn wrapper(&self, data: &Path) -> Vec<String> {
        let strace = ["strace", "-D"].map(String::from).into_iter();
        strace.chain(self.arguments(data)).collect()
    }

    /// Lets the calls of a program fail that runs already.
    ///
    /// # Errors
    ///
    /// When strace does not get hold of it.
    pub async fn attach(&self, program: &Program, data: &Path) -> Result<Child> {
        let mut strace = Command::new("strace");
        strace.args(self.arguments(data)).args(["-p", &program.pid()?.to_string()]);
        let strace = strace.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn()?;
        wait_for_tracers(program, |tracers| tracers.iter().all(Option::is_some))
            .await
            .context("strace does not attach")?;
        Ok(strace)
    }

    /// Which of the kind.
    pub fn moment(&self) -> String {
        let Self { from, nth, .. } = self;
        format!("at call {nth} since {}", if *from == From::Start { "the start" } else { "it listened" })
    }

    fn arguments(&self, data: &Path) -> Vec<String> {
        let (calls, errno) = (self.call.names(), self.errno.name());
        let on = if self.ending == Ending::Once { "" } else { "+" };
        let mut arguments = ["-I1", "-f", "-qq", "-o", "/dev/null"].map(String::from).to_vec();
        for file in ["", DATABASE, &format!("{DATABASE}-wal"), &format!("{DATABASE}-shm")] {
            arguments.extend(["-P".into(), data.join(file).display().to_string().trim_end_matches('/').into()]);
        }
        arguments.extend(["-e".into(), format!("trace={calls}")]);
        arguments.extend(["-e".into(), format!("inject={calls}:error={errno}:when={}{on}", self.nth)]);
        arguments
    }
}

/// Whether this machine allows all that.
///
/// # Errors
///
/// It does not.
pub fn allowed() -> Result<()> {
    run("strace", ["-D", "-I1", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"])
}

/// The disk works again.
///
/// # Errors
///
/// When strace does not let go.
pub async fn heal(program: &Program) -> Result<()> {
    let Some(tracer) = tracers(program)?.into_iter().flatten().next() else { bail!("nobody traces the program") };
    run("kill", ["-s", "TERM", &tracer.to_string()])?;
    wait_for_tracers(program, |tracers| tracers.iter().all(Option::is_none)).await.context("strace does not let go")
}

async fn wait_for_tracers(program: &Program, are_so: impl Fn(&[Option<u32>]) -> bool) -> Result<()> {
    let waiting = async {
        while !are_so(&tracers(program)?) {
            sleep(LOOK_PAUSE).await;
        }
        Ok(())
    };
    timeout(PATIENCE, waiting).await?
}

/// Who traces each of the program's threads.
fn tracers(program: &Program) -> Result<Vec<Option<u32>>> {
    let threads = read_dir(format!("/proc/{}/task", program.pid()?))?;
    let statuses = threads.filter_map(|thread| std::fs::read_to_string(thread.ok()?.path().join("status")).ok());
    let tracers = statuses.map(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("TracerPid:"));
        line.and_then(|pid| pid.trim().parse().ok()).filter(|&pid| pid != 0)
    });
    Ok(tracers.collect())
}

impl Call {
    /// SQLite is built to flush with the one or the other.
    fn names(self) -> &'static str {
        match self {
            Self::Write => "pwrite64",
            Self::Flush => "fdatasync,fsync",
            Self::Open => "openat",
        }
    }
}

impl Errno {
    fn name(self) -> &'static str {
        match self {
            Self::Io => "EIO",
            Self::NoSpace => "ENOSPC",
        }
    }
}

/// The kind: what the case has in common with others.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = match self.ending {
            Ending::Once => "once",
            Ending::Healed => "until it heals",
            Ending::Killed => "until a kill",
        };
        write!(f, "{} {} {ending}", self.call.names(), self.errno.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_first_faults_are_one_of_each_kind() {
        let all = Fault::all(&mut fastrand::Rng::with_seed(1));
        assert_eq!(all.len(), 3 * 2 * 3 * 2 * NTHS.len());
        let kinds = |faults: &[Fault]| faults.iter().map(ToString::to_string).collect::<BTreeSet<_>>().len();
        assert_eq!(kinds(&all[..18]), 18);
        assert_eq!(kinds(&all), 18);
    }
}
