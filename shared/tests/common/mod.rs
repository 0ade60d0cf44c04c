//! A table for tests: a room, its log, and people who ask things of it.

#![allow(dead_code, reason = "each test file uses its own part of the table")]

use shared::apply::apply;
use shared::card::CardIndex;
use shared::command::{Actor, Command, NextTopic, Now, TopicDraft};
use shared::decide::{self, Decision, Import, decide};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, TopicId};
use shared::room::{Role, Room};
use shared::settings::{AfterReveal, Deed, Door, Figure, Names, Setting, Throwing, TimeUp, Who};
use shared::text::RoomName;

pub const CREATOR: Actor = Actor::Participant(ParticipantId::CREATOR);

pub struct Table {
    pub room: Room,
    pub log: Vec<RoomEvent>,
    /// The moment in which the next is asked.
    pub now: Now,
}

impl Table {
    /// A room that was just made, with nobody in it.
    pub fn new(preset: Preset) -> Self {
        let opened = RoomEvent::RoomOpened { name: RoomName::parse("Team").unwrap(), deck: preset.deck() };
        let mut table = Self { room: Room::default(), log: vec![], now: Now::default() };
        table.happen(opened);
        table
    }

    /// A Fibonacci room with its creator, a moderator, at the table.
    pub fn with_creator() -> Self {
        let mut table = Self::new(Preset::Fibonacci);
        table.ask(CREATOR, join("Mo")).unwrap();
        table
    }

    pub fn happen(&mut self, event: RoomEvent) {
        apply(&mut self.room, &event);
        self.log.push(event);
    }

    /// Asks, and lets happen what was decided.
    pub fn ask(&mut self, actor: Actor, command: Command) -> Decision {
        let decision = decide(&self.room, &actor, &self.now, command);
        for event in decision.iter().flatten() {
            self.happen(event.clone());
        }
        decision
    }

    /// Lets what an import comes to happen.
    pub fn import(&mut self, actor: Actor, import: &Import) -> Decision {
        let decision = decide::import(&self.room, &actor, import);
        for event in decision.iter().flatten() {
            self.happen(event.clone());
        }
        decision
    }

    /// Seats somebody, who may be asked for by what this returns.
    pub fn seat(&mut self, nickname: &str, role: Role) -> Actor {
        let joined = self.ask(Actor::Stranger, Command::Join { nickname: nickname.into(), role }).unwrap();
        match joined[..] {
            [RoomEvent::Joined { who, .. }] => Actor::Participant(who),
            _ => panic!("a join is one event: {joined:?}"),
        }
    }

    pub fn voter(&mut self, nickname: &str) -> Actor {
        self.seat(nickname, Role::Voter)
    }

    pub fn round(&self) -> RoundNumber {
        self.room.round().number
    }

    pub fn vote(&mut self, actor: Actor, card: u8) -> Decision {
        let round = self.round();
        self.ask(actor, Command::Vote { round, card: CardIndex(card) })
    }

    pub fn take_back(&mut self, actor: Actor) -> Decision {
        let round = self.round();
        self.ask(actor, Command::TakeBack { round })
    }

    pub fn reveal(&mut self, actor: Actor) -> Decision {
        let round = self.round();
        self.ask(actor, Command::Reveal { round })
    }

    /// Changes a house rule, as the creator.
    pub fn set(&mut self, setting: Setting) {
        self.ask(CREATOR, Command::ChangeSetting { setting }).unwrap();
    }

    pub fn next_round(&mut self, actor: Actor, topic: NextTopic) -> Decision {
        let after = self.round();
        self.ask(actor, Command::NextRound { after, topic })
    }
}

/// A topic as somebody types it.
pub fn draft(title: &str) -> TopicDraft {
    TopicDraft { title: title.into(), ..TopicDraft::default() }
}

pub const A: TopicId = TopicId(1);
pub const B: TopicId = TopicId(2);
pub const C: TopicId = TopicId(3);

/// A table with its creator, who brought three topics.
pub fn with_topics() -> Table {
    let mut table = Table::with_creator();
    table.ask(CREATOR, Command::AddTopics { topics: ["A", "B", "C"].map(draft).to_vec() }).unwrap();
    table
}

pub fn join(nickname: &str) -> Command {
    Command::Join { nickname: nickname.into(), role: Role::Voter }
}

pub fn id(actor: Actor) -> ParticipantId {
    match actor {
        Actor::Participant(who) => who,
        Actor::Stranger | Actor::Table => panic!("it has no number"),
    }
}

pub const MO: ParticipantId = ParticipantId::CREATOR;

/// A table with its creator and two voters.
pub fn three() -> (Table, Actor, Actor) {
    let mut table = Table::with_creator();
    let (ada, bob) = (table.voter("Ada"), table.voter("Bob"));
    (table, ada, bob)
}

/// Every house rule as it is not at first, each once.
pub fn unusual() -> [Setting; 12] {
    let [reveal, go_on, name_topic, change_settings] = Deed::ALL.map(|deed| Setting::May { deed, who: Who::Everyone });
    [
        reveal,
        go_on,
        name_topic,
        change_settings,
        Setting::Figure(Figure::Mode),
        Setting::Confidence(true),
        Setting::AfterReveal(AfterReveal::MayChange),
        Setting::Names(Names::Anonymous),
        Setting::AutoReveal(true),
        Setting::TimeUp(TimeUp::Reveal),
        Setting::Door(Door::Locked),
        Setting::Throwing(Throwing::Off),
    ]
}

pub fn change(setting: Setting) -> Command {
    Command::ChangeSetting { setting }
}

pub fn deck(line: &str) -> Command {
    Command::ChangeDeck { deck: line.into() }
}
