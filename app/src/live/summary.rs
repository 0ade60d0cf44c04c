//! The result of a round, as plain values that are ready to be written.

use shared::card::CardIndex;
use shared::ids::ParticipantId;
use shared::room::Room;
use shared::round::{Confidence, Play, Revealed};
use shared::settings::Figure;
use shared::stats::{Estimate, Numbers, Summary, TalkReason, Value, summarize};

use super::model::FaceView;
use super::name::in_sentence;
use super::time::clock_words;

/// The result of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryView {
    /// What counts at this table.
    pub figure: Figure,
    /// The number that counts, if there is one.
    pub estimate: Option<EstimateView>,
    /// The card that it suggests, or that all played.
    pub suggested: Option<FaceView>,
    pub figures: Option<FiguresView>,
    pub bars: Vec<BarView>,
    pub talk: Vec<TalkView>,
    pub results: Vec<ResultView>,
    /// The cards of an anonymous round, in the order of the deck; none of another, where they lie before their owners.
    pub anonymous: Vec<FaceView>,
    /// The card that all played, if they did.
    pub consensus: Option<String>,
    /// How long it took, as on a clock.
    pub took: Option<String>,
}

/// The number that counts at a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimateView {
    pub name: &'static str,
    pub value: String,
    /// The nearest card, if that is not the number itself.
    pub suggestion: Option<SuggestionView>,
}

/// The card that is nearest to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestionView {
    pub card: String,
    /// Whether a lower card is as near.
    pub is_tie: bool,
}

/// The numbers of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresView {
    pub median: String,
    pub mean: Option<String>,
    /// Every card that was played most often.
    pub mode: String,
    /// `3–8`, or one card if all agree.
    pub range: String,
    pub agreement_percent: usize,
    pub votes: usize,
}

/// How often one card was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarView {
    pub face: FaceView,
    pub count: usize,
    /// Of the card that was played most, in thousandths.
    pub share_thousandths: usize,
    pub is_mode: bool,
}

/// Those who should talk for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkView {
    pub reason: TalkReason,
    pub card: String,
    /// Nobody in an anonymous round.
    pub talkers: Vec<TalkerView>,
    pub votes: usize,
}

/// Somebody who should talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkerView {
    pub nickname: String,
    /// The words that lay under their card; empty if none did.
    pub said: String,
}

/// What somebody played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultView {
    /// None in an anonymous round.
    pub nickname: Option<String>,
    pub card: String,
    /// The card that was turned over, if it was changed since.
    pub first: Option<String>,
    pub confidence: Option<Confidence>,
    pub talk: Option<TalkReason>,
    /// The words that lay under it; empty if none did.
    pub reason: String,
}

/// Why somebody should talk, in words.
pub fn talk_words(reason: TalkReason) -> &'static str {
    match reason {
        TalkReason::CannotSay => "Cannot say",
        TalkReason::AlreadyDone => "Already done",
        TalkReason::Highest => "Highest",
        TalkReason::Lowest => "Lowest",
    }
}

/// What a number is called.
pub fn figure_name(figure: Figure) -> &'static str {
    match figure {
        Figure::Median => "Median",
        Figure::Mean => "Mean",
        Figure::Mode => "Most played",
        Figure::None => "No number",
    }
}

impl SummaryView {
    /// The result of the round on the table; none while it is open.
    pub fn of(room: &Room) -> Option<Self> {
        let revealed = room.round().as_revealed()?;
        let figure = room.settings().figure;
        let summary = summarize(&revealed.deck, &revealed.cards, figure);
        let label = |card: CardIndex| label(revealed, card);
        let name = |who: ParticipantId| room.nickname(who).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let said = |who: ParticipantId| {
            let card = revealed.cards.of(who);
            card.map(|card| card.play.reason.as_str().to_owned()).unwrap_or_default()
        };
        let most = summary.counts.iter().map(|(_, count)| *count).max().unwrap_or(1);
        let is_mode = |card| summary.numbers.as_ref().is_some_and(|numbers| numbers.mode.contains(&card));
        let bars = summary.counts.iter().filter_map(|&(card, count)| {
            let face = FaceView::of_index(&revealed.deck, card)?;
            Some(BarView { face, count, share_thousandths: 1000 * count / most, is_mode: is_mode(card) })
        });
        let talk = summary.talk.iter().map(|talk| TalkView {
            reason: talk.reason,
            card: label(talk.card),
            talkers: talk.who.iter().map(|&who| TalkerView { nickname: name(who), said: said(who) }).collect(),
            votes: talk.votes,
        });
        let anonymous = revealed.cards.plays().filter(|(who, _)| who.is_none());
        let anonymous = anonymous.filter_map(|(_, play)| FaceView::of_index(&revealed.deck, play.card));
        let suggested = summary.estimate.as_ref().map(|estimate| estimate.suggestion.card).or(summary.consensus);
        Some(Self {
            figure,
            suggested: suggested.and_then(|card| FaceView::of_index(&revealed.deck, card)),
            estimate: summary.estimate.as_ref().map(|estimate| EstimateView::of(estimate, &label)),
            figures: summary.numbers.as_ref().map(|numbers| FiguresView::of(numbers, &label)),
            bars: bars.collect(),
            talk: talk.collect(),
            results: revealed.cards.plays().map(|(who, play)| result(revealed, &summary, &name, who, play)).collect(),
            anonymous: anonymous.collect(),
            consensus: summary.consensus.map(label),
            took: revealed.took_ms.map(clock_words),
        })
    }

