//! The RSS that Jira calls XML: in `rss`, `channel`, one `item` a topic.
//!
//! A document type is refused before anything is made of it, and there is nothing else in XML that grows.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use super::header::meaning;
use super::html;
use super::preview::{Draft, Encoding, Format, Found, Line, NotAList, Preview, Reason, Refused, Use, excerpt};
use super::reference::leading_key;
use super::signature::behind_comments;
use crate::limits::{IMPORT_TOPICS_MAX, XML_DEPTH_ELEMENTS_MAX};

/// Whether the text is XML of any kind.
pub(crate) fn is_xml(text: &str) -> bool {
    let text = behind_comments(text);
    text.starts_with("<?xml") || text.starts_with("<rss") || text.starts_with("<!DOCTYPE")
}

/// Reads every item.
///
/// # Errors
///
/// [`NotAList::Html`], [`NotAList::OtherXml`], [`NotAList::DocumentType`], [`NotAList::BrokenXml`],
/// [`NotAList::TooManyTopics`]
pub(crate) fn read(text: &str, encoding: Encoding) -> Result<Preview, NotAList> {
    let text = text.trim_end();
    let skipped = text.len() - text.trim_start().len();
    let mut reader = Reader::from_str(&text[skipped..]);
    let mut reading = Reading { lines: Lines { text, read: 0, line: 1 }, ..Reading::default() };
    loop {
        let at = skipped + position(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => reading.take(event, at)?,
            Err(error) => return Err(broken(text, skipped + position(reader.error_position()), &error.to_string())),
        }
    }
    let Reading { path, topics, refused, is_rooted, .. } = reading;
    match path.last() {
        Some(open) => Err(broken(text, text.len(), &format!("it ends within <{}>", excerpt(open)))),
        None if !is_rooted => Err(broken(text, text.len(), "there is nothing in it")),
        None => Ok(Preview { found: Found { format: Format::JiraXml, encoding }, columns: vec![], topics, refused }),
    }
}

#[derive(Default)]
struct Reading<'a> {
    lines: Lines<'a>,
    /// The names of the elements that are open.
    path: Vec<String>,
    is_rooted: bool,
    /// The text of the element that was opened last.
    text: String,
    item: Item,
    topics: Vec<Line>,
    refused: Vec<Refused>,
}

#[derive(Default)]
struct Item {
    line: usize,
    /// With the key in front, for people.
    title: String,
    summary: String,
    draft: Draft,
    field: String,
    value: String,
}

