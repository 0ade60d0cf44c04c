//! Link: connecting to the room and coming back, as a state machine without a socket or a clock.
//!
//! Whoever drives it tells what happens and when, does what it answers, and gives each attempt's number back with what
//! comes of it, so that news of an old socket is known to be old.
//!
//! While the page is hidden no socket is opened; whatever was to open one then does so when the page is seen.

use shared::message::CloseCode;

/// The first pause before another attempt is chosen below this; each further one below twice as much.
const FIRST_RETRY_MS_MAX: f64 = 500.0;
/// No pause is longer.
const RETRY_MS_MAX: f64 = 10_000.0;
/// But after a close of which the server said how far to spread: then it may be as long as this.
const SPREAD_MS_MAX: f64 = 60_000.0;
/// More than two of the server's longest heartbeats: a socket that is silent for longer is dead, whatever it says.
const SILENCE_MS_MAX: f64 = 25_000.0;
/// An attempt that has come to nothing by then is given up.
const OPENING_MS_MAX: f64 = 10_000.0;
/// How often [`Input::Tick`] is to come.
pub const TICK_MS: f64 = 2_500.0;
/// A tick that comes so late means that the machine slept: the socket may be dead without a sign.
const TICK_MS_MAX: f64 = 4.0 * TICK_MS;
/// A page that was hidden for longer trusts its socket no more.
const HIDDEN_MS_MAX: f64 = 10_000.0;

/// One attempt to be connected, counted from 1. The latest is the one that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempt(pub u32);

impl Attempt {
    pub const FIRST: Self = Self(1);
}

/// How the link is, as a person may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No room yet, for the first time.
    Connecting,
    Open,
    /// The connection is lost, and will be sought again.
    Lost,
    /// The server does not want this page to come back, and why.
    Refused(CloseCode),
}

/// What happens to the link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Input {
    /// The page is ready.
    Start,
    /// The server welcomed that attempt.
    Welcomed(Attempt),
    /// Something came over that attempt's socket.
    Heard(Attempt),
    /// The server said over that attempt's socket that it ends, and over how many milliseconds to spread coming back.
    Restarting(Attempt, u32),
    /// That attempt's socket has closed, with this code if there was one.
    Closed(Attempt, Option<u16>),
    /// The pause that [`Action::Retry`] asked for is over.
    RetryDue(Attempt),
    /// Some time has passed.
    Tick,
    /// The browser says that there is a network again.
    Online,
    Hidden,
    Visible,
    /// Who one is has changed, so the socket must be opened anew.
    Restart,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Open a socket and forget the one before.
    Open(Attempt),
    /// Come back with [`Input::RetryDue`] after so many milliseconds.
    Retry(Attempt, f64),
}

/// The link.
#[derive(Clone, Debug, Default)]
pub struct Link {
    state: State,
    attempt: Attempt,
    /// Attempts that failed since the last welcome.
    failures: u32,
    /// Over how much the server wants the next coming back to be spread.
    spread_ms: f64,
    was_open: bool,
    hidden_since: Option<f64>,
    /// Whether another socket is to be opened when the page is seen.
    is_due: bool,
    ticked_at: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    #[default]
    Idle,
    Opening {
        since: f64,
    },
    Open {
        heard_at: f64,
    },
    Waiting,
    Refused(CloseCode),
}

impl Link {
    /// How the link is now.
    pub fn status(&self) -> Status {
        match self.state {
            State::Open { .. } => Status::Open,
            State::Refused(code) => Status::Refused(code),
            // A page that looks again for a socket which may well live has lost nothing yet.
            State::Opening { .. } if self.was_open && self.failures == 0 => Status::Open,
            State::Idle | State::Opening { .. } | State::Waiting if self.was_open => Status::Lost,
            State::Idle | State::Opening { .. } | State::Waiting => Status::Connecting,
        }
    }

