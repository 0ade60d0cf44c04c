//! Watch: one room as its members see it, checked at every event.
//!
//! A room is applied once, by `shared`'s own reducer. Who may see the same is sent the same bytes, so for each event the
//! first member to be told of it decodes it, and what every other is told must be these bytes, after the same event as for
//! everyone: that is stricter than to compare rooms, and costs little enough that the load generator is not what is measured.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::to_postcard;
use shared::command::Actor;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, Version};
use shared::message::{ServerMessage, Welcome};
use shared::redact;
use shared::room::Room;
use shared::round::{OpenCards, Vote};

/// A room, and what was told of it to whom.
pub struct Watch {
    room: Room,
    version: Version,
    /// By version, the first after `base`.
    told: Vec<Option<Told>>,
    base: Version,
    /// Members who are to be told of everything.
    present: usize,
    /// The versions at which newcomers came who have more than is told yet: of what is between nobody tells them.
    ahead: Vec<Version>,
    /// Events that were told to somebody and not yet to everybody, counted for each who is to be told.
    outstanding: usize,
    /// The cards that were said in this round, which the reveal must show.
    cards: BTreeMap<ParticipantId, CardIndex>,
    /// Who has left since, with their card.
    departed: BTreeSet<ParticipantId>,
    /// When they said what was not heard yet.
    said: HashMap<ParticipantId, Instant>,
}

/// An event as everyone but the one it is about was told.
struct Told {
    payload: Box<[u8]>,
    /// Until it was applied.
    event: Option<Box<RoomEvent>>,
    /// The version that everyone had before.
    after: Version,
    /// How many are still to be told.
    left: usize,
    said: Option<Instant>,
}

impl Watch {
    /// A room in this state, in which nobody is.
    pub fn new(room: Room, version: Version) -> Self {
        Self {
            room,
            version,
            told: vec![],
            base: version,
            present: 0,
            ahead: vec![],
            outstanding: 0,
            cards: BTreeMap::new(),
            departed: BTreeSet::new(),
            said: HashMap::new(),
        }
    }

    pub fn room(&self) -> &Room {
        &self.room
    }

    pub fn version(&self) -> Version {
        self.version
    }

    /// How many tellings are awaited.
    pub fn outstanding(&self) -> usize {
        self.outstanding
    }

    pub fn present(&self) -> usize {
        self.present
    }

    /// Somebody plays that card now.
    pub fn plays(&mut self, who: ParticipantId, card: CardIndex) {
        self.cards.insert(who, card);
        self.said.insert(who, Instant::now());
    }

    /// The card that they said in this round.
    pub fn card(&self, who: ParticipantId) -> Option<CardIndex> {
        self.cards.get(&who).copied()
    }

    /// Somebody has come, and has the room at that version.
    pub fn arrive(&mut self, version: Version) {
        self.present += 1;
        if version > self.version {
            self.ahead.push(version);
        }
        let later = self.later(version);
        self.outstanding += later.count();
        self.later(version).for_each(|told| told.left += 1);
    }

    /// Somebody goes who came at one version, and has the room at another.
    pub fn depart(&mut self, came: Version, version: Version) {
        self.present -= 1;
        if let Some(place) = self.ahead.iter().position(|ahead| *ahead == came) {
            self.ahead.swap_remove(place);
        }
        let mut missed = 0;
        for told in self.later(version) {
            told.left -= 1;
            missed += 1;
        }
        self.outstanding -= missed;
    }

    /// Whether this is what everyone is told next after that version; then it was told to one more.
    ///
    /// # Errors
    ///
    /// When more were told of it than are here.
    pub fn is_told_as_known(&mut self, after: Version, payload: &[u8]) -> Result<Option<(Version, Option<Duration>)>> {
        let Some(place) = self.place(after) else { return Ok(None) };
        let Some(next) = (place..self.told.len()).find(|&next| self.told[next].is_some()) else { return Ok(None) };
        let version = self.base.plus(next + 1);
        match &mut self.told[next] {
            Some(told) if *told.payload == *payload && told.after == after => {
                let took = told.is_told_to_one_more()?;
                self.outstanding -= 1;
                Ok(Some((version, took)))
            }
            _ => Ok(None),
        }
    }

