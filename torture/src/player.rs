//! Player: a client made of `shared`'s own types that keeps its seat over every connection, and writes all it hears into
//! the ledger before it does anything with it.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use harness::limits::{PATIENCE, SERVER_FRAME_BYTES_MAX};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Actor, Command};
use shared::ids::{CommandNumber, ParticipantId, RoomId, RoundNumber, Version};
use shared::message::{ClientMessage, Hello, PageId, SeatProof, ServerMessage, Token, Welcome};
use shared::room::{Role, Room};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::deed::Deed;
use crate::ledger::{Account, Entry, Ledger};
use crate::limits::CONNECTION_COMMANDS_MAX;

/// One person with one page.
pub struct Player {
    pub nickname: String,
    pub codec: Codec,
    /// The room as the server has told it so far, and its version.
    pub room: Room,
    pub version: Version,
    /// What came of a welcome with the room, and how many topics are still to come.
    coming: Option<(Box<Welcome>, usize)>,
    room_id: RoomId,
    page: PageId,
    seat: Option<SeatProof>,
    account: Account,
    line: Option<WebSocketStream<TcpStream>>,
    /// Said and not answered, in the order in which they were asked.
    unanswered: VecDeque<ClientMessage>,
    numbered: u32,
    /// Commands said on this connection.
    said: u32,
    /// The next card that was not asked for in that round.
    hand: (RoundNumber, u8),
}

/// The connection ended, and why. What was not answered is then indefinite, and said again on the next.
#[derive(Clone, Debug)]
pub struct Cut {
    pub why: String,
    /// The code with which the server closed it, if it did.
    pub code: Option<u16>,
    /// Whether the player ended it, because nothing came.
    pub is_given_up: bool,
}

impl Player {
    /// Somebody who has the link and nothing else.
    pub fn new(room_id: RoomId, nickname: &str, ledger: &Ledger, random: &mut fastrand::Rng) -> Self {
        let page = format!("{:032x}", random.u128(..));
        Self {
            nickname: nickname.to_owned(),
            codec: Codec::Postcard,
            room: Room::default(),
            version: Version::default(),
            coming: None,
            room_id,
            page: PageId::try_from(page).expect("32 characters are within its limits"),
            seat: None,
            account: ledger.open(nickname),
            line: None,
            unanswered: VecDeque::new(),
            numbered: 0,
            said: 0,
            hand: (RoundNumber(0), 0),
        }
    }

    /// This is whoever made the room.
    pub fn sit_as_creator(&mut self, token: Token) {
        self.seat = Some(SeatProof { who: ParticipantId::CREATOR, token });
    }

    pub fn who(&self) -> Option<ParticipantId> {
        self.seat.as_ref().map(|seat| seat.who)
    }

    pub fn token(&self) -> Option<&Token> {
        self.seat.as_ref().map(|seat| &seat.token)
    }

    /// As whom the server sees this player.
    pub fn viewer(&self) -> Actor {
        self.who().map_or(Actor::Stranger, Actor::Participant)
    }

    pub fn is_at_table(&self) -> bool {
        self.who().is_some_and(|who| self.room.seat(who).is_some())
    }

    /// Whether somebody of that name sits at the table.
    pub fn sees_own_name(&self) -> bool {
        self.room.seats().any(|(_, seat)| seat.nickname.as_str() == self.nickname)
    }

    pub fn is_connected(&self) -> bool {
        self.line.is_some()
    }

    pub fn round(&self) -> RoundNumber {
        self.room.round().number
    }

    /// How many commands wait for their answer.
    pub fn unanswered(&self) -> usize {
        self.unanswered.len()
    }

    /// Whether the server would take another command on this connection, however fast they came.
    pub fn may_ask(&self) -> bool {
        self.is_connected() && self.said < CONNECTION_COMMANDS_MAX
    }

    /// A vote for a card that this player has not asked for in this round: so each vote is known apart in the log. None if
    /// they have asked for all.
    pub fn fresh_vote(&mut self) -> Option<Command> {
        let round = self.round();
        if self.hand.0 != round {
            self.hand = (round, 0);
        }
        let card = CardIndex(self.hand.1);
        self.room.deck().card(card)?;
        self.hand.1 += 1;
        Some(Command::Vote { round, card })
    }

