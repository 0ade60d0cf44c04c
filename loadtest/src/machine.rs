//! Machine: on what the figures were measured, without which they mean nothing.

use std::fmt;
use std::fs::read_to_string;
use std::process::Command;
use std::thread::available_parallelism;

use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    pub cores: usize,
    pub processor: String,
    pub kernel: String,
    pub memory_gib: f64,
    pub open_files: usize,
    /// What of this project was measured, as far as git says.
    pub commit: String,
}

impl Machine {
    /// What this machine says of itself. What it does not say is "unknown".
    pub fn of_this(open_files: usize) -> Self {
        let cpu = read_to_string("/proc/cpuinfo").unwrap_or_default();
        let memory = read_to_string("/proc/meminfo").unwrap_or_default();
        let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        let kibibytes = field(&memory, "MemTotal").and_then(|total| total.strip_suffix(" kB")?.parse::<f64>().ok());
        Self {
            cores: available_parallelism().map_or(0, usize::from),
            processor: field(&cpu, "model name").unwrap_or("unknown").to_owned(),
            kernel: format!("Linux {}", kernel.trim()),
            memory_gib: kibibytes.unwrap_or_default() / f64::from(1 << 20),
            open_files,
            commit: commit().unwrap_or_else(|| "unknown".into()),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cores, processor, kernel, memory_gib, open_files, commit } = self;
        write!(
            f,
            "{cores} cores of {processor}, {memory_gib:.0} GiB of memory, {kernel}, {open_files} open files at most, commit {commit}"
        )
    }
}

fn field<'a>(lines: &'a str, name: &str) -> Option<&'a str> {
    lines
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.trim() == name)
        .map(|(_, it)| it.trim())
}

fn commit() -> Option<String> {
    let output = Command::new("git").args(["describe", "--always", "--dirty", "--exclude=*"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let lines = "vendor_id\t: A\nmodel\t\t: 1\nmodel name\t: A Processor\n";
        assert_eq!(field(lines, "model name"), Some("A Processor"));
        assert_eq!(field(lines, "name"), None);
    }
}
