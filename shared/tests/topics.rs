//! The rules B1 to B9 of `docs/rules.md`: the list of topics.

mod common;

use common::{A, B, C, CREATOR, Table, draft, three, with_topics};
use shared::codec::Codec;
use shared::command::{Actor, Command, NextTopic, TopicDraft, TopicEdit};
use shared::decide::{self, Import, Imported};
use shared::deck::{Deck, Preset};
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, TopicId, UnixMillis};
use shared::limits::{
    BACKLOG_BYTES_MAX, BACKLOG_NOTES_BYTES_MAX, KEY_GRAPHEMES_MAX, LINK_BYTES_MAX, NOTES_BYTES_MAX,
    TITLE_GRAPHEMES_MAX, TOPICS_AT_ONCE_MAX, TOPICS_MAX, TOPICS_REMOVED_MAX,
};
use shared::nickname::Nickname;
use shared::record::{PastRound, Person, Record};
use shared::redact;
use shared::rejection::Rejection;
use shared::room::Room;
use shared::round::{OpenCard, OpenCards, Play, Revealed};
use shared::settings::{Deed, Figure, Setting, Who};
use shared::text::{RoomName, Title};
use shared::topic::{Notes, Topic, TopicChange};

fn add(topics: &[&str]) -> Command {
    Command::AddTopics { topics: topics.iter().map(|title| draft(title)).collect() }
}

fn edit(topic: TopicId, edit: TopicEdit) -> Command {
    Command::EditTopic { topic, edit }
}

fn move_before(topic: TopicId, before: Option<TopicId>) -> Command {
    Command::MoveTopic { topic, before }
}

fn pick(table: &Table, topic: Option<TopicId>, anyway: bool) -> Command {
    Command::PickTopic { round: table.round(), topic, anyway }
}

fn estimate(topic: TopicId, label: Option<&str>) -> Command {
    Command::SetEstimate { topic, label: label.map(str::to_owned) }
}

fn titles(room: &Room) -> String {
    room.backlog().topics().map(|(_, topic)| topic.title.as_str()).collect::<Vec<_>>().join(" ")
}

fn imported(titles: &[&str]) -> Vec<Topic> {
    titles.iter().map(|title| decide::topic(&draft(title)).unwrap()).collect()
}

#[test]
fn b1_topics_come_to_the_end_of_the_list_all_or_none() {
    let mut table = with_topics();
    table.ask(CREATOR, add(&[" D  d ", "E"])).unwrap();
    assert_eq!(titles(&table.room), "A B C D d E");
    assert_eq!(table.ask(CREATOR, add(&["F", " "])), Err(Rejection::TitleEmpty));
    assert_eq!(table.room.backlog().len(), 5);
    assert_eq!(table.ask(CREATOR, add(&[])), Ok(vec![]));
}

#[test]
fn b1_what_stands_of_a_topic_is_changed_where_it_is_another() {
    let mut table = with_topics();
    let whole = TopicEdit {
        title: Some("B 2".into()),
        key: Some("TEAM-2".into()),
        link: Some("https://example.org/2".into()),
        notes: Some("- one\r\n- two\n".into()),
    };
    assert_eq!(table.ask(CREATOR, edit(B, whole.clone())).unwrap().len(), 4);
    let topic = table.room.backlog().topic(B).unwrap();
    assert_eq!((topic.title.as_str(), topic.key.as_str()), ("B 2", "TEAM-2"));
    assert_eq!((topic.link.as_str(), topic.notes.markdown()), ("https://example.org/2", Some("- one\n- two")));
    assert_eq!(table.ask(CREATOR, edit(B, whole)), Ok(vec![]));
    let no_notes = TopicEdit { notes: Some(String::new()), ..TopicEdit::default() };
    let change = TopicChange::Notes(Notes::None);
    assert_eq!(table.ask(CREATOR, edit(B, no_notes)), Ok(vec![RoomEvent::TopicChanged { topic: B, change }]));
    assert_eq!(table.ask(CREATOR, edit(TopicId(9), TopicEdit::default())), Err(Rejection::NoSuchTopic));
}

