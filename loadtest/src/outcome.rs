//! Outcome: what a scenario has found: tables, goals, plots, and what must be said with them.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use crate::plot::Plot;

/// All that came of one scenario.
#[derive(Default, Serialize)]
pub struct Outcome {
    pub tables: Vec<Table>,
    pub goals: Vec<Goal>,
    /// What must be known to read the figures right.
    pub notes: Vec<String>,
    #[serde(skip)]
    pub plots: Vec<Plot>,
}

/// Rows of cells below a heading.
#[derive(Serialize)]
pub struct Table {
    pub title: String,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

/// One figure or word.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Count(u64),
    /// With so many digits after the point.
    Number(f64, usize),
    None,
}

/// What is wanted, and what came of it.
#[derive(Serialize)]
pub struct Goal {
    pub wanted: String,
    pub found: String,
    pub is_met: bool,
}

impl Table {
    pub fn new(title: impl Into<String>, columns: &[&'static str]) -> Self {
        Self { title: title.into(), columns: columns.into(), rows: vec![] }
    }

    pub fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// As Markdown.
    pub fn to_markdown(&self) -> String {
        let mut text = String::new();
        if !self.title.is_empty() {
            let _ = writeln!(text, "{}\n", self.title);
        }
        let _ = writeln!(text, "| {} |", self.columns.join(" | "));
        let is_text = |column: usize| self.rows.iter().all(|row| matches!(row.get(column), Some(Cell::Text(_))));
        let rules = (0..self.columns.len()).map(|column| if is_text(column) { "-" } else { "-:" });
        let _ = writeln!(text, "|{}|", rules.collect::<Vec<_>>().join("|"));
        for row in &self.rows {
            let cells: Vec<_> = row.iter().map(ToString::to_string).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        text
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<Vec<String>> = vec![self.columns.iter().map(|column| (*column).to_owned()).collect()];
        lines.extend(self.rows.iter().map(|row| row.iter().map(ToString::to_string).collect()));
        let width =
            |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| width(column).unwrap_or_default()).collect();
        if !self.title.is_empty() {
            writeln!(f, "\n{}", self.title)?;
        }
        for line in &lines {
            for (cell, &width) in line.iter().zip(&widths) {
                write!(f, "  {cell:>width$}")?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tables.iter().try_for_each(|table| write!(f, "{table}"))?;
        for Goal { wanted, found, is_met } in &self.goals {
            writeln!(f, "  goal {}: {wanted}: {found}", if *is_met { "met" } else { "NOT met" })?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "  {note}"))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Count(count) => f.write_str(&grouped(&count.to_string())),
            Self::Number(number, digits) => {
                let text = format!("{number:.digits$}");
                let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
                f.write_str(&grouped(whole))?;
                if rest.is_empty() { Ok(()) } else { write!(f, ".{rest}") }
            }
            Self::None => f.write_str("–"),
        }
    }
}

/// Digits with a comma at each thousand.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let places = digits.chars().enumerate().flat_map(|(place, digit)| {
        let is_thousand = place > 0 && (digits.len() - place) % 3 == 0;
        is_thousand.then_some(',').into_iter().chain([digit])
    });
    sign.chars().chain(places).collect()
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Number(number, _) => serializer.serialize_f64(*number),
            Self::None => serializer.serialize_none(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl Cell {
    /// A number with so many digits after the point; none if there is none.
    pub fn number(number: impl Into<Option<f64>>, digits: usize) -> Self {
        number.into().filter(|number| number.is_finite()).map_or(Self::None, |number| Self::Number(number, digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_rounded() {
        for (cell, wanted) in [
            (Cell::Count(0), "0"),
            (Cell::Count(999), "999"),
            (Cell::Count(1_234_567), "1,234,567"),
            (Cell::Number(-1_234.56, 1), "-1,234.6"),
            (Cell::Number(0.5, 0), "0"),
            (Cell::number(f64::NAN, 1), "–"),
            (Cell::from("a"), "a"),
        ] {
            assert_eq!(cell.to_string(), wanted);
        }
    }

    #[test]
    fn a_table_is_written_for_people_for_documents_and_for_machines() {
        let mut table = Table::new("Title", &["what", "how many"]);
        table.row([Cell::from("votes"), Cell::Count(1_000)]);
        table.row([Cell::from("reveals"), Cell::None]);
        assert_eq!(table.to_string(), "\nTitle\n     what  how many\n    votes     1,000\n  reveals         –\n");
        let markdown = "Title\n\n| what | how many |\n|-|-:|\n| votes | 1,000 |\n| reveals | – |\n";
        assert_eq!(table.to_markdown(), markdown);
        let json = serde_json::to_string(&table.rows).unwrap();
        assert_eq!(json, r#"[["votes",1000],["reveals",null]]"#);
    }
}
