//! Clock: what the server's time is now, for what is shown of it, and what is told when a countdown comes to its end.

use std::time::Duration;

use leptos::prelude::*;
use shared::ids::UnixMillis;

use super::alert::Alert;
use super::timer::TimerNews;
use super::{Live, Session, browser};

/// How often what is left of a countdown is drawn anew.
const CLOCK_EVERY: Duration = Duration::from_millis(250);

impl Live {
    /// Looks at the clock, as long as the page lives. To be called in the browser, once.
    pub(super) fn start_clock(self) {
        drop(set_interval_with_handle(move || self.tick_clock(), CLOCK_EVERY));
    }

    /// Sets the clock, if something that is shown depends on it.
    pub(super) fn tick_clock(self) {
        let is_wanted = self.view.round.with_untracked(|round| round.timer.is_some() || round.countdown.is_some());
        if is_wanted {
            let now = browser::now_ms() + self.session.with_value(|session| session.clock_ahead);
            self.clock.set(UnixMillis(now.max(0.0) as u64));
        }
        let (timer, now) = (self.view.round.with_untracked(|round| round.timer), self.clock.get_untracked());
        let news = self.session.try_update_value(|session| session.timer.look(timer, now)).flatten();
        if let Some(news) = news {
            if news == TimerNews::Over {
                self.raise(Alert::TimeUp);
                self.show_news(news.words());
            }
            let hear = |session: &mut Session| session.speech.hear_words(news.words());
            self.speak(self.session.try_update_value(hear).flatten());
        }
    }
}