#[test]
fn b1_the_list_is_for_moderators_unless_the_house_says_otherwise() {
    let mut table = with_topics();
    let ada = table.voter("Ada");
    let commands = |table: &Table| {
        [
            add(&["D"]),
            edit(A, TopicEdit { title: Some("Z".into()), ..TopicEdit::default() }),
            move_before(A, None),
            Command::RemoveTopic { topic: B },
            Command::RestoreTopic { topic: B },
            pick(table, Some(C), false),
            estimate(A, Some("5")),
        ]
    };
    for command in commands(&table) {
        assert_eq!(table.ask(ada, command.clone()), Err(Rejection::NotModerator), "{command:?}");
        assert_eq!(table.ask(Actor::Stranger, command), Err(Rejection::NotSeated));
    }
    assert_eq!(table.import(ada, &Import::of_new(imported(&["D"]))), Err(Rejection::NotModerator));
    table.set(Setting::May { deed: Deed::NameTopic, who: Who::Everyone });
    for command in commands(&table) {
        assert_ne!(table.ask(ada, command.clone()), Ok(vec![]), "{command:?}");
    }
    assert_eq!(titles(&table.room), "B C D Z");
    assert!(table.import(ada, &Import::of_new(imported(&["E"]))).is_ok());
}

#[test]
fn b2_each_part_of_a_topic_has_its_limit() {
    let mut table = with_topics();
    let key = |count: usize| TopicEdit { key: Some("x".repeat(count)), ..TopicEdit::default() };
    let title = |count: usize| TopicEdit { title: Some("x".repeat(count)), ..TopicEdit::default() };
    let notes = |count: usize| TopicEdit { notes: Some("x".repeat(count)), ..TopicEdit::default() };
    let address = |count: usize| format!("https://{}", "x".repeat(count - "https://".len()));
    let link = |count: usize| TopicEdit { link: Some(address(count)), ..TopicEdit::default() };
    for (longest, beyond, rejection) in [
        (key(KEY_GRAPHEMES_MAX), key(KEY_GRAPHEMES_MAX + 1), Rejection::KeyTooLong),
        (title(TITLE_GRAPHEMES_MAX), title(TITLE_GRAPHEMES_MAX + 1), Rejection::TitleTooLong),
        (notes(NOTES_BYTES_MAX), notes(NOTES_BYTES_MAX + 1), Rejection::NotesTooLong),
        (link(LINK_BYTES_MAX), link(LINK_BYTES_MAX + 1), Rejection::LinkTooLong),
    ] {
        assert_eq!(table.ask(CREATOR, edit(A, beyond)), Err(rejection));
        assert!(table.ask(CREATOR, edit(A, longest)).is_ok());
    }
    let script = TopicEdit { link: Some("javascript:alert(1)".into()), ..TopicEdit::default() };
    assert_eq!(table.ask(CREATOR, edit(A, script)), Err(Rejection::LinkNotOfTheWeb));
}

#[test]
fn b2_the_list_has_room_for_so_many_and_so_much() {
    let mut table = Table::with_creator();
    let many = |count: usize| Command::AddTopics { topics: vec![draft("x"); count] };
    assert_eq!(table.ask(CREATOR, many(TOPICS_MAX + 1)), Err(Rejection::BacklogFull));
    let added = table.ask(CREATOR, many(TOPICS_MAX)).unwrap();
    assert_eq!(added.len(), TOPICS_MAX / TOPICS_AT_ONCE_MAX);
    assert_eq!(table.ask(CREATOR, add(&["y"])), Err(Rejection::BacklogFull));
    table.ask(CREATOR, Command::RemoveTopic { topic: A }).unwrap();
    table.ask(CREATOR, add(&["y"])).unwrap();
    assert_eq!(table.ask(CREATOR, Command::RestoreTopic { topic: A }), Err(Rejection::BacklogFull));

    let of_bytes = |draft: TopicDraft, one: usize, all: usize| {
        let mut table = Table::with_creator();
        let fits = Command::AddTopics { topics: vec![draft.clone(); all / one] };
        table.ask(CREATOR, fits).unwrap();
        table.ask(CREATOR, Command::AddTopics { topics: vec![draft; 1] })
    };
    let long =
        TopicDraft { title: "t".repeat(24), link: format!("https://{}", "x".repeat(992)), ..TopicDraft::default() };
    assert_eq!(of_bytes(long, 1_024, BACKLOG_BYTES_MAX), Err(Rejection::BacklogTooLarge));
    let noted = TopicDraft { notes: "n".repeat(NOTES_BYTES_MAX), ..draft("x") };
    assert_eq!(of_bytes(noted, NOTES_BYTES_MAX, BACKLOG_NOTES_BYTES_MAX), Err(Rejection::BacklogNotesTooLarge));
}

