//! The audit: whether all that players wrote down is in the log, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::{Result, ensure};
use shared::command::Actor;
use shared::event::RoomEvent;
use shared::ids::{CommandNumber, ParticipantId, Version};
use shared::redact;
use shared::rejection::Rejection;
use shared::room::Room;

use crate::deed::Deed;
use crate::history::{History, Rooms};
use crate::ledger::{Books, Entry, Pages, Said};
use crate::limits::FLAWS_TOLD_MAX;
use crate::report::Report;

/// All that an audit can find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Acknowledged, and not in the log.
    Lost,
    /// In the log more often than it was asked for.
    Doubled,
    /// In the log, and asked for by nobody, or refused.
    Unasked,
    /// Seen by somebody, and not so in the log.
    Foreign,
    /// Acknowledged before the player was told of it.
    Early,
    /// Not told to somebody who was to see it.
    Missed,
    /// Told twice, or after what came later.
    Disordered,
    /// Not in their own seat.
    Moved,
    /// A player's room is not the one of the log.
    Differs,
    /// An answer that nobody waited for.
    Stray,
}

/// What was compared, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Events in the log.
    pub events: u64,
    /// Commands that were answered as done, and those of them that were votes.
    pub acknowledged: u64,
    pub votes: u64,
    /// Commands that were refused.
    pub refused: u64,
    /// Commands that were said again.
    pub repeated: u64,
    /// Events that players were told, and rooms that they were given.
    pub told: u64,
    pub snapshots: u64,
    /// Rooms that players had made of it and that were compared whole.
    pub rooms: u64,
    pub flaws: BTreeMap<Flaw, u64>,
    /// The first of them in words.
    pub examples: Vec<String>,
}

impl Audit {
    pub fn count(&self, flaw: Flaw) -> u64 {
        self.flaws.get(&flaw).copied().unwrap_or_default()
    }

    pub fn is_clean(&self) -> bool {
        self.flaws.is_empty()
    }

    /// Adds what another found.
    pub fn add(&mut self, other: Self) {
        self.events += other.events;
        self.acknowledged += other.acknowledged;
        self.votes += other.votes;
        self.refused += other.refused;
        self.repeated += other.repeated;
        self.told += other.told;
        self.snapshots += other.snapshots;
        self.rooms += other.rooms;
        for (flaw, count) in other.flaws {
            *self.flaws.entry(flaw).or_default() += count;
        }
        let room = FLAWS_TOLD_MAX.saturating_sub(self.examples.len());
        self.examples.extend(other.examples.into_iter().take(room));
    }

    /// Tells every figure.
    pub fn tell(&self, report: &mut Report) {
        report.row("commands acknowledged", self.acknowledged, format_args!("{} of them votes", self.votes));
        report.row("commands refused", self.refused, "");
        report.row("events told", self.told, format_args!("and {} rooms given whole", self.snapshots));
        for (flaw, what, of) in [
            (Flaw::Lost, "acknowledged and lost", self.acknowledged),
            (Flaw::Early, "acknowledged before told", self.acknowledged),
            (Flaw::Stray, "answered again", self.acknowledged),
            (Flaw::Doubled, "done twice", self.events),
            (Flaw::Unasked, "done unasked or refused", self.events),
            (Flaw::Foreign, "seen and not so in the log", self.told + self.snapshots),
            (Flaw::Missed, "not told", self.told),
            (Flaw::Disordered, "told twice or too late", self.told),
            (Flaw::Differs, "rooms not as in the log", self.rooms),
            (Flaw::Moved, "in another's seat", self.rooms),
        ] {
            report.fault(what, self.count(flaw), of);
        }
    }

    /// # Errors
    ///
    /// With the first flaws in words, if there are any.
    pub fn must_be_clean(&self) -> Result<()> {
        ensure!(self.is_clean(), "{:?}:\n  {}", self.flaws, self.examples.join("\n  "));
        Ok(())
    }

