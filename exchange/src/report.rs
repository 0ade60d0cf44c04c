//! Report: what a room has come to, as one reads it. The results page and every export are made of it, so that all of them
//! say the same, and none of them a card that was not turned over.

use std::collections::{BTreeMap, BTreeSet};

use shared::card::{Card, CardIndex, Meaning};
use shared::deck::Deck;
use shared::ids::{TopicId, UnixMillis};
use shared::nickname::Nickname;
use shared::points::Points;
use shared::record::{self, PastRound, Record};
use shared::round::{Confidence, OpenCards, Revealed};
use shared::settings::Figure;
use shared::stats::{self, Average, Numbers, Value};
use shared::text::{Key, Link, Reason, RoomName, Title};

use crate::sum::Sum;

/// What a room has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub name: RoomName,
    /// In the order of the list.
    pub topics: Vec<Topic>,
    /// Every round that was revealed, in the order in which they were.
    pub rounds: Vec<Round>,
    /// Everyone who played in them.
    pub people: Vec<Person>,
}

/// A topic of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub key: Key,
    pub title: Title,
    pub link: Link,
    pub estimate: Option<Card>,
    /// Its rounds, by their place among all.
    pub rounds: Vec<usize>,
}

/// Somebody who played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What they were called last.
    pub nickname: Nickname,
    /// The same, with a number behind it where another person is called so as well.
    pub label: String,
}

/// A round that was revealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub about: About,
    /// Of the rounds about the same, counted from 1.
    pub number: usize,
    pub began: Option<UnixMillis>,
    /// From the first card to the reveal, in milliseconds.
    pub took_ms: Option<u64>,
    pub deck: Deck,
    /// Whether nobody knows which card is whose. Its cards lie in the order of the deck then.
    pub is_anonymous: bool,
    /// Who played, by their place among all people.
    pub played: Vec<usize>,
    pub votes: Vec<Vote>,
    /// None if no card counts.
    pub figures: Option<Figures>,
}

/// What a round was about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// That topic, by its place in the list.
    Topic(usize),
    /// What was called so and is in the list no longer; what nobody named has an empty title.
    Title(String),
}

/// A card that was turned over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Who played it, by their place among all people; none in an anonymous round.
    pub who: Option<usize>,
    pub card: Card,
    /// The card that was turned over, if it was changed since.
    pub first: Option<Card>,
    pub confidence: Option<Confidence>,
    pub reason: Reason,
}

/// What the cards of a round that count come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The labels of the cards that count, from the lowest to the highest.
    pub scale: Vec<String>,
    /// The place of the lowest card that was played on the scale.
    pub lowest: usize,
    /// The place of the highest.
    pub highest: usize,
    /// In words.
    pub median: String,
    /// Where the median is on the scale, in hundredths of the way from one card to the next.
    pub median_hundredths: usize,
    /// None of words.
    pub mean: Option<Average>,
    /// The labels of the cards that were played most often.
    pub mode: Vec<String>,
    pub agreement_percent: usize,
    /// The card of them all, if at least two played and none played another.
    pub consensus: Option<String>,
}

/// What it all comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub topics: usize,
    pub estimated: usize,
    /// The sum of the estimates that are amounts, and how many those are.
    pub sum: Sum,
    pub summed: usize,
    pub rounds: usize,
    pub votes: usize,
    pub people: usize,
    /// When the first card was played, and when the last round was revealed, as far as that is known.
    pub span: Option<(UnixMillis, UnixMillis)>,
    /// From the first card to the reveal, of all rounds together.
    pub voting_ms: u64,
    pub agreement: Option<Agreement>,
}

/// How far people agreed, in per cent: the average over all topics that were played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub first_percent: usize,
    pub last_percent: usize,
}

/// How a topic got to its estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story<'a> {
    pub about: About,
    pub rounds: Vec<&'a Round>,
    /// Everyone who showed a card, by their place among all people, and what they played in each of the rounds.
    pub people: Vec<(usize, Vec<Option<&'a Vote>>)>,
}