#[test]
fn b3_a_topic_is_moved_before_any_other_or_to_the_end_by_one_small_event() {
    for (topic, before, order) in
        [(A, None, "B C A"), (A, Some(C), "B A C"), (C, Some(A), "C A B"), (C, Some(B), "A C B"), (B, None, "A C B")]
    {
        let mut table = with_topics();
        let moved = table.ask(CREATOR, move_before(topic, before)).unwrap();
        assert_eq!(moved, [RoomEvent::TopicMoved { topic, before }]);
        assert_eq!(titles(&table.room), order, "{topic:?} before {before:?}");
    }
    let mut table = with_topics();
    for there in [move_before(A, Some(A)), move_before(A, Some(B)), move_before(C, None)] {
        assert_eq!(table.ask(CREATOR, there), Ok(vec![]));
    }
    assert_eq!(table.ask(CREATOR, move_before(A, Some(TopicId(9)))), Err(Rejection::NoSuchTopic));
    assert_eq!(table.ask(CREATOR, move_before(TopicId(9), None)), Err(Rejection::NoSuchTopic));
}

#[test]
fn b4_a_deleted_topic_comes_back_where_it_was_with_all_that_it_had() {
    let mut table = with_topics();
    table.ask(CREATOR, pick(&table, Some(B), false)).unwrap();
    table.vote(CREATOR, 5).unwrap();
    table.ask(CREATOR, estimate(B, Some("5"))).unwrap();
    // While it is deleted its round is revealed, and counts when it is back.
    table.ask(CREATOR, Command::RemoveTopic { topic: B }).unwrap();
    assert_eq!((titles(&table.room).as_str(), table.room.title()), ("A C", ""));
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.ask(CREATOR, Command::RemoveTopic { topic: B }), Err(Rejection::NoSuchTopic));
    table.ask(CREATOR, Command::RestoreTopic { topic: B }).unwrap();
    assert_eq!((titles(&table.room).as_str(), table.room.title()), ("A B C", "B"));
    let topic = table.room.backlog().topic(B).unwrap();
    assert_eq!((topic.rounds, topic.estimate.as_ref().unwrap().label.as_str()), (1, "5"));
    assert_eq!(table.ask(CREATOR, Command::RestoreTopic { topic: B }), Ok(vec![]));
}

#[test]
fn b4_so_many_deleted_topics_can_come_back_and_no_more() {
    let mut table = Table::with_creator();
    let count = u32::try_from(TOPICS_REMOVED_MAX + 1).unwrap();
    table.ask(CREATOR, Command::AddTopics { topics: vec![draft("x"); TOPICS_REMOVED_MAX + 1] }).unwrap();
    for topic in (1..=count).map(TopicId) {
        table.ask(CREATOR, Command::RemoveTopic { topic }).unwrap();
    }
    assert_eq!(table.ask(CREATOR, Command::RestoreTopic { topic: A }), Err(Rejection::NoSuchTopic));
    for topic in (2..=count).map(TopicId) {
        assert!(table.ask(CREATOR, Command::RestoreTopic { topic }).is_ok());
    }
}

#[test]
fn b5_a_topic_is_put_on_the_table() {
    let mut table = with_topics();
    assert_eq!(table.ask(CREATOR, pick(&table, Some(B), false)), Ok(vec![RoomEvent::TopicPicked { topic: Some(B) }]));
    assert_eq!(table.room.title(), "B");
    assert_eq!(table.ask(CREATOR, pick(&table, Some(B), false)), Ok(vec![]));
    assert_eq!(table.ask(CREATOR, pick(&table, Some(TopicId(9)), false)), Err(Rejection::NoSuchTopic));
    let stale = Command::PickTopic { round: RoundNumber(9), topic: Some(A), anyway: false };
    assert_eq!(table.ask(CREATOR, stale), Err(Rejection::OtherRound));
    table.ask(CREATOR, pick(&table, None, false)).unwrap();
    assert_eq!((table.room.title(), table.room.backlog().len()), ("", 3));
}

