//! Member: one person at a table, over one socket, who answers for what they are told.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;

use anyhow::{Context, Result, anyhow, bail, ensure};
use harness::limits::SERVER_FRAME_BYTES_MAX;
use shared::card::CardIndex;
use shared::codec::{Codec, to_postcard};
use shared::command::{Command, NextTopic};
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, Version};
use shared::message::{ClientMessage, Hello, PageId, SeatProof, ServerMessage, Token, Welcome};
use shared::room::Role;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::{JoinHandle, spawn_local};

use crate::frame::{self, Frame, Frames};
use crate::line;
use crate::script::Script;
use crate::system::{self, Counted};
use crate::table::Table;

/// One person at a table. Their socket is closed when this is dropped.
pub struct Member {
    seat: Rc<Seat>,
    page: PageId,
    reading: JoinHandle<()>,
}

/// What a member and the task that reads for them share.
struct Seat {
    table: Rc<Table>,
    stream: TcpStream,
    voice: Voice,
    state: RefCell<State>,
    /// Whether the connection may end now.
    is_leaving: Cell<bool>,
    changed: Notify,
}

/// How what a member says is carried out.
enum Voice {
    /// The server hears it.
    Server,
    /// The floor is told what it leads to, over the socket of the first at the table.
    Floor { script: Rc<RefCell<Script>>, head: Option<Rc<Seat>>, place: u32 },
}

#[derive(Default)]
struct State {
    proof: Option<SeatProof>,
    /// At which version they came, and which they have; none before the welcome.
    came: Version,
    version: Option<Version>,
    numbered: u32,
    unanswered: VecDeque<CommandNumber>,
    /// How far a restarting server wants its clients spread.
    spread_ms: Option<u32>,
}

/// Who somebody was, for when they come back.
#[derive(Clone, Debug)]
pub struct Absent {
    page: PageId,
    proof: Option<SeatProof>,
    after: Option<Version>,
}

impl Absent {
    /// Somebody who comes for the first time, perhaps with the creator's token.
    pub fn newcomer(creator: Option<Token>) -> Self {
        let page =
            PageId::try_from(format!("{:032x}", fastrand::u128(..))).expect("32 characters are within its limits");
        let proof = creator.map(|token| SeatProof { who: ParticipantId::CREATOR, token });
        Self { page, proof, after: None }
    }

    fn hello(&self) -> Hello {
        let token = self.proof.as_ref().map(|proof| proof.token.clone());
        Hello { token, after: self.after, page: Some(self.page.clone()), code: None }
    }
}

impl Member {
    /// Comes to the table over the connection of that number, and has the room then.
    ///
    /// # Errors
    ///
    /// When they are not let in, or are told something that is not so.
    pub async fn come(table: &Rc<Table>, address: SocketAddr, number: usize, absent: &Absent) -> Result<Self> {
        let stream = line::connect(address, number).await.context("a connection was refused")?;
        let rest = line::upgrade(&stream, address, table.id()).await?;
        line::say(&stream, &frame::message(&to_postcard(&absent.hello())))?;
        let state = State { proof: absent.proof.clone(), ..State::default() };
        let member = Self::begin(Seat::new(table, stream, Voice::Server, state), absent.page.clone(), rest);
        member.until("a welcome", |state| state.version.is_some()).await?;
        Ok(member)
    }

    /// Sits at the same table of the floor, where everyone is from the beginning.
    ///
    /// # Errors
    ///
    /// When the floor does not let them in.
    pub async fn stand(
        table: &Rc<Table>,
        address: SocketAddr,
        room: u32,
        who: ParticipantId,
        script: &Rc<RefCell<Script>>,
        head: Option<&Self>,
    ) -> Result<Self> {
        let mut stream = line::connect(address, 0).await?;
        line::say(&stream, &room.to_le_bytes())?;
        stream.read_exact(&mut [0]).await.context("the floor does not let us in")?;
        let place = table.watch().present().try_into()?;
        let voice = Voice::Floor { script: script.clone(), head: head.map(|head| head.seat.clone()), place };
        let token = Token::try_from(String::new()).map_err(|why| anyhow!(why))?;
        let came = script.borrow().version();
        let state = State { proof: Some(SeatProof { who, token }), came, version: Some(came), ..State::default() };
        table.arrive(came);
        Ok(Self::begin(Seat::new(table, stream, voice, state), Absent::newcomer(None).page, vec![]))
    }

