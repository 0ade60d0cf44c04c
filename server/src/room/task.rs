//! The one task that owns a room: it receives, decides, keeps, applies and tells, one request after the other.

use std::time::Duration;

use shared::command::{Actor, Command, Now};
use shared::decide::{self, Import};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, TopicId, UnixMillis, Version};
use shared::message::{ClientMessage, CloseCode, HandOverCode, Presence, SeatProof, ServerMessage, Token, Welcome};
use shared::redact;
use shared::rejection::Rejection;
use shared::room::Room;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

use super::answers::{Answer, Answers};
use super::chair::ChairWatch;
use super::countdown::Countdown;
use super::due::TimerEnd;
use super::hand_over::HandOvers;
use super::handle::{House, ListPart, Newcomer, Request};
use super::live::{Live, News};
use super::members::{ConnectionId, Member, Members};
use super::pace::Pace;
use crate::clock;
use crate::identity::{PageTag, ServerKey};
use crate::limits::{COME_BACK_WITHIN, HAND_OVER_WITHIN, ROOM_IDLE_FOR};
use crate::store::Origin;

/// A room, its members, and what it needs to know them by.
pub struct Task {
    pub(super) live: Live,
    key: ServerKey,
    pub(super) members: Members,
    answers: Answers,
    hand_overs: HandOvers,
    pub(super) chair: ChairWatch,
    pub(super) countdown: Countdown,
    /// The last countdown of a round that came to its end, and what was to follow did.
    pub(super) timer_ended: Option<TimerEnd>,
    pub(super) pace: Pace,
    /// Until when those who were here before the room was loaded may come back; none if that is over, or no card lies
    /// face down.
    pub(super) coming_back_until: Option<Instant>,
    /// Since when nobody has been connected; none while somebody is.
    idle_since: Option<Instant>,
    /// Nobody can send requests any more; those that wait are answered, and let nobody in.
    is_leaving: bool,
}

impl Task {
    /// A room that was just loaded, in which somebody else can take the chair once no moderator was there for the grace.
    /// `answers` are those that were given before the room was loaded.
    pub fn new(live: Live, answers: Answers, key: ServerKey, moderator_grace: Duration) -> Self {
        let now = Instant::now();
        let timer_ended = TimerEnd::long_ago(live.room(), clock::now());
        let is_half_played = live.room().round().as_open().is_some_and(|open| !open.cards.is_empty());
        Self {
            live,
            key,
            members: Members::default(),
            answers,
            hand_overs: HandOvers::default(),
            chair: ChairWatch::new(moderator_grace, now),
            countdown: Countdown::default(),
            timer_ended,
            pace: Pace::default(),
            coming_back_until: is_half_played.then(|| now + COME_BACK_WITHIN),
            idle_since: Some(now),
            is_leaving: false,
        }
    }

