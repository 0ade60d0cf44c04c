//! Due: what happens in a room because time has passed, or because of who is there.

use shared::command::{Actor, Command};
use shared::ids::{ParticipantId, RoundNumber, UnixMillis};
use shared::message::{Presence, ServerMessage};
use shared::rejection::Rejection;
use shared::room::{Role, Room, Seat};
use shared::round::Timer;
use shared::settings::TimeUp;
use tokio::time::{Duration, Instant};

use super::countdown::Countdown;
use super::task::Task;
use crate::clock;
use crate::limits::TIMER_OVERDUE_MAX;

/// The end of a countdown of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimerEnd {
    round: RoundNumber,
    ends: UnixMillis,
}

impl TimerEnd {
    /// The end of the countdown that runs in this room, or has come to its end.
    fn of(room: &Room) -> Option<Self> {
        let round = room.round();
        let Some(Timer::Running { ends }) = round.as_open()?.timer else { return None };
        Some(Self { round: round.number, ends })
    }

    /// That of a room which is loaded now, if it was so long ago that nothing is to follow any more.
    pub(super) fn long_ago(room: &Room, now: UnixMillis) -> Option<Self> {
        let overdue_max = u64::try_from(TIMER_OVERDUE_MAX.as_millis()).unwrap_or(u64::MAX);
        Self::of(room).filter(|end| now.since(end.ends) > overdue_max)
    }
}

impl Task {
    /// When the next thing is due, other than leaving memory.
    pub(super) fn next_due(&self) -> Option<Instant> {
        let timer = self.timer_end().map(|end| {
            let left_ms = end.ends.since(clock::now());
            Instant::now() + Duration::from_millis(left_ms)
        });
        [self.chair.vacant_at(), self.countdown.due(), self.coming_back_until, timer].into_iter().flatten().min()
    }

    /// Does what is due by now.
    pub(super) async fn do_what_is_due(&mut self) {
        self.look_at_chair();
        if self.coming_back_until.is_some_and(|until| until <= Instant::now()) {
            self.coming_back_until = None;
            self.look_at_countdown();
        }
        if self.countdown.due().is_some_and(|due| due <= Instant::now())
            && let Err(rejection) = self.reveal().await
        {
            tracing::warn!(room = %self.live.id(), ?rejection, "the cards did not turn by themselves");
            // It is tried again.
            self.countdown = Countdown::default();
            self.look_at_countdown();
        }
        if let Some(end) = self.timer_end().filter(|end| end.ends <= clock::now()) {
            self.time_is_up(end).await;
        }
    }

    /// Looks at what depends on who is there.
    pub(super) fn look_around(&mut self) {
        self.look_at_chair();
        self.look_at_countdown();
    }

    /// Tells everyone when there is a moderator to wait for no longer, or again.
    pub(super) fn look_at_chair(&mut self) {
        let attendance = self.members.attendance();
        let moderator_is_there =
            |(who, seat): (ParticipantId, &Seat)| seat.moderator && attendance.of(who) != Presence::Gone;
        let is_held = self.live.room().seats().any(moderator_is_there);
        if let Some(chair) = self.chair.look(is_held, Instant::now()) {
            self.members.tell_all(&ServerMessage::Chair(chair));
        }
    }

    /// R9: tells everyone when the cards are about to turn by themselves, or after all are not. They do not before nobody,
    /// as when all lose their connections at once, nor while those come back who were there before a restart.
    pub(super) fn look_at_countdown(&mut self) {
        let (room, attendance) = (self.live.room(), self.members.attendance());
        let is_there = |who| attendance.of(who) != Presence::Gone;
        let is_complete = room.settings().auto_reveal
            && room.round().as_open().is_some()
            && room.seats().any(|(who, seat)| seat.role == Role::Voter && is_there(who))
            && room.has_everybody_played(|who| !is_there(who) && self.coming_back_until.is_none());
        if self.countdown.look(is_complete, Instant::now(), clock::now()) {
            self.tell_countdown();
        }
    }

    /// R11: the cards do not turn by themselves.
    pub(super) fn stop_countdown(&mut self) {
        if self.countdown.stop() {
            self.tell_countdown();
        }
    }

