//! The one thread that writes. It takes all that waits for it into one transaction, so that one flush of the disk keeps the
//! events of many rooms; and it is the one that heals after the disk has failed.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use anyhow::{Context, ensure};
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::file::{Lock, Place, Synchronous};
use super::read::Readers;
use super::write::{Append, Outcome, Write};
use crate::limits::{STORE_PROBED_EVERY, WRITES_AT_ONCE_MAX, WRITES_WAITING_MAX};
use crate::store::StoreError;

/// The way to the thread. When it is dropped, what waits is still written, and the thread ends.
pub struct Writer {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Trouble>,
}

/// A write, and who waits for it, if anybody does.
struct Job {
    write: Write,
    reply: Option<Reply>,
}

type Reply = oneshot::Sender<Result<Outcome, StoreError>>;

/// What is wrong now, in words; nothing while all is well.
#[derive(Default)]
struct Trouble(Mutex<Option<String>>);

impl Writer {
    /// Starts the thread. It holds the lock for as long as it runs.
    ///
    /// # Errors
    ///
    /// When the system starts no thread.
    pub fn start(
        place: Place,
        lock: Lock,
        synchronous: Synchronous,
        connection: Connection,
        readers: Arc<Readers>,
    ) -> anyhow::Result<Self> {
        let (jobs, received) = sync_channel(WRITES_WAITING_MAX);
        let trouble = Arc::<Trouble>::default();
        let scribe = Scribe {
            place,
            _lock: lock,
            synchronous,
            connection: Some(connection),
            readers,
            trouble: trouble.clone(),
            uncertain: vec![],
            probe_at: Instant::now(),
        };
        let thread = thread::Builder::new().name("store".into()).spawn(move || scribe.run(&received))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), trouble })
    }

    /// Has it written, and waits until it is on the disk.
    ///
    /// # Errors
    ///
    /// When it was not written.
    pub async fn write(&self, write: Write) -> Result<Outcome, StoreError> {
        let (reply, outcome) = oneshot::channel();
        self.send(Job { write, reply: Some(reply) })?;
        outcome.await.unwrap_or_else(|_| Err("the store's thread has ended".into()))
    }

    /// Has it written some time, before everything that is asked for later.
    pub fn write_later(&self, write: Write) {
        if let Err(error) = self.send(Job { write, reply: None }) {
            tracing::warn!(%error, "something that nobody waits for was not written");
        }
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or("the store is closed")?;
        // Almost everybody waits for their own write, so this bound is only met by a disk that has stopped.
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => "too much waits for the disk".into(),
            TrySendError::Disconnected(_) => "the store's thread has ended".into(),
        })
    }

    /// What is wrong with it now; none if it works.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.get()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the store's thread has panicked");
        }
    }
}

