//! The browser's WebSocket: the only code that touches it.

use std::future::poll_fn;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::future::{Either, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use leptos::prelude::window;
use leptos::task::spawn_local;
use shared::codec::Codec;
use wasm_bindgen::JsCast;

use super::browser;

/// The property of the window that holds the socket which the document opened ahead.
const AHEAD: &str = "teampokerSocket";

/// The address of a room's socket, behind that of the site.
fn path(room: &str) -> String {
    format!("/ws/{room}")
}

/// A script for the document that opens the room's socket while the program is still on its way, so that one need not wait for
/// the one after the other. Nothing comes over it before the program says hello. A hidden page opens none, as in
/// [`Link`](super::link).
pub fn ahead_script(room: &str) -> String {
    let (path, protocol) = (path(room), Codec::Postcard.subprotocol());
    format!(
        "try{{if(!document.hidden)\
         window.{AHEAD}=new WebSocket(location.origin.replace('http','ws')+'{path}','{protocol}')}}catch{{}}"
    )
}

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
    /// Opens the socket of a room, which tells what it hears. None if the browser refuses the address.
    pub fn open(room: &str, hear: impl Fn(Heard) + 'static) -> Option<Self> {
        let url = browser::origin().replacen("http", "ws", 1) + &path(room);
        Some(Self::of(WebSocket::open_with_protocol(&url, Codec::Postcard.subprotocol()).ok()?, hear))
    }

    /// The socket that the document opened ahead. None if there is none, or it has closed meanwhile.
    pub fn opened_ahead(hear: impl Fn(Heard) + 'static) -> Option<Self> {
        let socket = window().get(AHEAD)?.dyn_into::<web_sys::WebSocket>().ok()?;
        let is_good = matches!(socket.ready_state(), web_sys::WebSocket::CONNECTING | web_sys::WebSocket::OPEN);
        Some(Self::of(is_good.then_some(socket)?.try_into().ok()?, hear))
    }

    fn of(mut socket: WebSocket, hear: impl Fn(Heard) + 'static) -> Self {
        let (outgoing, mut to_send) = unbounded::<Vec<u8>>();
        spawn_local(async move {
            // Until it is open, or has failed, there is nothing to hear.
            let _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
            let code = loop {
                let next = match select(to_send.next(), socket.next()).await {
                    Either::Left((bytes, _)) => Either::Left(bytes),
                    Either::Right((heard, _)) => Either::Right(heard),
                };
                match next {
                    // The browser complains of what is sent on a socket that has closed; the close will be heard.
                    Either::Left(Some(bytes)) if matches!(socket.state(), State::Open) => {
                        let _ = socket.send(Message::Bytes(bytes)).await;
                    }
                    Either::Left(Some(_)) => {}
                    // Nobody holds it any more. Only a socket that is dropped whole closes.
                    Either::Left(None) => return,
                    Either::Right(Some(Ok(Message::Bytes(bytes)))) => hear(Heard::Message(bytes)),
                    Either::Right(Some(Ok(Message::Text(_)))) => {}
                    Either::Right(Some(Err(WebSocketError::ConnectionClose(event)))) => break Some(event.code),
                    // An error is followed by the close.
                    Either::Right(Some(Err(_))) => {}
                    Either::Right(None) => break None,
                }
            };
            hear(Heard::Closed(code));
        });
        Self { outgoing }
    }

    /// Sends as soon as the socket is open. Whether it arrived only an answer can tell.
    pub fn send(&self, bytes: Vec<u8>) {
        let _ = self.outgoing.unbounded_send(bytes);
    }
}
