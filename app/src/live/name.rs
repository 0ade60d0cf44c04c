//! Names in sentences that are plain text, where no `<bdi>` can stand.

/// The name, isolated as `<bdi>` would if it has letters that are written from right to left, so that it does not turn
/// round what stands beside it: between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE of
/// [UAX #9](https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates).
pub fn in_sentence(name: &str) -> String {
    if name.chars().any(is_right_to_left) { format!("\u{2068}{name}\u{2069}") } else { name.to_owned() }
}

/// Whether it is in a block of scripts that are written from right to left: Hebrew, Arabic and their like.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_right_to_left_is_isolated_and_no_other_is_changed() {
        for name in ["ليلى", "שרה", "Ada ليلى"] {
            assert_eq!(in_sentence(name), format!("\u{2068}{name}\u{2069}"));
        }
        for name in ["Ada", "王小明", "Σωκράτης", "Łukasz", "👩\u{200D}💻"] {
            assert_eq!(in_sentence(name), name);
        }
    }
}