    /// Serves requests until nobody can send any, or nobody has been connected for minutes.
    pub async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        self.live.touch();
        loop {
            let idle_at = self.idle_since.filter(|_| !self.is_leaving).map(|since| since + ROOM_IDLE_FOR);
            let request = match idle_at.into_iter().chain(self.next_due()).min() {
                None => Ok(requests.recv().await),
                Some(until) => timeout_at(until, requests.recv()).await,
            };
            match request {
                Ok(Some(request)) => {
                    self.serve(request).await;
                    self.idle_since = (self.members.count() == 0).then(Instant::now);
                }
                Ok(None) => break,
                Err(_) if idle_at.is_some_and(|at| at <= Instant::now()) => {
                    // From now on a new task is started for whoever comes.
                    requests.close();
                    self.is_leaving = true;
                }
                Err(_) => self.do_what_is_due().await,
            }
        }
        tracing::debug!(room = %self.live.id(), "the room leaves memory");
        // So that it is kept for as long as it is wanted after it was in use, not after it was opened.
        self.live.touch();
    }

    async fn serve(&mut self, request: Request) {
        match request {
            Request::Connect { newcomer, reply } => {
                let connected = if self.is_leaving { Err(CloseCode::Restart) } else { self.connect(newcomer) };
                if let Err(Ok(connection)) = reply.send(connected) {
                    // The socket went before it got its answer.
                    self.members.dismiss(connection);
                }
                self.look_around();
            }
            Request::Command { connection, message } => self.command(connection, message).await,
            Request::Disconnect { connection } => {
                self.members.dismiss(connection);
                self.look_around();
                tracing::debug!(room = %self.live.id(), connections = self.members.count(), "a connection went");
            }
            Request::Ask { token, command, reply } => {
                let answer = self.ask(token, command).await;
                // Whoever asked may have gone; what was done is done.
                drop(reply.send(answer));
            }
            Request::Import { token, import, reply } => {
                let answer = self.import(token, *import).await;
                let _ = reply.send(answer);
            }
            Request::Read { read } => read(House::of(self.live.room())),
            Request::Look { reply } => drop(reply.send(self.welcome(&Actor::Stranger, None))),
            Request::LookAtList { after, at_most, reply } => {
                let part = list_part(self.live.room(), after, at_most);
                drop(reply.send((self.welcome(&Actor::Stranger, None), part)));
            }
        }
    }

    /// Lets a socket in, and brings it level.
    fn connect(&mut self, newcomer: Newcomer) -> Result<ConnectionId, CloseCode> {
        let Newcomer { hello, cookie, codec, outbox } = newcomer;
        let by_token = self.prove(hello.token.as_ref());
        let page = hello.page.as_ref().map(|page| self.key.page_tag(self.live.id(), page));
        let actor = match (self.offered(hello.code.as_ref(), page), by_token) {
            (Some(who), _) => Actor::Participant(who),
            (None, Actor::Stranger) => self.prove(cookie.as_ref()),
            (None, participant) => participant,
        };
        let connection = self.members.admit(Member { actor, codec, outbox, page, away: false })?;
        // What the client has, it saw as whoever its token says. As anybody else it starts anew.
        let missed = hello.after.filter(|_| actor == by_token).and_then(|after| Some((after, self.live.since(after)?)));
        match missed {
            None => {
                self.members.tell(connection, &ServerMessage::Welcome(Box::new(self.welcome(&actor, None))));
                for topics in redact::topics(self.live.room()) {
                    self.members.tell(connection, &ServerMessage::Topics(topics));
                }
            }
            Some((after, missed)) => {
                let welcome = self.welcome(&actor, Some(after));
                self.members.tell(connection, &ServerMessage::Welcome(Box::new(welcome)));
                for (version, event) in missed {
                    if let Some(event) = redact::event(&event).for_viewer(&actor).cloned() {
                        self.members.tell(connection, &ServerMessage::Event { version, event });
                    }
                }
            }
        }
        tracing::debug!(room = %self.live.id(), connections = self.members.count(), "a connection came");
        Ok(connection)
    }

    /// Whose seat a code from another device is for.
    fn offered(&mut self, code: Option<&HandOverCode>, page: Option<PageTag>) -> Option<ParticipantId> {
        let who = self.hand_overs.take(code?, page, Instant::now())?;
        self.live.room().seat(who).map(|_| who)
    }

    /// The answer to hello: with the room, or for a client that has it at that version already.
    fn welcome(&self, actor: &Actor, has: Option<Version>) -> Welcome {
        let room = self.live.room();
        Welcome {
            version: has.unwrap_or(self.live.version()),
            room: has.is_none().then(|| redact::room(room, actor)),
            topics: has.map_or_else(|| u32::try_from(room.backlog().len()).unwrap_or(u32::MAX), |_| 0),
            here: self.members.attendance().all(Presence::Here).collect(),
            away: self.members.attendance().all(Presence::Away).collect(),
            chair: self.chair.chair(),
            countdown: self.countdown.until(),
            seat: match actor {
                Actor::Participant(who) if room.seat(*who).is_some() || room.outsider(*who).is_some() => {
                    Some(self.proof(*who))
                }
                _ => None,
            },
            now: clock::now(),
        }
    }

    async fn command(&mut self, connection: ConnectionId, message: ClientMessage) {
        let Some(member) = self.members.get(connection) else { return };
        let (actor, number) = (member.actor, message.number);
        let origin = member.page.map(|page| Origin { page, number });
        let before = origin.and_then(|origin| self.answers.get(origin));
        let answer = match before {
            Some(answer) => {
                self.seat(connection, answer.joined);
                self.look_around();
                answer
            }
            None => {
                let (outcome, news) = self.perform(&actor, &message.command, origin).await;
                let outcome =
                    outcome.and_then(|joined| self.attend(connection, &actor, &message.command).map(|()| joined));
                // First who one is, then what happened: a client that hears of its own join must know that it is its own.
                self.seat(connection, outcome.ok().flatten());
                self.tell(news);
                let answer = Answer { rejection: outcome.err(), joined: outcome.ok().flatten() };
                if let Some(origin) = origin {
                    self.answers.keep(origin, answer);
                }
                answer
            }
        };
        self.members.tell(connection, &ServerMessage::Answer { number, rejection: answer.rejection });
    }

    /// Does what is no part of the room's history, for somebody who may.
    fn attend(&mut self, connection: ConnectionId, actor: &Actor, command: &Command) -> Result<(), Rejection> {
        match (command, actor) {
            (Command::SetAway { away }, _) => self.members.set_away(connection, *away),
            (Command::HandOver, Actor::Participant(who)) => {
                let code = self.hand_overs.offer(*who, Instant::now()).map_err(|error| {
                    tracing::error!(%error, "there is no randomness for a code");
                    Rejection::NotStored
                })?;
                let within = u64::try_from(HAND_OVER_WITHIN.as_millis()).unwrap_or(u64::MAX);
                let until = UnixMillis(clock::now().0.saturating_add(within));
                self.members.tell(connection, &ServerMessage::HandOver { code, until });
            }
            (Command::StopCountdown { .. }, _) => self.stop_countdown(),
            (Command::Nudge { .. }, _) => self.nudge()?,
            (Command::Throw { at, thing }, Actor::Participant(from)) => {
                self.pace.throw(*from, Instant::now())?;
                self.members.tell_all(&ServerMessage::Thrown { from: *from, at: *at, thing: *thing });
            }
            _ => {}
        }
        Ok(())
    }

    /// A command from somebody who has no socket.
    async fn ask(&mut self, token: Option<Token>, command: Command) -> Result<Option<Token>, Rejection> {
        let actor = self.prove(token.as_ref());
        let (outcome, news) = self.perform(&actor, &command, None).await;
        self.tell(news);
        outcome.map(|joined| joined.map(|who| self.proof(who).token))
    }

    /// A whole list from somebody who has no socket.
    async fn import(&mut self, token: Option<Token>, import: Import) -> Result<(), Rejection> {
        let actor = self.prove(token.as_ref());
        let mut news = vec![];
        let outcome = self.live.perform(|room| decide::import(room, &actor, &import), None, &mut news).await;
        self.tell(news);
        outcome.map(|_| ())
    }

    pub(super) async fn perform(
        &mut self,
        actor: &Actor,
        command: &Command,
        origin: Option<Origin>,
    ) -> (Result<Option<ParticipantId>, Rejection>, Vec<News>) {
        let mut news = vec![];
        let now = Now { chair: self.chair.chair(), time: clock::now() };
        let decide = |room: &Room| decide::decide(room, actor, &now, command.clone());
        let outcome = self.live.perform(decide, origin, &mut news).await;
        (outcome, news)
    }

    /// That connection has taken a seat, or knocks for one, if it does.
    fn seat(&mut self, connection: ConnectionId, joined: Option<ParticipantId>) {
        if let Some(who) = joined {
            self.members.tell(connection, &ServerMessage::Seated(self.proof(who)));
            self.members.become_actor(connection, Actor::Participant(who));
        }
    }

    pub(super) fn tell(&mut self, news: Vec<News>) {
        for (version, event) in &news {
            self.members.tell_event(*version, event);
        }
        if news.iter().any(|(_, event)| may_change_chair(event)) {
            self.look_at_chair();
        }
        if !news.is_empty() {
            self.look_at_countdown();
        }
    }

    fn prove(&self, token: Option<&Token>) -> Actor {
        let who = token.and_then(|token| self.key.prove(self.live.id(), token));
        who.map_or(Actor::Stranger, Actor::Participant)
    }

    fn proof(&self, who: ParticipantId) -> SeatProof {
        SeatProof { who, token: self.key.token(self.live.id(), who) }
    }
}

