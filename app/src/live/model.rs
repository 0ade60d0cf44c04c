//! What is drawn, as plain values made from a room: no signals, no browser.

use shared::card::{Card, CardIndex, Meaning};
use shared::command::Chair;
use shared::decide;
use shared::deck::Deck;
use shared::ids::{ParticipantId, RoundNumber, UnixMillis};
use shared::message::Presence;
use shared::room::{Outside, Role, Room};
use shared::round::{Confidence, OpenCard, Timer, Vote};
use shared::settings::{AfterReveal, Deed, Names};
use shared::stats::TalkReason;

use super::known::Known;
use super::name::in_sentence;

/// The printed side of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaceView {
    pub label: String,
    pub meaning: Meaning,
}

impl FaceView {
    pub fn of(card: &Card) -> Self {
        Self { label: card.label.clone(), meaning: card.meaning }
    }

    /// The card of that index.
    pub fn of_index(deck: &Deck, card: CardIndex) -> Option<Self> {
        deck.card(card).map(Self::of)
    }

    /// What a person who cannot see the card is told of it.
    pub fn spoken(&self) -> String {
        match self.meaning {
            Meaning::Number(_) | Meaning::Word | Meaning::Aside => self.label.clone(),
            Meaning::CannotSay => format!("{} (I cannot say)", self.label),
            Meaning::Break if self.is_cup() => "Coffee (I need a break)".to_owned(),
            Meaning::Break => format!("{} (I need a break)", self.label),
        }
    }

    /// The same in as few words as a table has room for.
    pub fn short(&self) -> String {
        if self.is_cup() { "Coffee".to_owned() } else { self.label.clone() }
    }

    /// Whether a cup is printed, which is drawn, since no display face has it.
    pub fn is_cup(&self) -> bool {
        self.meaning == Meaning::Break && self.label.trim_end_matches('\u{FE0F}') == "☕"
    }
}

/// What lies on somebody's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceView {
    /// Observers have no place for a card.
    Observing,
    Waiting,
    FaceDown,
    FaceUp(OpenCardView),
}

/// A card that lies open before its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCardView {
    pub face: FaceView,
    /// The label of the card that was turned over, if it was changed since.
    pub first: Option<String>,
    pub confidence: Option<Confidence>,
    /// The words that lay under it; empty if none did.
    pub reason: String,
}

impl OpenCardView {
    fn of(deck: &Deck, card: &OpenCard) -> Option<Self> {
        Some(Self {
            face: FaceView::of_index(deck, card.play.card)?,
            first: card.first.and_then(|first| FaceView::of_index(deck, first)).map(|face| face.short()),
            confidence: card.play.confidence,
            reason: card.play.reason.as_str().to_owned(),
        })
    }
}

/// What a card says of how sure one is, when it is pressed once more.
pub fn next_confidence(now: Option<Confidence>) -> Option<Confidence> {
    match now {
        None => Some(Confidence::Sure),
        Some(Confidence::Sure) => Some(Confidence::Fairly),
        Some(Confidence::Fairly) => Some(Confidence::Guess),
        Some(Confidence::Guess) => None,
    }
}

/// How sure somebody is, in a word.
pub fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Sure => "Sure",
        Confidence::Fairly => "Fairly sure",
        Confidence::Guess => "A guess",
    }
}

/// One person at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatView {
    pub nickname: String,
    pub moderator: bool,
    pub presence: Presence,
    pub me: bool,
    pub place: PlaceView,
    /// Whether the round is over, so that a place without a card stays without.
    pub revealed: bool,
    pub talk: Option<TalkReason>,
}

impl SeatView {
    /// The seat of `who` as it is drawn; none if they have none.
    pub fn of(known: &Known, who: ParticipantId) -> Option<Self> {
        let room = &known.room;
        let seat = room.seat(who)?;
        let revealed = room.round().as_revealed();
        let open = revealed.and_then(|revealed| OpenCardView::of(&revealed.deck, revealed.cards.of(who)?));
        let place = match (open, room.round().has_played(who), seat.role) {
            (Some(open), ..) => PlaceView::FaceUp(open),
            (None, true, _) => PlaceView::FaceDown,
            (None, false, Role::Observer) => PlaceView::Observing,
            (None, false, Role::Voter) => PlaceView::Waiting,
        };
        Some(Self {
            nickname: seat.nickname.as_str().to_owned(),
            moderator: seat.moderator,
            presence: known.presence(who),
            me: known.me == Some(who),
            place,
            revealed: revealed.is_some(),
            talk: None,
        })
    }
}

/// What concerns the whole table, and what I may do at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundView {
    pub number: RoundNumber,
    pub topic: String,
    pub revealed: bool,
    /// How far the round has come, in words.
    pub progress: String,
    /// How many one waits for, and of how many.
    pub missing: usize,
    pub voters: usize,
    /// Whether nobody learns whose card is whose.
    pub is_anonymous: bool,
    pub timer: Option<Timer>,
    /// When the cards turn by themselves.
    pub countdown: Option<UnixMillis>,
    /// Who reveals and goes on, by name.
    pub moderators: Vec<String>,
    pub chair: Chair,
    pub me: Option<MyView>,
    /// Why I have no seat, if I knock or was sent away.
    pub outside: Option<Outside>,
}

