//! A server in this process, and what the tests ask it with.

pub mod client;
pub mod http;
pub mod program;
pub mod schema;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use serde_json::Value;
use server::config::Config;
use shared::codec::Codec;
use shared::ids::RoomId;
use shared::message::{Hello, Token};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use client::Client;
use http::{Form, Response};

/// How long anything may take before the test fails: far longer than it takes, so that it tells a hang and nothing else.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the future gives.
///
/// # Panics
///
/// When it gives nothing for too long.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("{what}: nothing came for {PATIENCE:?}"),
    }
}

/// The whole server, on a port of its own.
pub struct Server {
    pub address: SocketAddr,
    pub stop: CancellationToken,
    running: JoinHandle<anyhow::Result<()>>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The server as these arguments of the command line set it.
    pub async fn start_with(arguments: &[&str]) -> Self {
        let arguments = ["team-poker"].iter().chain(arguments);
        let keeps_files = arguments.clone().any(|argument| *argument == "--data-dir");
        let ephemeral = (!keeps_files).then_some(&"--ephemeral");
        let config = Config::try_parse_from(arguments.chain(ephemeral)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(server::run(listener, config, stop.clone()));
        Self { address, stop, running }
    }

    /// Waits until the server has ended by itself.
    pub async fn ended(self) {
        within("the server's end", self.running).await.unwrap().unwrap();
    }

    pub async fn get(&self, path: &str) -> Response {
        http::get(self.address, path).await
    }

    pub async fn post(&self, path: &str, form: Form<'_>) -> Response {
        http::post(self.address, path, form, &[]).await
    }

    /// Makes a room by the form of the landing page.
    pub async fn room(&self) -> NewRoom {
        self.room_of(&[("name", "Team")]).await
    }

    /// Makes a room by the API.
    pub async fn room_in_one_go(&self, wanted: &Value) -> NewRoom {
        let made = http::ask(self.address, "POST", "/api/rooms", &[], &wanted.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let made = made.json();
        let creator = Token::try_from(made["token"].as_str().unwrap().to_owned()).unwrap();
        NewRoom { address: self.address, id: made["id"].as_str().unwrap().parse().unwrap(), creator }
    }

    pub async fn room_of(&self, form: Form<'_>) -> NewRoom {
        let response = self.post("/rooms", form).await;
        assert_eq!(response.status, 303, "{}", response.text());
        let id = response.header("location").unwrap().strip_prefix("/r/").unwrap().parse().unwrap();
        NewRoom { address: self.address, id, creator: response.seat().unwrap() }
    }
}

/// A room that was just made.
#[derive(Clone)]
pub struct NewRoom {
    pub address: SocketAddr,
    pub id: RoomId,
    /// The token of its creator.
    pub creator: Token,
}

impl NewRoom {
    pub async fn enter(&self, codec: Codec, hello: Hello) -> Client {
        Client::connect(self.address, self.id, codec, hello).await
    }

    /// Somebody who has the link and nothing else.
    pub async fn stranger(&self, codec: Codec) -> Client {
        self.enter(codec, Hello::default()).await
    }

    /// Whoever holds that token.
    pub async fn holder(&self, codec: Codec, token: &Token) -> Client {
        self.enter(codec, Hello { token: Some(token.clone()), ..Hello::default() }).await
    }

    /// The creator, at the table.
    pub async fn moderator(&self, codec: Codec) -> Client {
        let mut creator = self.holder(codec, &self.creator).await;
        creator.join("Mo").await;
        creator
    }

    /// A voter, at the table.
    pub async fn voter(&self, codec: Codec, nickname: &str) -> Client {
        let mut voter = self.stranger(codec).await;
        voter.join(nickname).await;
        voter
    }
}
