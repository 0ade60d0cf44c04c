//! `GET /ws/{room}`: who may open a socket, and in which language it is spoken.

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::codec::Codec;
use shared::ids::RoomId;
use shared::message::{CloseCode, Token};
use tokio::sync::OwnedSemaphorePermit;

use super::pump;
use crate::Server;
use crate::http::{cookie, origin};
use crate::limits::{SOCKET_MESSAGE_BYTES_MAX, SOCKET_READ_BUFFER_BYTES, SOCKET_WRITE_BUFFER_BYTES_MAX};
use crate::room::handle::RoomHandle;

/// Opens a socket to a room. A request from another site is refused; for everything else that stands against it the
/// socket is opened and closed with a code and a reason, since a page can read no other answer.
pub async fn upgrade(
    State(server): State<Server>,
    Path(id): Path<String>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !server.origins.allow(&headers) {
        return (StatusCode::FORBIDDEN, origin::REFUSED).into_response();
    }
    let (upgrade, codec) = negotiate(upgrade);
    let cookie = cookie::seat(&headers);
    let entrance = enter(&server, &id, codec).await;
    upgrade
        .read_buffer_size(SOCKET_READ_BUFFER_BYTES)
        .max_write_buffer_size(SOCKET_WRITE_BUFFER_BYTES_MAX)
        .max_message_size(SOCKET_MESSAGE_BYTES_MAX)
        .max_frame_size(SOCKET_MESSAGE_BYTES_MAX)
        .on_upgrade(move |socket| serve(server, entrance, cookie, socket))
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

async fn serve(server: Server, entrance: Result<Entrance, CloseCode>, cookie: Option<Token>, mut socket: WebSocket) {
    let served = async {
        match entrance {
            Err(code) => pump::close(&mut socket, code).await,
            Ok(Entrance { room, codec, place }) => {
                pump::run(socket, codec, cookie, &room, &server.sockets).await;
                drop(place);
            }
        }
    };
    server.sockets.open.track_future(served).await;
}

/// The codec that the client asks for: JSON if it names no subprotocol, none if it names only unknown ones. Then the first
/// of those is agreed to all the same, because a browser does not let its page see the reason otherwise.
fn negotiate(mut upgrade: WebSocketUpgrade) -> (WebSocketUpgrade, Option<Codec>) {
    let requested: Vec<HeaderValue> = upgrade.requested_protocols().cloned().collect();
    let known = Codec::ALL.into_iter().find(|codec| requested.iter().any(|name| name == codec.subprotocol()));
    match (known, requested.into_iter().next()) {
        (Some(codec), _) => {
            upgrade.set_selected_protocol(HeaderValue::from_static(codec.subprotocol()));
            (upgrade, Some(codec))
        }
        (None, None) => (upgrade, Some(Codec::Json)),
        (None, Some(unknown)) => {
            upgrade.set_selected_protocol(unknown);
            (upgrade, None)
        }
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
    use crate::ws::Sockets;

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
