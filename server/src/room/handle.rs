//! RoomHandle: how everything else asks a live room.

use std::time::Duration;

use shared::codec::Codec;
use shared::command::Command;
use shared::message::{ClientMessage, CloseCode, Hello, Token, Welcome};
use shared::rejection::Rejection;
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
    requests: mpsc::Sender<Request>,
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

pub(super) enum Request {
    Connect { newcomer: Newcomer, reply: oneshot::Sender<Result<ConnectionId, CloseCode>> },
    Command { connection: ConnectionId, message: ClientMessage },
    Disconnect { connection: ConnectionId },
    Ask { token: Option<Token>, command: Command, reply: oneshot::Sender<Result<Option<Token>, Rejection>> },
    Look { reply: oneshot::Sender<Welcome> },
}

impl RoomHandle {
    /// The handle of a room that was just loaded, and its task, which is to be run.
    pub(super) fn new(
        live: Live,
        answers: Answers,
        key: ServerKey,
        moderator_grace: Duration,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (requests, received) = mpsc::channel(ROOM_REQUESTS_MAX);
        (Self { requests }, Task::new(live, answers, key, moderator_grace).run(received))
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
    pub async fn command(&self, connection: ConnectionId, message: ClientMessage) -> Result<(), RoomGone> {
        self.send(Request::Command { connection, message }).await
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

    async fn send(&self, request: Request) -> Result<(), RoomGone> {
        self.requests.send(request).await.map_err(|_| RoomGone)
    }
}
