//! A meeting for tests: a room, its log, and people who play.

#![allow(dead_code, reason = "each test file uses its own part of the meeting")]

use shared::apply::apply;
use shared::card::CardIndex;
use shared::command::{Actor, Command, NextTopic, Now, TopicDraft};
use shared::decide::{self, Decision, Import, decide};
use shared::deck::{Deck, Preset};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, TopicId, UnixMillis};
use shared::record::Record;
use shared::room::{Role, Room};
use shared::round::Confidence;
use shared::settings::Setting;
use shared::text::RoomName;

pub const CREATOR: Actor = Actor::Participant(ParticipantId::CREATOR);

pub struct Meeting {
    pub room: Room,
    pub log: Vec<RoomEvent>,
    pub now: Now,
}

impl Meeting {
    pub fn new(name: &str, deck: Deck) -> Self {
        Self::opened(vec![RoomEvent::RoomOpened { name: RoomName::parse(name).unwrap(), deck }])
    }

    /// A room in which this has happened.
    pub fn opened(log: Vec<RoomEvent>) -> Self {
        let mut room = Room::default();
        log.iter().for_each(|event| apply(&mut room, event));
        // The afternoon of the 27th of November 2026.
        Self { room, log, now: Now { time: UnixMillis(1_795_782_695_000), ..Now::default() } }
    }

    /// The same, with its creator, Mo, and two voters, Ada and Bob.
    pub fn of_three() -> (Self, Actor, Actor) {
        let mut meeting = Self::new("Team Blue", Preset::Fibonacci.deck());
        meeting.ask(CREATOR, Command::Join { nickname: "Mo".into(), role: Role::Voter }).unwrap();
        let (ada, bob) = (meeting.voter("Ada"), meeting.voter("Bob"));
        (meeting, ada, bob)
    }

    pub fn record(&self) -> Record {
        Record::of(&self.log)
    }

    /// Asks, and lets happen what was decided.
    pub fn ask(&mut self, actor: Actor, command: Command) -> Decision {
        let decision = decide(&self.room, &actor, &self.now, command);
        self.happen(decision)
    }

    pub fn import(&mut self, actor: Actor, import: &Import) -> Decision {
        self.happen(decide::import(&self.room, &actor, import))
    }

    fn happen(&mut self, decision: Decision) -> Decision {
        for event in decision.iter().flatten() {
            apply(&mut self.room, event);
            self.log.push(event.clone());
        }
        decision
    }

    pub fn voter(&mut self, nickname: &str) -> Actor {
        let join = Command::Join { nickname: nickname.into(), role: Role::Voter };
        match self.ask(Actor::Stranger, join).unwrap()[..] {
            [RoomEvent::Joined { who, .. }] => Actor::Participant(who),
            _ => panic!("a join is one event"),
        }
    }

    pub fn set(&mut self, setting: Setting) {
        self.ask(CREATOR, Command::ChangeSetting { setting }).unwrap();
    }

    pub fn add(&mut self, drafts: Vec<TopicDraft>) {
        self.ask(CREATOR, Command::AddTopics { topics: drafts }).unwrap();
    }

    pub fn pick(&mut self, topic: u32) {
        let round = self.room.round().number;
        self.ask(CREATOR, Command::PickTopic { round, topic: Some(TopicId(topic)), anyway: false }).unwrap();
    }

    pub fn estimate(&mut self, topic: u32, label: &str) {
        let label = Some(label.to_owned());
        self.ask(CREATOR, Command::SetEstimate { topic: TopicId(topic), label }).unwrap();
    }

    /// Plays the card with that label.
    pub fn vote(&mut self, actor: Actor, label: &str) {
        let round = self.room.round().number;
        let card = self.card(label);
        self.ask(actor, Command::Vote { round, card }).unwrap();
        self.now.time = self.now.time.plus(1_000);
    }

    /// Says how sure they are, and why.
    pub fn say(&mut self, actor: Actor, confidence: Confidence, reason: &str) {
        let round = self.room.round().number;
        self.ask(actor, Command::SetConfidence { round, confidence: Some(confidence) }).unwrap();
        self.ask(actor, Command::GiveReason { round, reason: reason.into() }).unwrap();
    }

    pub fn reveal(&mut self) {
        let round = self.room.round().number;
        self.ask(CREATOR, Command::Reveal { round }).unwrap();
    }

    /// A whole round: everybody plays the card beside them, and all are turned over.
    pub fn round(&mut self, cards: &[(Actor, &str)]) {
        if self.room.round().as_revealed().is_some() {
            let after = self.room.round().number;
            self.ask(CREATOR, Command::NextRound { after, topic: NextTopic::Same }).unwrap();
        }
        cards.iter().for_each(|&(actor, label)| self.vote(actor, label));
        self.reveal();
    }

    fn card(&self, label: &str) -> CardIndex {
        let found = self.room.deck().cards().find(|(_, card)| card.label == label);
        found.unwrap_or_else(|| panic!("no card {label}")).0
    }
}

/// A topic as somebody types it.
pub fn draft(key: &str, title: &str) -> TopicDraft {
    TopicDraft { key: key.into(), title: title.into(), ..TopicDraft::default() }
}
