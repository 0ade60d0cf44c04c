//! What holds for every input: nothing panics, nothing takes for ever, and a table is read as it was written.

use std::cell::Cell;

use exchange::import::preview::{Draft, Encoding, Format, Preview, Use};
use exchange::import::read;
use exchange::limits::{IMPORT_BYTES_MAX, IMPORT_TOPICS_MAX};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

const USES: [Use; 6] = [Use::Nothing, Use::Title, Use::Key, Use::Link, Use::Notes, Use::Estimate];

/// What files are made of, in any order.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let signs: &[&[u8]] = &[
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b",",
        b";",
        b"\"",
        b"\"\"",
        b" ",
        b"  ",
        b"- ",
        b"# ",
        b"#12",
        b"1. ",
        b"[ ] ",
        b"[",
        b"](",
        b")",
        b"**",
        b"_",
        b"`",
        b"TEAM-1",
        b"TEAM-2: ",
        b"https://example.org/issues/1",
        b"<https://example.org>",
        b"Title",
        b"Key",
        b"Summary;Issue key\n",
        b"sep=;\n",
        b"<rss><channel><item>",
        b"</item>",
        b"<summary>",
        b"</summary>",
        b"</channel></rss>",
        b"<?xml version=\"1.0\"?>",
        b"<!DOCTYPE x>",
        b"<!-- ",
        b" -->",
        b"&amp;",
        b"&#8364;",
        b"&x;",
        b"&",
        b"<![CDATA[",
        b"]]>",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\0",
        b"\xc3",
        b"\xe4",
        b"{\"format\":\"team-poker\"}",
        b"5.0",
        b"0,5",
        b"<b>",
        b"%PDF-",
        b"PK\x03\x04",
        b"Title 1,Title 2,Work Item Type\n",
    ];
    prop_oneof![
        4 => select(signs).prop_map(<[u8]>::to_vec),
        2 => "\\PC{1,8}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 1..8),
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(fragment(), 0..60).prop_map(|fragments| fragments.concat())
}

fn mapping() -> impl Strategy<Value = Option<Vec<Use>>> {
    prop::option::of(prop::collection::vec(select(&USES[..]), 0..5))
}

/// What holds for every preview.
fn assert_sound(preview: &Preview, bytes: &[u8]) {
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    for topic in &preview.topics {
        let Draft { title, key, link, notes, estimate } = &topic.draft;
        assert!(!title.is_empty());
        assert!([title, key, link, notes, estimate].iter().all(|text| text.trim() == **text), "{topic:?}");
    }
    let topics: Vec<usize> = preview.topics.iter().map(|topic| topic.line).collect();
    let refused: Vec<usize> = preview.refused.iter().map(|refused| refused.line).collect();
    for numbers in [topics, refused] {
        assert!(numbers.is_sorted() && numbers.iter().all(|line| (1..=lines).contains(line)), "{numbers:?} of {lines}");
    }
    assert!(preview.topics.len() + preview.refused.len() <= IMPORT_TOPICS_MAX);
    assert!(preview.columns.is_empty() || matches!(preview.found.format, Format::Table { .. }));
}

#[test]
fn anything_is_read_or_refused() {
    let [tables, lists, topics, refusals] = [const { Cell::new(0) }; 4];
    let count = |what: &Cell<usize>, more: usize| what.set(what.get() + more);
    let config = Config { cases: 4 * Config::default().cases, ..Config::with_source_file(file!()) };
    let run = TestRunner::new(config).run(&(bytes(), mapping()), |(bytes, mapping)| {
        match read(&bytes, mapping.as_deref()) {
            Ok(preview) => {
                assert_sound(&preview, &bytes);
                let is_table = matches!(preview.found.format, Format::Table { .. });
                count(if is_table { &tables } else { &lists }, 1);
                count(&topics, preview.topics.len());
            }
            Err(refusal) => count(&refusals, usize::from(refusal.to_string().ends_with('.'))),
        }
        Ok(())
    });
    run.unwrap_or_else(|error| panic!("{error}"));
    let counts = [tables, lists, topics, refusals].map(Cell::into_inner);
    assert!(counts.iter().zip([20, 100, 500, 20]).all(|(count, least)| *count >= least), "{counts:?}");
}

/// How a table is written.
#[derive(Clone, Copy, Debug)]
struct Manner {
    delimiter: u8,
    quotes: csv::QuoteStyle,
    ends: csv::Terminator,
    encoding: Encoding,
    is_marked: bool,
}

fn manner() -> impl Strategy<Value = Manner> {
    let quotes = [csv::QuoteStyle::Necessary, csv::QuoteStyle::Always, csv::QuoteStyle::NonNumeric];
    let ends = [csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')];
    let encodings = [Encoding::Utf8, Encoding::Utf16, Encoding::Windows1252];
    (select(&b",;\t"[..]), 0..3_usize, 0..3_usize, 0..3_usize, any::<bool>()).prop_map(
        move |(delimiter, a, b, c, is_marked)| Manner {
            delimiter,
            quotes: quotes[a],
            ends: ends[b],
            encoding: encodings[c],
            is_marked,
        },
    )
}

/// Cells of letters that every encoding has. Those of Windows-1252 are beyond `À`, where no two make one of UTF-8.
fn cell() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9 ,;\t\n\"'#*_<&À-ÿ-]{0,12}".prop_map(|text| text.trim().to_owned())
}

/// Title, key, link, notes, estimate. A link that holds a key, and an estimate that is a fraction, are written anew.
fn row() -> impl Strategy<Value = [String; 5]> {
    let title = cell().prop_map(|cell| format!("{cell}x"));
    let key = cell();
    let link = "https://example\\.org/[a-z,;\"]{1,8}";
    let estimate = prop_oneof![Just("5"), Just("0.5"), Just(""), Just("XL"), Just("½"), Just("a,b;c\td")];
    (title, key, link, cell(), estimate).prop_map(|(title, key, link, notes, estimate)| {
        [title.trim().to_owned(), key, link, notes, estimate.to_owned()]
    })
}

