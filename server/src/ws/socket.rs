//! Socket: a connection under its WebSocket. The WebSocket's task reads it; what that has to say (pings, pongs, a close)
//! goes through the outbox, by which the room writes to the same connection.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use anyhow::Context as _;
use hyper::upgrade::{OnUpgrade, Parts};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use crate::limits::{SOCKET_MESSAGE_BYTES_MAX, SOCKET_READ_BUFFER_BYTES};
use crate::room::outbox::Outbox;

/// One connection.
pub struct Socket {
    read: OwnedReadHalf,
    outbox: Outbox,
    /// Until where the outbox is being written, while it is.
    flushing: Option<u64>,
}

/// The WebSocket of a connection that was upgraded, and the outbox that writes to it.
///
/// # Errors
///
/// When the connection ended before it was upgraded.
pub async fn open(upgrade: OnUpgrade) -> anyhow::Result<(WebSocketStream<Socket>, Outbox)> {
    let upgraded = upgrade.await?;
    let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok().context("it is not a connection that was accepted")?;
    let Parts { io, read_buf, .. } = parts;
    let (read, write) = io.into_inner().into_split();
    let outbox = Outbox::new(write);
    let socket = Socket { read, outbox: outbox.clone(), flushing: None };
    let config = WebSocketConfig::default()
        .read_buffer_size(SOCKET_READ_BUFFER_BYTES)
        .max_message_size(Some(SOCKET_MESSAGE_BYTES_MAX))
        .max_frame_size(Some(SOCKET_MESSAGE_BYTES_MAX));
    // What came early, in a vector of its own: the buffer in which it was read, 8 KiB, would stay as long as the connection.
    let early = read_buf.to_vec();
    drop(read_buf);
    let web_socket = WebSocketStream::from_partially_read(socket, early, Role::Server, Some(config)).await;
    Ok((web_socket, outbox))
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.read).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    /// Takes everything: what the connection does not take waits in the outbox, within its bound. A WebSocket writes whole
    /// frames to whoever takes them whole.
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, frames: &[u8]) -> Poll<io::Result<usize>> {
        self.outbox.push_last(frames);
        Poll::Ready(Ok(frames.len()))
    }

    /// Waits until all was written that waited when it began to.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mark = self.flushing.unwrap_or_else(|| self.outbox.mark());
        self.flushing = Some(mark);
        let written = ready!(self.outbox.poll_written(mark, context));
        self.flushing = None;
        Poll::Ready(written)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}
