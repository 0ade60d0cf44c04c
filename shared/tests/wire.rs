//! What goes over the wire: both codecs, and their bounds.

mod common;

use common::{CREATOR, Table};
use shared::card::CardIndex;
use shared::codec::{Codec, DecodeError};
use shared::command::{Actor, Command, NextTopic, Thing, TimerOrder};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoundNumber};
use shared::limits::{
    CLIENT_FRAME_BYTES_MAX, DECK_LINE_BYTES_MAX, HAND_OVER_CODE_BYTES_MAX, KEY_BYTES_MAX, LINK_BYTES_MAX,
    NICKNAME_BYTES_MAX, NOTES_BYTES_MAX, PAGE_ID_BYTES_MAX, PAGE_ID_BYTES_MIN, TITLE_BYTES_MAX, TOKEN_BYTES_MAX,
};
use shared::message::{ClientMessage, CloseCode, Hello, Token};
use shared::redact;
use shared::room::Role;
use shared::round::{Confidence, Vote};
use shared::settings::{Deed, Figure, Setting, Who};

fn commands() -> Vec<Command> {
    let round = RoundNumber::FIRST;
    vec![
        Command::Vote { round, card: CardIndex(5) },
        Command::TakeBack { round },
        Command::Reveal { round },
        Command::NextRound { after: round, topic: NextTopic::Same },
        Command::NextRound { after: round, topic: NextTopic::New { title: "Login".into() } },
        Command::SetTopic { title: "Login".into() },
        Command::Join { nickname: "Ada".into(), role: Role::Observer },
        Command::Leave,
        Command::Rename { nickname: "Ada".into() },
        Command::ChangeRole { role: Role::Voter },
        Command::TakeChair,
        Command::Promote { who: ParticipantId(2) },
        Command::Demote { who: ParticipantId(2) },
        Command::Remove { who: ParticipantId(2) },
        Command::SetAway { away: true },
        Command::HandOver,
        Command::SetConfidence { round, confidence: Some(Confidence::Guess) },
        Command::SetConfidence { round, confidence: None },
        Command::GiveReason { round, reason: "Nobody knows that code".into() },
        Command::SetTimer { round, order: TimerOrder::Start { seconds: 90 } },
        Command::SetTimer { round, order: TimerOrder::Pause },
        Command::StopCountdown { round },
        Command::Nudge { round },
        Command::ChangeSetting { setting: Setting::Figure(Figure::Mean) },
        Command::ChangeSetting { setting: Setting::May { deed: Deed::Reveal, who: Who::Everyone } },
        Command::ChangeDeck { deck: "0, ½, 1".into() },
        Command::SetRole { who: ParticipantId(2), role: Role::Observer },
        Command::Admit { who: ParticipantId(2) },
        Command::TurnAway { who: ParticipantId(2) },
        Command::Throw { at: ParticipantId(2), thing: Thing::Duck },
    ]
}

#[test]
fn w4_every_command_survives_both_codecs_and_nothing_may_trail() {
    for codec in Codec::ALL {
        for command in commands() {
            let message = ClientMessage { number: CommandNumber(7), command };
            let mut bytes = codec.encode(&message);
            assert_eq!(codec.decode(&bytes, CLIENT_FRAME_BYTES_MAX), Ok(message));
            bytes.push(b'x');
            assert_eq!(codec.decode::<ClientMessage>(&bytes, CLIENT_FRAME_BYTES_MAX), Err(DecodeError::Malformed));
        }
    }
}

#[test]
fn w4_a_message_is_bounded_before_it_is_read() {
    let message = ClientMessage { number: CommandNumber(1), command: Command::Leave };
    for codec in Codec::ALL {
        let bytes = codec.encode(&message);
        assert!(codec.decode::<ClientMessage>(&bytes, bytes.len()).is_ok());
        assert_eq!(codec.decode::<ClientMessage>(&bytes, bytes.len() - 1), Err(DecodeError::TooLong));
    }
}

