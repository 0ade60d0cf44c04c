//! Our own document: what is written is read back, and nothing in it is trusted.

mod common;

use common::{CREATOR, Meeting, draft};
use exchange::document::{Document, DocumentError};
use exchange::limits::{DOCUMENT_BYTES_MAX, DOCUMENT_PEOPLE_MAX, DOCUMENT_ROUND_CARDS_MAX, DOCUMENT_ROUNDS_MAX};
use exchange::report::Report;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use shared::card::CardIndex;
use shared::command::{Actor, Command, NextTopic, TopicDraft};
use shared::decide;
use shared::deck::Preset;
use shared::ids::{ParticipantId, TopicId};
use shared::record::Record;
use shared::room::Role;
use shared::round::Confidence;
use shared::settings::{AfterReveal, Names, Setting};
use shared::topic::Topic;

/// The record of a room that was made from the document of that one.
fn read_back(record: &Record) -> Record {
    let json = Document::of(record).to_json();
    let (name, deck, import) =
        Document::from_json(&json).unwrap().into_import().unwrap_or_else(|error| panic!("{error}\n{json}"));
    Meeting::opened(decide::open(name, deck, &import).unwrap()).record()
}

/// The report with its topics numbered as they stand, for numbers are a room's own.
fn numbered(mut report: Report) -> Report {
    report.topics.iter_mut().zip(1..).for_each(|(topic, number)| topic.id = TopicId(number));
    report
}

fn topics(record: &Record) -> Vec<Topic> {
    record.room().backlog().topics().map(|(_, topic)| topic.clone()).collect()
}

fn problem(json: &str) -> (String, String) {
    let read = Document::from_json(json).and_then(Document::into_import);
    let DocumentError { path, problem } = read.map(|_| ()).unwrap_err();
    (path, problem)
}

