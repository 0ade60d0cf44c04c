//! Lines: each is a topic. Of Markdown the lists are known, their marks, and the text that belongs to an item.
//!
//! The order is kept, and an item within an item is a topic of its own. A heading is none, nor is a line of signs only.
//! What is indented below an item and is none itself belongs to the notes of that item.

use super::inline::{without_emphasis, without_links};
use super::marker;
use super::preview::{Draft, Encoding, Format, Found, Line, NotAList, Preview, Reason, Refused, excerpt};
use super::reference::{leading_key, leading_link, title_of_link};
use crate::limits::IMPORT_TOPICS_MAX;

/// Reads every line.
///
/// # Errors
///
/// [`NotAList::TooManyTopics`]
pub(crate) fn read(text: &str, encoding: Encoding) -> Result<Preview, NotAList> {
    let mut reading = Reading::default();
    for (number, line) in (1..).zip(text.lines()) {
        reading.take(number, line);
        if reading.topics.len() + reading.refused.len() > IMPORT_TOPICS_MAX {
            return Err(NotAList::TooManyTopics);
        }
    }
    let Reading { mut topics, refused, is_markdown, .. } = reading;
    for line in &mut topics {
        line.draft = std::mem::take(&mut line.draft).tidied();
    }
    let format = if is_markdown { Format::MarkdownList } else { Format::Lines };
    Ok(Preview { found: Found { format, encoding }, columns: vec![], topics, refused })
}

#[derive(Default)]
struct Reading {
    topics: Vec<Line>,
    refused: Vec<Refused>,
    /// The items that what comes may lie in: how far each is indented, and its topic by index.
    around: Vec<(usize, usize)>,
    is_behind_blank: bool,
    is_markdown: bool,
}

impl Reading {
    fn take(&mut self, number: usize, line: &str) {
        if line.trim().is_empty() {
            self.is_behind_blank = true;
            return;
        }
        let indent = marker::indent(line);
        while self.around.last().is_some_and(|(around, _)| *around >= indent) {
            self.around.pop();
        }
        let (item, around) = (marker::item(line), self.around.last().copied());
        self.is_markdown |= item.is_some();
        match (item, around) {
            (None, Some((_, topic))) => self.note(topic, line),
            (None, None) if marker::is_heading(line) => {
                self.is_markdown = true;
                self.refuse(number, line, Reason::Heading);
            }
            (text, _) => match draft(text.unwrap_or(line).trim()) {
                Some(draft) => {
                    if item.is_some() {
                        self.around.push((indent, self.topics.len()));
                    }
                    self.topics.push(Line { line: number, draft });
                }
                None => self.refuse(number, line, Reason::NoTitle),
            },
        }
        self.is_behind_blank = false;
    }

    fn note(&mut self, topic: usize, line: &str) {
        let notes = &mut self.topics[topic].draft.notes;
        if !notes.is_empty() {
            notes.push_str(if self.is_behind_blank { "\n\n" } else { "\n" });
        }
        notes.push_str(line.trim());
    }

    fn refuse(&mut self, line: usize, text: &str, reason: Reason) {
        self.refused.push(Refused { line, reason, text: excerpt(text) });
    }
}

/// The topic of a line without its markers. `None` if there is nothing but signs.
fn draft(line: &str) -> Option<Draft> {
    let (text, mut link) = without_links(line);
    let mut text = text.as_str();
    let mut bare = String::new();
    take_link(&mut text, &mut bare);
    let text = without_emphasis(text);
    let mut text = text.trim();
    let mut key = "";
    if let Some((found, rest)) = leading_key(text) {
        (key, text) = (found, rest);
        take_link(&mut text, &mut bare);
    }
    if !bare.is_empty() {
        link.get_or_insert(bare);
    }
    let link = link.unwrap_or_default();
    let title = match text.trim() {
        "" if !key.is_empty() => key.to_owned(),
        "" if !link.is_empty() => title_of_link(&link),
        text if text.chars().all(|letter| letter.is_ascii_punctuation() || letter.is_whitespace()) => return None,
        text => text.to_owned(),
    };
    Some(Draft { title, key: key.to_owned(), link, ..Draft::default() })
}

