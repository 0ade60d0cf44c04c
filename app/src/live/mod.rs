//! Live: a room's page over time. It ties together the link, the socket, the commands under way, the room as signals, and
//! what is spoken; components ask it and read its signals.

pub mod browser;
pub mod link;
pub mod model;
pub mod outgoing;
pub mod socket;
pub mod speech;
pub mod view;

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use shared::card::CardIndex;
use shared::codec::{from_postcard, to_postcard};
use shared::command::{Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoundNumber, Version};
use shared::message::{CloseCode, Hello, PageId, SeatProof, ServerMessage, Welcome};
use shared::rejection::Rejection;
use shared::room::Role;

use self::link::{Action, Attempt, Input, Link, Status, TICK_MS};
use self::outgoing::Outgoing;
use self::socket::{Heard, Socket};
use self::speech::{GATHER_MS, Speech, When};
use self::view::RoomView;
use crate::shell::RoomPage;

/// So long after the cards were turned, or the table cleared, the second half of a double click is over.
const SETTLE_AFTER: Duration = Duration::from_millis(600);

/// The page of a room; cheap to copy.
#[derive(Clone, Copy)]
pub struct Live {
    pub view: RoomView,
    pub status: RwSignal<Status>,
    /// What the server refused, in a sentence.
    pub notice: RwSignal<String>,
    /// What the live region says.
    pub spoken: RwSignal<String>,
    pub join: RwSignal<Asked>,
    pub rename: RwSignal<Asked>,
    /// My card as I chose it, while the server has not answered: a card, or none.
    pub choice: RwSignal<Option<Option<CardIndex>>>,
    /// Whether the controls of the dock have been what they are for long enough that pressing them is meant.
    pub settled: RwSignal<bool>,
    session: StoredValue<Session>,
}

/// How a form stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    #[default]
    Not,
    /// It was sent, and not answered.
    Waiting,
    Refused(Rejection),
}

/// What the page knows that is not shown.
struct Session {
    room: String,
    link: Link,
    socket: Option<Socket>,
    /// The latest version that this page has, as whoever it is; none before the first welcome.
    version: Option<Version>,
    page: Option<PageId>,
    outgoing: Outgoing,
    speech: Speech,
    will_speak: bool,
    /// How often the controls of the dock have changed.
    turns: u32,
}

impl Live {
    /// The page as the server rendered it: the same there and here.
    pub fn new(page: &RoomPage) -> Self {
        Self {
            view: RoomView::new(&page.welcome),
            status: RwSignal::new(Status::Connecting),
            notice: RwSignal::new(String::new()),
            spoken: RwSignal::new(String::new()),
            join: RwSignal::new(page.join.error.map_or(Asked::Not, Asked::Refused)),
            rename: RwSignal::new(Asked::Not),
            choice: RwSignal::new(None),
            settled: RwSignal::new(true),
            session: StoredValue::new(Session {
                room: page.id.clone(),
                link: Link::default(),
                socket: None,
                version: None,
                page: None,
                outgoing: Outgoing::default(),
                speech: Speech::default(),
                will_speak: false,
                turns: 0,
            }),
        }
    }

    /// The live page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Connects, and stays connected. To be called in the browser, once.
    pub fn start(self) {
        self.session.update_value(|session| session.page = browser::page_id());
        let tick = Duration::from_millis(TICK_MS as u64);
        // These live as long as the page, so what would end them is dropped unused.
        drop(set_interval_with_handle(move || self.step(Input::Tick), tick));
        drop(window_event_listener(ev::online, move |_| self.step(Input::Online)));
        drop(window_event_listener_untyped("visibilitychange", move |_| {
            self.step(if browser::is_hidden() { Input::Hidden } else { Input::Visible });
        }));
        drop(window_event_listener(ev::pageshow, move |event| {
            // Back from the browser's cache of pages: the socket did not survive it.
            if event.persisted() {
                self.step(Input::Online);
            }
        }));
        drop(window_event_listener(ev::storage, move |event| {
            if event.key() == Some(browser::token_key(&self.room_id())) && event.new_value().is_some() {
                self.seat_taken_in_another_tab();
            }
        }));
        self.step(Input::Start);
    }

