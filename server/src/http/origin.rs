//! Which pages may ask for something in a visitor's name.

use axum::http::{HeaderMap, HeaderValue, header};

/// What a page of another site is told.
pub const REFUSED: &str = "this comes from a page of another site";
/// The same as a sentence.
pub const REFUSED_SENTENCE: &str = "This comes from a page of another site.";

/// The origins whose pages may open sockets and post forms: our own, and those that were configured, for when a proxy in
/// front of us changes the host.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    configured: Vec<HeaderValue>,
}

impl Origins {
    pub fn new(configured: Vec<HeaderValue>) -> Self {
        Self { configured }
    }

    /// Whether the request may be served. Programs that are not browsers send no origin, and have nobody's cookies.
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        self.configured.contains(origin) || is_of_host(origin, headers.get(header::HOST))
    }
}

/// Whether the origin, `scheme://host:port`, has the host and port that the request was sent to. The scheme can differ: a
/// proxy may have taken the TLS away.
fn is_of_host(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let authority = origin.as_bytes().strip_prefix(b"https://").or(origin.as_bytes().strip_prefix(b"http://"));
    matches!((authority, host), (Some(authority), Some(host)) if authority.eq_ignore_ascii_case(host.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(origin: Option<&'static str>, host: Option<&'static str>) -> bool {
        let origins = Origins::new(vec![HeaderValue::from_static("https://poker.example")]);
        let mut headers = HeaderMap::new();
        let pairs = [(header::ORIGIN, origin), (header::HOST, host)];
        for (name, value) in pairs {
            value.map(|value| headers.insert(name, HeaderValue::from_static(value)));
        }
        origins.allow(&headers)
    }

    #[test]
    fn w4_a_page_of_our_own_is_allowed_and_one_of_another_site_is_not() {
        assert!(allows(Some("http://127.0.0.1:3000"), Some("127.0.0.1:3000")));
        assert!(allows(Some("https://team.example"), Some("Team.example")));
        assert!(allows(Some("https://poker.example"), Some("127.0.0.1:3000")));
        assert!(allows(None, Some("127.0.0.1:3000")));
        assert!(!allows(Some("http://127.0.0.1:3001"), Some("127.0.0.1:3000")));
        assert!(!allows(Some("https://evil.example"), Some("team.example")));
        assert!(!allows(Some("https://team.example.evil.example"), Some("team.example")));
        assert!(!allows(Some("null"), Some("team.example")));
        assert!(!allows(Some("https://team.example"), None));
    }
}
