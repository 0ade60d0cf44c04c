//! Settings: the house rules of a table.

use serde::{Deserialize, Serialize};

/// The house rules of a table, as they are now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    pub figure: Figure,
    /// Whether a card can be played as sure, fairly sure, or a guess.
    pub confidence: bool,
    pub may: Permissions,
    pub after_reveal: AfterReveal,
    pub names: Names,
    /// Whether the cards turn by themselves, a moment after everybody has played.
    pub auto_reveal: bool,
    pub time_up: TimeUp,
    pub door: Door,
    pub throwing: Throwing,
}

/// One house rule and what it is to be. Settings are kept: what is new comes at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    Figure(Figure),
    Confidence(bool),
    May { deed: Deed, who: Who },
    AfterReveal(AfterReveal),
    Names(Names),
    AutoReveal(bool),
    TimeUp(TimeUp),
    Door(Door),
    Throwing(Throwing),
}

/// The number that counts, of those that a result has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    #[default]
    Median,
    Mean,
    Mode,
    /// None: we talk.
    None,
}

/// What can be left to moderators, or to everyone at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Turn the cards over, and set the countdowns that do.
    Reveal,
    /// Clear the table for the next round.
    GoOn,
    /// Name what is estimated.
    NameTopic,
    /// Change the deck and the house rules.
    ChangeSettings,
}

/// Who may do a [`Deed`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    #[default]
    Moderators,
    Everyone,
}

/// Who may do each deed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permissions {
    pub reveal: Who,
    pub go_on: Who,
    pub name_topic: Who,
    pub change_settings: Who,
}

/// Whether one may change one's card when it lies open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AfterReveal {
    #[default]
    Locked,
    /// It is then marked, with the first card beside it.
    MayChange,
}

/// Whether the result says who played what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    #[default]
    Shown,
    Anonymous,
}

/// What happens when the countdown of a round has come to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUp {
    /// Everybody is told, and those without a card are asked for one.
    #[default]
    Tell,
    /// The cards turn.
    Reveal,
}

/// How newcomers get to a seat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    #[default]
    Open,
    /// They knock, and a moderator lets them in or not.
    Locked,
}

/// Whether people may throw small things at each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Throwing {
    #[default]
    Allowed,
    Off,
}

impl Settings {
    /// These, with one of them as given.
    pub fn with(mut self, setting: Setting) -> Self {
        match setting {
            Setting::Figure(figure) => self.figure = figure,
            Setting::Confidence(confidence) => self.confidence = confidence,
            Setting::May { deed, who } => *self.may.of_mut(deed) = who,
            Setting::AfterReveal(after_reveal) => self.after_reveal = after_reveal,
            Setting::Names(names) => self.names = names,
            Setting::AutoReveal(auto_reveal) => self.auto_reveal = auto_reveal,
            Setting::TimeUp(time_up) => self.time_up = time_up,
            Setting::Door(door) => self.door = door,
            Setting::Throwing(throwing) => self.throwing = throwing,
        }
        self
    }

    /// Every house rule as it is here: with all of them any other settings become these.
    pub fn each(self) -> [Setting; 12] {
        let Self { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing } = self;
        let [reveal, go_on, name_topic, change_settings] =
            Deed::ALL.map(|deed| Setting::May { deed, who: may.of(deed) });
        [
            Setting::Figure(figure),
            Setting::Confidence(confidence),
            reveal,
            go_on,
            name_topic,
            change_settings,
            Setting::AfterReveal(after_reveal),
            Setting::Names(names),
            Setting::AutoReveal(auto_reveal),
            Setting::TimeUp(time_up),
            Setting::Door(door),
            Setting::Throwing(throwing),
        ]
    }
}

impl Deed {
    pub const ALL: [Self; 4] = [Self::Reveal, Self::GoOn, Self::NameTopic, Self::ChangeSettings];
}

impl Permissions {
    /// Who may do that.
    pub fn of(&self, deed: Deed) -> Who {
        match deed {
            Deed::Reveal => self.reveal,
            Deed::GoOn => self.go_on,
            Deed::NameTopic => self.name_topic,
            Deed::ChangeSettings => self.change_settings,
        }
    }

    fn of_mut(&mut self, deed: Deed) -> &mut Who {
        match deed {
            Deed::Reveal => &mut self.reveal,
            Deed::GoOn => &mut self.go_on,
            Deed::NameTopic => &mut self.name_topic,
            Deed::ChangeSettings => &mut self.change_settings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a5_the_house_rules_of_one_room_make_those_of_another() {
        let may = Permissions { reveal: Who::Everyone, change_settings: Who::Everyone, ..Permissions::default() };
        let settings = Settings {
            figure: Figure::Mode,
            confidence: true,
            may,
            after_reveal: AfterReveal::MayChange,
            names: Names::Anonymous,
            auto_reveal: true,
            time_up: TimeUp::Reveal,
            door: Door::Locked,
            throwing: Throwing::Off,
        };
        assert_eq!(settings.each().into_iter().fold(Settings::default(), Settings::with), settings);
        assert_eq!(Settings::default().each().into_iter().fold(settings, Settings::with), Settings::default());
    }
}