    fn found(&mut self, flaw: Flaw, what: impl fmt::Display) {
        *self.flaws.entry(flaw).or_default() += 1;
        if self.examples.len() < FLAWS_TOLD_MAX {
            self.examples.push(format!("{flaw:?}: {what}"));
        }
    }
}

/// Compares everything new in the books with the log, of which these events are new.
pub(crate) fn compare(books: &mut Books, log: &[RoomEvent]) -> Audit {
    let Books { accounts, history } = books;
    let mut audit = Audit { events: log.len() as u64, ..Audit::default() };
    let (mut deeds, rooms) = history.extend(log, &rooms_wanted(accounts, history.version().plus(log.len())));
    for pages in accounts {
        let entries = std::mem::take(&mut pages.entries);
        let mut reader = Reader { pages, history, rooms: &rooms, deeds: &mut deeds, audit: &mut audit };
        entries.into_iter().for_each(|entry| reader.read(entry));
    }
    let deeds: BTreeMap<String, Deed> = deeds.into_iter().map(|deed| (format!("{deed:?}"), deed)).collect();
    for (name, deed) in deeds {
        let count = *history.count(&deed);
        if count.done > count.asked {
            let flaw = if count.asked == 0 { Flaw::Unasked } else { Flaw::Doubled };
            let version = count.first;
            audit.found(flaw, format_args!("{name} asked {}, done {}, first {version:?}", count.asked, count.done));
        }
    }
    audit
}

/// The versions at which the whole room is compared.
fn rooms_wanted(accounts: &[Pages], end: Version) -> BTreeSet<Version> {
    let entries = accounts.iter().flat_map(|pages| &pages.entries);
    let versions = entries.filter_map(|entry| match entry {
        Entry::Welcomed { version, room: Some(_), .. } => Some(*version),
        Entry::Holds { .. } => Some(end),
        _ => None,
    });
    versions.collect()
}

/// Goes through the entries of one player.
struct Reader<'a> {
    pages: &'a mut Pages,
    history: &'a mut History,
    rooms: &'a Rooms,
    /// What is to be counted afterwards.
    deeds: &'a mut Vec<Deed>,
    audit: &'a mut Audit,
}

