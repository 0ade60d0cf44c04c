//! Keys: which single letters do something, and the list of all keys that there are.

/// What a single letter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    ShowKeys,
    Reveal,
    GoOn,
    EditTopic,
    Invite,
    Topics,
}

impl Shortcut {
    pub const ALL: [Self; 6] = [Self::ShowKeys, Self::Reveal, Self::GoOn, Self::EditTopic, Self::Topics, Self::Invite];

    /// The key, as the browser names it. Controls in the document say with `data-key` which one is theirs.
    pub fn key(self) -> &'static str {
        match self {
            Self::ShowKeys => "?",
            Self::Reveal => "r",
            Self::GoOn => "n",
            Self::EditTopic => "t",
            Self::Invite => "i",
            Self::Topics => "l",
        }
    }

    /// What it does, as one reads it in the list.
    pub fn words(self) -> &'static str {
        match self {
            Self::ShowKeys => "Show this list",
            Self::Reveal => "Reveal the cards",
            Self::GoOn => "Go to the next topic",
            Self::EditTopic => "Edit the topic",
            Self::Invite => "Invite your team",
            Self::Topics => "Show or hide the list of topics",
        }
    }
}

/// A key that was pressed somewhere on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    pub key: String,
    /// Whether Ctrl, Alt or Meta was held: then it is for the browser. Shift only makes another key of it.
    pub has_modifier: bool,
    /// Whether the key is held down.
    pub is_repeat: bool,
    /// Whether it writes in a field, or chooses from a list.
    pub is_typing: bool,
    /// Whether a dialog lies over the page.
    pub is_in_dialog: bool,
}

impl Press {
    /// What it asks for.
    pub fn shortcut(&self) -> Option<Shortcut> {
        let Self { has_modifier, is_repeat, is_typing, is_in_dialog, .. } = *self;
        let is_for_us = !(has_modifier || is_repeat || is_typing || is_in_dialog);
        Shortcut::ALL.into_iter().find(|shortcut| is_for_us && shortcut.key() == self.key)
    }
}

/// The keys that work in one place of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysView {
    pub place: &'static str,
    pub rows: Vec<KeyView>,
}

/// What one does, and the keys of which each does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    pub keys: Vec<&'static str>,
    pub words: &'static str,
}

impl KeysView {
    /// All keys that there are. Without letter keys only those that are listed where the focus is.
    pub fn all(has_letter_keys: bool) -> Vec<Self> {
        let row = |keys: &[&'static str], words| KeyView { keys: keys.to_vec(), words };
        let letters = Shortcut::ALL.map(|shortcut| row(&[shortcut.key()], shortcut.words()));
        let letters = has_letter_keys.then(|| Self { place: "Anywhere", rows: letters.to_vec() });
        let places = [
            Self {
                place: "In your hand",
                rows: vec![
                    row(&["←", "→"], "Another card"),
                    row(&["Home", "End"], "First card, last card"),
                    row(&["Space", "Enter"], "Play, or take back"),
                ],
            },
            Self {
                place: "Among the names",
                rows: vec![
                    row(&["←", "→"], "Another name"),
                    row(&["Home", "End"], "First name, last name"),
                    row(&["Space", "Enter"], "See what can be done"),
                ],
            },
            Self {
                place: "In the list of topics",
                rows: vec![
                    row(&["↑", "↓"], "Another topic"),
                    row(&["Home", "End"], "First topic, last topic"),
                    row(&["Enter"], "Estimate it"),
                    row(&["Space"], "Read it"),
                    row(&["Alt ↑", "Alt ↓"], "Move it up, move it down"),
                    row(&["Alt Home", "Alt End"], "Move it to the start, to the end"),
                    row(&["Del"], "Delete it"),
                ],
            },
            Self { place: "In menus and sheets", rows: vec![row(&["Tab"], "Next control"), row(&["Esc"], "Close")] },
        ];
        letters.into_iter().chain(places).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn press(key: &str) -> Press {
        Press { key: key.to_owned(), ..Press::default() }
    }

    #[test]
    fn each_letter_does_one_thing() {
        let keys: BTreeSet<_> = Shortcut::ALL.map(Shortcut::key).into();
        assert_eq!(keys.len(), Shortcut::ALL.len());
        for shortcut in Shortcut::ALL {
            assert_eq!(press(shortcut.key()).shortcut(), Some(shortcut));
        }
        for other in ["x", "R", "Enter", " ", "Escape", ""] {
            assert_eq!(press(other).shortcut(), None, "{other}");
        }
    }

    #[test]
    fn a_letter_that_is_for_somebody_else_does_nothing() {
        for press in [
            Press { has_modifier: true, ..press("r") },
            Press { is_repeat: true, ..press("r") },
            Press { is_typing: true, ..press("r") },
            Press { is_in_dialog: true, ..press("r") },
        ] {
            assert_eq!(press.shortcut(), None, "{press:?}");
        }
    }

    #[test]
    fn the_list_holds_the_letters_unless_they_are_switched_off() {
        let listed = |has_letter_keys| {
            let rows = KeysView::all(has_letter_keys).into_iter().flat_map(|place| place.rows);
            rows.flat_map(|row| row.keys).collect::<BTreeSet<_>>()
        };
        let is_listed = |keys: &BTreeSet<&str>| Shortcut::ALL.map(|shortcut| keys.contains(shortcut.key()));
        assert_eq!(is_listed(&listed(true)), [true; 6]);
        assert_eq!(is_listed(&listed(false)), [false; 6]);
        assert!(listed(false).contains("Esc"));
    }
}
