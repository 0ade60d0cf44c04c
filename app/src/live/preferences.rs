//! Preferences: what somebody wants of these pages on this device. They are kept in the browser, each under a key of its
//! own, and told to nobody.

/// Where the theme is kept. The document reads it as well, before anything is drawn.
pub const THEME_KEY: &str = "teampoker.theme";
const SOUNDS_KEY: &str = "teampoker.sounds";
const NOTICES_KEY: &str = "teampoker.notices";
const LETTER_KEYS_KEY: &str = "teampoker.letter-keys";
const TOPICS_KEY: &str = "teampoker.topics";

/// In which colours the pages are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Those that the system asks for.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// As it is kept, and as the style sheet calls it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The schemes in which the browser may draw what is its own, as CSS `color-scheme` has them.
    pub fn schemes(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light | Self::Dark => self.slug(),
        }
    }

    /// The media query under which that scheme, `light` or `dark`, holds.
    pub fn media_of(self, scheme: &str) -> String {
        match self {
            Self::System => format!("(prefers-color-scheme: {scheme})"),
            Self::Light | Self::Dark if self.slug() == scheme => "all".to_owned(),
            Self::Light | Self::Dark => "not all".to_owned(),
        }
    }
}

/// All of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    pub theme: Theme,
    /// Whether what happens at the table is heard.
    pub sounds: bool,
    /// Whether the browser shows what happens at the table while the page is hidden.
    pub notices: bool,
    /// Whether single letters do something. Who speaks to their machine, or has a cat, switches them off.
    pub letter_keys: bool,
    /// Whether the list of topics lies beside the table, where there is room for it.
    pub topics: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { theme: Theme::System, sounds: false, notices: false, letter_keys: true, topics: true }
    }
}

impl Preferences {
    /// What was kept, by key. What is missing, or was written by another version, is as it is for a newcomer.
    pub fn read(kept: impl Fn(&str) -> Option<String>) -> Self {
        let usual = Self::default();
        let theme = kept(THEME_KEY);
        let switch = |key, usual| match kept(key).as_deref() {
            Some("on") => true,
            Some("off") => false,
            _ => usual,
        };
        Self {
            theme: Theme::ALL.into_iter().find(|one| Some(one.slug()) == theme.as_deref()).unwrap_or(usual.theme),
            sounds: switch(SOUNDS_KEY, usual.sounds),
            notices: switch(NOTICES_KEY, usual.notices),
            letter_keys: switch(LETTER_KEYS_KEY, usual.letter_keys),
            topics: switch(TOPICS_KEY, usual.topics),
        }
    }

    /// What to keep: keys and values.
    pub fn entries(&self) -> [(&'static str, &'static str); 5] {
        let switch = |is_on| if is_on { "on" } else { "off" };
        [
            (THEME_KEY, self.theme.slug()),
            (SOUNDS_KEY, switch(self.sounds)),
            (NOTICES_KEY, switch(self.notices)),
            (LETTER_KEYS_KEY, switch(self.letter_keys)),
            (TOPICS_KEY, switch(self.topics)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kept: &[(&str, &str)]) -> Preferences {
        let find = |key: &str| kept.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned());
        Preferences::read(find)
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let usual = Preferences::default();
        let other = Preferences { theme: Theme::Dark, sounds: true, notices: true, letter_keys: false, topics: false };
        for preferences in [usual, other, Preferences { theme: Theme::Light, ..usual }] {
            assert_eq!(read(&preferences.entries()), preferences);
        }
    }

    #[test]
    fn a_newcomer_hears_nothing_and_has_the_colours_of_the_system() {
        let newcomer = read(&[]);
        assert_eq!(newcomer, Preferences::default());
        assert_eq!(newcomer.theme, Theme::System);
        assert!(!newcomer.sounds && !newcomer.notices && newcomer.letter_keys);
    }

    #[test]
    fn what_another_version_wrote_changes_nothing_else() {
        let kept = [(THEME_KEY, "sepia"), (SOUNDS_KEY, "loud"), (LETTER_KEYS_KEY, "off")];
        assert_eq!(read(&kept), Preferences { letter_keys: false, ..Preferences::default() });
    }

    #[test]
    fn a_theme_that_was_chosen_holds_whatever_the_system_wants() {
        assert_eq!((Theme::Dark.media_of("dark"), Theme::Dark.media_of("light")), ("all".into(), "not all".into()));
        assert_eq!(Theme::System.media_of("light"), "(prefers-color-scheme: light)");
        assert_eq!(Theme::ALL.map(Theme::schemes), ["light dark", "light", "dark"]);
    }
}
