//! Answers: what a room has answered to the commands of each page, so that a repeated one is not done twice.

use std::collections::{HashMap, VecDeque};

use shared::ids::{CommandNumber, ParticipantId};
use shared::rejection::Rejection;

use crate::identity::PageTag;
use crate::limits::{PAGE_ANSWERS_MAX, PAGES_REMEMBERED_MAX};
use crate::store::{Answered, Origin};

/// The latest answers to the latest pages. The oldest of both is forgotten at the bound: a page that repeats a command
/// does so in its first seconds back.
#[derive(Default)]
pub struct Answers {
    pages: HashMap<PageTag, VecDeque<(CommandNumber, Answer)>>,
    by_age: VecDeque<PageTag>,
}

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub rejection: Option<Rejection>,
    /// Who the page became by the command, if it took a seat or knocks for one.
    pub joined: Option<ParticipantId>,
}

impl Answers {
    /// Those that the log holds: commands that led to something, before the room was loaded.
    pub fn of(answered: Vec<Answered>) -> Self {
        let mut answers = Self::default();
        for Answered { origin, joined } in answered {
            answers.keep(origin, Answer { rejection: None, joined });
        }
        answers
    }

    /// What that page was told when it sent that number before.
    pub fn get(&self, Origin { page, number }: Origin) -> Option<Answer> {
        let answers = self.pages.get(&page)?;
        answers.iter().find(|(answered, _)| *answered == number).map(|(_, answer)| *answer)
    }

    /// Remembers what that page was told.
    pub fn keep(&mut self, Origin { page, number }: Origin, answer: Answer) {
        if !self.pages.contains_key(&page) {
            if self.by_age.len() >= PAGES_REMEMBERED_MAX
                && let Some(oldest) = self.by_age.pop_front()
            {
                self.pages.remove(&oldest);
            }
            self.by_age.push_back(page);
        }
        let answers = self.pages.entry(page).or_default();
        if answers.len() >= PAGE_ANSWERS_MAX {
            answers.pop_front();
        }
        answers.push_back((number, answer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(page: usize, number: u32) -> Origin {
        Origin { page: PageTag(page as u64), number: CommandNumber(number) }
    }

    const DONE: Answer = Answer { rejection: None, joined: None };

    #[test]
    fn w1_an_answer_is_remembered_for_its_page_and_number() {
        let mut answers = Answers::default();
        answers.keep(origin(1, 5), DONE);
        assert_eq!(answers.get(origin(1, 5)), Some(DONE));
        assert_eq!(answers.get(origin(1, 6)), None);
        assert_eq!(answers.get(origin(2, 5)), None);
    }

    #[test]
    fn w1_what_the_log_holds_was_done() {
        let joined = Some(ParticipantId(2));
        let answers = Answers::of(vec![
            Answered { origin: origin(1, 1), joined },
            Answered { origin: origin(1, 2), joined: None },
        ]);
        assert_eq!(answers.get(origin(1, 1)), Some(Answer { rejection: None, joined }));
        assert_eq!(answers.get(origin(1, 2)), Some(DONE));
        assert_eq!(answers.get(origin(1, 3)), None);
    }

    #[test]
    fn w1_what_is_remembered_has_a_bound() {
        let mut answers = Answers::default();
        for number in 0..=PAGE_ANSWERS_MAX as u32 {
            answers.keep(origin(0, number), DONE);
        }
        assert_eq!(answers.get(origin(0, 0)), None);
        assert_eq!(answers.get(origin(0, 1)), Some(DONE));
        for page in 1..=PAGES_REMEMBERED_MAX {
            answers.keep(origin(page, 0), DONE);
        }
        assert_eq!(answers.get(origin(0, 1)), None);
        assert_eq!(answers.pages.len(), PAGES_REMEMBERED_MAX);
    }
}
