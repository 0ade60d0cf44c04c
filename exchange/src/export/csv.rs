//! CSV as in [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), with a mark in front by which spreadsheets know that it is
//! UTF-8.

use csv::{Terminator, WriterBuilder};

use super::cell::defused;

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// A table with that header, every cell defused.
pub fn table<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    let header = header.map(str::to_owned);
    for row in std::iter::once(header).chain(rows) {
        let row = row.iter().map(|cell| defused(cell).into_owned());
        writer.write_record(row).expect("all rows have as many cells as the header, and memory does not fail");
    }
    let bytes = writer.into_inner().expect("memory does not fail");
    String::from_utf8(bytes).expect("every cell is UTF-8")
}
