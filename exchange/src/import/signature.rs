//! What is no list, by how it begins. What a browser or a name says about a file is not asked.

use super::preview::NotAList;
use crate::limits::OUR_OWN_BYTES_MAX;

/// The kinds of file that people take for a list, or send by mistake, by their first bytes.
pub(crate) fn of_bytes(bytes: &[u8]) -> Option<NotAList> {
    Some(match bytes {
        [0x89, b'P', b'N', b'G', ..] => NotAList::Picture("PNG"),
        [0xFF, 0xD8, 0xFF, ..] => NotAList::Picture("JPEG"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => NotAList::Picture("GIF"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => NotAList::Picture("WebP"),
        [b'P', b'K', 3 | 5 | 7, 4 | 6 | 8, ..] => NotAList::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => NotAList::OldOffice,
        [b'%', b'P', b'D', b'F', b'-', ..] => NotAList::Pdf,
        [0x1F, 0x8B, 8, ..] => NotAList::Archive("gzip"),
        [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => NotAList::Archive("7z"),
        [b'R', b'a', b'r', b'!', 0x1A, 7, ..] => NotAList::Archive("RAR"),
        [b'{', b'\\', b'r', b't', b'f', ..] => NotAList::RichText,
        _ => return None,
    })
}

/// What a text is that is neither a table nor lines. XML stays.
pub(crate) fn of_text(text: &str) -> Option<NotAList> {
    let text = behind_comments(text);
    if is_our_own(text) {
        return Some(NotAList::OurOwn);
    }
    if ["<!doctype html", "<html", "<head", "<table"].iter().any(|tag| begins_with_tag(text, tag)) {
        return Some(NotAList::Html);
    }
    is_json(text).then_some(NotAList::Json)
}

/// The text from its first sign on that is not of a comment of XML: Jira puts one in front of everything.
pub(crate) fn behind_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some((_, behind)) = text.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        text = behind.trim_start();
    }
    text
}

fn begins_with_tag(text: &str, tag: &str) -> bool {
    let is_tag = text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    is_tag && text[tag.len()..].starts_with(|next: char| next == '>' || next.is_whitespace())
}

/// Whether it is an object of JSON that says so near its start.
fn is_our_own(text: &str) -> bool {
    let near = text.char_indices().take_while(|(at, _)| *at < OUR_OWN_BYTES_MAX).last();
    let start = near.map_or("", |(at, last)| &text[..at + last.len_utf8()]);
    let mut behind = start.split("\"format\"").skip(1);
    start.starts_with('{')
        && behind.any(|rest| {
            let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
            value.is_some_and(|value| value.starts_with("\"team-poker\""))
        })
}

/// An object, or a list of objects, of lists or of strings. A check box and a link of Markdown begin otherwise.
fn is_json(text: &str) -> bool {
    let inside = |open: char| text.strip_prefix(open).map(str::trim_start);
    inside('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || inside('[').is_some_and(|rest| rest.starts_with(['{', '[', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_file_are_told_by_their_first_bytes() {
        let kinds: [(&[u8], NotAList); 12] = [
            (b"\x89PNG\r\n\x1a\n", NotAList::Picture("PNG")),
            (b"\xff\xd8\xff\xe0", NotAList::Picture("JPEG")),
            (b"GIF89a", NotAList::Picture("GIF")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", NotAList::Picture("WebP")),
            (b"PK\x03\x04", NotAList::Zip),
            (b"PK\x05\x06", NotAList::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", NotAList::OldOffice),
            (b"%PDF-1.7", NotAList::Pdf),
            (b"\x1f\x8b\x08", NotAList::Archive("gzip")),
            (b"7z\xbc\xaf\x27\x1c", NotAList::Archive("7z")),
            (b"Rar!\x1a\x07", NotAList::Archive("RAR")),
            (b"{\\rtf1", NotAList::RichText),
        ];
        for (bytes, kind) in kinds {
            assert_eq!(of_bytes(bytes), Some(kind));
        }
        assert_eq!(of_bytes(b"PKI: renew"), None);
        assert_eq!(of_bytes(b""), None);
    }

    #[test]
    fn our_own_document_is_told_from_other_json() {
        assert_eq!(of_text("\n{\"version\": 1, \"format\" : \"team-poker\"}"), Some(NotAList::OurOwn));
        assert_eq!(of_text("{\"format\": \"other\"}"), Some(NotAList::Json));
        assert_eq!(of_text("[ {\"title\": \"format\"} ]"), Some(NotAList::Json));
        let far = format!("{{\"title\": \"{}\", \"format\":\"team-poker\"}}", "é".repeat(OUR_OWN_BYTES_MAX / 2));
        assert_eq!(of_text(&far), Some(NotAList::Json));
        assert_eq!(of_text("Write \"format\":\"team-poker\""), None);
    }

    #[test]
    fn html_is_told_from_lines() {
        assert_eq!(of_text(" <!DOCTYPE HTML>"), Some(NotAList::Html));
        assert_eq!(of_text("<html lang=de>"), Some(NotAList::Html));
        assert_eq!(of_text("<!-- saved -->\n<!-- twice -->\n<html>"), Some(NotAList::Html));
        assert_eq!(of_text("<!-- never closed <html>"), None);
        assert_eq!(of_text("[ ] Log in"), None);
        assert_eq!(of_text("[Log in](https://example.org)"), None);
        assert_eq!(of_text("{braces} are escaped"), None);
        assert_eq!(of_text("<header> sticks to the top"), None);
    }
}
