//! Told: what the server says, and what this page makes of it.
//!
//! What comes before the browser draws the page again is taken in together and drawn once, so that a page keeps up with a crowd.

use std::time::Duration;

use leptos::prelude::*;
use shared::codec::from_postcard;
use shared::command::{Chair, Command, Thing};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, TopicId, UnixMillis, Version};
use shared::message::{CloseCode, HandOverCode, Presence, SeatProof, ServerMessage, Welcome};
use shared::rejection::Rejection;
use shared::topic::Topic;

use super::alert::Alert;
use super::hand_over::{self, HandOver};
use super::link::{Attempt, Input};
use super::news::news_words;
use super::outcome::{TOO_LATE, is_so_already, words};
use super::socket::Heard;
use super::speech::When;
use super::thrown::{self, FLIES_FOR, Flight, place_id};
use super::topics::Picking;
use super::{Asked, Live, Session, browser, turns_table};

/// So long after the cards were turned, or the table cleared, the second half of a double click is over.
const SETTLE_AFTER: Duration = Duration::from_millis(600);
/// How long it stands above the dock that somebody is moderator now, or was removed.
const NEWS_FOR: Duration = Duration::from_secs(8);

/// What somebody is told who has not played.
const NUDGE: &str = "The table waits for your card.";

impl Live {
    /// Hears of a socket. It waits for the next frame, unless none is to come: nobody sees the page, or the socket has closed.
    pub(super) fn hear(self, attempt: Attempt, heard: Heard) {
        let is_urgent = browser::is_hidden() || matches!(heard, Heard::Closed(_));
        let was_empty = self.session.try_update_value(|session| {
            session.heard.push((attempt, heard));
            session.heard.len() == 1
        });
        match (is_urgent, was_empty) {
            (true, _) => self.take_in(),
            (false, Some(true)) => request_animation_frame(move || self.take_in()),
            (false, _) => {}
        }
    }

    /// Takes in all that was heard, in its order, and draws what has changed.
    pub(super) fn take_in(self) {
        let heard = self.session.try_update_value(|session| std::mem::take(&mut session.heard)).unwrap_or_default();
        if heard.is_empty() {
            return;
        }
        for (attempt, heard) in heard {
            match heard {
                Heard::Message(bytes) => self.receive(attempt, &bytes),
                Heard::Closed(code) => self.step(Input::Closed(attempt, code)),
            }
        }
        self.view.draw();
        self.tick_clock();
        self.watch_table();
    }

    fn receive(self, attempt: Attempt, bytes: &[u8]) {
        let Ok(message) = from_postcard::<ServerMessage>(bytes) else {
            // A server of another version: only another page can talk to it.
            self.step(Input::Closed(attempt, Some(CloseCode::UnknownProtocol.code())));
            return;
        };
        let is_current = self.session.with_value(|session| session.link.is_current(attempt));
        if !is_current {
            return;
        }
        self.step(Input::Heard(attempt));
        match message {
            ServerMessage::Welcome(welcome) => self.welcomed(attempt, *welcome),
            ServerMessage::Topics(topics) => self.listed(topics.into_inner()),
            ServerMessage::Event { version, event } => self.happened(version, event.get()),
            ServerMessage::Seated(proof) => self.seated(&proof),
            ServerMessage::Answer { number, rejection } => self.answered(number, rejection),
            ServerMessage::Presence { who, presence } => self.presence_changed(who, presence),
            ServerMessage::Chair(chair) => self.chair_changed(chair),
            ServerMessage::Countdown { until } => self.countdown_changed(until),
            ServerMessage::Nudge => self.nudged(),
            ServerMessage::Thrown { from, at, thing } => self.thrown(from, at, thing),
            ServerMessage::HandOver { code, until } => self.may_hand_over(&code, until),
            ServerMessage::Heartbeat { now } => self.set_clock(now),
            ServerMessage::Restarting { spread_ms } => self.step(Input::Restarting(attempt, spread_ms)),
        }
    }

    fn welcomed(self, attempt: Attempt, welcome: Welcome) {
        let room = self.room_id();
        let had_seat = self.view.me().is_some() || browser::token(&room).is_some();
        // Who knocks, or was sent away, is known as well.
        let (me, version, is_known) = (self.view.me(), welcome.version, welcome.seat.is_some());
        browser::remember_token(&room, welcome.seat.as_ref().map(|seat| &seat.token));
        let topics = welcome.room.is_some().then_some(welcome.topics);
        let now = welcome.now;
        self.set_clock(now);
        self.clock.set(now);
        self.view.welcome(welcome);
        browser::stop_expecting_seat();
        self.step(Input::Welcomed(attempt));
        let mut notice = None;
        self.session.update_value(|session| {
            session.version = Some(version);
            session.topics_to_come = topics.map_or(session.topics_to_come, |topics| topics as usize);
            session.lost_seat = me.filter(|_| !is_known);
            self.view.with_known(|known| session.watch.welcomed(known, browser::now_ms()));
            let timer = self.view.with_known(|known| known.room.round().as_open().and_then(|open| open.timer));
            session.timer.welcomed(timer, now);
            let had_code = session.code.take().is_some();
            let is_leaving = session.outgoing.unanswered().any(|command| *command == Command::Leave);
            notice = match is_known {
                true => None,
                false if had_code => Some("That code is no longer good. Make a new one on your other device."),
                false if is_leaving => None,
                false => had_seat.then_some("You no longer sit at this table."),
            };
            session.outgoing.begin_anew();
            session.say_next();
        });
        if let Some(notice) = notice {
            self.notice.set(notice.into());
        }
    }

