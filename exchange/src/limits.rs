//! Every bound of what is read and written, the unit last in its name.

/// The longest file.
pub const IMPORT_BYTES_MAX: usize = 5 * 1024 * 1024;
/// The most topics of one file. What is refused in it counts as well, so that this bounds the preview.
pub const IMPORT_TOPICS_MAX: usize = 5_000;
/// The most columns of a table. Jira writes some hundreds when every comment and every worklog has one of its own.
pub const IMPORT_COLUMNS_MAX: usize = 2_000;
/// How deep elements may lie in each other in XML; in Jira's it is seven.
pub const XML_DEPTH_ELEMENTS_MAX: usize = 64;

/// The longest document of a room, as UTF-8.
pub const DOCUMENT_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most people of one document.
pub const DOCUMENT_PEOPLE_MAX: usize = 20_000;
/// The most rounds of one document.
pub const DOCUMENT_ROUNDS_MAX: usize = 10_000;
/// The most cards of one round in a document: there are not so many seats at a table.
pub const DOCUMENT_ROUND_CARDS_MAX: usize = shared::limits::SEATS_MAX;

/// Records by which it is decided whether a text is a table.
pub(crate) const SNIFF_RECORDS_MAX: usize = 50;
/// The text from which those records are taken.
pub(crate) const SNIFF_BYTES_MAX: usize = 256 * 1024;
/// How far into a file is looked for what says that it is our own.
pub(crate) const OUR_OWN_BYTES_MAX: usize = 4_096;
/// A cell that is longer is no header.
pub(crate) const HEADER_CHARS_MAX: usize = 80;
/// A name that stands in a sentence, the sample of a column, and what is quoted of a line.
pub(crate) const EXCERPT_CHARS_MAX: usize = 80;
/// The longest project in a key: `TEAM` in `TEAM-123`.
pub(crate) const KEY_PROJECT_BYTES_MAX: usize = 12;
/// The longest number in a key: `123` in `TEAM-123`.
pub(crate) const KEY_DIGITS_MAX: usize = 9;
/// The longest number in front of a line: `12.`
pub(crate) const ORDINAL_DIGITS_MAX: usize = 4;
