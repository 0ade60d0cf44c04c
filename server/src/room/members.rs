//! Members: the connections of a room, and what is told to them.

use std::collections::HashMap;

use shared::codec::Codec;
use shared::command::Actor;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, Version};
use shared::message::{CloseCode, Presence, ServerMessage};
use shared::redact::{self, Audience, Redacted};

use super::frame::Frames;
use super::outbox::Outbox;
use super::presence::Attendance;
use crate::identity::PageTag;
use crate::limits::{ROOM_CONNECTIONS_MAX, SEAT_CONNECTIONS_MAX, UNSENT_BYTES_KEPT, UNSENT_BYTES_MAX};

/// One socket of a room, by a number that the room gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(u64);

/// Someone connected: who they have proven to be, and how they are told things.
pub struct Member {
    pub actor: Actor,
    pub codec: Codec,
    outbox: Outbox,
    pub page: Option<PageTag>,
    /// Whether nobody has looked at the page for minutes.
    pub away: bool,
    /// Frames that were told in this turn of the room, and are written at its end.
    unsent: Vec<u8>,
}

impl Member {
    pub fn new(actor: Actor, codec: Codec, outbox: Outbox, page: Option<PageTag>) -> Self {
        Self { actor, codec, outbox, page, away: false, unsent: vec![] }
    }

    fn tell(&mut self, frame: &[u8]) {
        self.unsent.extend_from_slice(frame);
        if self.unsent.len() > UNSENT_BYTES_MAX {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if !self.unsent.is_empty() {
            self.outbox.push(&self.unsent);
            self.unsent.clear();
            self.unsent.shrink_to(UNSENT_BYTES_KEPT);
        }
    }
}

/// All who are connected to a room.
#[derive(Default)]
pub struct Members {
    members: HashMap<ConnectionId, Member>,
    last: u64,
    attendance: Attendance,
}

impl Members {
    /// Lets one more in. Others are told if it is somebody who was not here.
    ///
    /// # Errors
    ///
    /// [`CloseCode::Full`] if the room, or the participant, has all the connections that it can have.
    pub fn admit(&mut self, member: Member) -> Result<ConnectionId, CloseCode> {
        let of_same_seat = participant(&member.actor).map_or(0, |who| self.attendance.connections(who));
        if self.members.len() >= ROOM_CONNECTIONS_MAX || of_same_seat >= SEAT_CONNECTIONS_MAX {
            return Err(CloseCode::Full);
        }
        self.last += 1;
        let connection = ConnectionId(self.last);
        self.arrive(&member.actor);
        self.members.insert(connection, member);
        Ok(connection)
    }

    /// Lets one go. Others are told if it was somebody's last connection.
    pub fn dismiss(&mut self, connection: ConnectionId) {
        if let Some(member) = self.members.remove(&connection) {
            self.depart(&member.actor, member.away);
        }
    }

    /// From now on that connection is somebody else.
    pub fn become_actor(&mut self, connection: ConnectionId, actor: Actor) {
        let Some(member) = self.members.get_mut(&connection) else { return };
        let before = std::mem::replace(&mut member.actor, actor);
        if before != actor {
            let was_away = std::mem::take(&mut member.away);
            self.depart(&before, was_away);
            self.arrive(&actor);
        }
    }

    /// Nobody looks at that connection's page for minutes, or somebody does again.
    pub fn set_away(&mut self, connection: ConnectionId, away: bool) {
        let Some(member) = self.members.get_mut(&connection) else { return };
        let was_away = std::mem::replace(&mut member.away, away);
        if let Some(who) = participant(&member.actor)
            && was_away != away
        {
            let presence = self.attendance.set_away(who, away);
            self.tell_presence(who, presence);
        }
    }

    pub fn get(&self, connection: ConnectionId) -> Option<&Member> {
        self.members.get(&connection)
    }

    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// How everyone is there, whether they sit at the table or not.
    pub fn attendance(&self) -> &Attendance {
        &self.attendance
    }

    /// Tells one connection.
    pub fn tell(&mut self, connection: ConnectionId, message: &ServerMessage) {
        if let Some(member) = self.members.get_mut(&connection) {
            member.tell(Frames::new(message).of(member.codec));
        }
    }

    /// Tells all connections of those participants.
    pub fn tell_participants(&mut self, is_told: impl Fn(ParticipantId) -> bool, message: &ServerMessage) {
        let mut frames = Frames::new(message);
        for member in self.members.values_mut() {
            if participant(&member.actor).is_some_and(&is_told) {
                member.tell(frames.of(member.codec));
            }
        }
    }

    /// Tells everyone the same.
    pub fn tell_all(&mut self, message: &ServerMessage) {
        let mut frames = Frames::new(message);
        for member in self.members.values_mut() {
            member.tell(frames.of(member.codec));
        }
    }

