//! Outgoing: the commands that are not answered yet. One counts only when it was answered, so the one that was under way when
//! a socket died is said again on the next, with the same number, by which the server knows it.
//!
//! One is under way at a time: a server that was restarted knows what was done, but not what was refused or changed nothing. Of
//! several it could do an earlier one after a later one that it did before, and a card that was taken back would be taken back again.

use std::collections::VecDeque;

use shared::command::Command;
use shared::ids::CommandNumber;
use shared::message::ClientMessage;

/// Commands that may wait for their answers. Beyond that the page says that it waits, and takes no more.
pub const UNANSWERED_MAX: usize = 32;

/// The commands that are not answered yet, in the order in which they were asked.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    numbered: u32,
    unanswered: VecDeque<ClientMessage>,
    /// Whether the first of them was said on this socket.
    is_under_way: bool,
}

impl Outgoing {
    /// Numbers a command and keeps it until it is answered; false if too many wait already.
    pub fn ask(&mut self, command: Command) -> bool {
        if self.unanswered.len() >= UNANSWERED_MAX {
            return false;
        }
        let message = self.tell(command);
        self.unanswered.push_back(message);
        true
    }

    /// Numbers a command that tells of this moment alone: its answer is of no interest, and it is not said again.
    pub fn tell(&mut self, command: Command) -> ClientMessage {
        self.numbered += 1;
        ClientMessage { number: CommandNumber(self.numbered), command }
    }

    /// What is to be said now: the first that waits, unless it is under way.
    pub fn next_to_say(&mut self) -> Option<&ClientMessage> {
        let first = self.unanswered.front().filter(|_| !self.is_under_way)?;
        self.is_under_way = true;
        Some(first)
    }

    /// There is a new socket, on which nothing was said.
    pub fn begin_anew(&mut self) {
        self.is_under_way = false;
    }

    /// The command that this answer is to; none if it is not to the one under way.
    pub fn answered(&mut self, number: CommandNumber) -> Option<Command> {
        if self.unanswered.front()?.number != number {
            return None;
        }
        self.is_under_way = false;
        self.unanswered.pop_front().map(|message| message.command)
    }

    /// What is not answered yet.
    pub fn unanswered(&self) -> impl Iterator<Item = &Command> {
        self.unanswered.iter().map(|message| &message.command)
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

    fn said(outgoing: &mut Outgoing) -> Option<(u32, Command)> {
        outgoing.next_to_say().map(|message| (message.number.0, message.command.clone()))
    }

    #[test]
    fn w1_the_next_command_is_said_when_the_one_before_it_was_answered() {
        let mut outgoing = Outgoing::default();
        assert_eq!(said(&mut outgoing), None);
        (1..=3).for_each(|card| assert!(outgoing.ask(vote(card))));
        for card in 1..=3 {
            let number = u32::from(card);
            assert_eq!(said(&mut outgoing), Some((number, vote(card))));
            assert_eq!(said(&mut outgoing), None, "it is under way");
            assert_eq!(outgoing.answered(CommandNumber(number + 1)), None, "nobody has said that yet");
            assert_eq!(outgoing.answered(CommandNumber(number)), Some(vote(card)));
            assert_eq!(outgoing.answered(CommandNumber(number)), None);
        }
        assert_eq!(said(&mut outgoing), None);
    }

    #[test]
    fn w1_what_was_not_answered_is_said_again_with_its_number() {
        let mut outgoing = Outgoing::default();
        outgoing.ask(vote(1));
        outgoing.ask(vote(2));
        assert_eq!(said(&mut outgoing), Some((1, vote(1))));
        outgoing.begin_anew();
        assert_eq!(said(&mut outgoing), Some((1, vote(1))));
        assert_eq!(said(&mut outgoing), None);
        assert_eq!(outgoing.answered(CommandNumber(1)), Some(vote(1)));
        outgoing.begin_anew();
        assert_eq!(said(&mut outgoing), Some((2, vote(2))));
        assert!(outgoing.unanswered().eq([&vote(2)]));
    }

    #[test]
    fn p10_what_tells_of_a_moment_is_not_said_again() {
        let mut outgoing = Outgoing::default();
        let away = outgoing.tell(Command::SetAway { away: true });
        assert_eq!(said(&mut outgoing), None);
        outgoing.ask(vote(1));
        assert_ne!(said(&mut outgoing).unwrap().0, away.number.0);
        assert_eq!(outgoing.answered(away.number), None);
    }

    #[test]
    fn w4_a_page_that_gets_no_answers_stops_asking() {
        let mut outgoing = Outgoing::default();
        for _ in 0..UNANSWERED_MAX {
            assert!(outgoing.ask(Command::Leave));
        }
        assert!(!outgoing.ask(Command::Leave));
        outgoing.answered(CommandNumber(1));
        assert!(outgoing.ask(Command::Leave));
    }
}
