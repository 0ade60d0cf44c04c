//! The laws of `docs/rules.md`, over random play.

mod common;

use std::collections::BTreeMap;

use common::{CREATOR, Table, unusual};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Actor, Chair, Command, NextTopic, Now, Thing, TimerOrder, TopicDraft, TopicEdit};
use shared::decide::{self, Decision, Import, Imported};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, TopicId, UnixMillis, Version};
use shared::limits::CLIENT_FRAME_BYTES_MAX;
use shared::message::{ClientMessage, Hello, ServerMessage};
use shared::nickname::Nickname;
use shared::record::{PastRound, Person, Record};
use shared::redact;
use shared::room::{Role, Room};
use shared::round::{Confidence, OpenCard, OpenCards, Play, Revealed, Vote};
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Throwing, TimeUp, Who};
use shared::text::{Reason, Title};
use shared::topic::TopicChange;

/// One step of play: somebody, by number, asks something that mostly fits the moment.
#[derive(Clone, Debug)]
struct Step {
    actor: Actor,
    now: Now,
    ask: Ask,
}

/// A command whose round is told as a distance from the one on the table, so that most of them make sense.
#[derive(Clone, Debug)]
enum Ask {
    Vote { rounds_ago: u32, card: u8 },
    TakeBack { rounds_ago: u32 },
    Reveal { rounds_ago: u32 },
    NextRound { rounds_ago: u32, topic: NextTopic },
    SetConfidence { rounds_ago: u32, confidence: Option<Confidence> },
    GiveReason { rounds_ago: u32, reason: String },
    SetTimer { rounds_ago: u32, order: TimerOrder },
    PickTopic { rounds_ago: u32, topic: Option<TopicId>, anyway: bool },
    Import(Import),
    Other(Command),
}

impl Step {
    /// Asks, and lets happen what is decided.
    fn taken(&self, table: &mut Table) -> Decision {
        table.now = self.now;
        match &self.ask {
            Ask::Import(import) => table.import(self.actor, import),
            _ => {
                let command = self.command(&table.room);
                table.ask(self.actor, command)
            }
        }
    }

    fn is_for_the_chair(&self) -> bool {
        matches!(self.ask, Ask::Other(Command::TakeChair))
    }

    fn command(&self, room: &Room) -> Command {
        let ago = |rounds: u32| RoundNumber(room.round().number.0.saturating_sub(rounds));
        match self.ask.clone() {
            Ask::Vote { rounds_ago, card } => Command::Vote { round: ago(rounds_ago), card: CardIndex(card) },
            Ask::TakeBack { rounds_ago } => Command::TakeBack { round: ago(rounds_ago) },
            Ask::Reveal { rounds_ago } => Command::Reveal { round: ago(rounds_ago) },
            Ask::NextRound { rounds_ago, topic } => Command::NextRound { after: ago(rounds_ago), topic },
            Ask::SetConfidence { rounds_ago, confidence } => {
                Command::SetConfidence { round: ago(rounds_ago), confidence }
            }
            Ask::GiveReason { rounds_ago, reason } => Command::GiveReason { round: ago(rounds_ago), reason },
            Ask::SetTimer { rounds_ago, order } => Command::SetTimer { round: ago(rounds_ago), order },
            Ask::PickTopic { rounds_ago, topic, anyway } => {
                Command::PickTopic { round: ago(rounds_ago), topic, anyway }
            }
            // It is no command, and asked for otherwise.
            Ask::Import(_) => Command::AddTopics { topics: vec![] },
            Ask::Other(command) => command,
        }
    }
}

fn actors() -> impl Strategy<Value = Actor> {
    prop_oneof![
        1 => Just(Actor::Stranger),
        4 => Just(CREATOR),
        8 => (2u32..4).prop_map(|who| Actor::Participant(ParticipantId(who))),
        2 => (4u32..9).prop_map(|who| Actor::Participant(ParticipantId(who))),
    ]
}