impl Report {
    /// The report of that record.
    pub fn of(record: &Record) -> Self {
        let backlog = record.room().backlog();
        let past: Vec<(u32, PastRound)> = record.rounds().collect();
        let played: BTreeSet<record::Person> = past.iter().flat_map(|(from, round)| played(*from, round)).collect();
        let place: BTreeMap<record::Person, usize> = played.iter().copied().zip(0..).collect();
        let mut topics: Vec<Topic> = backlog.topics().map(|(id, topic)| Topic::of(id, topic)).collect();
        let topic: BTreeMap<TopicId, usize> = backlog.order().iter().copied().zip(0..).collect();
        let mut numbers: BTreeMap<About, usize> = BTreeMap::new();
        let mut rounds = vec![];
        for (from, past) in &past {
            let about = match past.topic.and_then(|id| topic.get(&id)) {
                Some(&topic) => About::Topic(topic),
                None => About::Title(past.title.as_str().to_owned()),
            };
            if let About::Topic(topic) = about {
                topics[topic].rounds.push(rounds.len());
            }
            let number = numbers.entry(about.clone()).or_default();
            *number += 1;
            rounds.push(Round::of(about, *number, *from, past, &place));
        }
        let nicknames = played.iter().map(|person| nickname(record, *person));
        Self { name: record.room().name().clone(), topics, rounds, people: distinct(nicknames.collect()) }
    }

    /// What the report is about, topic by topic in the order of the list, then what is in it no longer.
    pub fn stories(&self) -> Vec<Story<'_>> {
        let mut rounds: BTreeMap<&About, Vec<&Round>> = BTreeMap::new();
        for round in &self.rounds {
            rounds.entry(&round.about).or_default().push(round);
        }
        rounds.into_iter().map(|(about, rounds)| Story::of(about.clone(), rounds)).collect()
    }

    /// How that topic got to its estimate; none if it is not in the list. It may have no rounds.
    pub fn story(&self, id: TopicId) -> Option<Story<'_>> {
        let place = self.topics.iter().position(|topic| topic.id == id)?;
        Some(Story::of(About::Topic(place), self.rounds_of(&self.topics[place]).collect()))
    }

    pub fn rounds_of(&self, topic: &Topic) -> impl Iterator<Item = &Round> {
        topic.rounds.iter().filter_map(|&round| self.rounds.get(round))
    }

    /// What it all comes to.
    pub fn totals(&self) -> Totals {
        let estimates = self.topics.iter().filter_map(|topic| topic.estimate.as_ref());
        let amounts: Vec<Points> = estimates.clone().filter_map(amount).collect();
        Totals {
            topics: self.topics.len(),
            estimated: estimates.count(),
            summed: amounts.len(),
            sum: amounts.into_iter().sum(),
            rounds: self.rounds.len(),
            votes: self.rounds.iter().map(|round| round.votes.len()).sum(),
            people: self.people.len(),
            span: self.span(),
            voting_ms: self.rounds.iter().filter_map(|round| round.took_ms).fold(0, u64::saturating_add),
            agreement: self.agreement(),
        }
    }

    fn span(&self) -> Option<(UnixMillis, UnixMillis)> {
        let began = self.rounds.iter().filter_map(|round| round.began);
        let ended = self.rounds.iter().filter_map(|round| Some(round.began?.plus(round.took_ms.unwrap_or(0))));
        began.min().zip(ended.max())
    }

    fn agreement(&self) -> Option<Agreement> {
        let ends = self.topics.iter().filter_map(|topic| {
            let mut percents = self.rounds_of(topic).filter_map(Round::agreement_percent);
            let first = percents.next()?;
            Some((first, percents.last().unwrap_or(first)))
        });
        let (first, last): (Vec<usize>, Vec<usize>) = ends.unzip();
        Some(Agreement { first_percent: average(&first)?, last_percent: average(&last)? })
    }
}

/// Rounded half up.
fn average(numbers: &[usize]) -> Option<usize> {
    let count = numbers.len();
    (count > 0).then(|| (2 * numbers.iter().sum::<usize>() + count) / (2 * count))
}

