use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use shared::card::CardIndex;
use shared::command::{Actor, Chair, Command, Now};
use shared::decide::decide;
use shared::deck::Preset;
use shared::ids::RoundNumber;
use shared::ids::UnixMillis;
use shared::room::Role;
use shared::round::Vote;
use shared::text::RoomName;

use super::*;
use crate::store::memory::MemoryLog;

const CREATOR: Actor = Actor::Participant(ParticipantId::CREATOR);
const NOW: Now = Now { chair: Chair::Held, time: UnixMillis(0) };

fn id() -> RoomId {
    RoomId::from_random_bits(1)
}

fn join(nickname: &str) -> Command {
    Command::Join { nickname: nickname.into(), role: Role::Voter }
}

async fn perform(
    live: &mut Live,
    actor: Actor,
    command: Command,
    news: &mut Vec<News>,
) -> Result<Option<ParticipantId>, Rejection> {
    let wish = Wish { decide: |room: &Room| decide(room, &actor, &NOW, command.clone()), origin: None };
    let mut performed = live.perform(&[wish], news).await;
    let (joined, own) = performed.pop().unwrap()?;
    news.extend(own);
    Ok(joined)
}

async fn opened(log: &Arc<dyn RoomLog>) -> Live {
    let event = RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() };
    log.append(id(), Version(0), &[event], None).await.unwrap();
    Live::load(id(), log.clone()).await.unwrap().unwrap()
}

fn memory() -> Arc<dyn RoomLog> {
    Arc::new(MemoryLog::default())
}

#[tokio::test]
async fn i2_a_room_that_was_never_opened_is_not_there() {
    assert!(Live::load(id(), memory()).await.unwrap().is_none());
}

#[tokio::test]
async fn l3_what_is_loaded_is_what_was_live() {
    let log = memory();
    let mut live = opened(&log).await;
    perform(&mut live, CREATOR, join("Mo"), &mut vec![]).await.unwrap();
    let loaded = Live::load(id(), log).await.unwrap().unwrap();
    assert_eq!((loaded.room(), loaded.version()), (live.room(), live.version()));
}

#[tokio::test]
async fn w2_another_writer_is_read_before_deciding_again() {
    let log = memory();
    let mut one = opened(&log).await;
    let mut other = Live::load(id(), log).await.unwrap().unwrap();
    perform(&mut one, Actor::Stranger, join("Ada"), &mut vec![]).await.unwrap();
    let mut news = vec![];
    // The name is taken by what this writer had not read, so the second decision refuses it.
    assert_eq!(perform(&mut other, Actor::Stranger, join("ada"), &mut news).await, Err(Rejection::NicknameTaken));
    assert_eq!(news.len(), 1);
    assert!(perform(&mut other, Actor::Stranger, join("Bob"), &mut news).await.unwrap().is_some());
    assert_eq!(other.version(), Version(3));
}

/// A log that keeps nothing.
struct Broken;

impl RoomLog for Broken {
    fn append_all<'a>(&'a self, _: RoomId, _: Version, _: &'a [Done<'a>]) -> BoxFuture<'a, Result<(), AppendError>> {
        ready(Err(AppendError::Failed("no space left".into()))).boxed()
    }

    fn read(&self, _: RoomId, after: Version) -> BoxFuture<'_, Result<Vec<RoomEvent>, StoreError>> {
        let opened = RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() };
        ready(Ok([opened].into_iter().skip(after.0 as usize).collect())).boxed()
    }

    fn answered(&self, _: RoomId, _: Version) -> BoxFuture<'_, Result<Vec<Answered>, StoreError>> {
        ready(Ok(vec![])).boxed()
    }

    fn snapshot(&self, _: RoomId) -> BoxFuture<'_, Result<Option<Snapshot>, StoreError>> {
        ready(Err("it cannot be read".into())).boxed()
    }

    fn keep_snapshot(&self, _: RoomId, _: Snapshot) {}

    fn touch(&self, _: RoomId, _: UnixMillis) {}

    fn delete_unopened(&self, _: UnixMillis) -> BoxFuture<'_, Result<usize, StoreError>> {
        ready(Err("no space left".into())).boxed()
    }

    fn trouble(&self) -> Option<String> {
        Some("no space left".into())
    }
}

