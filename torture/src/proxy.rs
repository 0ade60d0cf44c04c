//! The fault proxy: carries bytes between players and the program, in bad weather.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::limits::{DELAY_US_MAX, DROP_US_MAX, FAIR_US_MAX, PIECES_PER_CHEAT, PROXY_BUFFER_BYTES, STALL_US_MAX};

/// What can happen to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is reset at once.
    Cut,
    /// What is sent one way, or both, never arrives; then it is reset.
    Drop,
    /// Nothing passes for a while; then all of it does, or it is reset. Whoever has given it up by then is not asked: what
    /// they sent before arrives late.
    Stall,
    /// Everything takes its time.
    Delay,
}

impl Fault {
    pub const ALL: [Self; 4] = [Self::Cut, Self::Drop, Self::Stall, Self::Delay];
}

/// The weather of one direction of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weather {
    Fair,
    Slow,
    Still,
    Lossy,
}

/// A proxy before the program. It ends when this is dropped.
pub struct Proxy {
    pub address: SocketAddr,
    is_stormy: watch::Sender<bool>,
    counts: Arc<Counts>,
    _listening: JoinSet<()>,
}

/// How often what was done.
#[derive(Debug, Default)]
struct Counts {
    faults: [AtomicU64; 4],
    resets: AtomicU64,
}

impl Proxy {
    /// Listens, in fair weather. If it cheats, it loses single pieces of what the program says and goes on, which no network
    /// does.
    ///
    /// # Errors
    ///
    /// When there is no port for it.
    pub async fn start(program: SocketAddr, cheats: bool, random: &mut fastrand::Rng) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no port for the proxy")?;
        let address = listener.local_addr()?;
        let (is_stormy, stormy) = watch::channel(false);
        let counts = Arc::new(Counts::default());
        let mut listening = JoinSet::new();
        listening.spawn(listen(listener, Way { program, cheats, stormy, counts: counts.clone() }, random.fork()));
        Ok(Self { address, is_stormy, counts, _listening: listening })
    }

    /// From now on connections suffer, or no longer do.
    pub fn storm(&self, is_stormy: bool) {
        self.is_stormy.send_replace(is_stormy);
    }

    /// How often that was done to a connection.
    pub fn count(&self, fault: Fault) -> u64 {
        self.counts.faults[fault as usize].load(Ordering::Relaxed)
    }

    /// How many connections were reset.
    pub fn resets(&self) -> u64 {
        self.counts.resets.load(Ordering::Relaxed)
    }
}

/// Where connections lead, and what becomes of them.
#[derive(Clone)]
struct Way {
    program: SocketAddr,
    cheats: bool,
    stormy: watch::Receiver<bool>,
    counts: Arc<Counts>,
}

async fn listen(listener: TcpListener, way: Way, mut random: fastrand::Rng) {
    let mut lines = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        lines.spawn(carry(client, way.clone(), random.fork()));
        while lines.try_join_next().is_some() {}
    }
}

/// Carries one connection to its end.
async fn carry(mut client: TcpStream, way: Way, mut random: fastrand::Rng) {
    // A program that is not there is one more way to lose a connection.
    let Ok(mut program) = TcpStream::connect(way.program).await else { return };
    let _ = (client.set_nodelay(true), program.set_nodelay(true));
    let (up, up_weather) = watch::channel(Weather::Fair);
    let (down, down_weather) = watch::channel(Weather::Fair);
    let (up_random, down_random) = (random.fork(), random.fork());
    let is_reset = {
        let (from_client, to_client) = client.split();
        let (from_program, to_program) = program.split();
        let both = async {
            tokio::join!(
                pass(from_client, to_program, up_weather, false, up_random),
                pass(from_program, to_client, down_weather, way.cheats, down_random)
            )
        };
        tokio::select! {
            _ = both => false,
            () = weather([up, down], way.stormy, &way.counts, &mut random) => true,
        }
    };
    if is_reset {
        way.counts.resets.fetch_add(1, Ordering::Relaxed);
        // Closed like this, they are reset: what was not sent yet is thrown away.
        let _ = (client.set_zero_linger(), program.set_zero_linger());
    }
}

