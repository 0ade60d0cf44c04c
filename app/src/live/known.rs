//! Known: all that this page knows of the table, as plain values.

use std::collections::BTreeMap;

use shared::command::{Actor, Chair};
use shared::ids::{ParticipantId, UnixMillis};
use shared::message::{Presence, Welcome};
use shared::room::{Progress, Role, Room};

/// The room as I may see it, who I am in it, and what the server sees of this moment.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub room: Room,
    /// Who I am here: at the table, or outside if I knock or was sent away.
    pub me: Option<ParticipantId>,
    pub chair: Chair,
    /// When the cards turn by themselves, if they are about to.
    pub countdown: Option<UnixMillis>,
    /// How everybody who is connected is there.
    presence: BTreeMap<ParticipantId, Presence>,
}

impl Known {
    /// Takes in the server's welcome: the whole room, or who is here and who I am.
    pub fn welcomed(&mut self, welcome: Welcome) {
        if let Some(room) = welcome.room {
            self.room = room.into_inner();
        }
        self.me = welcome.seat.map(|seat| seat.who);
        self.chair = welcome.chair;
        self.countdown = welcome.countdown;
        let here = welcome.here.into_iter().map(|who| (who, Presence::Here));
        let away = welcome.away.into_iter().map(|who| (who, Presence::Away));
        // One by one: `collect` sorts first, with some kilobytes of code that nothing else on the page needs.
        self.presence.clear();
        self.presence.extend(here.chain(away));
    }

    /// How somebody is there.
    pub fn presence(&self, who: ParticipantId) -> Presence {
        self.presence.get(&who).copied().unwrap_or(Presence::Gone)
    }

    /// Takes in how somebody is there now. Gives how they were before.
    pub fn set_presence(&mut self, who: ParticipantId, presence: Presence) -> Presence {
        let before = match presence {
            Presence::Gone => self.presence.remove(&who),
            Presence::Here | Presence::Away => self.presence.insert(who, presence),
        };
        before.unwrap_or(Presence::Gone)
    }

    /// Myself, as the rules ask who asks.
    pub fn actor(&self) -> Actor {
        self.me.map_or(Actor::Stranger, Actor::Participant)
    }

    /// Whether I sit at the table.
    pub fn is_seated(&self) -> bool {
        self.me.is_some_and(|me| self.room.seat(me).is_some())
    }

    /// P11: how many have played, of those for whom one waits.
    pub fn progress(&self) -> Progress {
        self.room.progress(|who| self.presence(who) == Presence::Gone)
    }

    /// How far the round has come, in words.
    pub fn progress_words(&self) -> String {
        let Progress { played, voters } = self.progress();
        let seats = || self.room.seats();
        if seats().next().is_none() {
            "Nobody sits at this table yet".to_owned()
        } else if seats().all(|(_, seat)| seat.role == Role::Observer) {
            "Everybody here observes".to_owned()
        } else if voters == 0 {
            "Nobody is here to play".to_owned()
        } else if played == voters {
            "Everybody has played".to_owned()
        } else {
            format!("{played} of {voters} have played")
        }
    }
}

#[cfg(test)]
pub mod tests {
    use shared::apply::apply;
    use shared::event::RoomEvent;
    use shared::round::Vote;

    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);
    const EVE: ParticipantId = ParticipantId(4);

    /// That table, with me at it, and these people before their pages.
    pub fn known(room: Room, me: Option<ParticipantId>, here: &[ParticipantId]) -> Known {
        let mut known = Known { room, me, ..Known::default() };
        for &who in here {
            known.set_presence(who, Presence::Here);
        }
        known
    }

    fn lay_card(known: &mut Known, who: ParticipantId) {
        apply(&mut known.room, &RoomEvent::Voted { who, vote: Vote::Hidden });
    }

    #[test]
    fn p11_whoever_is_gone_without_a_card_holds_nobody_up() {
        let mut known = known(table(&["Ada", "Bob", "Eve"]), None, &[ADA, BOB, EVE]);
        lay_card(&mut known, ADA);
        assert_eq!(known.progress_words(), "1 of 3 have played");
        known.set_presence(EVE, Presence::Gone);
        assert_eq!(known.progress_words(), "1 of 2 have played");
        lay_card(&mut known, BOB);
        assert_eq!(known.progress_words(), "Everybody has played");
        known.set_presence(EVE, Presence::Here);
        assert_eq!(known.progress_words(), "2 of 3 have played");
    }

    #[test]
    fn p11_whoever_is_away_is_waited_for_and_a_card_counts_without_its_owner() {
        let mut known = known(table(&["Ada", "Bob"]), None, &[ADA, BOB]);
        lay_card(&mut known, ADA);
        known.set_presence(ADA, Presence::Gone);
        known.set_presence(BOB, Presence::Away);
        assert_eq!(known.progress_words(), "1 of 2 have played");
    }

    #[test]
    fn a_table_where_one_waits_for_nobody_says_why() {
        assert_eq!(known(table(&[]), None, &[]).progress_words(), "Nobody sits at this table yet");
        let mut known = known(table(&["Ada"]), None, &[]);
        assert_eq!(known.progress_words(), "Nobody is here to play");
        apply(&mut known.room, &RoomEvent::RoleChanged { who: ADA, role: Role::Observer });
        assert_eq!(known.progress_words(), "Everybody here observes");
    }

    #[test]
    fn p10_presence_is_what_was_told_last() {
        let mut known = known(table(&["Ada"]), None, &[ADA]);
        assert_eq!(known.set_presence(ADA, Presence::Away), Presence::Here);
        assert_eq!(known.presence(ADA), Presence::Away);
        assert_eq!(known.set_presence(ADA, Presence::Gone), Presence::Away);
        assert_eq!(known.presence(ADA), Presence::Gone);
        assert_eq!(known.set_presence(ADA, Presence::Here), Presence::Gone);
    }
}
