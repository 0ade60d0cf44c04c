//! A room in JSON, as anybody who has its link may see it. It is made of the redacted room alone.

use serde::Serialize;
use shared::card::{Card, CardIndex, Meaning};
use shared::deck::Deck;
use shared::ids::{ParticipantId, RoomId, TopicId};
use shared::message::{Presence, Welcome};
use shared::room::{Role, Room};
use shared::round::{Confidence, Revealed, Round, Timer};
use shared::settings::{Figure, Names};
use shared::stats::{self, Extreme, Summary, Talk, TalkReason, Value};
use shared::topic::{Notes, Topic};
use utoipa::ToSchema;

use super::house::HouseRules;
use super::words;
use crate::room::handle::ListPart;

/// A room as anybody who has its link may see it. No card that lies face down is in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomState {
    /// As in its link.
    id: String,
    /// The path of its page on this server.
    url: String,
    /// Perhaps empty.
    name: String,
    /// How many things have happened in the room. Who is there is not counted.
    version: u64,
    /// What is played with from now on.
    deck: DeckState,
    settings: HouseRules,
    round: RoundState,
    /// Everyone who has a seat, those who came first first.
    people: Vec<PersonState>,
    topics: TopicsState,
}

/// The cards that one plays with.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeckState {
    /// All of it as one line, as one writes a deck.
    line: String,
    cards: Vec<CardState>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CardState {
    /// What is printed on it.
    label: String,
    /// The exact amount that it counts as, a whole number or a reduced fraction; null for words, `?`, coffee and the like.
    points: Option<String>,
    /// Whether it enters the numbers of a result.
    counts: bool,
}

/// The round on the table.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundState {
    /// Counted from 1.
    number: u32,
    /// What is estimated; null if nobody has said so.
    topic: Option<TopicState>,
    /// Whether its result says who played what, or will.
    #[schema(schema_with = words::names)]
    names: Names,
    countdown: Option<CountdownState>,
    /// What lies open; null while the cards lie face down.
    result: Option<ResultState>,
}

/// The countdown of a round: it runs until a moment, or is held with some time left.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountdownState {
    /// In milliseconds since the beginning of 1970 in UTC.
    ends_at_ms: Option<u64>,
    held_with_ms: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PersonState {
    /// Given once in a room, and to nobody else.
    number: u32,
    nickname: String,
    #[schema(schema_with = words::role)]
    role: Role,
    moderator: bool,
    #[schema(schema_with = words::presence)]
    presence: Presence,
    /// Whether they have a card on the table.
    has_played: bool,
}

/// The list of topics, or a part of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicsState {
    /// How many the whole list has.
    count: usize,
    items: Vec<TopicState>,
    /// Ask with `after` as this number for those that follow; null at the end of the list.
    next: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TopicState {
    /// Given once in a room, and to no other topic.
    number: u32,
    title: String,
    /// What it is called in another tool; perhaps empty.
    key: String,
    /// Perhaps empty.
    link: String,
    /// Whether there are notes: they are at `/r/{id}/topics/{number}/notes.md`.
    has_notes: bool,
    /// The card that the room agreed on.
    estimate: Option<String>,
    /// How many rounds have been revealed for it.
    rounds: u32,
}

/// A round whose cards lie open. Cards stand for themselves, by their labels.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultState {
    /// The deck that was played with, as one line.
    deck: String,
    /// From the first card to the reveal, if that is known.
    took_ms: Option<u64>,
    cards: Vec<PlayState>,
    /// Null if no card counts.
    numbers: Option<NumbersState>,
    /// The card that is nearest to the number that counts at this table.
    suggestion: Option<SuggestionState>,
    /// The card of them all, if two or more played it and none another.
    consensus: Option<String>,
    talk: Vec<TalkState>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlayState {
    /// Who played it; null in an anonymous round.
    person: Option<u32>,
    nickname: Option<String>,
    card: String,
    /// The card that was turned over, if it was changed since.
    first: Option<String>,
    #[schema(schema_with = words::confidence)]
    confidence: Option<Confidence>,
    /// Perhaps empty.
    reason: String,
}

/// What the cards that count come to. Amounts are written with at most two digits after the point.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumbersState {
    /// How many cards count.
    votes: usize,
    /// One amount or word, or the two words between which it lies.
    median: Vec<String>,
    /// Null if words are among the cards.
    mean: Option<String>,
    /// The cards that were played most.
    mode: Vec<String>,
    lowest: ExtremeState,
    highest: ExtremeState,
    /// The share of the votes that lie on the most played card.
    agreement_percent: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExtremeState {
    card: String,
    /// Who played it; nobody in an anonymous round.
    people: Vec<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionState {
    /// Of which number.
    #[schema(schema_with = words::figure)]
    figure: Figure,
    card: String,
    /// Whether another card is as near, and lower.
    is_tie: bool,
}

/// Those who should be heard, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct TalkState {
    why: Why,
    card: String,
    /// How many they are.
    votes: usize,
    /// Who they are; nobody in an anonymous round.
    people: Vec<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    CannotSay,
    AlreadyDone,
    Highest,
    Lowest,
}

