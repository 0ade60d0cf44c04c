//! Topics: as they are drawn, found, counted, and taken up one after another, as plain values.

use shared::backlog::Backlog;
use shared::ids::{RoundNumber, TopicId};
use shared::room::Room;
use shared::topic::{Notes, Topic};

use super::known::Known;
use super::model::FaceView;
use super::name::in_sentence;

/// A list of so many topics has a field to search it.
pub const SEARCHED_FROM: usize = 10;
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
    /// The topics that it finds, in the order of the list. `lower` gives a text in small letters: a browser has the tables for
    /// that, and need not download them. It is not asked when there are no words.
    pub fn find(&self, backlog: &Backlog, lower: fn(&str) -> String) -> Vec<TopicId> {
        let is_blank = self.words.trim().is_empty();
        if is_blank && self.filter == Filter::All {
            return backlog.order().to_vec();
        }
        let words = if is_blank { String::new() } else { lower(&self.words) };
        let words: Vec<_> = words.split_whitespace().collect();
        let has_words = |topic: &Topic| {
            let text = lower(&format!("{} {}", topic.key.as_str(), topic.title.as_str()));
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

/// Whether that is more than one topic: then it is imported, and not written into a field of one line.
pub fn has_lines(text: &str) -> bool {
    lines(text).nth(1).is_some()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
pub mod tests {
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

    pub fn ids<const N: usize>(ids: [u32; N]) -> Vec<TopicId> {
        ids.map(TopicId).to_vec()
    }

    /// A room with these topics, numbered from 1, of which `KEY: title` has a key.
    pub fn room(titles: &[&str]) -> Room {
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
        let find = |words: &str, filter| Query { words: words.into(), filter }.find(room.backlog(), str::to_lowercase);
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