    /// Asks for a seat as a voter.
    pub fn join(&self) -> Command {
        Command::Join { nickname: self.nickname.clone(), role: Role::Voter }
    }

    /// Comes, or comes back: says hello with all it has, hears the welcome, and says again what was not answered.
    ///
    /// # Errors
    ///
    /// When the connection ends before that.
    pub async fn connect(&mut self, address: SocketAddr) -> Result<(), Cut> {
        let stream = TcpStream::connect(address).await.map_err(Cut::by)?;
        self.connect_over(stream, address).await
    }

    /// The same over a connection that stands already.
    ///
    /// # Errors
    ///
    /// When the connection ends before that.
    pub async fn connect_over(&mut self, stream: TcpStream, address: SocketAddr) -> Result<(), Cut> {
        self.cut();
        stream.set_nodelay(true).map_err(Cut::by)?;
        let uri = format!("ws://{address}/ws/{}", self.room_id);
        let mut request = uri.into_client_request().map_err(Cut::by)?;
        let protocol = HeaderValue::from_static(self.codec.subprotocol());
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        let upgrade = timeout(PATIENCE, client_async(request, stream)).await;
        let (line, _) = upgrade.map_err(|_| Cut::because("the upgrade hangs"))?.map_err(Cut::by)?;
        self.line = Some(line);
        self.said = 0;
        let token = self.token().cloned();
        // Only with the token as which one saw that version.
        let is_whole = self.coming.take().is_none();
        let after = (token.is_some() && is_whole && self.version > Version::default()).then_some(self.version);
        self.send(&Hello { token, after, page: Some(self.page.clone()), code: None }).await?;
        match self.hear().await? {
            ServerMessage::Welcome(_) => {}
            other => return Err(self.ended(Cut::because(format!("the first message is no welcome: {other:?}")))),
        }
        while self.coming.is_some() {
            self.hear().await?;
        }
        for message in self.unanswered.clone() {
            self.say(message).await?;
        }
        Ok(())
    }

    /// Says a command with a number of its own. Its answer is heard later.
    ///
    /// # Errors
    ///
    /// When the connection has ended; the command is said again on the next.
    pub async fn ask(&mut self, command: Command) -> Result<CommandNumber, Cut> {
        self.numbered += 1;
        let message = ClientMessage { number: CommandNumber(self.numbered), command };
        self.unanswered.push_back(message.clone());
        let number = message.number;
        self.say(message).await?;
        Ok(number)
    }

    /// Says a command and hears on to its answer.
    ///
    /// # Errors
    ///
    /// When the connection ends before that.
    pub async fn ask_and_hear(&mut self, command: Command) -> Result<(), Cut> {
        self.ask(command).await?;
        self.settle().await
    }

    /// Hears on until everything is answered.
    ///
    /// # Errors
    ///
    /// When the connection ends before that.
    pub async fn settle(&mut self) -> Result<(), Cut> {
        while !self.unanswered.is_empty() {
            self.hear().await?;
        }
        Ok(())
    }

    /// Hears all that there is to hear, and writes down which room it holds then, for the audit to compare. Nobody else is
    /// to ask for anything meanwhile.
    ///
    /// # Errors
    ///
    /// When the connection ends before that.
    pub async fn hush(&mut self) -> Result<(), Cut> {
        self.settle().await?;
        // There is no such round, so this is refused; and what came before it has been told before it is answered.
        self.ask_and_hear(Command::Reveal { round: RoundNumber(0) }).await?;
        self.show();
        Ok(())
    }

