//! Pulse: what all members of a run share: one buffer to read into, what was counted, and the first flaw.

use std::cell::{Cell, RefCell, RefMut};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Error, Result, anyhow, ensure};
use harness::limits::PATIENCE;
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::limits::READ_BUFFER_BYTES;

/// All members live on one thread, so these are cells.
#[derive(Clone)]
pub struct Pulse(Rc<Inner>);

struct Inner {
    buffer: RefCell<Box<[u8]>>,
    counts: Cell<Counts>,
    taken: RefCell<Vec<Duration>>,
    flaw: RefCell<Option<Error>>,
    failed: Notify,
}

/// What members have said and heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Events that a member was told.
    pub deliveries: u64,
    /// Commands that were answered.
    pub answers: u64,
    /// Everything that came, in bytes.
    pub bytes_received: u64,
    pub bytes_sent: u64,
}

impl Pulse {
    pub fn new() -> Self {
        Self(Rc::new(Inner {
            buffer: RefCell::new(vec![0; READ_BUFFER_BYTES].into()),
            counts: Cell::default(),
            taken: RefCell::default(),
            flaw: RefCell::default(),
            failed: Notify::new(),
        }))
    }

    /// To read into, and to look at before anything else is awaited.
    pub fn buffer(&self) -> RefMut<'_, Box<[u8]>> {
        self.0.buffer.borrow_mut()
    }

    pub fn counts(&self) -> Counts {
        self.0.counts.get()
    }

    pub fn count(&self, change: impl FnOnce(&mut Counts)) {
        let mut counts = self.0.counts.get();
        change(&mut counts);
        self.0.counts.set(counts);
    }

    /// So long it took from the moment when somebody said something until everyone had heard of it.
    pub fn took(&self, time: Duration) {
        self.0.taken.borrow_mut().push(time);
    }

    /// All these times since the last call.
    pub fn take_times(&self) -> Vec<Duration> {
        std::mem::take(&mut *self.0.taken.borrow_mut())
    }

    /// Something is wrong: the run has failed.
    pub fn fail(&self, flaw: Error) {
        self.0.flaw.borrow_mut().get_or_insert(flaw);
        self.0.failed.notify_waiters();
    }

    /// # Errors
    ///
    /// The first flaw, if there was one.
    pub fn check(&self) -> Result<()> {
        match &*self.0.flaw.borrow() {
            Some(flaw) => Err(anyhow!("{flaw:#}")),
            None => Ok(()),
        }
    }

    /// Awaits something that members bring about, for as long as they say or hear anything.
    ///
    /// # Errors
    ///
    /// The first flaw, or that nothing happens for far too long.
    pub async fn wait(&self, what: &str, happens: impl Future<Output = ()>) -> Result<()> {
        let failed = self.0.failed.notified();
        self.check()?;
        let mut happens = pin!(async {
            tokio::select! {
                () = happens => Ok(()),
                () = failed => self.check(),
            }
        });
        loop {
            let before = self.counts();
            match timeout(PATIENCE, &mut happens).await {
                Ok(happened) => return happened,
                Err(_) => ensure!(self.counts() != before, "nothing comes of it: {what}"),
            }
        }
    }
}
