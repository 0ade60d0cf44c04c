//! The one task that owns a room: it receives, decides, keeps, applies and tells, one request after the other.

use shared::command::{Actor, Command};
use shared::ids::{ParticipantId, Version};
use shared::message::{ClientMessage, CloseCode, SeatProof, ServerMessage, Token, Welcome};
use shared::redact;
use shared::rejection::Rejection;
use tokio::sync::mpsc;

use super::answers::{Answer, Answers};
use super::handle::{Newcomer, Request};
use super::live::{Live, News};
use super::members::{ConnectionId, Member, Members};
use crate::clock;
use crate::identity::ServerKey;

/// A room, its members, and what it needs to know them by.
pub struct Task {
    live: Live,
    key: ServerKey,
    members: Members,
    answers: Answers,
}

impl Task {
    pub fn new(live: Live, key: ServerKey) -> Self {
        Self { live, key, members: Members::default(), answers: Answers::default() }
    }

    /// Serves requests until nobody can send any.
    pub async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
        while let Some(request) = requests.recv().await {
            match request {
                Request::Connect { newcomer, reply } => {
                    let connected = self.connect(newcomer);
                    if let Err(Ok(connection)) = reply.send(connected) {
                        // The socket went before it got its answer.
                        self.members.dismiss(connection);
                    }
                }
                Request::Command { connection, message } => self.command(connection, message).await,
                Request::Disconnect { connection } => {
                    self.members.dismiss(connection);
                    tracing::debug!(room = %self.live.id(), connections = self.members.count(), "a connection went");
                }
                Request::Ask { token, command, reply } => {
                    let answer = self.ask(token, command).await;
                    // Whoever asked may have gone; what was done is done.
                    drop(reply.send(answer));
                }
                Request::Look { reply } => drop(reply.send(self.welcome(&Actor::Stranger, None))),
            }
        }
    }

    /// Lets a socket in, and brings it level.
    fn connect(&mut self, newcomer: Newcomer) -> Result<ConnectionId, CloseCode> {
        let Newcomer { hello, cookie, codec, outbox } = newcomer;
        let by_token = self.prove(hello.token.as_ref());
        let actor = match by_token {
            Actor::Stranger => self.prove(cookie.as_ref()),
            participant => participant,
        };
        let connection = self.members.admit(Member { actor, codec, outbox, page: hello.page })?;
        // What the client has, it saw as whoever its token says. As anybody else it starts anew.
        let missed = hello.after.filter(|_| actor == by_token).and_then(|after| Some((after, self.live.since(after)?)));
        match missed {
            None => self.members.tell(connection, &ServerMessage::Welcome(Box::new(self.welcome(&actor, None)))),
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

    /// The answer to hello: with the room, or for a client that has it at that version already.
    fn welcome(&self, actor: &Actor, has: Option<Version>) -> Welcome {
        let room = self.live.room();
        Welcome {
            version: has.unwrap_or(self.live.version()),
            room: has.is_none().then(|| redact::room(room, actor)),
            here: self.members.here().collect(),
            seat: match actor {
                Actor::Participant(who) if room.seat(*who).is_some() => Some(self.proof(*who)),
                _ => None,
            },
            now: clock::now(),
        }
    }

    async fn command(&mut self, connection: ConnectionId, message: ClientMessage) {
        let Some(member) = self.members.get(connection) else { return };
        let (actor, page) = (member.actor, member.page.clone());
        let number = message.number;
        let before = page.as_ref().and_then(|page| self.answers.get(page, number));
        let answer = match before {
            Some(answer) => {
                self.seat(connection, answer.joined);
                answer
            }
            None => {
                let (outcome, news) = self.perform(&actor, &message.command).await;
                // First who one is, then what happened: a client that hears of its own join must know that it is its own.
                self.seat(connection, outcome.ok().flatten());
                self.tell(news);
                let answer = Answer { rejection: outcome.err(), joined: outcome.ok().flatten() };
                if let Some(page) = page {
                    self.answers.keep(&page, number, answer);
                }
                answer
            }
        };
        self.members.tell(connection, &ServerMessage::Answer { number, rejection: answer.rejection });
    }

    /// A command from somebody who has no socket.
    async fn ask(&mut self, token: Option<Token>, command: Command) -> Result<Option<Token>, Rejection> {
        let actor = self.prove(token.as_ref());
        let (outcome, news) = self.perform(&actor, &command).await;
        self.tell(news);
        outcome.map(|joined| joined.map(|who| self.proof(who).token))
    }

    async fn perform(
        &mut self,
        actor: &Actor,
        command: &Command,
    ) -> (Result<Option<ParticipantId>, Rejection>, Vec<News>) {
        let mut news = vec![];
        let outcome = self.live.perform(actor, command, &mut news).await;
        (outcome, news)
    }

    /// That connection has taken a seat, if one was taken.
    fn seat(&mut self, connection: ConnectionId, joined: Option<ParticipantId>) {
        if let Some(who) = joined {
            self.members.tell(connection, &ServerMessage::Seated(self.proof(who)));
            self.members.become_actor(connection, Actor::Participant(who));
        }
    }

    fn tell(&self, news: Vec<News>) {
        for (version, event) in news {
            self.members.tell_event(version, &event);
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
