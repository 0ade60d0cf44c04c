//! Answers: what a room has answered to the commands of each page, so that a repeated one is not done twice.

use std::collections::{HashMap, VecDeque};

use shared::ids::{CommandNumber, ParticipantId};
use shared::message::PageId;
use shared::rejection::Rejection;

use crate::limits::{PAGE_ANSWERS_MAX, PAGES_REMEMBERED_MAX};

/// The latest answers to the latest pages. The oldest of both is forgotten at the bound: a page that repeats a command
/// does so in its first seconds back.
#[derive(Default)]
pub struct Answers {
    pages: HashMap<PageId, VecDeque<(CommandNumber, Answer)>>,
    by_age: VecDeque<PageId>,
}

/// What came of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub rejection: Option<Rejection>,
    /// Whose seat it was that the command took.
    pub joined: Option<ParticipantId>,
}

impl Answers {
    /// What that page was told when it sent that number before.
    pub fn get(&self, page: &PageId, number: CommandNumber) -> Option<Answer> {
        let answers = self.pages.get(page)?;
        answers.iter().find(|(answered, _)| *answered == number).map(|(_, answer)| *answer)
    }

    /// Remembers what that page was told.
    pub fn keep(&mut self, page: &PageId, number: CommandNumber, answer: Answer) {
        if !self.pages.contains_key(page) {
            if self.by_age.len() >= PAGES_REMEMBERED_MAX
                && let Some(oldest) = self.by_age.pop_front()
            {
                self.pages.remove(&oldest);
            }
            self.by_age.push_back(page.clone());
        }
        let answers = self.pages.entry(page.clone()).or_default();
        if answers.len() >= PAGE_ANSWERS_MAX {
            answers.pop_front();
        }
        answers.push_back((number, answer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: usize) -> PageId {
        format!("a page of some length {name}").try_into().unwrap()
    }

    const DONE: Answer = Answer { rejection: None, joined: None };

    #[test]
    fn w1_an_answer_is_remembered_for_its_page_and_number() {
        let mut answers = Answers::default();
        answers.keep(&page(1), CommandNumber(5), DONE);
        assert_eq!(answers.get(&page(1), CommandNumber(5)), Some(DONE));
        assert_eq!(answers.get(&page(1), CommandNumber(6)), None);
        assert_eq!(answers.get(&page(2), CommandNumber(5)), None);
    }

    #[test]
    fn w1_what_is_remembered_has_a_bound() {
        let mut answers = Answers::default();
        for number in 0..=PAGE_ANSWERS_MAX as u32 {
            answers.keep(&page(0), CommandNumber(number), DONE);
        }
        assert_eq!(answers.get(&page(0), CommandNumber(0)), None);
        assert_eq!(answers.get(&page(0), CommandNumber(1)), Some(DONE));
        for name in 1..=PAGES_REMEMBERED_MAX {
            answers.keep(&page(name), CommandNumber(0), DONE);
        }
        assert_eq!(answers.get(&page(0), CommandNumber(1)), None);
        assert_eq!(answers.pages.len(), PAGES_REMEMBERED_MAX);
    }
}