/// Who played a card that the deck has.
fn played(from: u32, round: &PastRound) -> Vec<record::Person> {
    let Revealed { deck, cards, .. } = &round.revealed;
    let who = match cards {
        OpenCards::Named(cards) => {
            let cards = cards.iter().filter(|(_, card)| deck.card(card.play.card).is_some());
            cards.map(|(&who, _)| who).collect()
        }
        OpenCards::Anonymous { played, .. } => played.iter().copied().collect::<Vec<_>>(),
    };
    who.into_iter().map(|who| record::Person { from, who }).collect()
}

fn nickname(record: &Record, person: record::Person) -> Nickname {
    let known = record.nickname(person).cloned();
    known.unwrap_or_else(|| {
        // No log of this program lacks a name.
        Nickname::parse(&format!("Participant {}", person.who.0)).expect("it has letters, and few")
    })
}

/// Gives those who are called the same a number, so that they stay apart.
fn distinct(nicknames: Vec<Nickname>) -> Vec<Person> {
    let mut labels: BTreeSet<String> = BTreeSet::new();
    let mut twins: BTreeMap<String, usize> = BTreeMap::new();
    let label = |nickname: Nickname| {
        let name = nickname.as_str();
        let twin = twins.entry(name.to_owned()).or_default();
        let label = loop {
            *twin += 1;
            let label = if *twin == 1 { name.to_owned() } else { format!("{name} ({twin})") };
            if labels.insert(label.clone()) {
                break label;
            }
        };
        Person { nickname, label }
    };
    nicknames.into_iter().map(label).collect()
}

/// The amount of a card, if it is one.
pub fn amount(card: &Card) -> Option<Points> {
    match card.meaning {
        Meaning::Number(points) => Some(points),
        Meaning::Word | Meaning::CannotSay | Meaning::Break | Meaning::Aside => None,
    }
}

impl Topic {
    fn of(id: TopicId, topic: &shared::topic::Topic) -> Self {
        Self {
            id,
            key: topic.key.clone(),
            title: topic.title.clone(),
            link: topic.link.clone(),
            estimate: topic.estimate.clone(),
            rounds: vec![],
        }
    }
}

impl Round {
    fn of(about: About, number: usize, from: u32, past: &PastRound, place: &BTreeMap<record::Person, usize>) -> Self {
        let Revealed { deck, cards, took_ms, .. } = &past.revealed;
        let mut votes: Vec<(CardIndex, Vote)> = vec![];
        for (who, play) in cards.plays() {
            let Some(card) = deck.card(play.card) else { continue };
            let first = who.and_then(|who| deck.card(cards.of(who)?.first?)).cloned();
            let vote = Vote {
                who: who.and_then(|who| place.get(&record::Person { from, who }).copied()),
                card: card.clone(),
                first,
                confidence: play.confidence,
                reason: play.reason.clone(),
            };
            votes.push((play.card, vote));
        }
        let is_anonymous = matches!(cards, OpenCards::Anonymous { .. });
        if is_anonymous {
            // However they came: their order must not say whose they are.
            votes.sort_by(|(a, vote_a), (b, vote_b)| {
                (a, vote_a.confidence, &vote_a.reason).cmp(&(b, vote_b.confidence, &vote_b.reason))
            });
        }
        let played = played(from, past).into_iter().filter_map(|person| place.get(&person).copied());
        Self {
            about,
            number,
            began: past.began,
            took_ms: *took_ms,
            deck: deck.clone(),
            is_anonymous,
            played: played.collect(),
            votes: votes.into_iter().map(|(_, vote)| vote).collect(),
            figures: Figures::of(deck, cards),
        }
    }

    pub fn agreement_percent(&self) -> Option<usize> {
        self.figures.as_ref().map(|figures| figures.agreement_percent)
    }

    /// The card of that person; none in an anonymous round.
    pub fn vote_of(&self, person: usize) -> Option<&Vote> {
        self.votes.iter().find(|vote| vote.who == Some(person))
    }
}

