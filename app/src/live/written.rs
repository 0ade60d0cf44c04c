//! Written: what stands in the form in which a topic is edited, what of it is news, and where a refusal is told.

use shared::command::TopicEdit;
use shared::rejection::Rejection;

use super::topics::TopicView;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
