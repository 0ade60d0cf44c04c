//! RoomView: the plain room, projected onto signals, one a seat and one for the round.
//!
//! Taking something in changes the plain room at once, and [`draw`](RoomView::draw) sets what differs: one seat after a vote in
//! a room of a thousand, and each signal once after however many events came together.

use std::collections::{BTreeSet, HashMap};

use leptos::prelude::*;
use shared::apply::apply;
use shared::command::Chair;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, TopicId, UnixMillis};
use shared::message::{Presence, Welcome};
use shared::settings::{Settings, Throwing};
use shared::stats::{TalkReason, summarize};
use shared::topic::Topic;

use super::door::DoorView;
use super::known::Known;
use super::model::{FaceView, RoundView, SeatView, in_drawn_order};
use super::summary::SummaryView;
use super::title::tab_title;
use super::topics::TopicView;

/// The room as signals; cheap to copy.
#[derive(Clone, Copy)]
pub struct RoomView {
    model: StoredValue<Model>,
    /// Everyone at the table, in the order in which they are drawn.
    pub participants: RwSignal<Vec<ParticipantId>>,
    pub round: RwSignal<RoundView>,
    /// The result, once the cards lie open.
    pub summary: RwSignal<Option<SummaryView>>,
    /// The cards that the round on the table is played with.
    pub hand: RwSignal<Vec<FaceView>>,
    /// What is on the table.
    pub topic: RwSignal<Option<TopicView>>,
    /// The deck of the table as one line: that of the next round, if this one is revealed.
    pub deck: RwSignal<String>,
    pub settings: RwSignal<Settings>,
    pub door: RwSignal<DoorView>,
    /// Whether I am a moderator.
    pub moderating: RwSignal<bool>,
    /// Whether there is something that I may do about others: a signal of its own, because every seat looks at it.
    pub reaching: RwSignal<bool>,
    /// What the browser's tab says.
    pub title: RwSignal<String>,
    /// How often the list of topics has changed, or which of them is on the table. Whoever draws a part of it looks at the
    /// plain values: a copy of thousands for each change would be slow.
    pub backlog: RwSignal<u32>,
}

struct Model {
    known: Known,
    /// Reference-counted: seats come and go, outside of any component that could own them.
    seats: HashMap<ParticipantId, ArcRwSignal<SeatView>>,
    stale: Stale,
}

/// What may differ from what was drawn.
#[derive(Default)]
struct Stale {
    seats: BTreeSet<ParticipantId>,
    /// Every seat, and whether it should talk.
    everyone: bool,
    backlog: bool,
}

impl RoomView {
    /// The room that a page begins with, as a stranger sees it.
    pub fn new(welcome: &Welcome) -> Self {
        let mut known = Known::default();
        known.welcomed(Welcome { seat: None, ..welcome.clone() });
        let round = RoundView::of(&known);
        let summary = SummaryView::of(&known.room);
        let participants = in_drawn_order(&known.room);
        let (hand, deck) = (hand(&known), known.room.deck().to_line());
        let (settings, door) = (*known.room.settings(), DoorView::of(&known.room));
        let title = tab_title(&known);
        let topic = topic(&known);
        let mut model = Model { known, seats: HashMap::new(), stale: Stale::default() };
        model.draw_everyone();
        Self {
            model: StoredValue::new(model),
            participants: RwSignal::new(participants),
            round: RwSignal::new(round),
            summary: RwSignal::new(summary),
            hand: RwSignal::new(hand),
            topic: RwSignal::new(topic),
            deck: RwSignal::new(deck),
            settings: RwSignal::new(settings),
            door: RwSignal::new(door),
            moderating: RwSignal::new(false),
            reaching: RwSignal::new(false),
            title: RwSignal::new(title),
            backlog: RwSignal::new(0),
        }
    }

    /// The seat of one of [`participants`](Self::participants), as a signal.
    pub fn seat(&self, who: ParticipantId) -> Option<ArcRwSignal<SeatView>> {
        self.model.with_value(|model| model.seats.get(&who).cloned())
    }