/// Myself at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyView {
    pub nickname: String,
    pub role: Role,
    pub card: Option<CardIndex>,
    pub confidence: Option<Confidence>,
    pub reason: String,
    pub moderator: bool,
    /// Whether I may turn the cards over, now or once there is one.
    pub reveals: bool,
    pub may_reveal: bool,
    pub may_go_on: bool,
    pub may_name_topic: bool,
    pub may_change_settings: bool,
    /// Whether I may change my card although it lies open.
    pub may_change_card: bool,
    pub may_take_chair: bool,
}

/// Everyone at the table as they are drawn: voters first, then observers, each in the order of their seats.
pub fn in_drawn_order(room: &Room) -> Vec<ParticipantId> {
    let of = |role| room.seats().filter(move |(_, seat)| seat.role == role).map(|(who, _)| who);
    of(Role::Voter).chain(of(Role::Observer)).collect()
}

impl RoundView {
    pub fn of(known: &Known) -> Self {
        let room = &known.room;
        let moderators = room.seats().filter(|(_, seat)| seat.moderator);
        let progress = known.progress();
        let revealed = room.round().as_revealed();
        Self {
            number: room.round().number,
            topic: room.title().to_owned(),
            revealed: revealed.is_some(),
            progress: known.progress_words(),
            missing: progress.voters.saturating_sub(progress.played),
            voters: progress.voters,
            is_anonymous: room.round().names == Names::Anonymous,
            timer: room.round().as_open().and_then(|open| open.timer),
            countdown: known.countdown,
            moderators: moderators.map(|(_, seat)| in_sentence(seat.nickname.as_str())).collect(),
            chair: known.chair,
            me: known.me.and_then(|who| MyView::of(known, who)),
            outside: known.me.and_then(|who| room.outsider(who)).map(|outsider| outsider.why),
        }
    }
}

impl MyView {
    /// Asks the rules themselves what is worth offering.
    fn of(known: &Known, who: ParticipantId) -> Option<Self> {
        let (room, actor) = (&known.room, known.actor());
        let seat = room.seat(who)?;
        let round = room.round().number;
        let card = match room.round().vote(who) {
            Some(Vote::Card(card)) => Some(card),
            Some(Vote::Hidden) | None => None,
        };
        let face_down = room.round().as_open().and_then(|open| open.cards.get(&who));
        let may = |deed| decide::may(room, &actor, deed).is_ok();
        let revealed = room.round().as_revealed();
        Some(Self {
            nickname: seat.nickname.as_str().to_owned(),
            role: seat.role,
            card,
            confidence: face_down.and_then(|card| card.confidence),
            reason: face_down.map(|card| card.reason.as_str().to_owned()).unwrap_or_default(),
            moderator: seat.moderator,
            reveals: may(Deed::Reveal),
            may_reveal: decide::may_reveal(room, &actor, round).is_ok(),
            may_go_on: may(Deed::GoOn),
            may_name_topic: may(Deed::NameTopic),
            may_change_settings: may(Deed::ChangeSettings),
            may_change_card: seat.role == Role::Voter
                && room.settings().after_reveal == AfterReveal::MayChange
                && revealed.is_some_and(|revealed| revealed.cards.of(who).is_some()),
            may_take_chair: decide::take_chair(room, &actor, known.chair).is_ok(),
        })
    }
}

/// What I may do about somebody else at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionsView {
    pub nickname: String,
    pub role: Role,
    pub may_throw: bool,
    pub may_promote: bool,
    pub may_demote: bool,
    pub may_set_role: bool,
    pub may_remove: bool,
}

impl OptionsView {
    /// Asks the rules themselves; none if there is nothing that I may do, or nobody with that number.
    pub fn of(known: &Known, who: ParticipantId) -> Option<Self> {
        let (room, actor) = (&known.room, known.actor());
        let seat = room.seat(who).filter(|_| known.me != Some(who))?;
        let options = Self {
            nickname: seat.nickname.as_str().to_owned(),
            role: seat.role,
            may_throw: decide::throw(room, &actor, who).is_ok(),
            may_promote: !seat.moderator && decide::promote(room, &actor, who).is_ok(),
            may_demote: seat.moderator && decide::demote(room, &actor, who).is_ok(),
            may_set_role: decide::set_role(room, &actor, who, seat.role).is_ok(),
            may_remove: decide::remove(room, &actor, who).is_ok(),
        };
        (options.may_throw || options.may_remove).then_some(options)
    }
}

