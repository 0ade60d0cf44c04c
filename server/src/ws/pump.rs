//! The pump: the task of one socket. It passes on to the room what comes in, asks the peer for signs of life, writes what
//! the room could not write at once, and notices when either has gone.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::pin::pin;
use std::time::Duration;

use futures_util::{Sink, SinkExt, Stream, StreamExt};
use shared::codec::{Codec, DecodeError};
use shared::limits::CLIENT_FRAME_BYTES_MAX;
use shared::message::{ClientMessage, CloseCode, Hello, ServerMessage, Token};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Sockets;
use crate::allowance::{Allowance, Pace};
use crate::clock;
use crate::limits::{
    CLOSE_WITHIN, COMMANDS_BURST_MAX, COMMANDS_PER_SECOND, HEARTBEAT_ANSWER_WITHIN, HEARTBEAT_EVERY_MAX,
    HEARTBEAT_EVERY_MIN, HELLO_WITHIN, WRITE_WITHIN,
};
use crate::room::frame::{PING, frame};
use crate::room::handle::{ConnectionId, Newcomer, RoomHandle};
use crate::room::outbox::Outbox;

/// How often a connection may send a command.
const COMMANDS: Pace =
    Pace { burst: COMMANDS_BURST_MAX, every: Duration::from_millis(1_000 / COMMANDS_PER_SECOND as u64) };

/// Why a connection ended.
enum End {
    /// The peer closed it, or it broke.
    Gone,
    /// We close it, and say why.
    Close(CloseCode),
}

/// What a frame from a peer holds.
enum Received {
    /// A message of the protocol, still encoded.
    Message(Vec<u8>),
    /// A sign of life, and nothing else.
    Alive,
}

/// A socket that was let into a room, and what passes between the two. The room writes to it by the outbox; flushing the socket
/// writes what waits there. Generic over the socket, so that tests need no network.
pub struct Pump<S> {
    socket: S,
    outbox: Outbox,
    codec: Codec,
    connection: ConnectionId,
    room: RoomHandle,
    sockets: Sockets,
}

impl<S> Pump<S>
where
    S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin,
{
    /// Hears who it is, and brings them into the room; none if the socket was closed instead.
    pub async fn start(
        mut socket: S,
        outbox: Outbox,
        codec: Codec,
        cookie: Option<Token>,
        room: RoomHandle,
        sockets: Sockets,
    ) -> Option<Self> {
        let hello = tokio::select! {
            hello = timeout(HELLO_WITHIN, hello(&mut socket, codec)) => {
                hello.unwrap_or(Err(End::Close(CloseCode::Silent)))
            }
            () = sockets.stop.cancelled() => Err(End::Close(CloseCode::Restart)),
        };
        let entered = match hello {
            Ok(hello) => {
                let newcomer = Newcomer { hello, cookie, codec, outbox: outbox.clone() };
                room.connect(newcomer).await.map_err(End::Close)
            }
            Err(end) => Err(end),
        };
        match entered {
            Ok(connection) => Some(Self { socket, outbox, codec, connection, room, sockets }),
            Err(End::Close(code)) => {
                close(&mut socket, code).await;
                None
            }
            Err(End::Gone) => None,
        }
    }

    /// Serves it until it ends.
    pub async fn run(&mut self) {
        let end = self.converse().await;
        self.room.disconnect(self.connection).await;
        if let End::Close(code) = end {
            Box::pin(close(&mut self.socket, code)).await;
        }
    }

    /// Both directions, and the heartbeat, until one of them ends.
    async fn converse(&mut self) -> End {
        let mut allowance = Allowance::new(Instant::now());
        // What is waited for stays registered from one message to the next.
        let mut due = pin!(sleep_until(Instant::now() + pause()));
        let mut changed = pin!(self.outbox.changed());
        let mut stop = pin!(self.sockets.stop.cancelled());
        // Once the peer was asked for a sign of life, and until it gives one: when it is asked again.
        let mut asked_again_at: Option<Instant> = None;
        let mut is_stopping = false;
        loop {
            tokio::select! {
                received = self.socket.next() => {
                    let sent = match receive_command(received, self.codec, &mut allowance) {
                        Ok(message) => message.map(|message| self.room.command(self.connection, message)),
                        Err(end) => return end,
                    };
                    if let Some(at) = asked_again_at.take() {
                        due.as_mut().reset(at);
                    }
                    if let Some(sent) = sent
                        && sent.await.is_err()
                    {
                        return End::Close(CloseCode::Restart);
                    }
                }
                () = &mut changed => {
                    // In a box, as it is seldom: what may be waited for has its place in every task.
                    if !matches!(Box::pin(timeout(WRITE_WITHIN, self.socket.flush())).await, Ok(Ok(()))) {
                        return End::Gone;
                    }
                    if let Some(code) = self.outbox.closing() {
                        return End::Close(code);
                    }
                    changed.set(self.outbox.changed());
                }
                () = &mut due => {
                    if asked_again_at.is_some() {
                        return End::Close(CloseCode::Silent);
                    }
                    // The ping is answered by every WebSocket by itself; the message is what a page can see.
                    let heartbeat = frame(self.codec, &ServerMessage::Heartbeat { now: clock::now() });
                    self.outbox.push(&[&heartbeat[..], &PING].concat());
                    let now = Instant::now();
                    asked_again_at = Some(now + pause());
                    due.as_mut().reset(now + HEARTBEAT_ANSWER_WITHIN);
                }
                () = &mut stop, if !is_stopping => {
                    is_stopping = true;
                    let spread_ms = self.sockets.restart_spread().as_millis().try_into().unwrap_or(u32::MAX);
                    self.outbox.push(&frame(self.codec, &ServerMessage::Restarting { spread_ms }));
                    self.outbox.close(CloseCode::Restart);
                }
            }
        }
    }
}

