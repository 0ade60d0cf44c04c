//! The program itself, as somebody starts it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;

use super::PATIENCE;

pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_team-poker"));
    // The settings of whoever runs the tests are not those of the tests.
    for name in ["TEAMPOKER_LISTEN", "TEAMPOKER_ORIGIN", "TEAMPOKER_LOG"] {
        command.env_remove(name);
    }
    command
}

/// A running `team-poker`. It is killed if the test fails.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    log: Receiver<String>,
    logged: Vec<String>,
}

impl Program {
    /// Starts it on a port of its own, and returns once it listens.
    pub fn start(log: &str) -> Self {
        let mut command = command();
        command.args(["--listen", "127.0.0.1:0", "--log", log]).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, receiver) = channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut program = Self { address: ([127, 0, 0, 1], 0).into(), child, log: receiver, logged: vec![] };
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
        // Its log ends when it does.
        loop {
            match self.log.recv_timeout(PATIENCE) {
                Ok(line) => self.logged.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end: {:?}", self.logged),
            }
        }
        (self.child.wait().unwrap(), std::mem::take(&mut self.logged))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