    /// The result in one line.
    pub fn headline(&self) -> String {
        let Some(figures) = &self.figures else { return "No card with a number was played".to_owned() };
        if let Some(card) = &self.consensus {
            return format!("Everybody says {card}");
        }
        let said = match &self.estimate {
            Some(EstimateView { name, value, suggestion: None }) => format!("{name} {value}"),
            Some(EstimateView { name, value, suggestion: Some(nearest) }) => {
                format!("{name} {value} → {}", nearest.card)
            }
            None => figures.range.clone(),
        };
        format!("{said} · Agreement {} %", figures.agreement_percent)
    }

    /// The result as one says it.
    pub fn sentence(&self) -> String {
        let said = match (&self.figures, &self.estimate) {
            (None, _) => "No card counts.".to_owned(),
            (Some(_), Some(EstimateView { name, value, suggestion: None })) => format!("{name} {value}."),
            (Some(_), Some(EstimateView { name, value, suggestion: Some(nearest) })) => {
                format!("{name} {value}, nearest card {}.", nearest.card)
            }
            (Some(figures), None) => format!("Range {}.", figures.range),
        };
        let talk: Vec<_> = (self.talk.iter())
            .map(|talk| {
                let names: Vec<_> = talk.talkers.iter().map(|talker| in_sentence(&talker.nickname)).collect();
                let who = if names.is_empty() { talk.card.clone() } else { names.join(", ") };
                format!("{}: {who}", talk_words(talk.reason))
            })
            .collect();
        match (talk.is_empty(), self.bars.len()) {
            (true, 1) => format!("{said} Everybody who voted agrees."),
            (true, _) => said,
            (false, _) => format!("{said} Let us talk. {}.", talk.join("; ")),
        }
    }
}

fn result(
    revealed: &Revealed,
    summary: &Summary,
    name: &impl Fn(ParticipantId) -> String,
    who: Option<ParticipantId>,
    play: &Play,
) -> ResultView {
    let first = who.and_then(|who| revealed.cards.of(who)?.first);
    ResultView {
        nickname: who.map(name),
        card: label(revealed, play.card),
        first: first.map(|first| label(revealed, first)),
        confidence: play.confidence,
        talk: who.and_then(|who| summary.talk_reason(who)),
        reason: play.reason.as_str().to_owned(),
    }
}

fn label(revealed: &Revealed, card: CardIndex) -> String {
    FaceView::of_index(&revealed.deck, card).map(|face| face.short()).unwrap_or_default()
}

impl EstimateView {
    fn of(estimate: &Estimate, label: &impl Fn(CardIndex) -> String) -> Self {
        let value = value_words(&estimate.value, label);
        let card = label(estimate.suggestion.card);
        let is_tie = estimate.suggestion.is_tie;
        Self {
            name: figure_name(estimate.figure),
            suggestion: (card != value).then_some(SuggestionView { card, is_tie }),
            value,
        }
    }
}

impl FiguresView {
    fn of(numbers: &Numbers, label: &impl Fn(CardIndex) -> String) -> Self {
        let (lowest, highest) = (label(numbers.lowest.card), label(numbers.highest.card));
        Self {
            median: value_words(&numbers.median, label),
            mean: numbers.mean.map(|mean| mean.to_string()),
            mode: value_words(&Value::Cards(numbers.mode.clone()), label),
            range: if lowest == highest { lowest } else { format!("{lowest}–{highest}") },
            agreement_percent: numbers.agreement_percent,
            votes: numbers.votes,
        }
    }
}

fn value_words(value: &Value, label: &impl Fn(CardIndex) -> String) -> String {
    match value {
        Value::Amount(average) => average.to_string(),
        Value::Word(card) => label(*card),
        Value::BetweenWords(low, high) => format!("{}–{}", label(*low), label(*high)),
        Value::Cards(cards) => cards.iter().map(|&card| label(card)).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::revealed;
    use super::*;

    #[test]
    fn s8_the_result_names_who_should_talk() {
        let room = revealed(&["Ada", "Bob", "Eve", "Zoe"], &[4, 7, 11, 4]);
        let summary = SummaryView::of(&room).unwrap();
        assert_eq!(summary.sentence(), "Median 5. Let us talk. Cannot say: Eve; Highest: Bob; Lowest: Ada, Zoe.");
        let figures = summary.figures.unwrap();
        assert_eq!((figures.median.as_str(), figures.mode.as_str(), figures.range.as_str()), ("5", "5", "5–21"));
        assert_eq!(figures.mean.as_deref(), Some("10.33"));
    }

    #[test]
    fn s6_consensus_is_when_all_played_one_card() {
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 5])).unwrap();
        assert!(summary.consensus.is_some());
        assert_eq!(summary.headline(), "Everybody says 8");
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 6])).unwrap();
        assert_eq!(summary.headline(), "Median 10.5 → 13 · Agreement 50 %");
        assert!(SummaryView::of(&revealed(&["Ada"], &[5])).unwrap().consensus.is_none());
        assert!(SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 6])).unwrap().consensus.is_none());
        assert!(SummaryView::of(&revealed(&["Ada", "Bob"], &[11, 11])).unwrap().consensus.is_none());
    }

    #[test]
    fn s1_without_a_card_that_counts_it_says_so() {
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[12, 12])).unwrap();
        assert_eq!(summary.figures, None);
        assert!(summary.sentence().starts_with("No card counts."));
    }
}
