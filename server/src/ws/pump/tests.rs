//! The pump with a socket in memory and a clock that jumps to whatever is waited for.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::text::RoomName;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::identity::ServerKey;
use crate::room::frame::split_first;
use crate::room::outbox::Line;
use crate::room::registry::Rooms;
use crate::store::memory::MemoryLog;

/// The server's end of a socket.
struct Wire {
    from_peer: UnboundedReceiver<Message>,
    to_peer: ToPeer,
    outbox: Outbox,
}

/// The way to the peer; none if its buffers are full and stay so.
#[derive(Clone)]
struct ToPeer(Option<UnboundedSender<Message>>);

impl Line for ToPeer {
    fn try_write(&self, frames: &[u8]) -> io::Result<usize> {
        let to_peer = self.0.as_ref().ok_or(io::ErrorKind::WouldBlock)?;
        let mut rest = frames;
        while !rest.is_empty() {
            let (frame, others) = split_first(rest);
            let payload = String::from_utf8_lossy(&frame[if frame[1] < 126 { 2 } else { 4 }..]);
            let message =
                if frame == PING { Message::Ping(Default::default()) } else { Message::text(payload.into_owned()) };
            to_peer.send(message).map_err(io::Error::other)?;
            rest = others;
        }
        Ok(frames.len())
    }

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.0.is_some() { Poll::Ready(Ok(())) } else { Poll::Pending }
    }
}

impl Stream for Wire {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.from_peer.poll_recv(context).map(|message| message.map(Ok))
    }
}

impl Sink<Message> for Wire {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.to_peer.0.is_some() { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn start_send(self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        let to_peer = self.to_peer.0.as_ref().expect("only what is ready is sent to");
        to_peer.send(message).map_err(|_| Error::ConnectionClosed)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.outbox.poll_written(self.outbox.mark(), context).map_err(Error::Io)
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }
}

/// The other end, and the pump that runs between the two.
struct Peer {
    to_server: UnboundedSender<Message>,
    from_server: UnboundedReceiver<Message>,
    stop: CancellationToken,
    pump: JoinHandle<()>,
}

impl Peer {
    async fn connect() -> Self {
        let (to_peer, from_server) = unbounded_channel();
        Self::connect_to(Some(to_peer), from_server).await
    }

    async fn stuck() -> Self {
        let (_, from_server) = unbounded_channel();
        Self::connect_to(None, from_server).await
    }

    async fn connect_to(to_peer: Option<UnboundedSender<Message>>, from_server: UnboundedReceiver<Message>) -> Self {
        let rooms = Rooms::new(Arc::new(MemoryLog::default()), ServerKey::generate().unwrap(), Duration::MAX);
        let opened = RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() };
        let (id, _) = rooms.create(&[opened]).await.unwrap();
        let room = rooms.find(id).await.unwrap().unwrap();
        let (to_server, from_peer) = unbounded_channel();
        let sockets = Sockets::default();
        let stop = sockets.stop.clone();
        let to_peer = ToPeer(to_peer);
        let outbox = Outbox::new(to_peer.clone());
        let wire = Wire { from_peer, to_peer, outbox: outbox.clone() };
        let pump = tokio::spawn(async move {
            if let Some(mut pump) = Pump::start(wire, outbox, Codec::Json, None, room, sockets).await {
                pump.run().await;
            }
        });
        Self { to_server, from_server, stop, pump }
    }

    fn say(&self, message: Message) {
        self.to_server.send(message).unwrap();
    }

    async fn hear(&mut self) -> Message {
        self.from_server.recv().await.expect("the pump says more")
    }

