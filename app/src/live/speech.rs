//! Speech: what is said to those who do not see the table, in one polite live region.
//!
//! Joins and votes are gathered and said together, and of a crowd only some are named, so that a busy table does not drown
//! what the listener does; the result is said at once.

use shared::event::RoomEvent;
use shared::ids::{ParticipantId, TopicId};
use shared::message::Presence;
use shared::topic::TopicChange;

use super::known::Known;
use super::model::FaceView;
use super::name::in_sentence;
use super::news::news_words;
use super::summary::SummaryView;
use super::topics::{name_of, place_words};

/// How long what can wait is gathered.
pub const GATHER_MS: f64 = 2_000.0;

/// Of more than so many who come together, only the first is named.
const NAMED_MAX: usize = 3;

/// What is to be said, and has not been.
#[derive(Clone, Debug, Default)]
pub struct Speech {
    happened: Vec<String>,
    /// Who joined after that, by name.
    joined: Vec<String>,
    has_votes: bool,
    /// The topics that came to the list, and did not go to the table at once.
    added: Vec<TopicId>,
    /// The topic that was moved last.
    moved: Option<TopicId>,
}

/// When to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Now,
    Soon,
}

impl Speech {
    /// Hears of an event that the room has taken in already.
    pub fn hear(&mut self, event: &RoomEvent, known: &Known) -> Option<When> {
        let (room, me) = (&known.room, known.me);
        let name = |who: ParticipantId| room.nickname(who).map(|name| in_sentence(name.as_str())).unwrap_or_default();
        match event {
            RoomEvent::Voted { .. } | RoomEvent::VoteTakenBack { .. } => self.has_votes = true,
            RoomEvent::Joined { who, .. } if Some(*who) != me => self.joined.push(name(*who)),
            RoomEvent::RoundStarted { round } => {
                *self = Self::default();
                self.happened.push(format!("Round {} is open.", round.0));
            }
            RoomEvent::TopicsAdded { topics } => self.added.extend(topics.iter().map(|(id, _)| *id)),
            RoomEvent::TopicMoved { topic, .. } => self.moved = Some(*topic),
            RoomEvent::TopicPicked { topic: Some(topic) } if !room.title().is_empty() => {
                self.added.retain(|added| added != topic);
                self.happen(format!("Topic: {}.", room.title()));
            }
            RoomEvent::TopicChanged { topic, change: TopicChange::Title(title) }
                if room.round().topic == Some(*topic) =>
            {
                self.happen(format!("Topic: {}.", title.as_str()));
            }
            RoomEvent::Revealed { .. } | RoomEvent::CardsRevealed { .. } => {
                *self = Self::default();
                self.happened.push(format!("The cards are open. {}", SummaryView::of(room)?.sentence()));
                return Some(When::Now);
            }
            _ => self.happen(topic_words(event, known).or_else(|| news_words(event, known))?),
        }
        Some(When::Soon)
    }

    /// Hears something that others have put into words.
    pub fn hear_words(&mut self, words: String) -> Option<When> {
        self.happen(words);
        Some(When::Soon)
    }

    fn happen(&mut self, words: String) {
        self.happened.extend(joined_words(&std::mem::take(&mut self.joined)));
        self.happened.push(words);
    }

    /// Hears how somebody is there now, and how they were before. Who looks elsewhere, or looks again, is not spoken of.
    pub fn hear_of_presence(&mut self, name: &str, before: Presence, now: Presence) -> Option<When> {
        let does = match (before, now) {
            (Presence::Here | Presence::Away, Presence::Gone) => "lost the connection",
            (Presence::Gone, Presence::Here) => "is connected",
            _ => return None,
        };
        self.hear_words(format!("{name} {does}."))
    }

    /// All of it in one sentence after the other; empty if there is nothing.
    pub fn say(&mut self, known: &Known) -> String {
        let Self { mut happened, joined, has_votes, added, moved } = std::mem::take(self);
        happened.extend(joined_words(&joined));
        match added.len() {
            0 => {}
            1 => happened.push("1 topic was added.".into()),
            count => happened.push(format!("{count} topics were added.")),
        }
        happened.extend(moved.and_then(|topic| moved_words(topic, known)));
        if has_votes && known.room.round().as_open().is_some() {
            happened.push(format!("{}.", known.progress_words()));
        }
        happened.join(" ")
    }
}

