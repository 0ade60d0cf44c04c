//! Outbox: the way from a room to one socket.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use shared::message::CloseCode;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::Notify;

use super::frame::split_first;
use crate::limits::{OUTBOX_BYTES_MAX, OUTBOX_FRAMES_MAX, OUTBOX_WRITE_BYTES};

/// What an outbox writes to.
pub trait Line: Send + Sync + 'static {
    /// Writes as much as is taken at once, and says how much that was.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::WouldBlock`] if nothing is taken now, and any other if nothing will be.
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize>;

    /// Waits until something may be taken. One task at a time.
    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

impl Line for OwnedWriteHalf {
    fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        Self::try_write(self, bytes)
    }

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.as_ref().poll_write_ready(context)
    }
}

/// The way to one socket. Whoever has something to say writes it straight to the line, and never waits: what the line does
/// not take stays here, and the socket's own task writes it when it can. A member that falls too far behind is closed and
/// comes back to a snapshot.
///
/// One lock guards the line and what waits for it, so frames of the room and of the socket's task never mix, and a frame of
/// which the line has a part goes on before all others. The lock is held for a system call that does not wait, and never across an
/// await.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

struct Shared {
    line: Box<dyn Line>,
    queue: Mutex<Queue>,
    /// Told to the socket's task, when there is something for it to do.
    changed: Notify,
}

#[derive(Default)]
struct Queue {
    /// Frames that the line did not take; of the first it may have a part already.
    waiting: VecDeque<Box<[u8]>>,
    is_first_cut: bool,
    /// How many bytes wait.
    bytes: usize,
    /// How many ever did.
    bytes_ever: u64,
    /// Why the connection is to end, after what waits was written.
    closing: Option<CloseCode>,
}

impl Outbox {
    pub fn new(line: impl Line) -> Self {
        Self(Arc::new(Shared { line: Box::new(line), queue: Mutex::default(), changed: Notify::new() }))
    }

    /// Says these whole frames, in one write; nothing once the connection is to end.
    pub fn push(&self, frames: &[u8]) {
        let queue = self.queue();
        if queue.closing.is_none() {
            self.write(queue, frames);
        }
    }

    /// Says these whole frames although the connection is to end: what the socket itself has to say.
    pub fn push_last(&self, frames: &[u8]) {
        self.write(self.queue(), frames);
    }

    /// Ends the connection after what waits already was written.
    pub fn close(&self, code: CloseCode) {
        self.queue().closing.get_or_insert(code);
        self.0.changed.notify_one();
    }

    /// Waits until the socket's task has something to do: to [write](Self::poll_written) what waits, or to
    /// [end](Self::closing).
    pub async fn changed(&self) {
        loop {
            {
                let queue = self.queue();
                if !queue.waiting.is_empty() || queue.closing.is_some() {
                    return;
                }
            }
            self.0.changed.notified().await;
        }
    }

    /// Why the connection is to end, if it is.
    pub fn closing(&self) -> Option<CloseCode> {
        self.queue().closing
    }

    /// Until where [`poll_written`](Self::poll_written) has to come for all that waits now.
    pub fn mark(&self) -> u64 {
        self.queue().bytes_ever
    }

