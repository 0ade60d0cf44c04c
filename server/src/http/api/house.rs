//! The house rules in JSON, the same where they are told and where they are asked for.

use serde::{Deserialize, Serialize};
use shared::settings::{AfterReveal, Door, Figure, Names, Permissions, Settings, Throwing, TimeUp, Who};
use utoipa::ToSchema;

use super::words;

/// The house rules of a room. Those that are left out of a request are as in every new room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HouseRules {
    /// The number that counts.
    #[schema(schema_with = words::figure)]
    figure: Figure,
    /// Whether one is asked how sure one is of one's card.
    confidence: bool,
    may: May,
    /// Whether one may change one's card when it lies open.
    #[schema(schema_with = words::after_reveal)]
    after_reveal: AfterReveal,
    /// Whether the result says who played what.
    #[schema(schema_with = words::names)]
    names: Names,
    /// Whether the cards turn by themselves when everybody has played.
    auto_reveal: bool,
    /// What happens when a countdown ends.
    #[schema(schema_with = words::time_up)]
    time_up: TimeUp,
    /// Whether newcomers knock.
    #[schema(schema_with = words::door)]
    door: Door,
    /// Whether people may throw small things at each other.
    #[schema(schema_with = words::throwing)]
    throwing: Throwing,
}

/// Who may do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct May {
    /// Turn the cards over, and set countdowns.
    #[schema(schema_with = words::who)]
    reveal: Who,
    /// Clear the table for the next round.
    #[schema(schema_with = words::who)]
    go_on: Who,
    /// Keep the list of topics.
    #[schema(schema_with = words::who)]
    name_topic: Who,
    /// Change the deck and the house rules.
    #[schema(schema_with = words::who)]
    change_settings: Who,
}

impl From<Settings> for HouseRules {
    fn from(settings: Settings) -> Self {
        let Settings { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing } = settings;
        let Permissions { reveal, go_on, name_topic, change_settings } = may;
        let may = May { reveal, go_on, name_topic, change_settings };
        Self { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing }
    }
}

impl From<HouseRules> for Settings {
    fn from(rules: HouseRules) -> Self {
        let HouseRules { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing } = rules;
        let May { reveal, go_on, name_topic, change_settings } = may;
        let may = Permissions { reveal, go_on, name_topic, change_settings };
        Self { figure, confidence, may, after_reveal, names, auto_reveal, time_up, door, throwing }
    }
}