impl RoomState {
    /// The room, and that part of its list; none if the welcome has no room.
    pub fn of(id: RoomId, welcome: &Welcome, part: &ListPart) -> Option<Self> {
        let room = welcome.room.as_ref()?.get();
        let people = room.seats().map(|(who, seat)| PersonState {
            number: who.0,
            nickname: seat.nickname.as_str().to_owned(),
            role: seat.role,
            moderator: seat.moderator,
            presence: match who {
                _ if welcome.here.contains(&who) => Presence::Here,
                _ if welcome.away.contains(&who) => Presence::Away,
                _ => Presence::Gone,
            },
            has_played: room.round().has_played(who),
        });
        let items: Vec<_> = part.topics.get().iter().map(|(id, topic)| TopicState::of(*id, topic)).collect();
        let next = items.last().filter(|_| part.goes_on).map(|last| last.number);
        Some(Self {
            id: id.to_string(),
            url: format!("/r/{id}"),
            name: room.name().as_str().to_owned(),
            version: welcome.version.0,
            deck: DeckState::of(room.deck()),
            settings: (*room.settings()).into(),
            round: RoundState::of(room),
            people: people.collect(),
            topics: TopicsState { count: usize::try_from(welcome.topics).unwrap_or(usize::MAX), items, next },
        })
    }
}

impl DeckState {
    fn of(deck: &Deck) -> Self {
        let cards = deck.cards().map(|(_, Card { label, meaning })| CardState {
            label: label.clone(),
            points: match meaning {
                Meaning::Number(points) => Some(points.to_string()),
                Meaning::Word | Meaning::CannotSay | Meaning::Break | Meaning::Aside => None,
            },
            counts: matches!(meaning, Meaning::Number(_) | Meaning::Word),
        });
        Self { line: deck.to_line(), cards: cards.collect() }
    }
}

impl RoundState {
    fn of(room: &Room) -> Self {
        let Round { number, names, .. } = *room.round();
        Self {
            number: number.0,
            topic: room.topic().map(|(id, topic)| TopicState::of(id, topic)),
            names,
            countdown: room.round().as_open().and_then(|open| open.timer).map(CountdownState::of),
            result: room.round().as_revealed().map(|revealed| ResultState::of(room, revealed)),
        }
    }
}

impl CountdownState {
    fn of(timer: Timer) -> Self {
        match timer {
            Timer::Running { ends } => Self { ends_at_ms: Some(ends.0), held_with_ms: None },
            Timer::Paused { left_ms } => Self { ends_at_ms: None, held_with_ms: Some(left_ms) },
        }
    }
}

impl TopicState {
    fn of(id: TopicId, topic: &Topic) -> Self {
        Self {
            number: id.0,
            title: topic.title.as_str().to_owned(),
            key: topic.key.as_str().to_owned(),
            link: topic.link.as_str().to_owned(),
            has_notes: topic.notes != Notes::None,
            estimate: topic.estimate.as_ref().map(|card| card.label.clone()),
            rounds: topic.rounds,
        }
    }
}

impl ResultState {
    fn of(room: &Room, revealed: &Revealed) -> Self {
        let Revealed { deck, cards, took_ms, .. } = revealed;
        let Summary { numbers, estimate, talk, consensus, .. } = stats::summarize(deck, cards, room.settings().figure);
        let plays = cards.plays().map(|(who, play)| PlayState {
            person: who.map(|who| who.0),
            nickname: who.and_then(|who| room.nickname(who)).map(|nickname| nickname.as_str().to_owned()),
            card: label(deck, play.card),
            first: who.and_then(|who| cards.of(who)?.first).map(|first| label(deck, first)),
            confidence: play.confidence,
            reason: play.reason.as_str().to_owned(),
        });
        Self {
            deck: deck.to_line(),
            took_ms: *took_ms,
            cards: plays.collect(),
            numbers: numbers.map(|numbers| NumbersState {
                votes: numbers.votes,
                median: texts(deck, &numbers.median),
                mean: numbers.mean.map(|mean| mean.to_string()),
                mode: numbers.mode.iter().map(|&card| label(deck, card)).collect(),
                lowest: ExtremeState::of(deck, &numbers.lowest),
                highest: ExtremeState::of(deck, &numbers.highest),
                agreement_percent: numbers.agreement_percent,
            }),
            suggestion: estimate.map(|estimate| SuggestionState {
                figure: estimate.figure,
                card: label(deck, estimate.suggestion.card),
                is_tie: estimate.suggestion.is_tie,
            }),
            consensus: consensus.map(|card| label(deck, card)),
            talk: talk.iter().map(|talk| TalkState::of(deck, talk)).collect(),
        }
    }
}

impl ExtremeState {
    fn of(deck: &Deck, extreme: &Extreme) -> Self {
        Self { card: label(deck, extreme.card), people: numbers_of(&extreme.who) }
    }
}

impl TalkState {
    fn of(deck: &Deck, talk: &Talk) -> Self {
        let why = match talk.reason {
            TalkReason::CannotSay => Why::CannotSay,
            TalkReason::AlreadyDone => Why::AlreadyDone,
            TalkReason::Highest => Why::Highest,
            TalkReason::Lowest => Why::Lowest,
        };
        Self { why, card: label(deck, talk.card), votes: talk.votes, people: numbers_of(&talk.who) }
    }
}

fn numbers_of(people: &[ParticipantId]) -> Vec<u32> {
    people.iter().map(|who| who.0).collect()
}

fn label(deck: &Deck, card: CardIndex) -> String {
    deck.card(card).map(|card| card.label.clone()).unwrap_or_default()
}

fn texts(deck: &Deck, value: &Value) -> Vec<String> {
    match value {
        Value::Amount(amount) => vec![amount.to_string()],
        Value::Word(card) => vec![label(deck, *card)],
        Value::BetweenWords(lower, higher) => vec![label(deck, *lower), label(deck, *higher)],
        Value::Cards(cards) => cards.iter().map(|&card| label(deck, card)).collect(),
    }
}
