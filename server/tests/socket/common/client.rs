//! A client made of `shared`'s own types. It keeps the room by the one reducer, as the page does.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Chair, Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, RoomId, RoundNumber, UnixMillis, Version};
use shared::message::{ClientMessage, Hello, PageId, Presence, SeatProof, ServerMessage, Token, Welcome};
use shared::rejection::Rejection;
use shared::room::{Role, Room};
use shared::round::Vote;
use shared::settings::Setting;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::within;

/// More than the server ever says in one message.
const SERVER_FRAME_BYTES_MAX: usize = 1 << 20;

pub type Socket = WebSocketStream<TcpStream>;

/// The request that opens a socket, with no subprotocol.
pub fn request(address: SocketAddr, room: &str) -> Request {
    format!("ws://{address}/ws/{room}").into_client_request().unwrap()
}

/// The same in a codec.
pub fn request_in(address: SocketAddr, room: RoomId, codec: Codec) -> Request {
    let mut request = request(address, &room.to_string());
    offer(&mut request, codec.subprotocol());
    request
}

pub fn offer(request: &mut Request, subprotocols: &'static str) {
    request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(subprotocols));
}

pub async fn open(address: SocketAddr, request: Request) -> Socket {
    let stream = TcpStream::connect(address).await.unwrap();
    within("the upgrade", client_async(request, stream)).await.unwrap().0
}

/// The status of an upgrade that is refused.
pub async fn refused(address: SocketAddr, request: Request) -> u16 {
    let stream = TcpStream::connect(address).await.unwrap();
    match within("the upgrade", client_async(request, stream)).await {
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => response.status().as_u16(),
        other => panic!("the upgrade was not refused: {other:?}"),
    }
}

/// The code and the reason with which the server closes, after whatever it says before.
pub async fn closed(socket: &mut Socket) -> (u16, String) {
    let frame = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Ok(_)) => {}
                other => panic!("the connection ended without a reason: {other:?}"),
            }
        }
    };
    // All of it, because heartbeats come for ever.
    within("a close frame", frame).await
}

pub fn page(name: &str) -> PageId {
    PageId::try_from(format!("the page of {name:>16}")).unwrap()
}

pub struct Client {
    pub socket: Socket,
    codec: Codec,
    /// The room as the server has told it so far.
    pub room: Room,
    pub version: Version,
    /// Who is connected, and who of them is away.
    pub here: BTreeSet<ParticipantId>,
    pub away: BTreeSet<ParticipantId>,
    pub chair: Chair,
    /// When the cards turn by themselves, if they are about to.
    pub countdown: Option<UnixMillis>,
    pub seat: Option<SeatProof>,
    /// All that was heard, decoded and as it came, in order.
    pub heard: Vec<ServerMessage>,
    pub frames: Vec<Vec<u8>>,
    numbered: u32,
}

impl Client {
    pub async fn connect(address: SocketAddr, room: RoomId, codec: Codec, hello: Hello) -> Self {
        Self::connect_by(address, request_in(address, room, codec), codec, hello).await
    }

    pub async fn connect_by(address: SocketAddr, request: Request, codec: Codec, hello: Hello) -> Self {
        let socket = open(address, request).await;
        Self::greet(socket, codec, hello, None).await
    }

    /// A client that has the room as it was, and asks for what it missed.
    pub async fn resume(address: SocketAddr, room: RoomId, codec: Codec, hello: Hello, had: &Room) -> Self {
        let socket = open(address, request_in(address, room, codec)).await;
        Self::greet(socket, codec, hello, Some(had)).await
    }

    pub async fn greet(socket: Socket, codec: Codec, hello: Hello, had: Option<&Room>) -> Self {
        let mut client = Self {
            socket,
            codec,
            room: had.cloned().unwrap_or_default(),
            version: Version::default(),
            here: BTreeSet::new(),
            away: BTreeSet::new(),
            chair: Chair::Held,
            countdown: None,
            seat: None,
            heard: vec![],
            frames: vec![],
            numbered: 0,
        };
        client.send(&hello).await;
        client.next().await;
        let topics = client.welcome().topics as usize;
        while client.welcome().room.is_some() && client.room.backlog().len() < topics {
            client.next().await;
        }
        client
    }

    /// The answer to hello, which comes before all else.
    pub fn welcome(&self) -> &Welcome {
        match self.heard.first() {
            Some(ServerMessage::Welcome(welcome)) => welcome,
            other => panic!("the first message is no welcome: {other:?}"),
        }
    }

    async fn send<T: serde::Serialize>(&mut self, message: &T) {
        let bytes = self.codec.encode(message);
        let frame = match self.codec {
            Codec::Postcard => Message::binary(bytes),
            Codec::Json => Message::text(String::from_utf8(bytes).unwrap()),
        };
        within("a write", self.socket.send(frame)).await.unwrap();
    }

    /// The next message, which is in the room then.
    pub async fn next(&mut self) -> ServerMessage {
        let bytes: Vec<u8> = loop {
            match (self.codec, within("a message", self.socket.next()).await) {
                (Codec::Postcard, Some(Ok(Message::Binary(bytes)))) => break bytes.to_vec(),
                (Codec::Json, Some(Ok(Message::Text(text)))) => break text.as_bytes().to_vec(),
                (_, Some(Ok(Message::Ping(_)))) => {}
                (_, other) => panic!("no message of this codec: {other:?}"),
            }
        };
        let message: ServerMessage = self.codec.decode(&bytes, SERVER_FRAME_BYTES_MAX).unwrap();
        self.take_in(&message);
        self.heard.push(message.clone());
        self.frames.push(bytes);
        message
    }

