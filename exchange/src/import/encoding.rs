//! From bytes to text.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::preview::Encoding;

/// A text whose lines end with `\n` alone, and what it was before. `None` for what is no text.
///
/// The mark at the start decides, if there is one. Else what has zeros in every second byte is UTF-16, what can be UTF-8
/// is UTF-8, also with a few broken places, and the rest is Windows-1252, in which everything is something.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, Encoding)> {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (String::from_utf8_lossy(rest).into_owned(), Encoding::Utf8),
        [0xFF, 0xFE, rest @ ..] => (UTF_16LE.decode_without_bom_handling(rest).0.into_owned(), Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (UTF_16BE.decode_without_bom_handling(rest).0.into_owned(), Encoding::Utf16),
        _ => unmarked(bytes),
    };
    is_text(&text).then(|| (with_plain_line_ends(text), encoding))
}

fn unmarked(bytes: &[u8]) -> (String, Encoding) {
    if let Some(text) = unmarked_utf16(bytes) {
        return (text, Encoding::Utf16);
    }
    let (mut foreign, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        foreign += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // In Windows-1252 hardly any pair of letters happens to be a letter of UTF-8, and in UTF-8 hardly any is not.
    if broken == 0 || foreign > 4 * broken {
        (String::from_utf8_lossy(bytes).into_owned(), Encoding::Utf8)
    } else {
        (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), Encoding::Windows1252)
    }
}

/// In UTF-16 the spaces, the line ends and what lies between columns have a zero each, all of them on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<String> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if odd > 3 * even {
        UTF_16LE
    } else if even > 3 * odd {
        UTF_16BE
    } else {
        return None;
    };
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// Text has no zeros, and hardly any control characters; one gets into any text.
fn is_text(text: &str) -> bool {
    let is_strange = |letter: &char| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}');
    let strange = text.chars().filter(is_strange).count();
    !text.contains('\0') && strange <= 1 + text.len() / 50
}

fn with_plain_line_ends(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn decoded(bytes: &[u8]) -> (String, Encoding) {
        decode(bytes).unwrap_or_else(|| panic!("{bytes:x?} is text"))
    }

    #[test]
    fn every_encoding_is_found_with_and_without_a_mark() {
        let text = "Größe\t日本 – „ja“\n";
        assert_eq!(decoded(text.as_bytes()), (text.into(), Encoding::Utf8));
        assert_eq!(decoded(format!("\u{FEFF}{text}").as_bytes()), (text.into(), Encoding::Utf8));
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(decoded(&utf16(text, to_bytes)), (text.into(), Encoding::Utf16));
            assert_eq!(decoded(&utf16(&format!("\u{FEFF}{text}"), to_bytes)), (text.into(), Encoding::Utf16));
        }
        let western = "Größe – 5 €, „ja“";
        let (bytes, ..) = WINDOWS_1252.encode(western);
        assert_eq!(decoded(&bytes), (western.into(), Encoding::Windows1252));
    }

    #[test]
    fn a_broken_place_in_utf8_spoils_only_itself() {
        let mut bytes = "Größe, Länge, Höhe, Öl, Tür".as_bytes().to_vec();
        bytes.push(0xC3);
        assert_eq!(decoded(&bytes), ("Größe, Länge, Höhe, Öl, Tür\u{FFFD}".into(), Encoding::Utf8));
    }

    #[test]
    fn every_end_of_a_line_is_the_same() {
        assert_eq!(decoded(b"a\r\nb\rc\n\r\nd").0, "a\nb\nc\n\nd");
    }

    #[test]
    fn what_has_zeros_or_many_control_characters_is_no_text() {
        assert_eq!(decode(b"a\0b\0\0c"), None);
        assert_eq!(decode(&[1, 2, 3, 200, 201]), None);
        assert_eq!(decoded(b"abc\x7f").0, "abc\x7f");
        assert_eq!(decode(b"abc\x7f\x7f"), None);
        let few = format!("{}\u{1}\u{2}", "a".repeat(48));
        assert_eq!(decoded(few.as_bytes()).0, few);
    }
}