#[test]
fn b5_cards_that_lie_face_down_are_not_taken_for_another_topic() {
    let mut table = with_topics();
    let ada = table.voter("Ada");
    table.ask(CREATOR, pick(&table, Some(A), false)).unwrap();
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(CREATOR, pick(&table, Some(B), false)), Err(Rejection::CardsOnTable));
    assert!(table.room.round().has_played(common::id(ada)));
    table.ask(CREATOR, pick(&table, Some(B), true)).unwrap();
    assert_eq!((table.round(), table.room.title()), (RoundNumber(2), "B"));
    assert!(!table.room.round().has_played(common::id(ada)));
    assert_eq!(table.room.backlog().topic(A).unwrap().rounds, 0);
}

#[test]
fn b5_after_the_reveal_another_round_begins_with_the_topic_for_who_may_also_go_on() {
    let mut table = with_topics();
    let ada = table.voter("Ada");
    table.set(Setting::May { deed: Deed::NameTopic, who: Who::Everyone });
    table.ask(ada, pick(&table, Some(A), false)).unwrap();
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.ask(ada, pick(&table, Some(B), false)), Err(Rejection::NotModerator));
    table.ask(CREATOR, pick(&table, Some(B), false)).unwrap();
    let rounds = |topic| table.room.backlog().topic(topic).unwrap().rounds;
    assert_eq!((table.round(), table.room.title(), rounds(A), rounds(B)), (RoundNumber(2), "B", 1, 0));
}

#[test]
fn b6_the_estimate_is_any_card_of_the_deck_and_stays_when_the_deck_changes() {
    let mut table = with_topics();
    table.ask(CREATOR, estimate(A, Some("13"))).unwrap();
    assert_eq!(table.ask(CREATOR, estimate(A, Some("13"))), Ok(vec![]));
    assert_eq!(table.ask(CREATOR, estimate(A, Some("14"))), Err(Rejection::NoSuchCard));
    assert_eq!(table.ask(CREATOR, estimate(TopicId(9), Some("13"))), Err(Rejection::NoSuchTopic));
    table.ask(CREATOR, common::deck("S, M, L")).unwrap();
    let label = |table: &Table| table.room.backlog().topic(A).unwrap().estimate.clone().map(|card| card.label);
    assert_eq!(label(&table).as_deref(), Some("13"));
    // The cards that lie open are those of the deck before.
    table.ask(CREATOR, estimate(B, Some("M"))).unwrap();
    table.vote(CREATOR, 1).unwrap();
    table.reveal(CREATOR).unwrap();
    table.ask(CREATOR, common::deck("1, 2")).unwrap();
    table.ask(CREATOR, estimate(A, Some("M"))).unwrap();
    table.ask(CREATOR, estimate(A, None)).unwrap();
    assert_eq!(label(&table), None);
}

#[test]
fn t3_a_round_is_given_its_title_afterwards_and_counts_for_it() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.ask(CREATOR, Command::SetTopic { title: "Log in".into() }).unwrap();
    assert_eq!(table.room.topic().map(|(id, topic)| (id, topic.rounds)), Some((A, 1)));
    table.ask(CREATOR, Command::SetTopic { title: "Log in again".into() }).unwrap();
    assert_eq!((titles(&table.room).as_str(), table.room.backlog().len()), ("Log in again", 1));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.title(), "Log in again");
}

/// Two topics and a round of the first, played by somebody with a number that others have here.
fn elsewhere() -> Import {
    let zoe = ParticipantId(2);
    let round = PastRound {
        topic: Some(TopicId(1)),
        title: Title::parse("X").unwrap(),
        began: Some(UnixMillis(1)),
        revealed: Revealed {
            deck: Preset::Fibonacci.deck(),
            cards: OpenCards::Named([(zoe, OpenCard::from(Play::from(shared::card::CardIndex(4))))].into()),
            departed: [(zoe, Nickname::parse("Zoe").unwrap())].into(),
            took_ms: None,
        },
    };
    Import { rounds: vec![round], ..Import::of_new(imported(&["X", "Y"])) }
}