    /// The room's name in links.
    pub fn room_id(&self) -> String {
        self.session.with_value(|session| session.room.clone())
    }

    /// Asks the room for something. What becomes of it is seen in the signals.
    pub fn ask(self, command: Command) {
        self.is_asked(command);
    }

    /// Asks the room for something. False, with a notice, if so much waits for an answer already that it was not asked.
    fn is_asked(self, command: Command) -> bool {
        self.notice.set(String::new());
        let turns = turns_table(&command);
        let is_open = self.status.get_untracked() == Status::Open;
        let asked = self.session.try_update_value(|session| {
            let message = session.outgoing.ask(command)?;
            // Before the welcome nothing is sent: the welcome sends all that is not answered.
            if let Some(socket) = session.socket.as_ref().filter(|_| is_open && session.version.is_some()) {
                socket.send(to_postcard(&message));
            }
            Some(())
        });
        let is_asked = asked.flatten().is_some();
        if is_asked {
            // What was pressed is not pressed again until it is answered.
            self.settled.update(|settled| *settled &= !turns);
        } else {
            self.notice.set("The server does not answer, and too much waits for it. Please wait a moment.".into());
        }
        is_asked
    }

    /// Sits down.
    pub fn ask_to_join(self, nickname: String, role: Role) {
        if self.join.get_untracked() != Asked::Waiting {
            browser::remember_nickname(&nickname);
            self.ask_by_form(self.join, Command::Join { nickname, role });
        }
    }

    /// Takes another name.
    pub fn ask_to_rename(self, nickname: String) {
        self.ask_by_form(self.rename, Command::Rename { nickname });
    }

    /// Plays a card, or takes the one on the table back. It is drawn at once, and counts when it is answered.
    pub fn ask_to_play(self, round: RoundNumber, card: Option<CardIndex>) {
        let command = match card {
            Some(card) => Command::Vote { round, card },
            None => Command::TakeBack { round },
        };
        if self.is_asked(command) {
            self.choice.set(Some(card));
        }
    }

    fn ask_by_form(self, form: RwSignal<Asked>, command: Command) {
        if self.is_asked(command) {
            form.set(Asked::Waiting);
        }
    }

    fn step(self, input: Input) {
        let (now, random) = (browser::now_ms(), browser::random());
        let stepped = self.session.try_update_value(|session| {
            let action = session.link.step(input, now, random);
            (action, session.link.status())
        });
        let Some((action, status)) = stepped else { return };
        if self.status.get_untracked() != status {
            self.status.set(status);
        }
        match action {
            None => {}
            Some(Action::Open(attempt)) => self.open(attempt),
            Some(Action::Retry(attempt, pause)) => {
                set_timeout(move || self.step(Input::RetryDue(attempt)), Duration::from_millis(pause as u64));
            }
        }
    }