    /// Looks at the plain values.
    pub fn with_known<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        self.model.with_value(|model| look(&model.known))
    }

    /// Who I am, at the table or outside.
    pub fn me(&self) -> Option<ParticipantId> {
        self.with_known(|known| known.me)
    }

    /// Whether I sit at the table.
    pub fn is_seated(&self) -> bool {
        self.with_known(Known::is_seated)
    }

    /// Takes in the server's welcome: the whole room, or who is here and who I am.
    pub fn welcome(&self, welcome: Welcome) {
        self.model.update_value(|model| {
            model.known.welcomed(welcome);
            model.stale.everyone = true;
            model.stale.backlog = true;
        });
    }

    /// Takes in the next part of the list.
    pub fn take_topics(&self, topics: Vec<(TopicId, Topic)>) {
        self.model.update_value(|model| {
            model.known.room.take_topics(topics);
            model.stale.backlog = true;
        });
    }

    /// From now on I am this participant.
    pub fn seated(&self, who: ParticipantId) {
        self.model.update_value(|model| {
            model.known.me = Some(who);
            model.known.set_presence(who, Presence::Here);
            model.stale.seats.insert(who);
        });
    }

    /// Takes in an event.
    pub fn apply(&self, event: &RoomEvent) {
        self.model.update_value(|model| {
            apply(&mut model.known.room, event);
            let stale = &mut model.stale;
            match event {
                RoomEvent::Voted { who, .. }
                | RoomEvent::VoteChanged { who, .. }
                | RoomEvent::VoteTakenBack { who }
                | RoomEvent::Joined { who, .. }
                | RoomEvent::Renamed { who, .. }
                | RoomEvent::RoleChanged { who, .. }
                | RoomEvent::ModeratorAppointed { who }
                | RoomEvent::ModeratorDismissed { who }
                | RoomEvent::Removed { who }
                | RoomEvent::Admitted { who } => drop(stale.seats.insert(*who)),
                RoomEvent::Left { who } => {
                    model.known.me = model.known.me.filter(|me| me != who);
                    stale.seats.insert(*who);
                }
                RoomEvent::TopicSet { .. }
                | RoomEvent::TopicsAdded { .. }
                | RoomEvent::TopicChanged { .. }
                | RoomEvent::TopicMoved { .. }
                | RoomEvent::TopicRemoved { .. }
                | RoomEvent::TopicRestored { .. }
                | RoomEvent::TopicPicked { .. } => stale.backlog = true,
                RoomEvent::VotingBegan { .. }
                | RoomEvent::ConfidenceSet { .. }
                | RoomEvent::ReasonGiven { .. }
                | RoomEvent::TimerSet { .. }
                | RoomEvent::Knocked { .. }
                | RoomEvent::RoundsBrought { .. } => {}
                // A round that was revealed counts for its topic.
                RoomEvent::Revealed { .. } | RoomEvent::CardsRevealed { .. } | RoomEvent::RoomOpened { .. } => {
                    stale.backlog = true;
                    stale.everyone = true;
                }
                RoomEvent::OpenCardChanged { .. }
                | RoomEvent::RoundStarted { .. }
                | RoomEvent::SettingChanged { .. }
                | RoomEvent::DeckChanged { .. } => stale.everyone = true,
            }
        });
    }

    /// Takes in how somebody is there now. Gives how they were before.
    pub fn presence(&self, who: ParticipantId, presence: Presence) -> Presence {
        self.model
            .try_update_value(|model| {
                model.stale.seats.insert(who);
                model.known.set_presence(who, presence)
            })
            .unwrap_or(presence)
    }

    /// Takes in when the cards turn by themselves, or that they do not.
    pub fn countdown(&self, until: Option<UnixMillis>) {
        self.model.update_value(|model| model.known.countdown = until);
    }

    /// Takes in whether there is a moderator to wait for.
    pub fn chair(&self, chair: Chair) {
        self.model.update_value(|model| model.known.chair = chair);
    }

    /// Draws what was taken in: sets what differs.
    pub fn draw(&self) {
        let Some(stale) = self.model.try_update_value(Model::draw) else { return };
        let (participants, round, summary) =
            self.with_known(|known| (in_drawn_order(&known.room), RoundView::of(known), SummaryView::of(&known.room)));
        let (hand, settings, door) =
            self.with_known(|known| (hand(known), *known.room.settings(), DoorView::of(&known.room)));
        let deck = self.with_known(|known| known.room.deck().to_line());
        set_if_changed(&self.moderating, round.me.as_ref().is_some_and(|me| me.moderator));
        let may_throw = settings.throwing == Throwing::Allowed;
        set_if_changed(&self.reaching, round.me.as_ref().is_some_and(|me| me.moderator || may_throw));
        set_if_changed(&self.participants, participants);
        set_if_changed(&self.round, round);
        set_if_changed(&self.summary, summary);
        set_if_changed(&self.hand, hand);
        set_if_changed(&self.topic, self.with_known(topic));
        set_if_changed(&self.deck, deck);
        set_if_changed(&self.settings, settings);
        set_if_changed(&self.door, door);
        set_if_changed(&self.title, self.with_known(tab_title));
        if stale.backlog {
            self.backlog.update(|times| *times = times.wrapping_add(1));
        }
    }
}