fn seats() -> impl Strategy<Value = ParticipantId> {
    // Mostly those who sat down first, so that the same people are promoted, demoted and removed.
    prop_oneof![3 => 2u32..4, 1 => 1u32..7].prop_map(ParticipantId)
}

fn roles() -> impl Strategy<Value = Role> {
    prop_oneof![3 => Just(Role::Voter), 1 => Just(Role::Observer)]
}

fn titles() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("Login".into()), ".{0,12}"]
}

fn topics() -> impl Strategy<Value = NextTopic> {
    prop_oneof![Just(NextTopic::Same), titles().prop_map(|title| NextTopic::New { title })]
}

fn nicknames() -> impl Strategy<Value = String> {
    prop_oneof![8 => "[a-j]", 1 => ".{0,6}"]
}

fn nows() -> impl Strategy<Value = Now> {
    let chair = prop_oneof![4 => Just(Chair::Held), 1 => Just(Chair::Vacant)];
    (chair, 0u64..200_000).prop_map(|(chair, time)| Now { chair, time: UnixMillis(time) })
}

fn confidences() -> impl Strategy<Value = Option<Confidence>> {
    prop::option::of(prop::sample::select(vec![Confidence::Sure, Confidence::Fairly, Confidence::Guess]))
}

fn orders() -> impl Strategy<Value = TimerOrder> {
    prop_oneof![
        3 => (0u32..3_700).prop_map(|seconds| TimerOrder::Start { seconds }),
        1 => Just(TimerOrder::Pause),
        1 => Just(TimerOrder::Resume),
        1 => Just(TimerOrder::AddMinute),
        1 => Just(TimerOrder::Stop),
    ]
}

fn settings() -> impl Strategy<Value = Setting> {
    let whos = prop::sample::select(vec![Who::Moderators, Who::Everyone]);
    prop_oneof![
        prop::sample::select(vec![Figure::Median, Figure::Mean, Figure::Mode, Figure::None]).prop_map(Setting::Figure),
        any::<bool>().prop_map(Setting::Confidence),
        (prop::sample::select(Deed::ALL.to_vec()), whos).prop_map(|(deed, who)| Setting::May { deed, who }),
        prop::sample::select(vec![AfterReveal::Locked, AfterReveal::MayChange]).prop_map(Setting::AfterReveal),
        prop::sample::select(vec![Names::Shown, Names::Anonymous]).prop_map(Setting::Names),
        any::<bool>().prop_map(Setting::AutoReveal),
        prop::sample::select(vec![TimeUp::Tell, TimeUp::Reveal]).prop_map(Setting::TimeUp),
        prop::sample::select(vec![Door::Open, Door::Locked]).prop_map(Setting::Door),
        prop::sample::select(vec![Throwing::Allowed, Throwing::Off]).prop_map(Setting::Throwing),
    ]
}

/// Decks with as many cards as the one that play begins with, and fewer.
fn decks() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => prop::sample::select(Preset::ALL.to_vec()).prop_map(|preset| preset.deck().to_line()),
        1 => ".{0,12}",
    ]
}

fn topic_ids() -> impl Strategy<Value = TopicId> {
    (1u32..7).prop_map(TopicId)
}

fn links() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("https://example.org/1".into()), ".{0,12}"]
}

fn drafts() -> impl Strategy<Value = TopicDraft> {
    let estimates = prop_oneof![3 => Just(String::new()), 1 => Just("5".to_owned()), 1 => Just("XL".to_owned())];
    let links = prop::option::of(Just("https://example.org/1".to_owned()));
    ("[A-Z]{1,3}", titles(), links, titles(), estimates).prop_map(|(title, key, link, notes, estimate)| TopicDraft {
        title,
        key,
        link: link.unwrap_or_default(),
        notes,
        estimate,
    })
}

