//! Outcome: what a refusal means to the person who asked.
//!
//! A command whose answer was lost, with the server that had it, is asked once more. What it asked for is then so
//! already, and the rules refuse it; to the person it is done.

use shared::command::{Command, NextTopic};
use shared::rejection::Rejection;
use shared::room::Vote;

use super::known::Known;

/// Whether a refused command asked for what is so all the same: it was done before, or somebody else did it.
pub fn is_so_already(command: &Command, rejection: Rejection, known: &Known) -> bool {
    let room = &known.room;
    match (command, rejection) {
        (Command::Join { .. }, Rejection::AlreadySeated) => known.me.is_some(),
        (Command::Leave, Rejection::NotSeated) => true,
        (Command::Reveal { .. }, Rejection::AlreadyRevealed | Rejection::OtherRound) => true,
        (Command::NextRound { topic: NextTopic::Same, .. }, Rejection::OtherRound) => true,
        (Command::NextRound { after, topic: NextTopic::New { title } }, Rejection::OtherRound) => {
            room.round().number == after.next() && is_one_line(title, room.topic().as_str())
        }
        (Command::Vote { round, card }, Rejection::AlreadyRevealed) => {
            let mine = known.me.and_then(|me| room.vote(me));
            *round == room.round().number && mine == Some(Vote::Card(*card))
        }
        _ => false,
    }
}

/// The refusal as one tells it to a person; what they typed is in it, if the field where they typed it has gone.
pub fn words(command: &Command, rejection: Rejection) -> String {
    let sentence = rejection.sentence();
    match command {
        Command::Vote { .. } => format!("Your card was not played. {sentence}"),
        Command::TakeBack { .. } => format!("Your card was not taken back. {sentence}"),
        Command::NextRound { topic: NextTopic::New { title }, .. }
            if rejection == Rejection::OtherRound && !title.trim().is_empty() =>
        {
            format!("The topic “{}” was not laid on the table. {sentence}", title.trim())
        }
        _ => sentence,
    }
}

/// Whether text as it was typed is that line.
fn is_one_line(typed: &str, line: &str) -> bool {
    typed.split_whitespace().eq(line.split_whitespace())
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::card::CardIndex;
    use shared::event::RoomEvent;
    use shared::ids::{ParticipantId, RoundNumber};
    use shared::room::Role;
    use shared::text::Topic;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const FIRST: RoundNumber = RoundNumber::FIRST;

    /// Ada's page, at a table where this has happened.
    fn after(events: &[RoomEvent]) -> Known {
        let mut known = known(table(&["Ada", "Bob"]), Some(ADA), &[ADA]);
        for event in events {
            apply(&mut known.room, event);
        }
        known
    }

    fn next_topic(title: &str) -> Command {
        Command::NextRound { after: FIRST, topic: NextTopic::New { title: title.into() } }
    }

    #[test]
    fn w6_a_join_whose_answer_was_lost_is_done_if_i_have_a_seat() {
        let join = Command::Join { nickname: "Ada".into(), role: Role::Voter };
        let mut known = after(&[]);
        assert!(is_so_already(&join, Rejection::AlreadySeated, &known));
        assert!(!is_so_already(&join, Rejection::NicknameTaken, &known));
        known.me = None;
        assert!(!is_so_already(&join, Rejection::AlreadySeated, &known));
    }

    #[test]
    fn w6_a_next_round_whose_answer_was_lost_is_done_if_its_topic_is_on_the_table() {
        let topic = Topic::parse("Export as CSV").unwrap();
        let known = after(&[RoomEvent::TopicSet { topic }, RoomEvent::RoundStarted { round: FIRST.next() }]);
        assert!(is_so_already(&next_topic(" Export  as CSV "), Rejection::OtherRound, &known));
        assert!(!is_so_already(&next_topic("Log in"), Rejection::OtherRound, &known));
        let later = after(&[RoomEvent::RoundStarted { round: FIRST.next().next() }]);
        assert!(!is_so_already(&next_topic(""), Rejection::OtherRound, &later));
        let same = Command::NextRound { after: FIRST, topic: NextTopic::Same };
        assert!(is_so_already(&same, Rejection::OtherRound, &later));
    }

    #[test]
    fn v4_a_card_that_lies_open_was_played_and_another_was_not() {
        let known = after(&[RoomEvent::Revealed { votes: vec![(ADA, CardIndex(5))] }]);
        let vote = |card| Command::Vote { round: FIRST, card: CardIndex(card) };
        assert!(is_so_already(&vote(5), Rejection::AlreadyRevealed, &known));
        assert!(!is_so_already(&vote(6), Rejection::AlreadyRevealed, &known));
        assert!(!is_so_already(&vote(5), Rejection::OtherRound, &known));
    }

    #[test]
    fn w4_what_was_typed_and_refused_is_told_with_the_refusal() {
        assert_eq!(
            words(&next_topic("Export as CSV"), Rejection::OtherRound),
            "The topic “Export as CSV” was not laid on the table. That round is over."
        );
        assert_eq!(words(&Command::TakeChair, Rejection::ChairTaken), Rejection::ChairTaken.sentence());
    }
}
