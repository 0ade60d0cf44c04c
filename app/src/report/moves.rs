//! How far the estimate of a topic is from what people first thought.

use exchange::report::{Figures, Report, Topic};

use super::words::{count, topic_name};

/// Those that moved farthest.
const ROWS_MAX: usize = 12;

/// The topics that ended elsewhere than where they began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovesView {
    /// What it shows, in words.
    pub finding: String,
    /// The cards between which they moved, from the lowest to the highest.
    pub steps: Vec<String>,
    /// Those that moved farthest first.
    pub rows: Vec<MoveRow>,
}

/// A topic that moved. Places are counted from the first of the steps, in hundredths of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRow {
    pub name: String,
    /// Where the first median was.
    pub from: usize,
    pub to: usize,
    /// The same in words.
    pub words: String,
}

/// From the median of its first round to its estimate, in places of one scale.
struct Move<'a> {
    topic: &'a Topic,
    scale: &'a [String],
    median: &'a str,
    from: usize,
    to: usize,
}

impl Move<'_> {
    fn distance(&self) -> usize {
        self.from.abs_diff(self.to)
    }

    /// The nearest card is no other place: a median between two cards becomes one of them.
    fn has_moved(&self) -> bool {
        self.distance() > 50
    }

    fn words(&self) -> String {
        let to = self.topic.estimate.as_ref().map(|card| card.label.as_str()).unwrap_or_default();
        format!("{} → {to}", self.median)
    }
}

impl MovesView {
    /// None if no topic moved.
    pub fn of(report: &Report) -> Option<Self> {
        let moves: Vec<Move> = report.topics.iter().filter_map(|topic| move_of(report, topic)).collect();
        let mut moved: Vec<&Move> = moves.iter().filter(|topic| topic.has_moved()).collect();
        moved.sort_by_key(|topic| std::cmp::Reverse(topic.distance()));
        let farthest = *moved.first()?;
        let higher = moved.iter().filter(|topic| topic.to > topic.from).count();
        let lower = moved.len() - higher;
        let direction = match (higher, lower) {
            (_, 0) => "higher".to_owned(),
            (0, _) => "lower".to_owned(),
            _ => format!("{higher} higher and {lower} lower"),
        };
        let finding = format!(
            "{} of {} ended elsewhere than where people first were: {direction}. The farthest was {}: {}.",
            moved.len(),
            count(moves.len(), "estimate", "estimates"),
            topic_name(farthest.topic),
            farthest.words(),
        );
        let shown = moved.into_iter().filter(|topic| topic.scale == farthest.scale).take(ROWS_MAX).collect::<Vec<_>>();
        let ends = || shown.iter().flat_map(|topic| [topic.from, topic.to]);
        let (lowest, highest) = (ends().min()? / 100, ends().max()?.div_ceil(100));
        let row = |topic: &&Move| MoveRow {
            name: topic_name(topic.topic),
            from: topic.from - 100 * lowest,
            to: topic.to - 100 * lowest,
            words: topic.words(),
        };
        let steps = farthest.scale.get(lowest..=highest)?.to_vec();
        Some(Self { finding, steps, rows: shown.iter().map(row).collect() })
    }
}

fn move_of<'a>(report: &'a Report, topic: &'a Topic) -> Option<Move<'a>> {
    let figures: &Figures = report.rounds_of(topic).find_map(|round| round.figures.as_ref())?;
    let to = 100 * figures.place(topic.estimate.as_ref()?)?;
    Some(Move { topic, scale: &figures.scale, median: &figures.median, from: figures.median_hundredths, to })
}