fn edits() -> impl Strategy<Value = TopicEdit> {
    let texts = || prop::option::of(titles());
    (texts(), texts(), prop::option::of(links()), texts()).prop_map(|(title, key, link, notes)| TopicEdit {
        title,
        key,
        link,
        notes,
    })
}

/// Lists, some of which bring topics up to date, with rounds that were played elsewhere.
fn imports() -> impl Strategy<Value = Import> {
    let topics = prop::collection::vec((drafts(), prop::option::of(topic_ids())), 0..4).prop_map(|topics| {
        let topics = topics.into_iter().map(|(draft, into)| Imported { topic: decide::topic(&draft).unwrap(), into });
        topics.collect::<Vec<_>>()
    });
    let rounds = prop::collection::vec((prop::option::of(1u32..4), 0u8..3), 0..3).prop_map(|rounds| {
        let deck = Preset::Fibonacci.deck();
        let round = |(topic, card): (Option<u32>, u8)| PastRound {
            topic: topic.map(TopicId),
            title: Title::default(),
            began: None,
            revealed: Revealed {
                deck: deck.clone(),
                cards: OpenCards::Named([(ParticipantId(2), OpenCard::from(Play::from(CardIndex(card))))].into()),
                departed: [(ParticipantId(2), Nickname::parse("Zoe").unwrap())].into(),
                took_ms: Some(1),
            },
        };
        rounds.into_iter().map(round).collect()
    });
    (topics, rounds).prop_map(|(topics, rounds)| Import { topics, rounds, ..Import::default() })
}

fn asks() -> impl Strategy<Value = Ask> {
    let rounds_ago = || prop_oneof![9 => Just(0u32), 1 => 1u32..3];
    prop_oneof![
        36 => (rounds_ago(), 0u8..14).prop_map(|(rounds_ago, card)| Ask::Vote { rounds_ago, card }),
        2 => rounds_ago().prop_map(|rounds_ago| Ask::TakeBack { rounds_ago }),
        8 => rounds_ago().prop_map(|rounds_ago| Ask::Reveal { rounds_ago }),
        5 => (rounds_ago(), topics()).prop_map(|(rounds_ago, topic)| Ask::NextRound { rounds_ago, topic }),
        1 => titles().prop_map(|title| Ask::Other(Command::SetTopic { title })),
        4 => (nicknames(), roles()).prop_map(|(nickname, role)| Ask::Other(Command::Join { nickname, role })),
        1 => Just(Ask::Other(Command::Leave)),
        1 => nicknames().prop_map(|nickname| Ask::Other(Command::Rename { nickname })),
        3 => roles().prop_map(|role| Ask::Other(Command::ChangeRole { role })),
        6 => Just(Ask::Other(Command::TakeChair)),
        4 => seats().prop_map(|who| Ask::Other(Command::Promote { who })),
        10 => seats().prop_map(|who| Ask::Other(Command::Demote { who })),
        2 => seats().prop_map(|who| Ask::Other(Command::Remove { who })),
        10 => (rounds_ago(), confidences()).prop_map(|(rounds_ago, confidence)| Ask::SetConfidence { rounds_ago, confidence }),
        4 => (rounds_ago(), titles()).prop_map(|(rounds_ago, reason)| Ask::GiveReason { rounds_ago, reason }),
        2 => (rounds_ago(), orders()).prop_map(|(rounds_ago, order)| Ask::SetTimer { rounds_ago, order }),
        2 => settings().prop_map(|setting| Ask::Other(Command::ChangeSetting { setting })),
        1 => decks().prop_map(|deck| Ask::Other(Command::ChangeDeck { deck })),
        1 => (seats(), roles()).prop_map(|(who, role)| Ask::Other(Command::SetRole { who, role })),
        24 => (2u32..6).prop_map(|who| Ask::Other(Command::Admit { who: ParticipantId(who) })),
        2 => (1u32..9).prop_map(|who| Ask::Other(Command::TurnAway { who: ParticipantId(who) })),
        3 => prop::collection::vec(drafts(), 0..4).prop_map(|topics| Ask::Other(Command::AddTopics { topics })),
        3 => (topic_ids(), edits()).prop_map(|(topic, edit)| Ask::Other(Command::EditTopic { topic, edit })),
        3 => (topic_ids(), prop::option::of(topic_ids())).prop_map(|(topic, before)| Ask::Other(Command::MoveTopic { topic, before })),
        2 => topic_ids().prop_map(|topic| Ask::Other(Command::RemoveTopic { topic })),
        16 => topic_ids().prop_map(|topic| Ask::Other(Command::RestoreTopic { topic })),
        5 => (rounds_ago(), prop::option::of(topic_ids()), any::<bool>())
            .prop_map(|(rounds_ago, topic, anyway)| Ask::PickTopic { rounds_ago, topic, anyway }),
        3 => (topic_ids(), prop::option::of(prop::sample::select(vec!["1", "5", "13", "XL"])))
            .prop_map(|(topic, label)| Ask::Other(Command::SetEstimate { topic, label: label.map(str::to_owned) })),
        2 => imports().prop_map(Ask::Import),
        1 => seats().prop_map(|at| Ask::Other(Command::Throw { at, thing: Thing::Heart })),
    ]
}

