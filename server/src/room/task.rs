//! The one task that owns a room: it receives, decides, keeps, applies and tells. What waits for it is one turn: the commands in it
//! are kept together, and each member is written to once.

use std::time::Duration;

use shared::command::{Actor, Command, Now};
use shared::decide::{self, Decision, Import};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, TopicId, UnixMillis};
use shared::message::{ClientMessage, CloseCode, SeatProof, ServerMessage, Token};
use shared::redact;
use shared::rejection::Rejection;
use shared::room::Room;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout_at};

use super::answers::{Answer, Answers};
use super::chair::ChairWatch;
use super::countdown::Countdown;
use super::due::TimerEnd;
use super::hand_over::HandOvers;
use super::handle::{House, ListPart, Request};
use super::live::{Live, News, Performed, Wish};
use super::members::{ConnectionId, Member, Members};
use super::pace::Pace;
use super::rest::rest_after;
use crate::clock;
use crate::identity::{PageTag, ServerKey};
use crate::limits::{COME_BACK_WITHIN, HAND_OVER_WITHIN, ROOM_IDLE_FOR, TURN_REQUESTS_MAX};
use crate::store::Origin;

/// A room, its members, and what it needs to know them by.
pub struct Task {
    pub(super) live: Live,
    pub(super) key: ServerKey,
    pub(super) members: Members,
    answers: Answers,
    pub(super) hand_overs: HandOvers,
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

/// A command of a connection, and who it was when it said that.
struct Asked {
    connection: ConnectionId,
    actor: Actor,
    page: Option<PageTag>,
    number: CommandNumber,
    command: Command,
}

impl Asked {
    /// By what it is known should it be said again.
    fn origin(&self) -> Option<Origin> {
        self.page.map(|page| Origin { page, number: self.number })
    }
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
    pub async fn run(&mut self, requests: &mut mpsc::Receiver<Box<Request>>) {
        self.live.touch();
        loop {
            let idle_at = self.idle_since.filter(|_| !self.is_leaving).map(|since| since + ROOM_IDLE_FOR);
            let request = match idle_at.into_iter().chain(self.next_due()).min() {
                None => Ok(requests.recv().await),
                Some(until) => timeout_at(until, requests.recv()).await,
            };
            match request {
                Ok(Some(request)) => {
                    self.take_turn(request, requests).await;
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
            let began = Instant::now();
            self.members.flush();
            if let Some(rest) = rest_after(began.elapsed()) {
                sleep(rest).await;
            }
        }
        tracing::debug!(room = %self.live.id(), "the room leaves memory");
        // So that it is kept for as long as it is wanted after it was in use, not after it was opened.
        self.live.touch();
    }

    /// Serves this request and those that wait behind it. What is told on the way is written when the turn ends, or the room
    /// waits for its log: a burst makes a turn longer, and not the writes more.
    async fn take_turn(&mut self, first: Box<Request>, requests: &mut mpsc::Receiver<Box<Request>>) {
        let mut together = vec![];
        self.serve(first, &mut together).await;
        for _ in 1..TURN_REQUESTS_MAX {
            let Ok(request) = requests.try_recv() else { break };
            self.serve(request, &mut together).await;
        }
        self.perform_together(together).await;
    }

    /// Serves a request; a command is put to those that are performed together, before anything that comes after them.
    async fn serve(&mut self, request: Box<Request>, together: &mut Vec<Asked>) {
        let must_follow = match &*request {
            Request::Command { connection, .. } => self.must_follow(*connection, together),
            _ => true,
        };
        if must_follow {
            self.perform_together(std::mem::take(together)).await;
        }
        match *request {
            Request::Command { connection, message } => together.extend(self.still_to_do(connection, message)),
            Request::Connect { newcomer, reply } => {
                let connected = if self.is_leaving { Err(CloseCode::Restart) } else { self.connect(newcomer) };
                if let Err(Ok(connection)) = reply.send(connected) {
                    // The socket went before it got its answer.
                    self.members.dismiss(connection);
                }
                self.look_around();
            }
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

    /// Whether what that connection asks may depend on what these ask, other than by the room.
    fn must_follow(&self, connection: ConnectionId, together: &[Asked]) -> bool {
        let page = self.members.get(connection).and_then(|member| member.page);
        let is_same = |asked: &Asked| asked.connection == connection || asked.page.is_some() && asked.page == page;
        together.iter().any(is_same)
    }

    /// What is to be done of a command: nothing if it was answered before, and then it is answered as it was.
    fn still_to_do(&mut self, connection: ConnectionId, message: ClientMessage) -> Option<Asked> {
        let Member { actor, page, .. } = self.members.get(connection)?;
        let ClientMessage { number, command } = message;
        let asked = Asked { connection, actor: *actor, page: *page, number, command };
        let Some(answer) = asked.origin().and_then(|origin| self.answers.get(origin)) else { return Some(asked) };
        self.seat(connection, answer.joined);
        self.look_around();
        self.members.tell(connection, &ServerMessage::Answer { number, rejection: answer.rejection });
        None
    }

    /// Does what several connections ask for, and keeps it in one go. Each is answered as if it had been alone.
    async fn perform_together(&mut self, together: Vec<Asked>) {
        if together.is_empty() {
            return;
        }
        let now = self.now();
        let wishes = together.iter().map(|asked| Wish {
            decide: |room: &Room| decide::decide(room, &asked.actor, &now, asked.command.clone()),
            origin: asked.origin(),
        });
        let wishes: Vec<_> = wishes.collect();
        let performed = self.perform(&wishes).await;
        for (asked, performed) in together.iter().zip(performed) {
            let (outcome, news) = match performed {
                Ok((joined, news)) => (self.attend(asked).map(|()| joined), news),
                Err(rejection) => (Err(rejection), vec![]),
            };
            let answer = Answer { rejection: outcome.err(), joined: outcome.ok().flatten() };
            // First who one is, then what happened: a client that hears of its own join must know that it is its own.
            self.seat(asked.connection, answer.joined);
            self.tell(news);
            if let Some(origin) = asked.origin() {
                self.answers.keep(origin, answer);
            }
            let answer = ServerMessage::Answer { number: asked.number, rejection: answer.rejection };
            self.members.tell(asked.connection, &answer);
        }
    }

    /// Does what is no part of the room's history, for somebody who may.
    fn attend(&mut self, asked: &Asked) -> Result<(), Rejection> {
        let connection = asked.connection;
        match (&asked.command, &asked.actor) {
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
        let joined = self.perform_alone(&actor, &command).await?;
        Ok(joined.map(|who| self.proof(who).token))
    }

    /// A whole list from somebody who has no socket.
    async fn import(&mut self, token: Option<Token>, import: Import) -> Result<(), Rejection> {
        let actor = self.prove(token.as_ref());
        let decide = |room: &Room| decide::import(room, &actor, &import);
        let performed = self.perform(&[Wish { decide, origin: None }]).await;
        self.tell_performed(performed).map(drop)
    }

    /// A command that no connection waits for.
    ///
    /// # Errors
    ///
    /// The room's [`Rejection`].
    pub(super) async fn perform_alone(
        &mut self,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<ParticipantId>, Rejection> {
        let now = self.now();
        let decide = |room: &Room| decide::decide(room, actor, &now, command.clone());
        let performed = self.perform(&[Wish { decide, origin: None }]).await;
        self.tell_performed(performed)
    }

    /// Performs wishes, and tells what other writers of the log did meanwhile. Nobody waits with what they are told for the log.
    async fn perform<D: Fn(&Room) -> Decision>(&mut self, wishes: &[Wish<D>]) -> Vec<Performed> {
        self.members.flush();
        let mut news = vec![];
        let performed = self.live.perform(wishes, &mut news).await;
        self.tell(news);
        performed
    }

    /// Tells what has become of a wish that was alone, and answers with who the asker has become.
    fn tell_performed(&mut self, performed: Vec<Performed>) -> Result<Option<ParticipantId>, Rejection> {
        let mut who = None;
        for performed in performed {
            let (joined, news) = performed?;
            self.tell(news);
            who = joined;
        }
        Ok(who)
    }

    fn now(&self) -> Now {
        Now { chair: self.chair.chair(), time: clock::now() }
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

    pub(super) fn prove(&self, token: Option<&Token>) -> Actor {
        let who = token.and_then(|token| self.key.prove(self.live.id(), token));
        who.map_or(Actor::Stranger, Actor::Participant)
    }

    pub(super) fn proof(&self, who: ParticipantId) -> SeatProof {
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
