//! The one way in.

use super::encoding::decode;
use super::jira_xml;
use super::lines;
use super::preview::{NotAList, Preview, Use};
use super::signature;
use super::sniff::sniff;
use super::table;
use crate::limits::IMPORT_BYTES_MAX;

/// Reads a list of topics, whatever it is by its content: a table, Jira's XML, a list in Markdown, or lines.
///
/// `mapping` is what a person chose for the columns of an earlier preview, in order; without one the names of the columns
/// decide. It changes neither what the file is taken for nor its columns, and does nothing where there are no columns.
///
/// # Errors
///
/// [`NotAList`], each with what was found instead.
pub fn read(bytes: &[u8], mapping: Option<&[Use]>) -> Result<Preview, NotAList> {
    if bytes.len() > IMPORT_BYTES_MAX {
        return Err(NotAList::TooLong { bytes: bytes.len() });
    }
    if let Some(other) = signature::of_bytes(bytes) {
        return Err(other);
    }
    let (text, encoding) = decode(bytes).ok_or(NotAList::Binary)?;
    if text.trim().is_empty() {
        return Err(NotAList::Empty);
    }
    if let Some(other) = signature::of_text(&text) {
        return Err(other);
    }
    if jira_xml::is_xml(&text) {
        return jira_xml::read(&text, encoding);
    }
    match sniff(&text) {
        Some(shape) => table::read(shape, encoding, mapping),
        None => lines::read(&text, encoding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::preview::Format;

    #[test]
    fn what_is_no_list_says_what_it_is() {
        for (bytes, sentence) in [
            (&b""[..], "This is empty."),
            (b"\xef\xbb\xbf \r\n", "This is empty."),
            (b"\x89PNG\r\n\x1a\n\0\0", "This is a PNG picture."),
            (b"PK\x03\x04\x14\0", "This is a ZIP archive. If it is an Excel file, save it as CSV."),
            (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF."),
            (b"<!doctype html>\n<html>", "This is an HTML page. Export the list as CSV."),
            (b"[{\"title\": \"Log in\"}]", "This is JSON. Export the list as CSV."),
            (b"{\"format\":\"team-poker\"}", "This is a document of Team Poker."),
            (b"\x7fELF\x02\x01\x01\0\0\0", "This is binary data, not text."),
            (b"<?xml version='1.0'?>\n<feed/>", "This is XML, but not from Jira: it begins with <feed>."),
            (b"<!DOCTYPE x>\n<rss/>", "This is XML with a document type, which is not read."),
        ] {
            assert_eq!(read(bytes, None).unwrap_err().to_string(), sentence);
        }
    }

    #[test]
    fn there_is_a_most_of_bytes() {
        let mut bytes = vec![b' '; IMPORT_BYTES_MAX];
        bytes[0] = b'a';
        assert_eq!(read(&bytes, None).unwrap().topics.len(), 1);
        bytes.push(b' ');
        assert_eq!(read(&bytes, None), Err(NotAList::TooLong { bytes: IMPORT_BYTES_MAX + 1 }));
    }

    #[test]
    fn lines_with_commas_stay_lines() {
        let preview = read(b"Log in, log out\nLog in, log out\n", None).unwrap();
        assert_eq!(preview.found.format, Format::Lines);
        assert_eq!(preview.topics.len(), 2);
    }

    #[test]
    fn what_was_found_is_a_sentence() {
        for (text, sentence) in [
            ("Summary;Issue key;Issue Type\nGr\u{f6}\u{df}e;T-1;Bug", "CSV with semicolons, UTF-8, as Jira exports it"),
            ("Title\tURL\nLog in\t", "A table with tabs, UTF-8"),
            ("Title\nLog in", "A table of one column, UTF-8"),
            ("- Log in", "A Markdown list, UTF-8"),
            ("Log in", "Lines of text, UTF-8"),
            ("<rss></rss>", "XML, UTF-8, as Jira exports it"),
        ] {
            assert_eq!(read(text.as_bytes(), None).unwrap().found.to_string(), sentence);
        }
    }
}