    /// Whether the server has welcomed the latest attempt, and its socket is not known to be dead.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. })
    }

    /// Whether what that attempt's socket says still counts.
    pub fn is_current(&self, attempt: Attempt) -> bool {
        attempt == self.attempt
    }

    /// Takes in what happened at `now`, in milliseconds of any clock. `random` is below 1 and not below 0.
    pub fn step(&mut self, input: Input, now: f64, random: f64) -> Option<Action> {
        match input {
            Input::Start => self.open(now),
            Input::Welcomed(attempt) if attempt == self.attempt => {
                self.state = State::Open { heard_at: now };
                self.failures = 0;
                self.spread_ms = 0.0;
                self.was_open = true;
                None
            }
            Input::Heard(attempt) if attempt == self.attempt => {
                if let State::Open { heard_at } = &mut self.state {
                    *heard_at = now;
                }
                None
            }
            Input::Restarting(attempt, spread_ms) if attempt == self.attempt => {
                self.spread_ms = f64::from(spread_ms).min(SPREAD_MS_MAX);
                None
            }
            Input::Closed(attempt, code) if attempt == self.attempt => self.closed(code, random),
            Input::RetryDue(attempt) if attempt == self.attempt && self.state == State::Waiting => self.open(now),
            Input::Tick => self.tick(now, random),
            Input::Online | Input::Restart => match self.state {
                State::Refused(_) | State::Idle => None,
                _ => self.open(now),
            },
            Input::Hidden => {
                self.hidden_since.get_or_insert(now);
                None
            }
            Input::Visible => {
                let hidden_since = self.hidden_since.take();
                let was_long = hidden_since.is_some_and(|since| now - since > HIDDEN_MS_MAX);
                match self.state {
                    State::Waiting => self.open(now),
                    State::Open { .. } | State::Opening { .. } if was_long || self.is_due => self.open(now),
                    _ => None,
                }
            }
            Input::Welcomed(_) | Input::Heard(_) | Input::Restarting(..) | Input::Closed(..) | Input::RetryDue(_) => {
                None
            }
        }
    }

    /// Opens another socket, as soon as the page is seen.
    fn open(&mut self, now: f64) -> Option<Action> {
        self.is_due = self.hidden_since.is_some();
        if self.is_due {
            // What is open stays open until then.
            if self.state == State::Idle {
                self.state = State::Waiting;
            }
            return None;
        }
        self.attempt.0 += 1;
        self.state = State::Opening { since: now };
        Some(Action::Open(self.attempt))
    }

    fn closed(&mut self, code: Option<u16>, random: f64) -> Option<Action> {
        if let Some(code) = code.and_then(CloseCode::from_code).filter(|code| !code.is_worth_retrying()) {
            self.state = State::Refused(code);
            return None;
        }
        // Full jitter: the whole pause is random, so that those who were cut off together do not come back together.
        let usual = (FIRST_RETRY_MS_MAX * 2f64.powi(self.failures.min(16) as i32)).min(RETRY_MS_MAX);
        let bound = usual.max(std::mem::take(&mut self.spread_ms));
        self.failures += 1;
        self.state = State::Waiting;
        Some(Action::Retry(self.attempt, random * bound))
    }

    fn tick(&mut self, now: f64, random: f64) -> Option<Action> {
        let slept = self.ticked_at.replace(now).is_some_and(|before| now - before > TICK_MS_MAX);
        if self.hidden_since.is_some() {
            return None;
        }
        match self.state {
            State::Open { .. } if slept => self.open(now),
            State::Open { heard_at } if now - heard_at > SILENCE_MS_MAX => {
                self.failures += 1;
                self.open(now)
            }
            State::Opening { since } if now - since > OPENING_MS_MAX => self.closed(None, random),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A link, and the clock by which it is driven.
    struct Driven {
        link: Link,
        now: f64,
    }

    impl Driven {
        fn started() -> Self {
            let mut driven = Self { link: Link::default(), now: 0.0 };
            assert_eq!(driven.after(0.0, Input::Start), Some(Action::Open(Attempt(1))));
            driven
        }

        fn open() -> Self {
            let mut driven = Self::started();
            driven.after(100.0, Input::Welcomed(Attempt(1)));
            driven
        }

        fn after(&mut self, ms: f64, input: Input) -> Option<Action> {
            self.now += ms;
            self.link.step(input, self.now, 0.5)
        }
    }

    #[test]
    fn a_welcome_opens_the_link() {
        let mut driven = Driven::started();
        assert_eq!(driven.link.status(), Status::Connecting);
        driven.after(50.0, Input::Welcomed(Attempt(1)));
        assert_eq!(driven.link.status(), Status::Open);
    }

    #[test]
    fn a_closed_socket_is_opened_again_with_growing_pauses() {
        let mut driven = Driven::open();
        let mut pauses = vec![];
        for attempt in 1..=8 {
            match driven.after(10.0, Input::Closed(Attempt(attempt), Some(1006))) {
                Some(Action::Retry(of, pause)) => {
                    assert_eq!(of, Attempt(attempt));
                    pauses.push(pause);
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(driven.link.status(), Status::Lost);
            let again = driven.after(10.0, Input::RetryDue(Attempt(attempt)));
            assert_eq!(again, Some(Action::Open(Attempt(attempt + 1))));
        }
        assert_eq!(pauses, [250.0, 500.0, 1000.0, 2000.0, 4000.0, 5000.0, 5000.0, 5000.0]);
    }

    #[test]
    fn a_welcome_makes_the_next_pause_short_again() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Closed(Attempt(1), None));
        driven.after(0.0, Input::RetryDue(Attempt(1)));
        driven.after(0.0, Input::Closed(Attempt(2), None));
        driven.after(0.0, Input::RetryDue(Attempt(2)));
        driven.after(0.0, Input::Welcomed(Attempt(3)));
        assert_eq!(driven.after(0.0, Input::Closed(Attempt(3), None)), Some(Action::Retry(Attempt(3), 250.0)));
    }

    #[test]
    fn the_pause_is_random_from_nothing_to_its_bound() {
        for (random, pause) in [(0.0, 0.0), (0.999, 499.5)] {
            let mut link = Driven::open().link;
            assert_eq!(link.step(Input::Closed(Attempt(1), None), 0.0, random), Some(Action::Retry(Attempt(1), pause)));
        }
    }

    #[test]
    fn news_of_an_old_socket_is_ignored() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Online);
        assert_eq!(driven.after(0.0, Input::Closed(Attempt(1), Some(4404))), None);
        assert_eq!(driven.after(0.0, Input::RetryDue(Attempt(1))), None);
        driven.after(0.0, Input::Welcomed(Attempt(1)));
        assert_eq!(driven.link.attempt, Attempt(2));
        assert!(matches!(driven.link.state, State::Opening { .. }));
    }

    #[test]
    fn a_room_that_is_gone_is_not_asked_for_again() {
        let mut driven = Driven::open();
        assert_eq!(driven.after(0.0, Input::Closed(Attempt(1), Some(4404))), None);
        assert_eq!(driven.link.status(), Status::Refused(CloseCode::NoSuchRoom));
        for input in [Input::Online, Input::Tick, Input::Visible, Input::Restart, Input::RetryDue(Attempt(1))] {
            assert_eq!(driven.after(60_000.0, input), None);
        }
    }

    #[test]
    fn a_silent_socket_is_dead_and_the_connection_lost() {
        let mut driven = Driven::open();
        for _ in 0..10 {
            assert_eq!(driven.after(TICK_MS, Input::Tick), None);
            assert_eq!(driven.link.status(), Status::Open);
        }
        assert_eq!(driven.after(TICK_MS, Input::Tick), Some(Action::Open(Attempt(2))));
        assert_eq!(driven.link.status(), Status::Lost);
    }

    #[test]
    fn p10_a_dead_peer_is_noticed_within_30_seconds_and_a_living_one_is_not_given_up() {
        // The tick that finds the silence too long comes at most one pause after it has become so.
        const { assert!(SILENCE_MS_MAX + TICK_MS < 30_000.0) };
        // One heartbeat that is late by a whole interval is forgiven.
        const { assert!(SILENCE_MS_MAX > 2.0 * 12_000.0) };
    }

    #[test]
    fn a_socket_that_speaks_lives() {
        let mut driven = Driven::open();
        for _ in 0..100 {
            driven.after(0.0, Input::Heard(Attempt(1)));
            assert_eq!(driven.after(TICK_MS, Input::Tick), None);
        }
    }

    #[test]
    fn after_a_sleep_the_socket_is_not_trusted() {
        let mut driven = Driven::open();
        driven.after(TICK_MS, Input::Tick);
        assert_eq!(driven.after(TICK_MS_MAX + 1.0, Input::Tick), Some(Action::Open(Attempt(2))));
    }

    #[test]
    fn an_attempt_that_comes_to_nothing_is_given_up() {
        let mut driven = Driven::started();
        for _ in 0..4 {
            assert_eq!(driven.after(TICK_MS, Input::Tick), None);
        }
        assert_eq!(driven.after(TICK_MS, Input::Tick), Some(Action::Retry(Attempt(1), 250.0)));
    }

    #[test]
    fn a_server_that_restarts_spreads_its_clients_once() {
        let mut driven = Driven::open();
        assert_eq!(driven.after(0.0, Input::Restarting(Attempt(1), 8_000)), None);
        let closed = driven.after(0.0, Input::Closed(Attempt(1), Some(CloseCode::Restart.code())));
        assert_eq!(closed, Some(Action::Retry(Attempt(1), 4_000.0)));
        driven.after(4_000.0, Input::RetryDue(Attempt(1)));
        assert_eq!(driven.after(0.0, Input::Closed(Attempt(2), None)), Some(Action::Retry(Attempt(2), 500.0)));
    }

    #[test]
    fn a_spread_makes_no_pause_shorter_and_has_a_bound() {
        for (spread_ms, pause) in [(0, 250.0), (100, 250.0), (u32::MAX, SPREAD_MS_MAX / 2.0)] {
            let mut driven = Driven::open();
            driven.after(0.0, Input::Restarting(Attempt(1), spread_ms));
            let closed = driven.after(0.0, Input::Closed(Attempt(1), Some(1012)));
            assert_eq!(closed, Some(Action::Retry(Attempt(1), pause)));
        }
    }

    #[test]
    fn a_spread_that_was_not_needed_is_forgotten() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Restarting(Attempt(1), 8_000));
        driven.after(0.0, Input::Online);
        driven.after(0.0, Input::Welcomed(Attempt(2)));
        assert_eq!(driven.after(0.0, Input::Closed(Attempt(2), None)), Some(Action::Retry(Attempt(2), 250.0)));
    }

    #[test]
    fn a_hidden_page_waits_and_comes_back_at_once_when_it_is_seen() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Hidden);
        driven.after(0.0, Input::Closed(Attempt(1), None));
        assert_eq!(driven.after(250.0, Input::RetryDue(Attempt(1))), None);
        assert_eq!(driven.after(60_000.0, Input::Tick), None);
        assert_eq!(driven.after(0.0, Input::Visible), Some(Action::Open(Attempt(2))));
    }

    #[test]
    fn while_hidden_nothing_is_tried() {
        for lost in [false, true] {
            let mut driven = Driven::open();
            driven.after(0.0, Input::Hidden);
            if lost {
                driven.after(0.0, Input::Closed(Attempt(1), None));
            }
            for input in [Input::Online, Input::Restart, Input::Tick, Input::RetryDue(Attempt(1))] {
                assert_eq!(driven.after(1.0, input), None);
            }
            assert_eq!(driven.link.is_open(), !lost);
            assert_eq!(driven.after(1.0, Input::Visible), Some(Action::Open(Attempt(2))));
        }
    }

    #[test]
    fn a_page_that_is_loaded_unseen_connects_when_it_is_seen() {
        let mut driven = Driven { link: Link::default(), now: 0.0 };
        driven.after(0.0, Input::Hidden);
        assert_eq!(driven.after(0.0, Input::Start), None);
        assert_eq!(driven.link.status(), Status::Connecting);
        assert_eq!(driven.after(1.0, Input::Visible), Some(Action::Open(Attempt(1))));
    }

    #[test]
    fn a_page_that_was_hidden_for_long_opens_a_new_socket_without_alarm() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Hidden);
        assert_eq!(driven.after(HIDDEN_MS_MAX + 1.0, Input::Visible), Some(Action::Open(Attempt(2))));
        assert_eq!(driven.link.status(), Status::Open);
        let mut driven = Driven::open();
        driven.after(0.0, Input::Hidden);
        assert_eq!(driven.after(HIDDEN_MS_MAX, Input::Visible), None);
    }

    #[test]
    fn the_network_coming_back_ends_the_pause() {
        let mut driven = Driven::open();
        driven.after(0.0, Input::Closed(Attempt(1), None));
        assert_eq!(driven.after(1.0, Input::Online), Some(Action::Open(Attempt(2))));
    }
}
