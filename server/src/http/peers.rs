//! Peers: how often each address may ask.
//!
//! Nothing of a request is believed in this: an address is that of the connection. Behind a proxy all have the proxy's, and
//! share what one may ask.
//!
//! The bucket is the one that sockets have. Of the crate `governor` we would use as little, bring in what it needs, and still
//! have to bound the map, which it does not do.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;

use crate::Server;
use crate::allowance::{Allowance, Pace};
use crate::limits::{PEERS_MAX, PEERS_SWEPT_EVERY};

/// What each address may still ask.
pub struct Peers {
    pace: Pace,
    /// The lock is held for a look at the map, and never across an await.
    seen: Mutex<Seen>,
}

struct Seen {
    allowances: HashMap<Peer, Allowance>,
    swept_at: Instant,
}

/// Who asks, as far as an address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Peer {
    V4(Ipv4Addr),
    /// The first 64 bits: who has one address has all that begin so.
    V6([u16; 4]),
    /// All whose addresses find no place.
    Others,
}

impl Peers {
    pub fn new(pace: Pace) -> Self {
        Self { pace, seen: Mutex::new(Seen { allowances: HashMap::new(), swept_at: Instant::now() }) }
    }

    /// Takes one from what that address may ask.
    ///
    /// # Errors
    ///
    /// How long it is to wait.
    pub fn spend(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        // An allowance is whole whoever panicked.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let peer = seen.place(Peer::of(address), now);
        seen.allowances.entry(peer).or_insert_with(|| Allowance::new(now)).spend(self.pace, now)
    }
}

/// How requests are counted: those of one address on this server, and what one is told who asks too often.
#[derive(Clone)]
pub struct Counted {
    pub server: Server,
    pub refuse: fn(Duration) -> Response,
}

/// Answers those who have not asked too often.
pub async fn count(
    State(Counted { server, refuse }): State<Counted>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    match server.asking.spend(peer.ip(), Instant::now()) {
        Ok(()) => next.run(request).await,
        Err(wait) => refuse(wait),
    }
}

/// A wait in whole seconds, as `Retry-After` says it.
pub fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// What one is told who asks too often.
pub fn too_often(wait: Duration) -> String {
    format!("Too many requests: please try again in {} s.", seconds(wait))
}

impl Seen {
    /// Under whom the peer is counted.
    fn place(&mut self, peer: Peer, now: Instant) -> Peer {
        let is_full = |seen: &Self| seen.allowances.len() >= PEERS_MAX;
        if self.allowances.contains_key(&peer) || !is_full(self) {
            return peer;
        }
        // Looking at all of them takes a moment, which nobody shall be able to ask for with each request.
        if now >= self.swept_at + PEERS_SWEPT_EVERY {
            self.swept_at = now;
            self.allowances.retain(|_, allowance| !allowance.is_full(now));
        }
        if is_full(self) { Peer::Others } else { peer }
    }
}

impl Peer {
    fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn numbered(number: usize) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from(u32::try_from(number).unwrap()))
    }

    #[test]
    fn a3_each_address_has_its_own_allowance_and_of_ipv6_each_network() {
        let peers = Peers::new(Pace::per_minute(2));
        let now = Instant::now();
        for address in ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8:0:1::1"].map(address) {
            assert_eq!((peers.spend(address, now), peers.spend(address, now)), (Ok(()), Ok(())), "{address}");
            assert_eq!(peers.spend(address, now), Err(Duration::from_secs(30)), "{address}");
        }
        for same in ["::ffff:192.0.2.1", "2001:db8::ffff:1"].map(address) {
            assert_eq!(peers.spend(same, now), Err(Duration::from_secs(30)), "{same}");
        }
        assert_eq!(peers.spend(address("192.0.2.1"), now + Duration::from_secs(30)), Ok(()));
    }

    #[test]
    fn a3_the_addresses_that_are_counted_are_bounded_and_forgotten_when_they_have_been_quiet() {
        let peers = Peers::new(Pace::per_minute(1));
        let now = Instant::now();
        let count = || peers.seen.lock().unwrap().allowances.len();
        for number in 0..PEERS_MAX {
            assert_eq!(peers.spend(numbered(number), now), Ok(()));
        }
        // All of the others share one.
        assert_eq!(peers.spend(numbered(PEERS_MAX), now), Ok(()));
        assert!(peers.spend(numbered(PEERS_MAX + 1), now).is_err());
        assert_eq!(count(), PEERS_MAX + 1);
        // Who is known is not held up by them.
        let later = now + Duration::from_secs(60);
        assert_eq!(peers.spend(numbered(0), later), Ok(()));
        assert_eq!(peers.spend(numbered(PEERS_MAX + 1), later), Ok(()));
        assert_eq!(count(), 2);
    }
}