/// Who came; none if nobody did.
fn joined_words(names: &[String]) -> Option<String> {
    Some(match names {
        [] => return None,
        [one] => format!("{one} joined."),
        [first, others @ ..] if names.len() > NAMED_MAX => format!("{first} and {} others joined.", others.len()),
        [several @ .., last] => format!("{} and {last} joined.", several.join(", ")),
    })
}

/// What became of a topic, which those who see the list see there; none if it is something else.
fn topic_words(event: &RoomEvent, known: &Known) -> Option<String> {
    let backlog = known.room.backlog();
    Some(match event {
        RoomEvent::TopicRemoved { topic } => format!("{} was deleted.", name_of(backlog.removed(*topic)?)),
        RoomEvent::TopicRestored { topic } => format!("{} is back in the list.", name_of(backlog.topic(*topic)?)),
        RoomEvent::TopicChanged { topic, change: TopicChange::Estimate(Some(card)) } => {
            format!("Estimate of {}: {}.", name_of(backlog.topic(*topic)?), FaceView::of(card).short())
        }
        RoomEvent::TopicChanged { topic, change: TopicChange::Estimate(None) } => {
            format!("{} has no estimate.", name_of(backlog.topic(*topic)?))
        }
        _ => return None,
    })
}

/// Where a topic that was moved is now; none if it has gone.
fn moved_words(topic: TopicId, known: &Known) -> Option<String> {
    let backlog = known.room.backlog();
    Some(format!("{} moved to {}.", name_of(backlog.topic(topic)?), place_words(backlog, topic)?))
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::card::{Card, CardIndex};
    use shared::ids::RoundNumber;
    use shared::round::Vote;
    use shared::text::Title;
    use shared::topic::Topic;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);
    const EVE: ParticipantId = ParticipantId(4);

    #[test]
    fn votes_are_said_together_and_last() {
        let mut known = known(table(&["Ada", "Bob", "Eve"]), None, &[ADA, BOB, EVE]);
        let mut speech = Speech::default();
        for who in [ADA, BOB] {
            let event = RoomEvent::Voted { who, vote: Vote::Hidden };
            apply(&mut known.room, &event);
            assert_eq!(speech.hear(&event, &known), Some(When::Soon));
        }
        speech.hear_words("Zoe left.".into());
        assert_eq!(speech.say(&known), "Zoe left. 2 of 3 have played.");
        assert_eq!(speech.say(&known), "");
    }

    #[test]
    fn p11_when_all_who_count_have_played_it_is_said() {
        let mut known = known(table(&["Ada", "Bob"]), None, &[ADA]);
        let mut speech = Speech::default();
        let event = RoomEvent::Voted { who: ADA, vote: Vote::Hidden };
        apply(&mut known.room, &event);
        speech.hear(&event, &known);
        assert_eq!(speech.say(&known), "Everybody has played.");
    }

    #[test]
    fn the_result_is_said_at_once_and_replaces_what_waited() {
        let mut known = known(table(&["Ada", "Bob"]), None, &[]);
        let mut speech = Speech::default();
        let events = [
            RoomEvent::Voted { who: ADA, vote: Vote::Hidden },
            RoomEvent::Revealed { votes: vec![(ADA, CardIndex(5))] },
        ];
        let mut when = None;
        for event in &events {
            apply(&mut known.room, event);
            when = speech.hear(event, &known);
        }
        assert_eq!(when, Some(When::Now));
        assert_eq!(speech.say(&known), "The cards are open. Median 8. Everybody who voted agrees.");
    }

    #[test]
    fn one_is_not_told_of_oneself() {
        let mut known = known(table(&["Ada"]), Some(ADA), &[]);
        let joined = RoomEvent::Joined {
            who: ADA,
            nickname: known.room.nickname(ADA).unwrap().clone(),
            role: Default::default(),
            moderator: false,
        };
        let mut speech = Speech::default();
        assert_eq!(speech.hear(&joined, &known), None);
        known.me = None;
        assert_eq!(speech.hear(&joined, &known), Some(When::Soon));
        assert_eq!(speech.say(&known), "Ada joined.");
        let next = RoomEvent::RoundStarted { round: RoundNumber(2) };
        assert_eq!(speech.hear(&next, &known), Some(When::Soon));
        assert_eq!(speech.say(&known), "Round 2 is open.");
    }

    #[test]
    fn of_a_crowd_that_joins_one_is_named() {
        let names = ["Ada", "Bob", "Cleo", "Dan", "Eve"];
        let known = known(table(&names), None, &[]);
        let say = |count: u32| {
            let mut speech = Speech::default();
            for who in (2..).map(ParticipantId).take(count as usize) {
                let nickname = known.room.nickname(who).unwrap().clone();
                speech.hear(&RoomEvent::Joined { who, nickname, role: Default::default(), moderator: false }, &known);
            }
            speech.say(&known)
        };
        assert_eq!(say(0), "");
        assert_eq!(say(1), "Ada joined.");
        assert_eq!(say(2), "Ada and Bob joined.");
        assert_eq!(say(3), "Ada, Bob and Cleo joined.");
        assert_eq!(say(4), "Ada and 3 others joined.");
        assert_eq!(say(5), "Ada and 4 others joined.");
    }

    #[test]
    fn what_happened_is_said_in_its_order() {
        let known = known(table(&["Ada", "Bob"]), None, &[]);
        let mut speech = Speech::default();
        for who in [ADA, BOB] {
            let nickname = known.room.nickname(who).unwrap().clone();
            speech.hear(&RoomEvent::Joined { who, nickname, role: Default::default(), moderator: false }, &known);
            speech.hear_words("Zoe left.".into());
        }
        assert_eq!(speech.say(&known), "Ada joined. Zoe left. Bob joined. Zoe left.");
    }

    #[test]
    fn p10_a_lost_connection_is_said_and_a_look_elsewhere_is_not() {
        let known = known(table(&["Ada"]), None, &[]);
        let mut speech = Speech::default();
        let steps = [Presence::Here, Presence::Away, Presence::Here, Presence::Away, Presence::Gone, Presence::Away];
        for step in steps.windows(2) {
            speech.hear_of_presence("Bob", step[0], step[1]);
        }
        speech.hear_of_presence("Eve", Presence::Gone, Presence::Here);
        assert_eq!(speech.say(&known), "Bob lost the connection. Eve is connected.");
    }

    #[test]
    fn b1_b3_b4_b6_what_becomes_of_the_list_is_said() {
        let mut known = known(table(&["Ada"]), Some(ADA), &[ADA]);
        let mut speech = Speech::default();
        let topics: Vec<_> = (1..=12).map(|id| (TopicId(id), titled(&format!("Topic {id}")))).collect();
        let mut hear = |known: &mut Known, events: Vec<RoomEvent>| {
            for event in events {
                apply(&mut known.room, &event);
                speech.hear(&event, known);
            }
            speech.say(known)
        };
        let (first, second) = topics.split_at(5);
        let parts = [first, second].map(|part| RoomEvent::TopicsAdded { topics: part.to_vec() });
        assert_eq!(hear(&mut known, parts.into()), "12 topics were added.");
        let moved = |before| RoomEvent::TopicMoved { topic: TopicId(5), before: Some(TopicId(before)) };
        assert_eq!(hear(&mut known, vec![moved(4), moved(3)]), "“Topic 5” moved to place 3 of 12.");
        let change = TopicChange::Estimate(Some(Card::parse("5").unwrap()));
        let agreed = RoomEvent::TopicChanged { topic: TopicId(5), change };
        assert_eq!(hear(&mut known, vec![agreed]), "Estimate of “Topic 5”: 5.");
        let gone = RoomEvent::TopicRemoved { topic: TopicId(5) };
        assert_eq!(hear(&mut known, vec![gone]), "“Topic 5” was deleted.");
        let back = RoomEvent::TopicRestored { topic: TopicId(5) };
        assert_eq!(hear(&mut known, vec![back]), "“Topic 5” is back in the list.");
        // A topic that is new on the table is said as that.
        let new = RoomEvent::TopicsAdded { topics: vec![(TopicId(13), titled("New"))] };
        let picked = RoomEvent::TopicPicked { topic: Some(TopicId(13)) };
        assert_eq!(hear(&mut known, vec![new, picked]), "Topic: New.");
    }

    fn titled(title: &str) -> Topic {
        Topic::titled(Title::parse(title).unwrap())
    }

    #[test]
    fn m3_m4_everyone_is_told_who_is_moderator() {
        let known = known(table(&["Ada", "Bob"]), Some(ADA), &[]);
        let mut speech = Speech::default();
        for who in [ADA, BOB] {
            speech.hear(&RoomEvent::ModeratorAppointed { who }, &known);
            speech.hear(&RoomEvent::ModeratorDismissed { who }, &known);
        }
        assert_eq!(
            speech.say(&known),
            "You are moderator now. You are no longer moderator. Bob is moderator now. Bob is no longer moderator."
        );
    }
}
