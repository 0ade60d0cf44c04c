//! WebSocket frames ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455#section-5.2)), as far as a member needs them:
//! the server's are not masked and come whole, ours are masked.
//!
//! A library would hold a buffer for each socket and copy each frame out of it. Here all sockets share one buffer, and
//! frames are looked at where they lie: the tool must not be what is measured.

use anyhow::{Result, bail};
use harness::limits::SERVER_FRAME_BYTES_MAX;

const FIN: u8 = 0x80;
const MASKED: u8 = 0x80;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xa;

/// What the server says, of which a member understands these.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    Message(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    /// The code, if it gives one.
    Close(Option<u16>),
}

/// Frames out of the pieces in which bytes arrive.
#[derive(Default)]
pub struct Frames {
    /// The beginning of a frame that has not come whole.
    rest: Vec<u8>,
}

impl Frames {
    /// Gives each frame that is whole with these bytes.
    ///
    /// # Errors
    ///
    /// When they are no frames that a server may send, or `each` finds something wrong.
    pub fn take(&mut self, bytes: &[u8], each: impl FnMut(Frame) -> Result<()>) -> Result<()> {
        if self.rest.is_empty() {
            let taken = take_whole(bytes, each)?;
            self.rest.extend_from_slice(&bytes[taken..]);
        } else {
            self.rest.extend_from_slice(bytes);
            let taken = take_whole(&self.rest, each)?;
            self.rest.drain(..taken);
        }
        if self.rest.is_empty() {
            self.rest = Vec::new();
        }
        Ok(())
    }
}

/// How many bytes the whole frames had.
fn take_whole(bytes: &[u8], mut each: impl FnMut(Frame) -> Result<()>) -> Result<usize> {
    let mut taken = 0;
    while let Some((frame, length)) = first(&bytes[taken..])? {
        each(frame)?;
        taken += length;
    }
    Ok(taken)
}

/// The first frame and its length; none if it has not come whole.
fn first(bytes: &[u8]) -> Result<Option<(Frame<'_>, usize)>> {
    let [kind, length, ..] = *bytes else { return Ok(None) };
    if length & MASKED != 0 {
        bail!("a server does not mask");
    }
    let (head, length) = match (length, bytes) {
        (126, [_, _, a, b, ..]) => (4, u16::from_be_bytes([*a, *b]).into()),
        (127, [_, _, a, b, c, d, e, f, g, h, ..]) => {
            (10, usize::try_from(u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]))?)
        }
        (126 | 127, _) => return Ok(None),
        (length, _) => (2, length.into()),
    };
    if length > SERVER_FRAME_BYTES_MAX {
        bail!("a frame of {length} bytes");
    }
    let Some(payload) = bytes.get(head..head + length) else { return Ok(None) };
    let frame = match (kind & FIN != 0, kind & !FIN) {
        (true, BINARY) => Frame::Message(payload),
        (true, PING) => Frame::Ping(payload),
        (true, PONG) => Frame::Pong,
        (true, CLOSE) => Frame::Close(payload.first_chunk().map(|code| u16::from_be_bytes(*code))),
        _ => bail!("a frame of the kind {kind:#x}"),
    };
    Ok(Some((frame, head + length)))
}

/// A message as a client sends it.
pub fn message(payload: &[u8]) -> Vec<u8> {
    masked(BINARY, payload)
}

/// The answer to a ping.
pub fn pong(payload: &[u8]) -> Vec<u8> {
    masked(PONG, payload)
}

/// A message as a server sends it.
pub fn from_server(payload: &[u8]) -> Vec<u8> {
    let mut frame = head(BINARY, payload.len(), 0);
    frame.extend_from_slice(payload);
    frame
}

fn masked(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mask = fastrand::u32(..).to_ne_bytes();
    let mut frame = head(kind, payload.len(), MASKED);
    frame.extend_from_slice(&mask);
    frame.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

fn head(kind: u8, length: usize, masked: u8) -> Vec<u8> {
    let mut head = vec![FIN | kind];
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(length @ ..126), _) => head.push(masked | length),
        (_, Ok(length)) => {
            head.push(masked | 126);
            head.extend(length.to_be_bytes());
        }
        _ => {
            head.push(masked | 127);
            head.extend((length as u64).to_be_bytes());
        }
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(pieces: &[&[u8]]) -> Result<Vec<usize>> {
        let (mut frames, mut lengths) = (Frames::default(), vec![]);
        for piece in pieces {
            frames.take(piece, |frame| {
                match frame {
                    Frame::Message(payload) => lengths.push(payload.len()),
                    other => bail!("{other:?}"),
                }
                Ok(())
            })?;
        }
        Ok(lengths)
    }

    #[test]
    fn frames_of_every_length_are_found_however_they_are_cut() {
        let wanted = [0, 1, 125, 126, 65_535, 65_536];
        let bytes: Vec<u8> = wanted.iter().flat_map(|&length| from_server(&vec![7; length])).collect();
        for cut in [1, 2, 3, 127, 4_096, bytes.len()] {
            let pieces: Vec<_> = bytes.chunks(cut).collect();
            assert_eq!(lengths(&pieces).unwrap(), wanted, "cut at {cut}");
        }
    }

    #[test]
    fn control_frames_are_told_apart() {
        let mut seen = vec![];
        let bytes = [0x89, 1, 7, 0x8a, 0, 0x88, 2, 0x03, 0xf4, 0x88, 0];
        let note = |frame: Frame<'_>| {
            seen.push(format!("{frame:?}"));
            Ok(())
        };
        Frames::default().take(&bytes, note).unwrap();
        assert_eq!(seen, ["Ping([7])", "Pong", "Close(Some(1012))", "Close(None)"]);
    }

    #[test]
    fn what_a_server_may_not_send_is_found() {
        assert!(lengths(&[&message(b"masked")]).is_err());
        assert!(lengths(&[&[0x02, 0]]).is_err(), "a frame that is not the last of its message");
        assert!(lengths(&[&[0x82, 127, 1, 0, 0, 0, 0, 0, 0, 0]]).is_err(), "a frame that is too long");
    }

    #[test]
    fn what_we_send_is_masked_with_its_own_mask() {
        for length in [0, 5, 125, 126, 70_000] {
            let payload: Vec<u8> = (0..length).map(|place| place as u8).collect();
            let frame = message(&payload);
            let head = frame.len() - length - 4;
            assert_eq!(frame[1] & MASKED, MASKED);
            let (mask, masked) = frame[head..].split_at(4);
            let unmasked: Vec<u8> = masked.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
            assert_eq!(unmasked, payload);
        }
    }
}
