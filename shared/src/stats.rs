//! What a revealed round says: the numbers, and who should talk.
//!
//! Only cards that count enter the numbers: those with an amount, 0 among them, and words. `?` and coffee never do. All
//! arithmetic is exact; rounding happens once, when an [`Average`] is written.

use std::collections::BTreeMap;
use std::fmt;

use crate::card::{Card, CardIndex, Meaning, Points};
use crate::deck::Deck;
use crate::ids::ParticipantId;

/// Cards between the lowest and the highest from which on the two should talk: neighbours on the scale agree well enough.
pub const TALK_DISTANCE_CARDS_MIN: usize = 2;

/// What a revealed round says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Every card that was played, in the order of the deck, and how often. Cards that do not count are among them.
    pub counts: Vec<(CardIndex, usize)>,
    /// The votes that enter the numbers, and what they come to; none if no such vote was cast.
    pub numbers: Option<Numbers>,
    /// Who should be heard, and why; one reason each, in the order of their seats.
    pub talk: Vec<(ParticipantId, TalkReason)>,
}

/// What the cards that count come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// How many votes count; at least one.
    pub votes: usize,
    /// The one in the middle.
    pub median: Median,
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

/// The middle of the votes that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Median {
    /// The amount in the middle, or half-way between the two that are.
    Amount(Average),
    /// The word in the middle.
    Word(CardIndex),
    /// The middle lies between these two words.
    BetweenWords(CardIndex, CardIndex),
}

/// One end of the scale as it was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extreme {
    pub card: CardIndex,
    pub who: Vec<ParticipantId>,
}

/// Why somebody should be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A vote that counts.
struct Counted {
    who: ParticipantId,
    card: CardIndex,
    /// None for a word.
    points: Option<Points>,
}

/// What these votes with this deck say. A vote for a card that the deck has not is left out.
pub fn summarize(deck: &Deck, votes: &BTreeMap<ParticipantId, CardIndex>) -> Summary {
    let played = || votes.iter().filter_map(|(&who, &card)| Some((who, card, deck.card(card)?)));
    let mut counts = BTreeMap::new();
    for (_, card, _) in played() {
        *counts.entry(card).or_insert(0) += 1;
    }
    let mut counted: Vec<Counted> = played().filter_map(|(who, card, printed)| count(who, card, printed)).collect();
    // Amounts by size, words by their place; the sort is stable, so equal cards stay in the order of seats.
    counted.sort_by_key(|vote| (vote.points, vote.card));
    let numbers = numbers(&counted, &counts);
    let apart = numbers.as_ref().is_some_and(|numbers| are_apart(deck, numbers));
    let talk = played().filter_map(|(who, card, printed)| {
        let numbers = numbers.as_ref();
        let is = |extreme: fn(&Numbers) -> &Extreme| apart && numbers.is_some_and(|all| extreme(all).card == card);
        let reason = match printed.meaning {
            Meaning::CannotSay => TalkReason::CannotSay,
            Meaning::Number(Points::ZERO) if counts.len() > 1 => TalkReason::AlreadyDone,
            _ if is(|numbers| &numbers.highest) => TalkReason::Highest,
            _ if is(|numbers| &numbers.lowest) => TalkReason::Lowest,
            _ => return None,
        };
        Some((who, reason))
    });
    let talk = talk.collect();
    Summary { counts: counts.into_iter().collect(), numbers, talk }
}

fn count(who: ParticipantId, card: CardIndex, printed: &Card) -> Option<Counted> {
    match printed.meaning {
        Meaning::Number(points) => Some(Counted { who, card, points: Some(points) }),
        Meaning::Word => Some(Counted { who, card, points: None }),
        Meaning::CannotSay | Meaning::Break => None,
    }
}

/// The numbers of votes that are sorted, if there are any.
fn numbers(sorted: &[Counted], counts: &BTreeMap<CardIndex, usize>) -> Option<Numbers> {
    let (first, last) = (sorted.first()?, sorted.last()?);
    let amounts: Option<Vec<Points>> = sorted.iter().map(|vote| vote.points).collect();
    let most = sorted.iter().map(|vote| counts[&vote.card]).max()?;
    let mut mode: Vec<CardIndex> = sorted.iter().map(|vote| vote.card).filter(|card| counts[card] == most).collect();
    mode.dedup();
    let extreme = |card: CardIndex| Extreme {
        card,
        who: sorted.iter().filter(|vote| vote.card == card).map(|vote| vote.who).collect(),
    };
    Some(Numbers {
        votes: sorted.len(),
        median: median(sorted)?,
        mean: amounts.and_then(Average::of),
        mode,
        lowest: extreme(first.card),
        highest: extreme(last.card),
        agreement_percent: (200 * most + sorted.len()) / (2 * sorted.len()),
    })
}

fn median(sorted: &[Counted]) -> Option<Median> {
    let lower = sorted.get((sorted.len().checked_sub(1)?) / 2)?;
    let upper = sorted.get(sorted.len() / 2)?;
    Some(match (lower.points, upper.points) {
        // Both are the same vote when their number is odd; its average with itself is itself.
        (Some(low), Some(high)) => Median::Amount(Average::of([low, high])?),
        _ if lower.card == upper.card => Median::Word(lower.card),
        _ => Median::BetweenWords(lower.card, upper.card),
    })
}

/// Whether the lowest and the highest lie so far apart on the deck's scale that they should talk.
fn are_apart(deck: &Deck, numbers: &Numbers) -> bool {
    let mut scale: Vec<(Option<Points>, CardIndex)> = deck
        .cards()
        .filter_map(|(index, card)| match card.meaning {
            Meaning::Number(points) => Some((Some(points), index)),
            Meaning::Word => Some((None, index)),
            Meaning::CannotSay | Meaning::Break => None,
        })
        .collect();
    scale.sort();
    let place = |card| scale.iter().position(|&(_, index)| index == card);
    match (place(numbers.lowest.card), place(numbers.highest.card)) {
        (Some(low), Some(high)) => high.abs_diff(low) >= TALK_DISTANCE_CARDS_MIN,
        _ => false,
    }
}
