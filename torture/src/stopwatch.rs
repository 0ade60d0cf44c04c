//! Stopwatch: how long it takes from saying something until another hears of it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use shared::ids::ParticipantId;

/// Shared by those who say and the one who hears. A lock, because a moment is noted where it is, and nothing waits for it.
#[derive(Clone, Default)]
pub struct Stopwatch(Arc<Mutex<Times>>);

#[derive(Default)]
struct Times {
    /// What each has said and nobody has heard yet, in order.
    said: HashMap<ParticipantId, VecDeque<Instant>>,
    taken: Vec<Duration>,
}

impl Stopwatch {
    /// They say something now that others hear of.
    pub fn said(&self, who: ParticipantId) {
        self.times().said.entry(who).or_default().push_back(Instant::now());
    }

    /// It was heard now: the first thing that they said and that was not heard yet.
    pub fn heard(&self, from: ParticipantId) {
        let mut times = self.times();
        if let Some(said) = times.said.get_mut(&from).and_then(VecDeque::pop_front) {
            times.taken.push(said.elapsed());
        }
    }

    /// The times since the last call.
    pub fn take(&self) -> Vec<Duration> {
        std::mem::take(&mut self.times().taken)
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        // A push cannot panic half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
