//! Outgoing: the commands that are not answered yet. One counts only when it was answered, so what was under way when a
//! socket died is said again on the next, with the same number, by which the server knows it.

use shared::command::Command;
use shared::ids::CommandNumber;
use shared::message::ClientMessage;

/// Commands that may be under way at once. Beyond that the page says that it waits, and takes no more.
pub const UNANSWERED_MAX: usize = 32;

/// The commands that are not answered yet, in the order in which they were asked.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    numbered: u32,
    unanswered: Vec<ClientMessage>,
}

impl Outgoing {
    /// Numbers a command and keeps it until it is answered; none if too many wait already.
    pub fn ask(&mut self, command: Command) -> Option<ClientMessage> {
        if self.unanswered.len() >= UNANSWERED_MAX {
            return None;
        }
        let message = self.tell(command);
        self.unanswered.push(message.clone());
        Some(message)
    }

    /// Numbers a command that tells of this moment alone: its answer is of no interest, and it is not said again.
    pub fn tell(&mut self, command: Command) -> ClientMessage {
        self.numbered += 1;
        ClientMessage { number: CommandNumber(self.numbered), command }
    }

    /// The command that this answer is to; none if there is none that waits for it.
    pub fn answered(&mut self, number: CommandNumber) -> Option<Command> {
        let place = self.unanswered.iter().position(|message| message.number == number)?;
        Some(self.unanswered.remove(place).command)
    }

    /// What to say again on a new socket.
    pub fn unanswered(&self) -> &[ClientMessage] {
        &self.unanswered
    }
}

#[cfg(test)]
mod tests {
    use shared::card::CardIndex;
    use shared::ids::RoundNumber;

    use super::*;

    fn vote(card: u8) -> Command {
        Command::Vote { round: RoundNumber::FIRST, card: CardIndex(card) }
    }

    #[test]
    fn w1_what_was_not_answered_is_said_again_with_its_number() {
        let mut outgoing = Outgoing::default();
        let first = outgoing.ask(vote(1)).unwrap();
        let second = outgoing.ask(vote(2)).unwrap();
        assert_eq!(outgoing.answered(first.number), Some(vote(1)));
        assert_eq!(outgoing.unanswered(), std::slice::from_ref(&second));
        assert_eq!(outgoing.answered(first.number), None);
        let third = outgoing.ask(vote(3)).unwrap();
        assert_eq!(outgoing.unanswered(), [second, third]);
    }

    #[test]
    fn p10_what_tells_of_a_moment_is_not_said_again() {
        let mut outgoing = Outgoing::default();
        let away = outgoing.tell(Command::SetAway { away: true });
        assert!(outgoing.unanswered().is_empty());
        let vote = outgoing.ask(vote(1)).unwrap();
        assert_ne!(vote.number, away.number);
        assert_eq!(outgoing.answered(away.number), None);
    }

    #[test]
    fn w4_a_page_that_gets_no_answers_stops_asking() {
        let mut outgoing = Outgoing::default();
        for _ in 0..UNANSWERED_MAX {
            assert!(outgoing.ask(Command::Leave).is_some());
        }
        assert_eq!(outgoing.ask(Command::Leave), None);
        outgoing.answered(CommandNumber(1));
        assert!(outgoing.ask(Command::Leave).is_some());
    }
}
