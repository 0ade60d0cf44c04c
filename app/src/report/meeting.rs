//! How the cards lay in every round of a meeting.

use exchange::report::{About, Figures, Report, Round};

use super::words::{about, count, range, went};

/// Beyond so many rounds a plot goes on in another one below it.
const COLUMNS_MAX: usize = 60;
/// Fewer rounds than that make no picture.
const COLUMNS_MIN: usize = 3;

/// The rounds of a meeting, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingView {
    /// What it shows, in words.
    pub finding: String,
    pub panels: Vec<PanelView>,
}

/// Rounds that were played with the same cards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelView {
    /// What somebody who does not see it is told.
    pub title: String,
    /// The cards that were played, from the highest to the lowest, and those between them.
    pub steps: Vec<String>,
    pub columns: Vec<ColumnView>,
}

/// A round. Places are counted from the top of the panel, in hundredths of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnView {
    pub title: String,
    pub highest: usize,
    pub lowest: usize,
    pub median: usize,
    pub agreement_percent: usize,
    /// Whether it was not the first about its topic.
    pub is_again: bool,
}

impl MeetingView {
    /// None if there is too little to see.
    pub fn of(report: &Report) -> Option<Self> {
        let rounds = report.rounds.iter().filter_map(|round| Some((round, round.figures.as_ref()?)));
        let rounds: Vec<(&Round, &Figures)> = rounds.collect();
        if rounds.len() < COLUMNS_MIN {
            return None;
        }
        let decks = rounds.chunk_by(|(_, one), (_, other)| one.scale == other.scale);
        let parts = decks.flat_map(|deck| {
            let parts = deck.len().div_ceil(COLUMNS_MAX);
            deck.chunks(deck.len().div_ceil(parts))
        });
        Some(Self { finding: finding(report), panels: parts.map(|part| PanelView::of(report, part)).collect() })
    }
}

impl PanelView {
    fn of(report: &Report, rounds: &[(&Round, &Figures)]) -> Self {
        let scale = rounds.first().map(|(_, figures)| figures.scale.as_slice()).unwrap_or_default();
        let lowest = rounds.iter().map(|(_, figures)| figures.lowest).min().unwrap_or(0);
        let highest = rounds.iter().map(|(_, figures)| figures.highest).max().unwrap_or(0);
        let column = |(round, figures): &(&Round, &Figures)| ColumnView {
            title: format!(
                "{}, round {}: {}, median {}, agreement {} %",
                about(report, &round.about),
                round.number,
                range(figures),
                figures.median,
                figures.agreement_percent
            ),
            highest: 100 * (highest - figures.highest),
            lowest: 100 * (highest - figures.lowest),
            median: (100 * highest).saturating_sub(figures.median_hundredths),
            agreement_percent: figures.agreement_percent,
            is_again: round.number > 1,
        };
        Self {
            title: format!(
                "The range and the median of {}, and below how far people agreed",
                count(rounds.len(), "round", "rounds")
            ),
            steps: scale.get(lowest..=highest).unwrap_or_default().iter().rev().cloned().collect(),
            columns: rounds.iter().map(column).collect(),
        }
    }
}

fn finding(report: &Report) -> String {
    let played = report.stories();
    let figures = |number: usize| {
        let rounds =
            played.iter().filter(move |story| !matches!(&story.about, About::Title(title) if title.is_empty()));
        rounds.filter_map(move |story| story.rounds.get(number)?.figures.as_ref())
    };
    let topics = figures(0).count();
    let agreed = figures(0).filter(|figures| figures.consensus.is_some()).count();
    let at_once = match agreed {
        0 => format!("In none of {} did everybody lay the same card at once.", count(topics, "topic", "topics")),
        agreed => format!("In {agreed} of {} everybody laid the same card at once.", count(topics, "topic", "topics")),
    };
    let replayed = played.iter().filter_map(|story| {
        let mut percents = story.rounds.iter().filter_map(|round| round.agreement_percent());
        Some((percents.next()?, percents.next_back()?))
    });
    let (first, last): (Vec<usize>, Vec<usize>) = replayed.unzip();
    if first.is_empty() {
        return at_once;
    }
    let average = |percents: &[usize]| (percents.iter().sum::<usize>() + percents.len() / 2) / percents.len();
    format!("Where people voted again, agreement {}. {at_once}", went(average(&first), average(&last)))
}
