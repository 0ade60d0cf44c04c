//! Live: a room's page over time. It ties together the link, the socket, the commands under way, the room as signals, and
//! what is spoken; components ask it and read its signals.

pub mod alert;
pub mod attention;
pub mod browser;
mod clock;
pub mod deck;
mod device;
pub mod door;
pub mod drawn;
pub mod fetch;
pub mod hand_over;
pub mod keys;
pub mod known;
pub mod link;
pub mod listing;
pub mod model;
pub mod name;
pub mod news;
pub mod notification;
pub mod outcome;
pub mod outgoing;
pub mod preferences;
pub mod qr;
pub mod reactive;
pub mod rows;
pub mod socket;
pub mod sound;
pub mod speech;
pub mod summary;
pub mod thrown;
pub mod time;
pub mod timer;
pub mod title;
mod told;
pub mod topics;
pub mod view;
pub mod written;

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use shared::card::CardIndex;
use shared::codec::to_postcard;
use shared::command::Command;
use shared::ids::{ParticipantId, RoundNumber, UnixMillis, Version};
use shared::message::{HandOverCode, Hello, PageId};
use shared::rejection::Rejection;
use shared::room::Role;

use self::alert::Watch;
use self::attention::Attention;
use self::hand_over::HandOver;
use self::link::{Action, Attempt, Input, Link, Status, TICK_MS};
use self::listing::Asking;
use self::name::in_sentence;
use self::outgoing::Outgoing;
use self::preferences::Preferences;
use self::socket::{Heard, Socket};
use self::speech::{GATHER_MS, Speech, When};
use self::thrown::Flight;
use self::timer::TimerWatch;
use self::view::RoomView;
use crate::shell::RoomPage;

/// The page of a room; cheap to copy.
#[derive(Clone, Copy)]
pub struct Live {
    pub view: RoomView,
    pub status: RwSignal<Status>,
    /// What the server refused, or what became of my seat, in a sentence.
    pub notice: RwSignal<String>,
    /// What moderators did a moment ago, in a sentence.
    pub news: RwSignal<String>,
    /// What the live region says.
    pub spoken: RwSignal<String>,
    pub join: RwSignal<Asked>,
    pub rename: RwSignal<Asked>,
    pub hand_over: RwSignal<HandOver>,
    /// What is under way for the list of topics.
    pub asking: Asking,
    /// My card as I chose it, while the server has not answered: a card, or none.
    pub choice: RwSignal<Option<Option<CardIndex>>>,
    /// Whether the controls of the dock have been what they are for long enough that pressing them is meant.
    pub settled: RwSignal<bool>,
    /// What flies over the table.
    pub flying: RwSignal<Vec<Flight>>,
    /// What time it is by the server's clock: set while something depends on it.
    pub clock: RwSignal<UnixMillis>,
    /// What I want of this page on this device.
    pub preferences: RwSignal<Preferences>,
    /// Why the browser shows no notices, since I asked for them.
    pub notices_problem: RwSignal<Option<&'static str>>,
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
    /// What was heard since the page was drawn.
    heard: Vec<(Attempt, Heard)>,
    /// The latest version that this page has, as whoever it is; none before the first welcome.
    version: Option<Version>,
    /// How many topics are still to come of a room that came without them.
    topics_to_come: usize,
    page: Option<PageId>,
    /// From another device of mine, whose seat I take over. It is said until the server has welcomed me.
    code: Option<HandOverCode>,
    /// The seat that I found gone when I came back.
    lost_seat: Option<ParticipantId>,
    outgoing: Outgoing,
    attention: Attention,
    watch: Watch,
    timer: TimerWatch,
    /// By how much the server's clock is ahead of mine, in milliseconds.
    clock_ahead: f64,
    speech: Speech,
    will_speak: bool,
    /// How often the controls of the dock have changed.
    turns: u32,
    /// How often there was news.
    news_count: u32,
    /// How much has been thrown.
    thrown_count: u32,
}

impl Session {
    /// Says the command whose turn it is. Before the welcome nothing is said; the welcome comes back to it.
    fn say_next(&mut self) {
        let Some(socket) = self.socket.as_ref().filter(|_| self.link.is_open() && self.version.is_some()) else {
            return;
        };
        if let Some(message) = self.outgoing.next_to_say() {
            socket.send(to_postcard(message));
        }
    }
}

impl Live {
    /// The page as the server rendered it: the same there and here.
    pub fn new(page: &RoomPage) -> Self {
        Self {
            view: RoomView::new(&page.welcome),
            status: RwSignal::new(Status::Connecting),
            notice: RwSignal::new(String::new()),
            news: RwSignal::new(String::new()),
            spoken: RwSignal::new(String::new()),
            join: RwSignal::new(page.join.error.map_or(Asked::Not, Asked::Refused)),
            rename: RwSignal::new(Asked::Not),
            hand_over: RwSignal::new(HandOver::Not),
            asking: Asking::default(),
            choice: RwSignal::new(None),
            settled: RwSignal::new(true),
            flying: RwSignal::new(vec![]),
            clock: RwSignal::new(page.welcome.now),
            preferences: RwSignal::new(Preferences::default()),
            notices_problem: RwSignal::new(None),
            session: StoredValue::new(Session {
                room: page.id.clone(),
                link: Link::default(),
                socket: None,
                heard: vec![],
                version: None,
                topics_to_come: 0,
                page: None,
                code: None,
                lost_seat: None,
                outgoing: Outgoing::default(),
                attention: Attention::default(),
                watch: Watch::default(),
                timer: TimerWatch::default(),
                clock_ahead: 0.0,
                speech: Speech::default(),
                will_speak: false,
                turns: 0,
                news_count: 0,
                thrown_count: 0,
            }),
        }
    }

