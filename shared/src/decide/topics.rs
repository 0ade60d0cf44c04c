//! The list of topics, and which of them is on the table.

use super::{Decision, may, on_table};
use crate::backlog::Backlog;
use crate::card::Card;
use crate::command::{Actor, TopicDraft, TopicEdit};
use crate::event::RoomEvent;
use crate::ids::{RoundNumber, TopicId};
use crate::limits::{BACKLOG_BYTES_MAX, BACKLOG_NOTES_BYTES_MAX, TOPICS_AT_ONCE_MAX, TOPICS_MAX};
use crate::rejection::Rejection;
use crate::room::Room;
use crate::round::Phase;
use crate::settings::Deed;
use crate::text::{Key, Link, LinkError, Title, TooLong, bounded_notes};
use crate::topic::{Notes, Topic, TopicChange};

/// T3: what is on the table is named, at any time.
pub fn set_topic(room: &Room, actor: &Actor, typed: &str) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    let title = line(typed)?;
    match room.topic() {
        Some(_) if title.as_str().is_empty() => Ok(vec![RoomEvent::TopicPicked { topic: None }]),
        Some((id, _)) => edit_topic(room, actor, id, &TopicEdit { title: Some(typed.into()), ..TopicEdit::default() }),
        None => new_topic(room, actor, typed),
    }
}

/// T3, R6: a new topic comes to the list and onto the table; without a title, none lies there.
pub fn new_topic(room: &Room, actor: &Actor, typed: &str) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    let title = line(typed)?;
    if title.as_str().is_empty() {
        return Ok(room.topic().map(|_| RoomEvent::TopicPicked { topic: None }).into_iter().collect());
    }
    let id = room.backlog.next_id();
    let mut events = added(&room.backlog, vec![Topic::titled(title)])?;
    events.push(RoomEvent::TopicPicked { topic: Some(id) });
    Ok(events)
}

/// B1, B2: topics come to the end of the list, all of them or none.
pub fn add_topics(room: &Room, actor: &Actor, drafts: &[TopicDraft]) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    added(&room.backlog, drafts.iter().map(topic).collect::<Result<_, _>>()?)
}

/// B1, B2: what stands of a topic is changed.
pub fn edit_topic(room: &Room, actor: &Actor, id: TopicId, edit: &TopicEdit) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    let before = topic_of(room, id)?;
    let changes = [
        edit.title.as_deref().map(|typed| title(typed).map(TopicChange::Title)),
        edit.key.as_deref().map(|typed| key(typed).map(TopicChange::Key)),
        edit.link.as_deref().map(|typed| link(typed).map(TopicChange::Link)),
        edit.notes.as_deref().map(|typed| notes(typed).map(TopicChange::Notes)),
    ];
    let changes = changes.into_iter().flatten().collect::<Result<Vec<_>, _>>()?;
    let changes: Vec<_> = changes.into_iter().filter(|change| is_news(before, change)).collect();
    let mut after = before.clone();
    changes.iter().cloned().for_each(|change| after.change(change));
    fits(&room.backlog, 0, (after.bytes(), after.notes.bytes()), (before.bytes(), before.notes.bytes()))?;
    Ok(changes.into_iter().map(|change| RoomEvent::TopicChanged { topic: id, change }).collect())
}

/// B3: a topic is moved before another one, or to the end.
pub fn move_topic(room: &Room, actor: &Actor, id: TopicId, before: Option<TopicId>) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    topic_of(room, id)?;
    before.map(|before| topic_of(room, before)).transpose()?;
    let order = room.backlog.order();
    let follower = room.backlog.place(id).and_then(|place| order.get(place + 1)).copied();
    let is_there = before == Some(id) || before == follower;
    Ok(if is_there { vec![] } else { vec![RoomEvent::TopicMoved { topic: id, before }] })
}

/// B4: a topic is deleted. A round that is on the table for it stays there.
pub fn remove_topic(room: &Room, actor: &Actor, id: TopicId) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    topic_of(room, id)?;
    Ok(vec![RoomEvent::TopicRemoved { topic: id }])
}

/// B4: a deleted topic comes back where it was, with its rounds and its estimate.
pub fn restore_topic(room: &Room, actor: &Actor, id: TopicId) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    if room.backlog.topic(id).is_some() {
        return Ok(vec![]);
    }
    let topic = room.backlog.removed(id).ok_or(Rejection::NoSuchTopic)?;
    fits(&room.backlog, 1, (topic.bytes(), topic.notes.bytes()), (0, 0))?;
    Ok(vec![RoomEvent::TopicRestored { topic: id }])
}

