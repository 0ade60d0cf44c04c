//! The estimates as a table in Markdown, for a wiki or a ticket.

use crate::report::{Report, Topic};

/// The name of the room, and every topic of the list. Nothing that somebody typed is markup in it.
pub fn markdown(report: &Report) -> String {
    let name = match report.name.as_str() {
        "" => "Team Poker".to_owned(),
        name => plain(name),
    };
    let mut text = format!("# {name}\n\n| Key | Topic | Estimate | Rounds | Agreement |\n| - | - | -: | -: | -: |\n");
    for topic in &report.topics {
        let agreement = report.rounds_of(topic).filter_map(|round| round.agreement_percent()).last();
        let cells = [
            plain(topic.key.as_str()),
            title(topic),
            topic.estimate.as_ref().map(|card| plain(&card.label)).unwrap_or_default(),
            topic.rounds.len().to_string(),
            agreement.map(|percent| format!("{percent} %")).unwrap_or_default(),
        ];
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    let totals = report.totals();
    if totals.summed > 0 {
        text.push_str(&format!("\nSum of {} estimates: {}\n", totals.summed, plain(&totals.sum.to_string())));
    }
    text
}

/// A link holds no sign that could end it, or the cell.
fn title(topic: &Topic) -> String {
    let title = plain(topic.title.as_str());
    match topic.link.as_str() {
        "" => title,
        link => format!("[{title}](<{link}>)"),
    }
}

/// One line of text, in which every sign that means something in Markdown means itself.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let is_address = match sign {
            ':' => rest.peek() == Some(&'/'),
            '.' => plain.as_bytes().last_chunk().is_some_and(|last: &[u8; 3]| last.eq_ignore_ascii_case(b"www")),
            _ => false,
        };
        match sign {
            '\r' | '\n' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '!' | '|' | '~' | '&' | '$' | '^'
            | '=' => {
                plain.extend(['\\', sign]);
            }
            // Some readers make a link of whatever looks like an address.
            ':' | '.' if is_address => plain.extend(['\\', sign]),
            _ => plain.push(sign),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_is_markup() {
        for (typed, written) in [
            ("a|b", "a\\|b"),
            ("a\nb\r\nc", "a b  c"),
            ("<script>", "\\<script\\>"),
            ("[x](javascript:y)", "\\[x\\](javascript:y)"),
            ("**b** _i_ `c` ~s~", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~s\\~"),
            ("\\|", "\\\\\\|"),
            ("&lt;", "\\&lt;"),
            ("http://x.y", "http\\://x.y"),
            ("WWW.x.y", "WWW\\.x.y"),
            ("TEAM-1: ok.", "TEAM-1: ok."),
        ] {
            assert_eq!(plain(typed), written);
        }
    }
}
