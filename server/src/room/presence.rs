//! Presence: how each participant of a room is there now. Soft state, which never outlives the process that saw it.

use std::collections::BTreeMap;

use shared::ids::ParticipantId;
use shared::message::Presence;

/// The connections of each participant.
#[derive(Default)]
pub struct Attendance {
    connections: BTreeMap<ParticipantId, Connections>,
}

#[derive(Clone, Copy, Default)]
struct Connections {
    /// On which somebody looks at the page.
    here: usize,
    /// On which nobody has for minutes.
    away: usize,
}

impl Attendance {
    /// How they are there.
    pub fn of(&self, who: ParticipantId) -> Presence {
        match self.connections.get(&who) {
            None => Presence::Gone,
            Some(Connections { here: 0, .. }) => Presence::Away,
            Some(_) => Presence::Here,
        }
    }

    /// One more connection, on which somebody looks at the page. Answers with how they are there now, if that has changed.
    pub fn arrive(&mut self, who: ParticipantId) -> Option<Presence> {
        self.change(who, |connections| connections.here += 1)
    }

    /// One connection less, which was away or not.
    pub fn depart(&mut self, who: ParticipantId, was_away: bool) -> Option<Presence> {
        self.change(who, |connections| {
            let count = if was_away { &mut connections.away } else { &mut connections.here };
            *count = count.saturating_sub(1);
        })
    }

    /// One connection is away now, or no longer, and was not before.
    pub fn set_away(&mut self, who: ParticipantId, away: bool) -> Option<Presence> {
        self.change(who, |connections| {
            let Connections { here, away: gone } = connections;
            let (from, to) = if away { (here, gone) } else { (gone, here) };
            *from = from.saturating_sub(1);
            *to += 1;
        })
    }

    /// How many connections they have.
    pub fn connections(&self, who: ParticipantId) -> usize {
        self.connections.get(&who).map_or(0, |connections| connections.here + connections.away)
    }

    /// Everyone who is there in this way.
    pub fn all(&self, presence: Presence) -> impl Iterator<Item = ParticipantId> {
        self.connections.keys().copied().filter(move |who| self.of(*who) == presence)
    }

    fn change(&mut self, who: ParticipantId, change: impl FnOnce(&mut Connections)) -> Option<Presence> {
        let before = self.of(who);
        let connections = self.connections.entry(who).or_default();
        change(connections);
        if connections.here + connections.away == 0 {
            self.connections.remove(&who);
        }
        Some(self.of(who)).filter(|now| *now != before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);

    #[test]
    fn p9_a_person_is_here_until_their_last_connection_goes() {
        let mut attendance = Attendance::default();
        assert_eq!(attendance.arrive(ADA), Some(Presence::Here));
        assert_eq!(attendance.arrive(ADA), None);
        assert_eq!(attendance.depart(ADA, false), None);
        assert_eq!(attendance.all(Presence::Here).collect::<Vec<_>>(), [ADA]);
        assert_eq!(attendance.depart(ADA, false), Some(Presence::Gone));
        assert_eq!((attendance.all(Presence::Here).count(), attendance.connections(ADA)), (0, 0));
        assert_eq!(attendance.depart(ADA, false), None);
    }

    #[test]
    fn p10_a_person_is_away_when_every_page_of_theirs_is() {
        let mut attendance = Attendance::default();
        attendance.arrive(ADA);
        attendance.arrive(ADA);
        assert_eq!(attendance.set_away(ADA, true), None);
        assert_eq!(attendance.set_away(ADA, true), Some(Presence::Away));
        assert_eq!(attendance.all(Presence::Away).collect::<Vec<_>>(), [ADA]);
        assert_eq!(attendance.set_away(ADA, false), Some(Presence::Here));
        // The page that was looked at goes, the other stays.
        assert_eq!(attendance.depart(ADA, false), Some(Presence::Away));
        assert_eq!(attendance.arrive(ADA), Some(Presence::Here));
        assert_eq!(attendance.depart(ADA, false), Some(Presence::Away));
        assert_eq!(attendance.depart(ADA, true), Some(Presence::Gone));
    }
}
