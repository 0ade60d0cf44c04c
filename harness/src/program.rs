//! Program: the real binary as a process of its own, started, killed and ended from outside.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::limits::{LOG_LINES_MAX, PATIENCE};

/// What the line says from which on it listens.
const LISTENS: &str = " is at http://";
/// Settings of whoever runs the proofs are not those of the proofs.
const SETTINGS: &str = "TEAMPOKER_";
/// How often a log is looked at for a line that is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// The release that was built last, in CARGO_TARGET_DIR or target.
pub fn release() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Path::new(&target).join("release").join("team-poker")
}

/// How to start the program.
#[derive(Clone, Debug)]
pub struct Launch {
    pub binary: PathBuf,
    /// The command under which it runs, such as `strace -f -o FILE`; none if it runs by itself.
    pub wrapper: Vec<OsString>,
    pub arguments: Vec<OsString>,
}

impl Launch {
    /// On a port of its own, with its data in that folder.
    pub fn new(binary: impl Into<PathBuf>, data: &Path) -> Self {
        Self::listening(binary, ([127, 0, 0, 1], 0).into(), data)
    }

    /// On that port, with its data in that folder.
    pub fn listening(binary: impl Into<PathBuf>, address: SocketAddr, data: &Path) -> Self {
        let arguments = ["--listen", &address.to_string(), "--data-dir"].map(OsString::from).into();
        let launch = Self { binary: binary.into(), wrapper: vec![], arguments };
        launch.with(data)
    }

    /// To run a subcommand on the data in that folder.
    pub fn subcommand(binary: impl Into<PathBuf>, name: &str, data: &Path) -> Self {
        let arguments = [name, "--data-dir"].map(OsString::from).into();
        let launch = Self { binary: binary.into(), wrapper: vec![], arguments };
        launch.with(data)
    }

    /// This very program, as a process of its own with that subcommand, which says where it listens as the server does.
    ///
    /// # Errors
    ///
    /// When the system does not say where this program is.
    pub fn this(subcommand: &str) -> Result<Self> {
        let binary = std::env::current_exe().context("where this program is")?;
        Ok(Self { binary, wrapper: vec![], arguments: vec![subcommand.into()] })
    }

    /// With one more argument.
    pub fn with(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Under that command.
    pub fn under<W: Into<OsString>>(mut self, wrapper: impl IntoIterator<Item = W>) -> Self {
        self.wrapper = wrapper.into_iter().map(Into::into).collect();
        self
    }

    fn command(&self) -> Command {
        let mut words = self.wrapper.iter().map(OsString::as_os_str).chain([self.binary.as_os_str()]);
        // There is always the binary.
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(&self.arguments);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with(SETTINGS)) {
            command.env_remove(name);
        }
        command
    }
}

/// A running program. It is killed when this is dropped.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    is_wrapped: bool,
    log: Log,
}

impl Program {
    /// Starts it and waits until it listens.
    ///
    /// # Errors
    ///
    /// When it does not start, or ends before it listens: then with what it has logged.
    pub async fn start(launch: &Launch) -> Result<Self> {
        let mut command = launch.command();
        // A group of its own, so that a wrapper and what it started can be killed together.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("cannot start {}", launch.binary.display()))?;
        let log = Log::default();
        tokio::spawn(log.clone().hear(child.stderr.take().context("its log is not a pipe")?));
        let address = ([127, 0, 0, 1], 0).into();
        let mut program = Self { address, child, is_wrapped: !launch.wrapper.is_empty(), log };
        let line = program.wait_for_line(LISTENS).await?;
        let (_, address) = line.split_once(LISTENS).context("the line was found by these words")?;
        program.address = address.trim().parse().with_context(|| format!("no address: {line}"))?;
        Ok(program)
    }

    /// Runs it to its end, with a subcommand such as `check` among its arguments, and gives how it ended and all that it
    /// wrote.
    ///
    /// # Errors
    ///
    /// When it does not start or does not end.
    pub async fn run(launch: &Launch) -> Result<(ExitStatus, String)> {
        let mut command = launch.command();
        let output = command.stdin(Stdio::null()).kill_on_drop(true).output();
        let output = timeout(PATIENCE, output).await.context("it does not end")??;
        let written = [output.stdout, output.stderr].concat();
        Ok((output.status, String::from_utf8_lossy(&written).into_owned()))
    }

