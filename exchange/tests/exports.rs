//! Exports, read back by what others read them with: the csv crate, Python, and LibreOffice where it is installed.

mod common;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command as Program;

use common::{CREATOR, Meeting, draft};
use csv::ReaderBuilder;
use exchange::export::{jira, markdown, votes};
use exchange::report::Report;
use shared::command::Command;
use shared::round::Confidence;
use shared::settings::{Names, Setting};

/// What somebody may type to have it run on another's machine, or to break a table.
const TYPED: [&str; 9] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1;1)",
    "Log in;=1+1;\"x\"",
    "a | b",
    "[x](javascript:alert(1)) <script>alert(1)</script>",
    "\"quoted\", and 'so', on",
    "Größe 👩\u{200D}💻 李",
];

fn meeting() -> Meeting {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.set(Setting::Confidence(true));
    meeting.ask(CREATOR, Command::ChangeDeck { deck: "-2; ½; 5; XL; 1/3; ?".into() }).unwrap();
    meeting.add(TYPED.iter().zip(1..).map(|(title, n)| draft(&format!("TEAM-{n}"), title)).collect());
    for (typed, topic) in TYPED.into_iter().zip(1..) {
        meeting.pick(topic);
        meeting.vote(ada, "-2");
        meeting.vote(bob, "½");
        meeting.say(bob, Confidence::Fairly, typed);
        meeting.reveal();
    }
    for (topic, label) in [(1, "-2"), (2, "½"), (3, "5"), (4, "XL"), (5, "1/3"), (6, "?")] {
        meeting.estimate(topic, label);
    }
    meeting.ask(ada, Command::Rename { nickname: "=1+1".into() }).unwrap();
    meeting
}

fn report() -> Report {
    Report::of(&meeting().record())
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let csv = csv.strip_prefix('\u{FEFF}').expect("it says that it is UTF-8");
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let place = rows[0].iter().position(|header| header == name).unwrap_or_else(|| panic!("no column {name}"));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

/// The cell without the apostrophes that keep it from running.
fn typed(cell: &str) -> String {
    cell.strip_prefix('\'').unwrap_or(cell).replace(";'", ";")
}

/// What a spreadsheet would take for a formula; numbers are none.
fn is_live(cell: &str) -> bool {
    cell.parse::<f64>().is_err() && cell.trim_start().starts_with(['=', '+', '-', '@'])
}

#[test]
fn jira_gets_every_topic_with_its_estimate() {
    let csv = jira(&report());
    assert!(csv.starts_with("\u{FEFF}Issue key,Summary,Story Points\r\n"), "{csv}");
    assert_eq!(csv.matches('\n').count(), csv.matches("\r\n").count());
    let rows = rows(&csv);
    assert_eq!(column(&rows, "Issue key")[..2], ["TEAM-1", "TEAM-2"]);
    assert_eq!(column(&rows, "Summary").iter().map(|cell| typed(cell)).collect::<Vec<_>>(), TYPED);
    assert_eq!(column(&rows, "Story Points"), ["-2", "0.5", "5", "XL", "0.333333", "?", "", "", ""]);
    assert!(!rows.iter().flatten().any(|cell| is_live(cell)));
}

#[test]
fn every_vote_is_a_line() {
    let rows = rows(&votes(&report()));
    assert_eq!(rows.len(), 1 + 2 * TYPED.len());
    assert!(!rows.iter().flatten().any(|cell| is_live(cell)));
    let second = |name| column(&rows, name)[1].clone();
    assert_eq!(second("Topic key"), "TEAM-1");
    assert_eq!(typed(&second("Topic")), TYPED[0]);
    assert_eq!((second("Round"), second("Seconds")), ("1".into(), "2.000".into()));
    assert_eq!(second("Began"), "2026-11-27T12:31:35.000Z");
    assert_eq!((second("Person"), column(&rows, "Person")[0].clone()), ("Bob".into(), "'=1+1".into()));
    assert_eq!((second("Card"), second("Points")), ("½".into(), "0.5".into()));
    assert_eq!((second("Confidence"), typed(&second("Reason"))), ("fairly".into(), TYPED[0].into()));
    assert_eq!((second("Lowest"), second("Highest"), second("Agreement %")), ("-2".into(), "½".into(), "50".into()));
    assert_eq!(second("Median"), "-0.75");
}

#[test]
fn an_anonymous_vote_is_nobodys() {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.set(Setting::Names(Names::Anonymous));
    meeting.round(&[(bob, "8"), (ada, "3")]);
    let rows = rows(&votes(&Report::of(&meeting.record())));
    assert_eq!(column(&rows, "Person"), ["", ""]);
    assert_eq!(column(&rows, "Card"), ["3", "8"]);
}

#[test]
fn a_wiki_gets_a_table_without_markup_of_anybodys() {
    let text = markdown(&report());
    let table: Vec<_> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(table.len(), 2 + TYPED.len());
    // A bar that ends no cell stands behind a backslash.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(table.iter().all(|line| cells(line) == 6), "{text}");
    assert!(text.contains("a \\| b"), "{text}");
    assert!(!text.contains("<script>") && !text.contains("[x]("), "{text}");
    assert!(text.starts_with("# Team Blue\n\n"), "{text}");
    assert!(text.contains("\nSum of 4 estimates: 3 5/6\n"), "{text}");
}

#[test]
fn a_key_links_where_the_topic_is_read_about() {
    let (mut meeting, ..) = Meeting::of_three();
    let mut topic = draft("TEAM-1", "Log in");
    topic.link = "https://example.org/browse/TEAM-1?a=(b)".into();
    meeting.add(vec![topic]);
    let text = markdown(&Report::of(&meeting.record()));
    assert!(text.contains("| TEAM-1 | [Log in](<https://example.org/browse/TEAM-1?a=(b)>) |  | 0 |  |"), "{text}");
}

/// The Python that is set, or that `scripts/setup` installs, or that the system has: any reads CSV.
fn python() -> PathBuf {
    let installed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/.venv/bin/python"));
    match env::var_os("TEAMPOKER_PYTHON") {
        Some(python) => PathBuf::from(python),
        None if installed.exists() => installed.to_owned(),
        None => PathBuf::from("python3"),
    }
}

/// Prints each cell of the file that it is given in JSON, as Python reads it.
const READ_CSV: &str = "import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],newline='',encoding='utf-8-sig'),strict=True))))";

/// A directory of this test's own, that goes with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("team-poker-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn python_reads_the_same_cells() {
    let scratch = Scratch::new("python");
    for (name, csv) in [("jira.csv", jira(&report())), ("votes.csv", votes(&report()))] {
        let file = scratch.0.join(name);
        std::fs::write(&file, &csv).unwrap();
        let output = Program::new(python()).args(["-c", READ_CSV]).arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let read: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(read, rows(&csv));
    }
}

