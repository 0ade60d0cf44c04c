//! Report: the documents that hold what was found, so that a run refreshes them.

use std::fs::{create_dir_all, read_to_string, write as write_file};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::machine::Machine;
use crate::outcome::{Goal, Outcome};

/// The documents of the folder in which sections can be.
const DOCUMENTS: [&str; 2] = ["benchmarks.md", "polling.md"];
/// Where the plots are, beside them.
const PLOTS: &str = "benchmarks";

/// Writes what was found between `<!-- name -->` and `<!-- /name -->` in the documents of that folder.
///
/// # Errors
///
/// When no document has such a section, or one cannot be written.
pub fn write(folder: &Path, name: &str, outcome: &Outcome, machine: &Machine) -> Result<()> {
    create_dir_all(folder.join(PLOTS))?;
    for plot in &outcome.plots {
        write_file(folder.join(PLOTS).join(format!("{}.svg", plot.name)), plot.to_svg())?;
    }
    let section = section(outcome, machine);
    let mut found = false;
    for document in DOCUMENTS {
        let path = folder.join(document);
        let text = read_to_string(&path).with_context(|| path.display().to_string())?;
        if let Some(text) = with_section(&text, name, &section) {
            write_file(&path, text)?;
            found = true;
        }
    }
    ensure!(found, "no document in {} has a section <!-- {name} -->", folder.display());
    Ok(())
}

fn section(outcome: &Outcome, machine: &Machine) -> String {
    let mut parts: Vec<String> = outcome.tables.iter().map(|table| table.to_markdown()).collect();
    parts.extend(outcome.plots.iter().map(|plot| format!("![{}]({PLOTS}/{}.svg)\n", plot.title, plot.name)));
    if !outcome.goals.is_empty() {
        parts.push(outcome.goals.iter().map(goal).collect());
    }
    parts.extend(outcome.notes.iter().map(|note| format!("{note}\n")));
    parts.push(format!("Measured on {machine}.\n"));
    parts.join("\n")
}

fn goal(Goal { wanted, found, is_met }: &Goal) -> String {
    format!("- {}: {wanted}. Found: {found}.\n", if *is_met { "Met" } else { "**Not met**" })
}

/// The text with another section; none if it has none of that name.
fn with_section(text: &str, name: &str, section: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{section}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_all_else_stays() {
        let text = "# Title\n\n<!-- one -->\nold\n<!-- /one -->\n\n<!-- two -->\n<!-- /two -->\nend\n";
        let new = with_section(text, "one", "new\n").unwrap();
        assert_eq!(new, "# Title\n\n<!-- one -->\n\nnew\n\n<!-- /one -->\n\n<!-- two -->\n<!-- /two -->\nend\n");
        assert_eq!(with_section(&new, "one", "new\n").as_deref(), Some(new.as_str()), "again changes nothing");
        assert_eq!(with_section(text, "three", "new"), None);
    }
}
