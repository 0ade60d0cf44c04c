//! Frame: a message as the bytes that a WebSocket carries. What a server says is not masked, so one frame serves everybody
//! who is told the same.

use std::io::Cursor;

use shared::codec::Codec;
use shared::message::ServerMessage;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{Frame, FrameHeader};

/// What a peer's WebSocket answers by itself.
pub const PING: [u8; 2] = [0x89, 0];

/// The message as a frame: binary for postcard, text for JSON.
pub fn frame(codec: Codec, message: &ServerMessage) -> Vec<u8> {
    let data = match codec {
        Codec::Postcard => Data::Binary,
        Codec::Json => Data::Text,
    };
    let frame = Frame::message(codec.encode(message), OpCode::Data(data), true);
    let mut bytes = Vec::with_capacity(frame.len());
    frame.format(&mut bytes).expect("a vector takes every byte");
    bytes
}

/// The first of these whole frames, and those that follow.
pub fn split_first(frames: &[u8]) -> (&[u8], &[u8]) {
    let mut cursor = Cursor::new(frames);
    let bytes = match FrameHeader::parse(&mut cursor) {
        Ok(Some((_, payload_bytes))) => cursor.position().saturating_add(payload_bytes),
        // Not a frame of ours: it is taken as one all the same.
        Ok(None) | Err(_) => u64::MAX,
    };
    frames.split_at(usize::try_from(bytes).unwrap_or(usize::MAX).min(frames.len()))
}

/// One message in the codecs that were asked for so far.
pub struct Frames<'a> {
    message: &'a ServerMessage,
    postcard: Option<Vec<u8>>,
    json: Option<Vec<u8>>,
}

impl<'a> Frames<'a> {
    pub fn new(message: &'a ServerMessage) -> Self {
        Self { message, postcard: None, json: None }
    }

    /// The message in that codec.
    pub fn of(&mut self, codec: Codec) -> &[u8] {
        let encoded = match codec {
            Codec::Postcard => &mut self.postcard,
            Codec::Json => &mut self.json,
        };
        encoded.get_or_insert_with(|| frame(codec, self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_any_length_are_told_apart() {
        let lengths = [0, 1, 125, 126, 65_535, 65_536];
        let frames = lengths.map(|bytes| {
            let mut frame = vec![];
            let whole = Frame::message(vec![7; bytes], OpCode::Data(Data::Binary), true);
            whole.format(&mut frame).unwrap();
            frame
        });
        let together = frames.concat();
        let mut rest = &together[..];
        for frame in &frames {
            let (first, others) = split_first(rest);
            assert_eq!(first, frame);
            rest = others;
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn a_message_is_encoded_once_a_codec() {
        let message = ServerMessage::Nudge;
        let mut frames = Frames::new(&message);
        let first = frames.of(Codec::Json).as_ptr();
        assert_eq!(frames.of(Codec::Json).as_ptr(), first);
        assert_eq!(frames.of(Codec::Json), [&[0x81, 7], &b"\"nudge\""[..]].concat());
        assert_eq!(frames.of(Codec::Postcard)[..2], [0x82, 1]);
    }
}