/// So many topics behind that one, if the list has it.
fn list_part(room: &Room, after: Option<TopicId>, at_most: usize) -> Option<ListPart> {
    let topics = redact::topics_after(room, after, at_most)?;
    let last = topics.get().last().map(|(id, _)| id);
    let goes_on = last.is_some() && last != room.backlog().order().last();
    Some(ListPart { topics, goes_on })
}

/// Whether somebody may have become or ceased to be a moderator at the table.
fn may_change_chair(event: &RoomEvent) -> bool {
    match event {
        RoomEvent::Joined { .. }
        | RoomEvent::Left { .. }
        | RoomEvent::Removed { .. }
        | RoomEvent::Admitted { .. }
        | RoomEvent::ModeratorAppointed { .. }
        | RoomEvent::ModeratorDismissed { .. } => true,
        RoomEvent::RoomOpened { .. }
        | RoomEvent::Voted { .. }
        | RoomEvent::VoteChanged { .. }
        | RoomEvent::VoteTakenBack { .. }
        | RoomEvent::Revealed { .. }
        | RoomEvent::RoundStarted { .. }
        | RoomEvent::TopicSet { .. }
        | RoomEvent::Renamed { .. }
        | RoomEvent::RoleChanged { .. }
        | RoomEvent::VotingBegan { .. }
        | RoomEvent::ConfidenceSet { .. }
        | RoomEvent::ReasonGiven { .. }
        | RoomEvent::CardsRevealed { .. }
        | RoomEvent::OpenCardChanged { .. }
        | RoomEvent::TimerSet { .. }
        | RoomEvent::SettingChanged { .. }
        | RoomEvent::DeckChanged { .. }
        | RoomEvent::Knocked { .. }
        | RoomEvent::TopicsAdded { .. }
        | RoomEvent::TopicChanged { .. }
        | RoomEvent::TopicMoved { .. }
        | RoomEvent::TopicRemoved { .. }
        | RoomEvent::TopicRestored { .. }
        | RoomEvent::TopicPicked { .. }
        | RoomEvent::RoundsBrought { .. } => false,
    }
}