fn plays() -> impl Strategy<Value = Vec<Step>> {
    // Some people sit down first, and the house has its rules, so that most of what follows is play.
    let step = (actors(), nows(), asks(), 0u8..4).prop_map(|(actor, now, ask, chance)| {
        let actor = if ask.is_for_moderators() && chance > 0 { CREATOR } else { actor };
        Step { actor, now, ask }
    });
    let house = prop::sample::subsequence(unusual().to_vec(), 0..=unusual().len());
    (house, prop::collection::vec(step, 1..60)).prop_map(|(house, mut steps)| {
        let step = |actor, command| Step { actor, now: Now::default(), ask: Ask::Other(command) };
        let sit = |actor, nickname: &str| step(actor, common::join(nickname));
        let house = house.into_iter().map(|setting| step(CREATOR, Command::ChangeSetting { setting }));
        let people = [sit(CREATOR, "Mo"), sit(Actor::Stranger, "Ada"), sit(Actor::Stranger, "Bob")];
        let topics = ["A", "B", "C"].map(common::draft).to_vec();
        let topics = step(CREATOR, Command::AddTopics { topics });
        steps.splice(0..0, people.into_iter().chain([topics]).chain(house));
        steps
    })
}

impl Ask {
    /// Whether mostly moderators may ask for it.
    fn is_for_moderators(&self) -> bool {
        match self {
            Self::Reveal { .. }
            | Self::NextRound { .. }
            | Self::SetTimer { .. }
            | Self::PickTopic { .. }
            | Self::Import(_) => true,
            Self::Other(command) => matches!(
                command,
                Command::ChangeSetting { .. }
                    | Command::ChangeDeck { .. }
                    | Command::Admit { .. }
                    | Command::TurnAway { .. }
                    | Command::AddTopics { .. }
                    | Command::EditTopic { .. }
                    | Command::MoveTopic { .. }
                    | Command::RemoveTopic { .. }
                    | Command::RestoreTopic { .. }
                    | Command::SetEstimate { .. }
            ),
            _ => false,
        }
    }
}

fn viewers() -> Vec<Actor> {
    [Actor::Stranger].into_iter().chain((1..8).map(|who| Actor::Participant(ParticipantId(who)))).collect()
}

/// What `viewer` is sent when these events happen, as the bytes of every codec.
fn sent(events: &[RoomEvent], viewer: &Actor) -> Vec<Vec<u8>> {
    let audiences: Vec<_> = events.iter().map(redact::event).collect();
    let seen = audiences.iter().filter_map(|audience| audience.for_viewer(viewer).cloned());
    let messages = seen.map(|event| ServerMessage::Event { version: Version(1), event });
    messages.flat_map(|message| Codec::ALL.map(|codec| codec.encode(&message))).collect()
}

