//! Attention: whether anybody looks at this page, as the server is told.

/// A page that was hidden for so long has nobody before it.
pub const AWAY_AFTER_MS: f64 = 120_000.0;

/// Since when nobody can see the page, and what the server knows of it.
#[derive(Clone, Debug, Default)]
pub struct Attention {
    hidden_since: Option<f64>,
    /// Whether the server was told, on this connection, that I am away.
    is_told_away: bool,
}

impl Attention {
    /// The page cannot be seen.
    pub fn hidden(&mut self, now: f64) {
        self.hidden_since.get_or_insert(now);
    }

    /// The page is seen.
    pub fn visible(&mut self) {
        self.hidden_since = None;
    }

    /// There is another connection, which begins as one of somebody who is here.
    pub fn connected_anew(&mut self) {
        self.is_told_away = false;
    }

    /// P10: what to tell the server now: whether I am away, if that is news to it. `now` is in milliseconds of any clock.
    pub fn news(&mut self, now: f64) -> Option<bool> {
        let is_away = self.hidden_since.is_some_and(|since| now - since >= AWAY_AFTER_MS);
        (std::mem::replace(&mut self.is_told_away, is_away) != is_away).then_some(is_away)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_a_page_that_is_hidden_for_minutes_says_so_once_and_says_when_it_is_seen() {
        let mut attention = Attention::default();
        assert_eq!(attention.news(0.0), None);
        attention.hidden(1_000.0);
        attention.hidden(60_000.0);
        assert_eq!(attention.news(1_000.0 + AWAY_AFTER_MS - 1.0), None);
        assert_eq!(attention.news(1_000.0 + AWAY_AFTER_MS), Some(true));
        assert_eq!(attention.news(1_000.0 + 2.0 * AWAY_AFTER_MS), None);
        attention.visible();
        assert_eq!(attention.news(500_000.0), Some(false));
        assert_eq!(attention.news(600_000.0), None);
    }

    #[test]
    fn p10_a_short_look_elsewhere_is_not_told() {
        let mut attention = Attention::default();
        for from in [0.0, 200_000.0, 400_000.0] {
            attention.hidden(from);
            assert_eq!(attention.news(from + AWAY_AFTER_MS - 1.0), None);
            attention.visible();
            assert_eq!(attention.news(from + AWAY_AFTER_MS), None);
        }
    }

    #[test]
    fn p10_a_new_connection_is_told_anew() {
        let mut attention = Attention::default();
        attention.hidden(0.0);
        assert_eq!(attention.news(AWAY_AFTER_MS), Some(true));
        attention.connected_anew();
        assert_eq!(attention.news(AWAY_AFTER_MS + 1.0), Some(true));
        attention.connected_anew();
        attention.visible();
        assert_eq!(attention.news(AWAY_AFTER_MS + 2.0), None);
    }
}
