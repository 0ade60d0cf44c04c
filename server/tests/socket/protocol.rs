//! `docs/protocol.md` is true: its examples are of the types that they are said to be, and nothing is missing.

use std::collections::BTreeSet;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::limits::{
    ANSWERED_EVENTS_MAX, COMMANDS_BURST_MAX, COMMANDS_PER_SECOND, CONNECTIONS_MAX, FORM_BYTES_MAX, HAND_OVER_WITHIN,
    HEARTBEAT_ANSWER_WITHIN, HEARTBEAT_EVERY_MAX, HEARTBEAT_EVERY_MIN, HELLO_WITHIN, NUDGED_AGAIN_AFTER,
    OUTBOX_BYTES_MAX, OUTBOX_FRAMES_MAX, PAGE_ANSWERS_MAX, PAGES_REMEMBERED_MAX, ROOM_CONNECTIONS_MAX,
    SEAT_CONNECTIONS_MAX, THROWN_MAX, THROWN_WITHIN,
};
use shared::card::Meaning;
use shared::codec::Codec;
use shared::command::{Command, NextTopic, Thing, TimerOrder};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::limits::{
    BACKLOG_BYTES_MAX, BACKLOG_NOTES_BYTES_MAX, CARD_LABEL_BYTES_MAX, CARD_LABEL_GRAPHEMES_MAX, CATCH_UP_EVENTS_MAX,
    CLIENT_FRAME_BYTES_MAX, DECK_CARDS_MAX, DECK_CARDS_MIN, DECK_LINE_BYTES_MAX, HAND_OVER_CODE_BYTES_MAX,
    KEY_BYTES_MAX, KEY_GRAPHEMES_MAX, KNOCKING_MAX, LINK_BYTES_MAX, NICKNAME_BYTES_MAX, NICKNAME_GRAPHEMES_MAX,
    NOTES_BYTES_MAX, PAGE_ID_BYTES_MAX, PAGE_ID_BYTES_MIN, REASON_BYTES_MAX, REASON_GRAPHEMES_MAX, ROOM_NAME_BYTES_MAX,
    ROOM_NAME_GRAPHEMES_MAX, SEATS_MAX, SENT_AWAY_MAX, TIMER_SECONDS_MAX, TITLE_BYTES_MAX, TITLE_GRAPHEMES_MAX,
    TOKEN_BYTES_MAX, TOPICS_AT_ONCE_MAX, TOPICS_MAX, TOPICS_REMOVED_MAX,
};
use shared::message::{ClientMessage, CloseCode, Hello, ServerMessage};
use shared::rejection::Rejection;
use shared::room::{Outside, Role};
use shared::round::{Confidence, OpenCards, Phase, Timer, Vote};
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Throwing, TimeUp, Who};
use shared::topic::{Notes, TopicChange};

const PAGE: &str = include_str!("../../../docs/protocol.md");

/// The JSON examples, and the type that each is said to be.
fn examples() -> Vec<(&'static str, &'static str)> {
    let blocks = PAGE.split("\n```json").skip(1);
    let blocks = blocks.map(|block| block.split_once('\n').expect("a block has lines"));
    blocks.map(|(kind, rest)| (kind.trim(), rest.split("\n```").next().expect("a split has a first part"))).collect()
}

/// Fields that are null say the same as fields that are left out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(fields.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// Reads the example as a `T`, and back.
fn assert_is<T: Serialize + DeserializeOwned + Debug>(json: &str) {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let written: Value = serde_json::from_slice(&Codec::Json.encode(&value)).unwrap();
    assert_eq!(without_nulls(written), without_nulls(serde_json::from_str(json).unwrap()), "{value:?}");
}

#[test]
fn every_example_is_what_it_is_said_to_be() {
    for (kind, json) in examples() {
        match kind {
            "Hello" => assert_is::<Hello>(json),
            "ClientMessage" => assert_is::<ClientMessage>(json),
            "ServerMessage" => assert_is::<ServerMessage>(json),
            "RoomEvent" => assert_is::<RoomEvent>(json),
            "Phase" => assert_is::<Phase>(json),
            other => panic!("no type: {other:?}"),
        }
    }
}