    /// Writes what waits, at least all that did at the [mark](Self::mark).
    pub fn poll_written(&self, mark: u64, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            {
                let mut queue = self.queue();
                loop {
                    if queue.bytes_ever - queue.bytes as u64 >= mark {
                        return Poll::Ready(Ok(()));
                    }
                    match queue.write_some(&*self.0.line) {
                        Ok(()) => {}
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                        Err(error) => return Poll::Ready(Err(error)),
                    }
                }
            }
            ready!(self.0.line.poll_ready(context))?;
        }
    }

    fn write(&self, mut queue: MutexGuard<'_, Queue>, frames: &[u8]) {
        let written = if queue.waiting.is_empty() {
            // An error other than that nothing is taken now is met again by the socket's task, which ends by it.
            self.0.line.try_write(frames).unwrap_or(0)
        } else {
            0
        };
        if written < frames.len() {
            queue.keep(frames, written);
            drop(queue);
            self.0.changed.notify_one();
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // No change of a queue can panic half-way, so a poisoned lock still guards a whole one.
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    /// Keeps these frames, of which so many bytes are written, or ends the connection if too much waits already.
    fn keep(&mut self, mut frames: &[u8], mut written: usize) {
        while !frames.is_empty() {
            let (frame, others) = split_first(frames);
            let rest = &frame[written.min(frame.len())..];
            if !rest.is_empty() {
                self.is_first_cut |= rest.len() < frame.len();
                self.bytes += rest.len();
                self.bytes_ever += rest.len() as u64;
                self.waiting.push_back(rest.into());
            }
            written = written.saturating_sub(frame.len());
            frames = others;
        }
        if self.waiting.len() > OUTBOX_FRAMES_MAX || self.bytes > OUTBOX_BYTES_MAX {
            self.closing.get_or_insert(CloseCode::TooSlow);
            // A frame that was begun is ended, or the reason would not be understood.
            self.waiting.truncate(usize::from(self.is_first_cut));
            self.waiting.shrink_to_fit();
            self.bytes = self.waiting.iter().map(|frame| frame.len()).sum();
        }
    }

    /// Writes as much as the line takes in one go.
    fn write_some(&mut self, line: &dyn Line) -> io::Result<()> {
        let mut together = vec![];
        for frame in &self.waiting {
            together.extend_from_slice(frame);
            if together.len() >= OUTBOX_WRITE_BYTES {
                break;
            }
        }
        let mut written = line.try_write(&together)?;
        self.bytes -= written;
        while let Some(first) = self.waiting.front_mut() {
            if written < first.len() {
                if written > 0 {
                    *first = first[written..].into();
                    self.is_first_cut = true;
                }
                return Ok(());
            }
            written -= first.len();
            self.waiting.pop_front();
            self.is_first_cut = false;
        }
        // Most members never wait again.
        self.waiting = VecDeque::new();
        Ok(())
    }
}

#[cfg(test)]
pub mod tests {
    use std::future::poll_fn;

    use futures_util::FutureExt;
    use shared::codec::Codec;
    use shared::message::ServerMessage;

    use super::*;
    use crate::room::frame::frame;

    /// A line that takes so many bytes and then no more, until it is given more room.
    #[derive(Clone, Default)]
    pub struct Narrow(Arc<Mutex<Taken>>);

    #[derive(Default)]
    struct Taken {
        bytes: Vec<u8>,
        room: usize,
        writes: usize,
    }

    impl Narrow {
        pub fn of(room: usize) -> Self {
            let line = Self::default();
            line.widen(room);
            line
        }

        pub fn widen(&self, by: usize) {
            let mut taken = self.0.lock().unwrap();
            taken.room = taken.room.saturating_add(by);
        }

        /// What it took so far, and in how many writes.
        pub fn taken(&self) -> (Vec<u8>, usize) {
            let taken = self.0.lock().unwrap();
            (taken.bytes.clone(), taken.writes)
        }
    }

    impl Line for Narrow {
        fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
            let mut taken = self.0.lock().unwrap();
            let count = bytes.len().min(taken.room);
            if count == 0 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            taken.room -= count;
            taken.writes += 1;
            taken.bytes.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn poll_ready(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            if self.0.lock().unwrap().room > 0 { Poll::Ready(Ok(())) } else { Poll::Pending }
        }
    }

    impl Outbox {
        /// One whose line takes everything.
        pub fn to_anywhere() -> Self {
            Self::new(Narrow::of(usize::MAX))
        }

        async fn written(&self) -> io::Result<()> {
            let mark = self.mark();
            poll_fn(|context| self.poll_written(mark, context)).await
        }
    }

    /// A frame of 2 bytes and these.
    fn text(payload: &str) -> Vec<u8> {
        [&[0x81, payload.len() as u8], payload.as_bytes()].concat()
    }

    #[tokio::test]
    async fn what_the_line_takes_is_written_at_once_and_nobody_is_woken() {
        let line = Narrow::of(usize::MAX);
        let outbox = Outbox::new(line.clone());
        let frames = [text("one"), text("two")].concat();
        outbox.push(&frames);
        assert_eq!(line.taken(), (frames, 1));
        assert_eq!(outbox.changed().now_or_never(), None);
        assert!(outbox.written().now_or_never().unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_frame_that_was_begun_is_ended_before_any_other_whoever_says_it() {
        let all = [text("one"), text("two"), text("pong"), text("three")].concat();
        for room in 0..all.len() {
            let line = Narrow::of(room);
            let outbox = Outbox::new(line.clone());
            outbox.push(&[text("one"), text("two")].concat());
            outbox.push_last(&text("pong"));
            outbox.push(&text("three"));
            assert!(outbox.changed().now_or_never().is_some());
            assert!(outbox.written().now_or_never().is_none(), "the line has no room");
            // Byte by byte: each write ends in the middle of something.
            for _ in 0..3 {
                line.widen(1);
                assert_eq!(outbox.written().now_or_never().is_some(), line.taken().0.len() == all.len());
            }
            line.widen(usize::MAX);
            outbox.written().await.unwrap();
            assert_eq!(line.taken().0, all, "{room}");
            assert!(outbox.changed().now_or_never().is_none());
        }
    }

    #[tokio::test]
    async fn what_waits_goes_out_in_one_write() {
        let line = Narrow::default();
        let outbox = Outbox::new(line.clone());
        (0..100).for_each(|_| outbox.push(&text("event")));
        line.widen(usize::MAX);
        outbox.written().await.unwrap();
        assert_eq!(line.taken(), (text("event").repeat(100), 1));
    }

    #[tokio::test]
    async fn what_waited_at_the_mark_is_written_although_more_comes() {
        let line = Narrow::default();
        let outbox = Outbox::new(line.clone());
        outbox.push(&text("one"));
        let mark = outbox.mark();
        outbox.push(&text("two"));
        line.widen(text("one").len());
        poll_fn(|context| outbox.poll_written(mark, context)).await.unwrap();
        assert!(outbox.changed().now_or_never().is_some(), "the second waits");
    }

    #[tokio::test]
    async fn what_waits_is_written_before_the_close() {
        let line = Narrow::default();
        let outbox = Outbox::new(line.clone());
        outbox.push(&text("before"));
        outbox.close(CloseCode::Restart);
        outbox.push(&text("after"));
        outbox.push_last(&text("goodbye"));
        line.widen(usize::MAX);
        outbox.written().await.unwrap();
        assert_eq!(line.taken().0, [text("before"), text("goodbye")].concat());
        assert_eq!(outbox.closing(), Some(CloseCode::Restart));
    }

    #[tokio::test]
    async fn w5_a_socket_that_takes_nothing_is_closed_at_the_bound() {
        let small = frame(Codec::Postcard, &ServerMessage::Nudge);
        let large = vec![0x82, 126, 4, 0].into_iter().chain([0; 1024]).collect::<Vec<u8>>();
        for (count, frame) in [(OUTBOX_FRAMES_MAX, &small), (OUTBOX_BYTES_MAX / large.len(), &large)] {
            for begun in [0, 1] {
                let line = Narrow::of(begun);
                let outbox = Outbox::new(line.clone());
                (0..count).for_each(|_| outbox.push(frame));
                assert_eq!(outbox.closing(), None);
                outbox.push(frame);
                assert_eq!(outbox.closing(), Some(CloseCode::TooSlow));
                line.widen(usize::MAX);
                outbox.written().await.unwrap();
                // Of what waited, the frame that was begun.
                assert_eq!(line.taken().0, frame[..begun * frame.len()]);
            }
        }
    }
}
