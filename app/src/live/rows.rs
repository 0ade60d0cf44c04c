//! Rows: which rows of the list of topics are in sight, and where a topic comes to that is moved, as plain values.

use std::ops::Range;

use shared::backlog::Backlog;
use shared::ids::TopicId;
use shared::room::Room;

use super::topics::TopicView;

/// Rows beyond both edges that are drawn as well, so that none is missing while one scrolls.
const MARGIN_ROWS: usize = 6;
/// What a row may be high while nobody has measured one, in pixels.
const ROW_GUESS: f64 = 56.0;
/// What may be in sight while nobody has measured it, in pixels.
const HEIGHT_GUESS: f64 = 600.0;

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowView {
    pub topic: TopicView,
    /// How many rows are above it.
    pub at: usize,
    /// How many rows there are.
    pub count: usize,
}

impl RowView {
    /// The rows that are in sight, and beside them those of these topics, which must not go while somebody uses them.
    pub fn drawn(room: &Room, listed: &[TopicId], sight: &Sight, also: &[Option<TopicId>]) -> Vec<Self> {
        let range = sight.rows(listed.len());
        let is_drawn = |at: usize, id: TopicId| range.contains(&at) || also.contains(&Some(id));
        let rows = listed.iter().enumerate().filter(|(at, id)| is_drawn(*at, **id));
        rows.filter_map(|(at, &id)| Some(Self { topic: TopicView::of(room, id)?, at, count: listed.len() })).collect()
    }
}

/// The part of the list that is in sight, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// How far the list is scrolled.
    pub top: f64,
    pub height: f64,
    /// How high a row is.
    pub row: f64,
}

impl Default for Sight {
    /// What it may be while nobody has measured it.
    fn default() -> Self {
        Self { top: 0.0, height: HEIGHT_GUESS, row: ROW_GUESS }
    }
}

impl Sight {
    /// The rows to draw, of so many.
    pub fn rows(&self, count: usize) -> Range<usize> {
        let first = (self.top / self.row).max(0.0).floor() as usize;
        let end = ((self.top + self.height) / self.row).max(0.0).ceil() as usize;
        first.saturating_sub(MARGIN_ROWS).min(count)..end.saturating_add(MARGIN_ROWS).min(count)
    }

    /// How many of so many rows are above that height, measured from the upper edge of what is in sight.
    pub fn slot(&self, y: f64, count: usize) -> usize {
        (((self.top + y) / self.row).round().max(0.0) as usize).min(count)
    }

    /// How far the list must be scrolled so that this row is wholly in sight.
    pub fn top_to_show(&self, at: usize) -> f64 {
        let (upper, lower) = (at as f64 * self.row, (at as f64 + 1.0) * self.row);
        if upper < self.top {
            upper
        } else if lower > self.top + self.height {
            lower - self.height
        } else {
            self.top
        }
    }
}

/// One step of a topic in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    First,
    Last,
}

/// A topic, and before which it is to come: before none is at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub topic: TopicId,
    pub before: Option<TopicId>,
}

impl Move {
    /// By one step among the topics that are listed; none if it stays where it is.
    pub fn by_step(backlog: &Backlog, listed: &[TopicId], topic: TopicId, step: Step) -> Option<Self> {
        let at = listed.iter().position(|id| *id == topic)?;
        let slot = match step {
            Step::Up => at.checked_sub(1)?,
            Step::Down => (at + 2).min(listed.len()),
            Step::First => 0,
            Step::Last => listed.len(),
        };
        Self::to_slot(backlog, listed, topic, slot)
    }

    /// To where so many of the listed topics are above it; none if it stays where it is.
    pub fn to_slot(backlog: &Backlog, listed: &[TopicId], topic: TopicId, slot: usize) -> Option<Self> {
        let at = listed.iter().position(|id| *id == topic)?;
        if slot == at || slot == at + 1 {
            return None;
        }
        // Behind the last that is listed others may follow that are not.
        let behind_last = || {
            let last = listed.last()?;
            let order = backlog.order();
            order.iter().skip_while(|id| *id != last).nth(1).copied()
        };
        Some(Self { topic, before: listed.get(slot).copied().or_else(behind_last) })
    }
}

/// The topic that the focus goes to from this one, by that key, in the list.
pub fn reached_by(key: &str, listed: &[TopicId], from: Option<TopicId>) -> Option<TopicId> {
    let at = from.and_then(|from| listed.iter().position(|id| *id == from));
    let to = match key {
        "ArrowDown" => at.map_or(0, |at| at + 1),
        "ArrowUp" => at.map_or(0, |at| at.saturating_sub(1)),
        "Home" => 0,
        "End" => listed.len().saturating_sub(1),
        _ => return None,
    };
    listed.get(to).copied()
}

