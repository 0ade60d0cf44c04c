//! Two ways to write the same messages: postcard for our own page, JSON for people and other programs.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// How messages are written, chosen by the WebSocket's subprotocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// Binary frames of [postcard](https://postcard.jamesmunns.com/wire-format).
    Postcard,
    /// Text frames of JSON.
    Json,
}

/// The bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// There are more bytes than allowed; they were not read.
    TooLong,
    /// They are not what they should be.
    Malformed,
}

impl Codec {
    /// In the order of preference, where a client names several.
    pub const ALL: [Self; 2] = [Self::Postcard, Self::Json];

    /// The subprotocol by which one asks for it.
    pub fn subprotocol(self) -> &'static str {
        match self {
            Self::Postcard => "teampoker.v1.postcard",
            Self::Json => "teampoker.v1.json",
        }
    }

    /// The message in bytes.
    pub fn encode<T: Serialize>(self, message: &T) -> Vec<u8> {
        match self {
            Self::Postcard => to_postcard(message),
            Self::Json => serde_json::to_vec(message).expect("a message has no map with keys that JSON cannot write"),
        }
    }

    /// The message of these bytes.
    ///
    /// # Errors
    ///
    /// [`DecodeError::TooLong`] beyond `bytes_max`, and [`DecodeError::Malformed`] for anything but one whole message.
    pub fn decode<T: DeserializeOwned>(self, bytes: &[u8], bytes_max: usize) -> Result<T, DecodeError> {
        if bytes.len() > bytes_max {
            return Err(DecodeError::TooLong);
        }
        match self {
            Self::Postcard => from_postcard(bytes),
            Self::Json => serde_json::from_slice(bytes).map_err(|_| DecodeError::Malformed),
        }
    }
}

/// The message in postcard: what [`Codec::encode`] does, for the page, which then does not carry JSON.
pub fn to_postcard<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("a message has no part that postcard cannot write, and memory is there")
}

/// The message of these bytes of postcard.
///
/// # Errors
///
/// [`DecodeError::Malformed`] for anything but one whole message.
pub fn from_postcard<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, DecodeError> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(DecodeError::Malformed),
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the message is too long",
            Self::Malformed => "the message is not of this protocol",
        })
    }
}

impl std::error::Error for DecodeError {}
