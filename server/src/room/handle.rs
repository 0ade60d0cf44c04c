//! RoomHandle: how everything else asks a live room.

use std::time::Duration;

use shared::backlog::Backlog;
use shared::codec::Codec;
use shared::command::Command;
use shared::decide::Import;
use shared::deck::Deck;
use shared::ids::TopicId;
use shared::message::{ClientMessage, CloseCode, Hello, Token, Welcome};
use shared::redact::Redacted;
use shared::rejection::Rejection;
use shared::room::Room;
use shared::settings::Settings;
use shared::text::RoomName;
use shared::topic::Topic;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::answers::Answers;
use super::live::Live;
pub use super::members::ConnectionId;
use super::outbox::Outbox;
use super::task::Task;
use crate::identity::ServerKey;
use crate::limits::ROOM_REQUESTS_MAX;

/// A live room: cheap to clone, and all that one can do with it.
///
/// Behind it is a bounded channel to the room's one task, so requests are served one at a time in the order in which they
/// came, and whoever asks faster than the room answers waits.
#[derive(Clone)]
pub struct RoomHandle {
    /// In boxes, as a queue has places for many of the largest, and every room and every socket has one.
    requests: mpsc::Sender<Box<Request>>,
}

/// The room's task has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomGone;

/// A socket that wants in.
pub struct Newcomer {
    pub hello: Hello,
    /// The token that came with the request, for those who got their seat from a form.
    pub cookie: Option<Token>,
    pub codec: Codec,
    /// Where the room puts what it has to say.
    pub outbox: Outbox,
}

/// A part of the list of topics, as a stranger may see it.
pub struct ListPart {
    pub topics: Redacted<Vec<(TopicId, Topic)>>,
    /// Whether others follow.
    pub goes_on: bool,
}

pub(super) enum Request {
    Connect { newcomer: Newcomer, reply: oneshot::Sender<Result<ConnectionId, CloseCode>> },
    Command { connection: ConnectionId, message: ClientMessage },
    Disconnect { connection: ConnectionId },
    Ask { token: Option<Token>, command: Command, reply: oneshot::Sender<Result<Option<Token>, Rejection>> },
    Look { reply: oneshot::Sender<Welcome> },
    LookAtList { after: Option<TopicId>, at_most: usize, reply: oneshot::Sender<(Welcome, Option<ListPart>)> },
    Import { token: Option<Token>, import: Box<Import>, reply: oneshot::Sender<Result<(), Rejection>> },
    Read { read: Box<dyn FnOnce(House<'_>) + Send> },
}

/// What of a room is no secret of anybody's, whole: cards that lie face down are no part of it.
pub struct House<'a> {
    pub name: &'a RoomName,
    pub deck: &'a Deck,
    pub settings: &'a Settings,
    pub backlog: &'a Backlog,
}

impl<'a> House<'a> {
    pub(super) fn of(room: &'a Room) -> Self {
        Self { name: room.name(), deck: room.deck(), settings: room.settings(), backlog: room.backlog() }
    }
}

impl RoomHandle {
    /// The handle of a room that was just loaded, and its task, which is to be run.
    pub(super) fn new(
        live: Live,
        answers: Answers,
        key: ServerKey,
        moderator_grace: Duration,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (requests, mut received) = mpsc::channel(ROOM_REQUESTS_MAX);
        let mut task = Task::new(live, answers, key, moderator_grace);
        (Self { requests }, async move { task.run(&mut received).await })
    }

    /// Whether the task still runs.
    pub(super) fn is_alive(&self) -> bool {
        !self.requests.is_closed()
    }

    /// Brings a socket in. The first thing in its outbox is then the welcome.
    ///
    /// # Errors
    ///
    /// Why the socket is to be closed.
    pub async fn connect(&self, newcomer: Newcomer) -> Result<ConnectionId, CloseCode> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Connect { newcomer, reply }).await.map_err(|RoomGone| CloseCode::Restart)?;
        answer.await.unwrap_or(Err(CloseCode::Restart))
    }

    /// A command from a socket; the answer comes through its outbox.
    ///
    /// # Errors
    ///
    /// [`RoomGone`]
    pub fn command(
        &self,
        connection: ConnectionId,
        message: ClientMessage,
    ) -> impl Future<Output = Result<(), RoomGone>> + Send {
        self.send(Request::Command { connection, message })
    }

    /// The socket is gone.
    pub async fn disconnect(&self, connection: ConnectionId) {
        // A room that has ended has no connections either.
        let _ = self.send(Request::Disconnect { connection }).await;
    }

    /// A command from somebody who has no socket; answers with the token of the seat that was taken, if one was.
    ///
    /// # Errors
    ///
    /// The room's [`Rejection`].
    pub async fn ask(&self, token: Option<Token>, command: Command) -> Result<Option<Token>, Rejection> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Ask { token, command, reply }).await.map_err(|RoomGone| Rejection::NotStored)?;
        answer.await.unwrap_or(Err(Rejection::NotStored))
    }

    /// The room as a stranger may see it.
    ///
    /// # Errors
    ///
    /// [`RoomGone`]
    pub async fn look(&self) -> Result<Welcome, RoomGone> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::Look { reply }).await?;
        answer.await.map_err(|_| RoomGone)
    }

    /// The room as a stranger may see it, and so many topics of its list behind that one, or from its start; no part if the
    /// list has no such topic.
    ///
    /// # Errors
    ///
    /// [`RoomGone`]
    pub async fn look_at_list(
        &self,
        after: Option<TopicId>,
        at_most: usize,
    ) -> Result<(Welcome, Option<ListPart>), RoomGone> {
        let (reply, answer) = oneshot::channel();
        self.send(Request::LookAtList { after, at_most, reply }).await?;
        answer.await.map_err(|_| RoomGone)
    }

    /// A whole list for the room, from somebody who has no socket.
    ///
    /// # Errors
    ///
    /// The room's [`Rejection`]; nothing of the list is then in the room.
    pub async fn import(&self, token: Option<Token>, import: Import) -> Result<(), Rejection> {
        let (reply, answer) = oneshot::channel();
        let request = Request::Import { token, import: Box::new(import), reply };
        self.send(request).await.map_err(|RoomGone| Rejection::NotStored)?;
        answer.await.unwrap_or(Err(Rejection::NotStored))
    }

    /// Reads of the room what is no secret, between two other requests.
    ///
    /// # Errors
    ///
    /// [`RoomGone`]
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(House<'_>) -> T + Send + 'static,
    ) -> Result<T, RoomGone> {
        let (reply, answer) = oneshot::channel();
        let read = move |house: House<'_>| drop(reply.send(read(house)));
        self.send(Request::Read { read: Box::new(read) }).await?;
        answer.await.map_err(|_| RoomGone)
    }

    /// Puts a request into the queue. Mostly there is a place for it, and whoever sends has nothing to keep for the time that it
    /// waits.
    fn send(&self, request: Request) -> impl Future<Output = Result<(), RoomGone>> + Send {
        let sent = self.requests.try_send(Box::new(request));
        async move {
            match sent {
                Ok(()) => Ok(()),
                Err(TrySendError::Full(request)) => Box::pin(self.requests.send(request)).await.map_err(|_| RoomGone),
                Err(TrySendError::Closed(_)) => Err(RoomGone),
            }
        }
    }
}