    /// The process of the program itself, also under a wrapper.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn pid(&self) -> Result<u32> {
        let mut pid = self.child.id().context("it has ended")?;
        if self.is_wrapped {
            // A wrapper that becomes the program has no child.
            while let Some(child) = only_child(pid) {
                pid = child;
            }
        }
        Ok(pid)
    }

    /// SIGKILL, and its end: after this nothing of it runs any more.
    ///
    /// # Errors
    ///
    /// When it cannot be killed.
    pub async fn kill9(mut self) -> Result<()> {
        if self.is_wrapped {
            self.signal_group("KILL").await?;
        } else {
            self.child.start_kill().context("cannot kill it")?;
        }
        timeout(PATIENCE, self.child.wait()).await.context("it does not end")?.context("cannot wait for it")?;
        Ok(())
    }

    /// SIGTERM, and its end.
    ///
    /// # Errors
    ///
    /// When it does not end.
    pub async fn terminate(mut self) -> Result<ExitStatus> {
        let pid = self.pid()?.to_string();
        signal("TERM", &pid).await?;
        let ended = timeout(PATIENCE, self.child.wait()).await;
        Ok(ended.context("it does not end when it is asked to")??)
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// What it has logged, at most the latest lines.
    pub fn log_lines(&self) -> Vec<String> {
        self.log.lines().iter().cloned().collect()
    }

    /// Waits for a line of its log that holds this; also one that it has written before.
    ///
    /// # Errors
    ///
    /// When it ends, or nothing comes: then with what it has logged.
    pub async fn wait_for_line(&mut self, text: &str) -> Result<String> {
        let looking = async {
            loop {
                // First whether it runs, then its log: what it said last is heard.
                let is_running = self.is_running();
                if !is_running {
                    sleep(LOOK_EVERY).await;
                }
                if let Some(line) = self.log.lines().iter().find(|line| line.contains(text)) {
                    return Some(line.clone());
                }
                if !is_running {
                    return None;
                }
                sleep(LOOK_EVERY).await;
            }
        };
        match timeout(PATIENCE, looking).await {
            Ok(Some(line)) => Ok(line),
            Ok(None) => bail!("the program ended before it said {text:?}:\n{}", self.log_lines().join("\n")),
            Err(_) => bail!("the program does not say {text:?}:\n{}", self.log_lines().join("\n")),
        }
    }

    /// How many bytes of memory it holds now, without what it shares with files.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn resident_bytes(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("no RssAnon")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().context("no number")?;
        Ok(kibibytes * 1024)
    }

    async fn signal_group(&self, name: &str) -> Result<()> {
        let group = self.child.id().context("it has ended")?;
        signal(name, &format!("-{group}")).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The wrapper alone is killed by the child's own drop; here what it started goes as well.
        if let (true, Some(group)) = (self.is_wrapped, self.child.id()) {
            let _ = std::process::Command::new("kill").args(["-s", "KILL", "--", &format!("-{group}")]).status();
        }
    }
}

async fn signal(name: &str, to: &str) -> Result<()> {
    let status = Command::new("kill").args(["-s", name, "--", to]).status().await.context("cannot run kill")?;
    if status.success() { Ok(()) } else { bail!("kill -s {name} {to} failed") }
}

fn only_child(pid: u32) -> Option<u32> {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).ok()?;
    children.split_whitespace().next()?.parse().ok()
}

/// The latest lines of a log, shared with the task that hears it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
    fn lines(&self) -> MutexGuard<'_, VecDeque<String>> {
        // A push cannot panic half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn hear(self, from: impl AsyncRead + Unpin) {
        let mut from = BufReader::new(from).lines();
        while let Ok(Some(line)) = from.next_line().await {
            let mut lines = self.lines();
            if lines.len() == LOG_LINES_MAX {
                lines.pop_front();
            }
            lines.push_back(line);
        }
    }
}
