//! What stands in front of the text of a line: bullets, numbers and check boxes, and the signs of a heading.

use crate::limits::ORDINAL_DIGITS_MAX;

/// How many markers may follow each other: `- 1. [ ] Log in`.
const MARKERS_MAX: usize = 3;

/// Those that other text begins with as well: they count in front of a space.
const BULLETS_WITH_SPACE: [char; 5] = ['-', '*', '+', '–', '—'];
const BULLETS: [char; 6] = ['•', '‣', '◦', '▪', '●', '·'];
const BOXES: [char; 3] = ['☐', '☑', '☒'];

/// The text behind the markers of an item of a list; `None` if there are none.
pub(crate) fn item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let mut text = line;
    for _ in 0..MARKERS_MAX {
        let Some(rest) = behind_bullet(text).or_else(|| behind_ordinal(text)).or_else(|| behind_box(text)) else {
            break;
        };
        text = rest.trim_start();
    }
    (text.len() < line.len()).then_some(text)
}

/// Whether the line is a heading of Markdown: `# Sprint 5`.
pub(crate) fn is_heading(line: &str) -> bool {
    let line = line.trim_start();
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with([' ', '\t'])
}

/// How far the text of the line is from its start; a tab counts as four.
pub(crate) fn indent(line: &str) -> usize {
    let space = line.chars().take_while(|letter| letter.is_whitespace());
    space.map(|letter| if letter == '\t' { 4 } else { 1 }).sum()
}

fn behind_bullet(text: &str) -> Option<&str> {
    let spaced = text.strip_prefix(BULLETS_WITH_SPACE).and_then(behind_space);
    spaced.or_else(|| text.strip_prefix(BULLETS))
}

/// `1.`, `1)`, `(1)`, `a)`
fn behind_ordinal(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(').unwrap_or(text);
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let letters = usize::from(inside.starts_with(|first: char| first.is_ascii_lowercase()));
    let (ends, ordinal): (&[char], usize) = match digits {
        0 if letters == 1 => (&[')'], 1),
        1..=ORDINAL_DIGITS_MAX if inside.len() == text.len() => (&['.', ')'], digits),
        1..=ORDINAL_DIGITS_MAX => (&[')'], digits),
        _ => return None,
    };
    inside[ordinal..].strip_prefix(ends).and_then(behind_space)
}

fn behind_box(text: &str) -> Option<&str> {
    let in_brackets = ["[ ]", "[x]", "[X]", "[]"].into_iter().find_map(|drawn| text.strip_prefix(drawn));
    in_brackets.and_then(behind_space).or_else(|| text.strip_prefix(BOXES))
}

fn behind_space(text: &str) -> Option<&str> {
    (text.is_empty() || text.starts_with(char::is_whitespace)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_markers_of_lists_are_not_of_the_text() {
        for marker in [
            "- ",
            "* ",
            "+ ",
            "– ",
            "• ",
            "•",
            "‣ ",
            "1. ",
            "12) ",
            "(3) ",
            "a) ",
            "[ ] ",
            "[x] ",
            "[X] ",
            "- [ ] ",
            "* [x] ",
            "1. [ ] ",
            "- 1. [ ] ",
            "☐ ",
            "☑",
            "  -   ",
            "\t* ",
        ] {
            assert_eq!(item(&format!("{marker}Log in")), Some("Log in"), "{marker:?}");
        }
        assert_eq!(item("- [ ]"), Some(""));
        assert_eq!(item("-"), Some(""));
    }

    #[test]
    fn what_belongs_to_the_text_is_no_marker() {
        for line in [
            "-5 degrees",
            "*bold*",
            "1.5 is out",
            "12345. no",
            "[x](https://example.org)",
            "a. b",
            "A) b",
            "Log in",
            "",
            "(see) below",
            "(1. b",
            "[xy] z",
        ] {
            assert_eq!(item(line), None, "{line:?}");
        }
    }

    #[test]
    fn headings_have_a_space_behind_their_signs() {
        assert!(is_heading("# Sprint") && is_heading("###### Sprint") && is_heading("  ## Sprint"));
        assert!(
            !is_heading("#12 Log in") && !is_heading("#hash") && !is_heading("####### Sprint") && !is_heading("Sprint")
        );
        assert!(!is_heading("#"));
    }

    #[test]
    fn a_tab_indents_by_four() {
        assert_eq!((indent("a"), indent("  a"), indent("\ta"), indent(" \t a")), (0, 2, 4, 6));
    }
}
