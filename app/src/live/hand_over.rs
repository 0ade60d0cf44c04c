//! Hand-over: another device of mine takes my seat as well, by a link with a code that serves once.

use shared::ids::UnixMillis;
use shared::message::HandOverCode;

/// No code is shown for longer, whatever the clocks say.
pub const SHOWN_MS_MAX: f64 = 120_000.0;
/// How the part of a link begins that browsers send to no server.
const HASH: &str = "#code=";

/// How far I am with handing my seat over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HandOver {
    #[default]
    Not,
    /// The server was asked for a code.
    Asked,
    /// With this link another device takes the seat.
    Ready { link: String },
    /// The code that was shown serves no more.
    Expired,
}

/// The link that holds a code.
pub fn link(room_url: &str, code: &HandOverCode) -> String {
    format!("{room_url}{HASH}{}", code.as_str())
}

/// The code in the last part of the page's address, as the browser gives it.
pub fn code_of(hash: &str) -> Option<HandOverCode> {
    let code = hash.strip_prefix(HASH).filter(|code| !code.is_empty())?;
    code.to_owned().try_into().ok()
}

/// How long to show a code that serves until then, when the server's clock says `now`.
pub fn shown_ms(until: UnixMillis, now: f64) -> f64 {
    (until.0 as f64 - now).clamp(0.0, SHOWN_MS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p12_a_code_comes_back_out_of_its_link() {
        let code: HandOverCode = "4f1c9b52a8d04e6f".to_owned().try_into().unwrap();
        let link = link("https://poker.example/r/k3v9-xq2m-7tfa", &code);
        assert_eq!(link, "https://poker.example/r/k3v9-xq2m-7tfa#code=4f1c9b52a8d04e6f");
        assert_eq!(code_of(&link[link.find('#').unwrap()..]), Some(code));
    }

    #[test]
    fn p12_what_is_no_code_is_not_taken_for_one() {
        for hash in ["", "#", "#code=", "#speech", "code=4f1c9b52a8d04e6f"] {
            assert_eq!(code_of(hash), None, "{hash}");
        }
        assert_eq!(code_of(&format!("#code={}", "x".repeat(1000))), None);
    }

    #[test]
    fn p12_a_code_is_shown_for_as_long_as_it_serves() {
        assert_eq!(shown_ms(UnixMillis(1_800_000_090_000), 1_800_000_000_000.0), 90_000.0);
        assert_eq!(shown_ms(UnixMillis(1_800_000_000_000), 1_800_000_090_000.0), 0.0);
        assert_eq!(shown_ms(UnixMillis(u64::MAX), 0.0), SHOWN_MS_MAX);
    }
}