/// The names of an enum's variants, as serde knows them: it lists them for whoever asks for another.
fn variants<T: DeserializeOwned + Debug>() -> Vec<String> {
    let error = serde_json::from_str::<T>(r#"{"no such variant":null}"#).unwrap_err().to_string();
    let names: Vec<String> = error.split('`').skip(3).step_by(2).map(str::to_owned).collect();
    assert!(names.len() > 1, "{error}");
    names
}

/// The names of the variants that the examples of that kind are of. `inner` leads from an example to its enum.
fn shown(kind: &str, inner: Option<&str>) -> BTreeSet<String> {
    let examples = examples().into_iter().filter(|(of, _)| *of == kind);
    let values = examples.map(|(_, json)| serde_json::from_str::<Value>(json).unwrap());
    let values = values.map(|value| inner.map_or(value.clone(), |name| value[name].clone()));
    let names = values.map(|value| match value {
        Value::String(name) => name,
        Value::Object(fields) => fields.keys().next().unwrap().clone(),
        other => panic!("no enum: {other}"),
    });
    names.collect()
}

fn all<T: DeserializeOwned + Debug>() -> BTreeSet<String> {
    variants::<T>().into_iter().collect()
}

#[test]
fn every_command_message_and_event_has_an_example() {
    assert_eq!(shown("ClientMessage", Some("command")), all::<Command>());
    assert_eq!(shown("ServerMessage", None), all::<ServerMessage>());
    assert_eq!(shown("RoomEvent", None), all::<RoomEvent>());
    assert_eq!(shown("Phase", None), all::<Phase>());
}

#[test]
fn every_word_of_the_wire_is_explained() {
    let words = [variants::<Command>(), variants::<ServerMessage>(), variants::<RoomEvent>(), variants::<NextTopic>()];
    let more = [variants::<Phase>(), variants::<Vote>(), variants::<Role>(), variants::<Meaning>()];
    let rules =
        [variants::<Setting>(), variants::<Figure>(), variants::<Deed>(), variants::<Who>(), variants::<Door>()];
    let values = [variants::<AfterReveal>(), variants::<Names>(), variants::<TimeUp>(), variants::<Throwing>()];
    let round = [variants::<Confidence>(), variants::<OpenCards>(), variants::<Timer>(), variants::<TimerOrder>()];
    let others = [variants::<Outside>(), variants::<Thing>(), variants::<TopicChange>(), variants::<Notes>()];
    let all = words.into_iter().chain(more).chain(rules).chain(values).chain(round).chain(others).flatten();
    let decks = Preset::ALL.map(|preset| preset.slug().to_owned());
    let codecs = Codec::ALL.map(|codec| codec.subprotocol().to_owned());
    for word in all.chain(decks).chain(codecs) {
        assert!(PAGE.contains(&format!("`{word}`")), "{word}");
    }
}

/// The rows of the table under that heading, without its head.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let section = PAGE.split(&format!("\n## {heading}\n")).nth(1).expect("the page has that heading");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_rejection_is_listed_with_its_sentence() {
    let rejections = variants::<Rejection>().into_iter().map(|code| {
        let rejection: Rejection = serde_json::from_value(Value::String(code.clone())).unwrap();
        vec![format!("`{code}`"), rejection.sentence()]
    });
    assert_eq!(table("Rejections"), rejections.collect::<Vec<_>>());
}

#[test]
fn every_close_code_is_listed_with_its_reason() {
    let listed: BTreeSet<Vec<String>> =
        table("Close codes").into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect();
    let codes = CloseCode::ALL.map(|code| {
        let answer = if code.is_worth_retrying() { "yes" } else { "no" };
        vec![code.code().to_string(), code.reason().to_owned(), answer.to_owned()]
    });
    assert_eq!(listed, codes.into());
}