/// Takes the link at the start of the text, unless there was one before.
fn take_link(text: &mut &str, link: &mut String) {
    if let (Some((found, rest)), true) = (leading_link(text), link.is_empty()) {
        link.push_str(found);
        *text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(text: &str) -> Preview {
        read(text, Encoding::Utf8).unwrap()
    }

    fn titles(text: &str) -> Vec<String> {
        preview(text).topics.into_iter().map(|line| line.draft.title).collect()
    }

    /// Title, key and link of the only topic.
    fn topic(line: &str) -> [String; 3] {
        let [Line { line: 1, draft }] = &preview(line).topics[..] else { panic!("one topic: {line}") };
        [&draft.title, &draft.key, &draft.link].map(String::clone)
    }

    #[test]
    fn every_line_is_a_topic_in_order() {
        assert_eq!(titles("Log in\n\n  Log out \nPay, then ship"), ["Log in", "Log out", "Pay, then ship"]);
        assert_eq!(titles("- a\n* b\n  1. c\n[x] d"), ["a", "b", "c", "d"]);
        assert_eq!(preview("a\n\nb").topics[1].line, 3);
        assert_eq!(preview("a\nb").found.format, Format::Lines);
        assert_eq!(preview("a\n- b").found.format, Format::MarkdownList);
    }

    #[test]
    fn a_key_or_a_link_at_the_start_is_taken_from_the_title() {
        let browse = "https://acme.atlassian.net/browse/TEAM-1";
        let page = "https://example.org/log-in";
        for (line, expected) in [
            ("TEAM-1: Log in".into(), ["Log in", "TEAM-1", ""]),
            ("#12 Log in".into(), ["Log in", "#12", ""]),
            ("TEAM-1".into(), ["TEAM-1", "TEAM-1", ""]),
            (format!("{browse} Log in"), ["Log in", "TEAM-1", browse]),
            (browse.into(), ["TEAM-1", "TEAM-1", browse]),
            (page.into(), ["log-in", "", page]),
            (format!("TEAM-2 {page} Log in"), ["Log in", "TEAM-2", page]),
            (format!("{page} TEAM-2 Log in"), ["Log in", "TEAM-2", page]),
            (format!("- [ ] **[TEAM-1]({browse})**: Log in"), ["Log in", "TEAM-1", browse]),
            (format!("[Log in]({browse})"), ["Log in", "TEAM-1", browse]),
            (format!("<{page}> Log in"), ["Log in", "", page]),
            (format!("{browse} {page}"), [page, "TEAM-1", browse]),
            ("UTF-8 in names".into(), ["UTF-8 in names", "", ""]),
        ] {
            assert_eq!(topic(&line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_indented_below_an_item_is_its_notes() {
        let preview = preview("- a\n  first\n\n  second\n  - b\n    of b\n  of a\n- c\nd\n  e");
        let notes: Vec<_> =
            preview.topics.iter().map(|it| (it.draft.title.as_str(), it.draft.notes.as_str())).collect();
        assert_eq!(notes, [("a", "first\n\nsecond\nof a"), ("b", "of b"), ("c", ""), ("d", ""), ("e", "")]);
    }

    #[test]
    fn headings_and_lines_of_signs_are_refused_with_a_reason() {
        let preview = preview("# Sprint 5\n- a\n---\n- [ ]\n#5 b\n????");
        let refused: Vec<_> = preview.refused.iter().map(|it| (it.line, it.reason, it.text.as_str())).collect();
        let expected = [
            (1, Reason::Heading, "# Sprint 5"),
            (3, Reason::NoTitle, "---"),
            (4, Reason::NoTitle, "- [ ]"),
            (6, Reason::NoTitle, "????"),
        ];
        assert_eq!(refused, expected);
        assert_eq!(titles("# Sprint 5\n- a\n#5 b"), ["a", "b"]);
    }

    #[test]
    fn there_is_a_most_of_topics() {
        let lines = |count: usize| "a\n".repeat(count);
        assert_eq!(preview(&lines(IMPORT_TOPICS_MAX)).topics.len(), IMPORT_TOPICS_MAX);
        assert_eq!(read(&lines(IMPORT_TOPICS_MAX + 1), Encoding::Utf8), Err(NotAList::TooManyTopics));
        let headings = "# a\n".repeat(IMPORT_TOPICS_MAX + 1);
        assert_eq!(read(&headings, Encoding::Utf8), Err(NotAList::TooManyTopics));
    }
}
