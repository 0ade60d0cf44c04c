//! Table: a room, its watch, and whether everything that was said there has reached everyone.

use std::cell::{Cell, RefCell, RefMut};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoomId, RoundNumber, Version};
use shared::message::Welcome;
use shared::room::Room;
use tokio::sync::Notify;

use crate::member::{Absent, Member};
use crate::pulse::Pulse;
use crate::watch::Watch;

/// A room as the load generator holds it.
pub struct Table {
    id: RoomId,
    pulse: Pulse,
    /// None before anybody has come.
    watch: RefCell<Option<Watch>>,
    /// What the first who came was welcomed with.
    first_welcome: RefCell<Option<Welcome>>,
    unanswered: Cell<usize>,
    changed: Notify,
}

impl Table {
    /// A room of the server, of which nothing is known before somebody comes.
    pub fn new(id: RoomId, pulse: &Pulse) -> Rc<Self> {
        Rc::new(Self {
            id,
            pulse: pulse.clone(),
            watch: RefCell::default(),
            first_welcome: RefCell::default(),
            unanswered: Cell::new(0),
            changed: Notify::new(),
        })
    }

    /// A room that is in this state already.
    pub fn at(room: Room, version: Version, pulse: &Pulse) -> Rc<Self> {
        let table = Self::new(RoomId::from_random_bits(fastrand::u64(..)), pulse);
        *table.watch.borrow_mut() = Some(Watch::new(room, version));
        table
    }

    pub fn id(&self) -> RoomId {
        self.id
    }

    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// What was told at this table.
    ///
    /// # Panics
    ///
    /// Before anybody has come to it.
    pub fn watch(&self) -> RefMut<'_, Watch> {
        RefMut::map(self.watch.borrow_mut(), |watch| watch.as_mut().expect("somebody has come"))
    }

    /// The round that is on the table.
    pub fn round(&self) -> RoundNumber {
        self.watch().room().round().number
    }

    /// Waits until everything that was said is answered and has reached everyone.
    ///
    /// # Errors
    ///
    /// When it does not, or something is wrong.
    pub async fn settled(&self) -> Result<()> {
        let settles = async {
            while self.is_busy() {
                self.changed.notified().await;
            }
        };
        let settled = self.pulse.wait("that everyone is level", settles).await;
        settled.with_context(|| {
            let watch = self.watch();
            let (unanswered, outstanding, present) = (self.unanswered.get(), watch.outstanding(), watch.present());
            format!("{}, with {present} members: {unanswered} answers, {outstanding} tellings are awaited", self.id)
        })
    }

    fn is_busy(&self) -> bool {
        self.unanswered.get() > 0 || self.watch().outstanding() > 0
    }

    /// A stranger comes, and is given the room: it must be what everyone has made of what they were told, and the members
    /// must be those who are here.
    ///
    /// # Errors
    ///
    /// When it is not so.
    pub async fn verify(self: &Rc<Self>, address: SocketAddr, members: &[Member]) -> Result<()> {
        self.settled().await?;
        let fresh = Self::new(self.id, &self.pulse);
        let stranger = Member::come(&fresh, address, 0, &Absent::newcomer(None)).await?;
        let welcome = fresh.first_welcome.borrow_mut().take().context("the stranger was not welcomed")?;
        drop(stranger);
        self.watch().must_be(&welcome)?;
        let wanted: Result<BTreeSet<_>> = members.iter().map(Member::who).collect();
        let here: BTreeSet<ParticipantId> = welcome.here.iter().copied().collect();
        let wanted = wanted?;
        ensure!(here == wanted, "here are {here:?}, and {wanted:?} should be");
        Ok(())
    }

    /// Somebody asks for something.
    pub fn is_asked(&self) {
        self.unanswered.set(self.unanswered.get() + 1);
    }

    /// Somebody was answered.
    pub fn is_answered(&self) {
        self.unanswered.set(self.unanswered.get() - 1);
        self.pulse.count(|counts| counts.answers += 1);
        self.tell_if_settled();
    }

    /// Somebody was welcomed, and is to be told of everything from then on.
    ///
    /// # Errors
    ///
    /// When the room that they were given cannot be.
    pub fn welcome(&self, welcome: &Welcome) -> Result<()> {
        let mut watch = self.watch.borrow_mut();
        if watch.is_none() {
            let room = welcome.room.as_ref().context("the first welcome has no room")?;
            *watch = Some(Watch::new(room.get().clone(), welcome.version));
            *self.first_welcome.borrow_mut() = Some(welcome.clone());
        }
        drop(watch);
        self.arrive(welcome.version);
        Ok(())
    }

    /// Somebody is here who has the room at that version.
    pub fn arrive(&self, version: Version) {
        self.watch().arrive(version);
    }

    /// Somebody goes who came at one version and has another, with so many commands unanswered.
    pub fn depart(&self, came: Version, version: Version, unanswered: usize) {
        self.unanswered.set(self.unanswered.get() - unanswered);
        self.watch().depart(came, version);
        self.tell_if_settled();
    }

    /// See [`Watch::is_told_as_known`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn is_told_as_known(&self, after: Version, payload: &[u8]) -> Result<Option<Version>> {
        let told = self.watch().is_told_as_known(after, payload)?;
        Ok(told.map(|(version, took)| {
            self.delivered(took);
            version
        }))
    }

    /// See [`Watch::is_told`].
    ///
    /// # Errors
    ///
    /// When it is not what it must be.
    pub fn is_told(
        &self,
        viewer: Option<ParticipantId>,
        after: Version,
        version: Version,
        event: &RoomEvent,
        payload: &[u8],
    ) -> Result<()> {
        let took = self.watch().is_told(viewer, after, version, event, payload)?;
        self.delivered(took);
        Ok(())
    }

    fn delivered(&self, took: Option<Duration>) {
        self.pulse.count(|counts| counts.deliveries += 1);
        if let Some(took) = took {
            self.pulse.took(took);
        }
        self.tell_if_settled();
    }

    fn tell_if_settled(&self) {
        if !self.is_busy() {
            self.changed.notify_one();
        }
    }
}