proptest! {
    #[test]
    fn l1_a_snapshot_and_the_events_since_are_a_snapshot_now(steps in plays()) {
        let mut table = Table::new(Preset::Fibonacci);
        // Everybody takes a snapshot at every moment and follows from there.
        let mut followed: BTreeMap<usize, Vec<(Actor, Room)>> = BTreeMap::new();
        for (moment, step) in steps.iter().enumerate() {
            let snapshots = viewers().into_iter().map(|viewer| (viewer, redact::whole(&table.room, &viewer)));
            followed.insert(moment, snapshots.collect());
            let events = step.taken(&mut table).unwrap_or_default();
            for (viewer, room) in followed.values_mut().flatten() {
                for event in &events {
                    if let Some(event) = redact::event(event).for_viewer(viewer) {
                        apply(room, event.get());
                    }
                }
                prop_assert_eq!(&*room, &redact::whole(&table.room, viewer));
            }
        }
    }

    #[test]
    fn l2_a_hidden_card_changes_no_byte_that_others_are_sent(steps in plays(), other_cards in prop::collection::vec(0u8..13, 90)) {
        // Two rooms in which the same is done, except that every card is another one in the second.
        let mut one = Table::new(Preset::Fibonacci);
        let mut other = Table::new(Preset::Fibonacci);
        for (step, other_card) in steps.iter().zip(other_cards) {
            let command = step.command(&one.room);
            if matches!(command, Command::Reveal { .. }) {
                continue;
            }
            let events = step.taken(&mut one).unwrap_or_default();
            let vote = Vote::Card(CardIndex(other_card));
            let swapped: Vec<_> = events.iter().cloned().map(|event| match event {
                RoomEvent::Voted { who, .. } => RoomEvent::Voted { who, vote },
                RoomEvent::VoteChanged { who, .. } => RoomEvent::VoteChanged { who, vote },
                RoomEvent::ConfidenceSet { who, .. } => RoomEvent::ConfidenceSet { who, confidence: None },
                RoomEvent::ReasonGiven { who, .. } => {
                    RoomEvent::ReasonGiven { who, reason: Reason::parse("Another one").unwrap() }
                }
                event => event,
            }).collect();
            swapped.iter().for_each(|event| other.happen(event.clone()));
            let hides = |viewer: &Actor| events.iter().all(|event| match event {
                RoomEvent::Voted { who, .. }
                | RoomEvent::VoteChanged { who, .. }
                | RoomEvent::ConfidenceSet { who, .. }
                | RoomEvent::ReasonGiven { who, .. } => *viewer != Actor::Participant(*who),
                _ => true,
            });
            for viewer in viewers() {
                if hides(&viewer) {
                    prop_assert_eq!(sent(&events, &viewer), sent(&swapped, &viewer));
                }
                if let Actor::Participant(who) = viewer && one.room.round().vote(who).is_some() {
                    continue;
                }
                for codec in Codec::ALL {
                    let bytes = |table: &Table| codec.encode(&redact::room(&table.room, &viewer));
                    prop_assert_eq!(bytes(&one), bytes(&other));
                }
            }
        }
    }

    #[test]
    fn l5_who_played_what_changes_no_byte_of_an_anonymous_round(
        cards in prop::collection::vec((0u8..13, confidences(), titles()), 2..6),
        turn in 1usize..6,
    ) {
        // The same cards, with what was said with them, each played by somebody else in the second room.
        let played = |turn: usize| {
            let mut table = Table::with_creator();
            table.set(Setting::Names(Names::Anonymous));
            table.set(Setting::Confidence(true));
            let people: Vec<Actor> = (0..cards.len()).map(|n| table.voter(&format!("Person {n}"))).collect();
            for (n, (card, confidence, reason)) in cards.iter().cloned().enumerate() {
                let (who, round) = (people[(n + turn) % people.len()], table.round());
                table.vote(who, card).unwrap();
                table.ask(who, Command::SetConfidence { round, confidence }).unwrap();
                table.ask(who, Command::GiveReason { round, reason }).unwrap();
            }
            // Neither does it change what is told that the house rules are others now.
            table.set(Setting::Names(Names::Shown));
            let revealed = table.reveal(CREATOR).unwrap();
            (table, revealed)
        };
        let ((one, revealed), (other, revealed_of_others)) = (played(0), played(turn));
        for viewer in viewers() {
            prop_assert_eq!(sent(&revealed, &viewer), sent(&revealed_of_others, &viewer));
            for codec in Codec::ALL {
                let bytes = |table: &Table| codec.encode(&redact::room(&table.room, &viewer));
                prop_assert_eq!(bytes(&one), bytes(&other));
            }
        }
    }

    #[test]
    fn l3_the_log_replayed_is_the_room(steps in plays()) {
        let mut table = Table::new(Preset::ModifiedFibonacci);
        for step in &steps {
            let _ = step.taken(&mut table);
        }
        let stored: Vec<Vec<u8>> = table.log.iter().map(shared::codec::to_postcard).collect();
        let mut replayed = Room::default();
        for bytes in &stored {
            let event: RoomEvent = shared::codec::from_postcard(bytes).unwrap();
            apply(&mut replayed, &event);
        }
        prop_assert_eq!(replayed, table.room);
    }

    #[test]
    fn l6_the_record_holds_every_round_that_was_revealed(steps in plays()) {
        let mut table = Table::new(Preset::Fibonacci);
        let mut revealed = 0;
        for step in &steps {
            let events = step.taken(&mut table).unwrap_or_default();
            revealed += events.iter().map(|event| match event {
                RoomEvent::CardsRevealed { .. } => 1,
                RoomEvent::RoundsBrought { rounds } => rounds.len(),
                _ => 0,
            }).sum::<usize>();
        }
        let record = Record::of(&table.log);
        prop_assert_eq!(record.room(), &table.room);
        prop_assert_eq!(record.rounds().count(), revealed);
        for (from, round) in record.rounds() {
            for who in round.revealed.cards.played() {
                prop_assert_ne!(record.nickname(Person { from, who }), None);
            }
        }
        for (id, topic) in table.room.backlog().topics() {
            let rounds = record.rounds().filter(|(_, round)| round.topic == Some(id)).count();
            prop_assert_eq!(rounds, topic.rounds as usize);
        }
    }

    #[test]
    fn l4_a_refused_command_changes_nothing(steps in plays()) {
        let mut table = Table::new(Preset::Fibonacci);
        for step in &steps {
            let before = table.room.clone();
            if step.taken(&mut table).is_err() {
                prop_assert_eq!(&table.room, &before);
            }
        }
    }

    #[test]
    fn l4_any_event_on_any_room_gives_a_room(ours in plays(), theirs in plays()) {
        let log = |steps: &[Step]| {
            let mut table = Table::new(Preset::Fibonacci);
            for step in steps {
                let _ = step.taken(&mut table);
            }
            table
        };
        let mut room = log(&ours).room;
        for event in log(&theirs).log.iter().skip(1) {
            apply(&mut room, event);
            if let Some(revealed) = room.round().as_revealed() {
                shared::stats::summarize(&revealed.deck, &revealed.cards, room.settings().figure);
            }
        }
    }

    #[test]
    fn l4_any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        for codec in Codec::ALL {
            let _ = codec.decode::<ClientMessage>(&bytes, CLIENT_FRAME_BYTES_MAX);
            let _ = codec.decode::<Hello>(&bytes, CLIENT_FRAME_BYTES_MAX);
            let _ = codec.decode::<ServerMessage>(&bytes, CLIENT_FRAME_BYTES_MAX);
        }
    }
}

