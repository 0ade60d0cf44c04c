//! What a revealed round says: the numbers, the one that counts, and who should talk.
//!
//! Only cards that count enter the numbers: those with an amount, 0 among them, and words. All others never do. All
//! arithmetic is exact; rounding happens once, when an [`Average`] is written.

use std::fmt;

use crate::card::{Card, CardIndex, Meaning};
use crate::deck::Deck;
use crate::ids::ParticipantId;
use crate::points::Points;
use crate::round::{OpenCards, Play};
use crate::settings::Figure;

/// Cards between the lowest and the highest from which on the two should talk: neighbours on the scale agree well enough.
pub const TALK_DISTANCE_CARDS_MIN: usize = 2;

/// What a revealed round says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Every card that was played, in the order of the deck, and how often. Cards that do not count are among them.
    pub counts: Vec<(CardIndex, usize)>,
    /// The votes that enter the numbers, and what they come to; none if no such vote was cast.
    pub numbers: Option<Numbers>,
    /// The number that counts at this table; none without one, and none of words where it is the mean.
    pub estimate: Option<Estimate>,
    /// Who should be heard, and why; one reason each.
    pub talk: Vec<Talk>,
    /// The card of them all, if at least two played and none played another.
    pub consensus: Option<CardIndex>,
}

/// What the cards that count come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// How many votes count; at least one.
    pub votes: usize,
    /// The one in the middle.
    pub median: Value,
    /// The sum divided by the count; none if a word is among the cards.
    pub mean: Option<Average>,
    /// The cards that were played most often: all of them if several were.
    pub mode: Vec<CardIndex>,
    /// The lowest card and who played it.
    pub lowest: Extreme,
    /// The highest card and who played it; the same as the lowest if all agree.
    pub highest: Extreme,
    /// Agreement: the share of the votes that lie on the most played card, in per cent, rounded half up.
    pub agreement_percent: usize,
}

/// What a number of a round comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An amount.
    Amount(Average),
    /// A card, where the cards are words.
    Word(CardIndex),
    /// The middle lies between these two words.
    BetweenWords(CardIndex, CardIndex),
    /// The cards that were played most often: a tie if there are several.
    Cards(Vec<CardIndex>),
}

/// The number that counts, and the card that it suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    pub figure: Figure,
    pub value: Value,
    pub suggestion: Suggestion,
}

/// The card of the deck that is nearest to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub card: CardIndex,
    /// Another card is as near, and lower: a tie goes up.
    pub is_tie: bool,
}

/// One end of the scale as it was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extreme {
    pub card: CardIndex,
    /// Who played it; nobody where that is not known.
    pub who: Vec<ParticipantId>,
}

/// Those who should be heard for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    pub reason: TalkReason,
    pub card: CardIndex,
    /// How many they are.
    pub votes: usize,
    /// Who they are, in the order of their seats; nobody where that is not known.
    pub who: Vec<ParticipantId>,
}

/// Why somebody should be heard, in the order in which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TalkReason {
    /// Played `?`.
    CannotSay,
    /// Played 0, and not everybody did.
    AlreadyDone,
    /// Played the highest card of a team that is apart.
    Highest,
    /// Played the lowest card of a team that is apart.
    Lowest,
}

/// An exact quotient: a sum of points by a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Average {
    /// In 600ths of a point.
    sum_units: i64,
    count: i64,
}

impl Average {
    /// The average of some amounts; none of none.
    pub fn of(points: impl IntoIterator<Item = Points>) -> Option<Self> {
        let (sum_units, count) =
            points.into_iter().fold((0, 0), |(sum, count), points| (sum + i64::from(points.units()), count + 1));
        (count > 0).then_some(Self { sum_units, count })
    }

    /// The distance to an amount, in 600ths of a point times the count: for comparing with that of another amount.
    fn distance(self, points: Points) -> u64 {
        (i64::from(points.units()) * self.count).abs_diff(self.sum_units)
    }

    /// In hundredths of a point, a half rounded away from zero.
    pub fn hundredths(self) -> i64 {
        let divisor = i128::from(self.count) * i128::from(Points::UNITS);
        let scaled = i128::from(self.sum_units) * 100;
        let rounded = (2 * scaled.abs() + divisor) / (2 * divisor) * scaled.signum();
        rounded.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
    }
}

