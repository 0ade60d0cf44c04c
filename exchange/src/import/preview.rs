//! What was found in a file: all that it can be, all that can be refused in it, and all that it is not.
//!
//! Each of these has a sentence for a person as its `Display`.

use std::fmt;

use crate::limits::{EXCERPT_CHARS_MAX, IMPORT_BYTES_MAX, IMPORT_COLUMNS_MAX, IMPORT_TOPICS_MAX};

/// What was found and understood. Nothing is taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub found: Found,
    /// In order; empty for what has no columns.
    pub columns: Vec<Column>,
    /// In the order of the file.
    pub topics: Vec<Line>,
    /// What was read and is no topic, in the order of the file.
    pub refused: Vec<Refused>,
}

/// A topic and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Of the file, from 1: where the record begins.
    pub line: usize,
    pub draft: Draft,
}

/// One topic as it was written, not yet checked against the rules of the domain. What is not known is empty, except for
/// the title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub title: String,
    /// As its tool writes it: `TEAM-123`, `#12`.
    pub key: String,
    /// As it stands in the column of a table, so it may be anything there; from lines it is `http` or `https`.
    pub link: String,
    /// Text of several lines.
    pub notes: String,
    /// As written, except that a decimal fraction has a point and no zeros at its end: `5.0` is `5`, `0,50` is `0.5`.
    pub estimate: String,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, perhaps cut; empty if the table has no line of names, or this row was longer than that line.
    pub header: String,
    pub r#use: Use,
    /// The first of its cells that is not empty, perhaps cut; on one line.
    pub sample: String,
}

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    Nothing,
    Title,
    Key,
    Link,
    Notes,
    Estimate,
}

/// Something that was read and is no topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Of the file, from 1.
    pub line: usize,
    pub reason: Reason,
    /// What stands there, perhaps cut; on one line.
    pub text: String,
}

/// Why something is no topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A heading of Markdown.
    Heading,
    /// A line of signs only, or a record whose title is empty.
    NoTitle,
    /// A record with a quotation mark that has no second one. Everything behind it would be one cell.
    QuoteOpen,
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub format: Format,
    pub encoding: Encoding,
}

/// What the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Records and columns, from the tool if its columns tell.
    Table { delimiter: Delimiter, tool: Option<Tool> },
    /// The RSS that Jira calls XML.
    JiraXml,
    /// Lines of which some have a bullet, a number, a check box or are a heading.
    MarkdownList,
    /// Lines.
    Lines,
}

/// What stands between two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delimiter {
    Comma,
    Semicolon,
    Tab,
    /// There is one column only.
    None,
}

/// Who wrote a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tool {
    Jira,
    GitHub,
    GitLab,
    AzureDevOps,
    Linear,
}

/// How the text was written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    /// Little-endian or big-endian.
    Utf16,
    Windows1252,
}

