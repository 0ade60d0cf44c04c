//! `GET /ws/{room}`: who may open a socket, and in which language it is spoken.

use std::pin::Pin;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::upgrade::OnUpgrade;
use shared::codec::Codec;
use shared::ids::RoomId;
use shared::message::{CloseCode, Token};
use tokio::sync::OwnedSemaphorePermit;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::Sockets;
use super::pump::{self, Pump};
use super::socket::{self, Socket};
use crate::Server;
use crate::http::{cookie, origin};
use crate::room::handle::RoomHandle;

/// Opens a socket to a room. A request from another site is refused, and so is one that is no upgrade; for everything else
/// that stands against it the socket is opened and closed with a code and a reason, since a page can read no other answer.
pub async fn upgrade(State(server): State<Server>, Path(id): Path<String>, request: Request) -> Response {
    if !server.origins.allow(request.headers()) {
        return (StatusCode::FORBIDDEN, origin::REFUSED).into_response();
    }
    let mut response = match create_response_with_body(&request, Body::empty) {
        Ok(response) => response,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let (protocol, codec) = negotiate(request.headers());
    if let Some(protocol) = protocol {
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    let cookie = cookie::seat(request.headers());
    let entrance = enter(&server, &id, codec).await;
    let sockets = &server.sockets.open;
    sockets.spawn(serve(Box::pin(let_in(hyper::upgrade::on(request), entrance, cookie, server.sockets.clone()))));
    response
}

/// What a socket needs to be served.
struct Entrance {
    room: RoomHandle,
    codec: Codec,
    /// Its place among all the sockets of the server.
    place: OwnedSemaphorePermit,
}

async fn enter(server: &Server, id: &str, codec: Option<Codec>) -> Result<Entrance, CloseCode> {
    let codec = codec.ok_or(CloseCode::UnknownProtocol)?;
    let place = server.places.clone().try_acquire_owned().map_err(|_| CloseCode::Full)?;
    let id: RoomId = id.parse().map_err(|_| CloseCode::NoSuchRoom)?;
    match server.rooms.find(id).await {
        Ok(Some(room)) => Ok(Entrance { room, codec, place }),
        Ok(None) => Err(CloseCode::NoSuchRoom),
        Err(error) => {
            tracing::error!(room = %id, %error, "a room cannot be read");
            Err(CloseCode::Unreadable)
        }
    }
}

/// The task of one socket, as long as it is open. What only its beginning needs is in a box, and gone afterwards: this task is most
/// of what a member costs.
async fn serve(beginning: Pin<Box<impl Future<Output = Option<Served>>>>) {
    let Some((mut pump, _place)) = beginning.await else { return };
    pump.run().await;
}

/// A socket that is served, and its place.
type Served = (Pump<WebSocketStream<Socket>>, OwnedSemaphorePermit);

/// Brings who has come into the room, or closes the socket and says why.
async fn let_in(
    upgrade: OnUpgrade,
    entrance: Result<Entrance, CloseCode>,
    cookie: Option<Token>,
    sockets: Sockets,
) -> Option<Served> {
    let (mut socket, outbox) = match socket::open(upgrade).await {
        Ok(opened) => opened,
        Err(error) => {
            tracing::debug!(%error, "a socket was not opened");
            return None;
        }
    };
    match entrance {
        Err(code) => {
            pump::close(&mut socket, code).await;
            None
        }
        Ok(Entrance { room, codec, place }) => {
            let pump = Pump::start(socket, outbox, codec, cookie, room, sockets).await?;
            Some((pump, place))
        }
    }
}

/// The subprotocol that is agreed to, and its codec: JSON if none is named, none if only unknown ones are. Then the first of
/// those is agreed to all the same, because a browser does not let its page see the reason otherwise.
fn negotiate(headers: &HeaderMap) -> (Option<HeaderValue>, Option<Codec>) {
    let named = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|header| header.to_str().ok());
    let named: Vec<&str> = named.flat_map(|header| header.split(',')).map(str::trim).collect();
    match Codec::ALL.into_iter().find(|codec| named.contains(&codec.subprotocol())) {
        Some(codec) => (Some(HeaderValue::from_static(codec.subprotocol())), Some(codec)),
        None => match named.first() {
            None => (None, Some(Codec::Json)),
            Some(unknown) => (HeaderValue::from_str(unknown).ok(), None),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use shared::deck::Preset;
    use shared::event::RoomEvent;
    use shared::text::RoomName;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::allowance::Pace;
    use crate::http::origin::Origins;
    use crate::http::peers::Peers;
    use crate::identity::ServerKey;
    use crate::room::registry::Rooms;
    use crate::store::memory::MemoryLog;

    #[tokio::test]
    async fn w4_the_last_socket_of_the_server_is_let_in_and_the_one_after_it_not() {
        let server = Server {
            rooms: Rooms::new(Arc::new(MemoryLog::default()), ServerKey::generate().unwrap(), Duration::MAX),
            origins: Origins::default(),
            asking: Arc::new(Peers::new(Pace::per_minute(1))),
            making: Arc::new(Peers::new(Pace::per_minute(1))),
            // As many places as are left when all but two are taken.
            places: Arc::new(Semaphore::new(2)),
            sockets: Sockets::default(),
        };
        let opened = RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() };
        let (id, _) = server.rooms.create(&[opened]).await.unwrap();
        let enter = async || enter(&server, &id.to_string(), Some(Codec::Json)).await;
        let first = enter().await;
        let last = enter().await;
        assert!(first.is_ok() && last.is_ok());
        assert_eq!(enter().await.err(), Some(CloseCode::Full));
        drop(first);
        assert!(enter().await.is_ok());
    }
}
