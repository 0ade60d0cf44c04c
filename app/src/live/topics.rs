//! Topics: the list as it is drawn, as plain values: which topics are found, which rows are in sight, and where a topic
//! comes to that is moved.

use std::ops::Range;

use shared::backlog::Backlog;
use shared::command::TopicEdit;
use shared::ids::{RoundNumber, TopicId};
use shared::rejection::Rejection;
use shared::room::Room;
use shared::topic::{Notes, Topic};

use super::known::Known;
use super::model::FaceView;
use super::name::in_sentence;

/// A list of so many topics has a field to search it.
pub const SEARCHED_FROM: usize = 10;
/// Rows beyond both edges that are drawn as well, so that none is missing while one scrolls.
const MARGIN_ROWS: usize = 6;
/// What a row may be high while nobody has measured one, in pixels.
const ROW_GUESS: f64 = 56.0;
/// What may be in sight while nobody has measured it, in pixels.
const HEIGHT_GUESS: f64 = 600.0;

/// A topic as it is drawn, in the list and on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicView {
    pub id: TopicId,
    pub title: String,
    pub key: String,
    pub link: String,
    pub has_notes: bool,
    pub estimate: Option<FaceView>,
    pub rounds: u32,
    pub is_on_table: bool,
}

impl TopicView {
    /// None if there is no such topic.
    pub fn of(room: &Room, id: TopicId) -> Option<Self> {
        let topic = room.backlog().topic(id)?;
        Some(Self {
            id,
            title: topic.title.as_str().to_owned(),
            key: topic.key.as_str().to_owned(),
            link: topic.link.as_str().to_owned(),
            has_notes: topic.notes != Notes::None,
            estimate: topic.estimate.as_ref().map(FaceView::of),
            rounds: topic.rounds,
            is_on_table: room.round().topic == Some(id),
        })
    }

    /// What it is called where there is room for all of it.
    pub fn full_name(&self) -> String {
        if self.key.is_empty() { self.title.clone() } else { format!("{} {}", self.key, self.title) }
    }

    /// How often it was voted on; empty if it was not.
    pub fn rounds_words(&self) -> String {
        match self.rounds {
            0 => String::new(),
            1 => "1 round".to_owned(),
            rounds => format!("{rounds} rounds"),
        }
    }
}

/// What a topic is called in a sentence: by its key, or else by its title.
pub fn name_of(topic: &Topic) -> String {
    match topic.key.as_str() {
        "" => format!("“{}”", in_sentence(topic.title.as_str())),
        key => in_sentence(key),
    }
}

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

/// Which topics one wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    /// Those without an estimate.
    Open,
    Estimated,
}

impl Filter {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Open, Self::Estimated];

    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Estimated => "Estimated",
        }
    }

    fn lets(self, topic: &Topic) -> bool {
        match self {
            Self::All => true,
            Self::Open => topic.estimate.is_none(),
            Self::Estimated => topic.estimate.is_some(),
        }
    }
}

/// What one looks for in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that stand in the key or the title, in any case and order.
    pub words: String,
    pub filter: Filter,
}

impl Query {
    /// The topics that it finds, in the order of the list.
    pub fn find(&self, backlog: &Backlog) -> Vec<TopicId> {
        let lower = self.words.to_lowercase();
        let words: Vec<_> = lower.split_whitespace().collect();
        if words.is_empty() && self.filter == Filter::All {
            return backlog.order().to_vec();
        }
        let has_words = |topic: &Topic| {
            let text = format!("{} {}", topic.key.as_str(), topic.title.as_str()).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let found = backlog.topics().filter(|(_, topic)| self.filter.lets(topic));
        found.filter(|(_, topic)| words.is_empty() || has_words(topic)).map(|(id, _)| id).collect()
    }
}

/// How much is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub all: usize,
    /// Those without an estimate.
    pub open: usize,
    /// Whether several of these have not been voted on, and are not on the table: then somebody has prepared a list, and not
    /// only written what is to come to the table.
    pub is_prepared: bool,
}

impl Count {
    pub fn of(room: &Room) -> Self {
        let open = || room.backlog().topics().filter(|(_, topic)| topic.estimate.is_none());
        let is_waiting = |(id, topic): (TopicId, &Topic)| topic.rounds == 0 && room.round().topic != Some(id);
        Self {
            all: room.backlog().len(),
            open: open().count(),
            is_prepared: open().filter(|topic| is_waiting(*topic)).nth(1).is_some(),
        }
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

/// Where a topic is in the whole list, in words; none if it is not there.
pub fn place_words(backlog: &Backlog, topic: TopicId) -> Option<String> {
    let at = backlog.order().iter().position(|id| *id == topic)?;
    Some(format!("place {} of {}", at + 1, backlog.len()))
}

/// The topic to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextView {
    pub id: TopicId,
    /// All that it is called.
    pub name: String,
    /// Whether a topic is on the table that would be left for it.
    pub skips: bool,
}

impl NextView {
    /// None if there is nothing to go on with. A topic that one left behind without an estimate, although it was voted on,
    /// is none: whoever writes one title after another and keeps no estimates is not led back to the first.
    pub fn of(room: &Room) -> Option<Self> {
        let backlog = room.backlog();
        let on_table = room.topic().map(|(id, _)| id);
        let place = on_table.and_then(|on_table| backlog.order().iter().position(|id| *id == on_table));
        let behind = place.map_or(0, |place| place + 1);
        let open = || backlog.topics().enumerate().filter(|(_, (_, topic))| topic.estimate.is_none());
        let after = open().find(|(at, _)| *at >= behind);
        let skipped = || open().find(|(at, (_, topic))| Some(*at) != place && topic.rounds == 0);
        let (_, (id, _)) = after.or_else(skipped)?;
        Some(Self { id, name: TopicView::of(room, id)?.full_name(), skips: on_table.is_some() })
    }
}

/// What was asked to come to the table while cards lay there for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picking {
    pub round: RoundNumber,
    pub topic: Option<TopicId>,
}