impl fmt::Display for Average {
    /// With at most two digits after the point, and none that is an ending 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

/// What these cards of this deck say, where that figure counts. A card that the deck has not is left out.
pub fn summarize(deck: &Deck, cards: &OpenCards, figure: Figure) -> Summary {
    let votes: Vec<Vote> = cards.plays().filter_map(|(who, play)| Vote::of(deck, who, play)).collect();
    let count = |card: CardIndex| votes.iter().filter(|vote| vote.card == card).count();
    let counts = deck.cards().map(|(card, _)| (card, count(card)));
    let counts: Vec<(CardIndex, usize)> = counts.filter(|(_, count)| *count > 0).collect();
    let scale = Scale::of(deck, &votes);
    let numbers = numbers(&scale, &votes, &counts);
    let estimate = numbers.as_ref().and_then(|numbers| estimate(&scale, numbers, figure));
    let talk = talk(&scale, &votes, numbers.as_ref(), counts.len());
    let consensus = match counts[..] {
        [(card, 2..)] if numbers.is_some() => Some(card),
        _ => None,
    };
    Summary { counts, numbers, estimate, talk, consensus }
}

/// The cards that count in a round with these, from the lowest to the highest.
pub fn scale(deck: &Deck, cards: &OpenCards) -> Vec<CardIndex> {
    let votes: Vec<Vote> = cards.plays().filter_map(|(who, play)| Vote::of(deck, who, play)).collect();
    Scale::of(deck, &votes).steps.iter().map(|step| step.card).collect()
}

/// One card on the table.
struct Vote {
    who: Option<ParticipantId>,
    card: CardIndex,
    meaning: Meaning,
}

impl Vote {
    fn of(deck: &Deck, who: Option<ParticipantId>, play: &Play) -> Option<Self> {
        deck.card(play.card).map(|card| Self { who, card: play.card, meaning: card.meaning })
    }
}

/// The cards that count, from the lowest to the highest: amounts by size; by their place in the deck where a word was
/// played, for a word has no size.
struct Scale {
    steps: Vec<Step>,
}

struct Step {
    card: CardIndex,
    points: Option<Points>,
}

impl Scale {
    fn of(deck: &Deck, votes: &[Vote]) -> Self {
        let is_of_words = votes.iter().any(|vote| vote.meaning == Meaning::Word);
        let step = |(card, printed): (CardIndex, &Card)| match printed.meaning {
            Meaning::Number(points) => Some(Step { card, points: Some(points) }),
            Meaning::Word if is_of_words => Some(Step { card, points: None }),
            Meaning::Word | Meaning::CannotSay | Meaning::Break | Meaning::Aside => None,
        };
        let mut steps: Vec<Step> = vec![];
        // A deck is short: each goes to its place, without the sorting that a page would have to download.
        for step in deck.cards().filter_map(step) {
            let is_before = |other: &Step| is_of_words || other.points <= step.points;
            steps.insert(steps.partition_point(is_before), step);
        }
        Self { steps }
    }

