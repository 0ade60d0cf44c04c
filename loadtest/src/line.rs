//! Lines: connecting to the server, from as many addresses of ours as it takes, and the upgrade to a WebSocket.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail, ensure};
use harness::limits::PATIENCE;
use shared::codec::Codec;
use shared::ids::RoomId;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::limits::{HEAD_BYTES_MAX, SOCKETS_PER_ADDRESS_MAX};

/// The address from which the connection of that number is made: the system has only so many ports for each.
pub fn source(number: usize) -> Option<Ipv4Addr> {
    let last = u8::try_from(1 + number / SOCKETS_PER_ADDRESS_MAX).unwrap_or(u8::MAX);
    (last > 1).then_some(Ipv4Addr::new(127, 0, 0, last))
}

/// Connects to a port of this machine.
///
/// # Errors
///
/// When it is refused, or there are no more files or ports.
pub async fn connect(address: SocketAddr, number: usize) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if let Some(source) = source(number) {
        socket.bind((source, 0).into())?;
    }
    let stream = socket.connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Opens the socket of a room, and gives what the server has sent after its answer.
///
/// # Errors
///
/// When the server does not open it.
pub async fn upgrade(stream: &TcpStream, address: SocketAddr, room: RoomId) -> Result<Vec<u8>> {
    // The key of the example of RFC 6455: what it proves, that the peer speaks WebSocket, is not in question here.
    let request = format!(
        "GET /ws/{room} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {}\r\n\r\n",
        Codec::Postcard.subprotocol()
    );
    say(stream, request.as_bytes())?;
    let (head, rest) = timeout(PATIENCE, head(stream)).await.context("no answer to the upgrade")??;
    ensure!(head.starts_with("HTTP/1.1 101 "), "no socket was opened: {}", head.lines().next().unwrap_or_default());
    Ok(rest)
}

/// Puts all of it into the socket at once: what members say is short, and never waits for anything but a server that does
/// not read.
///
/// # Errors
///
/// When it does not fit, or the connection has ended.
pub fn say(stream: &TcpStream, bytes: &[u8]) -> Result<()> {
    let taken = match stream.try_write(bytes) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
        taken => taken?,
    };
    ensure!(taken == bytes.len(), "the server does not read what it is told");
    Ok(())
}

/// The head of an answer of HTTP, and what has come after it.
async fn head(stream: &TcpStream) -> Result<(String, Vec<u8>)> {
    let mut bytes = vec![];
    loop {
        stream.readable().await?;
        match stream.try_read_buf(&mut bytes) {
            Ok(0) => bail!("the connection ended during the upgrade"),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            Err(error) => return Err(error.into()),
        }
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok((String::from_utf8(bytes)?, rest));
        }
        ensure!(bytes.len() < HEAD_BYTES_MAX, "the head of an answer has no end");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_as_many_sockets_as_there_are_ports() {
        assert_eq!(source(0), None);
        assert_eq!(source(SOCKETS_PER_ADDRESS_MAX - 1), None);
        assert_eq!(source(SOCKETS_PER_ADDRESS_MAX), Some(Ipv4Addr::new(127, 0, 0, 2)));
        assert_eq!(source(3 * SOCKETS_PER_ADDRESS_MAX - 1), Some(Ipv4Addr::new(127, 0, 0, 3)));
    }
}