/// Why a file is no list of topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAList {
    /// Nothing but white space.
    Empty,
    /// Over [`IMPORT_BYTES_MAX`].
    TooLong {
        bytes: usize,
    },
    /// Over [`IMPORT_TOPICS_MAX`].
    TooManyTopics,
    /// Over [`IMPORT_COLUMNS_MAX`].
    TooManyColumns,
    /// A document of Team Poker itself: JSON whose `format` is `team-poker`. Reading it is not for this crate.
    OurOwn,
    Json,
    /// A kind of picture.
    Picture(&'static str),
    /// Also a workbook of Excel, a document of Word and the like.
    Zip,
    /// A kind of archive other than ZIP.
    Archive(&'static str),
    /// A workbook or a document of Office before 2007.
    OldOffice,
    Pdf,
    RichText,
    /// Some programs also call it Excel.
    Html,
    /// XML that Jira does not write, by the name of its outermost element.
    OtherXml {
        root: String,
    },
    /// XML with a document type, which can define entities that grow without end. Jira writes none.
    DocumentType,
    /// XML that cannot be read. Line and column count from 1, the column in characters.
    BrokenXml {
        line: usize,
        column: usize,
        problem: String,
    },
    /// No text at all.
    Binary,
}

/// The start of a text, on one line.
pub(crate) fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().scan(0, |chars, word| {
        let before = *chars;
        *chars += word.chars().take(EXCERPT_CHARS_MAX + 1).count() + 1;
        (before <= EXCERPT_CHARS_MAX).then_some(word)
    });
    let mut line: String = line.collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(EXCERPT_CHARS_MAX) {
        line.truncate(end);
        line.push('…');
    }
    line
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoding = self.encoding;
        match self.format {
            Format::Table { delimiter, tool: None } => write!(f, "{delimiter}, {encoding}"),
            Format::Table { delimiter, tool: Some(tool) } => write!(f, "{delimiter}, {encoding}, as {tool} exports it"),
            Format::JiraXml => write!(f, "XML, {encoding}, as Jira exports it"),
            Format::MarkdownList => write!(f, "A Markdown list, {encoding}"),
            Format::Lines => write!(f, "Lines of text, {encoding}"),
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Comma => "CSV with commas",
            Self::Semicolon => "CSV with semicolons",
            Self::Tab => "A table with tabs",
            Self::None => "A table of one column",
        })
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jira => "Jira",
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::AzureDevOps => "Azure DevOps",
            Self::Linear => "Linear",
        })
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heading => "This is a heading.",
            Self::NoTitle => "This has no title.",
            Self::QuoteOpen => "A quotation mark begins here and does not end. Nothing from here on can be read.",
        })
    }
}

impl fmt::Display for NotAList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "This is empty."),
            Self::TooLong { bytes } => {
                let (long, max) = (tenths_of_megabytes(*bytes), tenths_of_megabytes(IMPORT_BYTES_MAX));
                write!(f, "This is too long: {}.{} MB, and at most {} MB can be read.", long / 10, long % 10, max / 10)
            }
            Self::TooManyTopics => write!(f, "This has more than {IMPORT_TOPICS_MAX} topics."),
            Self::TooManyColumns => write!(f, "This is a table with more than {IMPORT_COLUMNS_MAX} columns."),
            Self::OurOwn => write!(f, "This is a document of Team Poker."),
            Self::Json => write!(f, "This is JSON. Export the list as CSV."),
            Self::Picture(kind) => write!(f, "This is a {kind} picture."),
            Self::Zip => write!(f, "This is a ZIP archive. If it is an Excel file, save it as CSV."),
            Self::Archive(kind) => write!(f, "This is a {kind} archive."),
            Self::OldOffice => write!(f, "This is an old Office file. If it is an Excel file, save it as CSV."),
            Self::Pdf => write!(f, "This is a PDF."),
            Self::RichText => write!(f, "This is a document in Rich Text Format. Save it as plain text."),
            Self::Html => write!(f, "This is an HTML page. Export the list as CSV."),
            Self::OtherXml { root } => write!(f, "This is XML, but not from Jira: it begins with <{root}>."),
            Self::DocumentType => write!(f, "This is XML with a document type, which is not read."),
            Self::BrokenXml { line, column, problem } => {
                write!(f, "This XML is broken in line {line}, column {column}: {problem}.")
            }
            Self::Binary => write!(f, "This is binary data, not text."),
        }
    }
}

impl std::error::Error for NotAList {}

/// Rounded up, so that what is over the limit never reads as the limit.
fn tenths_of_megabytes(bytes: usize) -> usize {
    (bytes * 10).div_ceil(1024 * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_byte_too_long_does_not_read_as_the_limit() {
        let sentence = NotAList::TooLong { bytes: IMPORT_BYTES_MAX + 1 }.to_string();
        assert_eq!(sentence, "This is too long: 5.1 MB, and at most 5 MB can be read.");
    }

    #[test]
    fn an_excerpt_is_one_line_and_short() {
        assert_eq!(excerpt(" a\n\tb "), "a b");
        let longest = "é".repeat(EXCERPT_CHARS_MAX);
        assert_eq!(excerpt(&longest), longest);
        assert_eq!(excerpt(&format!("{longest}é")), format!("{longest}…"));
        let words = "é ".repeat(EXCERPT_CHARS_MAX);
        assert_eq!(excerpt(&words), format!("{}…", &"é ".repeat(EXCERPT_CHARS_MAX / 2)));
    }
}