impl Reader<'_> {
    fn read(&mut self, entry: Entry) {
        match entry {
            Entry::Said { number, deed } => self.said(number, deed),
            Entry::Welcomed { viewer, version, room } => self.welcomed(&viewer, version, room.as_deref()),
            Entry::Seated { who } => self.seated(who),
            Entry::Told { viewer, version, event } => self.told(&viewer, version, &event),
            Entry::Answered { number, rejection } => self.answered(number, rejection),
            Entry::Holds { viewer, version, room } => self.holds(&viewer, version, &room),
        }
    }

    fn found(&mut self, flaw: Flaw, what: impl fmt::Display) {
        self.audit.found(flaw, format_args!("{}: {what}", self.pages.name));
    }

    fn said(&mut self, number: CommandNumber, deed: Option<Deed>) {
        if let Some(said) = self.pages.unanswered.get_mut(&number) {
            said.times += 1;
            self.audit.repeated += 1;
            return;
        }
        if let Some(deed) = &deed {
            self.history.count(deed).asked += 1;
        }
        if let Some(Deed::Join { nickname }) = &deed {
            self.pages.nicknames.push(nickname.clone());
        }
        self.pages.unanswered.insert(number, Said { deed, times: 1 });
    }

    fn welcomed(&mut self, viewer: &Actor, version: Version, room: Option<&Room>) {
        let has = self.pages.has;
        match room {
            // The version is then the one that the player said it has.
            None if version != has => {
                self.found(Flaw::Disordered, format_args!("has {has:?}, welcomed at {version:?}"))
            }
            None => {}
            Some(_) if version < has => self.found(Flaw::Disordered, format_args!("{version:?} after {has:?}")),
            Some(room) => {
                self.audit.snapshots += 1;
                self.is_room(viewer, version, room, Flaw::Foreign);
            }
        }
        self.pages.has = version;
    }

    fn seated(&mut self, who: ParticipantId) {
        let before = self.pages.seat.replace(who);
        if before.is_some_and(|before| before != who) {
            self.found(Flaw::Moved, format_args!("was {before:?}, is now {who:?}"));
        }
        let nickname = self.history.nickname_at_join(who);
        if !nickname.is_some_and(|nickname| self.pages.is_called(nickname)) {
            let nickname = nickname.map(str::to_owned);
            self.found(Flaw::Moved, format_args!("got the seat {who:?}, which {nickname:?} took"));
        }
    }

    fn told(&mut self, viewer: &Actor, version: Version, event: &RoomEvent) {
        self.audit.told += 1;
        let has = self.pages.has;
        if version <= has {
            return self.found(Flaw::Disordered, format_args!("{version:?} told after {has:?}"));
        }
        if let Some(missed) = self.history.owed(viewer, has, Version(version.0 - 1)) {
            self.found(Flaw::Missed, format_args!("{missed:?} between {has:?} and {version:?}"));
        }
        let kept = self.history.event(version).map(redact::event);
        let kept = kept.as_ref().and_then(|kept| kept.for_viewer(viewer)).map(|kept| kept.get());
        if kept != Some(event) {
            let kept = format!("{kept:?}");
            self.found(Flaw::Foreign, format_args!("{version:?} was told as {event:?}, the log says {kept}"));
        }
        self.pages.has = version;
    }

    fn answered(&mut self, number: CommandNumber, rejection: Option<Rejection>) {
        let Some(Said { deed, times }) = self.pages.unanswered.remove(&number) else {
            return self.found(Flaw::Stray, format_args!("{number:?} was answered again"));
        };
        match (deed, rejection) {
            (deed, None) => self.acknowledged(deed),
            (None, Some(_)) => {}
            (Some(deed), Some(_)) => {
                self.audit.refused += 1;
                // Said again, it may have been done the first time and be refused for that reason now.
                if times == 1 {
                    self.history.count(&deed).asked -= 1;
                    self.deeds.push(deed);
                }
            }
        }
    }

    fn acknowledged(&mut self, deed: Option<Deed>) {
        self.audit.acknowledged += 1;
        let Some(deed) = deed else { return };
        self.audit.votes += u64::from(matches!(deed, Deed::Vote { .. }));
        let (count, has) = (*self.history.count(&deed), self.pages.has);
        if count.done == 0 {
            self.found(Flaw::Lost, format_args!("{deed:?}, acknowledged at {has:?}"));
        } else if count.first > has {
            self.found(Flaw::Early, format_args!("{deed:?} is {:?}, acknowledged at {has:?}", count.first));
        }
        if let Deed::Leave { .. } = deed {
            self.pages.seat = None;
        }
    }

    fn holds(&mut self, viewer: &Actor, version: Version, room: &Room) {
        self.audit.rooms += 1;
        let (has, end) = (self.pages.has, self.history.version());
        if let Some(missed) = self.history.owed(viewer, has, end) {
            self.found(Flaw::Missed, format_args!("{missed:?} after {has:?}, of {end:?}"));
        }
        if version != has {
            self.found(Flaw::Disordered, format_args!("was told up to {has:?}, and is at {version:?}"));
        }
        self.is_room(viewer, end, room, Flaw::Differs);
    }

    fn is_room(&mut self, viewer: &Actor, version: Version, room: &Room, otherwise: Flaw) {
        let kept = self.rooms.get(&version).map(|kept| redact::whole(kept, viewer));
        if kept.as_ref() != Some(room) {
            let kept = if kept.is_some() { "is another" } else { "does not go so far" };
            self.found(otherwise, format_args!("the room at {version:?}: that of the log {kept}"));
        }
    }
}

#[cfg(test)]
mod tests;
