//! Notices of the browser: what it shows over whatever one looks at (the Notifications API).

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// One notice of ours takes the place of the one before.
const TAG: &str = "team-poker";
const ICON: &str = "/apple-touch-icon.png";

/// Whether this page may show notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    Given,
    /// Nobody has said yes or no yet.
    NotGiven,
    Refused,
    /// This browser has none, or none for pages.
    Unsupported,
}

impl Leave {
    /// Why there are no notices, and what one can do about it; none if there are.
    pub fn problem(self) -> Option<&'static str> {
        match self {
            Self::Given => None,
            Self::NotGiven => Some("The browser was not allowed to show notices, so they stay off."),
            Self::Refused => {
                Some("This browser refuses notices of this site. You can allow them in its settings for the site.")
            }
            Self::Unsupported => Some("This browser cannot show notices."),
        }
    }
}

/// Whether this page may show notices now.
pub fn leave() -> Leave {
    if !Reflect::has(&window(), &"Notification".into()).unwrap_or(false) {
        return Leave::Unsupported;
    }
    match Notification::permission() {
        NotificationPermission::Granted => Leave::Given,
        NotificationPermission::Denied => Leave::Refused,
        _ => Leave::NotGiven,
    }
}

/// Asks the person, if nobody has yet, and shows a first notice.
pub async fn ask() -> Leave {
    if leave() == Leave::NotGiven
        && let Ok(answer) = Notification::request_permission()
    {
        let _ = JsFuture::from(answer).await;
    }
    match leave() {
        // Some phones have the notices, but not for pages.
        Leave::Given if !show("Team Poker", "This is what a notice looks like.") => Leave::Unsupported,
        leave => leave,
    }
}

/// Shows a notice, which leads back to the page. False if the browser does not.
pub fn show(headline: &str, details: &str) -> bool {
    let options = NotificationOptions::new();
    options.set_body(details);
    options.set_tag(TAG);
    options.set_icon(ICON);
    if leave() != Leave::Given {
        return false;
    }
    let Ok(notice) = Notification::new_with_options(headline, &options) else { return false };
    let shown = notice.clone();
    let lead_back = Closure::once_into_js(move |_: JsValue| {
        let _ = window().focus();
        shown.close();
    });
    notice.set_onclick(lead_back.dyn_ref());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_gets_no_notices_is_told_why() {
        assert_eq!(Leave::Given.problem(), None);
        let problems = [Leave::NotGiven, Leave::Refused, Leave::Unsupported].map(Leave::problem);
        assert!(problems.iter().all(Option::is_some));
        assert!(problems[0] != problems[1] && problems[1] != problems[2]);
    }
}
