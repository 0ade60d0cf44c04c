//! What waits to be written to one socket.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Message;
use shared::message::CloseCode;
use tokio::sync::Notify;

use crate::limits::{OUTBOX_BYTES_MAX, OUTBOX_FRAMES_MAX};

/// The queue between a room and one socket: the room puts frames in and never waits, the socket's task takes all that
/// there is. A member that falls too far behind is closed and comes back to a snapshot.
///
/// A lock and a wake-up rather than a channel, because everything that waits must be taken at once and counted in bytes.
#[derive(Clone, Default)]
pub struct Outbox(Arc<Shared>);

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Notify,
}

enum Queue {
    Open {
        frames: VecDeque<Message>,
        bytes: usize,
    },
    /// Frames that were put in before are still written, then the socket is closed.
    Closing {
        frames: VecDeque<Message>,
        code: CloseCode,
    },
}

impl Default for Queue {
    fn default() -> Self {
        Self::Open { frames: VecDeque::new(), bytes: 0 }
    }
}

/// What a socket has to do next.
#[derive(Debug, PartialEq)]
pub struct Waiting {
    /// Write these, in one go.
    pub frames: VecDeque<Message>,
    /// Then close, for this reason.
    pub close: Option<CloseCode>,
}

impl Outbox {
    /// Puts a frame in, or ends the connection if too much waits already.
    pub fn push(&self, frame: Message) {
        let mut queue = self.queue();
        let Queue::Open { frames, bytes } = &mut *queue else { return };
        *bytes += payload_bytes(&frame);
        frames.push_back(frame);
        if frames.len() > OUTBOX_FRAMES_MAX || *bytes > OUTBOX_BYTES_MAX {
            *queue = Queue::Closing { frames: VecDeque::new(), code: CloseCode::TooSlow };
        }
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Ends the connection after what waits already was written.
    pub fn close(&self, code: CloseCode) {
        let mut queue = self.queue();
        if let Queue::Open { frames, .. } = &mut *queue {
            *queue = Queue::Closing { frames: std::mem::take(frames), code };
        }
        drop(queue);
        self.0.changed.notify_one();
    }

    /// Takes all that waits, as soon as there is anything.
    pub async fn waiting(&self) -> Waiting {
        loop {
            if let Some(waiting) = self.take() {
                return waiting;
            }
            self.0.changed.notified().await;
        }
    }

    fn take(&self) -> Option<Waiting> {
        match &mut *self.queue() {
            Queue::Open { frames, .. } if frames.is_empty() => None,
            Queue::Open { frames, bytes } => {
                *bytes = 0;
                Some(Waiting { frames: std::mem::take(frames), close: None })
            }
            Queue::Closing { frames, code } => Some(Waiting { frames: std::mem::take(frames), close: Some(*code) }),
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        // No change of a queue can panic half-way, so a poisoned lock still guards a whole one.
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn payload_bytes(frame: &Message) -> usize {
    match frame {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn frame(bytes: usize) -> Message {
        Message::Binary(vec![0; bytes].into())
    }

    #[tokio::test]
    async fn everything_that_waits_is_taken_at_once() {
        let outbox = Outbox::default();
        assert_eq!(outbox.waiting().now_or_never(), None);
        outbox.push(frame(1));
        outbox.push(frame(2));
        assert_eq!(outbox.waiting().await, Waiting { frames: [frame(1), frame(2)].into(), close: None });
        assert_eq!(outbox.waiting().now_or_never(), None);
    }

    #[tokio::test]
    async fn what_waits_is_written_before_the_close() {
        let outbox = Outbox::default();
        outbox.push(frame(1));
        outbox.close(CloseCode::Restart);
        outbox.push(frame(2));
        let waiting = outbox.waiting().await;
        assert_eq!(waiting, Waiting { frames: [frame(1)].into(), close: Some(CloseCode::Restart) });
    }

    #[tokio::test]
    async fn w5_a_socket_that_takes_nothing_is_closed_at_the_bound() {
        for (count, bytes) in [(OUTBOX_FRAMES_MAX, 1), (OUTBOX_BYTES_MAX / 1024, 1024)] {
            let outbox = Outbox::default();
            (0..count).for_each(|_| outbox.push(frame(bytes)));
            let waiting = outbox.waiting().await;
            assert_eq!((waiting.frames.len(), waiting.close), (count, None));
            (0..=count).for_each(|_| outbox.push(frame(bytes)));
            let waiting = outbox.waiting().await;
            assert_eq!((waiting.frames.len(), waiting.close), (0, Some(CloseCode::TooSlow)));
        }
    }
}