    fn begin(seat: Seat, page: PageId, rest: Vec<u8>) -> Self {
        let seat = Rc::new(seat);
        let reader = seat.clone();
        let reading = spawn_local(async move {
            if let Err(flaw) = reader.listen(rest).await
                && !reader.is_leaving.get()
            {
                let who = reader.who();
                reader.table.pulse().fail(flaw.context(format!("{who:?} in {}", reader.table.id())));
            }
        });
        Self { seat, page, reading }
    }

    /// Sits down, and has been told so.
    ///
    /// # Errors
    ///
    /// When they may not.
    pub async fn join(&self, nickname: &str) -> Result<()> {
        self.ask_to_join(nickname)?;
        self.answered().await
    }

    /// Asks for a seat.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub fn ask_to_join(&self, nickname: &str) -> Result<()> {
        self.say(Command::Join { nickname: nickname.to_owned(), role: Role::Voter })
    }

    /// Waits until everything is answered.
    ///
    /// # Errors
    ///
    /// When something is refused, or not answered.
    pub async fn answered(&self) -> Result<()> {
        self.until("an answer", |state| state.unanswered.is_empty()).await
    }

    /// Plays a card in the round that is open.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub fn vote(&self, card: CardIndex) -> Result<()> {
        let round = self.seat.table.round();
        self.seat.table.watch().plays(self.who()?, card);
        self.say(Command::Vote { round, card })
    }

    /// Turns the cards over.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub fn reveal(&self) -> Result<()> {
        self.say(Command::Reveal { round: self.seat.table.round() })
    }

    /// Clears the table.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub fn next_round(&self) -> Result<()> {
        self.say(Command::NextRound { after: self.seat.table.round(), topic: NextTopic::Same })
    }

    /// Says a command. It must be done: a refusal is a flaw.
    ///
    /// # Errors
    ///
    /// When it cannot be said.
    pub fn say(&self, command: Command) -> Result<()> {
        self.seat.say(command)
    }

    /// Their number in the room.
    ///
    /// # Errors
    ///
    /// When they have no seat.
    pub fn who(&self) -> Result<ParticipantId> {
        self.seat.who().context("somebody without a seat")
    }

    /// What the kernel has counted at their socket.
    ///
    /// # Errors
    ///
    /// When it counts nothing.
    pub fn counted(&self) -> Result<Counted> {
        Ok(system::counted(&self.seat.stream)?)
    }

    /// What the server has said of its restart, once it has.
    pub fn spread_ms(&self) -> Option<u32> {
        self.seat.state.borrow().spread_ms
    }

    /// From now on the connection may end.
    pub fn may_end(&self) {
        self.seat.is_leaving.set(true);
    }

    /// Waits for the end of a connection that may end.
    pub async fn ended(&mut self) {
        // Its reader panics only where a test fails as well.
        let _ = (&mut self.reading).await;
    }

    /// Goes without a word, and remembers who they were.
    pub fn go(self) -> Absent {
        let state = self.seat.state.borrow();
        Absent { page: self.page.clone(), proof: state.proof.clone(), after: state.version }
    }

    async fn until(&self, what: &str, is_so: impl Fn(&State) -> bool) -> Result<()> {
        let happens = async {
            while !is_so(&self.seat.state.borrow()) {
                self.seat.changed.notified().await;
            }
        };
        self.seat.table.pulse().wait(what, happens).await
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.reading.abort();
        self.seat.is_leaving.set(true);
        let state = self.seat.state.borrow();
        if let Some(version) = state.version {
            self.seat.table.depart(state.came, version, state.unanswered.len());
        }
    }
}

impl Seat {
    fn new(table: &Rc<Table>, stream: TcpStream, voice: Voice, state: State) -> Self {
        let state = RefCell::new(state);
        Self { table: table.clone(), stream, voice, state, is_leaving: Cell::new(false), changed: Notify::new() }
    }

    fn who(&self) -> Option<ParticipantId> {
        self.state.borrow().proof.as_ref().map(|proof| proof.who)
    }