    /// On which step a card is; none if it does not count.
    fn place(&self, card: CardIndex) -> Option<usize> {
        self.steps.iter().position(|step| step.card == card)
    }
}

/// The numbers of these votes, if any of them counts.
fn numbers(scale: &Scale, votes: &[Vote], counts: &[(CardIndex, usize)]) -> Option<Numbers> {
    // Equal cards stay in the order of seats.
    let on = |step: &Step| {
        let card = step.card;
        votes.iter().filter(move |vote| vote.card == card)
    };
    let sorted: Vec<&Vote> = scale.steps.iter().flat_map(on).collect();
    let (first, last) = (sorted.first()?, sorted.last()?);
    let of_step = |step: &Step| counts.iter().find(|(card, _)| *card == step.card).copied();
    let counted = || scale.steps.iter().filter_map(of_step);
    let most = counted().map(|(_, count)| count).max()?;
    let mode: Vec<CardIndex> = counted().filter(|(_, count)| *count == most).map(|(card, _)| card).collect();
    let extreme = |card: CardIndex| Extreme {
        card,
        who: sorted.iter().filter(|vote| vote.card == card).filter_map(|vote| vote.who).collect(),
    };
    let amounts: Option<Vec<Points>> = sorted.iter().map(|vote| points(vote)).collect();
    Some(Numbers {
        votes: sorted.len(),
        median: median(&sorted)?,
        mean: amounts.and_then(Average::of),
        mode,
        lowest: extreme(first.card),
        highest: extreme(last.card),
        agreement_percent: (200 * most + sorted.len()) / (2 * sorted.len()),
    })
}

fn points(vote: &Vote) -> Option<Points> {
    match vote.meaning {
        Meaning::Number(points) => Some(points),
        Meaning::Word | Meaning::CannotSay | Meaning::Break | Meaning::Aside => None,
    }
}

fn median(sorted: &[&Vote]) -> Option<Value> {
    let lower = sorted.get((sorted.len().checked_sub(1)?) / 2)?;
    let upper = sorted.get(sorted.len() / 2)?;
    Some(match (points(lower), points(upper)) {
        // Both are the same vote when their number is odd; its average with itself is itself.
        (Some(low), Some(high)) => Value::Amount(Average::of([low, high])?),
        _ if lower.card == upper.card => Value::Word(lower.card),
        _ => Value::BetweenWords(lower.card, upper.card),
    })
}

/// S9: the number that counts, and the nearest card to it.
fn estimate(scale: &Scale, numbers: &Numbers, figure: Figure) -> Option<Estimate> {
    let value = match figure {
        Figure::Median => numbers.median.clone(),
        Figure::Mean => Value::Amount(numbers.mean?),
        Figure::Mode => Value::Cards(numbers.mode.clone()),
        Figure::None => return None,
    };
    let suggestion = match &value {
        Value::Amount(average) => nearest_amount(scale, *average)?,
        Value::Word(card) => Suggestion { card: *card, is_tie: false },
        Value::BetweenWords(low, high) => half_way(scale, *low, *high)?,
        Value::Cards(cards) => Suggestion { card: *cards.last()?, is_tie: cards.len() > 1 },
    };
    Some(Estimate { figure, value, suggestion })
}

fn nearest_amount(scale: &Scale, average: Average) -> Option<Suggestion> {
    let amounts = scale.steps.iter().filter_map(|step| step.points.map(|points| (points, step.card)));
    let distance = amounts.clone().map(|(points, _)| average.distance(points)).min()?;
    let nearest = amounts.filter(|(points, _)| average.distance(*points) == distance);
    let is_tie = nearest.clone().count() > 1;
    nearest.max_by_key(|(points, _)| *points).map(|(_, card)| Suggestion { card, is_tie })
}

fn half_way(scale: &Scale, low: CardIndex, high: CardIndex) -> Option<Suggestion> {
    let places = scale.place(low)? + scale.place(high)?;
    let step = scale.steps.get(places.div_ceil(2))?;
    Some(Suggestion { card: step.card, is_tie: places % 2 == 1 })
}

/// S8: who should be heard.
fn talk(scale: &Scale, votes: &[Vote], numbers: Option<&Numbers>, kinds: usize) -> Vec<Talk> {
    let ends = numbers.and_then(|numbers| {
        let (lowest, highest) = (scale.place(numbers.lowest.card)?, scale.place(numbers.highest.card)?);
        (highest - lowest >= TALK_DISTANCE_CARDS_MIN).then_some((lowest, highest))
    });
    let reason = |vote: &Vote| match (vote.meaning, scale.place(vote.card), ends) {
        (Meaning::CannotSay, ..) => Some(TalkReason::CannotSay),
        (Meaning::Number(Points::ZERO), ..) if kinds > 1 => Some(TalkReason::AlreadyDone),
        (_, Some(place), Some((_, highest))) if place == highest => Some(TalkReason::Highest),
        (_, Some(place), Some((lowest, _))) if place == lowest => Some(TalkReason::Lowest),
        _ => None,
    };
    let mut talk: Vec<Talk> = vec![];
    for vote in votes {
        let Some(reason) = reason(vote) else { continue };
        let card = vote.card;
        let place = talk.binary_search_by_key(&(reason, card), |talk| (talk.reason, talk.card));
        let place = place.unwrap_or_else(|place| {
            talk.insert(place, Talk { reason, card, votes: 0, who: vec![] });
            place
        });
        talk[place].votes += 1;
        talk[place].who.extend(vote.who);
    }
    talk
}

impl Summary {
    /// Why that person should be heard, if they should.
    pub fn talk_reason(&self, who: ParticipantId) -> Option<TalkReason> {
        self.talk.iter().find(|talk| talk.who.contains(&who)).map(|talk| talk.reason)
    }
}
