//! Device: what this page does on somebody's device beside being drawn. It keeps their preferences, sounds, and shows
//! notices.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::alert::Alert;
use super::preferences::Preferences;
use super::{Live, browser, notification, sound};

impl Live {
    /// Reads what this browser keeps. To be called in the browser, once.
    pub(super) fn start_device(self) {
        let read = move || self.take_preferences(Preferences::read(browser::kept));
        read();
        // Another tab has written. As long as the page, so what would end these is dropped unused.
        drop(window_event_listener(ev::storage, move |_| read()));
        for pressed in ["click", "keydown"] {
            drop(window_event_listener_untyped(pressed, move |_| {
                if self.preferences.get_untracked().sounds {
                    sound::wake(&[]);
                }
            }));
        }
    }

    /// Changes what somebody wants, and keeps it.
    pub fn prefer(self, change: impl FnOnce(&mut Preferences)) {
        let mut preferences = self.preferences.get_untracked();
        change(&mut preferences);
        for (key, value) in preferences.entries() {
            browser::keep(key, value);
        }
        self.take_preferences(preferences);
    }

    /// Switches sounds on, and lets one be heard; or off.
    pub fn want_sounds(self, wanted: bool) {
        self.prefer(|preferences| preferences.sounds = wanted);
        if wanted {
            sound::wake(sound::tone(Alert::EverybodyPlayed));
        }
    }

    /// Switches notices on, if the browser shows any; or off.
    pub fn want_notices(self, wanted: bool) {
        self.notices_problem.set(None);
        self.prefer(|preferences| preferences.notices = wanted);
        if wanted {
            spawn_local(async move {
                let problem = notification::ask().await.problem();
                if problem.is_some() {
                    self.prefer(|preferences| preferences.notices = false);
                }
                self.notices_problem.set(problem);
            });
        }
    }

    /// Looks whether there is something at the table to tell of.
    pub(super) fn watch_table(self) {
        let now = browser::now_ms();
        let look = |session: &mut super::Session| self.view.with_known(|known| session.watch.look(known, now));
        if let Some(alert) = self.session.try_update_value(look).flatten() {
            self.raise(alert);
        }
    }

    /// Tells of that, as one wants to be told.
    pub(super) fn raise(self, alert: Alert) {
        let Preferences { sounds, notices, .. } = self.preferences.get_untracked();
        if sounds {
            sound::play(sound::tone(alert));
        }
        if notices && browser::is_hidden() {
            notification::show(alert.headline(), &self.view.with_known(|known| alert.details(known)));
        }
    }

    fn take_preferences(self, preferences: Preferences) {
        browser::show_theme(preferences.theme);
        if self.preferences.get_untracked() != preferences {
            self.preferences.set(preferences);
        }
    }
}
