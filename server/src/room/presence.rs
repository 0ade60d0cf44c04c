//! Presence: who of a room has a connection now. Soft state, which never outlives the process that saw it.

use std::collections::BTreeMap;

use shared::ids::ParticipantId;

/// How many connections each participant has.
#[derive(Default)]
pub struct Presence {
    connections: BTreeMap<ParticipantId, usize>,
}

impl Presence {
    /// One more connection; true if it is their first.
    pub fn arrive(&mut self, who: ParticipantId) -> bool {
        let connections = self.connections.entry(who).or_default();
        *connections += 1;
        *connections == 1
    }

    /// One connection less; true if it was their last.
    pub fn depart(&mut self, who: ParticipantId) -> bool {
        let Some(connections) = self.connections.get_mut(&who) else { return false };
        *connections -= 1;
        let was_last = *connections == 0;
        if was_last {
            self.connections.remove(&who);
        }
        was_last
    }

    /// How many connections they have.
    pub fn connections(&self, who: ParticipantId) -> usize {
        self.connections.get(&who).copied().unwrap_or_default()
    }

    /// Everyone who has one.
    pub fn here(&self) -> impl Iterator<Item = ParticipantId> {
        self.connections.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p9_a_person_is_here_until_their_last_connection_goes() {
        let ada = ParticipantId(2);
        let mut presence = Presence::default();
        assert!(presence.arrive(ada));
        assert!(!presence.arrive(ada));
        assert!(!presence.depart(ada));
        assert_eq!(presence.here().collect::<Vec<_>>(), [ada]);
        assert!(presence.depart(ada));
        assert_eq!(presence.here().count(), 0);
        assert!(!presence.depart(ada));
    }
}