    /// Tells everyone of an event what they may know of it: encoded once a codec and redaction, not once a member.
    pub fn tell_event(&mut self, version: Version, event: &RoomEvent) {
        let told = |event: &Redacted<RoomEvent>| ServerMessage::Event { version, event: event.clone() };
        match redact::event(event) {
            Audience::Nobody => {}
            Audience::All(event) => self.tell_all(&told(&event)),
            Audience::OneAndOthers { one, to_one, to_others } => {
                let (to_one, to_others) = (told(&to_one), to_others.as_ref().map(told));
                let mut frames_to_one = Frames::new(&to_one);
                let mut frames_to_others = to_others.as_ref().map(Frames::new);
                for member in self.members.values_mut() {
                    if member.actor == Actor::Participant(one) {
                        member.tell(frames_to_one.of(member.codec));
                    } else if let Some(frames) = &mut frames_to_others {
                        member.tell(frames.of(member.codec));
                    }
                }
            }
        }
    }

    /// Writes what was told since the last time: once a member, however much it is.
    pub fn flush(&mut self) {
        self.members.values_mut().for_each(Member::flush);
    }

    fn arrive(&mut self, actor: &Actor) {
        if let Some(who) = participant(actor) {
            let presence = self.attendance.arrive(who);
            self.tell_presence(who, presence);
        }
    }

    fn depart(&mut self, actor: &Actor, was_away: bool) {
        if let Some(who) = participant(actor) {
            let presence = self.attendance.depart(who, was_away);
            self.tell_presence(who, presence);
        }
    }

    /// Tells everyone how somebody is there now, if that has changed.
    fn tell_presence(&mut self, who: ParticipantId, changed: Option<Presence>) {
        if let Some(presence) = changed {
            self.tell_all(&ServerMessage::Presence { who, presence });
        }
    }
}

fn participant(actor: &Actor) -> Option<ParticipantId> {
    match actor {
        Actor::Stranger | Actor::Table => None,
        Actor::Participant(who) => Some(*who),
    }
}

#[cfg(test)]
mod tests {
    use shared::card::CardIndex;
    use shared::round::Vote;

    use super::*;
    use crate::room::outbox::tests::Narrow;

    fn member(actor: Actor) -> Member {
        Member::new(actor, Codec::Json, Outbox::to_anywhere(), None)
    }

    #[test]
    fn w4_the_last_connection_of_a_room_is_let_in_and_the_one_after_it_not() {
        let mut members = Members::default();
        let admitted: Vec<_> = (0..ROOM_CONNECTIONS_MAX).map(|_| members.admit(member(Actor::Stranger))).collect();
        assert!(admitted.iter().all(Result::is_ok));
        assert_eq!(members.admit(member(Actor::Stranger)), Err(CloseCode::Full));
        members.dismiss(admitted[0].unwrap());
        assert!(members.admit(member(Actor::Stranger)).is_ok());
    }

    #[test]
    fn w4_the_last_connection_of_a_seat_is_let_in_and_the_one_after_it_not() {
        let ada = Actor::Participant(ParticipantId(2));
        let mut members = Members::default();
        for _ in 0..SEAT_CONNECTIONS_MAX {
            assert!(members.admit(member(ada)).is_ok());
        }
        assert_eq!(members.admit(member(ada)), Err(CloseCode::Full));
        assert!(members.admit(member(Actor::Participant(ParticipantId(3)))).is_ok());
    }

    #[test]
    fn w5_what_is_told_in_one_turn_is_one_write_a_member() {
        let mut members = Members::default();
        let lines = [2, 3, 4].map(|who| {
            let line = Narrow::of(usize::MAX);
            let actor = Actor::Participant(ParticipantId(who));
            members.admit(Member::new(actor, Codec::Postcard, Outbox::new(line.clone()), None)).unwrap();
            line
        });
        members.flush();
        let writes = |line: &Narrow| line.taken().1;
        let before = lines.each_ref().map(writes);
        for version in 1..=100 {
            let who = ParticipantId(2 + u32::try_from(version % 3).unwrap());
            members.tell_event(Version(version), &RoomEvent::Voted { who, vote: Vote::Card(CardIndex(3)) });
        }
        assert_eq!(lines.each_ref().map(writes), before, "nothing is written before the end of the turn");
        members.flush();
        members.flush();
        assert_eq!(lines.each_ref().map(writes), before.map(|writes| writes + 1));
    }

    #[test]
    fn w5_what_waits_for_the_end_of_a_turn_has_a_bound() {
        let mut members = Members::default();
        let line = Narrow::of(usize::MAX);
        members.admit(Member::new(Actor::Stranger, Codec::Postcard, Outbox::new(line.clone()), None)).unwrap();
        let mut told = 0;
        while line.taken().1 == 0 {
            members.tell_all(&ServerMessage::Nudge);
            told += 3;
        }
        assert_eq!(told, UNSENT_BYTES_MAX + 3 - UNSENT_BYTES_MAX % 3);
        assert_eq!(line.taken().0.len(), told);
    }
}