    fn open(self, attempt: Attempt) {
        let room = self.room_id();
        let hear = move |heard| match heard {
            Heard::Message(bytes) => self.receive(attempt, &bytes),
            Heard::Closed(code) => self.step(Input::Closed(attempt, code)),
        };
        match browser::socket_url(&room).and_then(|url| Socket::open(&url, hear)) {
            None => self.step(Input::Closed(attempt, None)),
            Some(socket) => {
                let token = browser::token(&room);
                self.session.update_value(|session| {
                    // As somebody else I have not seen this room yet.
                    let is_same = token.is_some() == self.view.me().is_some();
                    let after = session.version.filter(|_| is_same);
                    socket.send(to_postcard(&Hello { token, after, page: session.page.clone() }));
                    session.socket = Some(socket);
                });
            }
        }
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
            ServerMessage::Event { version, event } => self.happened(version, event.get()),
            ServerMessage::Seated(proof) => self.seated(&proof),
            ServerMessage::Answer { number, rejection } => self.answered(number, rejection),
            ServerMessage::Presence { who, here } => self.presence_changed(who, here),
            ServerMessage::Heartbeat { .. } => {}
        }
    }

    fn welcomed(self, attempt: Attempt, welcome: Welcome) {
        let room = self.room_id();
        browser::remember_token(&room, welcome.seat.as_ref().map(|seat| &seat.token));
        let version = welcome.version;
        self.view.welcome(welcome);
        browser::stop_expecting_seat();
        self.step(Input::Welcomed(attempt));
        self.session.update_value(|session| {
            session.version = Some(version);
            let Some(socket) = &session.socket else { return };
            for message in session.outgoing.unanswered() {
                socket.send(to_postcard(message));
            }
        });
    }

    fn happened(self, version: Version, event: &RoomEvent) {
        let me = self.view.me();
        let leaver = match event {
            RoomEvent::Left { who } if me != Some(*who) => self.name_of(*who),
            _ => None,
        };
        self.view.apply(event);
        if me.is_some() && self.view.me().is_none() {
            browser::remember_token(&self.room_id(), None);
            self.join.set(Asked::Not);
        }
        if matches!(event, RoomEvent::Revealed { .. } | RoomEvent::RoundStarted { .. }) {
            self.settle();
        }
        let when = self.session.try_update_value(|session| {
            session.version = Some(version);
            match leaver {
                Some(name) => session.speech.hear_of_leaving(&name),
                None => self.view.with_room(|room| session.speech.hear(event, room, me)),
            }
        });
        self.speak(when.flatten());
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

    fn presence_changed(self, who: ParticipantId, here: bool) {
        self.view.presence(who, here);
        if self.view.me() == Some(who) {
            return;
        }
        if let Some(name) = self.name_of(who) {
            let when = self.session.try_update_value(|session| session.speech.hear_of_presence(&name, here));
            self.speak(when.flatten());
        }
    }

    fn answered(self, number: CommandNumber, rejection: Option<Rejection>) {
        let command = self.session.try_update_value(|session| session.outgoing.answered(number)).flatten();
        let Some(command) = command else { return };
        let asked = rejection.map_or(Asked::Not, Asked::Refused);
        let is_last_choice = |session: &Session| {
            let is_choice = |command: &Command| matches!(command, Command::Vote { .. } | Command::TakeBack { .. });
            !session.outgoing.unanswered().iter().any(|message| is_choice(&message.command))
        };
        if turns_table(&command) {
            self.settle();
        }
        match (&command, rejection) {
            (Command::Join { .. }, _) => self.join.set(asked),
            (Command::Rename { .. }, _) => self.rename.set(asked),
            (Command::Vote { .. } | Command::TakeBack { .. }, _) => {
                if self.session.with_value(is_last_choice) {
                    self.choice.set(None);
                }
                if let Some(rejection) = rejection {
                    self.notice.set(format!("Your card was not played. {}", rejection.sentence()));
                }
            }
            // Somebody else did the same a moment before: what was asked for is there to be seen.
            (
                Command::Reveal { .. } | Command::NextRound { topic: NextTopic::Same, .. },
                Some(Rejection::AlreadyRevealed | Rejection::OtherRound),
            ) => {}
            (_, Some(rejection)) => self.notice.set(rejection.sentence()),
            (_, None) => {}
        }
    }

    fn seat_taken_in_another_tab(self) {
        if self.view.me().is_none() {
            self.session.update_value(|session| session.version = None);
            self.step(Input::Restart);
        }
    }

    fn name_of(&self, who: ParticipantId) -> Option<String> {
        self.view.with_room(|room| room.seat(who).map(|seat| seat.nickname.as_str().to_owned()))
    }

    /// Says what waits, now or together with what comes soon.
    fn speak(self, when: Option<When>) {
        let say = move || {
            let text = self.session.try_update_value(|session| {
                session.will_speak = false;
                self.view.with_room(|room| session.speech.say(room))
            });
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.spoken.set(text);
            }
        };
        match when {
            None => {}
            Some(When::Now) => say(),
            Some(When::Soon) => {
                let was_waiting =
                    self.session.try_update_value(|session| std::mem::replace(&mut session.will_speak, true));
                if was_waiting == Some(false) {
                    set_timeout(say, Duration::from_millis(GATHER_MS as u64));
                }
            }
        }
    }
}

/// Whether the controls of the dock are others once that is done.
fn turns_table(command: &Command) -> bool {
    matches!(command, Command::Reveal { .. } | Command::NextRound { .. })
}