    /// Another part of the list has come.
    fn listed(self, topics: Vec<(TopicId, Topic)>) {
        self.session.update_value(|session| {
            session.topics_to_come = session.topics_to_come.saturating_sub(topics.len());
        });
        self.view.take_topics(topics);
    }

    /// Takes in what time the server has.
    fn set_clock(self, now: UnixMillis) {
        self.session.update_value(|session| session.clock_ahead = now.0 as f64 - browser::now_ms());
    }

    fn happened(self, version: Version, event: &RoomEvent) {
        let (me, was_seated) = (self.view.me(), self.view.is_seated());
        let had_card = self.view.with_known(|known| me.is_some_and(|me| known.room.round().has_played(me)));
        // After the event nobody knows their name any more.
        let farewell = match event {
            RoomEvent::Left { who } => self.name_of(*who).map(|name| format!("{name} left.")),
            RoomEvent::Removed { who } => self.name_of(*who).map(|name| format!("{name} was removed from the table.")),
            _ => None,
        };
        self.view.apply(event);
        let is_up = was_seated && !self.view.is_seated();
        if is_up {
            self.join.set(Asked::Not);
            self.hand_over.set(HandOver::Not);
        }
        if me.is_some() && self.view.me().is_none() {
            browser::remember_token(&self.room_id(), None);
        }
        let lost_seat = self.session.with_value(|session| session.lost_seat);
        if matches!(event, RoomEvent::Removed { who } if lost_seat == Some(*who)) {
            self.notice.set("A moderator removed you from the table.".into());
        }
        match event {
            RoomEvent::CardsRevealed { .. } | RoomEvent::Revealed { .. } | RoomEvent::RoundStarted { .. } => {
                self.settle();
                if self.notice.get_untracked() == NUDGE {
                    self.notice.set(String::new());
                }
            }
            RoomEvent::DeckChanged { .. } if had_card && self.is_open() => {
                self.notice.set("The deck has changed. Your card is back in your hand.".into());
            }
            _ => {}
        }
        let farewell = farewell.filter(|_| !is_up);
        let news = match event {
            RoomEvent::Removed { .. } => farewell.clone(),
            // Those who can let them in see it above their hand, until it is done.
            RoomEvent::Knocked { .. } => None,
            // What I did myself I see on the sheet where I did it.
            RoomEvent::SettingChanged { by, .. } | RoomEvent::DeckChanged { by, .. } if me == Some(*by) => None,
            _ => self.view.with_known(|known| news_words(event, known)),
        };
        if let Some(news) = news {
            self.show_news(news);
        }
        let when = self.session.try_update_value(|session| {
            session.version = Some(version);
            match farewell {
                Some(words) => session.speech.hear_words(words),
                None => self.view.with_known(|known| session.speech.hear(event, known)),
            }
        });
        self.speak(when.flatten());
    }

    /// Shows for a moment what moderators did. It is spoken with everything else.
    pub(super) fn show_news(self, news: String) {
        self.news.set(news);
        let count = self.session.try_update_value(|session| {
            session.news_count += 1;
            session.news_count
        });
        let clear = move || {
            if self.session.with_value(|session| Some(session.news_count) == count) {
                self.news.set(String::new());
            }
        };
        set_timeout(clear, NEWS_FOR);
    }

    /// The controls of the dock have changed under the pointer: for a moment they are not pressed.
    fn settle(self) {
        self.settled.set(false);
        let turn = self.session.try_update_value(|session| {
            session.turns += 1;
            session.turns
        });
        let settle = move || {
            if self.session.with_value(|session| Some(session.turns) == turn) {
                self.settled.set(true);
            }
        };
        set_timeout(settle, SETTLE_AFTER);
    }

    fn seated(self, proof: &SeatProof) {
        browser::remember_token(&self.room_id(), Some(&proof.token));
        self.view.seated(proof.who);
    }

    fn presence_changed(self, who: ParticipantId, presence: Presence) {
        let before = self.view.presence(who, presence);
        if self.view.me() == Some(who) {
            return;
        }
        if let Some(name) = self.name_of(who) {
            let hear = |session: &mut Session| session.speech.hear_of_presence(&name, before, presence);
            self.speak(self.session.try_update_value(hear).flatten());
        }
    }

    fn chair_changed(self, chair: Chair) {
        self.view.chair(chair);
        if chair == Chair::Vacant {
            let hear = |session: &mut Session| session.speech.hear_words("No moderator is here.".into());
            self.speak(self.session.try_update_value(hear).flatten());
        }
    }

