//! Alerts: what somebody who looks elsewhere wants to be told of, by a sound or by a notice of the browser.
//!
//! Another kind of alert is a variant with its words here and its tone in `sound.rs`; whoever knows that it is time for it
//! calls `Live::raise`.

use shared::ids::RoundNumber;

use super::known::Known;
use super::summary::SummaryView;

/// For so long after a welcome what comes may be what was missed, and is no news.
pub const CATCHING_UP_MS: f64 = 1_000.0;

/// Something to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    EverybodyPlayed,
    CardsOpen,
    TimeUp,
    Nudge,
}

impl Alert {
    /// In a few words.
    pub fn headline(self) -> &'static str {
        match self {
            Self::EverybodyPlayed => "Everybody has played",
            Self::CardsOpen => "The cards are open",
            Self::TimeUp => "Time is up",
            Self::Nudge => "The table waits for your card",
        }
    }

    /// What it is about: the topic, or the room where there is none, and the result if there is one.
    pub fn details(self, known: &Known) -> String {
        let room = &known.room;
        let about = [room.title(), room.name().as_str()].into_iter().find(|text| !text.is_empty());
        let result = SummaryView::of(room).filter(|_| self == Self::CardsOpen).map(|summary| summary.headline());
        about.map(str::to_owned).into_iter().chain(result).collect::<Vec<_>>().join("\n")
    }
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Open,
    Played,
    Revealed,
}

/// Watches the table for what to tell of. Each thing is told once a round, and not if it was so when the page came, or
/// came back.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// The furthest that was seen; nothing before the first welcome.
    seen: Option<(RoundNumber, Stage)>,
    quiet_until: f64,
}

impl Watch {
    /// The server has welcomed this page. `now` is in milliseconds of any clock.
    pub fn welcomed(&mut self, known: &Known, now: f64) {
        self.quiet_until = now + CATCHING_UP_MS;
        self.look(known, now);
    }

    /// Looks at the table, after something has changed.
    pub fn look(&mut self, known: &Known, now: f64) -> Option<Alert> {
        let progress = known.progress();
        let stage = match known.room.round().as_revealed() {
            Some(_) => Stage::Revealed,
            None if progress.voters > 0 && progress.played == progress.voters => Stage::Played,
            None => Stage::Open,
        };
        let reached = (known.room.round().number, stage);
        let is_new = self.seen.is_some_and(|seen| seen < reached);
        self.seen = self.seen.max(Some(reached));
        match stage {
            Stage::Played if is_new && now >= self.quiet_until => Some(Alert::EverybodyPlayed),
            Stage::Revealed if is_new && now >= self.quiet_until => Some(Alert::CardsOpen),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::apply::apply;
    use shared::card::CardIndex;
    use shared::event::RoomEvent;
    use shared::ids::ParticipantId;
    use shared::message::Presence;
    use shared::round::Vote;
    use shared::text::Title;

    use super::super::known::tests::known;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);
    const LATER: f64 = CATCHING_UP_MS;

    fn two() -> Known {
        known(table(&["Ada", "Bob"]), Some(ADA), &[ADA, BOB])
    }

    /// A page that has been here for long enough.
    fn watching(known: &Known) -> Watch {
        let mut watch = Watch::default();
        watch.welcomed(known, 0.0);
        watch
    }

    fn happens(watch: &mut Watch, known: &mut Known, event: RoomEvent) -> Option<Alert> {
        apply(&mut known.room, &event);
        watch.look(known, LATER)
    }

    fn voted(who: ParticipantId) -> RoomEvent {
        RoomEvent::Voted { who, vote: Vote::Hidden }
    }

    fn revealed() -> RoomEvent {
        RoomEvent::Revealed { votes: vec![(ADA, CardIndex(5)), (BOB, CardIndex(5))] }
    }

    #[test]
    fn one_is_told_when_everybody_has_played_and_when_the_cards_are_open() {
        let mut known = two();
        let mut watch = watching(&known);
        for round in 1..=2 {
            assert_eq!(happens(&mut watch, &mut known, voted(ADA)), None);
            assert_eq!(happens(&mut watch, &mut known, voted(BOB)), Some(Alert::EverybodyPlayed));
            assert_eq!(happens(&mut watch, &mut known, revealed()), Some(Alert::CardsOpen));
            let next = RoomEvent::RoundStarted { round: RoundNumber(round + 1) };
            assert_eq!(happens(&mut watch, &mut known, next), None);
        }
    }

    #[test]
    fn one_is_told_once_a_round() {
        let mut known = two();
        let mut watch = watching(&known);
        happens(&mut watch, &mut known, voted(ADA));
        assert_eq!(happens(&mut watch, &mut known, voted(BOB)), Some(Alert::EverybodyPlayed));
        assert_eq!(happens(&mut watch, &mut known, RoomEvent::VoteTakenBack { who: BOB }), None);
        assert_eq!(happens(&mut watch, &mut known, voted(BOB)), None);
    }

    #[test]
    fn p11_everybody_has_played_when_the_last_without_a_card_goes() {
        let mut known = two();
        let mut watch = watching(&known);
        happens(&mut watch, &mut known, voted(ADA));
        known.set_presence(BOB, Presence::Gone);
        assert_eq!(watch.look(&known, LATER), Some(Alert::EverybodyPlayed));
    }

    #[test]
    fn what_was_so_when_the_page_came_is_no_news() {
        let mut known = two();
        apply(&mut known.room, &voted(ADA));
        apply(&mut known.room, &voted(BOB));
        let mut watch = watching(&known);
        assert_eq!(watch.look(&known, LATER), None);
        assert_eq!(happens(&mut watch, &mut known, revealed()), Some(Alert::CardsOpen));
    }

    #[test]
    fn what_was_missed_is_no_news_when_the_page_comes_back() {
        let mut known = two();
        let mut watch = watching(&known);
        let back = 60_000.0;
        watch.welcomed(&known, back);
        // The server says after its welcome what happened meanwhile.
        apply(&mut known.room, &revealed());
        assert_eq!(watch.look(&known, back + CATCHING_UP_MS - 1.0), None);
        apply(&mut known.room, &RoomEvent::RoundStarted { round: RoundNumber(2) });
        assert_eq!(watch.look(&known, back + CATCHING_UP_MS), None);
        apply(&mut known.room, &revealed());
        assert_eq!(watch.look(&known, back + CATCHING_UP_MS), Some(Alert::CardsOpen));
    }

    #[test]
    fn a_table_where_one_waits_for_nobody_is_quiet() {
        let mut known = known(table(&["Ada"]), None, &[ADA]);
        let mut watch = watching(&known);
        known.set_presence(ADA, Presence::Gone);
        assert_eq!(watch.look(&known, LATER), None);
    }

    #[test]
    fn an_alert_says_what_it_is_about() {
        let mut known = two();
        assert_eq!(Alert::EverybodyPlayed.details(&known), "Team");
        apply(&mut known.room, &RoomEvent::TopicSet { topic: Title::parse("Export as CSV").unwrap() });
        apply(&mut known.room, &revealed());
        assert_eq!(Alert::CardsOpen.details(&known), "Export as CSV\nEverybody says 8");
    }
}
