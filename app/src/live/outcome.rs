//! Outcome: what a refusal means to the person who asked.

use shared::command::{Command, NextTopic};
use shared::rejection::Rejection;

/// Whether a refused command asked for what is so all the same: somebody else did it a moment before, or I did on another
/// page of mine.
pub fn is_so_already(command: &Command, rejection: Rejection) -> bool {
    matches!(
        (command, rejection),
        (Command::Leave, Rejection::NotSeated)
            | (Command::Reveal { .. }, Rejection::AlreadyRevealed | Rejection::OtherRound)
            | (Command::NextRound { topic: NextTopic::Same, .. }, Rejection::OtherRound)
            | (Command::RemoveTopic { .. }, Rejection::NoSuchTopic)
    )
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
        Command::GiveReason { reason, .. }
            if matches!(rejection, Rejection::AlreadyRevealed | Rejection::OtherRound) =>
        {
            too_late(reason)
        }
        _ => sentence,
    }
}

/// How it begins what one is told whose words came too late.
pub const TOO_LATE: &str = "Too late to be laid under your card:";

/// What one is told who still wrote why when the cards were turned.
pub fn too_late(reason: &str) -> String {
    format!("{TOO_LATE} “{}”", reason.trim())
}

#[cfg(test)]
mod tests {
    use shared::ids::RoundNumber;

    use super::*;

    const FIRST: RoundNumber = RoundNumber::FIRST;

    fn next_topic(title: &str) -> Command {
        Command::NextRound { after: FIRST, topic: NextTopic::New { title: title.into() } }
    }

    #[test]
    fn r3_r7_what_another_moderator_did_a_moment_before_is_done() {
        let reveal = Command::Reveal { round: FIRST };
        let again = Command::NextRound { after: FIRST, topic: NextTopic::Same };
        assert!(is_so_already(&reveal, Rejection::AlreadyRevealed));
        assert!(is_so_already(&again, Rejection::OtherRound));
        assert!(!is_so_already(&reveal, Rejection::NotModerator));
        // A topic of one's own is not what somebody else has laid on the table.
        assert!(!is_so_already(&next_topic("Export as CSV"), Rejection::OtherRound));
    }

    #[test]
    fn w4_what_was_typed_and_refused_is_told_with_the_refusal() {
        assert_eq!(
            words(&next_topic("Export as CSV"), Rejection::OtherRound),
            "The topic “Export as CSV” was not laid on the table. That round is over."
        );
        let reason = Command::GiveReason { round: FIRST, reason: "it is not the router ".into() };
        let too_late = "Too late to be laid under your card: “it is not the router”";
        assert_eq!(words(&reason, Rejection::AlreadyRevealed), too_late);
        assert_eq!(words(&reason, Rejection::OtherRound), too_late);
        assert_eq!(words(&Command::TakeChair, Rejection::ChairTaken), Rejection::ChairTaken.sentence());
    }
}
