//! `docs/rules.md` and the tests know the same rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where tests are whose names begin with the id of a rule.
const TESTED: [&str; 6] = ["shared/src", "shared/tests", "app/src", "server/src", "server/tests", "end2end"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of every test file in these folders, and below those of Rust.
fn sources() -> String {
    let mut waiting: Vec<PathBuf> = TESTED.iter().map(|folder| root().join(folder)).collect();
    let mut text = String::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !folder.ends_with("end2end") {
                waiting.push(path);
            } else if name.ends_with(".rs") || name.ends_with(".spec.ts") {
                text += &fs::read_to_string(path).unwrap();
            }
        }
    }
    text
}

/// `V3` of `**V3**`.
fn documented() -> BTreeSet<String> {
    let rules = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let bold = rules.split("**").skip(1).step_by(2);
    bold.filter(|text| is_id(text)).map(str::to_owned).collect()
}

/// `V3` of `fn v3_others_learn` and of `test("V3 others learn`.
fn tested() -> BTreeSet<String> {
    let sources = sources();
    let rust = sources.split("fn ").skip(1).filter_map(|rest| rest.split_once('_')).map(|(id, _)| id.to_uppercase());
    let stories = sources.split("test(").skip(1).filter_map(|rest| {
        let title = rest.trim_start().strip_prefix(['"', '\'', '`'])?;
        title.split_once(' ').map(|(id, _)| id.to_owned())
    });
    rust.chain(stories).filter(|id| is_id(id)).collect()
}

fn is_id(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = characters.next().is_some_and(|c| c.is_ascii_uppercase());
    begins && !characters.as_str().is_empty() && characters.all(|c| c.is_ascii_digit())
}

#[test]
fn every_rule_has_a_test_that_carries_its_id() {
    let untested: Vec<_> = documented().difference(&tested()).cloned().collect();
    assert!(untested.is_empty(), "no test carries {untested:?}");
}

#[test]
fn every_id_that_a_test_carries_is_a_rule() {
    let unknown: Vec<_> = tested().difference(&documented()).cloned().collect();
    assert!(unknown.is_empty(), "docs/rules.md does not know {unknown:?}");
}

#[test]
fn the_rules_are_found_at_all() {
    assert!(documented().len() > 40 && documented().contains("V3"), "{:?}", documented());
}
