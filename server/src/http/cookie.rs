//! The cookie that carries a seat from a plain form to what comes next: the page's socket, or another form.
//!
//! A form cannot hand a token on in any other way that stays out of links and logs. Its paths are those of the room, so
//! that it is sent nowhere else, and no script can read it.

use axum::http::{HeaderMap, HeaderValue, header};
use shared::ids::RoomId;
use shared::message::Token;

const NAME: &str = "teampoker_seat";
/// A month: as long as somebody may need to come back to the room that they made.
const MAX_AGE_SECONDS: u32 = 30 * 24 * 60 * 60;

/// The token that came with a request, if it came with one.
pub fn seat(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.into_iter().find(|(name, _)| *name == NAME)?;
    Token::try_from(value.to_owned()).ok()
}

/// `Set-Cookie` for the token of a seat in a room: one for its socket, one for its forms.
pub fn set(room: RoomId, token: &Token) -> [HeaderValue; 2] {
    [format!("/ws/{room}"), format!("/r/{room}")].map(|path| {
        let token = token.as_str();
        let text = format!("{NAME}={token}; Path={path}; Max-Age={MAX_AGE_SECONDS}; HttpOnly; SameSite=Strict");
        HeaderValue::from_str(&text).expect("a token that we made is of letters and digits")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p9_what_was_set_comes_back_among_others() {
        let token = Token::try_from("1.abc".to_owned()).unwrap();
        let [set, _] = set(RoomId::from_random_bits(1), &token);
        let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("a=b; {pair}; c").parse().unwrap());
        assert_eq!(seat(&headers), Some(token));
        headers.insert(header::COOKIE, "x_teampoker_seat=1.abc".parse().unwrap());
        assert_eq!(seat(&headers), None);
        assert_eq!(seat(&HeaderMap::new()), None);
    }
}
