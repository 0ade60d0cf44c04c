//! What is drawn, as plain values made from a room: no signals, no browser.

use shared::card::{Card, CardIndex, Meaning};
use shared::command::Chair;
use shared::decide;
use shared::ids::{ParticipantId, RoundNumber};
use shared::message::Presence;
use shared::room::{Role, Room, Vote};
use shared::stats::{Median, Numbers, TalkReason, summarize};

use super::known::Known;

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

    /// What a person who cannot see the card is told of it.
    pub fn spoken(&self) -> String {
        match self.meaning {
            Meaning::Number(_) | Meaning::Word => self.label.clone(),
            Meaning::CannotSay => format!("{} (I cannot say)", self.label),
            Meaning::Break => "Coffee (I need a break)".to_owned(),
        }
    }

    /// The same in as few words as a table has room for.
    pub fn short(&self) -> String {
        if self.meaning == Meaning::Break { "Coffee".to_owned() } else { self.label.clone() }
    }
}

/// What lies on somebody's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceView {
    /// Observers have no place for a card.
    Observing,
    Waiting,
    FaceDown,
    FaceUp(FaceView),
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
        let revealed = room.revealed_votes();
        let face = revealed.and_then(|votes| room.deck().card(*votes.get(&who)?)).map(FaceView::of);
        let place = match (face, room.vote(who), seat.role) {
            (Some(face), ..) => PlaceView::FaceUp(face),
            (None, Some(_), _) => PlaceView::FaceDown,
            (None, None, Role::Observer) => PlaceView::Observing,
            (None, None, Role::Voter) => PlaceView::Waiting,
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
    /// Who reveals and goes on, by name.
    pub moderators: Vec<String>,
    pub chair: Chair,
    pub me: Option<MyView>,
}

/// Myself at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyView {
    pub nickname: String,
    pub role: Role,
    pub card: Option<CardIndex>,
    pub moderator: bool,
    pub may_reveal: bool,
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
        Self {
            number: room.round().number,
            topic: room.topic().as_str().to_owned(),
            revealed: room.revealed_votes().is_some(),
            progress: known.progress_words(),
            moderators: moderators.map(|(_, seat)| seat.nickname.as_str().to_owned()).collect(),
            chair: known.chair,
            me: known.me.and_then(|who| MyView::of(known, who)),
        }
    }
}

impl MyView {
    /// Asks the rules themselves what is worth offering.
    fn of(known: &Known, who: ParticipantId) -> Option<Self> {
        let (room, actor) = (&known.room, known.actor());
        let seat = room.seat(who)?;
        let round = room.round().number;
        let card = match room.vote(who) {
            Some(Vote::Card(card)) => Some(card),
            Some(Vote::Hidden) | None => None,
        };
        Some(Self {
            nickname: seat.nickname.as_str().to_owned(),
            role: seat.role,
            card,
            moderator: seat.moderator,
            may_reveal: decide::reveal(room, &actor, round).is_ok(),
            may_take_chair: decide::take_chair(room, &actor, known.chair).is_ok(),
        })
    }
}

/// What I may do about somebody else at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionsView {
    pub nickname: String,
    pub may_promote: bool,
    pub may_demote: bool,
}

impl OptionsView {
    /// Asks the rules themselves; none if there is nothing that I may do, or nobody with that number.
    pub fn of(known: &Known, who: ParticipantId) -> Option<Self> {
        let (room, actor) = (&known.room, known.actor());
        let seat = room.seat(who).filter(|_| known.me != Some(who))?;
        decide::remove(room, &actor, who).ok()?;
        Some(Self {
            nickname: seat.nickname.as_str().to_owned(),
            may_promote: !seat.moderator && decide::promote(room, &actor, who).is_ok(),
            may_demote: seat.moderator && decide::demote(room, &actor, who).is_ok(),
        })
    }
}

/// Why somebody should talk, in words.
pub fn reason_words(reason: TalkReason) -> &'static str {
    match reason {
        TalkReason::CannotSay => "Cannot say",
        TalkReason::AlreadyDone => "Already done",
        TalkReason::Highest => "Highest",
        TalkReason::Lowest => "Lowest",
    }
}

/// The result of a round, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryView {
    pub figures: Option<FiguresView>,
    pub bars: Vec<BarView>,
    pub talk: Vec<TalkView>,
    pub results: Vec<ResultView>,
}

/// The numbers of a round; none of them if no card counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiguresView {
    pub median: String,
    pub mean: Option<String>,
    /// Every card that was played most often.
    pub mode: String,
    /// `3 to 8`, or one card if all agree.
    pub range: String,
    pub agreement_percent: usize,
    pub votes: usize,
}

/// How often one card was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarView {
    pub face: FaceView,
    pub count: usize,
    /// Of the card that was played most, in thousandths.
    pub share_thousandths: usize,
    pub is_mode: bool,
}

/// Those who should talk for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkView {
    pub reason: TalkReason,
    pub card: String,
    pub nicknames: Vec<String>,
}

/// In the order in which they are named.
const TALK_REASONS: [TalkReason; 4] =
    [TalkReason::CannotSay, TalkReason::AlreadyDone, TalkReason::Highest, TalkReason::Lowest];

/// What somebody played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultView {
    pub nickname: String,
    pub card: String,
    pub reason: Option<TalkReason>,
}