#[test]
fn w4_the_longest_text_fits_into_a_message_however_it_is_escaped() {
    let escaped = |bytes: usize| "\\u0061".repeat(bytes);
    let titles = format!(r#"{{"number":1,"command":{{"set_topic":{{"title":"{}"}}}}}}"#, escaped(TITLE_BYTES_MAX));
    let join = format!(
        r#"{{"number":1,"command":{{"join":{{"nickname":"{}","role":"voter"}}}}}}"#,
        escaped(NICKNAME_BYTES_MAX)
    );
    let deck = format!(r#"{{"number":1,"command":{{"change_deck":{{"deck":"{}"}}}}}}"#, escaped(DECK_LINE_BYTES_MAX));
    let topic = format!(
        r#"{{"number":1,"command":{{"edit_topic":{{"topic":1,"edit":{{"title":"{}","key":"{}","link":"{}","notes":"{}"}}}}}}}}"#,
        escaped(TITLE_BYTES_MAX),
        escaped(KEY_BYTES_MAX),
        escaped(LINK_BYTES_MAX),
        escaped(NOTES_BYTES_MAX),
    );
    for text in [titles, join, deck, topic] {
        assert!(Codec::Json.decode::<ClientMessage>(text.as_bytes(), CLIENT_FRAME_BYTES_MAX).is_ok());
    }
}

#[test]
fn w4_secrets_of_a_client_are_bounded() {
    let hello = |token: usize, page: usize| {
        let text = format!(r#"{{"token":"{}","page":"{}"}}"#, "x".repeat(token), "x".repeat(page));
        Codec::Json.decode::<Hello>(text.as_bytes(), CLIENT_FRAME_BYTES_MAX)
    };
    assert!(hello(TOKEN_BYTES_MAX, PAGE_ID_BYTES_MAX).is_ok());
    assert!(hello(1, PAGE_ID_BYTES_MIN).is_ok());
    assert!(hello(TOKEN_BYTES_MAX + 1, PAGE_ID_BYTES_MAX).is_err());
    assert!(hello(1, PAGE_ID_BYTES_MAX + 1).is_err());
    assert!(hello(1, PAGE_ID_BYTES_MIN - 1).is_err());
    let code = |bytes: usize| {
        let text = format!(r#"{{"code":"{}"}}"#, "x".repeat(bytes));
        Codec::Json.decode::<Hello>(text.as_bytes(), CLIENT_FRAME_BYTES_MAX)
    };
    assert!(code(HAND_OVER_CODE_BYTES_MAX).is_ok() && code(HAND_OVER_CODE_BYTES_MAX + 1).is_err());
    assert_eq!(Codec::Json.decode(b"{}", CLIENT_FRAME_BYTES_MAX), Ok(Hello::default()));
}

#[test]
fn w4_close_codes_are_distinct_and_known_by_their_number() {
    for code in CloseCode::ALL {
        assert_eq!(CloseCode::from_code(code.code()), Some(code));
        assert!(code.reason().len() <= 123, "RFC 6455 leaves 123 bytes for a reason");
    }
}

#[test]
fn w4_secrets_are_not_printed() {
    let token = Token::try_from("secret".to_owned()).unwrap();
    let hello = Hello {
        token: Some(token),
        page: Some("the secret of a page".to_owned().try_into().unwrap()),
        code: Some("a secret code".to_owned().try_into().unwrap()),
        ..Hello::default()
    };
    assert!(!format!("{hello:?}").contains("secret"));
}

#[test]
fn v3_others_learn_that_a_card_was_played_and_nothing_of_a_change() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let sent = |events: &[RoomEvent], viewer: &Actor| -> Vec<RoomEvent> {
        let audiences = events.iter().map(redact::event);
        audiences.filter_map(|audience| audience.for_viewer(viewer).map(|event| event.get().clone())).collect()
    };
    let who = common::id(ada);
    table.vote(CREATOR, 1).unwrap();
    let first = table.vote(ada, 3).unwrap();
    for viewer in [CREATOR, Actor::Stranger] {
        assert_eq!(sent(&first, &viewer), [RoomEvent::Voted { who, vote: Vote::Hidden }]);
    }
    assert_eq!(sent(&first, &ada), first);
    let second = table.vote(ada, 4).unwrap();
    for viewer in [CREATOR, Actor::Stranger] {
        assert_eq!(sent(&second, &viewer), []);
        assert_eq!(redact::room(&table.room, &viewer).get().round().vote(who), Some(Vote::Hidden));
    }
    assert_eq!(sent(&second, &ada), second);
    assert_eq!(redact::room(&table.room, &ada).get().round().vote(who), Some(Vote::Card(CardIndex(4))));
}

#[test]
fn d3_json_tells_amounts_exactly() {
    let json = String::from_utf8(Codec::Json.encode(&Preset::ModifiedFibonacci.deck())).unwrap();
    assert!(json.contains(r#"{"label":"½","meaning":{"number":"1/2"}}"#), "{json}");
    assert!(json.contains(r#"{"label":"?","meaning":"cannot_say"}"#), "{json}");
}

#[test]
fn v10_others_learn_nothing_of_what_was_said_with_a_card_until_the_reveal() {
    let mut table = Table::with_creator();
    table.set(Setting::Confidence(true));
    let (ada, round) = (table.voter("Ada"), table.round());
    table.vote(ada, 3).unwrap();
    let before = Codec::Postcard.encode(&redact::room(&table.room, &CREATOR));
    let mut said = table.ask(ada, Command::SetConfidence { round, confidence: Some(Confidence::Sure) }).unwrap();
    said.extend(table.ask(ada, Command::GiveReason { round, reason: "I did it before".into() }).unwrap());
    for event in &said {
        for viewer in [CREATOR, Actor::Stranger] {
            assert_eq!(redact::event(event).for_viewer(&viewer), None);
        }
        assert_eq!(redact::event(event).for_viewer(&ada).unwrap().get(), event);
    }
    assert_eq!(Codec::Postcard.encode(&redact::room(&table.room, &CREATOR)), before);
    table.reveal(CREATOR).unwrap();
    let json = String::from_utf8(Codec::Json.encode(&redact::room(&table.room, &Actor::Stranger))).unwrap();
    assert!(json.contains(r#""confidence":"sure","reason":"I did it before""#), "{json}");
}