    fn take_in(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Welcome(welcome) => {
                self.version = welcome.version;
                self.here = welcome.here.iter().chain(&welcome.away).copied().collect();
                self.away = welcome.away.iter().copied().collect();
                self.chair = welcome.chair;
                self.countdown = welcome.countdown;
                self.seat = welcome.seat.clone();
                if let Some(room) = &welcome.room {
                    self.room = room.get().clone();
                }
            }
            ServerMessage::Event { version, event } => {
                assert!(*version > self.version, "{version:?} came after {:?}", self.version);
                self.version = *version;
                apply(&mut self.room, event.get());
            }
            ServerMessage::Topics(topics) => self.room.take_topics(topics.get().clone()),
            ServerMessage::Presence { who, presence } => {
                let now = (*presence != Presence::Gone, *presence == Presence::Away);
                let was = (set(&mut self.here, *who, now.0), set(&mut self.away, *who, now.1));
                assert_ne!(was, now, "{who:?} is {presence:?} as before");
            }
            ServerMessage::Chair(chair) => {
                assert_ne!(self.chair, *chair, "the chair is as before");
                self.chair = *chair;
            }
            ServerMessage::Countdown { until } => {
                assert_ne!(self.countdown, *until, "the countdown is as before");
                self.countdown = *until;
            }
            ServerMessage::Seated(proof) => self.seat = Some(proof.clone()),
            ServerMessage::Answer { .. }
            | ServerMessage::Heartbeat { .. }
            | ServerMessage::HandOver { .. }
            | ServerMessage::Restarting { .. }
            | ServerMessage::Nudge
            | ServerMessage::Thrown { .. } => {}
        }
    }

    /// Reads on until this is so.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let read = async {
            while !is_so(self) {
                self.next().await;
            }
        };
        within(what, read).await
    }

    /// Says a command with a number of its own.
    pub async fn say(&mut self, command: Command) -> CommandNumber {
        self.numbered += 1;
        let number = CommandNumber(self.numbered);
        self.say_as(number, command).await;
        number
    }

    pub async fn say_as(&mut self, number: CommandNumber, command: Command) {
        self.send(&ClientMessage { number, command }).await;
    }

    /// Reads on to the answer of this number.
    pub async fn answer(&mut self, to: CommandNumber) -> Option<Rejection> {
        let answer = async {
            loop {
                if let ServerMessage::Answer { number, rejection } = self.next().await
                    && number == to
                {
                    return rejection;
                }
            }
        };
        within("an answer", answer).await
    }

    /// Says a command and reads on to its answer.
    pub async fn ask(&mut self, command: Command) -> Option<Rejection> {
        let number = self.say(command).await;
        self.answer(number).await
    }

    /// Asks for what must be done.
    pub async fn must(&mut self, command: Command) {
        let asked = format!("{command:?}");
        assert_eq!(self.ask(command).await, None, "{asked}");
    }

    /// Reads all that the room said until now: a room answers in order, and nothing is done by what it refuses.
    pub async fn settle(&mut self) {
        assert!(self.ask(Command::Reveal { round: RoundNumber(0) }).await.is_some());
    }

    pub async fn join(&mut self, nickname: &str) {
        self.must(join(nickname)).await;
    }

    pub async fn vote(&mut self, card: u8) {
        let round = self.round();
        self.must(vote(round, card)).await;
    }

    pub async fn reveal(&mut self) {
        let round = self.round();
        self.must(Command::Reveal { round }).await;
    }

    /// Changes a house rule.
    pub async fn set(&mut self, setting: Setting) {
        self.must(Command::ChangeSetting { setting }).await;
    }

    pub async fn next_round(&mut self) {
        let after = self.round();
        self.must(Command::NextRound { after, topic: NextTopic::Same }).await;
    }

    pub fn round(&self) -> RoundNumber {
        self.room.round().number
    }

    pub fn who(&self) -> ParticipantId {
        self.seat.as_ref().expect("they sit at the table").who
    }

    pub fn token(&self) -> Token {
        self.seat.as_ref().expect("they sit at the table").token.clone()
    }

    pub fn sees(&self, who: ParticipantId) -> Option<Vote> {
        self.room.round().vote(who)
    }

    /// Whether the cards lie open.
    pub fn sees_result(&self) -> bool {
        self.room.round().as_revealed().is_some()
    }

    /// How often they heard such a message.
    pub fn heard(&self, is_such: impl Fn(&ServerMessage) -> bool) -> usize {
        self.heard.iter().filter(|message| is_such(message)).count()
    }

    /// The events that were heard.
    pub fn events(&self) -> Vec<RoomEvent> {
        let events = self.heard.iter().filter_map(|message| match message {
            ServerMessage::Event { event, .. } => Some(event.get().clone()),
            _ => None,
        });
        events.collect()
    }

    pub async fn closed(&mut self) -> (u16, String) {
        closed(&mut self.socket).await
    }

    /// Goes as a page does that is left. Then the room has been told: the server ends the stream only after that.
    pub async fn close(mut self) {
        within("closing", self.socket.close(None)).await.unwrap();
        while within("the end of the stream", self.socket.next()).await.is_some() {}
    }
}

/// Puts somebody in or out; answers with whether they were in.
fn set(people: &mut BTreeSet<ParticipantId>, who: ParticipantId, is_in: bool) -> bool {
    if is_in { !people.insert(who) } else { people.remove(&who) }
}

pub fn join(nickname: &str) -> Command {
    Command::Join { nickname: nickname.into(), role: Role::Voter }
}

pub fn vote(round: RoundNumber, card: u8) -> Command {
    Command::Vote { round, card: CardIndex(card) }
}