impl Model {
    /// Draws the seats that are stale. Gives what was.
    fn draw(&mut self) -> Stale {
        let stale = std::mem::take(&mut self.stale);
        match stale.everyone {
            true => self.draw_everyone(),
            false => stale.seats.iter().for_each(|who| self.draw_seat(*who)),
        }
        stale
    }

    /// Draws every seat, and forgets those that are no more.
    fn draw_everyone(&mut self) {
        let room = &self.known.room;
        let talk: HashMap<_, _> = match room.round().as_revealed() {
            Some(revealed) => {
                let talk = summarize(&revealed.deck, &revealed.cards, room.settings().figure).talk;
                talk.into_iter().flat_map(|talk| talk.who.into_iter().map(move |who| (who, talk.reason))).collect()
            }
            None => HashMap::new(),
        };
        let mut known = BTreeSet::new();
        known.extend(self.seats.keys().copied().chain(room.seats().map(|(who, _)| who)));
        for who in known {
            self.draw_with(who, talk.get(&who).copied());
        }
    }

    /// Draws one seat; who should talk stays as it was.
    fn draw_seat(&mut self, who: ParticipantId) {
        let talk = self.seats.get(&who).and_then(|seat| seat.with_untracked(|seat| seat.talk));
        self.draw_with(who, talk);
    }

    fn draw_with(&mut self, who: ParticipantId, talk: Option<TalkReason>) {
        let Some(seat) = SeatView::of(&self.known, who) else {
            self.seats.remove(&who);
            return;
        };
        let seat = SeatView { talk, ..seat };
        match self.seats.get(&who) {
            None => drop(self.seats.insert(who, ArcRwSignal::new(seat))),
            Some(signal) if signal.with_untracked(|drawn| *drawn != seat) => signal.set(seat),
            Some(_) => {}
        }
    }
}

fn topic(known: &Known) -> Option<TopicView> {
    TopicView::of(&known.room, known.room.round().topic?)
}

fn hand(known: &Known) -> Vec<FaceView> {
    known.room.deck_on_table().cards().map(|(_, card)| FaceView::of(card)).collect()
}

fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: &RwSignal<T>, value: T) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use shared::card::CardIndex;
    use shared::command::Actor;
    use shared::ids::{RoundNumber, UnixMillis, Version};
    use shared::message::SeatProof;
    use shared::redact;
    use shared::room::{Outside, Room};
    use shared::round::Vote;

    use super::super::model::PlaceView;
    use super::super::model::tests::table;
    use super::*;

    const ADA: ParticipantId = ParticipantId(2);
    const BOB: ParticipantId = ParticipantId(3);

    fn welcome(room: &Room, me: Option<ParticipantId>) -> Welcome {
        let actor = me.map_or(Actor::Stranger, Actor::Participant);
        let token = || "a token".to_owned().try_into().unwrap();
        Welcome {
            version: Version(1),
            room: Some(redact::room(room, &actor)),
            topics: 0,
            here: vec![ADA],
            away: vec![],
            chair: Chair::Held,
            countdown: None,
            seat: me.map(|who| SeatProof { who, token: token() }),
            now: UnixMillis(0),
        }
    }

    fn places(view: &RoomView) -> Vec<PlaceView> {
        let seats = view.participants.get_untracked().into_iter().map(|who| view.seat(who).unwrap());
        seats.map(|seat| seat.get_untracked().place).collect()
    }

    /// Runs what needs an owner of signals.
    fn owned(test: impl FnOnce()) {
        Owner::new().with(test);
    }

    #[test]
    fn r1_the_view_follows_a_round() {
        owned(|| {
            let room = table(&["Ada", "Bob"]);
            let view = RoomView::new(&welcome(&room, None));
            assert_eq!(places(&view), [PlaceView::Waiting, PlaceView::Waiting]);
            view.welcome(welcome(&room, Some(ADA)));
            view.draw();
            view.apply(&RoomEvent::Voted { who: ADA, vote: Vote::Card(CardIndex(4)) });
            view.draw();
            view.apply(&RoomEvent::Voted { who: BOB, vote: Vote::Hidden });
            view.draw();
            assert_eq!(places(&view), [PlaceView::FaceDown, PlaceView::FaceDown]);
            assert_eq!(view.round.get_untracked().me.unwrap().card, Some(CardIndex(4)));
            view.apply(&RoomEvent::Revealed { votes: vec![(ADA, CardIndex(4)), (BOB, CardIndex(11))] });
            view.draw();
            assert!(matches!(&places(&view)[..], [PlaceView::FaceUp(_), PlaceView::FaceUp(_)]));
            assert_eq!(view.seat(BOB).unwrap().get_untracked().talk, Some(TalkReason::CannotSay));
            assert!(view.summary.get_untracked().is_some());
            view.apply(&RoomEvent::RoundStarted { round: RoundNumber(2) });
            view.draw();
            assert_eq!(places(&view), [PlaceView::Waiting, PlaceView::Waiting]);
            assert_eq!(view.seat(BOB).unwrap().get_untracked().talk, None);
            assert_eq!(view.summary.get_untracked(), None);
        });
    }

    #[test]
    fn what_is_taken_in_is_known_at_once_and_drawn_together() {
        owned(|| {
            let view = RoomView::new(&welcome(&table(&["Ada", "Bob"]), Some(ADA)));
            let progress = || view.round.with_untracked(|round| round.progress.clone());
            for who in [ADA, BOB] {
                view.apply(&RoomEvent::Voted { who, vote: Vote::Hidden });
                assert!(view.with_known(|known| known.room.round().has_played(who)));
            }
            assert_eq!(progress(), "0 of 1 have played");
            assert_eq!(places(&view), [PlaceView::Waiting, PlaceView::Waiting]);
            view.draw();
            assert_eq!(progress(), "Everybody has played");
            assert_eq!(places(&view), [PlaceView::FaceDown, PlaceView::FaceDown]);
        });
    }

    #[test]
    fn p5_who_leaves_is_not_drawn_and_no_longer_me() {
        owned(|| {
            let room = table(&["Ada", "Bob"]);
            let view = RoomView::new(&welcome(&room, None));
            view.welcome(welcome(&room, Some(ADA)));
            view.draw();
            view.apply(&RoomEvent::Left { who: ADA });
            view.draw();
            assert_eq!(view.participants.get_untracked(), [BOB]);
            assert_eq!((view.me(), view.seat(ADA).is_none()), (None, true));
        });
    }

    #[test]
    fn m5_who_is_removed_is_not_drawn_and_no_longer_me() {
        owned(|| {
            let room = table(&["Ada", "Bob"]);
            let view = RoomView::new(&welcome(&room, None));
            view.welcome(welcome(&room, Some(ADA)));
            view.draw();
            view.apply(&RoomEvent::Removed { who: BOB });
            view.draw();
            assert_eq!((view.participants.get_untracked(), view.is_seated()), (vec![ADA], true));
            view.apply(&RoomEvent::Removed { who: ADA });
            view.draw();
            assert_eq!((view.participants.get_untracked(), view.is_seated()), (vec![], false));
            assert_eq!(view.round.get_untracked().outside, Some(Outside::SentAway));
        });
    }

    #[test]
    fn m4_who_becomes_moderator_or_is_no_longer_one_is_drawn() {
        owned(|| {
            let room = table(&["Ada", "Bob"]);
            let view = RoomView::new(&welcome(&room, None));
            view.welcome(welcome(&room, Some(ADA)));
            view.draw();
            let stars = || [ADA, BOB].map(|who| view.seat(who).unwrap().get_untracked().moderator);
            view.apply(&RoomEvent::ModeratorAppointed { who: ADA });
            view.draw();
            assert_eq!((stars(), view.moderating.get_untracked()), ([true, false], true));
            view.apply(&RoomEvent::ModeratorDismissed { who: ADA });
            view.draw();
            assert_eq!((stars(), view.moderating.get_untracked()), ([false, false], false));
        });
    }

    #[test]
    fn m3_the_chair_is_drawn() {
        owned(|| {
            let room = table(&["Ada", "Bob"]);
            let mut vacant = welcome(&room, Some(ADA));
            vacant.chair = Chair::Vacant;
            let view = RoomView::new(&vacant);
            let chair = || view.round.get_untracked().chair;
            assert_eq!(chair(), Chair::Vacant);
            view.chair(Chair::Held);
            view.draw();
            assert_eq!(chair(), Chair::Held);
        });
    }

    #[test]
    fn p10_presence_is_drawn() {
        owned(|| {
            let mut first = welcome(&table(&["Ada", "Bob", "Eve"]), None);
            first.away = vec![ParticipantId(4)];
            let view = RoomView::new(&first);
            let presence = |who| view.seat(who).unwrap().get_untracked().presence;
            let all = || [2, 3, 4].map(|who| presence(ParticipantId(who)));
            assert_eq!(all(), [Presence::Here, Presence::Gone, Presence::Away]);
            assert_eq!(view.presence(ADA, Presence::Gone), Presence::Here);
            assert_eq!(view.presence(BOB, Presence::Here), Presence::Gone);
            view.draw();
            assert_eq!(all(), [Presence::Gone, Presence::Here, Presence::Away]);
        });
    }
}