impl Trouble {
    fn get(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, trouble: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

/// What the thread has.
struct Scribe {
    place: Place,
    _lock: Lock,
    synchronous: Synchronous,
    /// None since it failed and could not be opened again.
    connection: Option<Connection>,
    readers: Arc<Readers>,
    trouble: Arc<Trouble>,
    /// Events that were said not to be kept when the disk failed, and of which it may have some.
    uncertain: Vec<Append>,
    /// When to look whether the disk works again.
    probe_at: Instant,
}

impl Scribe {
    fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            let first = if self.trouble.get().is_some() {
                match jobs.recv_timeout(self.probe_at.saturating_duration_since(Instant::now())) {
                    Ok(job) => Some(job),
                    Err(RecvTimeoutError::Timeout) => {
                        self.probe();
                        None
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            } else {
                match jobs.recv() {
                    Ok(job) => Some(job),
                    Err(_) => break,
                }
            };
            let waiting = first.into_iter().chain(jobs.try_iter()).take(WRITES_AT_ONCE_MAX);
            self.write(waiting.collect());
        }
        // What was not brought into the database itself is brought there at the next start.
        drop(self.connection.take().map(|connection| checkpoint(&connection, Checkpoint::Truncate)));
    }

    fn write(&mut self, batch: Vec<Job>) {
        if batch.is_empty() {
            return;
        }
        if self.connection.is_none() && Instant::now() >= self.probe_at {
            self.probe();
        }
        if self.connection.is_none() {
            batch.into_iter().for_each(|job| answer(job.reply, Err(self.words())));
            return;
        }
        let (writes, replies): (Vec<_>, Vec<_>) = batch.into_iter().map(|job| (job.write, job.reply)).unzip();
        let outcomes = match self.commit(&writes) {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            Err(error) => self.rescue(writes, &error),
        };
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            answer(reply, outcome);
        }
    }

    /// All of it, or nothing.
    fn commit(&mut self, writes: &[Write]) -> anyhow::Result<Vec<Outcome>> {
        let connection = self.connection.as_mut().context("the database is not open")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcomes = writes.iter().map(|write| write.perform(&transaction)).collect::<Result<_, _>>()?;
        transaction.commit()?;
        self.is_well();
        Ok(outcomes)
    }

    /// After a failure: whoever waits is told what is really on the disk, and what is not there is tried once more, each
    /// write alone, so that one that cannot be written does not take others with it.
    fn rescue(&mut self, writes: Vec<Write>, error: &anyhow::Error) -> Vec<Result<Outcome, StoreError>> {
        let mut reopened = self.failed(error);
        let mut outcomes = vec![];
        for write in writes {
            if reopened.is_ok() && !self.was_kept(&write) {
                match self.commit(std::slice::from_ref(&write)) {
                    Ok(outcome) => {
                        outcomes.extend(outcome.into_iter().map(Ok));
                        continue;
                    }
                    Err(error) => reopened = self.failed(&error),
                }
            }
            outcomes.push(match &reopened {
                Ok(()) if self.was_kept(&write) => Ok(Outcome::Done),
                Ok(()) => Err(self.words()),
                Err(_) => Err(self.give_up(write)),
            });
        }
        outcomes
    }

    fn was_kept(&self, write: &Write) -> bool {
        match (write, &self.connection) {
            (Write::Append(append), Some(connection)) => append.was_kept(connection).unwrap_or(false),
            _ => false,
        }
    }

    /// Says that it is not kept, and sees to it later that this is true.
    fn give_up(&mut self, write: Write) -> StoreError {
        if let Write::Append(append) = write {
            self.readers.close_room(append.room);
            self.uncertain.push(append);
        }
        self.words()
    }

    /// What is wrong, for who asked in vain.
    fn words(&self) -> StoreError {
        self.trouble.get().unwrap_or_else(|| "the database could not be written".into()).into()
    }

    /// After a failure nothing that this process remembers of the files counts: they are opened and read anew.
    fn failed(&mut self, error: &anyhow::Error) -> anyhow::Result<()> {
        let words = format!("{error:#}");
        tracing::error!(error = words, "the database could not be written");
        self.trouble.set(Some(words));
        self.reopen()
    }

    /// Opens the database anew. Everything that can be read in it is on the disk then.
    fn reopen(&mut self) -> anyhow::Result<()> {
        self.probe_at = Instant::now() + STORE_PROBED_EVERY;
        drop(self.connection.take());
        self.readers.close_idle();
        let reopened = self.place.open(self.synchronous).and_then(|mut connection| {
            // A failed flush may have left pages of the log that the system takes for written and the disk does not have.
            // So all of it goes into the database itself, which is flushed, and the log is begun anew.
            checkpoint(&connection, Checkpoint::Truncate)?;
            self.take_back_uncertain(&mut connection)?;
            Ok(connection)
        });
        match reopened {
            Ok(connection) => {
                self.uncertain.clear();
                self.readers.open_rooms();
                self.connection = Some(connection);
                Ok(())
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the database cannot be opened again yet");
                Err(error)
            }
        }
    }

    fn take_back_uncertain(&self, connection: &mut Connection) -> anyhow::Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for append in &self.uncertain {
            if append.was_kept(&transaction).map_err(anyhow::Error::from_boxed)? {
                append.undo(&transaction).map_err(anyhow::Error::from_boxed)?;
            }
        }
        count_probe(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// Looks whether the disk takes something.
    fn probe(&mut self) {
        self.probe_at = Instant::now() + STORE_PROBED_EVERY;
        let opened = if self.connection.is_some() { Ok(()) } else { self.reopen() };
        let probed = opened.and_then(|()| {
            let connection = self.connection.as_mut().context("the database is not open")?;
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            count_probe(&transaction)?;
            Ok(transaction.commit()?)
        });
        match probed {
            Ok(()) => self.is_well(),
            Err(error) => {
                self.trouble.set(Some(format!("{error:#}")));
                drop(self.connection.take());
            }
        }
    }

    fn is_well(&self) {
        if self.trouble.get().is_some() {
            tracing::info!("the database can be written again");
            self.trouble.set(None);
        }
    }
}

fn answer(reply: Option<Reply>, outcome: Result<Outcome, StoreError>) {
    if let Some(reply) = reply {
        // Whoever asked may have gone; what is written is written.
        drop(reply.send(outcome));
    }
}

/// A write that is of no use but to see whether the disk takes it.
fn count_probe(transaction: &Connection) -> rusqlite::Result<usize> {
    transaction.execute("UPDATE server SET probes = probes + 1", [])
}

/// What becomes of the write-ahead log after it was brought into the database.
#[derive(Clone, Copy)]
pub enum Checkpoint {
    /// It is written over some time. Others may read meanwhile.
    Full,
    /// It is emptied.
    Truncate,
}

/// Brings all of the write-ahead log into the database, and flushes both: what can be read is on the disk then.
///
/// # Errors
///
/// When it cannot be written, or others read what is older.
pub fn checkpoint(connection: &Connection, how: Checkpoint) -> anyhow::Result<()> {
    let pragma = match how {
        Checkpoint::Full => "PRAGMA wal_checkpoint(FULL)",
        Checkpoint::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
    };
    let is_busy: i64 = connection.query_row(pragma, [], |row| row.get(0))?;
    ensure!(is_busy == 0, "somebody else uses the database");
    Ok(())
}
