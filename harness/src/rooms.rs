//! Making a room by the form of the landing page, as a browser without any script does.

use std::net::SocketAddr;

use anyhow::{Context, Result, ensure};
use shared::ids::RoomId;
use shared::message::Token;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::limits::PATIENCE;

/// A room that was just made.
#[derive(Clone, Debug)]
pub struct Opened {
    pub room: RoomId,
    /// The token of its creator.
    pub creator: Token,
}

/// Makes a room with the default deck.
///
/// # Errors
///
/// When the program does not answer with one.
pub async fn open(address: SocketAddr) -> Result<Opened> {
    let request = format!(
        "POST /rooms HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"
    );
    let exchange = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut response = vec![];
        stream.read_to_end(&mut response).await?;
        anyhow::Ok(String::from_utf8_lossy(&response).into_owned())
    };
    let response = timeout(PATIENCE, exchange).await.context("no answer to POST /rooms")??;
    let status = response.lines().next().unwrap_or_default();
    ensure!(status.starts_with("HTTP/1.1 303"), "no room was made: {status}");
    let room = header(&response, "location").and_then(|at| at.strip_prefix("/r/")?.parse().ok());
    let cookie = header(&response, "set-cookie").and_then(|cookie| cookie.split(';').next()?.split_once('='));
    let token = cookie.and_then(|(_, token)| Token::try_from(token.to_owned()).ok());
    let (room, creator) = room.zip(token).with_context(|| format!("no room and token in: {response}"))?;
    Ok(Opened { room, creator })
}

fn header<'a>(response: &'a str, name: &str) -> Option<&'a str> {
    let lines = response.lines().take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_once(": ")).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, it)| it)
}
