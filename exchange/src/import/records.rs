//! CSV: a text as records, each with the line in which it begins.

use std::io::{Chain, Read};

use csv::{Reader, ReaderBuilder, StringRecord};

/// A line that no text has, behind the text. It comes as a record of its own if every quotation mark has its second one.
const END: &[u8] = b"\n\0";

/// A quotation mark begins in the record of this line and does not end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QuoteOpen {
    pub line: usize,
}

/// The records of a text without zeros, whose lines end with `\n`. Empty lines are none.
///
/// Fields may be quoted, a quoted one may go over several lines, and two quotation marks in it are one. Records need not
/// be of one length.
pub(crate) struct Records<'a> {
    reader: Reader<Chain<&'a [u8], &'static [u8]>>,
    text: &'a str,
}

impl<'a> Records<'a> {
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        let mut builder = ReaderBuilder::new();
        let builder = builder.delimiter(delimiter).has_headers(false).flexible(true);
        Self { reader: builder.from_reader(text.as_bytes().chain(END)), text }
    }

    /// The line of a record: empty lines in front of it are counted to it by the reader.
    fn line(&self, record: &StringRecord) -> usize {
        let Some(position) = record.position() else { return 1 };
        let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        let empty =
            self.text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
        usize::try_from(position.line()).unwrap_or(usize::MAX) + empty
    }
}

impl Iterator for Records<'_> {
    /// The record and its line.
    type Item = Result<(usize, StringRecord), QuoteOpen>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = StringRecord::new();
        let is_read = self.reader.read_record(&mut record);
        if !is_read.expect("a record of any length is read from text in memory") {
            return None;
        }
        let is_end = record.len() == 1 && record.get(0) == Some("\0");
        if is_end {
            return None;
        }
        let line = self.line(&record);
        let is_open = record.iter().next_back().is_some_and(|last| last.ends_with('\0'));
        Some(if is_open { Err(QuoteOpen { line }) } else { Ok((line, record)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Result<(usize, Vec<String>), QuoteOpen>> {
        let owned = |record: StringRecord| record.iter().map(str::to_owned).collect();
        Records::new(text, b',').map(|it| it.map(|(line, record)| (line, owned(record)))).collect()
    }

    fn record(line: usize, cells: &[&str]) -> Result<(usize, Vec<String>), QuoteOpen> {
        Ok((line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
    }

    #[test]
    fn a_record_has_the_line_in_which_it_begins() {
        let text = "\n\na,b\n\n\"c\nd\",\"\"\"e\"\"\"\n\nf\ng";
        let expected = [record(3, &["a", "b"]), record(5, &["c\nd", "\"e\""]), record(8, &["f"]), record(9, &["g"])];
        assert_eq!(lines(text), expected);
    }

    #[test]
    fn a_quotation_mark_without_a_second_is_found() {
        assert_eq!(lines("a\nb,\"c\nd\ne\n"), [record(1, &["a"]), Err(QuoteOpen { line: 2 })]);
        assert_eq!(lines("a\n\"b\n\""), [record(1, &["a"]), record(2, &["b\n"])]);
        assert_eq!(lines("a \"b\n"), [record(1, &["a \"b"])]);
        assert_eq!(lines(""), []);
    }
}