#[test]
fn b7_a_list_comes_in_with_its_rounds_and_their_people_stay_who_they_are() {
    let (mut table, ada, _) = three();
    table.ask(CREATOR, add(&["A"])).unwrap();
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.import(CREATOR, &elsewhere()).unwrap();
    assert_eq!(titles(&table.room), "A X Y");
    assert_eq!(table.room.backlog().topic(TopicId(2)).unwrap().rounds, 1);
    let record = Record::of(&table.log);
    let rounds: Vec<_> = record.rounds().map(|(from, round)| (from, round.topic)).collect();
    assert_eq!(rounds, [(1, Some(TopicId(2))), (0, None)]);
    let name = |from| record.nickname(Person { from, who: common::id(ada) }).unwrap().as_str();
    assert_eq!((name(0), name(1)), ("Ada", "Zoe"));
}

#[test]
fn b7_what_is_there_already_is_brought_up_to_date_and_nothing_of_it_is_lost() {
    let mut table = with_topics();
    table.ask(CREATOR, edit(B, TopicEdit { notes: Some("Why".into()), ..TopicEdit::default() })).unwrap();
    table.ask(CREATOR, estimate(B, Some("5"))).unwrap();
    let topic = Topic { title: Title::parse("B 2").unwrap(), ..Topic::default() };
    let update = Import { topics: vec![Imported { topic, into: Some(B) }], ..elsewhere() };
    table.import(CREATOR, &update).unwrap();
    let topic = table.room.backlog().topic(B).unwrap();
    assert_eq!((topic.title.as_str(), topic.notes.markdown(), topic.rounds), ("B 2", Some("Why"), 1));
    assert_eq!(topic.estimate.as_ref().unwrap().label, "5");
    // Two entries may speak of one topic.
    let twice = ["B 3", "B 4"].map(|title| Imported { topic: decide::topic(&draft(title)).unwrap(), into: Some(B) });
    table.import(CREATOR, &Import { topics: twice.to_vec(), ..Import::default() }).unwrap();
    let topic = table.room.backlog().topic(B).unwrap().clone();
    assert_eq!((topic.title.as_str(), topic.rounds), ("B 4", 1));
    let gone = Import { topics: vec![Imported { topic: topic.clone(), into: Some(TopicId(9)) }], ..Import::default() };
    assert_eq!(table.import(CREATOR, &gone), Err(Rejection::NoSuchTopic));
}

#[test]
fn b7_a_list_that_is_too_long_leaves_everything_as_it_is() {
    let mut table = with_topics();
    let topics = imported(&["x"]).into_iter().cycle().take(TOPICS_MAX - 2);
    assert_eq!(table.import(CREATOR, &Import::of_new(topics.clone())), Err(Rejection::BacklogFull));
    assert_eq!(titles(&table.room), "A B C");
    assert!(table.import(CREATOR, &Import::of_new(topics.take(TOPICS_MAX - 3))).is_ok());
}

#[test]
fn b7_cards_and_house_rules_come_with_a_list_for_who_may_change_them() {
    let mut table = with_topics();
    let ada = table.voter("Ada");
    table.set(Setting::May { deed: Deed::NameTopic, who: Who::Everyone });
    let deck = Deck::parse("S, M, L").unwrap();
    let settings = vec![Setting::Figure(Figure::Mode)];
    let import = Import { deck: Some(deck.clone()), settings, ..elsewhere() };
    assert_eq!(table.import(ada, &import), Err(Rejection::NotModerator));
    table.import(CREATOR, &import).unwrap();
    assert_eq!((table.room.deck(), table.room.settings().figure), (&deck, Figure::Mode));
}

#[test]
fn b7_a_room_begins_with_a_list() {
    let name = RoomName::parse("Team").unwrap();
    let events = decide::open(name.clone(), Preset::TShirt.deck(), &elsewhere()).unwrap();
    let record = Record::of(&events);
    assert_eq!((record.room().name(), record.room().deck()), (&name, &Preset::TShirt.deck()));
    assert_eq!((titles(record.room()).as_str(), record.rounds().count()), ("X Y", 1));
}

