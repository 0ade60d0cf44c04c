//! Chair: since when no moderator is there, and whether that is long enough for somebody else to take over.

use std::time::Duration;

use shared::command::Chair;
use tokio::time::Instant;

/// Watches the chair of one room.
pub struct ChairWatch {
    grace: Duration,
    /// When a moderator was there last; none while one is.
    left_at: Option<Instant>,
    chair: Chair,
}

impl ChairWatch {
    /// The room was loaded now, and nobody has come yet.
    pub fn new(grace: Duration, now: Instant) -> Self {
        Self { grace, left_at: Some(now), chair: Chair::Held }
    }

    pub fn chair(&self) -> Chair {
        self.chair
    }

    /// When the chair will be vacant if no moderator comes.
    pub fn vacant_at(&self) -> Option<Instant> {
        let left_at = self.left_at.filter(|_| self.chair == Chair::Held)?;
        left_at.checked_add(self.grace)
    }

    /// Whether a moderator is there, now. Answers with how the chair is, if that has changed.
    pub fn look(&mut self, moderator_is_there: bool, now: Instant) -> Option<Chair> {
        if moderator_is_there {
            self.left_at = None;
        } else {
            self.left_at.get_or_insert(now);
        }
        let is_vacant = self.left_at.is_some_and(|left_at| now.duration_since(left_at) >= self.grace);
        let chair = if is_vacant { Chair::Vacant } else { Chair::Held };
        let before = std::mem::replace(&mut self.chair, chair);
        Some(chair).filter(|chair| *chair != before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m3_the_chair_is_vacant_when_no_moderator_was_there_for_the_grace() {
        let grace = Duration::from_secs(60);
        let loaded = Instant::now();
        let after = |seconds| loaded + Duration::from_secs(seconds);
        let mut watch = ChairWatch::new(grace, loaded);
        assert_eq!((watch.look(false, after(59)), watch.chair()), (None, Chair::Held));
        assert_eq!(watch.vacant_at(), Some(after(60)));
        assert_eq!(watch.look(false, after(60)), Some(Chair::Vacant));
        assert_eq!((watch.look(false, after(61)), watch.vacant_at()), (None, None));
        assert_eq!(watch.look(true, after(62)), Some(Chair::Held));
        assert_eq!((watch.look(true, after(500)), watch.vacant_at()), (None, None));
        // From the moment in which the moderator goes, not from when they came.
        assert_eq!(watch.look(false, after(501)), None);
        assert_eq!(watch.vacant_at(), Some(after(561)));
        assert_eq!(watch.look(false, after(561)), Some(Chair::Vacant));
    }
}
