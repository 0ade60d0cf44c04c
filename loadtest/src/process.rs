//! What a process costs: processor and memory, as the system counts them.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::system;

/// A process that is measured.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    pid: u32,
}

impl Process {
    pub fn new(pid: u32) -> Self {
        Self { pid }
    }

    /// What it has spent on the processor since it was started.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn cpu_time(self) -> Result<Duration> {
        system::cpu_time(self.pid).context("the process whose time is measured has ended")
    }

    /// The bytes of memory that it holds now, and its part of what it shares with others (PSS).
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn memory_bytes(self) -> Result<u64> {
        let path = format!("/proc/{}/smaps_rollup", self.pid);
        let rollup = std::fs::read_to_string(&path).with_context(|| path)?;
        pss_bytes(&rollup).context("the system does not say what it holds")
    }
}

fn pss_bytes(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proportional_size_is_found_among_the_others() {
        let rollup =
            "55d0-7ffe ---p 00000000 00:00 0 [rollup]\nRss:  20 kB\nPss:                  12 kB\nPss_Dirty: 4 kB\n";
        assert_eq!(pss_bytes(rollup), Some(12 * 1024));
        assert_eq!(pss_bytes(""), None);
    }

    #[test]
    fn this_process_holds_something() {
        assert!(Process::new(std::process::id()).memory_bytes().unwrap() > 100_000);
    }
}