impl Picking {
    /// The question whether that is meant; none if it is none any more.
    pub fn question(&self, known: &Known) -> Option<String> {
        let room = &known.room;
        let cards = room.round().as_open().filter(|_| room.round().number == self.round)?.cards.len();
        let lie = match cards {
            0 => return None,
            1 => "1 card lies".to_owned(),
            cards => format!("{cards} cards lie"),
        };
        let about = room.topic().map(|(_, topic)| format!(" for {}", name_of(topic))).unwrap_or_default();
        let go = match self.topic {
            None => "take the topic away".to_owned(),
            Some(id) => format!("go to {}", name_of(room.backlog().topic(id)?)),
        };
        let them = if cards == 1 { "it" } else { "them" };
        Some(format!("{lie} on the table{about}. Put {them} back and {go}?"))
    }
}

/// A topic that I deleted a moment ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deleted {
    pub topic: TopicId,
    pub name: String,
}

/// What stands in the form in which a topic is edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub title: String,
    pub key: String,
    pub link: String,
    /// None while one does not know what they were.
    pub notes: Option<String>,
}

impl Written {
    /// What stands of a topic now, with these notes.
    pub fn of(topic: &TopicView, notes: Option<String>) -> Self {
        Self { title: topic.title.clone(), key: topic.key.clone(), link: topic.link.clone(), notes }
    }

    /// What of it is something else now; none if nothing is.
    pub fn changes(&self, now: &Self) -> Option<TopicEdit> {
        let changed = |before: &String, now: &String| (before.trim() != now.trim()).then(|| now.clone());
        let notes = self.notes.as_ref().zip(now.notes.as_ref());
        let edit = TopicEdit {
            title: changed(&self.title, &now.title),
            key: changed(&self.key, &now.key),
            link: changed(&self.link, &now.link),
            notes: notes.and_then(|(before, now)| (before != now).then(|| now.clone())),
        };
        (edit != TopicEdit::default()).then_some(edit)
    }
}

/// Beside what in that form a refusal is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Title,
    Key,
    Link,
    Notes,
    /// What is wrong is none of them.
    Form,
}

impl Place {
    pub fn of(rejection: Rejection) -> Self {
        match rejection {
            Rejection::TitleEmpty | Rejection::TitleTooLong => Self::Title,
            Rejection::KeyTooLong => Self::Key,
            Rejection::LinkTooLong | Rejection::LinkNotOfTheWeb => Self::Link,
            Rejection::NotesTooLong | Rejection::BacklogNotesTooLarge => Self::Notes,
            _ => Self::Form,
        }
    }
}