/// A document with these fields beside those that every one has.
fn with(fields: &str) -> String {
    format!(r#"{{"format":"team-poker","version":1{}{fields}}}"#, if fields.is_empty() { "" } else { "," })
}

/// The place of what is wrong with such a document.
fn place(fields: &str) -> String {
    problem(&with(fields)).0
}

#[test]
fn a_document_reads_as_it_is_described() {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.set(Setting::Confidence(true));
    meeting.set(Setting::AfterReveal(AfterReveal::MayChange));
    let notes = "In *Markdown*".to_owned();
    let link = "https://example.org/TEAM-1".to_owned();
    meeting.add(vec![TopicDraft { notes, link, estimate: "XL=8".into(), ..draft("TEAM-1", "Log in") }]);
    meeting.pick(1);
    meeting.vote(ada, "8");
    meeting.say(ada, Confidence::Sure, "As the last one");
    meeting.vote(bob, "3");
    meeting.reveal();
    let round = meeting.room.round().number;
    meeting.ask(ada, Command::Vote { round, card: CardIndex(4) }).unwrap();
    meeting.set(Setting::Names(Names::Anonymous));
    let after = meeting.room.round().number;
    meeting.ask(CREATOR, Command::NextRound { after, topic: NextTopic::New { title: String::new() } }).unwrap();
    meeting.round(&[(bob, "13"), (ada, "5")]);

    let json: serde_json::Value = serde_json::from_str(&Document::of(&meeting.record()).to_json()).unwrap();
    let deck = "0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, ?, ☕";
    let expected = serde_json::json!({
        "format": "team-poker",
        "version": 1,
        "name": "Team Blue",
        "deck": deck,
        "settings": {
            "figure": "median", "confidence": true, "reveal": "moderators", "go_on": "moderators",
            "name_topic": "moderators", "change_settings": "moderators", "after_reveal": "may_change",
            "names": "anonymous", "auto_reveal": false, "time_up": "tell", "door": "open", "throwing": "allowed",
        },
        "topics": [{
            "key": "TEAM-1", "title": "Log in", "link": "https://example.org/TEAM-1", "notes": "In *Markdown*",
            "estimate": "XL=8",
        }],
        "people": ["Ada", "Bob"],
        "rounds": [
            {
                "topic": 1, "began": "2026-11-27T12:31:35.000Z", "took_ms": 2000, "deck": deck,
                "cards": [
                    { "person": 1, "card": "5", "first": "8", "confidence": "sure", "reason": "As the last one" },
                    { "person": 2, "card": "3" },
                ],
            },
            {
                "began": "2026-11-27T12:31:37.000Z", "took_ms": 2000, "deck": deck, "anonymous": true, "played": [1, 2],
                "cards": [{ "card": "5" }, { "card": "13" }],
            },
        ],
    });
    assert_eq!(json, expected);
    let record = meeting.record();
    let back = read_back(&record);
    assert_eq!(numbered(Report::of(&back)), numbered(Report::of(&record)));
    assert_eq!(topics(&back), topics(&record));
    assert_eq!(back.room().settings(), record.room().settings());
}

#[test]
fn what_may_be_left_out_is_left_out() {
    let (name, deck, import) = Document::from_json(&with("")).unwrap().into_import().unwrap();
    assert_eq!((name.as_str(), deck), ("", Preset::default().deck()));
    assert_eq!(import, Default::default());
    let fields = r#""people":["Ada"],"later":[{}],"rounds":[{"cards":[{"person":1,"card":"8"}]}]"#;
    let (_, _, import) = Document::from_json(&with(fields)).unwrap().into_import().unwrap();
    assert_eq!(import.rounds[0].revealed.deck, Preset::default().deck());
}

#[test]
fn what_is_no_document_says_so() {
    assert_eq!(problem("").0, "line 1, column 0");
    assert_eq!(problem("{\n nonsense").1, "This is no JSON.");
    assert_eq!(problem("{}"), ("format".into(), "This is no document of Team Poker.".into()));
    assert_eq!(problem(r#"{"format":"other","version":1}"#).0, "format");
    assert_eq!(problem(r#"{"format":"team-poker"}"#).0, "version");
    assert_eq!(problem(r#"{"format":"team-poker","version":0}"#).0, "version");
    let newer = problem(r#"{"format":"team-poker","version":2,"topics":"of another kind"}"#);
    assert_eq!(newer.1, "A newer version of Team Poker wrote this document.");
    let (path, said) = problem(&with(r#""settings":{"door":"ajar"}"#));
    assert!(path.starts_with("line 1, column "), "{path}");
    assert!(said.contains("unknown variant `ajar`"), "{said}");
    assert!(problem("[[[[[[").0.starts_with("line 1"));
    assert!(problem(&"[".repeat(10_000)).0.starts_with("line 1"));
}

#[test]
fn what_may_not_stand_on_a_table_is_refused_with_its_place() {
    let long = "x".repeat(5_000);
    let people = r#""people":["Ada","Bob"]"#;
    let round = |round: &str| format!(r#"{people},"topics":[{{"title":"A"}}],"rounds":[{{"cards":[]}},{{{round}}}]"#);
    let card = |card: &str| round(&format!(r#""cards":[{{"person":1,"card":"8"}},{{{card}}}]"#));
    for (fields, path) in [
        (format!(r#""name":"{long}""#), "name"),
        (r#""deck":"1""#.into(), "deck"),
        (r#""topics":[{"title":"A"},{"title":" "}]"#.into(), "topics[2]"),
        (r#""topics":[{"title":"A","link":"javascript:alert(1)"}]"#.into(), "topics[1]"),
        (r#""topics":[{"title":"A","estimate":"XL=big"}]"#.into(), "topics[1]"),
        (format!(r#""topics":[{{"title":"A","key":"{long}"}}]"#), "topics[1]"),
        (r#""people":["Ada",""]"#.into(), "people[2]"),
        (format!(r#""people":["{long}"]"#), "people[1]"),
        (round(r#""topic":2"#), "rounds[2].topic"),
        (round(r#""topic":0"#), "rounds[2].topic"),
        (round(&format!(r#""title":"{long}""#)), "rounds[2].title"),
        (round(r#""began":"yesterday""#), "rounds[2].began"),
        (round(r#""deck":"1, 1""#), "rounds[2].deck"),
        (round(r#""deck":"1, 2","cards":[{"person":1,"card":"8"}]"#), "rounds[2].cards[1].card"),
        (round(r#""anonymous":true,"played":[1,3]"#), "rounds[2].played[2]"),
        (round(r#""anonymous":true,"cards":[{"card":"8"},{"person":1,"card":"8"}]"#), "rounds[2].cards[2].person"),
        (card(r#""card":"8""#), "rounds[2].cards[2]"),
        (card(r#""person":1,"card":"8""#), "rounds[2].cards[2].person"),
        (card(r#""person":3,"card":"8""#), "rounds[2].cards[2].person"),
        (card(r#""person":0,"card":"8""#), "rounds[2].cards[2].person"),
        (card(r#""person":2,"card":"7""#), "rounds[2].cards[2].card"),
        (card(r#""person":2,"card":"8","first":"7""#), "rounds[2].cards[2].first"),
        (card(&format!(r#""person":2,"card":"8","reason":"{long}""#)), "rounds[2].cards[2].reason"),
    ] {
        assert_eq!(place(&fields), path, "{}", fields.chars().take(200).collect::<String>());
    }
}

#[test]
fn a_document_has_bounds() {
    let many = |one: &str, count: usize| vec![one; count].join(",");
    let people = |count| format!(r#""people":[{}]"#, many(r#""Ada""#, count));
    let rounds = |count| format!(r#""rounds":[{}]"#, many("{}", count));
    let cards = |count| format!(r#""rounds":[{{"anonymous":true,"cards":[{}]}}]"#, many(r#"{"card":"8"}"#, count));
    for (within, beyond, path) in [
        (people(DOCUMENT_PEOPLE_MAX), people(DOCUMENT_PEOPLE_MAX + 1), "people"),
        (rounds(DOCUMENT_ROUNDS_MAX), rounds(DOCUMENT_ROUNDS_MAX + 1), "rounds"),
        (cards(DOCUMENT_ROUND_CARDS_MAX), cards(DOCUMENT_ROUND_CARDS_MAX + 1), "rounds[1].cards"),
    ] {
        assert!(Document::from_json(&with(&within)).unwrap().into_import().is_ok());
        assert_eq!(place(&beyond), path);
    }
    let long = |bytes: usize| with("") + &" ".repeat(bytes - with("").len());
    assert!(Document::from_json(&long(DOCUMENT_BYTES_MAX)).is_ok());
    assert_eq!(problem(&long(DOCUMENT_BYTES_MAX + 1)).0, "");
}

/// What somebody does next, if they may.
#[derive(Clone, Debug)]
enum Step {
    Vote {
        who: u32,
        card: u8,
    },
    Say {
        who: u32,
        confidence: Confidence,
        reason: String,
    },
    Reveal,
    Next {
        title: Option<String>,
    },
    Join {
        nickname: String,
    },
    Leave {
        who: u32,
    },
    Rename {
        who: u32,
        nickname: String,
    },
    Add(TopicDraft),
    Pick(u32),
    Estimate {
        topic: u32,
        label: &'static str,
    },
    Remove(u32),
    Restore(u32),
    Move {
        topic: u32,
        before: Option<u32>,
    },
    Anonymous(bool),
    Deck(Preset),
    /// What was written until now comes into the room a second time.
    Bring,
}

impl Step {
    fn take(self, meeting: &mut Meeting) {
        meeting.now.time = meeting.now.time.plus(700);
        let actor = |who: u32| Actor::Participant(ParticipantId(who));
        let round = meeting.room.round().number;
        let (who, command) = match self {
            Self::Vote { who, card } => (actor(who), Command::Vote { round, card: CardIndex(card) }),
            Self::Say { who, confidence, reason } => {
                let _ = meeting.ask(actor(who), Command::SetConfidence { round, confidence: Some(confidence) });
                (actor(who), Command::GiveReason { round, reason })
            }
            Self::Reveal => (CREATOR, Command::Reveal { round }),
            Self::Next { title } => {
                let topic = title.map_or(NextTopic::Same, |title| NextTopic::New { title });
                (CREATOR, Command::NextRound { after: round, topic })
            }
            Self::Join { nickname } => (Actor::Stranger, Command::Join { nickname, role: Role::Voter }),
            Self::Leave { who } => (actor(who), Command::Leave),
            Self::Rename { who, nickname } => (actor(who), Command::Rename { nickname }),
            Self::Add(draft) => (CREATOR, Command::AddTopics { topics: vec![draft] }),
            Self::Pick(topic) => (CREATOR, Command::PickTopic { round, topic: Some(TopicId(topic)), anyway: true }),
            Self::Estimate { topic, label } => {
                (CREATOR, Command::SetEstimate { topic: TopicId(topic), label: Some(label.into()) })
            }
            Self::Remove(topic) => (CREATOR, Command::RemoveTopic { topic: TopicId(topic) }),
            Self::Restore(topic) => (CREATOR, Command::RestoreTopic { topic: TopicId(topic) }),
            Self::Move { topic, before } => {
                (CREATOR, Command::MoveTopic { topic: TopicId(topic), before: before.map(TopicId) })
            }
            Self::Anonymous(is_anonymous) => {
                let names = if is_anonymous { Names::Anonymous } else { Names::Shown };
                (CREATOR, Command::ChangeSetting { setting: Setting::Names(names) })
            }
            Self::Deck(preset) => (CREATOR, Command::ChangeDeck { deck: preset.deck().to_line() }),
            Self::Bring => {
                let document = Document::of(&meeting.record());
                let (_, _, import) = document.into_import().unwrap();
                let _ = meeting.import(CREATOR, &import);
                return;
            }
        };
        let _ = meeting.ask(who, command);
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || 1u32..6;
    let topic = || 1u32..6;
    let text = || prop_oneof![Just(String::new()), "[A-Za-z;=|,\"'<> -]{0,12}", "\\PC{0,8}"];
    let nickname = || prop_oneof![4 => "[a-e]", 1 => "\\PC{1,5}"];
    let confidence = prop::sample::select(vec![Confidence::Sure, Confidence::Fairly, Confidence::Guess]);
    let label = || prop::sample::select(vec!["1", "5", "½", "XL", "?"]);
    let draft = (text(), text(), text(), prop::option::of(label())).prop_map(|(key, title, notes, estimate)| {
        TopicDraft { notes, estimate: estimate.unwrap_or_default().into(), ..draft(&key, &format!("T{title}")) }
    });
    let step = prop_oneof![
        20 => (who(), 0u8..14).prop_map(|(who, card)| Step::Vote { who, card }),
        4 => (who(), confidence, text()).prop_map(|(who, confidence, reason)| Step::Say { who, confidence, reason }),
        8 => Just(Step::Reveal),
        6 => prop::option::of(text()).prop_map(|title| Step::Next { title }),
        3 => nickname().prop_map(|nickname| Step::Join { nickname }),
        2 => (2u32..6).prop_map(|who| Step::Leave { who }),
        1 => (who(), nickname()).prop_map(|(who, nickname)| Step::Rename { who, nickname }),
        3 => draft.prop_map(Step::Add),
        5 => topic().prop_map(Step::Pick),
        2 => (topic(), label()).prop_map(|(topic, label)| Step::Estimate { topic, label }),
        2 => topic().prop_map(Step::Remove),
        1 => topic().prop_map(Step::Restore),
        1 => (topic(), prop::option::of(topic())).prop_map(|(topic, before)| Step::Move { topic, before }),
        2 => any::<bool>().prop_map(Step::Anonymous),
        1 => prop::sample::select(Preset::ALL.to_vec()).prop_map(Step::Deck),
        1 => Just(Step::Bring),
    ];
    prop::collection::vec(step, 1..80)
}

fn played(steps: Vec<Step>) -> Meeting {
    let (mut meeting, ..) = Meeting::of_three();
    meeting.set(Setting::Confidence(true));
    meeting.set(Setting::AfterReveal(AfterReveal::MayChange));
    meeting.add(vec![draft("T-1", "One"), draft("T-2", "Two")]);
    steps.into_iter().for_each(|step| step.take(&mut meeting));
    meeting
}

proptest! {
    #[test]
    fn what_was_written_and_read_gives_the_same_report(steps in steps()) {
        let record = played(steps).record();
        let back = read_back(&record);
        prop_assert_eq!(numbered(Report::of(&back)), numbered(Report::of(&record)));
        prop_assert_eq!(back.room().settings(), record.room().settings());
        prop_assert_eq!(back.room().deck(), record.room().deck());
        let counted = |record: &Record| topics(record).into_iter().map(|topic| Topic { rounds: 0, ..topic }).collect::<Vec<_>>();
        prop_assert_eq!(counted(&back), counted(&record));
        // Whoever writes it once more writes the same.
        prop_assert_eq!(Document::of(&back), Document::of(&record));
    }

    #[test]
    fn any_text_is_a_document_or_an_error(text in "\\PC{0,64}", fields in "[a-z\"{}:\\[\\],0-9]{0,64}") {
        let _ = Document::from_json(&text);
        if let Ok(document) = Document::from_json(&with(&fields)) {
            let _ = document.into_import();
        }
    }
}

/// The law proves nothing if random play never gets anywhere.
#[test]
fn random_play_reaches_what_the_law_is_about() {
    let mut runner = TestRunner::deterministic();
    let (mut named, mut anonymous, mut changed, mut without_topic, mut brought, mut twins) = (0, 0, 0, 0, 0, 0);
    for _ in 0..Config::default().cases {
        let meeting = played(steps().new_tree(&mut runner).unwrap().current());
        let report = Report::of(&meeting.record());
        named += report.rounds.iter().filter(|round| !round.is_anonymous).count();
        anonymous += report.rounds.iter().filter(|round| round.is_anonymous).count();
        changed += report.rounds.iter().flat_map(|round| &round.votes).filter(|vote| vote.first.is_some()).count();
        without_topic +=
            report.rounds.iter().filter(|round| matches!(round.about, exchange::report::About::Title(_))).count();
        brought += meeting.record().rounds().filter(|(from, _)| *from > 0).count();
        twins += report.people.iter().filter(|person| person.label != person.nickname.as_str()).count();
    }
    let reached = [named, anonymous, changed, without_topic, brought, twins];
    println!("reached: {reached:?}");
    assert!(reached.iter().all(|&times| times >= 20), "{reached:?}");
}