fn written(names: &[&str; 6], rows: &[[String; 5]], order: &[usize], manner: Manner) -> Vec<u8> {
    let Manner { delimiter, quotes, ends, .. } = manner;
    let mut writer =
        csv::WriterBuilder::new().delimiter(delimiter).quote_style(quotes).terminator(ends).from_writer(vec![]);
    writer.write_record(order.iter().map(|column| names[*column])).unwrap();
    for row in rows {
        writer.write_record(order.iter().map(|column| row.get(*column).map_or("", String::as_str))).unwrap();
    }
    encoded(&String::from_utf8(writer.into_inner().unwrap()).unwrap(), manner)
}

fn encoded(text: &str, Manner { encoding, is_marked, delimiter, .. }: Manner) -> Vec<u8> {
    let marked = if is_marked { format!("\u{FEFF}{text}") } else { text.to_owned() };
    // Which of the two orders does not matter to anything else.
    let to_bytes = if delimiter == b';' { u16::to_be_bytes } else { u16::to_le_bytes };
    match encoding {
        Encoding::Utf8 => marked.into_bytes(),
        Encoding::Utf16 => marked.encode_utf16().flat_map(to_bytes).collect(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
    }
}

proptest! {
    #[test]
    fn a_table_is_read_as_it_was_written(
        rows in prop::collection::vec(row(), 1..12),
        order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle(),
        manner in manner(),
    ) {
        let bytes = written(&["Title", "Key", "URL", "Description", "Points", "Owner"], &rows, &order, manner);
        let preview = read(&bytes, None).unwrap();
        let drafts: Vec<_> = preview.topics.into_iter().map(|topic| topic.draft).collect();
        let expected: Vec<_> = rows.into_iter().map(|row| {
            let [title, key, link, notes, estimate] = row;
            Draft { title, key, link, notes, estimate }
        }).collect();
        prop_assert_eq!(drafts, expected);
        prop_assert_eq!(preview.refused, vec![]);
        let header: Vec<_> = preview.columns.iter().map(|column| column.r#use).collect();
        let uses = [Use::Title, Use::Key, Use::Link, Use::Notes, Use::Estimate, Use::Nothing];
        prop_assert_eq!(header, order.iter().map(|column| uses[*column]).collect::<Vec<_>>());
    }

    #[test]
    fn a_mapping_is_done_as_it_was_said(
        rows in prop::collection::vec(row(), 1..6),
        mapping in Just(USES.to_vec()).prop_shuffle(),
        manner in manner(),
    ) {
        let order: Vec<usize> = (0..6).collect();
        let bytes = written(&["Title", "Key", "URL", "Description", "Points", "Owner"], &rows, &order, manner);
        let preview = read(&bytes, Some(&mapping)).unwrap();
        let title = mapping.iter().position(|other| *other == Use::Title).unwrap();
        let expected: Vec<_> = rows.iter().filter_map(|row| row.get(title)).filter(|cell| !cell.is_empty()).collect();
        prop_assert_eq!(preview.topics.iter().map(|topic| &topic.draft.title).collect::<Vec<_>>(), expected);
        prop_assert_eq!(preview.topics.len() + preview.refused.len(), rows.len());
        prop_assert_eq!(preview.columns.iter().map(|column| column.r#use).collect::<Vec<_>>(), mapping);
    }
}

/// Whatever took more than its length would not come to an end here: a fortieth of the longest file of everything, and
/// the longest of what each kind of reading has most to do with.
#[test]
fn long_files_are_read_to_the_end() {
    let units = [
        "[",
        "](",
        "[](",
        "[[a](b)",
        "*",
        "*a ",
        "**a b** ",
        "`",
        "_a_ ",
        "\"",
        "\"\"",
        "\"a\",",
        ",",
        ";",
        "\t",
        "\n",
        "a\n",
        "# a\n",
        " \n",
        "- a\n  b\n",
        "<",
        "<a",
        "<!-",
        "<!--",
        "&",
        "&#",
        "&amp;",
        "https://",
        "https://a.b/c/",
        "TEAM-1 ",
        "#1",
        "1. ",
        "- ",
        " - a\n",
        "Title,",
        "é",
        "\u{200B}",
        "%41",
        "(",
        ")",
        "a ",
        "~~",
    ];
    let starts = [
        "",
        "- a\n  ",
        "Title,Key\n",
        "Title\tKey\n\"",
        "Title\n",
        "sep=;\n",
        "https://a.b/?",
        "<rss><channel><item><description>",
        "{\"format\":",
        "ID,Work Item Type,Title 1,Description\n1,Bug,a,",
    ];
    let mut outcomes = [0, 0];
    let mut take = |start: &str, unit: &str, bytes: usize| {
        let text = start.to_owned() + &unit.repeat((bytes - start.len()) / unit.len());
        outcomes[usize::from(read(text.as_bytes(), None).is_ok())] += 1;
    };
    for (index, unit) in units.iter().enumerate() {
        for start in [starts[0], starts[1 + index % (starts.len() - 1)]] {
            take(start, unit, IMPORT_BYTES_MAX / 40);
        }
    }
    for (start, unit) in [(0, "a "), (0, "\n"), (1, "[["), (2, "\"a\","), (7, "&lt;a"), (0, "*a ")] {
        take(starts[start], unit, IMPORT_BYTES_MAX);
    }
    assert!(outcomes.iter().all(|count| *count > 5), "{outcomes:?}");
}