/// Whether that is more than one topic: then it is imported, and not written into a field of one line.
pub fn has_lines(text: &str) -> bool {
    lines(text).nth(1).is_some()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::card::Card;
    use shared::event::RoomEvent;
    use shared::ids::ParticipantId;
    use shared::round::Vote;
    use shared::text::{Key, Title};
    use shared::topic::TopicChange;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);

    fn ids<const N: usize>(ids: [u32; N]) -> Vec<TopicId> {
        ids.map(TopicId).to_vec()
    }

    /// A room with these topics, numbered from 1, of which `KEY: title` has a key.
    fn room(titles: &[&str]) -> Room {
        let mut room = table(&["Ada", "Bob"]);
        let topics = (1..).map(TopicId).zip(titles.iter().map(|title| {
            let (key, title) = title.split_once(": ").unwrap_or(("", title));
            Topic { key: Key::parse(key).unwrap(), ..Topic::titled(Title::parse(title).unwrap()) }
        }));
        apply(&mut room, &RoomEvent::TopicsAdded { topics: topics.collect() });
        room
    }

    fn estimate(room: &mut Room, topic: u32, label: &str) {
        let change = TopicChange::Estimate(Some(Card::parse(label).unwrap()));
        apply(room, &RoomEvent::TopicChanged { topic: TopicId(topic), change });
    }

    fn pick(room: &mut Room, topic: u32) {
        apply(room, &RoomEvent::TopicPicked { topic: Some(TopicId(topic)) });
    }

    #[test]
    fn b1_the_list_is_searched_by_key_and_title_in_any_case_and_order() {
        let mut room = room(&["TEAM-1: Log in", "TEAM-2: Log out", "Straße", "Export"]);
        estimate(&mut room, 2, "5");
        let find = |words: &str, filter| Query { words: words.into(), filter }.find(room.backlog());
        assert_eq!(find("", Filter::All), ids([1, 2, 3, 4]));
        assert_eq!(find(" log ", Filter::All), ids([1, 2]));
        assert_eq!(find("IN team", Filter::All), ids([1]));
        assert_eq!(find("STRASSE", Filter::All), ids([]));
        assert_eq!(find("straße", Filter::All), ids([3]));
        assert_eq!(find("", Filter::Open), ids([1, 3, 4]));
        assert_eq!(find("log", Filter::Estimated), ids([2]));
    }

    #[test]
    fn b1_what_is_to_be_done_is_counted_and_a_prepared_list_is_told_from_titles_that_were_typed() {
        let mut room = room(&["A", "B"]);
        assert_eq!(Count::of(&room), Count { all: 2, open: 2, is_prepared: true });
        pick(&mut room, 1);
        assert_eq!(Count::of(&room), Count { all: 2, open: 2, is_prepared: false });
        estimate(&mut room, 1, "5");
        assert_eq!(Count::of(&room), Count { all: 2, open: 1, is_prepared: false });
    }

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

    #[test]
    fn b5_one_goes_on_with_the_next_topic_without_an_estimate() {
        let mut room = room(&["TEAM-1: Log in", "TEAM-2: Log out", "Export"]);
        let next = |room: &Room| NextView::of(room).map(|next| (next.name, next.skips));
        assert_eq!(next(&room), Some(("TEAM-1 Log in".into(), false)));
        pick(&mut room, 1);
        estimate(&mut room, 2, "5");
        assert_eq!(next(&room), Some(("Export".into(), true)));
        estimate(&mut room, 3, "5");
        assert_eq!(next(&room), None);
    }

    #[test]
    fn b5_at_the_end_one_goes_on_with_what_was_skipped_and_not_with_what_was_voted_on() {
        let mut room = room(&["A", "B", "C"]);
        let next = |room: &Room| NextView::of(room).map(|next| next.name);
        pick(&mut room, 1);
        apply(&mut room, &RoomEvent::Revealed { votes: vec![] });
        assert_eq!(next(&room).as_deref(), Some("B"));
        apply(&mut room, &RoomEvent::RoundStarted { round: RoundNumber(2) });
        pick(&mut room, 3);
        assert_eq!(next(&room).as_deref(), Some("B"));
        estimate(&mut room, 2, "5");
        assert_eq!(next(&room), None);
    }

    #[test]
    fn b5_it_is_asked_whether_cards_are_to_go_back_as_long_as_some_lie_there() {
        let mut known = known(room(&["A", "TEAM-2: B"]), Some(ADA), &[ADA]);
        let picking = Picking { round: known.room.round().number, topic: Some(TopicId(2)) };
        assert_eq!(picking.question(&known), None);
        apply(&mut known.room, &RoomEvent::Voted { who: ADA, vote: Vote::Hidden });
        let words = picking.question(&known).unwrap();
        assert_eq!(words, "1 card lies on the table. Put it back and go to TEAM-2?");
        pick(&mut known.room, 1);
        apply(&mut known.room, &RoomEvent::Voted { who: ParticipantId(3), vote: Vote::Hidden });
        let words = picking.question(&known).unwrap();
        assert_eq!(words, "2 cards lie on the table for “A”. Put them back and go to TEAM-2?");
        apply(&mut known.room, &RoomEvent::Revealed { votes: vec![] });
        assert_eq!(picking.question(&known), None);
    }

    #[test]
    fn b2_only_what_was_changed_is_sent() {
        let before = Written { title: "A".into(), key: "T-1".into(), link: String::new(), notes: Some("x".into()) };
        assert_eq!(before.changes(&Written { title: " A ".into(), ..before.clone() }), None);
        let title = before.changes(&Written { title: "B".into(), ..before.clone() }).unwrap();
        assert_eq!(title, TopicEdit { title: Some("B".into()), ..TopicEdit::default() });
        let gone =
            before.changes(&Written { key: String::new(), notes: Some(String::new()), ..before.clone() }).unwrap();
        assert_eq!((gone.key, gone.notes, gone.title), (Some(String::new()), Some(String::new()), None));
        // What one could not read one does not overwrite.
        let unread = Written { notes: None, ..before };
        assert_eq!(unread.changes(&Written { notes: Some("y".into()), ..unread.clone() }), None);
    }

    #[test]
    fn b1_several_lines_are_more_than_one_topic() {
        assert!(!has_lines("One\n\n  \n"));
        assert!(has_lines("One\r\nTwo"));
    }

    #[test]
    fn a_topic_is_called_by_its_key_or_else_by_its_title() {
        let room = room(&["TEAM-1: Log in", "Log out"]);
        let names: Vec<_> = room.backlog().topics().map(|(_, topic)| name_of(topic)).collect();
        assert_eq!(names, ["TEAM-1", "“Log out”"]);
        assert_eq!(place_words(room.backlog(), TopicId(2)).as_deref(), Some("place 2 of 2"));
    }
}
