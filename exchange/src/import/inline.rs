//! The signs of Markdown within a line, which fall away: links, emphasis, code.

use super::reference::is_link;

/// The text of the line with every `[text](link)`, `![text](link)` and `<link>` as its text, and the first of these
/// links.
///
/// A target ends before the next bracket, and no link lies in another: so no line takes longer than its length.
pub(crate) fn without_links(line: &str) -> (String, Option<String>) {
    let mut text = String::with_capacity(line.len());
    let mut first = None;
    // Where in `text` there is a `[` that has no `]` yet.
    let mut open: Vec<usize> = vec![];
    let mut rest = line;
    while let Some(next) = rest.chars().next() {
        let bracket = if next == ']' { open.pop() } else { None };
        let found = match (next, bracket) {
            (']', Some(_)) => target(rest),
            ('<', _) => autolink(rest),
            _ => None,
        };
        let Some((link, behind)) = found else {
            if next == '[' {
                open.push(text.len());
            }
            text.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        match bracket {
            Some(at) => drop_bracket(&mut text, at),
            None => text.push_str(link),
        }
        open.clear();
        first = first.or_else(|| is_link(link).then(|| link.to_owned()));
        rest = behind;
    }
    (text, first)
}

/// The line without the signs of emphasis and code. Those count where a word begins and where one ends, so that
/// `snake_case`, `2 * 3` and links stay.
pub(crate) fn without_emphasis(line: &str) -> String {
    let mut dropped: Vec<(usize, usize)> = vec![];
    // The last sign of each kind that may begin emphasis.
    let mut opened: Vec<(&str, usize)> = vec![];
    let mut at = 0;
    while let Some(next) = line[at..].chars().next() {
        let sign = run(&line[at..]);
        if !is_sign(sign) {
            let is_of_link = line[at..].starts_with("://");
            at += if is_of_link { word_length(&line[at..]) } else { sign.len().max(next.len_utf8()) };
            continue;
        }
        let before = line[..at].chars().next_back();
        let behind = line[at + sign.len()..].chars().next();
        let begun = opened.iter().position(|(open, _)| *open == sign);
        match begun {
            Some(index) if is_end(before, behind) => {
                let (_, start) = opened.swap_remove(index);
                dropped.extend([(start, sign.len()), (at, sign.len())]);
            }
            _ if is_end(behind, before) => {
                opened.retain(|(open, _)| *open != sign);
                opened.push((sign, at));
            }
            _ => {}
        }
        at += sign.len();
    }
    without(line, dropped)
}

/// Behind `](`: a link, perhaps with a title in quotes, and what follows the `)`.
fn target(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("](")?;
    let mut depth = 1;
    let mut end = None;
    for (at, letter) in inside.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            '[' | ']' => break,
            _ => {}
        }
        if depth == 0 {
            end = Some(at);
            break;
        }
    }
    let (target, behind) = inside.split_at(end?);
    let link = target.split_whitespace().next().unwrap_or("");
    Some((link.trim_matches(['<', '>']), &behind[1..]))
}

fn autolink(text: &str) -> Option<(&str, &str)> {
    let inside = &text[1..];
    let (link, behind) =
        inside.split_at(inside.find(|letter: char| letter == '<' || letter == '>' || letter.is_whitespace())?);
    (behind.starts_with('>') && is_link(link)).then(|| (link, &behind[1..]))
}

/// Takes the `[` or `![` away, of which `at` is the bracket.
fn drop_bracket(text: &mut String, at: usize) {
    let from = if text[..at].ends_with('!') { at - 1 } else { at };
    text.replace_range(from..=at, "");
}

/// The signs of one kind at the start, however many.
fn run(text: &str) -> &str {
    let Some(kind @ ('*' | '_' | '`' | '~')) = text.chars().next() else { return "" };
    text.split_at(text.len() - text.trim_start_matches(kind).len()).0
}

/// Whether a run of signs is emphasis: three at most, of `~` two.
fn is_sign(run: &str) -> bool {
    if run.starts_with('~') { run.len() == 2 } else { (1..=3).contains(&run.len()) }
}

/// Whether emphasis may end between the two: behind a word, and not within one.
fn is_end(before: Option<char>, behind: Option<char>) -> bool {
    before.is_some_and(|letter| !letter.is_whitespace()) && behind.is_none_or(|letter| !letter.is_alphanumeric())
}

fn word_length(text: &str) -> usize {
    text.find(char::is_whitespace).unwrap_or(text.len())
}

fn without(line: &str, mut dropped: Vec<(usize, usize)>) -> String {
    dropped.sort_unstable();
    let mut text = String::with_capacity(line.len());
    let mut from = 0;
    for (at, length) in dropped {
        text.push_str(&line[from..at]);
        from = at + length;
    }
    text.push_str(&line[from..]);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_its_text() {
        for (line, text, link) in [
            ("[Log in](https://example.org/1)", "Log in", Some("https://example.org/1")),
            ("See [Log in](https://example.org/1 \"Why\") now", "See Log in now", Some("https://example.org/1")),
            ("[a](https://example.org/a_(b)) c", "a c", Some("https://example.org/a_(b)")),
            ("[a](https://example.org/1) [b](https://example.org/2)", "a b", Some("https://example.org/1")),
            ("![shot](https://example.org/1.png) Log in", "shot Log in", Some("https://example.org/1.png")),
            ("<https://example.org/1> Log in", "https://example.org/1 Log in", Some("https://example.org/1")),
            ("[a](#here)", "a", None),
            ("[a](<https://example.org/1>)", "a", Some("https://example.org/1")),
            ("[TEAM-1] Log in", "[TEAM-1] Log in", None),
            ("[a](https://example.org", "[a](https://example.org", None),
            ("](https://example.org)", "](https://example.org)", None),
            ("a < b > c", "a < b > c", None),
            ("[[a](https://example.org/1)]", "[a]", Some("https://example.org/1")),
            ("[[a](https://example.org/1) b](#c)", "[a b](#c)", Some("https://example.org/1")),
            ("[a](https://example.org/]b)", "[a](https://example.org/]b)", None),
            ("[[TEAM-1] a](https://example.org/1)", "[TEAM-1] a", Some("https://example.org/1")),
        ] {
            assert_eq!(without_links(line), (text.into(), link.map(str::to_owned)), "{line}");
        }
    }

    #[test]
    fn emphasis_falls_away() {
        for (line, text) in [
            ("**Log in**", "Log in"),
            ("*Log* _in_ __now__", "Log in now"),
            ("***Log in***: `code` ~~old~~", "Log in: code old"),
            ("(**a**), \"_b_\"!", "(a), \"b\"!"),
            ("**a *b* c**", "a b c"),
            ("*Größe*", "Größe"),
        ] {
            assert_eq!(without_emphasis(line), text, "{line}");
        }
    }

    #[test]
    fn signs_that_are_no_emphasis_stay() {
        for line in [
            "snake_case_name and _private",
            "2 * 3 * 4",
            "a*b*c",
            "5 ** 2",
            "~10 %",
            "`open",
            "https://example.org/_a_/*b* c",
            "**** a ****",
            "* a *",
        ] {
            assert_eq!(without_emphasis(line), line);
        }
    }
}