impl Reading<'_> {
    /// Takes what begins at that byte.
    fn take(&mut self, event: Event, at: usize) -> Result<(), NotAList> {
        match event {
            Event::DocType(_) => return Err(NotAList::DocumentType),
            Event::Start(element) => self.open(element.name().into_inner(), at)?,
            Event::Empty(element) => {
                self.open(element.name().into_inner(), at)?;
                self.close()?;
            }
            Event::End(_) => self.close()?,
            Event::Text(text) => self.text.push_str(&text),
            Event::CData(text) => self.text.push_str(&text),
            Event::GeneralRef(reference) => self.refer(&reference),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn open(&mut self, name: &str, at: usize) -> Result<(), NotAList> {
        if self.path.is_empty() && name != "rss" {
            let is_html = name.eq_ignore_ascii_case("html");
            return Err(if is_html { NotAList::Html } else { NotAList::OtherXml { root: excerpt(name) } });
        }
        if self.path.len() == XML_DEPTH_ELEMENTS_MAX {
            return Err(broken(self.lines.text, at, "elements lie too deep in each other"));
        }
        self.is_rooted = true;
        self.path.push(name.to_owned());
        self.text.clear();
        if self.path == ["rss", "channel", "item"] {
            self.item = Item { line: self.lines.of(at), ..Item::default() };
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), NotAList> {
        let Some(name) = self.path.pop() else { return Ok(()) };
        let text = std::mem::take(&mut self.text);
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (&path[..], name.as_str()) {
            (["rss", "channel"], "item") => self.finish()?,
            (["rss", "channel", "item"], name) => self.item.set(name, text),
            (["rss", "channel", "item", "customfields", ..], name) => self.item.set_custom(name, text),
            _ => {}
        }
        Ok(())
    }

    /// An entity that is not known stays as it is written.
    fn refer(&mut self, reference: &BytesRef) {
        match html::named(reference) {
            Some(letter) => self.text.push(letter),
            None => self.text.extend(["&", reference, ";"]),
        }
    }

    fn finish(&mut self) -> Result<(), NotAList> {
        let Item { line, title, summary, mut draft, .. } = std::mem::take(&mut self.item);
        let without_key = leading_key(title.trim()).map_or(title.as_str(), |(_, title)| title);
        draft.title = if summary.trim().is_empty() { without_key.to_owned() } else { summary };
        let draft = draft.tidied();
        if draft.title.is_empty() {
            self.refused.push(Refused { line, reason: Reason::NoTitle, text: excerpt(&draft.key) });
        } else {
            self.topics.push(Line { line, draft });
        }
        let is_full = self.topics.len() + self.refused.len() > IMPORT_TOPICS_MAX;
        if is_full { Err(NotAList::TooManyTopics) } else { Ok(()) }
    }
}

impl Item {
    fn set(&mut self, name: &str, text: String) {
        match name {
            "title" => self.title = text,
            "summary" => self.summary = text,
            "key" => self.draft.key = text,
            "link" => self.draft.link = text,
            "description" => self.draft.notes = html::to_text(&text),
            _ => {}
        }
    }

    /// A field has a name and values, of which the first counts.
    fn set_custom(&mut self, name: &str, text: String) {
        match name {
            "customfieldname" => self.field = text,
            "customfieldvalue" if self.value.is_empty() => self.value = text,
            "customfield" => {
                let (field, value) = (std::mem::take(&mut self.field), std::mem::take(&mut self.value));
                if self.draft.estimate.is_empty() && meaning(&field) == Use::Estimate {
                    self.draft.estimate = value;
                }
            }
            _ => {}
        }
    }
}

/// Numbers of lines, for places that are asked for in order.
#[derive(Default)]
struct Lines<'a> {
    text: &'a str,
    read: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> usize {
        self.line += line_ends(&self.text.as_bytes()[self.read..at]);
        self.read = at;
        self.line
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// A position in a text of at most [`crate::limits::IMPORT_BYTES_MAX`].
fn position(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn broken(text: &str, at: usize, problem: &str) -> NotAList {
    let before = &text.as_bytes()[..at.min(text.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
    let problem = problem.trim_end_matches('.').to_owned();
    NotAList::BrokenXml { line: line_ends(before) + 1, column, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(items: &str) -> String {
        format!("<?xml version=\"1.0\"?>\n<rss version=\"0.92\">\n<channel>\n{items}\n</channel>\n</rss>")
    }

    fn preview(xml: &str) -> Preview {
        read(xml, Encoding::Utf8).unwrap_or_else(|error| panic!("{error}: {xml}"))
    }

    fn refusal(xml: &str) -> NotAList {
        read(xml, Encoding::Utf8).unwrap_err()
    }

    #[test]
    fn an_item_is_a_topic_by_its_own_elements() {
        let nested = "<subtasks><key>TEAM-9</key><summary>no</summary></subtasks>";
        let item = format!("<item>\n<title>[TEAM-1] Log in</title><key id=\"1\">TEAM-1</key>{nested}</item>");
        let preview = preview(&channel(&format!("<item/>{item}")));
        let draft = Draft { title: "Log in".into(), key: "TEAM-1".into(), ..Draft::default() };
        assert_eq!(preview.topics, [Line { line: 4, draft }]);
        assert_eq!(preview.refused, [Refused { line: 4, reason: Reason::NoTitle, text: "".into() }]);
    }

    #[test]
    fn the_summary_counts_before_the_title() {
        let item = "<item><summary>R&amp;D &#8211; <![CDATA[<log in>]]></summary><title>[TEAM-1] no</title></item>";
        assert_eq!(preview(&channel(item)).topics[0].draft.title, "R&D – <log in>");
    }

    #[test]
    fn the_first_field_for_estimates_that_has_a_value_counts() {
        let field = |name: &str, values: &str| {
            format!(
                "<customfield><customfieldname>{name}</customfieldname><customfieldvalues>{values}</customfieldvalues></customfield>"
            )
        };
        let value = |value: &str| format!("<customfieldvalue>{value}</customfieldvalue>");
        let fields = [
            field("Rank", &value("7")),
            field("Story point estimate", ""),
            field("Story Points", &(value("3.0") + &value("4.0"))),
            field("Story Points", &value("5.0")),
        ];
        let item = format!("<item><summary>a</summary><customfields>{}</customfields></item>", fields.concat());
        assert_eq!(preview(&channel(&item)).topics[0].draft.estimate, "3");
    }

    #[test]
    fn a_document_type_is_refused() {
        let bomb = "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss>&b;</rss>";
        assert_eq!(refusal(bomb), NotAList::DocumentType);
        assert_eq!(refusal(&format!("<?xml version=\"1.0\"?>\n{bomb}")), NotAList::DocumentType);
        let unknown = channel("<item><summary>&b; &nbsp;x</summary></item>");
        assert_eq!(preview(&unknown).topics[0].draft.title, "&b; \u{A0}x");
    }

    #[test]
    fn other_xml_is_named() {
        assert_eq!(refusal("<?xml version=\"1.0\"?><feed></feed>"), NotAList::OtherXml { root: "feed".into() });
        assert_eq!(refusal("<?xml version=\"1.0\"?><html/>"), NotAList::Html);
    }

    #[test]
    fn broken_xml_says_where() {
        let place = |xml: &str| match refusal(xml) {
            NotAList::BrokenXml { line, column, problem } => (line, column, problem),
            other => panic!("{other}"),
        };
        let (line, column, problem) = place("\n<rss>\n  <é>a</channel>\n</rss>");
        assert_eq!((line, column), (3, 7));
        assert!(problem.contains("channel"), "{problem}");
        assert_eq!(place("<rss><channel>\n"), (1, 15, "it ends within <channel>".into()));
        assert_eq!(place("<?xml version=\"1.0\"?>"), (1, 22, "there is nothing in it".into()));
        assert_eq!(place("<rss>\na & b</rss>").0, 2);
    }

    #[test]
    fn elements_lie_only_so_deep() {
        let deep = |depth: usize| format!("<rss>{}{}</rss>", "<a>".repeat(depth - 1), "</a>".repeat(depth - 1));
        assert_eq!(preview(&deep(XML_DEPTH_ELEMENTS_MAX)).topics, []);
        assert!(matches!(refusal(&deep(XML_DEPTH_ELEMENTS_MAX + 1)), NotAList::BrokenXml { line: 1, .. }));
    }

    #[test]
    fn there_is_a_most_of_topics() {
        let items = |count: usize| channel(&"<item><summary>a</summary></item>".repeat(count));
        assert_eq!(preview(&items(IMPORT_TOPICS_MAX)).topics.len(), IMPORT_TOPICS_MAX);
        assert_eq!(refusal(&items(IMPORT_TOPICS_MAX + 1)), NotAList::TooManyTopics);
    }
}