    /// P14: asks those for a card who have not played.
    ///
    /// # Errors
    ///
    /// [`Rejection::TooSoon`]
    pub(super) fn nudge(&mut self) -> Result<(), Rejection> {
        self.pace.nudge(Instant::now())?;
        let room = self.live.room();
        let is_awaited = |who| {
            let is_voter = room.seat(who).is_some_and(|seat| seat.role == Role::Voter);
            is_voter && !room.round().has_played(who)
        };
        self.members.tell_participants(is_awaited, &ServerMessage::Nudge);
        Ok(())
    }

    fn tell_countdown(&mut self) {
        self.members.tell_all(&ServerMessage::Countdown { until: self.countdown.until() });
    }

    /// The end of the countdown that runs, or came to its end and nothing has followed yet.
    fn timer_end(&self) -> Option<TimerEnd> {
        TimerEnd::of(self.live.room()).filter(|end| self.timer_ended != Some(*end))
    }

    /// C2: the cards turn if the house rules say so and there are any. Otherwise those are nudged who have not played.
    async fn time_is_up(&mut self, end: TimerEnd) {
        self.timer_ended = Some(end);
        let is_to_reveal = self.live.room().settings().time_up == TimeUp::Reveal;
        let is_revealed = is_to_reveal
            && match self.reveal().await {
                Ok(()) => true,
                Err(Rejection::NothingPlayed) => false,
                Err(rejection) => {
                    tracing::warn!(room = %self.live.id(), ?rejection, "the cards did not turn when time was up");
                    false
                }
            };
        if !is_revealed {
            // Who was asked a moment ago knows.
            let _ = self.nudge();
        }
    }

    /// The table itself turns the cards over.
    async fn reveal(&mut self) -> Result<(), Rejection> {
        let command = Command::Reveal { round: self.live.room().round().number };
        self.perform_alone(&Actor::Table, &command).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shared::apply::apply;
    use shared::card::CardIndex;
    use shared::codec::Codec;
    use shared::deck::Preset;
    use shared::event::RoomEvent;
    use shared::ids::{RoomId, Version};
    use shared::message::{Hello, Token};
    use shared::nickname::Nickname;
    use shared::round::Vote;
    use shared::settings::Setting;
    use shared::text::RoomName;
    use tokio::time::sleep;

    use super::*;
    use crate::identity::ServerKey;
    use crate::limits::{AUTO_REVEAL_AFTER, COME_BACK_WITHIN};
    use crate::room::handle::{ConnectionId, Newcomer, RoomHandle};
    use crate::room::outbox::Outbox;
    use crate::room::registry::Rooms;
    use crate::store::RoomLog;
    use crate::store::memory::MemoryLog;

    const MOMENT: Duration = Duration::from_millis(1);

    /// A room in which the cards turn by themselves, Mo has played, and Ada has not; nobody is connected.
    struct Half {
        log: Arc<MemoryLog>,
        key: ServerKey,
        id: RoomId,
        mo: Token,
        ada: Token,
    }

    impl Half {
        async fn played() -> Self {
            let (log, key) = (Arc::new(MemoryLog::default()), ServerKey::generate().unwrap());
            let rooms = Rooms::new(log.clone(), key.clone(), Duration::from_secs(60));
            let (id, mo) = rooms
                .create(&[RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() }])
                .await
                .unwrap();
            let room = rooms.find(id).await.unwrap().unwrap();
            let join = |name: &str| Command::Join { nickname: name.into(), role: Role::Voter };
            room.ask(Some(mo.clone()), join("Mo")).await.unwrap();
            let ada = room.ask(None, join("Ada")).await.unwrap().unwrap();
            for command in [
                Command::ChangeSetting { setting: Setting::AutoReveal(true) },
                Command::Vote { round: RoundNumber::FIRST, card: CardIndex(3) },
            ] {
                room.ask(Some(mo.clone()), command).await.unwrap();
            }
            let half = Self { log, key, id, mo, ada };
            assert!(!half.is_about_to_turn(&room).await, "before nobody");
            half
        }

        /// The room as another process loads it.
        async fn loaded(&self) -> RoomHandle {
            let rooms = Rooms::new(self.log.clone(), self.key.clone(), Duration::from_secs(60));
            rooms.find(self.id).await.unwrap().unwrap()
        }

        async fn is_about_to_turn(&self, room: &RoomHandle) -> bool {
            room.look().await.unwrap().countdown.is_some()
        }

        async fn is_revealed(&self, room: &RoomHandle) -> bool {
            let welcome = room.look().await.unwrap();
            welcome.room.unwrap().get().round().as_revealed().is_some()
        }
    }