#[test]
fn every_limit_is_listed_with_its_number() {
    let limits = [
        ("a message of yours", format!("{CLIENT_FRAME_BYTES_MAX} bytes")),
        ("hello", format!("within {} seconds", HELLO_WITHIN.as_secs())),
        ("commands", format!("{COMMANDS_BURST_MAX} at once, {COMMANDS_PER_SECOND} a second for long")),
        ("a nickname", format!("{NICKNAME_GRAPHEMES_MAX} characters, {NICKNAME_BYTES_MAX} bytes")),
        ("a title", format!("{TITLE_GRAPHEMES_MAX} characters, {TITLE_BYTES_MAX} bytes")),
        ("a key", format!("{KEY_GRAPHEMES_MAX} characters, {KEY_BYTES_MAX} bytes")),
        ("a link", format!("{LINK_BYTES_MAX} bytes")),
        ("notes of a topic", format!("{NOTES_BYTES_MAX} bytes")),
        ("topics of a room", TOPICS_MAX.to_string()),
        ("titles, keys and links of them all", format!("{BACKLOG_BYTES_MAX} bytes")),
        ("notes of them all", format!("{BACKLOG_NOTES_BYTES_MAX} bytes")),
        ("topics in one message or event", TOPICS_AT_ONCE_MAX.to_string()),
        ("deleted topics that can come back", TOPICS_REMOVED_MAX.to_string()),
        ("the name of a room", format!("{ROOM_NAME_GRAPHEMES_MAX} characters, {ROOM_NAME_BYTES_MAX} bytes")),
        ("a reason", format!("{REASON_GRAPHEMES_MAX} characters, {REASON_BYTES_MAX} bytes")),
        ("a deck", format!("{DECK_CARDS_MIN} to {DECK_CARDS_MAX} cards, {DECK_LINE_BYTES_MAX} bytes as one line")),
        ("the label of a card", format!("{CARD_LABEL_GRAPHEMES_MAX} characters, {CARD_LABEL_BYTES_MAX} bytes")),
        ("the countdown of a round", format!("{TIMER_SECONDS_MAX} seconds")),
        ("people who knock at one door", KNOCKING_MAX.to_string()),
        ("people of whom a room knows that they were sent away", SENT_AWAY_MAX.to_string()),
        ("things that one throws", format!("{THROWN_MAX} within {} seconds", THROWN_WITHIN.as_secs())),
        ("a nudge", format!("once within {} seconds", NUDGED_AGAIN_AFTER.as_secs())),
        ("the body of a form", format!("{FORM_BYTES_MAX} bytes")),
        ("`token`", format!("{TOKEN_BYTES_MAX} bytes")),
        ("`page`", format!("{PAGE_ID_BYTES_MIN} to {PAGE_ID_BYTES_MAX} bytes")),
        ("`code`", format!("{HAND_OVER_CODE_BYTES_MAX} bytes")),
        ("answers remembered of a `page`", PAGE_ANSWERS_MAX.to_string()),
        ("pages remembered of a room", PAGES_REMEMBERED_MAX.to_string()),
        ("events told one by one to who comes back", CATCH_UP_EVENTS_MAX.to_string()),
        (
            "what waits for a connection that does not read",
            format!("{OUTBOX_FRAMES_MAX} messages, {OUTBOX_BYTES_MAX} bytes"),
        ),
        ("seats at a table", SEATS_MAX.to_string()),
        ("connections of a seat", SEAT_CONNECTIONS_MAX.to_string()),
        ("connections to a room", ROOM_CONNECTIONS_MAX.to_string()),
        ("connections to the server", CONNECTIONS_MAX.to_string()),
    ];
    let expected: Vec<Vec<String>> = limits.into_iter().map(|(what, limit)| vec![what.to_owned(), limit]).collect();
    assert_eq!(table("Limits"), expected);
}

#[test]
fn what_the_prose_says_of_time_and_number_is_so() {
    let (least, most) = (HEARTBEAT_EVERY_MIN.as_secs(), HEARTBEAT_EVERY_MAX.as_secs());
    let sentences = [
        format!("within {} seconds", HELLO_WITHIN.as_secs()),
        format!("Every {least} to {most} seconds the server sends a `heartbeat`"),
        format!("hears nothing for {} seconds", HEARTBEAT_ANSWER_WITHIN.as_secs()),
        format!("heard nothing for {} seconds", most * 2 + 1),
        format!("within {} minutes", HAND_OVER_WITHIN.as_secs() / 60),
        format!("more than {CATCH_UP_EVENTS_MAX}"),
        format!("If {SENT_AWAY_MAX} are `sent_away` already"),
        format!("Not twice within {} seconds", NUDGED_AGAIN_AFTER.as_secs()),
        format!("the last {PAGE_ANSWERS_MAX} answers"),
        format!("the room's last {ANSWERED_EVENTS_MAX} events"),
    ];
    for sentence in sentences {
        assert!(PAGE.contains(&sentence), "{sentence}");
    }
}