#[tokio::test]
async fn w8_a_snapshot_is_kept_now_and_then_and_loading_begins_with_it() {
    let log = memory();
    let mut live = opened(&log).await;
    perform(&mut live, CREATOR, join("Mo"), &mut vec![]).await.unwrap();
    let title = |number: u64| Command::SetTopic { title: format!("Topic {number}") };
    // The first is a topic, and put on the table; every other is its new title.
    for number in 4..SNAPSHOT_EVERY_EVENTS + 3 {
        perform(&mut live, CREATOR, title(number), &mut vec![]).await.unwrap();
    }
    let snapshot = log.snapshot(id()).await.unwrap().unwrap();
    assert_eq!(snapshot.version, Version(SNAPSHOT_EVERY_EVENTS));
    let loaded = Live::load(id(), log).await.unwrap().unwrap();
    assert_eq!((loaded.room(), loaded.version()), (live.room(), live.version()));
    assert_eq!(loaded.recent.len(), 2);
    assert_eq!(loaded.since(snapshot.version), live.since(snapshot.version));
    assert_eq!(loaded.since(Version(snapshot.version.0 - 1)), None);
}

#[tokio::test]
async fn w2_wishes_that_are_kept_together_are_decided_one_after_the_other() {
    let log = memory();
    let mut live = opened(&log).await;
    let wishes = ["Ada", "Bob", "ada", "Cem"]
        .map(|name| Wish { decide: move |room: &Room| decide(room, &Actor::Stranger, &NOW, join(name)), origin: None });
    let mut others = vec![];
    let performed = live.perform(&wishes, &mut others).await;
    let came: Vec<_> =
        performed.into_iter().map(|performed| performed.map(|(joined, news)| (joined, news[0].0))).collect();
    let joined = |who, version| Ok((Some(ParticipantId(who)), Version(version)));
    assert_eq!(came, [joined(2, 2), joined(3, 3), Err(Rejection::NicknameTaken), joined(4, 4)]);
    assert_eq!(others, []);
    let loaded = Live::load(id(), log).await.unwrap().unwrap();
    assert_eq!((loaded.room(), loaded.version()), (live.room(), live.version()));
}

#[tokio::test]
async fn w2_what_was_decided_after_what_was_not_kept_is_void() {
    let mut live = Live::load(id(), Arc::new(Broken)).await.unwrap().unwrap();
    let before = live.room().clone();
    let wishes = ["", "Ada", "ada"]
        .map(|name| Wish { decide: move |room: &Room| decide(room, &Actor::Stranger, &NOW, join(name)), origin: None });
    let performed = live.perform(&wishes, &mut vec![]).await;
    let refused: Vec<_> = performed.into_iter().map(Result::unwrap_err).collect();
    assert_eq!(refused, [Rejection::NicknameEmpty, Rejection::NotStored, Rejection::NotStored]);
    assert_eq!((live.room(), live.version()), (&before, Version(1)));
}

#[tokio::test]
async fn w2_what_was_not_kept_is_not_seen() {
    let mut live = Live::load(id(), Arc::new(Broken)).await.unwrap().unwrap();
    let before = live.room().clone();
    let mut news = vec![];
    assert_eq!(perform(&mut live, CREATOR, join("Mo"), &mut news).await, Err(Rejection::NotStored));
    assert_eq!((live.room(), live.version(), news.len()), (&before, Version(1), 0));
}

#[tokio::test]
async fn w3_missed_events_are_told_from_any_recent_version_and_not_from_beyond() {
    let log = memory();
    let mut live = opened(&log).await;
    perform(&mut live, CREATOR, join("Mo"), &mut vec![]).await.unwrap();
    let vote = |card| Command::Vote { round: RoundNumber::FIRST, card: CardIndex(card) };
    for vote_again in 0..CATCH_UP_EVENTS_MAX as u32 {
        perform(&mut live, CREATOR, vote((vote_again % 2) as u8), &mut vec![]).await.unwrap();
    }
    let version = live.version();
    assert_eq!(live.since(version), Some(vec![]));
    let last = live.since(Version(version.0 - 1)).unwrap();
    let who = ParticipantId::CREATOR;
    assert_eq!(last, [(version, RoomEvent::VoteChanged { who, vote: Vote::Card(CardIndex(1)) })]);
    let oldest = Version(version.0 - CATCH_UP_EVENTS_MAX as u64);
    assert_eq!(live.since(oldest).unwrap().len(), CATCH_UP_EVENTS_MAX);
    assert_eq!(live.since(Version(oldest.0 - 1)), None);
    assert_eq!(live.since(Version(version.0 + 1)), None);
}
