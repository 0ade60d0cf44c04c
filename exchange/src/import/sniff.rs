//! Whether a text is a table, and with what between its columns.
//!
//! A text is a table if its first record has names of columns that are known, or if all its records are of one length
//! and something in them says that their delimiters are no punctuation: a tab, or a column of keys, links or numbers.
//! So `Log in, log out` stays one line, however many such lines there are.

use csv::StringRecord;

use super::header;
use super::marker;
use super::preview::{Delimiter, Use};
use super::records::Records;
use super::reference::{is_key, is_link};
use crate::limits::{IMPORT_COLUMNS_MAX, SNIFF_BYTES_MAX, SNIFF_RECORDS_MAX};

/// A table as it has to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape<'a> {
    pub delimiter: Delimiter,
    /// Whether the first record is the names of the columns.
    pub has_names: bool,
    /// The text of the table.
    pub text: &'a str,
    /// How many lines of the file are in front of it.
    pub lines_before: usize,
}

impl Delimiter {
    /// Of one column a control character that stands in no text is between it and the next.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::None => 0x1F,
        }
    }
}

/// The table, if the text is one.
pub(crate) fn sniff(text: &str) -> Option<Shape<'_>> {
    if let Some((delimiter, text)) = told(text) {
        let known = beginning(text, delimiter).first().map_or(0, known);
        return Some(Shape { delimiter, has_names: known > 0, text, lines_before: 1 });
    }
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    if marker::item(first).is_some() || marker::is_heading(first) {
        return None;
    }
    let shape = |delimiter, has_names| Shape { delimiter, has_names, text, lines_before: 0 };
    let delimiters = [Delimiter::Tab, Delimiter::Semicolon, Delimiter::Comma];
    let beginnings = delimiters.map(|delimiter| (delimiter, beginning(text, delimiter)));
    let named = beginnings.iter().filter(|(_, records)| begins_with_names(records));
    // Of several the one with the most names that are known, and of those the one with the most columns.
    let best = named.max_by_key(|(_, records)| (known(&records[0]), records[0].len()));
    if let Some((delimiter, _)) = best {
        return Some(shape(*delimiter, true));
    }
    if is_one_column(&beginning(text, Delimiter::None)) {
        return Some(shape(Delimiter::None, true));
    }
    let found = beginnings.iter().find(|(delimiter, records)| is_table_without_names(*delimiter, records));
    found.map(|(delimiter, _)| shape(*delimiter, false))
}

/// What each column is for in a table without names: of those that have only links the first is the link, of those that
/// have only keys the first is the key, and the first with words is the title.
pub(crate) fn guess(rows: &[&StringRecord], columns: usize) -> Vec<Use> {
    let mut uses = vec![Use::Nothing; columns];
    let mut left = vec![Use::Link, Use::Key, Use::Title];
    for (column, r#use) in uses.iter_mut().enumerate() {
        let cells = || rows.iter().filter_map(|row| row.get(column)).map(str::trim).filter(|cell| !cell.is_empty());
        let guessed = if cells().next().is_none() {
            Use::Nothing
        } else if cells().all(is_link) {
            Use::Link
        } else if cells().all(is_key) {
            Use::Key
        } else if cells().any(|cell| cell.contains(char::is_alphabetic)) {
            Use::Title
        } else {
            Use::Nothing
        };
        if let Some(at) = left.iter().position(|other| *other == guessed) {
            *r#use = left.swap_remove(at);
        }
    }
    uses
}

/// Excel's own way to tell: a first line `sep=;`.
fn told(text: &str) -> Option<(Delimiter, &str)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = first.trim_matches([' ', '"']);
    let sign = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &first[4..])?;
    let delimiter = match sign {
        ";" => Delimiter::Semicolon,
        "," => Delimiter::Comma,
        "\t" => Delimiter::Tab,
        _ => return None,
    };
    Some((delimiter, rest))
}

/// The first records, without those that are empty. One that is cut within quotation marks is none.
fn beginning(text: &str, delimiter: Delimiter) -> Vec<StringRecord> {
    let start = &text[..text.floor_char_boundary(SNIFF_BYTES_MAX)];
    let is_cut = start.len() < text.len();
    let text = if is_cut { start.rfind('\n').map_or(start, |end| &start[..end]) } else { text };
    let records = Records::new(text, delimiter.byte()).map_while(Result::ok).map(|(_, record)| record);
    records.filter(|record| width(record) > 0).take(SNIFF_RECORDS_MAX).collect()
}

/// How many cells a record has up to the last that is not empty.
pub(crate) fn width(record: &StringRecord) -> usize {
    record.len() - record.iter().rev().take_while(|cell| cell.trim().is_empty()).count()
}

fn known(names: &StringRecord) -> usize {
    names.iter().take(IMPORT_COLUMNS_MAX).filter(|name| header::meaning(name) != Use::Nothing).count()
}

/// Names are those of a title and something else, or two others that are known, above records of which half have two
/// cells at least.
fn begins_with_names(records: &[StringRecord]) -> bool {
    let [names, rows @ ..] = records else { return false };
    let has_title = names.iter().take(IMPORT_COLUMNS_MAX).any(|name| header::meaning(name) == Use::Title);
    let divided = rows.iter().filter(|row| row.len() > 1).count();
    names.len() > 1 && (has_title || known(names) > 1) && divided * 2 >= rows.len()
}

/// `Title`, and lines below it.
fn is_one_column(records: &[StringRecord]) -> bool {
    records.len() > 1 && records[0].iter().all(|name| header::meaning(name) == Use::Title)
}

