//! The check that each stored event carries: a hash over everything in the room up to it, so that a flipped bit, a cut
//! file or an event from elsewhere is found by whoever reads.
//!
//! It finds damage, not forgery: whoever can write the file can also write its hashes.

use sha2::{Digest, Sha256};
use shared::ids::{RoomId, UnixMillis};

use crate::store::Origin;

/// Half of a SHA-256: what happens by accident is not equal by accident in 128 bits.
const BYTES: usize = 16;

/// The check of one event, or of the beginning of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link([u8; BYTES]);

impl Link {
    /// Before a room's first event.
    pub fn first(room: RoomId) -> Self {
        Self::hash([b"room".as_slice(), &room.bits().to_be_bytes()])
    }

    /// The link after this one, of an event as it is stored.
    pub fn next(self, at: UnixMillis, origin: Option<Origin>, event: &[u8]) -> Self {
        let origin = origin.map(|Origin { page, number }| (page.0.to_be_bytes(), number.0.to_be_bytes()));
        let (page, number) = origin.as_ref().map_or((&[][..], &[][..]), |(page, number)| (page, number));
        // So that nothing of one is taken for the beginning of the next.
        let lengths = [page.len() as u8, number.len() as u8];
        Self::hash([&self.0, &at.0.to_be_bytes(), &lengths, page, number, event])
    }

    /// What seals a snapshot that was taken when this was the latest link.
    pub fn seal(self, snapshot: &[u8]) -> Self {
        Self::hash([b"snapshot".as_slice(), &self.0, snapshot])
    }

    /// As it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What was stored; none if it is of another length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    fn hash<const N: usize>(parts: [&[u8]; N]) -> Self {
        let mut hash = Sha256::new();
        parts.iter().for_each(|part| hash.update(part));
        let mut link = [0; BYTES];
        link.copy_from_slice(&hash.finalize()[..BYTES]);
        Self(link)
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::CommandNumber;

    use super::*;
    use crate::identity::PageTag;

    #[test]
    fn w7_a_link_depends_on_all_that_came_before() {
        let first = Link::first(RoomId::from_random_bits(1));
        assert_ne!(first, Link::first(RoomId::from_random_bits(2)));
        let one = first.next(UnixMillis(5), None, b"event");
        let origin = Some(Origin { page: PageTag(1), number: CommandNumber(2) });
        let others = [
            first.next(UnixMillis(6), None, b"event"),
            first.next(UnixMillis(5), origin, b"event"),
            first.next(UnixMillis(5), None, b"evenT"),
            first,
        ];
        for other in others {
            assert_ne!(one, other);
            assert_ne!(one.next(UnixMillis(7), None, b"next"), other.next(UnixMillis(7), None, b"next"));
        }
        assert_ne!(one.seal(b"event"), one.next(UnixMillis(0), None, b"event"));
        assert_eq!(Link::from_bytes(one.as_bytes()), Some(one));
        assert_eq!(Link::from_bytes(&one.as_bytes()[1..]), None);
    }
}
