//! The program itself, as somebody starts it.

use std::io::{BufRead, BufReader, Lines};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use tempfile::TempDir;

use super::PATIENCE;

pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_team-poker"));
    // The settings of whoever runs the tests are not those of the tests.
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TEAMPOKER_") {
            command.env_remove(name);
        }
    }
    command
}

/// A running `team-poker`. It is killed if the test fails.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    log: Receiver<String>,
    /// Its standard output, on which it says nothing: it is closed when the process ends.
    ended: Receiver<String>,
    logged: Vec<String>,
    _folder: TempDir,
}

impl Program {
    /// Starts it on a port of its own, and returns once it listens.
    pub fn start(log: &str) -> Self {
        Self::start_heard(log, usize::MAX)
    }

    /// The same, but the other end of its log is closed once it listens, as when a log collector ends.
    pub fn start_unheard() -> Self {
        Self::start_heard("info", 1)
    }

    /// Starts it and hears so many lines of its log.
    fn start_heard(log: &str, lines_max: usize) -> Self {
        let mut command = command();
        let folder = TempDir::new().unwrap();
        command.arg("--data-dir").arg(folder.path());
        command.args(["--listen", "127.0.0.1:0", "--log", log]).stderr(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = hear(BufReader::new(child.stderr.take().unwrap()).lines(), lines_max);
        let ended = hear(BufReader::new(child.stdout.take().unwrap()).lines(), usize::MAX);
        let mut program =
            Self { address: ([127, 0, 0, 1], 0).into(), child, log, ended, logged: vec![], _folder: folder };
        let line = program.read_until("Team Poker is at http://");
        let (_, address) = line.split_once("http://").unwrap();
        program.address = address.trim().parse().unwrap();
        program
    }

    /// Reads the log on to the line that holds this.
    pub fn read_until(&mut self, text: &str) -> String {
        loop {
            let line =
                self.log.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("nothing said {text:?}: {:?}", self.logged));
            self.logged.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Sends it a signal, by its name.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for its end, and gives all that it has logged.
    pub fn end(mut self) -> (ExitStatus, Vec<String>) {
        let ended = self.ended.recv_timeout(PATIENCE);
        self.logged.extend(self.log.try_iter());
        assert_eq!(ended, Err(RecvTimeoutError::Disconnected), "it does not end: {:?}", self.logged);
        // What it said last may still be on its way through the thread that hears it.
        self.logged.extend(self.log.iter());
        (self.child.wait().unwrap(), std::mem::take(&mut self.logged))
    }
}

/// Passes lines on as they come. The pipe is closed before the last one is passed on.
fn hear(mut lines: Lines<impl BufRead + Send + 'static>, lines_max: usize) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for _ in 1..lines_max {
            let Some(Ok(line)) = lines.next() else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
        let last = lines.next();
        drop(lines);
        if let Some(Ok(line)) = last {
            // Nobody may wait for it any more.
            let _ = sender.send(line);
        }
    });
    receiver
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
