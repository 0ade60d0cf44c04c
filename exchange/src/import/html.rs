//! HTML as plain text: tags away, entities decoded, the ends of blocks as ends of lines. Nobody needs to see how it
//! looked, so there is no tree.

/// Elements before and behind which a line ends.
const BLOCKS: [&str; 22] = [
    "address",
    "article",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
];

/// The text of the HTML.
pub(crate) fn to_text(html: &str) -> String {
    let mut text = Text::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push(&rest[..at]);
        rest = &rest[at..];
        if let Some((letter, behind)) = entity(rest) {
            text.push_letter(letter);
            rest = behind;
        } else if let Some((tag, behind)) = tag(rest) {
            text.take_tag(tag);
            rest = behind;
        } else {
            text.push(&rest[..1]);
            rest = &rest[1..];
        }
    }
    text.push(rest);
    text.text
}

/// What an entity stands for, by its name or number, without `&` and `;`.
pub(crate) fn named(name: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match name.strip_prefix('#') {
        Some(digits) if digits.starts_with('+') => None,
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) if !hex.starts_with('+') => number(hex, 16),
            Some(_) => None,
            None => number(digits, 10),
        },
        None => Some(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{A0}',
            "ndash" => '–',
            "mdash" => '—',
            "hellip" => '…',
            "lsquo" => '‘',
            "rsquo" => '’',
            "ldquo" => '“',
            "rdquo" => '”',
            "bdquo" => '„',
            "laquo" => '«',
            "raquo" => '»',
            "bull" => '•',
            "middot" => '·',
            "euro" => '€',
            "rarr" => '→',
            "auml" => 'ä',
            "ouml" => 'ö',
            "uuml" => 'ü',
            "Auml" => 'Ä',
            "Ouml" => 'Ö',
            "Uuml" => 'Ü',
            "szlig" => 'ß',
            "eacute" => 'é',
            "egrave" => 'è',
            "agrave" => 'à',
            "ccedil" => 'ç',
            _ => return None,
        }),
    }
}

/// Text that grows: white space is one space, and several ends of blocks are at most one empty line.
#[derive(Default)]
struct Text {
    text: String,
    is_spaced: bool,
    line_ends: usize,
    is_item: bool,
}

impl Text {
    fn push(&mut self, text: &str) {
        for letter in text.chars() {
            self.push_letter(letter);
        }
    }

    fn push_letter(&mut self, letter: char) {
        if letter.is_whitespace() {
            self.is_spaced = true;
            return;
        }
        if !self.text.is_empty() {
            match self.line_ends {
                0 if self.is_spaced => self.text.push(' '),
                0 => {}
                1 => self.text.push('\n'),
                _ => self.text.push_str("\n\n"),
            }
        }
        if self.is_item {
            self.text.push_str("- ");
        }
        (self.is_spaced, self.line_ends, self.is_item) = (false, 0, false);
        self.text.push(letter);
    }

    /// A paragraph ends with two ends of lines, any other block with one.
    fn take_tag(&mut self, tag: &str) {
        let is_end = tag.starts_with('/');
        let name =
            tag.trim_start_matches('/').split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or("");
        let name = name.to_ascii_lowercase();
        if !BLOCKS.contains(&name.as_str()) {
            return;
        }
        self.line_ends = match (name.as_str(), is_end) {
            ("br", _) => self.line_ends + 1,
            ("p", true) => 2,
            _ => self.line_ends.max(1),
        };
        if name == "li" {
            self.is_item = !is_end;
        }
    }
}

/// The entity at the start, and what is behind it.
fn entity(text: &str) -> Option<(char, &str)> {
    let inside = text.strip_prefix('&')?;
    let length = inside.bytes().take(12).position(|byte| byte == b';')?;
    named(inside.get(..length)?).map(|letter| (letter, &inside[length + 1..]))
}

/// What stands in the tag or the comment at the start, and what is behind it. What is never closed reaches to the end:
/// so no text is looked through twice.
fn tag(text: &str) -> Option<(&str, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(("", comment.split_once("-->").map_or("", |(_, behind)| behind)));
    }
    let inside = text.strip_prefix('<')?;
    let is_tag = inside
        .strip_prefix('/')
        .unwrap_or(inside)
        .starts_with(|first: char| first.is_ascii_alphabetic() || first == '!');
    is_tag.then(|| inside.split_once('>').unwrap_or((inside, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_lines_and_everything_else_falls_away() {
        for (html, text) in [
            ("<p>As a <b>buyer</b> I pay.</p>\n\n<p>Twice.</p>", "As a buyer I pay.\n\nTwice."),
            ("one<br/>\ntwo<br />three", "one\ntwo\nthree"),
            ("<ul>\n\t<li>a</li>\n\t<li>b <a href=\"https://example.org\">c</a></li>\n</ul>\nd", "- a\n- b c\nd"),
            ("<ul><li></li><li><p>a</p></li><li><p>b</p></li></ul>", "- a\n\n- b"),
            ("<div>a</div><div>b</div>", "a\nb"),
            ("<h1>a</h1><table><tr><td>b</td><td> c</td></tr></table>", "a\nb c"),
            ("a<!-- <b> -->b", "ab"),
            ("plain\n text", "plain text"),
            ("<p></p><p></p><br><br><br><p>a</p>", "a"),
            ("a<br><br><br><br>b", "a\n\nb"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn entities_are_what_they_stand_for() {
        assert_eq!(to_text("&lt;b&gt; &amp;amp; &#8364;&#x20AC; &ouml;&quot;&apos;"), "<b> &amp; €€ ö\"'");
        assert_eq!(to_text("a&nbsp;b &unknown; R&D &#xD800; &#+5; &; &"), "a b &unknown; R&D &#xD800; &#+5; &; &");
    }

    #[test]
    fn a_sign_that_begins_no_tag_stays() {
        assert_eq!(to_text("a < b, 1<2"), "a < b, 1<2");
        assert_eq!(to_text("a <b never closed"), "a");
        assert_eq!(to_text("a <!-- never closed"), "a");
    }
}
