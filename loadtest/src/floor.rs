//! The floor: a bare TCP server that is told what to write and writes it to every socket of a room, one write for each.
//! It knows no rooms, rules, disk or heartbeats; less than this a server that tells many cannot do.
//!
//! It is a process of its own, so that its processor time can be measured as the server's is, and its runtime is the same.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

/// What to write to the one who asked, and what to all others of their room.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Broadcast {
    pub to_one: Vec<u8>,
    pub to_others: Vec<u8>,
}

impl Broadcast {
    /// As the floor is told of it, for the socket of that place in its room.
    pub fn message(&self, place: u32) -> Vec<u8> {
        let length = |bytes: &[u8]| (bytes.len() as u32).to_le_bytes();
        [&place.to_le_bytes()[..], &length(&self.to_one), &length(&self.to_others), &self.to_one, &self.to_others]
            .concat()
    }
}

/// The first whole message of these bytes, and how many bytes it has.
fn first(bytes: &[u8]) -> Option<(usize, &[u8], &[u8], usize)> {
    let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize);
    let (place, to_one, to_others) = (number(0)?, number(4)?, number(8)?);
    let (middle, end) = (12 + to_one, 12 + to_one + to_others);
    Some((place, bytes.get(12..middle)?, bytes.get(middle..end)?, end))
}

/// The sockets of each room. A lock, because they come at any time; while a room talks nobody does.
type Sockets = Arc<Mutex<HashMap<u32, Vec<Arc<TcpStream>>>>>;

/// Serves until it is killed.
///
/// # Errors
///
/// When it cannot listen.
pub async fn run() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("the floor cannot listen")?;
    eprintln!("The floor is at http://{}", listener.local_addr()?);
    let rooms = Sockets::default();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let rooms = rooms.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(stream, rooms).await {
                eprintln!("The floor has failed: {error}");
            }
        });
    }
}

/// The first who comes to a room tells for all of it; the others only hear.
async fn serve(mut stream: TcpStream, rooms: Sockets) -> io::Result<()> {
    let room = stream.read_u32_le().await?;
    let stream = Arc::new(stream);
    let is_first = {
        let mut rooms = guard(&rooms);
        let sockets = rooms.entry(room).or_default();
        sockets.push(stream.clone());
        sockets.len() == 1
    };
    write(&stream, &[0]).await?;
    if is_first { tell(&stream, room, &rooms).await } else { Ok(()) }
}

async fn tell(stream: &TcpStream, room: u32, rooms: &Sockets) -> io::Result<()> {
    let mut bytes = vec![];
    let mut sockets: Vec<Arc<TcpStream>> = vec![];
    loop {
        stream.readable().await?;
        match stream.try_read_buf(&mut bytes) {
            Ok(0) => {
                guard(rooms).remove(&room);
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
            read => read?,
        };
        if sockets.is_empty() {
            // Nobody comes any more once somebody says something.
            sockets = guard(rooms).get(&room).cloned().unwrap_or_default();
        }
        let mut taken = 0;
        while let Some((place, to_one, to_others, length)) = first(&bytes[taken..]) {
            for (at, socket) in sockets.iter().enumerate() {
                write(socket, if at == place { to_one } else { to_others }).await?;
            }
            taken += length;
        }
        bytes.drain(..taken);
    }
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => stream.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn guard<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    // No change under it can panic half-way.
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_floor_is_told_is_read_as_it_was_said() {
        let broadcast = Broadcast { to_one: vec![1, 2, 3], to_others: vec![4] };
        let bytes = [broadcast.message(7), broadcast.message(8)].concat();
        assert_eq!(first(&bytes), Some((7, &[1, 2, 3][..], &[4][..], bytes.len() / 2)));
        assert!((0..bytes.len() / 2).all(|cut| first(&bytes[..cut]).is_none()));
    }
}
