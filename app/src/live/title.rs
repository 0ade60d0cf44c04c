//! Title: what the browser's tab says of the table.

use shared::room::Progress;

use super::known::Known;

/// The title of a room's page for whoever has not sat down, and before the page is alive.
pub fn page_title(room: &str) -> String {
    if room.is_empty() { "Team Poker".to_owned() } else { format!("{room}: Team Poker") }
}

/// The title for whoever sits at the table: how far the round has come, and what is estimated. What changes comes first,
/// for tabs are narrow.
pub fn tab_title(known: &Known) -> String {
    let room = &known.room;
    let name = room.name().as_str();
    if !known.is_seated() {
        return page_title(name);
    }
    let about = [room.title(), name].into_iter().find(|text| !text.is_empty()).unwrap_or("Team Poker");
    match (room.round().as_revealed(), known.progress()) {
        (Some(_), _) => format!("● Revealed · {about}"),
        (None, Progress { voters: 0, .. }) => about.to_owned(),
        (None, Progress { played, voters }) => format!("({played}/{voters}) {about}"),
    }
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::card::CardIndex;
    use shared::event::RoomEvent;
    use shared::ids::{ParticipantId, RoundNumber};
    use shared::message::Presence;
    use shared::round::Vote;
    use shared::text::Title;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);

    #[test]
    fn the_tab_follows_a_round() {
        let mut known = known(table(&["Ada", "Bob"]), Some(ADA), &[ADA, BOB]);
        assert_eq!(tab_title(&known), "(0/2) Team");
        for (event, title) in [
            (
                RoomEvent::TopicSet { topic: Title::parse("Log in with a passkey").unwrap() },
                "(0/2) Log in with a passkey",
            ),
            (RoomEvent::Voted { who: BOB, vote: Vote::Hidden }, "(1/2) Log in with a passkey"),
            (RoomEvent::Revealed { votes: vec![(BOB, CardIndex(4))] }, "● Revealed · Log in with a passkey"),
            (RoomEvent::RoundStarted { round: RoundNumber(2) }, "(0/2) Log in with a passkey"),
        ] {
            apply(&mut known.room, &event);
            assert_eq!(tab_title(&known), title);
        }
    }

    #[test]
    fn p11_the_tab_counts_whom_one_waits_for() {
        let mut known = known(table(&["Ada", "Bob"]), Some(ADA), &[ADA, BOB]);
        known.set_presence(BOB, Presence::Gone);
        assert_eq!(tab_title(&known), "(0/1) Team");
        known.set_presence(ADA, Presence::Gone);
        assert_eq!(tab_title(&known), "Team");
    }

    #[test]
    fn whoever_has_not_sat_down_has_the_title_of_the_room() {
        assert_eq!(tab_title(&known(table(&["Ada"]), None, &[ADA])), "Team: Team Poker");
        assert_eq!(page_title(""), "Team Poker");
    }
}
