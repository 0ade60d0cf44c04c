//! Entry: how a socket comes into a room, and is brought level with it.

use shared::command::Actor;
use shared::ids::{ParticipantId, Version};
use shared::message::{CloseCode, HandOverCode, Presence, ServerMessage, Welcome};
use shared::redact;
use tokio::time::Instant;

use super::handle::Newcomer;
use super::members::{ConnectionId, Member};
use super::task::Task;
use crate::clock;
use crate::identity::PageTag;

impl Task {
    /// Lets a socket in, and brings it level.
    pub(super) fn connect(&mut self, newcomer: Newcomer) -> Result<ConnectionId, CloseCode> {
        let Newcomer { hello, cookie, codec, outbox } = newcomer;
        let by_token = self.prove(hello.token.as_ref());
        let page = hello.page.as_ref().map(|page| self.key.page_tag(self.live.id(), page));
        let actor = match (self.offered(hello.code.as_ref(), page), by_token) {
            (Some(who), _) => Actor::Participant(who),
            (None, Actor::Stranger) => self.prove(cookie.as_ref()),
            (None, participant) => participant,
        };
        let connection = self.members.admit(Member::new(actor, codec, outbox, page))?;
        // What the client has, it saw as whoever its token says. As anybody else it starts anew.
        let missed = hello.after.filter(|_| actor == by_token).and_then(|after| Some((after, self.live.since(after)?)));
        match missed {
            None => {
                self.members.tell(connection, &ServerMessage::Welcome(Box::new(self.welcome(&actor, None))));
                for topics in redact::topics(self.live.room()) {
                    self.members.tell(connection, &ServerMessage::Topics(topics));
                }
            }
            Some((after, missed)) => {
                let welcome = self.welcome(&actor, Some(after));
                self.members.tell(connection, &ServerMessage::Welcome(Box::new(welcome)));
                for (version, event) in missed {
                    if let Some(event) = redact::event(&event).for_viewer(&actor).cloned() {
                        self.members.tell(connection, &ServerMessage::Event { version, event });
                    }
                }
            }
        }
        tracing::debug!(room = %self.live.id(), connections = self.members.count(), "a connection came");
        Ok(connection)
    }

    /// Whose seat a code from another device is for.
    fn offered(&mut self, code: Option<&HandOverCode>, page: Option<PageTag>) -> Option<ParticipantId> {
        let who = self.hand_overs.take(code?, page, Instant::now())?;
        self.live.room().seat(who).map(|_| who)
    }

    /// The answer to hello: with the room, or for a client that has it at that version already.
    pub(super) fn welcome(&self, actor: &Actor, has: Option<Version>) -> Welcome {
        let room = self.live.room();
        Welcome {
            version: has.unwrap_or(self.live.version()),
            room: has.is_none().then(|| redact::room(room, actor)),
            topics: has.map_or_else(|| u32::try_from(room.backlog().len()).unwrap_or(u32::MAX), |_| 0),
            here: self.members.attendance().all(Presence::Here).collect(),
            away: self.members.attendance().all(Presence::Away).collect(),
            chair: self.chair.chair(),
            countdown: self.countdown.until(),
            seat: match actor {
                Actor::Participant(who) if room.seat(*who).is_some() || room.outsider(*who).is_some() => {
                    Some(self.proof(*who))
                }
                _ => None,
            },
            now: clock::now(),
        }
    }
}
