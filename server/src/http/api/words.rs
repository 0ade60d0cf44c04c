//! Words: the closed lists of values that the API knows, for its description. They are those of the protocol.

use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

fn one_of(words: &[&str]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).build()
}

pub fn figure() -> Object {
    one_of(&["median", "mean", "mode", "none"])
}

pub fn who() -> Object {
    one_of(&["moderators", "everyone"])
}

pub fn after_reveal() -> Object {
    one_of(&["locked", "may_change"])
}

pub fn names() -> Object {
    one_of(&["shown", "anonymous"])
}

pub fn time_up() -> Object {
    one_of(&["tell", "reveal"])
}

pub fn door() -> Object {
    one_of(&["open", "locked"])
}

pub fn throwing() -> Object {
    one_of(&["allowed", "off"])
}

pub fn role() -> Object {
    one_of(&["voter", "observer"])
}

pub fn presence() -> Object {
    one_of(&["here", "away", "gone"])
}

/// Or none.
pub fn confidence() -> Object {
    let words = ["sure", "fairly", "guess"].map(|word| Some(word.to_owned()));
    let nullable = SchemaType::from_iter([Type::String, Type::Null]);
    ObjectBuilder::new().schema_type(nullable).enum_values(Some(words.into_iter().chain([None]))).build()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde_json::Value;
    use shared::message::Presence;
    use shared::room::Role;
    use shared::round::Confidence;
    use shared::settings::{AfterReveal, Door, Figure, Names, Throwing, TimeUp, Who};

    use super::*;

    /// Asserts that the list has each variant of that type and nothing else: serde names them to whoever asks for another.
    fn assert_lists<T: DeserializeOwned + Debug>(list: Object) {
        let error = serde_json::from_str::<T>("\"no such variant\"").unwrap_err().to_string();
        let variants: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        let list = serde_json::to_value(list).unwrap();
        let words: Vec<&str> = list["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(words, variants);
    }

    #[test]
    fn a1_each_list_of_words_is_whole() {
        assert_lists::<Figure>(figure());
        assert_lists::<Who>(who());
        assert_lists::<AfterReveal>(after_reveal());
        assert_lists::<Names>(names());
        assert_lists::<TimeUp>(time_up());
        assert_lists::<Door>(door());
        assert_lists::<Throwing>(throwing());
        assert_lists::<Role>(role());
        assert_lists::<Presence>(presence());
        assert_lists::<Confidence>(confidence());
    }
}
