//! HTTP/1.1, as little of it as the tests need, over a plain TCP stream: nothing is followed, kept or hidden.

use std::fmt::Write;
use std::io::Read;
use std::net::SocketAddr;

use shared::message::Token;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::within;

/// The fields of a form.
pub type Form<'a> = &'a [(&'a str, &'a str)];
/// Further lines of a request's head.
pub type Headers<'a> = &'a [(&'a str, &'a str)];

pub async fn get(address: SocketAddr, path: &str) -> Response {
    get_with(address, path, &[]).await
}

pub async fn get_with(address: SocketAddr, path: &str, headers: Headers<'_>) -> Response {
    ask(address, "GET", path, headers, "").await
}

/// A request of any kind.
pub async fn ask(address: SocketAddr, method: &str, path: &str, headers: Headers<'_>, body: &str) -> Response {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    if !body.is_empty() {
        write!(request, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()).unwrap();
    }
    exchange(address, format!("{request}\r\n{body}").as_bytes()).await
}

/// Sends a form as a browser does.
pub async fn post(address: SocketAddr, path: &str, form: Form<'_>, headers: Headers<'_>) -> Response {
    post_body(address, path, &encode(form), headers).await
}

pub async fn post_body(address: SocketAddr, path: &str, body: &str, headers: Headers<'_>) -> Response {
    let mut request = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    request.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    write!(request, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    exchange(address, request.as_bytes()).await
}

/// Says this and reads to the end.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Response {
    within("a response", async {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes).await.unwrap();
        Response::parse(&bytes).unchunked()
    })
    .await
}

/// The head of a response, for connections that go on after it.
pub async fn read_head(stream: &mut TcpStream) -> Response {
    within("the head of a response", async {
        let mut bytes = vec![];
        while !bytes.ends_with(b"\r\n\r\n") {
            bytes.push(stream.read_u8().await.unwrap());
        }
        Response::parse(&bytes)
    })
    .await
}

fn encode(form: Form<'_>) -> String {
    let mut body = String::new();
    for (name, value) in form {
        write!(body, "{}{name}=", if body.is_empty() { "" } else { "&" }).unwrap();
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() {
                body.push(char::from(byte));
            } else {
                write!(body, "%{byte:02X}").unwrap();
            }
        }
    }
    body
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a response has a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    fn unchunked(mut self) -> Self {
        if self.header("transfer-encoding") == Some("chunked") {
            self.body = without_chunks(&self.body);
        }
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as whoever takes gzip reads it.
    pub fn unzipped(&self) -> String {
        assert_eq!(self.header("content-encoding"), Some("gzip"));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&self.body[..]).read_to_string(&mut text).unwrap();
        text
    }

    /// How many bytes the body has on the wire.
    pub fn body_bytes(&self) -> usize {
        self.body.len()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.text()).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The token in the cookie that this sets.
    pub fn seat(&self) -> Option<Token> {
        let pair = self.header("set-cookie")?.split(';').next()?;
        Token::try_from(pair.strip_prefix("teampoker_seat=")?.to_owned()).ok()
    }
}

fn without_chunks(mut body: &[u8]) -> Vec<u8> {
    let mut whole = vec![];
    loop {
        let end = body.windows(2).position(|two| two == b"\r\n").expect("a chunk begins with its length");
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.extend_from_slice(&body[end + 2..][..length]);
        body = &body[end + 2 + length + 2..];
    }
}