    /// Says hello and is welcomed.
    async fn greet(&mut self) {
        self.say(Message::Text("{}".into()));
        assert!(text(self.hear().await).starts_with(r#"{"welcome""#));
    }

    /// Hears a heartbeat: the message that a page sees, and the ping that its WebSocket answers.
    async fn heartbeat(&mut self) {
        assert!(text(self.hear().await).starts_with(r#"{"heartbeat""#));
        assert!(matches!(self.hear().await, Message::Ping(_)));
    }

    /// Hears why it is closed, and the pump ends.
    async fn closed(mut self) -> u16 {
        let Message::Close(Some(frame)) = self.hear().await else { panic!("no close frame") };
        self.pump.await.unwrap();
        frame.code.into()
    }
}

fn text(message: Message) -> String {
    match message {
        Message::Text(text) => text.to_string(),
        other => panic!("no text: {other:?}"),
    }
}

/// About that long: timers have milliseconds, and the clock stands still while anything runs.
fn is_about(duration: Duration, expected: Duration) -> bool {
    duration >= expected && duration <= expected + Duration::from_millis(50)
}

#[tokio::test(start_paused = true)]
async fn w4_who_does_not_say_hello_is_told_so() {
    let began = Instant::now();
    let peer = Peer::connect().await;
    // A sign of life is no hello.
    peer.say(Message::Ping(Default::default()));
    assert_eq!(peer.closed().await, CloseCode::Silent.code());
    assert!(is_about(began.elapsed(), HELLO_WITHIN + CLOSE_WITHIN), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn w4_who_does_not_answer_a_heartbeat_is_told_so() {
    let mut peer = Peer::connect().await;
    peer.greet().await;
    peer.heartbeat().await;
    let asked = Instant::now();
    assert_eq!(peer.closed().await, CloseCode::Silent.code());
    assert!(is_about(asked.elapsed(), HEARTBEAT_ANSWER_WITHIN + CLOSE_WITHIN), "{:?}", asked.elapsed());
}

#[tokio::test(start_paused = true)]
async fn w4_who_answers_stays_and_is_asked_every_10_to_12_seconds() {
    let mut peer = Peer::connect().await;
    peer.greet().await;
    let mut pauses = vec![];
    for beat in 0..20 {
        let began = Instant::now();
        peer.heartbeat().await;
        pauses.push(began.elapsed());
        // Whatever is heard is a sign of life: what a WebSocket answers by itself, or a command.
        if beat % 2 == 0 {
            peer.say(Message::Pong(Default::default()));
        } else {
            peer.say(Message::Text(r#"{"number":1,"command":"leave"}"#.into()));
            assert!(text(peer.hear().await).starts_with(r#"{"answer""#));
        }
    }
    let within = HEARTBEAT_EVERY_MIN..=HEARTBEAT_EVERY_MAX + Duration::from_millis(50);
    assert!(pauses.iter().all(|pause| within.contains(pause)), "{pauses:?}");
    assert!(pauses.iter().any(|pause| *pause != pauses[0]), "connections would beat together: {pauses:?}");
    peer.say(Message::Close(None));
    peer.pump.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn w5_a_peer_that_takes_nothing_is_let_go() {
    let peer = Peer::stuck().await;
    let began = Instant::now();
    peer.say(Message::Text("{}".into()));
    peer.pump.await.unwrap();
    assert!(is_about(began.elapsed(), WRITE_WITHIN), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn w4_the_end_does_not_wait_for_a_peer_that_says_no_goodbye() {
    for says_hello in [false, true] {
        let mut peer = Peer::connect().await;
        if says_hello {
            peer.greet().await;
        }
        let began = Instant::now();
        peer.stop.cancel();
        if says_hello {
            assert_eq!(text(peer.hear().await), r#"{"restarting":{"spread_ms":500}}"#);
        }
        assert_eq!(peer.closed().await, CloseCode::Restart.code());
        assert!(is_about(began.elapsed(), CLOSE_WITHIN), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn w4_a_peer_that_breaks_off_is_let_go_at_once() {
    for says_hello in [false, true] {
        let mut peer = Peer::connect().await;
        if says_hello {
            peer.greet().await;
        }
        let began = Instant::now();
        drop(peer.to_server);
        peer.pump.await.unwrap();
        assert!(is_about(began.elapsed(), Duration::ZERO), "{:?}", began.elapsed());
    }
}