    /// The next message, which is in the ledger and in the room then. Can be dropped while it waits.
    ///
    /// # Errors
    ///
    /// When the connection ends, which includes that nothing comes for far too long.
    pub async fn hear(&mut self) -> Result<ServerMessage, Cut> {
        let Some(line) = &mut self.line else { return Err(Cut::because("there is no connection")) };
        let bytes: Vec<u8> = loop {
            let heard = timeout(PATIENCE, line.next()).await;
            match heard {
                Ok(Some(Ok(Message::Binary(bytes)))) => break bytes.to_vec(),
                Ok(Some(Ok(Message::Text(text)))) => break text.as_bytes().to_vec(),
                Ok(Some(Ok(Message::Close(frame)))) => {
                    let code = frame.as_ref().map(|frame| frame.code.into());
                    return Err(self.ended(Cut { code, ..Cut::because(format!("closed: {frame:?}")) }));
                }
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(error))) => return Err(self.ended(Cut::by(error))),
                Ok(None) => return Err(self.ended(Cut::because("the end of the stream"))),
                Err(_) => return Err(self.ended(Cut::because(format!("nothing came for {PATIENCE:?}")))),
            }
        };
        match self.codec.decode(&bytes, SERVER_FRAME_BYTES_MAX) {
            Ok(message) => {
                self.take_in(&message);
                Ok(message)
            }
            Err(error) => Err(self.ended(Cut::because(format!("what the server said cannot be read: {error}")))),
        }
    }

    /// Drops a connection on which nothing comes. What was said on it may still arrive.
    pub fn give_up(&mut self) -> Cut {
        self.ended(Cut { is_given_up: true, ..Cut::because("given up") })
    }

    /// Drops the connection without a word.
    pub fn cut(&mut self) {
        self.line = None;
    }

    /// Writes down which room it holds, for the audit to compare: to be called when it was told all that there is.
    pub fn show(&self) {
        let room = Box::new(self.room.clone());
        self.account.note(Entry::Holds { viewer: self.viewer(), version: self.version, room });
    }

    fn take_in(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Welcome(welcome) => {
                self.coming = Some((welcome.clone(), welcome.topics as usize));
                if let Some(room) = &welcome.room {
                    self.room = room.get().clone();
                }
                self.welcome_if_whole();
            }
            ServerMessage::Topics(topics) => {
                self.room.take_topics(topics.get().clone());
                if let Some((_, to_come)) = &mut self.coming {
                    *to_come = to_come.saturating_sub(topics.get().len());
                }
                self.welcome_if_whole();
            }
            ServerMessage::Event { version, event } => {
                let (version, event, viewer) = (*version, event.get(), self.viewer());
                self.account.note(Entry::Told { viewer, version, event: Box::new(event.clone()) });
                self.version = version;
                apply(&mut self.room, event);
            }
            ServerMessage::Answer { number, rejection } => {
                self.account.note(Entry::Answered { number: *number, rejection: *rejection });
                self.unanswered.retain(|message| message.number != *number);
            }
            ServerMessage::Seated(seat) => self.sit(seat),
            // These tell of the moment, and of nothing that is kept.
            _ => {}
        }
    }

    /// Has arrived once the whole room has come; until then it goes on with what it had before.
    fn welcome_if_whole(&mut self) {
        let Some((welcome, _)) = self.coming.take_if(|(_, to_come)| *to_come == 0) else { return };
        if let Some(seat) = &welcome.seat {
            self.sit(seat);
        }
        let room = welcome.room.is_some().then(|| Box::new(self.room.clone()));
        self.account.note(Entry::Welcomed { viewer: self.viewer(), version: welcome.version, room });
        self.version = welcome.version;
    }

    fn sit(&mut self, seat: &SeatProof) {
        self.account.note(Entry::Seated { who: seat.who });
        self.seat = Some(seat.clone());
    }

    async fn say(&mut self, message: ClientMessage) -> Result<(), Cut> {
        let deed = Deed::of_command(&message.command, self.who());
        self.account.note(Entry::Said { number: message.number, deed });
        self.said += 1;
        self.send(&message).await
    }

    async fn send<T: serde::Serialize>(&mut self, message: &T) -> Result<(), Cut> {
        let bytes = self.codec.encode(message);
        let frame = match self.codec {
            Codec::Postcard => Message::binary(bytes),
            Codec::Json => Message::text(String::from_utf8(bytes).expect("JSON is UTF-8")),
        };
        let Some(line) = &mut self.line else { return Err(Cut::because("there is no connection")) };
        // A connection that does not take it may still have something to say: what was acknowledged must be heard.
        match timeout(PATIENCE, line.send(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Cut::by(error)),
            Err(_) => Err(Cut::because("the connection takes nothing")),
        }
    }

    fn ended(&mut self, cut: Cut) -> Cut {
        self.line = None;
        cut
    }
}

impl Cut {
    fn because(why: impl Into<String>) -> Self {
        Self { why: why.into(), code: None, is_given_up: false }
    }

    fn by(error: impl Into<Error>) -> Self {
        Self::because(error.into().to_string())
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection ended: {}", self.why)
    }
}

impl std::error::Error for Cut {}
