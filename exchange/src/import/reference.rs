//! Keys and links: what is one, and what a link says about its topic.

use std::borrow::Cow;

use crate::limits::{KEY_DIGITS_MAX, KEY_PROJECT_BYTES_MAX};

/// What looks like the project of a key and is a standard, in titles such as `UTF-8 in names of files`.
const NOT_PROJECTS: [&str; 11] = ["AES", "COVID", "HTTP", "IEC", "IEEE", "IPV", "ISO", "RFC", "RSA", "SHA", "UTF"];

/// What may stand between a key or a link and the title behind it.
const SEPARATORS: [char; 8] = [':', '-', '–', '—', '|', ',', ';', '.'];

/// Whether the text is a key and nothing else: `TEAM-123`, `#12`.
pub(crate) fn is_key(text: &str) -> bool {
    key_length(text) == Some(text.len())
}

/// Whether the text is a link and nothing else.
pub(crate) fn is_link(text: &str) -> bool {
    link_length(text) == Some(text.len())
}

/// The key at the start, perhaps in brackets, and what is behind it and behind what separates them.
pub(crate) fn leading_key(text: &str) -> Option<(&str, &str)> {
    let (inside, close) = match text.chars().next()? {
        '[' => (&text[1..], "]"),
        '(' => (&text[1..], ")"),
        _ => (text, ""),
    };
    let (key, rest) = inside.split_at(key_length(inside)?);
    let rest = rest.strip_prefix(close)?;
    let is_over = rest.chars().next().is_none_or(|next| next.is_whitespace() || SEPARATORS.contains(&next));
    // `CVE-2024-1` and `ISO-1.5` go on; `TEAM-1. Log in` does not.
    let goes_on = rest.strip_prefix(['-', '.']).is_some_and(|behind| behind.starts_with(char::is_alphanumeric));
    (is_over && !goes_on).then(|| (key, behind_separator(rest)))
}

/// The link at the start, and what is behind it and behind what separates them.
pub(crate) fn leading_link(text: &str) -> Option<(&str, &str)> {
    let (link, rest) = text.split_at(link_length(text)?);
    Some((link, behind_separator(rest)))
}

/// The key of the topic that a link leads to, for the trackers whose links hold one.
pub(crate) fn key_of_link(link: &str) -> Option<String> {
    let Link { segments, query, .. } = Link::parse(link)?;
    let numbered = |number: &&str| is_number(number).then(|| format!("#{number}"));
    let keyed = |key: &&str| is_key(key).then(|| (*key).to_owned());
    let in_path = segments.windows(2).rev().find_map(|pair| match pair {
        ["browse" | "issue", key] => keyed(key),
        // GitHub and GitLab, then Azure DevOps.
        ["issues" | "pull" | "work_items", number] => numbered(number).or_else(|| keyed(number)),
        ["edit", number] if segments.contains(&"_workitems") => numbered(number),
        _ => None,
    });
    in_path
        .or_else(|| query.split('&').filter_map(|part| part.strip_prefix("selectedIssue=")).find_map(|key| keyed(&key)))
}

/// What to call a topic of which there is a link only: its key if the path ends with that, else the end of the path, else
/// the host.
pub(crate) fn title_of_link(link: &str) -> String {
    let Some(Link { host, segments, .. }) = Link::parse(link) else { return link.to_owned() };
    let last = segments.last().copied().unwrap_or(host);
    let ends_with_key = is_number(last) || is_key(last) || link.contains("selectedIssue=");
    let key = if ends_with_key { key_of_link(link) } else { None };
    let title = key.unwrap_or_else(|| percent_decoded(last));
    if title.trim().is_empty() { host.to_owned() } else { title }
}

/// Whether the text is digits only, and not too many of them.
pub(crate) fn is_number(text: &str) -> bool {
    (1..=KEY_DIGITS_MAX).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit())
}

struct Link<'a> {
    host: &'a str,
    /// Those that are not empty.
    segments: Vec<&'a str>,
    query: &'a str,
}

impl<'a> Link<'a> {
    fn parse(link: &'a str) -> Option<Self> {
        if !is_link(link) {
            return None;
        }
        let (_, rest) = link.split_once("://")?;
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut segments = rest.split('/');
        let host = segments.next()?;
        Some(Self { host, segments: segments.filter(|segment| !segment.is_empty()).collect(), query })
    }
}

fn key_length(text: &str) -> Option<usize> {
    let (project, digits) = match text.strip_prefix('#') {
        Some(digits) => ("#", digits),
        None => text.split_at(project_length(text)? + 1),
    };
    let digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    (1..=KEY_DIGITS_MAX).contains(&digits).then_some(project.len() + digits)
}

/// The length of `TEAM` in `TEAM-123`: capitals and digits, two at least, then a hyphen.
fn project_length(text: &str) -> Option<usize> {
    let is_of_project = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let length = text.bytes().take(KEY_PROJECT_BYTES_MAX + 1).take_while(is_of_project).count();
    let (project, rest) = text.split_at(length);
    let is_project =
        (2..=KEY_PROJECT_BYTES_MAX).contains(&length) && project.starts_with(|c: char| c.is_ascii_uppercase());
    (is_project && rest.starts_with('-') && !NOT_PROJECTS.contains(&project)).then_some(length)
}