    async fn connect(room: &RoomHandle, token: &Token) -> ConnectionId {
        let hello = Hello { token: Some(token.clone()), ..Hello::default() };
        room.connect(Newcomer { hello, cookie: None, codec: Codec::Json, outbox: Outbox::to_anywhere() }).await.unwrap()
    }

    #[test]
    fn c2_a_countdown_that_ended_long_before_its_room_was_loaded_is_over() {
        let mut room = Room::default();
        let ends = UnixMillis(1_000_000);
        apply(&mut room, &RoomEvent::TimerSet { timer: Some(Timer::Running { ends }) });
        let overdue_max = u64::try_from(TIMER_OVERDUE_MAX.as_millis()).unwrap();
        assert_eq!(TimerEnd::long_ago(&room, UnixMillis(0)), None);
        assert_eq!(TimerEnd::long_ago(&room, ends.plus(overdue_max)), None);
        assert_eq!(TimerEnd::long_ago(&room, ends.plus(overdue_max + 1)), TimerEnd::of(&room));
    }

    #[tokio::test(start_paused = true)]
    async fn c2_cards_that_were_played_after_a_countdown_do_not_turn_when_the_room_is_loaded_later() {
        let log = Arc::new(MemoryLog::default());
        let rooms = Rooms::new(log.clone(), ServerKey::generate().unwrap(), Duration::from_secs(60));
        let half = Half::played().await;
        let overdue_max = u64::try_from(TIMER_OVERDUE_MAX.as_millis()).unwrap();
        for (ago_ms, is_revealed) in [(overdue_max - 10_000, true), (overdue_max + 10_000, false)] {
            let (id, _) = rooms
                .create(&[RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() }])
                .await
                .unwrap();
            let (who, nickname) = (ParticipantId(2), Nickname::parse("Ada").unwrap());
            let timer = Some(Timer::Running { ends: UnixMillis(clock::now().0 - ago_ms) });
            let events = [
                RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: true },
                RoomEvent::SettingChanged { by: who, setting: Setting::TimeUp(TimeUp::Reveal) },
                RoomEvent::TimerSet { timer },
                RoomEvent::Voted { who, vote: Vote::Card(CardIndex(3)) },
            ];
            log.append(id, Version(1), &events, None).await.unwrap();
            let room = rooms.find(id).await.unwrap().unwrap();
            sleep(MOMENT).await;
            assert_eq!(half.is_revealed(&room).await, is_revealed, "{ago_ms}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn r9_after_a_restart_the_cards_wait_for_those_who_come_back() {
        let half = Half::played().await;
        let room = half.loaded().await;
        connect(&room, &half.mo).await;
        sleep(COME_BACK_WITHIN - MOMENT).await;
        assert!(!half.is_about_to_turn(&room).await);
        let ada = connect(&room, &half.ada).await;
        sleep(10 * COME_BACK_WITHIN).await;
        assert!(!half.is_about_to_turn(&room).await, "she is there, and has not played");
        room.disconnect(ada).await;
        assert!(half.is_about_to_turn(&room).await);

        // Who does not come back is not waited for longer.
        let room = half.loaded().await;
        connect(&room, &half.mo).await;
        sleep(COME_BACK_WITHIN + MOMENT).await;
        assert!(half.is_about_to_turn(&room).await && !half.is_revealed(&room).await);
        sleep(AUTO_REVEAL_AFTER).await;
        assert!(half.is_revealed(&room).await);
    }

    #[tokio::test(start_paused = true)]
    async fn r9_the_cards_do_not_turn_when_everybody_loses_the_connection_at_once() {
        let half = Half::played().await;
        let room = half.loaded().await;
        let (mo, ada) = (connect(&room, &half.mo).await, connect(&room, &half.ada).await);
        sleep(2 * COME_BACK_WITHIN).await;
        room.disconnect(ada).await;
        assert!(half.is_about_to_turn(&room).await);
        room.disconnect(mo).await;
        sleep(2 * AUTO_REVEAL_AFTER).await;
        assert!(!half.is_about_to_turn(&room).await && !half.is_revealed(&room).await);
        connect(&room, &half.mo).await;
        assert!(half.is_about_to_turn(&room).await);
    }
}