    fn countdown_changed(self, until: Option<UnixMillis>) {
        self.view.countdown(until);
        let words = match until {
            Some(_) => "Everybody has played. The cards turn in a moment.",
            None if self.is_open() => "The cards stay face down.",
            None => return,
        };
        let hear = |session: &mut Session| session.speech.hear_words(words.into());
        self.speak(self.session.try_update_value(hear).flatten());
    }

    /// P14: the table waits for my card.
    fn nudged(self) {
        self.notice.set(NUDGE.into());
        browser::vibrate();
        self.raise(Alert::Nudge);
        let hear = |session: &mut Session| session.speech.hear_words(NUDGE.into());
        self.speak(self.session.try_update_value(hear).flatten());
    }

    /// P15: something flies over the table. Nobody is told of it who does not see it, except whom it hits.
    fn thrown(self, from: ParticipantId, at: ParticipantId, thing: Thing) {
        if self.view.me() == Some(at) && self.view.me() != Some(from) {
            let words = self.name_of(from).map(|name| format!("{name} threw {} at you.", thrown::words(thing)));
            let hear = |session: &mut Session| session.speech.hear_words(words?);
            self.speak(self.session.try_update_value(hear).flatten());
        }
        let Some(number) = self.session.try_update_value(|session| {
            session.thrown_count += 1;
            session.thrown_count
        }) else {
            return;
        };
        let way = browser::way(&place_id(from), &place_id(at));
        self.flying.update(|flying| flying.push(Flight { number, thing, at, way }));
        let land = move || self.flying.update(|flying| flying.retain(|flight| flight.number != number));
        set_timeout(land, FLIES_FOR);
    }

    /// Whether the cards lie face down.
    fn is_open(self) -> bool {
        self.view.with_known(|known| known.room.round().as_open().is_some())
    }

    /// There is a code for another device: its link is shown for as long as it serves.
    fn may_hand_over(self, code: &HandOverCode, until: UnixMillis) {
        let link = hand_over::link(&browser::room_url(&self.room_id()), code);
        let now = browser::now_ms() + self.session.with_value(|session| session.clock_ahead);
        let ready = HandOver::Ready { link };
        self.hand_over.set(ready.clone());
        let expire = move || {
            if self.hand_over.get_untracked() == ready {
                self.hand_over.set(HandOver::Expired);
            }
        };
        set_timeout(expire, Duration::from_millis(hand_over::shown_ms(until, now) as u64));
    }

    fn answered(self, number: CommandNumber, rejection: Option<Rejection>) {
        let command = self.session.try_update_value(|session| session.outgoing.answered(number)).flatten();
        let Some(command) = command else { return };
        self.session.update_value(Session::say_next);
        if turns_table(&command) {
            self.settle();
        }
        let rejection = rejection.filter(|rejection| !is_so_already(&command, *rejection));
        let asked = rejection.map_or(Asked::Not, Asked::Refused);
        let follows = |is_such: fn(&Command) -> bool| {
            self.session.with_value(|session| session.outgoing.unanswered().any(is_such))
        };
        let is_choice = |command: &Command| matches!(command, Command::Vote { .. } | Command::TakeBack { .. });
        let is_reason = |command: &Command| matches!(command, Command::GiveReason { .. });
        match &command {
            // These are told beside their fields.
            Command::Join { .. } => return self.join.set(asked),
            Command::Rename { .. } => return self.rename.set(asked),
            Command::AddTopics { .. } => return self.asking.add.set(asked),
            Command::EditTopic { .. } => return self.asking.edit.set(asked),
            // It is not refused, but asked back.
            Command::PickTopic { round, topic, .. } if rejection == Some(Rejection::CardsOnTable) => {
                return self.asking.picking.set(Some(Picking { round: *round, topic: *topic }));
            }
            Command::RemoveTopic { topic } if rejection.is_none() => self.show_deleted(*topic),
            // Whoever moves a topic by keys hears where it is before they move it on.
            Command::MoveTopic { .. } if rejection.is_none() => self.speak(Some(When::Now)),
            choice if is_choice(choice) && !follows(is_choice) => self.choice.set(None),
            Command::Nudge { .. } if rejection.is_none() => {
                self.show_news("Those without a card were asked for one.".into());
            }
            // The code came before this answer, or was lost with the connection on which it came.
            Command::HandOver if self.hand_over.get_untracked() == HandOver::Asked => {
                self.hand_over.set(HandOver::Not);
                if rejection.is_none() {
                    self.notice.set("The code was lost on its way. Please ask for another.".into());
                }
            }
            _ => {}
        }
        // Whoever wrote on meanwhile is told of all of it: when the last of it is answered, or when the field went.
        let is_told = is_reason(&command)
            && (follows(is_reason) || self.notice.with_untracked(|notice| notice.starts_with(TOO_LATE)));
        if let Some(rejection) = rejection.filter(|_| !is_told) {
            self.notice.set(words(&command, rejection));
        }
    }
}
