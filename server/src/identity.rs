//! Who somebody is: tokens that only this server can make, and that say which seat they are for.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::ids::{ParticipantId, RoomId};
use shared::message::{PageId, Token};

/// The bytes of the tag in a token: 128 bits are beyond guessing over a network.
const TAG_BYTES: usize = 16;

/// A keyed hash of a page's name in one room. What a page calls itself is a secret; this can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageTag(pub u64);

/// The server's secret, from which the token of every seat is derived, so that no secret of a seat is kept anywhere.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl ServerKey {
    /// A new secret.
    ///
    /// # Errors
    ///
    /// When the system has no randomness to give.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self(key))
    }

    /// The secret that was kept with the rooms.
    pub fn from_bytes(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// By what a page is known again in that room, also after a restart.
    pub fn page_tag(&self, room: RoomId, page: &PageId) -> PageTag {
        let tag = self.hash(b"page", room, page.as_str().as_bytes()).finalize().into_bytes();
        PageTag(tag.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
    }

    /// The token of a seat: the participant's number, then a keyed hash (HMAC-SHA-256, RFC 2104) of room and number.
    pub fn token(&self, room: RoomId, who: ParticipantId) -> Token {
        let tag = &self.tag(room, who).finalize().into_bytes()[..TAG_BYTES];
        let text = format!("{}.{}", who.0, BASE64_URL_SAFE_NO_PAD.encode(tag));
        Token::try_from(text).expect("a number, a dot and 22 characters are within a token's bound")
    }

    /// Whose token this is in that room; none if this server did not make it for that room.
    pub fn prove(&self, room: RoomId, token: &Token) -> Option<ParticipantId> {
        let (who, tag) = token.as_str().split_once('.')?;
        let who = ParticipantId(who.parse().ok()?);
        let tag = BASE64_URL_SAFE_NO_PAD.decode(tag).ok().filter(|tag| tag.len() == TAG_BYTES)?;
        // In constant time: how much of a guess is right must not show.
        self.tag(room, who).verify_truncated_left(&tag).ok().map(|()| who)
    }

    fn tag(&self, room: RoomId, who: ParticipantId) -> Hmac<Sha256> {
        self.hash(b"seat", room, &who.0.to_be_bytes())
    }

    fn hash(&self, purpose: &[u8], room: RoomId, what: &[u8]) -> Hmac<Sha256> {
        let mut hash = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        hash.update(purpose);
        hash.update(&room.bits().to_be_bytes());
        hash.update(what);
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(bits: u64) -> RoomId {
        RoomId::from_random_bits(bits)
    }

    #[test]
    fn p9_a_token_proves_its_seat_in_its_room_to_its_server() {
        let key = ServerKey::generate().unwrap();
        let who = ParticipantId(7);
        let token = key.token(room(1), who);
        assert_eq!(key.prove(room(1), &token), Some(who));
        assert_eq!(key.prove(room(2), &token), None);
        assert_eq!(ServerKey::generate().unwrap().prove(room(1), &token), None);
    }

    #[test]
    fn w1_a_page_is_known_again_in_its_room_by_its_server() {
        let key = ServerKey::generate().unwrap();
        let page = |name: &str| PageId::try_from(format!("the page of {name:>16}")).unwrap();
        let tag = key.page_tag(room(1), &page("Ada"));
        assert_eq!(tag, ServerKey::from_bytes(key.0).page_tag(room(1), &page("Ada")));
        assert_ne!(tag, key.page_tag(room(1), &page("Bob")));
        assert_ne!(tag, key.page_tag(room(2), &page("Ada")));
        assert_ne!(tag, ServerKey::generate().unwrap().page_tag(room(1), &page("Ada")));
    }

    #[test]
    fn p9_a_token_that_was_tampered_with_proves_nothing() {
        let key = ServerKey::generate().unwrap();
        let token = key.token(room(1), ParticipantId(7));
        let tag = token.as_str().split_once('.').unwrap().1;
        for text in [format!("8.{tag}"), format!("7.{}", &tag[..21]), "7.".into(), "7".into(), String::new()] {
            let forged = Token::try_from(text.clone()).unwrap();
            assert_eq!(key.prove(room(1), &forged), None, "{text}");
        }
    }
}