/// Makes the weather of one connection. It is reset when this returns.
async fn weather(
    directions: [watch::Sender<Weather>; 2],
    mut stormy: watch::Receiver<bool>,
    counts: &Counts,
    random: &mut fastrand::Rng,
) {
    let set = |weather| {
        for direction in &directions {
            direction.send_replace(weather);
        }
    };
    loop {
        let fault = Fault::ALL[random.usize(..Fault::ALL.len())];
        if stormy.wait_for(|stormy| *stormy).await.is_err() {
            return;
        }
        some_time(FAIR_US_MAX, random).await;
        if !*stormy.borrow() {
            set(Weather::Fair);
            continue;
        }
        counts.faults[fault as usize].fetch_add(1, Ordering::Relaxed);
        match fault {
            Fault::Cut => return,
            Fault::Drop => {
                // From the first lost byte on there is no way back to fair weather.
                let lossy = random.usize(..3);
                for (place, direction) in directions.iter().enumerate() {
                    if lossy != place {
                        direction.send_replace(Weather::Lossy);
                    }
                }
                some_time(DROP_US_MAX, random).await;
                return;
            }
            Fault::Stall => {
                set(Weather::Still);
                some_time(STALL_US_MAX, random).await;
                if random.bool() {
                    return;
                }
                set(Weather::Fair);
            }
            Fault::Delay => set(Weather::Slow),
        }
    }
}

async fn some_time(us_max: u64, random: &mut fastrand::Rng) {
    sleep(Duration::from_micros(random.u64(..us_max))).await;
}

/// Passes on what comes, as the weather is, until either side is gone.
async fn pass(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut weather: watch::Receiver<Weather>,
    cheats: bool,
    mut random: fastrand::Rng,
) {
    let mut buffer = vec![0; PROXY_BUFFER_BYTES];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        // It is never still for ever, unless the connection ends.
        let Ok(now) = weather.wait_for(|weather| *weather != Weather::Still).await.map(|now| *now) else { break };
        match now {
            Weather::Lossy => continue,
            Weather::Slow => some_time(DELAY_US_MAX, &mut random).await,
            Weather::Fair if cheats && random.u32(..PIECES_PER_CHEAT) == 0 => continue,
            Weather::Fair | Weather::Still => {}
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that says back what it hears, and the proxy before it.
    async fn echo(cheats: bool) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    drop(tokio::io::copy(&mut from, &mut to).await);
                });
            }
        });
        Proxy::start(address, cheats, &mut fastrand::Rng::with_seed(1)).await.unwrap()
    }

    /// Says so many bytes one by one and gives those that came back before the end, or before silence.
    async fn say(proxy: &Proxy, bytes: usize) -> Vec<u8> {
        let mut stream = TcpStream::connect(proxy.address).await.unwrap();
        let mut heard = vec![];
        for byte in (0..bytes).map(|byte| byte as u8) {
            let said = stream.write_all(&[byte]).await;
            let answer = tokio::time::timeout(Duration::from_millis(500), stream.read_u8()).await;
            match (said, answer) {
                (Ok(()), Ok(Ok(byte))) => heard.push(byte),
                (Ok(()), Err(_silence)) => {}
                _ => break,
            }
        }
        heard
    }

    #[tokio::test]
    async fn in_fair_weather_everything_passes() {
        let said: Vec<u8> = (0..1_000_usize).map(|byte| byte as u8).collect();
        assert_eq!(say(&echo(false).await, said.len()).await, said);
    }

    #[tokio::test]
    async fn in_a_storm_a_connection_ends_and_what_passed_before_is_whole() {
        let proxy = echo(false).await;
        proxy.storm(true);
        for _ in 0..10 {
            let heard = say(&proxy, usize::MAX).await;
            assert!(heard.iter().enumerate().all(|(place, &byte)| byte == place as u8));
        }
        assert!(proxy.resets() >= 10);
    }

    #[tokio::test]
    async fn a_proxy_that_cheats_loses_something_and_goes_on() {
        let said = 5 * PIECES_PER_CHEAT as usize;
        let heard = say(&echo(true).await, said).await.len();
        assert!((said / 2..said).contains(&heard), "{heard} of {said}");
    }
}