/// The topic that takes the place of this one in the list when it goes: the next, or else the one before.
pub fn successor(listed: &[TopicId], topic: TopicId) -> Option<TopicId> {
    let at = listed.iter().position(|id| *id == topic)?;
    listed.get(at + 1).or_else(|| listed.get(at.checked_sub(1)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::super::topics::tests::{ids, room};
    use super::*;

    #[test]
    fn only_the_rows_in_sight_are_drawn_whatever_the_list_is_long() {
        let sight = Sight { top: 5_000.0, height: 500.0, row: 50.0 };
        assert_eq!(sight.rows(5_000), 94..116);
        assert_eq!(sight.rows(100), 94..100);
        assert_eq!(sight.rows(0), 0..0);
        assert_eq!(Sight { top: -20.0, ..sight }.rows(5_000), 0..16);
        let room = room(&["A", "B", "C"]);
        let listed = ids([1, 2, 3]);
        let far = Sight { top: 50_000.0, ..sight };
        let drawn = RowView::drawn(&room, &listed, &far, &[Some(TopicId(2)), None]);
        assert_eq!(drawn.iter().map(|row| (row.topic.id, row.at, row.count)).collect::<Vec<_>>(), [(TopicId(2), 1, 3)]);
    }

    #[test]
    fn a_row_is_scrolled_into_sight_by_the_shortest_way() {
        let sight = Sight { top: 500.0, height: 200.0, row: 50.0 };
        assert_eq!(sight.top_to_show(10), 500.0);
        assert_eq!(sight.top_to_show(13), 500.0);
        assert_eq!(sight.top_to_show(9), 450.0);
        assert_eq!(sight.top_to_show(14), 550.0);
    }

    #[test]
    fn b3_a_topic_is_dropped_between_the_two_that_are_nearest() {
        let sight = Sight { top: 100.0, height: 500.0, row: 50.0 };
        assert_eq!(sight.slot(0.0, 10), 2);
        assert_eq!(sight.slot(24.0, 10), 2);
        assert_eq!(sight.slot(26.0, 10), 3);
        assert_eq!(sight.slot(9_000.0, 10), 10);
        assert_eq!(sight.slot(-9_000.0, 10), 0);
    }

    #[test]
    fn b3_each_step_names_the_topic_that_follows() {
        let room = room(&["A", "B", "C"]);
        let listed = ids([1, 2, 3]);
        let before = |topic, step| {
            Move::by_step(room.backlog(), &listed, TopicId(topic), step).map(|to| to.before.map(|id| id.0))
        };
        assert_eq!(before(1, Step::Up), None);
        assert_eq!(before(2, Step::Up), Some(Some(1)));
        assert_eq!(before(1, Step::Down), Some(Some(3)));
        assert_eq!(before(2, Step::Down), Some(None));
        assert_eq!(before(3, Step::Down), None);
        assert_eq!(before(3, Step::First), Some(Some(1)));
        assert_eq!(before(1, Step::First), None);
        assert_eq!(before(1, Step::Last), Some(None));
        assert_eq!(before(9, Step::Up), None);
    }

    #[test]
    fn b3_among_topics_that_were_searched_a_step_passes_those_that_are_not_listed() {
        let room = room(&["A", "B", "C", "D", "E"]);
        let listed = ids([1, 3, 4]);
        let to_slot = |topic, slot| Move::to_slot(room.backlog(), &listed, TopicId(topic), slot).map(|to| to.before);
        assert_eq!(to_slot(4, 1), Some(Some(TopicId(3))));
        assert_eq!(to_slot(1, 3), Some(Some(TopicId(5))));
        assert_eq!((to_slot(3, 1), to_slot(3, 2)), (None, None));
    }

    #[test]
    fn the_focus_goes_from_row_to_row_and_stays_at_the_ends() {
        let listed = ids([4, 7, 9]);
        let reached = |key, from: u32| reached_by(key, &listed, Some(TopicId(from))).map(|id| id.0);
        assert_eq!((reached("ArrowDown", 4), reached("ArrowDown", 9)), (Some(7), None));
        assert_eq!((reached("ArrowUp", 7), reached("ArrowUp", 4)), (Some(4), Some(4)));
        assert_eq!((reached("Home", 9), reached("End", 4), reached("x", 4)), (Some(4), Some(9), None));
        assert_eq!(reached_by("End", &[], None), None);
    }

    #[test]
    fn b4_after_a_deletion_the_focus_goes_to_the_next_row() {
        let listed = ids([4, 7, 9]);
        assert_eq!(successor(&listed, TopicId(4)), Some(TopicId(7)));
        assert_eq!(successor(&listed, TopicId(9)), Some(TopicId(7)));
        assert_eq!(successor(&ids([4]), TopicId(4)), None);
    }
}
