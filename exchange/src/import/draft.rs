//! A topic as it leaves: what was read, without what only its tool needs.

use super::preview::Draft;
use super::reference::key_of_link;

impl Draft {
    /// Without white space around its fields, with the key that its link holds if it has none of its own, and with its
    /// estimate as people write it.
    pub(crate) fn tidied(self) -> Self {
        let trimmed = |text: String| if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
        let link = trimmed(self.link);
        let key = match trimmed(self.key) {
            key if key.is_empty() => key_of_link(&link).unwrap_or_default(),
            key => key,
        };
        Self { title: trimmed(self.title), key, link, notes: trimmed(self.notes), estimate: estimate(&self.estimate) }
    }
}

/// A decimal fraction with a point and no zeros at its end; anything else as it was. `1,000` is a thousand for some and
/// one for others, and so stays.
fn estimate(written: &str) -> String {
    let written = written.trim();
    let Some((whole, fraction)) = written.split_once(['.', ',']) else { return written.to_owned() };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    let is_thousands = written.contains(',') && fraction.len() == 3 && unsigned != "0";
    if !is_digits(unsigned) || !is_digits(fraction) || is_thousands {
        return written.to_owned();
    }
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_written_as_people_write_it() {
        for (written, expected) in [
            ("5.0", "5"),
            ("5.000", "5"),
            ("0.50", "0.5"),
            ("0,5", "0.5"),
            ("0,500", "0.5"),
            (" 13 ", "13"),
            ("-1.0", "-1"),
            ("10.0", "10"),
            ("100", "100"),
        ] {
            assert_eq!(estimate(written), expected, "{written}");
        }
    }

    #[test]
    fn an_estimate_that_is_no_decimal_fraction_stays_as_it_is() {
        for written in ["XL", "½", "1/2", "1,000", "1.2.3", "5.", ".5", "3 points", "1.5h", "?", "", "3,4,5"] {
            assert_eq!(estimate(written), written);
        }
    }

    #[test]
    fn a_draft_without_a_key_takes_that_of_its_link() {
        let link = "https://github.com/acme/shop/issues/12".to_owned();
        let draft = Draft { title: " Log in ".into(), link: link.clone(), ..Draft::default() };
        let expected = Draft { title: "Log in".into(), key: "#12".into(), link: link.clone(), ..Draft::default() };
        assert_eq!(draft.tidied(), expected);
        let keyed = Draft { key: "TEAM-1".into(), link, ..Draft::default() };
        assert_eq!(keyed.tidied().key, "TEAM-1");
    }
}