#[test]
fn b8_the_list_comes_in_parts_and_notes_when_they_are_opened() {
    let mut table = Table::with_creator();
    let topics =
        vec![TopicDraft { notes: "A secret of the team".into(), ..draft("Log in") }; 2 * TOPICS_AT_ONCE_MAX + 1];
    let added = table.ask(CREATOR, Command::AddTopics { topics }).unwrap();
    let snapshot = redact::room(&table.room, &CREATOR);
    assert_eq!((snapshot.get().backlog().len(), Codec::Postcard.encode(&snapshot).len() < 400), (0, true));
    let parts: Vec<_> = redact::topics(&table.room).map(|part| part.get().len()).collect();
    assert_eq!(parts, [TOPICS_AT_ONCE_MAX, TOPICS_AT_ONCE_MAX, 1]);
    let told = added.iter().filter_map(|event| redact::event(event).for_viewer(&CREATOR).cloned());
    let told: Vec<u8> = told.flat_map(|event| Codec::Json.encode(&event)).collect();
    let listed: Vec<u8> = redact::topics(&table.room).flat_map(|part| Codec::Json.encode(&part)).collect();
    for bytes in [told, listed] {
        assert!(!String::from_utf8(bytes).unwrap().contains("secret"));
    }
    let whole = redact::whole(&table.room, &Actor::Stranger);
    assert!(whole.backlog().topics().all(|(_, topic)| topic.notes == Notes::Unread));
}

#[test]
fn b8_what_is_on_the_table_is_in_the_snapshot_before_the_list() {
    let mut table = with_topics();
    table.ask(CREATOR, pick(&table, Some(B), false)).unwrap();
    assert_eq!(redact::room(&table.room, &Actor::Stranger).get().title(), "B");
}

#[test]
fn b9_every_round_is_remembered_with_its_topic_its_people_and_its_time() {
    let (mut table, ada, bob) = three();
    table.ask(CREATOR, add(&["A", "B"])).unwrap();
    table.ask(CREATOR, pick(&table, Some(A), false)).unwrap();
    for (moment, card) in [(1_000, 3), (9_000, 5)] {
        table.now.time = UnixMillis(moment);
        table.vote(ada, card).unwrap();
        table.vote(bob, 5).unwrap();
        table.now.time = UnixMillis(moment + 4_000);
        table.reveal(CREATOR).unwrap();
        table.next_round(CREATOR, NextTopic::Same).unwrap();
    }
    table.ask(ada, Command::Rename { nickname: "Ada L".into() }).unwrap();
    table.ask(bob, Command::Leave).unwrap();
    // What lies face down is no part of it.
    table.vote(ada, 8).unwrap();
    let record = Record::of(&table.log);
    let rounds: Vec<_> = record.rounds().map(|(_, round)| round).collect();
    let cards = |round: &PastRound| [ada, bob].map(|who| round.revealed.cards.of(common::id(who)).unwrap().play.card.0);
    assert_eq!(rounds.iter().map(cards).collect::<Vec<_>>(), [[3, 5], [5, 5]]);
    assert_eq!(rounds.iter().map(|round| round.began.unwrap().0).collect::<Vec<_>>(), [1_000, 9_000]);
    assert!(rounds.iter().all(|round| round.topic == Some(A) && round.title.as_str() == "A"));
    assert!(rounds.iter().all(|round| round.revealed.took_ms == Some(4_000)));
    let name = |who| record.nickname(Person { from: 0, who: common::id(who) }).unwrap().as_str();
    assert_eq!((name(ada), name(bob)), ("Ada L", "Bob"));
}

#[test]
fn b9_titles_named_before_there_was_a_list_are_topics_of_it() {
    let mut table = Table::with_creator();
    let name = |title: &str| RoomEvent::TopicSet { topic: Title::parse(title).unwrap() };
    table.happen(name("Log im"));
    table.happen(name("Log in"));
    assert_eq!(titles(&table.room), "Log in");
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.happen(RoomEvent::RoundStarted { round: RoundNumber(2) });
    table.happen(name("Log out"));
    assert_eq!((titles(&table.room).as_str(), table.room.title()), ("Log in Log out", "Log out"));
    table.happen(name(""));
    assert_eq!((table.room.backlog().len(), table.room.title()), (2, ""));
}