#[cfg(test)]
pub mod tests {
    use shared::apply::apply;
    use shared::deck::Preset;
    use shared::event::RoomEvent;
    use shared::nickname::Nickname;
    use shared::settings::{Setting, Throwing};
    use shared::text::RoomName;

    use super::super::known::tests::known;
    use super::*;

    /// A Fibonacci table with these voters, numbered from 2.
    pub fn table(names: &[&str]) -> Room {
        let mut room = Room::default();
        let opened = RoomEvent::RoomOpened { name: RoomName::parse("Team").unwrap(), deck: Preset::Fibonacci.deck() };
        apply(&mut room, &opened);
        for (who, name) in (2..).map(ParticipantId).zip(names) {
            let nickname = Nickname::parse(name).unwrap();
            apply(&mut room, &RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: false });
        }
        room
    }

    /// Such a table with these cards open, by their places in the deck.
    pub fn revealed(names: &[&str], cards: &[u8]) -> Room {
        let mut room = table(names);
        let votes = (2..).map(ParticipantId).zip(cards.iter().copied().map(CardIndex)).collect();
        apply(&mut room, &RoomEvent::Revealed { votes });
        room
    }

    #[test]
    fn v3_a_card_that_lies_face_down_has_no_face() {
        let mut room = table(&["Ada", "Bob"]);
        let ada = ParticipantId(2);
        apply(&mut room, &RoomEvent::Voted { who: ada, vote: Vote::Hidden });
        let known = known(room, None, &[ada]);
        let seat = |who| SeatView::of(&known, who).unwrap();
        assert_eq!((seat(ada).place, seat(ada).presence), (PlaceView::FaceDown, Presence::Here));
        let bob = seat(ParticipantId(3));
        assert_eq!((bob.place, bob.presence), (PlaceView::Waiting, Presence::Gone));
    }

    #[test]
    fn v3_my_own_card_lies_face_down_as_well() {
        let mut room = table(&["Ada"]);
        let ada = ParticipantId(2);
        apply(&mut room, &RoomEvent::Voted { who: ada, vote: Vote::Card(CardIndex(5)) });
        let known = known(room, Some(ada), &[]);
        assert_eq!(SeatView::of(&known, ada).unwrap().place, PlaceView::FaceDown);
        assert_eq!(RoundView::of(&known).me.unwrap().card, Some(CardIndex(5)));
    }

    #[test]
    fn m2_what_i_may_not_do_is_not_offered() {
        let room = revealed(&["Ada", "Bob"], &[5, 5]);
        let known = known(room, Some(ParticipantId(2)), &[]);
        let me = RoundView::of(&known).me.unwrap();
        assert!(!me.may_reveal);
        // Nobody at this table is a moderator.
        assert!(me.may_take_chair);
        let options = OptionsView::of(&known, ParticipantId(3)).unwrap();
        assert!(!options.may_promote && !options.may_demote && !options.may_set_role && !options.may_remove);
    }

    #[test]
    fn p15_where_nothing_is_thrown_who_moderates_nothing_has_no_options() {
        let mut room = table(&["Ada", "Bob"]);
        let by = ParticipantId(2);
        let options = |room: &Room| OptionsView::of(&known(room.clone(), Some(by), &[]), ParticipantId(3));
        assert!(options(&room).unwrap().may_throw);
        apply(&mut room, &RoomEvent::SettingChanged { by, setting: Setting::Throwing(Throwing::Off) });
        assert_eq!(options(&room), None);
    }

    #[test]
    fn m3_the_chair_is_offered_once_nobody_holds_it() {
        let mut room = table(&["Ada", "Bob"]);
        apply(&mut room, &RoomEvent::ModeratorAppointed { who: ParticipantId(3) });
        let mut known = known(room, Some(ParticipantId(2)), &[]);
        let is_offered = |known: &Known| RoundView::of(known).me.unwrap().may_take_chair;
        assert!(!is_offered(&known));
        known.chair = Chair::Vacant;
        assert!(is_offered(&known));
    }

    #[test]
    fn m4_m5_a_moderator_has_options_for_everybody_else() {
        let mut room = table(&["Ada", "Bob", "Eve"]);
        let nickname = Nickname::parse("Zoe").unwrap();
        let creator = ParticipantId::CREATOR;
        let joined = RoomEvent::Joined { who: creator, nickname, role: Role::Voter, moderator: true };
        apply(&mut room, &joined);
        for who in [2, 3] {
            apply(&mut room, &RoomEvent::ModeratorAppointed { who: ParticipantId(who) });
        }
        let known = known(room, Some(ParticipantId(2)), &[]);
        let offered = |who| OptionsView::of(&known, who).map(|options| (options.may_promote, options.may_demote));
        assert_eq!(offered(ParticipantId(2)), None);
        assert_eq!(offered(ParticipantId(3)), Some((false, true)));
        assert_eq!(offered(ParticipantId(4)), Some((true, false)));
        assert_eq!(offered(creator), Some((false, false)));
        assert_eq!(offered(ParticipantId(9)), None);
    }
}