    /// Somebody who had the room at `after` was told this: checks it against what the others are told, or takes it in if they are the first.
    ///
    /// # Errors
    ///
    /// When it is not what it must be.
    pub fn is_told(
        &mut self,
        viewer: Option<ParticipantId>,
        after: Version,
        version: Version,
        event: &RoomEvent,
        payload: &[u8],
    ) -> Result<Option<Duration>> {
        ensure!(version > after, "{version:?} was told after {after:?}");
        // With the first card of a round it is kept when voting began, which nobody is told.
        let may_skip = matches!(event, RoomEvent::Voted { .. });
        ensure!(
            version.0 - after.0 <= 1 + u64::from(may_skip),
            "of what is between {after:?} and {version:?} nothing was told"
        );
        let audience = redact::event(event);
        let (bytes, public) = match (audience.for_viewer(&Actor::Stranger), event) {
            (Some(public), _) => {
                (to_postcard(&ServerMessage::Event { version, event: public.clone() }), public.get().clone())
            }
            // Others are told nothing of it, so it is known only where there are none.
            (None, RoomEvent::VoteChanged { who, .. }) if self.present == 1 => {
                (payload.to_vec(), RoomEvent::VoteChanged { who: *who, vote: Vote::Hidden })
            }
            (None, _) => bail!("an event that nobody is told was told"),
        };
        match event {
            RoomEvent::Voted { who, vote: Vote::Card(card) }
            | RoomEvent::VoteChanged { who, vote: Vote::Card(card) } => {
                ensure!(viewer == Some(*who), "{viewer:?} was told the card of {who:?}");
                ensure!(self.card(*who) == Some(*card), "{who:?} played {:?}, and was told {card:?}", self.card(*who));
            }
            RoomEvent::Voted { who, .. } if viewer == Some(*who) => bail!("{who:?} was not told their own card"),
            _ => ensure!(*bytes == *payload, "{version:?} is not written as it must be"),
        }
        let place =
            self.place(version).context("older than the room")?.checked_sub(1).context("older than the room")?;
        if self.told.len() <= place {
            self.told.resize_with(place + 1, || None);
        }
        if let Some(told) = &mut self.told[place] {
            ensure!(*told.payload == *bytes, "{version:?} was told differently to {viewer:?}");
            ensure!(told.after == after, "{version:?} came after {:?}, to {viewer:?} after {after:?}", told.after);
            let took = told.is_told_to_one_more()?;
            self.outstanding -= 1;
            return Ok(took);
        }
        let said = match event {
            RoomEvent::Voted { who, .. } | RoomEvent::VoteChanged { who, .. } => {
                Some(self.said.remove(who).context("a vote of who said none")?)
            }
            _ => None,
        };
        let left = self.present - 1 - self.ahead.iter().filter(|ahead| **ahead >= version).count();
        self.outstanding += left;
        let event = Some(Box::new(public));
        self.told[place] = Some(Told { payload: bytes.into(), event, after, left, said });
        self.apply()?;
        self.ahead.retain(|ahead| *ahead > self.version);
        Ok(said.filter(|_| left == 0).map(|said| said.elapsed()))
    }

    /// Whether a newcomer was given the room as it is here.
    ///
    /// # Errors
    ///
    /// When they were not, or not everything was heard.
    pub fn must_be(&self, welcome: &Welcome) -> Result<()> {
        let last = self.last();
        ensure!(self.version == last, "events between {:?} and {last:?} were never told", self.version);
        ensure!(self.outstanding == 0, "{} tellings are still awaited", self.outstanding);
        ensure!(welcome.version == self.version, "the room is at {:?}, here {last:?}", welcome.version);
        let room = welcome.room.as_ref().context("the welcome has no room")?.get();
        ensure!(*room == self.room, "the room of {last:?} is another than what its events made");
        Ok(())
    }

    /// Applies what comes next for as long as it was told.
    fn apply(&mut self) -> Result<()> {
        loop {
            let place = self.place(self.version).context("the room is as new as itself")?;
            let next = (place..self.told.len().min(place + 2)).find(|&next| self.told[next].is_some());
            let Some(told) = next.and_then(|next| self.told[next].as_mut()) else { return Ok(()) };
            if told.after != self.version {
                return Ok(());
            }
            let Some(event) = told.event.take() else { return Ok(()) };
            let version = self.base.plus(next.unwrap_or_default() + 1);
            let is_first_card = self.room.round().as_open().is_some_and(|open| open.cards.is_empty())
                && matches!(*event, RoomEvent::Voted { .. });
            ensure!(
                version.0 - self.version.0 == 1 || is_first_card,
                "the event before {version:?} was told to nobody"
            );
            match &*event {
                RoomEvent::CardsRevealed { cards, .. } => self.must_show(cards)?,
                RoomEvent::RoundStarted { .. } => {
                    self.cards.clear();
                    self.departed.clear();
                }
                RoomEvent::Left { who } => drop(self.departed.insert(*who)),
                _ => {}
            }
            apply(&mut self.room, &event);
            self.version = version;
        }
    }

    fn must_show(&self, cards: &OpenCards) -> Result<()> {
        let shown: BTreeMap<_, _> = cards.plays().filter_map(|(who, play)| Some((who?, play.card))).collect();
        let played = self.cards.iter().filter(|(who, _)| !self.departed.contains(who));
        let played: BTreeMap<_, _> = played.map(|(who, card)| (*who, *card)).collect();
        ensure!(shown == played, "the reveal shows {shown:?}, and {played:?} were played");
        Ok(())
    }

    /// The latest version that somebody was told.
    fn last(&self) -> Version {
        self.base.plus(self.told.len())
    }

    fn later(&mut self, version: Version) -> impl Iterator<Item = &mut Told> {
        let place = self.place(version).unwrap_or_default().min(self.told.len());
        self.told[place..].iter_mut().flatten()
    }

    /// Where what follows that version stands.
    fn place(&self, version: Version) -> Option<usize> {
        usize::try_from(version.0.checked_sub(self.base.0)?).ok()
    }
}

impl Told {
    /// Gives how long it took, if nobody is left.
    fn is_told_to_one_more(&mut self) -> Result<Option<Duration>> {
        self.left = self.left.checked_sub(1).context("more were told of it than are here")?;
        Ok(self.said.filter(|_| self.left == 0).map(|said| said.elapsed()))
    }
}

#[cfg(test)]
mod tests;
