//! Poller: a client as there were before WebSocket, who asks once a second over one connection that is kept.

use std::cell::RefCell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use shared::ids::{RoomId, Version};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::limits::{ANSWER_BYTES_MAX, HEAD_BYTES_MAX};
use crate::line;
use crate::system::{self, Counted};

/// When each version of a room came to be, for who asks how old is what they see.
pub type Said = Rc<RefCell<Vec<(Version, Instant)>>>;

/// One client.
pub struct Poller {
    stream: TcpStream,
    request: Rc<[u8]>,
    said: Said,
    /// How many of these have been seen.
    seen: usize,
    answer: Vec<u8>,
}

/// How long the head of an answer is, and the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lengths {
    head: usize,
    body: usize,
}

impl Poller {
    /// Connects, over the connection of that number.
    ///
    /// # Errors
    ///
    /// When it is refused.
    pub async fn connect(address: SocketAddr, number: usize, request: &Rc<[u8]>, said: &Said) -> Result<Self> {
        let stream = line::connect(address, number).await?;
        let seen = said.borrow().len();
        Ok(Self { stream, request: request.clone(), said: said.clone(), seen, answer: vec![] })
    }

    /// Asks once, and gives how old all was that is new to it.
    ///
    /// # Errors
    ///
    /// When the answer is not the room.
    pub async fn poll(&mut self) -> Result<Vec<Duration>> {
        let body = self.ask().await?;
        let version = version(&self.answer[body..]).context("the answer has no version")?;
        self.answer.clear();
        let (said, now) = (self.said.borrow(), Instant::now());
        let new: Vec<_> = said[self.seen..].iter().take_while(|(at, _)| *at <= version).collect();
        self.seen += new.len();
        Ok(new.into_iter().map(|(_, at)| now - *at).collect())
    }

    /// What the kernel has counted at the socket.
    ///
    /// # Errors
    ///
    /// When it counts nothing.
    pub fn counted(&self) -> Result<Counted> {
        Ok(system::counted(&self.stream)?)
    }

    /// Where the body begins in the answer.
    async fn ask(&mut self) -> Result<usize> {
        line::say(&self.stream, &self.request)?;
        loop {
            self.stream.readable().await?;
            match self.stream.try_read_buf(&mut self.answer) {
                Ok(0) => bail!("the connection was closed"),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                read => read?,
            };
            if let Some(Lengths { head, body }) = lengths(&self.answer)? {
                match self.answer.len().checked_sub(head + body) {
                    Some(0) => return Ok(head),
                    Some(_) => bail!("more than one answer to one request"),
                    None => {}
                }
            }
        }
    }
}

/// The request whose head has, with the head of the answer to it, so many bytes.
///
/// # Errors
///
/// When the answer's alone has more, or there is none.
pub async fn request(address: SocketAddr, room: RoomId, heads: usize) -> Result<Rc<[u8]>> {
    let bare = head(address, room, 0);
    let mut probe = Poller::connect(address, 0, &bare.as_bytes().into(), &Said::default()).await?;
    let answer = probe.ask().await?;
    let padding = heads.checked_sub(answer + bare.len()).context("the heads alone are longer")?;
    let request = head(address, room, padding);
    ensure!(request.len() + answer == heads, "the heads are not of the length that is wanted");
    Ok(request.into_bytes().into())
}

/// What a browser says, with a cookie of so many bytes.
fn head(address: SocketAddr, room: RoomId, cookie: usize) -> String {
    format!(
        "GET /api/rooms/{room} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\
         Accept-Language: en-us\r\nConnection: keep-alive\r\nCookie: {}\r\n\r\n",
        "c".repeat(cookie)
    )
}

/// None if the head has not come whole.
fn lengths(answer: &[u8]) -> Result<Option<Lengths>> {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
        ensure!(answer.len() <= HEAD_BYTES_MAX, "the head of an answer has no end");
        return Ok(None);
    };
    let head = std::str::from_utf8(&answer[..end])?;
    ensure!(head.starts_with("HTTP/1.1 200 "), "{}", head.lines().next().unwrap_or_default());
    let length = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let body: usize = length.context("an answer without a length")?.1.parse()?;
    ensure!(body <= ANSWER_BYTES_MAX, "an answer of {body} bytes");
    Ok(Some(Lengths { head: end + 4, body }))
}

/// The room's version, without reading all of the JSON: the tool must not be what is measured.
fn version(body: &[u8]) -> Option<Version> {
    const NAME: &[u8] = b"\"version\":";
    let start = body.windows(NAME.len()).position(|window| window == NAME)? + NAME.len();
    let digits = body[start..].iter().take_while(|byte| byte.is_ascii_digit());
    let number = digits.fold(None, |number, digit| Some(number.unwrap_or(0_u64) * 10 + u64::from(digit - b'0')));
    number.map(Version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_length_has_come() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 14\r\n\r\n{\"version\":12}";
        let head = answer.len() - 14;
        assert_eq!(lengths(answer).unwrap(), Some(Lengths { head, body: 14 }));
        assert_eq!(lengths(&answer[..head - 1]).unwrap(), None);
        assert_eq!(version(&answer[head..]), Some(Version(12)));
        assert_eq!(version(b"{}"), None);
        assert!(lengths(b"HTTP/1.1 429 Too Many Requests\r\n\r\n").is_err());
        assert!(lengths(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
