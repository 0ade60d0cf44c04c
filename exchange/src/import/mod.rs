//! What other tools, or people, wrote: lists of topics of Jira, GitHub, GitLab, Azure DevOps, Linear, a spreadsheet, or by
//! hand. Nothing of the domain is known here: a [`Draft`](preview::Draft) is what a file says, and whether it may stand on
//! the table others decide.
//!
//! In reading order, each module using only those above it:
//!
//! 1. [`preview`]: all that can be found in a file, and all that can be wrong with it.
//! 2. `encoding`, `signature`: from bytes to text, and what is no text.
//! 3. `reference`, `draft`: keys and links, and a topic as it leaves.
//! 4. `marker`, `inline`, `lines`: Markdown lists and plain lines.
//! 5. `html`, `header`, `jira_xml`: Jira's XML.
//! 6. `records`, `sniff`, `table`: CSV, and what spreadsheets copy.
//! 7. [`read()`]: the one way in.
//!
//! ```
//! let preview = exchange::import::read(b"Summary;Issue key\nLog in;TEAM-1\n", None).unwrap();
//! assert_eq!(preview.found.to_string(), "CSV with semicolons, UTF-8");
//! assert_eq!(preview.topics[0].draft.title, "Log in");
//! assert_eq!(preview.topics[0].draft.key, "TEAM-1");
//! assert_eq!(preview.topics[0].line, 2);
//! ```

pub mod preview;

mod encoding;
mod signature;

mod draft;
mod reference;

mod inline;
mod lines;
mod marker;

mod header;
mod html;
mod jira_xml;

mod records;
mod sniff;
mod table;

mod read;

pub use read::read;