    fn say(&self, command: Command) -> Result<()> {
        let number = {
            let mut state = self.state.borrow_mut();
            state.numbered += 1;
            let number = CommandNumber(state.numbered);
            state.unanswered.push_back(number);
            number
        };
        self.table.is_asked();
        let (stream, bytes) = match &self.voice {
            Voice::Server => (&self.stream, frame::message(&to_postcard(&ClientMessage { number, command }))),
            Voice::Floor { script, head, place } => {
                let who = self.who().context("somebody without a seat")?;
                let bytes = script.borrow_mut().act(who, number, command)?.message(*place);
                (head.as_ref().map_or(&self.stream, |head| &head.stream), bytes)
            }
        };
        self.table.pulse().count(|counts| counts.bytes_sent += bytes.len() as u64);
        line::say(stream, &bytes)
    }

    /// Reads until the connection ends, which it may not.
    async fn listen(&self, rest: Vec<u8>) -> Result<()> {
        let mut frames = Frames::default();
        frames.take(&rest, |frame| self.hear(frame))?;
        drop(rest);
        loop {
            self.stream.readable().await?;
            let mut buffer = self.table.pulse().buffer();
            let read = match self.stream.try_read(&mut buffer) {
                Ok(0) => bail!("the connection ended"),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                read => read?,
            };
            self.table.pulse().count(|counts| counts.bytes_received += read as u64);
            frames.take(&buffer[..read], |frame| self.hear(frame))?;
        }
    }

    fn hear(&self, frame: Frame) -> Result<()> {
        match frame {
            Frame::Message(payload) => self.hear_message(payload),
            Frame::Ping(payload) => line::say(&self.stream, &frame::pong(payload)),
            Frame::Pong => Ok(()),
            Frame::Close(code) => bail!("closed with {code:?}"),
        }
    }

    fn hear_message(&self, payload: &[u8]) -> Result<()> {
        let version = self.state.borrow().version;
        if let Some(version) = version
            && let Some(version) = self.table.is_told_as_known(version, payload)?
        {
            self.state.borrow_mut().version = Some(version);
            return Ok(());
        }
        let message: ServerMessage = Codec::Postcard.decode(payload, SERVER_FRAME_BYTES_MAX)?;
        match (message, version) {
            (ServerMessage::Welcome(welcome), None) => self.is_welcomed(&welcome)?,
            (ServerMessage::Welcome(_), Some(_)) => bail!("welcomed twice"),
            (other, None) => bail!("the first message is no welcome: {other:?}"),
            (ServerMessage::Event { version, event }, Some(after)) => {
                self.is_told(after, version, event.get(), payload)?;
            }
            (ServerMessage::Answer { number, rejection }, Some(_)) => {
                ensure!(rejection.is_none(), "{number:?} was refused: {rejection:?}");
                let asked = self.state.borrow_mut().unanswered.pop_front();
                ensure!(asked == Some(number), "{number:?} was answered, and {asked:?} was asked");
                self.table.is_answered();
                self.changed.notify_one();
            }
            (ServerMessage::Seated(proof), Some(_)) => self.state.borrow_mut().proof = Some(proof),
            (ServerMessage::Restarting { spread_ms }, Some(_)) => {
                self.is_leaving.set(true);
                self.state.borrow_mut().spread_ms = Some(spread_ms);
            }
            (ServerMessage::Presence { .. } | ServerMessage::Heartbeat { .. } | ServerMessage::Chair(_), Some(_)) => {}
            (other, Some(_)) => bail!("nobody asked for this: {other:?}"),
        }
        Ok(())
    }

    fn is_welcomed(&self, welcome: &Welcome) -> Result<()> {
        self.table.welcome(welcome)?;
        let mut state = self.state.borrow_mut();
        let before = state.proof.as_ref().map(|proof| proof.who);
        if let Some(proof) = &welcome.seat {
            ensure!(before.is_none_or(|before| before == proof.who), "{before:?} came back as {:?}", proof.who);
            state.proof = Some(proof.clone());
        }
        state.came = welcome.version;
        state.version = Some(welcome.version);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    fn is_told(&self, after: Version, version: Version, event: &RoomEvent, payload: &[u8]) -> Result<()> {
        self.table.is_told(self.who(), after, version, event, payload)?;
        self.state.borrow_mut().version = Some(version);
        Ok(())
    }
}
