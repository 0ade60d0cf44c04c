//! A report as other tools read it.

mod cell;
mod csv;
mod jira;
mod markdown;
mod votes;

pub use jira::jira;
pub use markdown::markdown;
pub use votes::votes;