/// Says why, and waits a moment for the peer to have heard it.
pub async fn close<S>(socket: &mut S, code: CloseCode)
where
    S: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin,
{
    tracing::debug!(code = code.code(), reason = code.reason(), "closing a connection");
    let frame = CloseFrame { code: code.code().into(), reason: code.reason().into() };
    let said = async {
        socket.send(Message::Close(Some(frame))).await?;
        while socket.next().await.transpose()?.is_some() {}
        Ok::<_, Error>(())
    };
    // The peer that does not hear it is gone as well.
    drop(timeout(CLOSE_WITHIN, said).await);
}

/// The first message.
async fn hello<S>(socket: &mut S, codec: Codec) -> Result<Hello, End>
where
    S: Stream<Item = Result<Message, Error>> + Unpin,
{
    loop {
        if let Received::Message(bytes) = receive(socket.next().await, codec)? {
            return decode(codec, &bytes);
        }
    }
}

/// What the peer asks for; nothing if it is a sign of life alone.
fn receive_command(
    received: Option<Result<Message, Error>>,
    codec: Codec,
    allowance: &mut Allowance,
) -> Result<Option<ClientMessage>, End> {
    let Received::Message(bytes) = receive(received, codec)? else { return Ok(None) };
    allowance.spend(COMMANDS, Instant::now()).map_err(|_| End::Close(CloseCode::TooMany))?;
    decode(codec, &bytes).map(Some)
}

/// What came from the socket.
fn receive(received: Option<Result<Message, Error>>, codec: Codec) -> Result<Received, End> {
    match (received, codec) {
        (Some(Ok(Message::Binary(bytes))), Codec::Postcard) => Ok(Received::Message(bytes.into())),
        (Some(Ok(Message::Text(text))), Codec::Json) => Ok(Received::Message(text.as_bytes().into())),
        // A WebSocket puts frames together and gives none of them as such.
        (Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))), _) => Ok(Received::Alive),
        (Some(Ok(Message::Binary(_) | Message::Text(_))), _) => Err(End::Close(CloseCode::Malformed)),
        (Some(Err(error)), _) => Err(end_by(&error)),
        (Some(Ok(Message::Close(_))) | None, _) => Err(End::Gone),
    }
}

/// What an error of the socket means: the peer broke the rules, and is told so, or it has gone.
fn end_by(error: &Error) -> End {
    match error {
        Error::Capacity(_) => End::Close(CloseCode::TooLong),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake | ProtocolError::ReceivedAfterClosing) => End::Gone,
        Error::Protocol(_) | Error::Utf8(_) => End::Close(CloseCode::Malformed),
        _ => End::Gone,
    }
}

fn decode<T: serde::de::DeserializeOwned>(codec: Codec, bytes: &[u8]) -> Result<T, End> {
    codec.decode(bytes, CLIENT_FRAME_BYTES_MAX).map_err(|error| {
        End::Close(match error {
            DecodeError::TooLong => CloseCode::TooLong,
            DecodeError::Malformed => CloseCode::Malformed,
        })
    })
}

/// Until the next heartbeat: another pause each time, so that the connections of a room do not beat together.
fn pause() -> Duration {
    let spread = (HEARTBEAT_EVERY_MAX - HEARTBEAT_EVERY_MIN).as_millis() as u64;
    // What a hash table is keyed with is random enough, and asks the system once a thread.
    let random = RandomState::new().hash_one(());
    HEARTBEAT_EVERY_MIN + Duration::from_millis(random % (spread + 1))
}

#[cfg(test)]
mod tests;
