//! Cells that a spreadsheet opens and does not run.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, also as wide as Chinese characters are.
const TRIGGERS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What was typed, as a cell that no spreadsheet takes for a formula: an apostrophe stands before one. Numbers stay numbers.
///
/// A semicolon ends a cell in many countries, whatever the rest of the file says, so what follows one is looked at as well.
pub fn defused(text: &str) -> Cow<'_, str> {
    if is_number(text) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 1);
    for (place, part) in text.split_inclusive([';', '\t', '\r', '\n']).enumerate() {
        let start = part.trim_start();
        let is_live = start.starts_with(TRIGGERS) || (place == 0 && part.starts_with(['\t', '\r', '\n']));
        if is_live {
            safe.push('\'');
        }
        safe.push_str(part);
    }
    if safe.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(safe) }
}

/// As in `-2.5`.
fn is_number(text: &str) -> bool {
    let amount = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = amount.split_once('.').unwrap_or((amount, "0"));
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_is_defused() {
        for text in [
            "=1+1",
            "+1",
            "-1+1",
            "@SUM(A1)",
            "  =1+1",
            "\u{a0}=1+1",
            "-",
            "-x",
            "--1",
            "-1,5",
            "-1.",
            "-.5",
            "\tx",
            "\rx",
            "\nx",
            "＝1+1",
        ] {
            assert_eq!(defused(text), format!("'{text}"), "{text:?}");
        }
        assert_eq!(defused("Log in;=1+1;\t@x;y"), "Log in;'=1+1;\t'@x;y");
        assert_eq!(defused("a\n=1"), "a\n'=1");
    }

    #[test]
    fn all_else_stays_as_it_is() {
        for text in ["", "a", "13", "-2", "-2.5", "0.5", "a=b", "a - b", "1; 2", "½", "'quoted'", "ä@b", "TEAM-1"] {
            assert_eq!(defused(text), text);
        }
    }
}