/// B5: a topic is put on the table. After the reveal another round begins with it; cards that lie face down are not taken
/// for another topic, and go back into the hands only if that is meant.
pub fn pick_topic(room: &Room, actor: &Actor, round: RoundNumber, id: Option<TopicId>, anyway: bool) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    on_table(room, round)?;
    id.map(|id| topic_of(room, id)).transpose()?;
    if room.topic().map(|(on_table, _)| on_table) == id {
        return Ok(vec![]);
    }
    let picked = RoomEvent::TopicPicked { topic: id };
    match &room.round.phase {
        Phase::Open(open) if open.cards.is_empty() => return Ok(vec![picked]),
        Phase::Open(_) if !anyway => return Err(Rejection::CardsOnTable),
        Phase::Open(_) | Phase::Revealed(_) => {}
    }
    may(room, actor, Deed::GoOn)?;
    Ok(vec![RoomEvent::RoundStarted { round: round.next() }, picked])
}

/// B6: what a topic was estimated to be: a card of the deck, or of the one that lies on the table.
pub fn set_estimate(room: &Room, actor: &Actor, id: TopicId, label: Option<&str>) -> Decision {
    may(room, actor, Deed::NameTopic)?;
    let before = topic_of(room, id)?;
    let card = |label| [room.deck(), room.deck_on_table()].into_iter().find_map(|deck| deck.labelled(label));
    let estimate = label.map(|label| card(label).cloned().ok_or(Rejection::NoSuchCard)).transpose()?;
    let change = TopicChange::Estimate(estimate);
    Ok(if is_news(before, &change) { vec![RoomEvent::TopicChanged { topic: id, change }] } else { vec![] })
}

fn topic_of(room: &Room, id: TopicId) -> Result<&Topic, Rejection> {
    room.backlog.topic(id).ok_or(Rejection::NoSuchTopic)
}

fn is_news(before: &Topic, change: &TopicChange) -> bool {
    let mut after = before.clone();
    after.change(change.clone());
    after != *before
}

/// The events by which these topics come to the end of the list, a bounded number in each.
///
/// # Errors
///
/// That they are too many or too much.
pub(super) fn added(backlog: &Backlog, topics: Vec<Topic>) -> Decision {
    let bytes = topics.iter().map(Topic::bytes).sum();
    let notes_bytes = topics.iter().map(|topic| topic.notes.bytes()).sum();
    fits(backlog, topics.len(), (bytes, notes_bytes), (0, 0))?;
    let ids = std::iter::successors(Some(backlog.next_id()), |id| Some(id.next()));
    let topics: Vec<_> = ids.zip(topics).collect();
    Ok(topics.chunks(TOPICS_AT_ONCE_MAX).map(|topics| RoomEvent::TopicsAdded { topics: topics.to_vec() }).collect())
}

/// That the list has room for so many more topics, and for what stands of them instead of what stood there. Bytes are those
/// of all but the notes, then those of the notes.
pub(super) fn fits(
    backlog: &Backlog,
    more: usize,
    (bytes, notes_bytes): (usize, usize),
    (bytes_before, notes_bytes_before): (usize, usize),
) -> Result<(), Rejection> {
    if backlog.len() + more > TOPICS_MAX {
        Err(Rejection::BacklogFull)
    } else if bytes > bytes_before && backlog.bytes() - bytes_before + bytes > BACKLOG_BYTES_MAX {
        Err(Rejection::BacklogTooLarge)
    } else if notes_bytes > notes_bytes_before
        && backlog.notes_bytes() - notes_bytes_before + notes_bytes > BACKLOG_NOTES_BYTES_MAX
    {
        Err(Rejection::BacklogNotesTooLarge)
    } else {
        Ok(())
    }
}

/// The topic that somebody wrote.
///
/// # Errors
///
/// What is wrong with it.
pub fn topic(draft: &TopicDraft) -> Result<Topic, Rejection> {
    let estimate = Some(draft.estimate.trim()).filter(|label| !label.is_empty());
    Ok(Topic {
        title: title(&draft.title)?,
        key: key(&draft.key)?,
        link: link(&draft.link)?,
        notes: notes(&draft.notes)?,
        estimate: estimate.map(|label| Card::parse(label).map_err(Rejection::from)).transpose()?,
        rounds: 0,
    })
}

fn line(typed: &str) -> Result<Title, Rejection> {
    Title::parse(typed).map_err(|TooLong| Rejection::TitleTooLong)
}

fn title(typed: &str) -> Result<Title, Rejection> {
    let title = line(typed)?;
    if title.as_str().is_empty() { Err(Rejection::TitleEmpty) } else { Ok(title) }
}

fn key(typed: &str) -> Result<Key, Rejection> {
    Key::parse(typed).map_err(|TooLong| Rejection::KeyTooLong)
}

fn link(typed: &str) -> Result<Link, Rejection> {
    Link::parse(typed).map_err(|error| match error {
        LinkError::TooLong => Rejection::LinkTooLong,
        LinkError::NotOfTheWeb => Rejection::LinkNotOfTheWeb,
    })
}

fn notes(typed: &str) -> Result<Notes, Rejection> {
    bounded_notes(typed).map(Notes::from).map_err(|TooLong| Rejection::NotesTooLong)
}
