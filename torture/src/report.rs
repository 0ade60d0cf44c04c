//! Report: the figures of a proof, as a short table.

use std::fmt;
use std::time::Duration;

/// Rows of a name, a figure and a remark.
#[derive(Default)]
pub struct Report {
    rows: Vec<[String; 3]>,
}

impl Report {
    pub fn row(&mut self, name: &str, figure: impl fmt::Display, remark: impl fmt::Display) {
        self.rows.push([name.to_owned(), figure.to_string(), remark.to_string()]);
    }

    /// A count of what must not be, of so many chances. If it is 0, the rule of three says what that means: with 95 %
    /// confidence it is rarer than 3 in all those chances.
    pub fn fault(&mut self, name: &str, count: u64, of: u64) {
        self.row(name, count, bound(count, of));
    }
}

/// The time that so large a share of them is not above, from 0 to 1.
pub fn quantile(times: &[Duration], share: f64) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    let place = (times.len().saturating_sub(1)) as f64 * share;
    times.get(place.round() as usize).copied().unwrap_or_default()
}

/// The middle one, in milliseconds.
pub fn median_ms(times: &[Duration]) -> String {
    milliseconds(quantile(times, 0.5))
}

pub fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1e3)
}

fn bound(count: u64, of: u64) -> String {
    match (count, of) {
        (_, 0) => "of 0: nothing was tried".into(),
        (0, of) => format!("of {of}: below {:.1e} (3/n, 95 %)", 3.0 / of as f64),
        (_, of) => format!("of {of}"),
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let (names, figures) = (width(0), width(1));
        for [name, figure, remark] in &self.rows {
            writeln!(f, "{}", format!("  {name:names$}  {figure:>figures$}  {remark}").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_says_how_little_it_can_mean() {
        let mut report = Report::default();
        report.fault("lost", 0, 3_000);
        report.fault("doubled", 2, 3_000);
        report.fault("moved", 0, 0);
        let lines = [
            "  lost     0  of 3000: below 1.0e-3 (3/n, 95 %)",
            "  doubled  2  of 3000",
            "  moved    0  of 0: nothing was tried",
        ];
        assert_eq!(report.to_string(), lines.join("\n") + "\n");
    }
}
