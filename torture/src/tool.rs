//! Tools of the system, run to their end.

use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Result, anyhow, bail};

/// Runs a tool.
///
/// # Errors
///
/// When there is no such tool, or when it fails: then with the last line that it said.
pub fn run<I: IntoIterator<Item: AsRef<OsStr>>>(tool: &str, arguments: I) -> Result<()> {
    output(tool, arguments).map(drop)
}

/// Runs a tool, and gives what it printed.
///
/// # Errors
///
/// As [`run`].
pub fn output<I: IntoIterator<Item: AsRef<OsStr>>>(tool: &str, arguments: I) -> Result<String> {
    let output = Command::new(tool).args(arguments).output().map_err(|error| anyhow!("{tool}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.trim().lines().last().unwrap_or("it failed and did not say why");
        bail!("{tool}: {}", line.strip_prefix(tool).unwrap_or(line).trim_start_matches([':', ' ']));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