impl SummaryView {
    /// The result of the round on the table; none while it is open.
    pub fn of(room: &Room) -> Option<Self> {
        let votes = room.revealed_votes()?;
        let summary = summarize(room.deck(), votes);
        let face = |card: CardIndex| room.deck().card(card).map(FaceView::of);
        let label = |card: CardIndex| face(card).map(|face| face.short()).unwrap_or_default();
        let name = |who: ParticipantId| room.nickname(who).map(|name| name.as_str().to_owned()).unwrap_or_default();
        let reason = |who| summary.talk.iter().find(|(talker, _)| *talker == who).map(|(_, reason)| *reason);
        let most = summary.counts.iter().map(|(_, count)| *count).max().unwrap_or(1);
        let is_mode = |card| summary.numbers.as_ref().is_some_and(|numbers| numbers.mode.contains(&card));
        let bars = summary.counts.iter().filter_map(|&(card, count)| {
            Some(BarView { face: face(card)?, count, share_thousandths: 1000 * count / most, is_mode: is_mode(card) })
        });
        let talk = TALK_REASONS.into_iter().filter_map(|reason| {
            let talkers = summary.talk.iter().filter(|(_, because)| *because == reason).map(|(who, _)| *who);
            // One reason is one card: there is one highest, one lowest, one `?` and one 0.
            let card = talkers.clone().find_map(|who| votes.get(&who))?;
            Some(TalkView { reason, card: label(*card), nicknames: talkers.map(name).collect() })
        });
        let results = votes.iter().map(|(&who, &card)| ResultView {
            nickname: name(who),
            card: label(card),
            reason: reason(who),
        });
        Some(Self {
            figures: summary.numbers.as_ref().map(|numbers| FiguresView::of(numbers, &label)),
            bars: bars.collect(),
            talk: talk.collect(),
            results: results.collect(),
        })
    }

    /// Whether all who voted, two or more, played one card.
    pub fn is_consensus(&self) -> bool {
        self.results.len() > 1 && self.bars.len() == 1 && self.figures.is_some()
    }

    /// The result in one line.
    pub fn headline(&self) -> String {
        match &self.figures {
            None => "No card with a number was played".to_owned(),
            Some(FiguresView { median, .. }) if self.is_consensus() => format!("Everybody says {median}"),
            Some(FiguresView { median, agreement_percent, .. }) => {
                format!("Median {median} · Agreement {agreement_percent} %")
            }
        }
    }

    /// The result as one says it.
    pub fn sentence(&self) -> String {
        let median = match &self.figures {
            None => "No card counts.".to_owned(),
            Some(figures) => format!("Median {}.", figures.median),
        };
        let talk: Vec<_> = (self.talk.iter())
            .map(|talk| format!("{}: {}", reason_words(talk.reason), talk.nicknames.join(", ")))
            .collect();
        match (talk.is_empty(), self.bars.len()) {
            (true, 1) => format!("{median} Everybody who voted agrees."),
            (true, _) => median,
            (false, _) => format!("{median} Let us talk. {}.", talk.join("; ")),
        }
    }
}

impl FiguresView {
    fn of(numbers: &Numbers, label: &impl Fn(CardIndex) -> String) -> Self {
        let labels = |cards: &[CardIndex]| cards.iter().map(|&card| label(card)).collect::<Vec<_>>().join(", ");
        let (lowest, highest) = (label(numbers.lowest.card), label(numbers.highest.card));
        Self {
            median: match numbers.median {
                Median::Amount(average) => average.to_string(),
                Median::Word(card) => label(card),
                Median::BetweenWords(low, high) => format!("{}–{}", label(low), label(high)),
            },
            mean: numbers.mean.map(|mean| mean.to_string()),
            mode: labels(&numbers.mode),
            range: if lowest == highest { lowest } else { format!("{lowest}–{highest}") },
            agreement_percent: numbers.agreement_percent,
            votes: numbers.votes,
        }
    }
}

#[cfg(test)]
pub mod tests {
    use shared::apply::apply;
    use shared::deck::Preset;
    use shared::event::RoomEvent;
    use shared::nickname::Nickname;
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

    fn revealed(names: &[&str], cards: &[u8]) -> Room {
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
        assert_eq!(OptionsView::of(&known, ParticipantId(3)), None);
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

    #[test]
    fn s8_the_result_names_who_should_talk() {
        let room = revealed(&["Ada", "Bob", "Eve", "Zoe"], &[4, 7, 11, 4]);
        let summary = SummaryView::of(&room).unwrap();
        assert_eq!(summary.sentence(), "Median 5. Let us talk. Cannot say: Eve; Highest: Bob; Lowest: Ada, Zoe.");
        let figures = summary.figures.unwrap();
        assert_eq!((figures.median.as_str(), figures.mode.as_str(), figures.range.as_str()), ("5", "5", "5–21"));
        assert_eq!(figures.mean.as_deref(), Some("10.33"));
    }

    #[test]
    fn s6_consensus_is_when_all_played_one_card() {
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 5])).unwrap();
        assert!(summary.is_consensus());
        assert_eq!(summary.headline(), "Everybody says 8");
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 6])).unwrap();
        assert_eq!(summary.headline(), "Median 10.5 · Agreement 50 %");
        assert!(!SummaryView::of(&revealed(&["Ada"], &[5])).unwrap().is_consensus());
        assert!(!SummaryView::of(&revealed(&["Ada", "Bob"], &[5, 6])).unwrap().is_consensus());
        assert!(!SummaryView::of(&revealed(&["Ada", "Bob"], &[11, 11])).unwrap().is_consensus());
    }

    #[test]
    fn s1_without_a_card_that_counts_it_says_so() {
        let summary = SummaryView::of(&revealed(&["Ada", "Bob"], &[12, 12])).unwrap();
        assert_eq!(summary.figures, None);
        assert!(summary.sentence().starts_with("No card counts."));
    }
}
