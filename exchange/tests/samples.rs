//! Lists in the shape in which each tool exports them, and the topics that are in them.

use exchange::import::preview::{Draft, Line, Preview, Reason, Use};
use exchange::import::read;

fn sample(name: &str) -> Preview {
    let path = format!("{}/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    read(&bytes, None).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

/// A topic of which all is said.
fn topic(line: usize, [title, key, link, notes, estimate]: [&str; 5]) -> Line {
    let [title, key, link, notes, estimate] = [title, key, link, notes, estimate].map(str::to_owned);
    Line { line, draft: Draft { title, key, link, notes, estimate } }
}

/// Reads a sample in which nothing is refused.
fn assert_topics(name: &str, found: &str, topics: &[Line]) {
    let preview = sample(name);
    assert_eq!(preview.found.to_string(), found);
    assert_eq!(preview.topics, topics);
    assert_eq!(preview.refused, []);
}

/// The columns that are for something, by name.
fn used(preview: &Preview) -> Vec<(&str, Use)> {
    let used = preview.columns.iter().filter(|column| column.r#use != Use::Nothing);
    used.map(|column| (column.header.as_str(), column.r#use)).collect()
}

#[test]
fn jira_csv() {
    let notes = "As a buyer,\nI log in without a password.\n\nh3. Accepted when\n\
                 * it says \"Welcome, Ada\", not only \"Welcome\"\n* a wrong key is refused";
    let topics = [
        topic(2, ["Log in with a passkey", "SHOP-1", "", notes, "5"]),
        topic(8, ["Search, filter and sort", "SHOP-2", "", "", "3"]),
        topic(9, ["Say \"sold out\" in the basket", "SHOP-3", "", "", "0.5"]),
        topic(10, ["Pay by invoice; ship later", "SHOP-4", "", "h2. Why\n\nSee SHOP-1, then decide.", ""]),
    ];
    assert_topics("jira.csv", "CSV with commas, UTF-8, as Jira exports it", &topics);
    let preview = sample("jira.csv");
    let expected = [
        ("Summary", Use::Title),
        ("Issue key", Use::Key),
        ("Description", Use::Notes),
        ("Custom field (Story Points)", Use::Estimate),
        ("Custom field (Story point estimate)", Use::Estimate),
    ];
    assert_eq!((used(&preview), preview.columns.len()), (expected.to_vec(), 52));
    let labels = preview.columns.iter().filter(|column| column.header == "Labels");
    assert_eq!(labels.map(|column| column.sample.as_str()).collect::<Vec<_>>(), ["security", "login"]);
}

#[test]
fn jira_csv_from_a_german_excel() {
    let notes = "Als Käufer wähle ich die Größe;\ndanach kostet es 5 € – nicht „ab 5 €“.";
    let topics = [
        topic(2, ["Größe wählen, bevor man kauft", "LADEN-1", "", notes, "0.5"]),
        topic(4, ["Überweisung; später Lastschrift", "LADEN-2", "", "", "13"]),
        topic(5, ["Straße prüfen", "LADEN-3", "", "", ""]),
    ];
    let found = "CSV with semicolons, Windows-1252, as Jira exports it";
    assert_topics("jira-cloud-semicolon-1252.csv", found, &topics);
}

#[test]
fn jira_xml() {
    let link = |key: &str| format!("https://jira.example.org/browse/{key}");
    let notes = "As a buyer,\nI log in without a password.\n\n- it says \"Welcome\"\n- a wrong key is refused";
    let topics = [
        topic(20, ["Log in with a passkey", "SHOP-1", &link("SHOP-1"), notes, "5"]),
        topic(79, ["Search & filter, say \"none\"", "SHOP-2", &link("SHOP-2"), "", ""]),
        topic(92, ["Größe wählen – für 5\u{A0}€", "SHOP-3", &link("SHOP-3"), "Plain & simple", ""]),
    ];
    assert_topics("jira.xml", "XML, UTF-8, as Jira exports it", &topics);
}

#[test]
fn github_issues() {
    let link = |number: u32| format!("https://github.com/acme/shop/issues/{number}");
    let notes = "### Why\n\nPasswords are lost, \"often\".";
    let topics = [
        topic(2, ["Log in with a passkey", "#42", &link(42), notes, ""]),
        topic(6, ["`GET /search` is slow, sometimes", "#41", &link(41), "", ""]),
        topic(7, ["Pay 🧾 by invoice", "#7", &link(7), "- [ ] decide\n- [x] ask", ""]),
    ];
    assert_topics("github-issues.csv", "CSV with commas, UTF-8, as GitHub exports it", &topics);
}

#[test]
fn github_project() {
    let topics = [
        topic(2, ["Log in with a passkey", "#42", "https://github.com/acme/shop/issues/42", "", "5"]),
        topic(3, ["Search, filter and sort", "#43", "https://github.com/acme/shop/pull/43", "", "3"]),
        topic(4, ["A draft without an issue", "", "", "", ""]),
        topic(5, ["Say \"sold out\"", "#9", "https://github.com/acme/api/issues/9", "", "0.5"]),
    ];
    assert_topics("github-project.tsv", "A table with tabs, UTF-8, as GitHub exports it", &topics);
}

#[test]
fn gitlab() {
    let notes = "## Why\n\nPasswords are lost, \"often\".\n\n/label ~security";
    let topics = [
        topic(2, ["Log in with a passkey", "#12", "https://gitlab.com/acme/shop/-/issues/12", notes, "5"]),
        topic(7, ["Search, filter and sort", "#11", "https://gitlab.com/acme/shop/-/issues/11", "", ""]),
    ];
    assert_topics("gitlab.csv", "CSV with commas, UTF-8, as GitLab exports it", &topics);
}

#[test]
fn azure_devops() {
    let notes = "As a buyer,\nI log in.\n- It says \"Welcome\"\n- A wrong key is refused";
    let topics = [
        topic(2, ["Shop", "#1001", "", "", ""]),
        topic(3, ["Log in", "#1002", "", "", "13"]),
        topic(4, ["Log in with a passkey, not a password", "#1003", "", notes, "5"]),
        topic(5, ["Say \"sold out\"", "#1004", "", "", "0.5"]),
    ];
    assert_topics("azure-devops.csv", "CSV with commas, UTF-8, as Azure DevOps exports it", &topics);
}

#[test]
fn linear() {
    let topics = [
        topic(2, ["Log in with a passkey", "ENG-12", "", "Line one\nline two, “quoted” ✓", "5"]),
        topic(4, ["Search, filter and sort", "ENG-11", "", "", ""]),
        topic(5, ["Say \"sold out\"", "ENG-9", "", "", "3"]),
    ];
    assert_topics("linear.csv", "CSV with commas, UTF-8, as Linear exports it", &topics);
}

#[test]
fn excel_as_unicode_text() {
    let topics = [
        topic(2, ["Größe wählen", "1", "https://example.org/größe", "", "0.5"]),
        topic(3, ["Zwei Zeilen\nin einer Zelle", "2", "", "", "3"]),
        topic(6, ["Sagt \"ausverkauft\"", "3", "", "", ""]),
        topic(7, ["日本語の題", "4", "", "", "8"]),
    ];
    assert_topics("excel-utf16.txt", "A table with tabs, UTF-16", &topics);
}

#[test]
fn a_check_list() {
    let preview = sample("checklist.md");
    let browse = |key: &str| format!("https://acme.atlassian.net/browse/{key}");
    let notes = "As a buyer I log in without a password.\nAsk Ada.";
    let topics = [
        topic(3, ["Things for Thursday:", "", "", "", ""]),
        topic(5, ["Log in with a passkey", "TEAM-1", "", notes, ""]),
        topic(8, ["it says \"Welcome\"", "", "", "", ""]),
        topic(10, ["Search, filter and sort", "#41", "https://github.com/acme/shop/issues/41", "", ""]),
        topic(11, ["GET /search is slow, sometimes", "", "", "", ""]),
        topic(15, ["Pay by invoice", "#7", "", "", ""]),
        topic(16, ["TEAM-9", "TEAM-9", &browse("TEAM-9"), "", ""]),
        topic(17, ["say-sold-out", "", "https://example.org/ideas/say-sold-out", "", ""]),
        topic(18, ["snake_case_names stay", "TEAM-4", &browse("TEAM-4"), "", ""]),
    ];
    assert_eq!(preview.topics, topics);
    let refused: Vec<_> = preview.refused.iter().map(|it| (it.line, it.reason, it.text.as_str())).collect();
    let expected =
        [(1, Reason::Heading, "# Sprint 5"), (13, Reason::Heading, "## Later"), (20, Reason::NoTitle, "---")];
    assert_eq!(refused, expected);
    assert_eq!(preview.found.to_string(), "A Markdown list, UTF-8");
}

#[test]
fn plain_lines() {
    let preview = sample("plain.txt");
    let topics = [
        topic(1, ["Log in, log out", "", "", "", ""]),
        topic(3, ["Search, filter and sort", "TEAM-2", "", "", ""]),
        topic(4, ["Pay by invoice, ship later", "", "", "", ""]),
        topic(5, ["Say \"sold out\"", "#12", "", "", ""]),
        topic(6, ["UTF-8 in names of files", "", "", "", ""]),
        topic(7, ["#41", "#41", "https://github.com/acme/shop/issues/41", "", ""]),
        topic(8, ["Gift cards; vouchers", "", "https://example.org/ideas/42-gift-cards", "", ""]),
    ];
    assert_eq!(preview.topics, topics);
    let refused: Vec<_> = preview.refused.iter().map(|it| (it.line, it.reason, it.text.as_str())).collect();
    assert_eq!(refused, [(9, Reason::NoTitle, "???")]);
    assert_eq!(preview.found.to_string(), "Lines of text, UTF-8");
}

#[test]
fn a_table_without_names() {
    let link = |number: u32| format!("https://example.org/{number}");
    let topics = [
        topic(1, ["Log in, log out", "SHOP-1", &link(1), "", ""]),
        topic(2, ["Search", "SHOP-2", &link(2), "", ""]),
        topic(3, ["Say \"sold out\"", "SHOP-3", &link(3), "", ""]),
    ];
    assert_topics("no-header.csv", "CSV with commas, UTF-8", &topics);
    let preview = sample("no-header.csv");
    assert_eq!(used(&preview), [("", Use::Key), ("", Use::Title), ("", Use::Link)]);
    let samples: Vec<_> = preview.columns.iter().map(|column| column.sample.as_str()).collect();
    assert_eq!(samples, ["SHOP-1", "Log in, log out", "5", "https://example.org/1", "Ada"]);
}

#[test]
fn every_sample_is_tested() {
    let folder = format!("{}/samples", env!("CARGO_MANIFEST_DIR"));
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let tested = include_str!("samples.rs");
    let is_tested = |name: &String| tested.contains(&format!("(\"{name}\""));
    let (tested, others): (Vec<_>, Vec<_>) = names.filter(|name| !name.starts_with('.')).partition(is_tested);
    assert_eq!((tested.len(), others), (12, vec![]));
}