/// The laws prove nothing if random play never gets anywhere.
#[test]
fn l4_random_play_reaches_what_the_laws_are_about() {
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 * Config::default().cases {
        let steps = plays().new_tree(&mut runner).unwrap().current();
        let mut table = Table::new(Preset::Fibonacci);
        for step in steps {
            let outcome = match step.taken(&mut table) {
                Err(_) => "refused",
                Ok(events) => match events.last() {
                    None => "nothing to do",
                    Some(RoomEvent::CardsRevealed { cards: OpenCards::Named(_), .. }) => "reveal",
                    Some(RoomEvent::CardsRevealed { cards: OpenCards::Anonymous { .. }, .. }) => "anonymous reveal",
                    Some(RoomEvent::OpenCardChanged { .. }) => "change of an open card",
                    Some(RoomEvent::ConfidenceSet { .. }) => "confidence",
                    Some(RoomEvent::ReasonGiven { .. }) => "reason",
                    Some(RoomEvent::TimerSet { .. }) => "timer",
                    Some(RoomEvent::SettingChanged { .. }) => "setting",
                    Some(RoomEvent::DeckChanged { .. }) => "deck",
                    Some(RoomEvent::Knocked { .. }) => "knock",
                    Some(RoomEvent::Admitted { .. }) => "admit",
                    Some(RoomEvent::VoteChanged { .. }) => "vote again",
                    Some(RoomEvent::VoteTakenBack { .. }) => "take back",
                    Some(RoomEvent::RoundStarted { .. }) => "next round",
                    Some(RoomEvent::Left { .. }) => "leave",
                    Some(RoomEvent::ModeratorAppointed { .. }) if step.is_for_the_chair() => "take the chair",
                    Some(RoomEvent::ModeratorAppointed { .. }) => "promote",
                    Some(RoomEvent::ModeratorDismissed { .. }) => "demote",
                    Some(RoomEvent::Removed { .. }) => "remove",
                    Some(RoomEvent::RoleChanged { .. }) => "change of role",
                    Some(RoomEvent::Renamed { .. }) => "rename",
                    Some(RoomEvent::TopicsAdded { .. }) => "add topics",
                    Some(RoomEvent::TopicChanged { change: TopicChange::Estimate(_), .. }) => "estimate",
                    Some(RoomEvent::TopicChanged { .. }) => "edit a topic",
                    Some(RoomEvent::TopicMoved { .. }) => "move a topic",
                    Some(RoomEvent::TopicRemoved { .. }) => "remove a topic",
                    Some(RoomEvent::TopicRestored { .. }) => "restore a topic",
                    Some(RoomEvent::TopicPicked { .. }) if events.len() > 1 => "pick a topic for another round",
                    Some(RoomEvent::TopicPicked { .. }) => "pick a topic",
                    Some(RoomEvent::RoundsBrought { .. }) => "bring rounds",
                    Some(_) => "other",
                },
            };
            *reached.entry(outcome).or_default() += 1;
        }
    }
    println!("reached: {reached:?}");
    let wanted = [
        "reveal",
        "anonymous reveal",
        "change of an open card",
        "confidence",
        "reason",
        "timer",
        "setting",
        "deck",
        "knock",
        "admit",
        "vote again",
        "take back",
        "next round",
        "leave",
        "take the chair",
        "promote",
        "demote",
        "remove",
        "change of role",
        "rename",
        "add topics",
        "estimate",
        "edit a topic",
        "move a topic",
        "remove a topic",
        "restore a topic",
        "pick a topic",
        "pick a topic for another round",
        "bring rounds",
        "refused",
    ];
    for outcome in wanted {
        assert!(reached.get(outcome).is_some_and(|&times| times >= 20), "{outcome} is too rare: {reached:?}");
    }
}