/// LibreOffice opens the file as a table and writes it as a flat document, in which a formula is `table:formula`. Both with
/// commas and with semicolons, as countries differ.
#[test]
fn libreoffice_finds_no_formula_and_loses_nothing() {
    let office =
        ["soffice", "libreoffice"].into_iter().find(|name| Program::new(name).arg("--version").output().is_ok());
    let Some(office) = office else {
        eprintln!("LibreOffice is not installed, so it was not asked to open the exports");
        return;
    };
    let scratch = Scratch::new("office");
    let profile = format!("-env:UserInstallation=file://{}", scratch.0.join("profile").display());
    for (name, csv) in [("jira", jira(&report())), ("votes", votes(&report()))] {
        for separator in [',', ';'] {
            let file = scratch.0.join(format!("{name}.csv"));
            std::fs::write(&file, &csv).unwrap();
            // Of the options the 15th has formulas evaluated: the worst that a reader may have chosen.
            let filter = format!("--infilter=CSV:{},34,76,1,,0,false,true,false,false,false,-1,true", separator as u32);
            let mut convert = Program::new(office);
            convert.args([&profile, "--headless", "--convert-to", "fods", &filter, "--outdir"]);
            let output = convert.arg(&scratch.0).arg(&file).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let sheet = std::fs::read_dir(&scratch.0).unwrap().map(|entry| entry.unwrap().path());
            let sheet =
                sheet.filter(|path| path.extension().is_some_and(|extension| extension == "fods")).collect::<Vec<_>>();
            assert_eq!(sheet.len(), 1, "{sheet:?}");
            let document = std::fs::read_to_string(&sheet[0]).unwrap();
            assert!(!document.contains("table:formula"), "{name} with {separator} has a live formula");
            if separator == ',' {
                assert!(TYPED.iter().all(|typed| document.contains(&as_xml(typed))), "{name} lost something");
            }
            std::fs::remove_file(&sheet[0]).unwrap();
        }
    }
}

/// As it stands in a text of XML, with the apostrophe that keeps it from running behind a semicolon.
fn as_xml(text: &str) -> String {
    let text = text.replace(";=", ";'=").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('\'', "&apos;").replace('"', "&quot;")
}
