//! What a page of results says of a meeting.

use exchange::document::Document;
use exchange::report::Report;
use shared::decide;
use shared::record::Record;

use super::estimates::{FigureView, figures, rows, sum_words};
use super::meeting::MeetingView;
use super::moves::MovesView;
use super::story::{Dot, Path, Span, StoryView};
use super::times::TimesView;

/// The report of a room that is written as such a document.
fn report(topics: &str, rounds: &str) -> Report {
    let json = format!(
        r#"{{"format":"team-poker","version":1,"deck":"1, 2, 3, 5, 8, 13, XL=, ?","people":["Ada","Bob","Eve"],
        "topics":[{topics}],"rounds":[{rounds}]}}"#
    );
    let (name, deck, import) = Document::from_json(&json).unwrap().into_import().unwrap();
    Report::of(&Record::of(&decide::open(name, deck, &import).unwrap()))
}

/// A round about that topic, in which each of three played a card.
fn round(topic: usize, cards: [&str; 3], took_ms: u64) -> String {
    let cards = cards.iter().zip(1..).map(|(card, person)| format!(r#"{{"person":{person},"card":"{card}"}}"#));
    let cards = cards.collect::<Vec<_>>().join(",");
    format!(r#"{{"topic":{topic},"took_ms":{took_ms},"cards":[{cards}]}}"#)
}

fn topic(title: &str, estimate: &str) -> String {
    format!(r#"{{"key":"T-1","title":"{title}","estimate":"{estimate}"}}"#)
}

/// Log in moves from 3 to 8 in two rounds; Log out is 5 at once; Dark mode is a little lower than it began.
fn meeting() -> Report {
    let topics = [topic("Log in", "8"), topic("Log out", "5"), topic("Dark mode", "2")].join(",");
    let rounds = [
        round(1, ["3", "3", "13"], 60_000),
        round(1, ["8", "5", "8"], 90_000),
        round(2, ["5", "5", "5"], 20_000),
        round(3, ["3", "5", "5"], 30_000),
    ];
    report(&topics, &rounds.join(","))
}

#[test]
fn the_head_says_what_it_all_comes_to() {
    let said = figures(&meeting().totals());
    let said: Vec<_> = said.iter().map(|FigureView { name, value }| (value.as_str(), name.as_str())).collect();
    let expected = [
        ("3", "topics, all estimated"),
        ("15", "sum of the estimates"),
        ("4", "rounds"),
        ("12", "cards played"),
        ("3", "people"),
        ("3 min", "in voting"),
        ("78 %", "agreement"),
    ];
    assert_eq!(said, expected);
    assert!(figures(&report("", "").totals()).is_empty());
}

#[test]
fn a_sum_says_which_estimates_it_is_not_of() {
    let totals = report(&[topic("A", "8"), topic("B", "5"), topic("C", "XL")].join(","), "").totals();
    assert_eq!(sum_words(&totals), "Sum of 2 estimates; 1 is no number");
    assert_eq!(sum_words(&meeting().totals()), "Sum of 3 estimates");
}

#[test]
fn every_topic_is_a_line() {
    let rows = rows(&meeting());
    let said: Vec<_> = rows.iter().map(|row| (row.title.as_str(), row.rounds, row.took.as_deref())).collect();
    assert_eq!(said, [("Log in", 2, Some("2:30")), ("Log out", 1, Some("0:20")), ("Dark mode", 1, Some("0:30"))]);
    assert_eq!(rows[0].agreement_percent, Some(67));
    assert_eq!(rows[0].anchor.as_deref(), Some("topic-1"));
    let unplayed = super::estimates::rows(&report(&topic("A", ""), ""));
    assert_eq!((unplayed[0].anchor.as_deref(), unplayed[0].estimate.as_ref()), (None, None));
}

#[test]
fn the_meeting_is_its_rounds_in_order() {
    let MeetingView { finding, panels } = MeetingView::of(&meeting()).unwrap();
    assert_eq!(
        finding,
        "Where people voted again, agreement stayed at 67 %. In 1 of 3 topics everybody laid the same card at once."
    );
    let [panel] = &panels[..] else { panic!("one deck is one panel") };
    assert_eq!(panel.steps, ["13", "8", "5", "3"]);
    let marks: Vec<_> = panel.columns.iter().map(|column| (column.highest, column.lowest, column.median)).collect();
    assert_eq!(marks, [(0, 300, 300), (100, 200, 100), (200, 200, 200), (200, 300, 200)]);
    assert_eq!(panel.columns.iter().map(|column| column.is_again).collect::<Vec<_>>(), [false, true, false, false]);
    assert_eq!(panel.columns[0].title, "T-1 Log in, round 1: 3–13, median 3, agreement 67 %");
}

#[test]
fn many_rounds_go_on_in_another_panel_and_few_have_none() {
    let rounds = |count: usize| (0..count).map(|_| round(1, ["3", "5", "5"], 1)).collect::<Vec<_>>().join(",");
    let columns = |count| {
        let view = MeetingView::of(&report(&topic("A", ""), &rounds(count)));
        view.map(|view| view.panels.iter().map(|panel| panel.columns.len()).collect::<Vec<_>>())
    };
    assert_eq!(columns(2), None);
    assert_eq!(columns(60), Some(vec![60]));
    assert_eq!(columns(61), Some(vec![31, 30]));
}

#[test]
fn the_time_is_told_by_topic_the_longest_first() {
    let TimesView { finding, rows } = TimesView::of(&meeting()).unwrap();
    assert_eq!(finding, "Half of the 3 min went into 1 of 3 topics. The longest was T-1 Log in with 2:30.");
    let said: Vec<_> = rows.iter().map(|row| (row.took.as_str(), row.share_thousandths)).collect();
    assert_eq!(said, [("2:30", 1_000), ("0:30", 200), ("0:20", 133)]);
    assert!(TimesView::of(&report(&topic("A", ""), &round(1, ["1", "1", "1"], 5))).is_none());
}

#[test]
fn of_many_topics_the_shortest_are_one_bar() {
    let topics = (0..30).map(|n| topic(&format!("T{n}"), "")).collect::<Vec<_>>().join(",");
    let rounds = (1..31).map(|n| round(n, ["1", "1", "1"], 1_000 * n as u64)).collect::<Vec<_>>().join(",");
    let rows = TimesView::of(&report(&topics, &rounds)).unwrap().rows;
    assert_eq!(rows.len(), 11);
    assert_eq!((rows[0].name.as_str(), rows[10].name.as_str()), ("T-1 T29", "20 other topics"));
    assert!(rows[10].is_rest && rows[10].took == "3:30" && rows[0].share_thousandths == 1_000);
}

#[test]
fn a_topic_has_moved_if_another_card_is_nearer_to_where_people_began() {
    let MovesView { finding, steps, rows } = MovesView::of(&meeting()).unwrap();
    assert_eq!(
        finding,
        "2 of 3 estimates ended elsewhere than where people first were: 1 higher and 1 lower. \
         The farthest was T-1 Log in: 3 → 8."
    );
    assert_eq!(steps, ["2", "3", "5", "8"]);
    let said: Vec<_> = rows.iter().map(|row| (row.from, row.to, row.words.as_str())).collect();
    assert_eq!(said, [(100, 300, "3 → 8"), (200, 0, "5 → 2")]);
    // Between two cards the nearer one is no move.
    assert!(MovesView::of(&report(&topic("A", "8"), &round(1, ["5", "8", "?"], 1))).is_none());
}

#[test]
fn a_story_says_who_moved() {
    let report = meeting();
    let story = StoryView::of(&report, &report.stories()[0]);
    assert_eq!(story.sentence, "2 rounds in 2:30. The range went from 3–13 to 5–8, agreement from 67 % to 67 %.");
    let movement = story.movement.unwrap();
    assert_eq!(movement.steps, ["13", "8", "5", "3"]);
    assert_eq!(movement.spans, [Span { round: 0, highest: 0, lowest: 3 }, Span { round: 1, highest: 1, lowest: 2 }]);
    let path = |from, to| Path { round: 0, from, to, people: 1 };
    assert_eq!(movement.paths, [path(0, 1), path(3, 1), path(3, 2)]);
    assert_eq!(movement.dots[1], Dot { round: 0, step: 3, cards: 2 });
    assert_eq!(movement.title, "Who moved from which card to which. round 1: 3–13, round 2: 5–8.");

    let agreed = StoryView::of(&report, &report.stories()[1]);
    assert_eq!(agreed.sentence, "1 round in 0:20. Everybody laid 5.");
    assert_eq!(agreed.movement, None);
}

#[test]
fn a_story_names_nobody_of_an_anonymous_round() {
    let rounds = r#"{"topic":1,"anonymous":true,"played":[1,2],"cards":[{"card":"8"},{"card":"3"}]}"#;
    let again = round(1, ["5", "5", "5"], 1);
    let report = report(&topic("A", ""), &format!("{rounds},{again}"));
    let story = StoryView::of(&report, &report.stories()[0]);
    assert_eq!(story.rounds[0].anonymous.as_deref(), Some("3, 8"));
    assert!(story.people.iter().all(|person| person.cards[0].is_none() && person.cards[1].is_some()));
    assert!(story.movement.unwrap().paths.is_empty());
}