impl Figures {
    fn of(deck: &Deck, cards: &OpenCards) -> Option<Self> {
        let summary = stats::summarize(deck, cards, Figure::None);
        let numbers = summary.numbers?;
        let scale = stats::scale(deck, cards);
        let place = |card: CardIndex| scale.iter().position(|other| *other == card);
        let label = |card: CardIndex| deck.card(card).map(|card| card.label.clone()).unwrap_or_default();
        let labels = |cards: &[CardIndex]| cards.iter().map(|&card| label(card)).collect::<Vec<_>>();
        let Numbers { median, mean, mode, lowest, highest, agreement_percent, .. } = numbers;
        let (median_words, median_hundredths) = match &median {
            Value::Amount(average) => (average.to_string(), amount_hundredths(deck, &scale, *average)?),
            Value::Word(card) => (label(*card), 100 * place(*card)?),
            Value::BetweenWords(low, high) => {
                (format!("{}–{}", label(*low), label(*high)), 50 * (place(*low)? + place(*high)?))
            }
            Value::Cards(cards) => (labels(cards).join(", "), 100 * place(*cards.last()?)?),
        };
        Some(Self {
            lowest: place(lowest.card)?,
            highest: place(highest.card)?,
            median: median_words,
            median_hundredths,
            mean,
            mode: labels(&mode),
            agreement_percent,
            consensus: summary.consensus.map(label),
            scale: labels(&scale),
        })
    }

    /// How many cards the highest is above the lowest.
    pub fn spread_cards(&self) -> usize {
        self.highest - self.lowest
    }

    /// The place of that card on the scale; none if it does not count.
    pub fn place(&self, card: &Card) -> Option<usize> {
        self.scale.iter().position(|label| *label == card.label)
    }
}

/// Where an amount lies among cards, in hundredths of the way from one card to the next.
fn amount_hundredths(deck: &Deck, scale: &[CardIndex], average: Average) -> Option<usize> {
    let points = scale.iter().filter_map(|card| amount(deck.card(*card)?));
    let steps: Vec<i64> = points.map(|points| Average::of([points]).map_or(0, Average::hundredths)).collect();
    let at = average.hundredths();
    let above = steps.iter().position(|step| *step >= at)?;
    let Some((below, low)) = above.checked_sub(1).and_then(|below| Some((below, *steps.get(below)?))) else {
        return Some(0);
    };
    let between = 100 * (at - low) / (steps[above] - low).max(1);
    Some(100 * below + usize::try_from(between).ok()?)
}

impl<'a> Story<'a> {
    fn of(about: About, rounds: Vec<&'a Round>) -> Self {
        let who: BTreeSet<usize> = rounds.iter().flat_map(|round| &round.votes).filter_map(|vote| vote.who).collect();
        let votes: Vec<BTreeMap<usize, &Vote>> = rounds.iter().map(|round| by_person(round)).collect();
        let played = |person| votes.iter().map(|votes| votes.get(&person).copied()).collect();
        Self { about, rounds, people: who.into_iter().map(|person| (person, played(person))).collect() }
    }

    /// The scale, if all of its rounds that have figures share it and there are at least two of them: whoever moved can then
    /// be drawn.
    pub fn scale(&self) -> Option<&'a [String]> {
        let mut figures = self.rounds.iter().filter_map(|round| round.figures.as_ref());
        let first = &figures.next()?.scale;
        let others: Vec<_> = figures.collect();
        (!others.is_empty() && others.iter().all(|other| other.scale == *first)).then_some(first)
    }

    /// From the first card to the reveal, of all its rounds together; none if that is known of none.
    pub fn took_ms(&self) -> Option<u64> {
        let took = self.rounds.iter().filter_map(|round| round.took_ms);
        took.fold(None, |sum: Option<u64>, took| Some(sum.unwrap_or(0).saturating_add(took)))
    }
}

fn by_person(round: &Round) -> BTreeMap<usize, &Vote> {
    round.votes.iter().filter_map(|vote| Some((vote.who?, vote))).collect()
}
