//! The browser's WebSocket: the only code that touches it.

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, WebSocketError};
use leptos::task::spawn_local;
use shared::codec::Codec;

/// What comes from a socket. The last is [`Heard::Closed`].
pub enum Heard {
    Message(Vec<u8>),
    /// The socket has closed, with this code if there was a close frame.
    Closed(Option<u16>),
}

/// A socket that is open or opening; dropped, it closes.
pub struct Socket {
    // What is sent is bounded by the commands that may be unanswered, so this needs no bound of its own.
    outgoing: UnboundedSender<Vec<u8>>,
}

impl Socket {
    /// Opens a socket that tells what it hears. None if the browser refuses the address.
    pub fn open(url: &str, hear: impl Fn(Heard) + 'static) -> Option<Self> {
        let socket = WebSocket::open_with_protocol(url, Codec::Postcard.subprotocol()).ok()?;
        let (mut sink, mut stream) = socket.split();
        let (outgoing, mut to_send) = unbounded::<Vec<u8>>();
        spawn_local(async move {
            while let Some(bytes) = to_send.next().await {
                if sink.send(Message::Bytes(bytes)).await.is_err() {
                    break;
                }
            }
            let _ = sink.close().await;
        });
        spawn_local(async move {
            let code = loop {
                match stream.next().await {
                    Some(Ok(Message::Bytes(bytes))) => hear(Heard::Message(bytes)),
                    Some(Ok(Message::Text(_))) => {}
                    Some(Err(WebSocketError::ConnectionClose(event))) => break Some(event.code),
                    // An error is followed by the close.
                    Some(Err(_)) => {}
                    None => break None,
                }
            };
            hear(Heard::Closed(code));
        });
        Some(Self { outgoing })
    }

    /// Sends as soon as the socket is open. Whether it arrived only an answer can tell.
    pub fn send(&self, bytes: Vec<u8>) {
        let _ = self.outgoing.unbounded_send(bytes);
    }
}