fn link_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let link = text[..end].trim_end_matches([':', ',', ';', '.']);
    let host = link.get(scheme.len()..)?;
    host.starts_with(|first: char| first.is_alphanumeric() || first == '[').then_some(link.len())
}

fn behind_separator(rest: &str) -> &str {
    let rest = rest.trim_start();
    let Some(behind) = rest.strip_prefix(SEPARATORS) else { return rest };
    let is_alone = behind.is_empty() || behind.starts_with(char::is_whitespace);
    if is_alone || rest.starts_with(':') { behind.trim_start() } else { rest }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.filter(|hex| !hex.starts_with('+')).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) if *first == b'%' => (bytes.push(byte), rest = &behind[2..]),
            _ => (bytes.push(*first), rest = behind),
        };
    }
    match String::from_utf8_lossy(&bytes) {
        Cow::Borrowed(decoded) => decoded.to_owned(),
        Cow::Owned(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_at_the_start_and_is_separated() {
        for line in [
            "TEAM-123: Log in",
            "TEAM-123 Log in",
            "TEAM-123 - Log in",
            "TEAM-123 – Log in",
            "TEAM-123:Log in",
            "TEAM-123. Log in",
            "[TEAM-123] Log in",
            "(TEAM-123) Log in",
            "[TEAM-123]: Log in",
            "TEAM-123 | Log in",
        ] {
            assert_eq!(leading_key(line), Some(("TEAM-123", "Log in")), "{line}");
        }
        assert_eq!(leading_key("#12 Log in"), Some(("#12", "Log in")));
        assert_eq!(leading_key("T_2-1"), Some(("T_2-1", "")));
        assert_eq!(leading_key("TEAM-1 -5 degrees"), Some(("TEAM-1", "-5 degrees")));
    }

    #[test]
    fn what_only_looks_like_a_key_stays_in_the_title() {
        for line in [
            "UTF-8 in names of files",
            "SHA-256: faster",
            "CVE-2024-1234 is fixed",
            "A-1 sauce",
            "team-1 Log in",
            "TEAM-1a",
            "TEAM- Log in",
            "[TEAM-1 Log in",
            "#hash",
            "TEAM-1234567890",
            "VERYLONGPROJECT-1",
            "1A-5 plan",
            "TEAM-1.5 is out",
        ] {
            assert_eq!(leading_key(line), None, "{line}");
        }
    }

    #[test]
    fn a_link_ends_before_the_title() {
        let expected = Some(("https://example.org/a_b(c)", "Log in"));
        for between in [" ", ": ", " - ", ", ", "\t"] {
            assert_eq!(leading_link(&format!("https://example.org/a_b(c){between}Log in")), expected, "{between:?}");
        }
        assert_eq!(leading_link("HTTP://example.org"), Some(("HTTP://example.org", "")));
        for no in ["https://", "https:// x", "ftp://example.org", "javascript:alert(1)", "Log in https://example.org"] {
            assert_eq!(leading_link(no), None, "{no}");
        }
    }

    #[test]
    fn a_link_says_which_topic_it_leads_to() {
        for (link, key, title) in [
            ("https://acme.atlassian.net/browse/TEAM-123", "TEAM-123", "TEAM-123"),
            ("https://acme.atlassian.net/browse/TEAM-123?focusedId=5#comment", "TEAM-123", "TEAM-123"),
            ("https://acme.atlassian.net/jira/boards/7?view=x&selectedIssue=TEAM-9", "TEAM-9", "TEAM-9"),
            ("https://github.com/acme/shop/issues/12", "#12", "#12"),
            ("https://github.com/acme/shop/pull/13/", "#13", "#13"),
            ("https://gitlab.com/acme/shop/-/issues/14", "#14", "#14"),
            ("https://dev.azure.com/acme/shop/_workitems/edit/15", "#15", "#15"),
            ("https://linear.app/acme/issue/ENG-16/log-in", "ENG-16", "log-in"),
            ("https://linear.app/acme/issue/ENG-16", "ENG-16", "ENG-16"),
            ("https://youtrack.example.org/issues/SH-17", "SH-17", "SH-17"),
        ] {
            assert_eq!((key_of_link(link).as_deref(), title_of_link(link).as_str()), (Some(key), title), "{link}");
        }
    }

    #[test]
    fn a_link_without_a_key_is_called_by_its_end() {
        for (link, title) in [
            ("https://example.org/boards/Log%20in%C3%A9", "Log iné"),
            ("https://example.org/100%25/50%+1", "50%+1"),
            ("https://example.org/%FF", "%FF"),
            ("https://example.org/%20/", "example.org"),
            ("https://example.org/", "example.org"),
            ("https://example.org/12", "12"),
        ] {
            assert_eq!((key_of_link(link), title_of_link(link).as_str()), (None, title), "{link}");
        }
    }
}
