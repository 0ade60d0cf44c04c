//! Speech: what is said to those who do not see the table, in one polite live region.
//!
//! Joins and votes are gathered and said together, so that a busy table does not drown what the listener does; the result
//! is said at once.

use shared::event::RoomEvent;
use shared::ids::ParticipantId;
use shared::room::Room;

use super::model::SummaryView;

/// How long what can wait is gathered.
pub const GATHER_MS: f64 = 2_000.0;

/// What is to be said, and has not been.
#[derive(Clone, Debug, Default)]
pub struct Speech {
    happened: Vec<String>,
    has_votes: bool,
}

/// When to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Now,
    Soon,
}

impl Speech {
    /// Hears of an event that the room has taken in already.
    pub fn hear(&mut self, event: &RoomEvent, room: &Room, me: Option<ParticipantId>) -> Option<When> {
        let name = |who: ParticipantId| room.nickname(who).map(|name| name.as_str().to_owned()).unwrap_or_default();
        match event {
            RoomEvent::Voted { .. } | RoomEvent::VoteTakenBack { .. } => self.has_votes = true,
            RoomEvent::Joined { who, .. } if Some(*who) != me => self.happened.push(format!("{} joined.", name(*who))),
            RoomEvent::ModeratorAppointed { who } => {
                self.happened.push(format!("{} is moderator now.", name(*who)));
            }
            RoomEvent::RoundStarted { round } => {
                *self = Self::default();
                self.happened.push(format!("Round {} is open.", round.0));
            }
            RoomEvent::TopicSet { topic } if !topic.as_str().is_empty() => {
                self.happened.push(format!("Topic: {}.", topic.as_str()));
            }
            RoomEvent::Revealed { .. } => {
                *self = Self::default();
                self.happened.push(format!("The cards are open. {}", SummaryView::of(room)?.sentence()));
                return Some(When::Now);
            }
            _ => return None,
        }
        Some(When::Soon)
    }

    /// Hears that somebody left the table; their name is known to the caller alone.
    pub fn hear_of_leaving(&mut self, name: &str) -> Option<When> {
        self.happened.push(format!("{name} left."));
        Some(When::Soon)
    }

    /// Hears that somebody lost the connection, or is back.
    pub fn hear_of_presence(&mut self, name: &str, here: bool) -> Option<When> {
        self.happened.push(format!("{name} {}.", if here { "is connected" } else { "lost the connection" }));
        Some(When::Soon)
    }

    /// All of it in one sentence after the other; empty if there is nothing.
    pub fn say(&mut self, room: &Room) -> String {
        let Self { mut happened, has_votes } = std::mem::take(self);
        if has_votes && room.revealed_votes().is_none() {
            let progress = room.progress();
            happened.push(format!("{} of {} voted.", progress.played, progress.voters));
        }
        happened.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use shared::card::CardIndex;
    use shared::ids::RoundNumber;
    use shared::room::Vote;

    use super::super::model::tests::table;
    use super::*;

    #[test]
    fn votes_are_said_together_and_last() {
        let mut table = table(&["Ada", "Bob", "Eve"]);
        let mut speech = Speech::default();
        for who in [2, 3] {
            let event = RoomEvent::Voted { who: ParticipantId(who), vote: Vote::Hidden };
            shared::apply::apply(&mut table, &event);
            assert_eq!(speech.hear(&event, &table, None), Some(When::Soon));
        }
        speech.hear_of_leaving("Zoe");
        assert_eq!(speech.say(&table), "Zoe left. 2 of 3 voted.");
        assert_eq!(speech.say(&table), "");
    }

    #[test]
    fn the_result_is_said_at_once_and_replaces_what_waited() {
        let mut table = table(&["Ada", "Bob"]);
        let mut speech = Speech::default();
        let events = [
            RoomEvent::Voted { who: ParticipantId(2), vote: Vote::Hidden },
            RoomEvent::Revealed { votes: vec![(ParticipantId(2), CardIndex(5))] },
        ];
        let mut when = None;
        for event in &events {
            shared::apply::apply(&mut table, event);
            when = speech.hear(event, &table, None);
        }
        assert_eq!(when, Some(When::Now));
        assert_eq!(speech.say(&table), "The cards are open. Median 8. Everybody who voted agrees.");
    }

    #[test]
    fn one_is_not_told_of_oneself() {
        let table = table(&["Ada"]);
        let joined = |who| RoomEvent::Joined {
            who: ParticipantId(who),
            nickname: table.nickname(ParticipantId(2)).unwrap().clone(),
            role: Default::default(),
            moderator: false,
        };
        let mut speech = Speech::default();
        assert_eq!(speech.hear(&joined(2), &table, Some(ParticipantId(2))), None);
        assert_eq!(speech.hear(&joined(2), &table, None), Some(When::Soon));
        assert_eq!(speech.say(&table), "Ada joined.");
        let next = RoomEvent::RoundStarted { round: RoundNumber(2) };
        assert_eq!(speech.hear(&next, &table, None), Some(When::Soon));
        assert_eq!(speech.say(&table), "Round 2 is open.");
    }
}
