//! Strain: how the program behaved while its disk failed, and what was found afterwards.

use anyhow::{Result, ensure};
use harness::program::Program;

use crate::audit::{Audit, Flaw};
use crate::limits::FLAWS_TOLD_MAX;
use crate::report::Report;
use crate::turns::Reply;

#[derive(Clone, Debug, Default)]
pub struct Strain {
    pub cases: u64,
    /// The program did not start, and said why.
    pub unstarted: u64,
    /// Commands that were done, and that it said it could not keep.
    pub done: u64,
    pub refused: u64,
    /// Rooms that it said it could not make.
    pub rooms_refused: u64,
    /// Connections that it closed with a code.
    pub closed: u64,
    /// Commands to which it said nothing, not even by a code.
    pub silent: u64,
    /// It said at `/health` that it fails.
    pub unwell: u64,
    /// It said there that it does not fail, or that a room that it has made is not there.
    pub denied: u64,
    pub panics: u64,
    /// Nobody had ended it.
    pub deaths: u64,
    /// Commands that it could not keep, and that were on the disk after all when it was killed before it could see to that.
    pub kept_after_all: u64,
    pub audit: Audit,
    /// The first silences and panics in words.
    examples: Vec<String>,
}

impl Strain {
    /// Over the columns of [`row`](Self::row).
    pub const HEADING: &'static str = "cases  unstarted  done  refused  closed  unwell  denied  silent  false  panics";

    /// A case of which nothing is known yet.
    pub fn of_a_case() -> Self {
        Self { cases: 1, ..Self::default() }
    }

    pub fn row(&self) -> String {
        let Self { cases, unstarted, done, closed, unwell, denied, silent, .. } = self;
        let (refused, panics, false_count) =
            (self.refused + self.rooms_refused, self.panics + self.deaths, self.false_count());
        format!(
            "{cases:>5}  {unstarted:>9}  {done:>4}  {refused:>7}  {closed:>6}  {unwell:>6}  {denied:>6}  {silent:>6}  {false_count:>5}  {panics:>6}"
        )
    }

    pub fn report(&self) -> Report {
        let asked = self.done + self.refused + self.closed + self.silent;
        let mut report = Report::default();
        report.fault("acknowledged, and not in the log", self.audit.count(Flaw::Lost), self.audit.acknowledged);
        let seen = self.audit.told + self.audit.snapshots;
        report.fault("seen by somebody, and not in the log", self.audit.count(Flaw::Foreign), seen);
        report.row("refused, and kept after a kill", self.kept_after_all, "");
        report.fault("without an answer", self.silent, asked + self.rooms_refused);
        report.fault("troubles and rooms denied", self.denied, self.cases);
        report.fault("panics and deaths", self.panics + self.deaths, self.cases);
        report
    }

    pub fn count(&mut self, reply: Reply) {
        match reply {
            Reply::Done => self.done += 1,
            Reply::NotStored => self.refused += 1,
            // What the rules are against is as on any other day.
            Reply::Refused(_) => {}
            Reply::Closed(_) => self.closed += 1,
            Reply::Broken(why) => self.is_silent(why),
            Reply::Hung => self.is_silent("it hangs".into()),
        }
    }

    pub fn is_silent(&mut self, why: String) {
        self.silent += 1;
        self.tell(why);
    }

    pub fn is_denied(&mut self, what: &str) {
        self.denied += 1;
        self.tell(what.into());
    }

    /// Looks at the program, which is about to be ended.
    pub fn look_at(&mut self, program: &mut Program) {
        self.deaths += u64::from(!program.is_running());
        let lines = program.log_lines();
        let panics: Vec<_> = lines.into_iter().filter(|line| line.contains("panicked")).collect();
        self.panics += panics.len() as u64;
        panics.into_iter().for_each(|panic| self.tell(panic));
    }

    /// A program that is killed while it cannot even read its disk cannot take back what it had begun to write. Whoever was
    /// told that it was not kept then finds it done: that is counted, and is no false acknowledgement.
    pub fn excuse_kept(&mut self) {
        self.kept_after_all += self.audit.flaws.remove(&Flaw::Unasked).unwrap_or_default();
    }

    /// All that is not so, and that somebody was told.
    pub fn false_count(&self) -> u64 {
        self.audit.flaws.values().sum()
    }

    pub fn add(&mut self, other: Self) {
        self.cases += other.cases;
        self.unstarted += other.unstarted;
        self.done += other.done;
        self.refused += other.refused;
        self.rooms_refused += other.rooms_refused;
        self.closed += other.closed;
        self.silent += other.silent;
        self.unwell += other.unwell;
        self.denied += other.denied;
        self.panics += other.panics;
        self.deaths += other.deaths;
        self.kept_after_all += other.kept_after_all;
        self.audit.add(other.audit);
        other.examples.into_iter().for_each(|example| self.tell(example));
    }

    /// # Errors
    ///
    /// When the program said something that is not so, said nothing, or broke.
    pub fn must_be_clean(&self) -> Result<()> {
        self.audit.must_be_clean()?;
        let Self { denied, silent, panics, deaths, .. } = self;
        ensure!(
            denied + silent + panics + deaths == 0,
            "it denied its trouble or a room {denied} times, was silent {silent} times, panicked {panics} times, ended \
             {deaths} times:\n  {}",
            self.examples.join("\n  ")
        );
        Ok(())
    }

    fn tell(&mut self, what: String) {
        if self.examples.len() < FLAWS_TOLD_MAX {
            self.examples.push(what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_told_nothing_is_a_fault() {
        let mut strain = Strain::default();
        [Reply::Done, Reply::NotStored, Reply::Closed(1012)].into_iter().for_each(|reply| strain.count(reply));
        assert!(strain.must_be_clean().is_ok());
        for reply in [Reply::Broken("reset".into()), Reply::Hung] {
            let mut strain = strain.clone();
            strain.count(reply);
            assert!(strain.must_be_clean().is_err());
        }
    }
}