    /// The live page that this component is part of.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Connects, and stays connected. To be called in the browser, once.
    pub fn start(self) {
        self.start_device();
        self.session.update_value(|session| session.page = browser::page_id());
        self.take_code();
        let tick = Duration::from_millis(TICK_MS as u64);
        // These live as long as the page, so what would end them is dropped unused.
        let tick_on = move || {
            // Where frames are not drawn although nothing is hidden, nothing waits for longer than this.
            self.take_in();
            self.step(Input::Tick);
        };
        drop(set_interval_with_handle(tick_on, tick));
        self.start_clock();
        drop(window_event_listener(ev::online, move |_| self.step(Input::Online)));
        drop(window_event_listener_untyped("visibilitychange", move |_| self.seen_or_not()));
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
        // A link with a code, followed on a device where this page is open already.
        drop(window_event_listener(ev::hashchange, move |_| {
            if self.take_code() {
                self.step(Input::Restart);
            }
        }));
        if browser::is_hidden() {
            self.seen_or_not();
        }
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
        let is_asked = self.session.try_update_value(|session| session.outgoing.ask(command)).unwrap_or_default();
        if is_asked {
            self.session.update_value(Session::say_next);
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
            browser::remember_role(role);
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

    /// Asks for a link by which another device takes my seat as well.
    pub fn ask_to_hand_over(self) {
        if self.hand_over.get_untracked() != HandOver::Asked && self.is_asked(Command::HandOver) {
            self.hand_over.set(HandOver::Asked);
        }
    }

    pub(super) fn ask_by_form(self, form: RwSignal<Asked>, command: Command) {
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
        self.tell_attention(now);
    }

    /// The page can be seen again, or no longer.
    fn seen_or_not(self) {
        self.take_in();
        let (now, is_hidden) = (browser::now_ms(), browser::is_hidden());
        self.session.update_value(|session| match is_hidden {
            true => session.attention.hidden(now),
            false => session.attention.visible(),
        });
        self.step(if is_hidden { Input::Hidden } else { Input::Visible });
    }

    /// Tells the server whether anybody looks at this page, if that is news to it and I have a seat.
    fn tell_attention(self, now: f64) {
        let is_seated = self.view.is_seated();
        self.session.update_value(|session| {
            let Some(socket) = session.socket.as_ref().filter(|_| is_seated && session.link.is_open()) else { return };
            if let Some(away) = session.attention.news(now) {
                socket.send(to_postcard(&session.outgoing.tell(Command::SetAway { away })));
            }
        });
    }

    /// Takes the code of another device of mine out of the page's address, where it is of no further use. True if there
    /// was one.
    fn take_code(self) -> bool {
        let code = hand_over::code_of(&browser::hash());
        if code.is_some() {
            browser::drop_hash();
            self.session.update_value(|session| session.code = code.clone());
        }
        code.is_some()
    }

    fn open(self, attempt: Attempt) {
        let room = self.room_id();
        let hear = move |heard| self.hear(attempt, heard);
        let ahead = if attempt == Attempt::FIRST { Socket::opened_ahead(hear) } else { None };
        match ahead.or_else(|| Socket::open(&room, hear)) {
            None => self.step(Input::Closed(attempt, None)),
            Some(socket) => {
                let token = browser::token(&room);
                self.session.update_value(|session| {
                    // As somebody else I have not seen this room yet.
                    let is_same = token.is_some() == self.view.me().is_some() && session.code.is_none();
                    let is_whole = session.topics_to_come == 0;
                    let after = session.version.filter(|_| is_same && is_whole);
                    let (page, code) = (session.page.clone(), session.code.clone());
                    socket.send(to_postcard(&Hello { token, after, page, code }));
                    session.socket = Some(socket);
                    session.attention.connected_anew();
                });
            }
        }
    }

    fn seat_taken_in_another_tab(self) {
        if self.view.me().is_none() {
            self.session.update_value(|session| session.version = None);
            self.step(Input::Restart);
        }
    }

    fn name_of(&self, who: ParticipantId) -> Option<String> {
        self.view.with_known(|known| known.room.seat(who).map(|seat| in_sentence(seat.nickname.as_str())))
    }

    /// Shows what was done, and says it to those who do not see the table.
    pub fn say(self, words: String) {
        self.show_news(words.clone());
        let when = self.session.try_update_value(|session| session.speech.hear_words(words)).flatten();
        self.speak(when);
    }

    /// Says what waits, now or together with what comes soon.
    pub(super) fn speak(self, when: Option<When>) {
        let say = move || {
            let text = self.session.try_update_value(|session| {
                session.will_speak = false;
                self.view.with_known(|known| session.speech.say(known))
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
    matches!(command, Command::Reveal { .. } | Command::NextRound { .. } | Command::PickTopic { .. })
}