fn is_table_without_names(delimiter: Delimiter, records: &[StringRecord]) -> bool {
    let Some(columns) = records.first().map(StringRecord::len) else { return false };
    let is_even = columns > 1 && records.iter().all(|record| record.len() == columns);
    let holds = |column: usize, is: fn(&str) -> bool| records.iter().all(|record| record.get(column).is_some_and(is));
    let has_evidence = || {
        (0..columns).any(|column| holds(column, is_key) || holds(column, is_link) || holds(column, is_amount))
            && records.iter().any(|record| record.iter().any(|cell| cell.contains(char::is_alphabetic)))
    };
    is_even && (delimiter == Delimiter::Tab || records.len() > 1 && has_evidence())
}

/// Digits, perhaps with a point or a comma. No space may be in front: behind punctuation there is one.
fn is_amount(cell: &str) -> bool {
    cell.starts_with(|first: char| first.is_ascii_digit())
        && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use Delimiter::{Comma, Semicolon, Tab};

    fn found(text: &str) -> Option<(Delimiter, bool)> {
        sniff(text).map(|shape| (shape.delimiter, shape.has_names))
    }

    #[test]
    fn names_that_are_known_make_a_table() {
        assert_eq!(found("Title,Points\nLog in,3\n"), Some((Comma, true)));
        assert_eq!(found("Titel;Größe\n\"a;b\";3\n"), Some((Semicolon, true)));
        assert_eq!(found("Status\tSummary\nx\ta\n"), Some((Tab, true)));
        assert_eq!(found("\n\nKey;ID;Something\na;b;c"), Some((Semicolon, true)));
        assert_eq!(found("Title,Key\n"), Some((Comma, true)));
    }

    #[test]
    fn of_several_delimiters_the_one_counts_that_makes_names() {
        assert_eq!(found("Summary;Key;Notes, long\na, b;T-1;c, d\n"), Some((Semicolon, true)));
        assert_eq!(found("Title,Points,ID;Name;a;b;c\nd,3,e;f\n"), Some((Comma, true)));
        assert_eq!(found("Title;a;b;ID,Name\nc;d;e;f,g\n"), Some((Semicolon, true)));
        assert_eq!(found("Summary,Key;Notes\na,b;c\n"), Some((Comma, true)));
        assert_eq!(found("Summary,Description,\"URL;x\"\na,b;c;d,e\n"), Some((Comma, true)));
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "Log in, log out\nSign up, sign off\n",
            "Log in, log out\nLog in, log out\n",
            "Log in; log out\nSign up; sign off\n",
            "Pay, then ship\nCancel\nSearch, filter, sort\n",
            "TEAM-1, Log in",
            "Log in, 5\nLog out, 3\n",
            "Title, description and link\nLog in\nLog out\n",
            "Log in",
            "- Title, key\n- Log in, TEAM-1\n",
            "# Title, key\nLog in, TEAM-1",
            "1. Log in,5\n2. Log out,3",
            "1,2\n3,4",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn tabs_keys_links_and_numbers_make_a_table_without_names() {
        assert_eq!(found("Log in\t5\nLog out\t3"), Some((Tab, false)));
        assert_eq!(found("Log in\t\n"), Some((Tab, false)));
        assert_eq!(found("TEAM-1,Log in\nTEAM-2,\"Log out, then in\"\n"), Some((Comma, false)));
        assert_eq!(found("Log in;https://example.org/1\nLog out;https://example.org/2"), Some((Semicolon, false)));
        assert_eq!(found("Log in;0,5\nLog out;3"), Some((Semicolon, false)));
        assert_eq!(found("Log in\n\tsoon\n\tand well\n"), None);
    }

    #[test]
    fn only_the_beginning_is_looked_at() {
        let rest = "Log in,TEAM-1\n".repeat(SNIFF_RECORDS_MAX - 1);
        assert_eq!(found(&format!("Log in,TEAM-1\n{rest}Log out")), Some((Comma, false)));
        assert_eq!(found(&format!("Log out\n{rest}")), None);
        let long = format!("Log in,TEAM-1\nLog in,TEAM-1\n\"{}\",TEAM-1\nLog out", "é\n".repeat(SNIFF_BYTES_MAX / 3));
        assert_eq!(found(&long), Some((Comma, false)));
    }

    #[test]
    fn one_column_is_a_table_if_its_name_is_known() {
        assert_eq!(found("Summary\n\"Log in, log out\"\nPay"), Some((Delimiter::None, true)));
        assert_eq!(found("Summary"), None);
        assert_eq!(found("Estimate\nLog in"), None);
    }

    #[test]
    fn excel_can_tell_the_delimiter() {
        let expected = Shape { delimiter: Semicolon, has_names: true, text: "Title;x\na;b", lines_before: 1 };
        assert_eq!(sniff("sep=;\nTitle;x\na;b"), Some(expected));
        assert_eq!(found("\"SEP=,\"\na,b"), Some((Comma, false)));
        assert_eq!(found("sep=|\na|b"), None);
    }

    #[test]
    fn without_names_the_first_column_of_each_kind_is_taken() {
        use Use::{Key, Link, Nothing, Title};
        let rows: Vec<StringRecord> = [
            ["3", "TEAM-1", "a 1", "https://example.org/1", "b", ""],
            ["5", "TEAM-2", "2", "https://example.org/2", "c", ""],
        ]
        .map(|row| StringRecord::from(row.to_vec()))
        .into();
        let rows: Vec<&StringRecord> = rows.iter().collect();
        assert_eq!(guess(&rows, 6), [Nothing, Key, Title, Link, Nothing, Nothing]);
    }
}
