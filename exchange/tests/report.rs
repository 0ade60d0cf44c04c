//! What a report says of a meeting.

mod common;

use common::{CREATOR, Meeting, draft};
use exchange::report::{About, Agreement, Report};
use shared::command::Command;
use shared::deck::{Deck, Preset};
use shared::ids::TopicId;
use shared::round::Confidence;
use shared::settings::{AfterReveal, Names, Setting};

/// Two topics: the first is played twice and estimated, the second is not.
fn meeting() -> Meeting {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.set(Setting::Confidence(true));
    meeting.set(Setting::AfterReveal(AfterReveal::MayChange));
    meeting.add(vec![draft("TEAM-1", "Log in"), draft("TEAM-2", "Log out")]);
    meeting.pick(1);
    meeting.vote(CREATOR, "3");
    meeting.vote(ada, "5");
    meeting.vote(bob, "13");
    meeting.say(bob, Confidence::Guess, "Old code");
    meeting.reveal();
    meeting.round(&[(CREATOR, "5"), (ada, "5"), (bob, "8")]);
    let round = meeting.room.round().number;
    let card = meeting.room.deck().cards().find(|(_, card)| card.label == "5").unwrap().0;
    meeting.ask(bob, Command::Vote { round, card }).unwrap();
    meeting.estimate(1, "5");
    meeting
}

#[test]
fn a_topic_has_its_rounds_with_every_card() {
    let report = Report::of(&meeting().record());
    assert_eq!(report.name.as_str(), "Team Blue");
    let labels: Vec<_> = report.people.iter().map(|person| person.label.as_str()).collect();
    assert_eq!(labels, ["Mo", "Ada", "Bob"]);
    let topic = &report.topics[0];
    assert_eq!((topic.key.as_str(), topic.title.as_str()), ("TEAM-1", "Log in"));
    assert_eq!(topic.estimate.as_ref().unwrap().label, "5");
    let [first, second] = &report.rounds_of(topic).collect::<Vec<_>>()[..] else { panic!("it was played twice") };
    assert_eq!((first.number, second.number), (1, 2));
    let cards: Vec<_> = first.votes.iter().map(|vote| (vote.who.unwrap(), vote.card.label.as_str())).collect();
    assert_eq!(cards, [(0, "3"), (1, "5"), (2, "13")]);
    assert_eq!(first.votes[2].confidence, Some(Confidence::Guess));
    assert_eq!(first.votes[2].reason.as_str(), "Old code");
    assert_eq!(first.took_ms, Some(3_000));
    assert_eq!(second.began.unwrap().since(first.began.unwrap()), 3_000);
    let changed = second.vote_of(2).unwrap();
    assert_eq!((changed.card.label.as_str(), changed.first.as_ref().unwrap().label.as_str()), ("5", "8"));
    assert!(report.topics[1].rounds.is_empty());
}

#[test]
fn the_figures_of_a_round_are_those_of_the_table() {
    let report = Report::of(&meeting().record());
    let figures = report.rounds[0].figures.as_ref().unwrap();
    assert_eq!((&*figures.scale[figures.lowest], &*figures.scale[figures.highest]), ("3", "13"));
    assert_eq!(figures.spread_cards(), 3);
    assert_eq!((figures.median.as_str(), figures.median_hundredths), ("5", 400));
    assert_eq!(figures.mean.unwrap().to_string(), "7");
    assert_eq!(figures.mode, ["3", "5", "13"]);
    assert_eq!(figures.agreement_percent, 33);
    assert_eq!(figures.consensus, None);
    assert_eq!(report.rounds[1].figures.as_ref().unwrap().consensus.as_deref(), Some("5"));
}

#[test]
fn a_median_between_two_cards_lies_between_them() {
    let (mut meeting, ada, _) = Meeting::of_three();
    meeting.round(&[(CREATOR, "5"), (ada, "8")]);
    let report = Report::of(&meeting.record());
    let figures = report.rounds[0].figures.as_ref().unwrap();
    assert_eq!((figures.median.as_str(), figures.median_hundredths), ("6.5", 450));

    let mut meeting = Meeting::new("", Preset::TShirt.deck());
    let (ada, bob) = (meeting.voter("Ada"), meeting.voter("Bob"));
    meeting.ask(CREATOR, Command::Join { nickname: "Mo".into(), role: Default::default() }).unwrap();
    meeting.round(&[(ada, "S"), (bob, "L"), (CREATOR, "?")]);
    let report = Report::of(&meeting.record());
    let figures = report.rounds[0].figures.as_ref().unwrap();
    assert_eq!((figures.median.as_str(), figures.median_hundredths), ("S–L", 200));
    assert_eq!(figures.scale, ["XS", "S", "M", "L", "XL", "XXL"]);
    assert_eq!(figures.mean, None);
}

#[test]
fn a_round_without_a_topic_and_one_whose_topic_is_gone_are_kept() {
    let (mut meeting, ada, _) = Meeting::of_three();
    meeting.round(&[(ada, "5")]);
    meeting.add(vec![draft("", "Gone"), draft("", "There")]);
    meeting.pick(1);
    meeting.round(&[(ada, "3")]);
    meeting.round(&[(ada, "8")]);
    meeting.pick(2);
    meeting.round(&[(ada, "1")]);
    meeting.ask(CREATOR, Command::RemoveTopic { topic: TopicId(1) }).unwrap();
    let report = Report::of(&meeting.record());
    let about: Vec<_> = report.rounds.iter().map(|round| (round.about.clone(), round.number)).collect();
    let gone = About::Title("Gone".into());
    assert_eq!(about, [(About::Title(String::new()), 1), (gone.clone(), 1), (gone.clone(), 2), (About::Topic(0), 1)]);
    let stories: Vec<_> = report.stories().into_iter().map(|story| (story.about, story.rounds.len())).collect();
    assert_eq!(stories, [(About::Topic(0), 1), (About::Title(String::new()), 1), (gone, 2)]);
}

#[test]
fn a_hidden_card_is_in_no_report() {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.set(Setting::Confidence(true));
    meeting.add(vec![draft("", "Log in")]);
    meeting.pick(1);
    let before = Report::of(&meeting.record());
    meeting.vote(ada, "89");
    meeting.vote(bob, "55");
    meeting.say(bob, Confidence::Sure, "Secret");
    assert_eq!(Report::of(&meeting.record()), before);
}

#[test]
fn an_anonymous_round_names_nobody() {
    let play = |cards: [&str; 3]| {
        let (mut meeting, ada, bob) = Meeting::of_three();
        meeting.set(Setting::Names(Names::Anonymous));
        meeting.round(&[(CREATOR, cards[0]), (ada, cards[1]), (bob, cards[2])]);
        Report::of(&meeting.record())
    };
    let report = play(["13", "3", "5"]);
    let round = &report.rounds[0];
    let cards: Vec<_> = round.votes.iter().map(|vote| (vote.who, vote.card.label.as_str())).collect();
    assert_eq!(cards, [(None, "3"), (None, "5"), (None, "13")]);
    assert!(round.is_anonymous);
    assert_eq!(round.played, [0, 1, 2]);
    assert_eq!(report, play(["3", "5", "13"]));
    assert!(report.stories()[0].people.is_empty());
}

#[test]
fn two_people_with_one_name_stay_apart() {
    let (mut meeting, ada, _) = Meeting::of_three();
    meeting.round(&[(ada, "5")]);
    meeting.ask(ada, Command::Leave).unwrap();
    let other = meeting.voter("Ada");
    meeting.round(&[(other, "8")]);
    meeting.ask(other, Command::Rename { nickname: "Zoe".into() }).unwrap();
    let third = meeting.voter("Ada");
    meeting.round(&[(third, "8")]);
    let report = Report::of(&meeting.record());
    let people: Vec<_> = report.people.iter().map(|person| (person.nickname.as_str(), &*person.label)).collect();
    assert_eq!(people, [("Ada", "Ada"), ("Zoe", "Zoe"), ("Ada", "Ada (2)")]);
}

#[test]
fn the_totals_add_up() {
    let mut meeting = meeting();
    let ada = meeting.voter("Eve");
    meeting.pick(2);
    meeting.round(&[(ada, "8"), (CREATOR, "8")]);
    meeting.estimate(2, "8");
    meeting.add(vec![draft("", "Half"), draft("", "Nobody knows")]);
    meeting.ask(CREATOR, Command::ChangeDeck { deck: "½, XL=8, S".into() }).unwrap();
    meeting.estimate(3, "½");
    meeting.estimate(4, "S");
    let totals = Report::of(&meeting.record()).totals();
    assert_eq!((totals.topics, totals.estimated, totals.summed), (4, 4, 3));
    assert_eq!(totals.sum.to_string(), "13½");
    assert_eq!((totals.rounds, totals.votes, totals.people), (3, 8, 4));
    assert_eq!(totals.voting_ms, 3_000 + 3_000 + 2_000);
    // 33 and 100 in the first rounds, 100 and 100 in the last.
    assert_eq!(totals.agreement, Some(Agreement { first_percent: 67, last_percent: 100 }));
    let (began, ended) = totals.span.unwrap();
    assert_eq!(ended.since(began), 8_000);
}

#[test]
fn a_story_is_how_everybody_moved() {
    let report = Report::of(&meeting().record());
    let story = report.story(TopicId(1)).unwrap();
    assert_eq!(story.scale().unwrap().len(), 11);
    assert_eq!(story.took_ms(), Some(6_000));
    let spreads: Vec<_> = story.rounds.iter().map(|round| round.figures.as_ref().unwrap().spread_cards()).collect();
    assert_eq!(spreads, [3, 0]);
    let moved: Vec<Vec<&str>> = (story.people.iter())
        .map(|(_, votes)| votes.iter().map(|vote| vote.unwrap().card.label.as_str()).collect())
        .collect();
    assert_eq!(moved, [["3", "5"], ["5", "5"], ["13", "5"]]);
    assert!(report.story(TopicId(2)).unwrap().rounds.is_empty());
    assert!(report.story(TopicId(3)).is_none());
}

#[test]
fn a_story_of_two_decks_has_no_scale() {
    let (mut meeting, ada, _) = Meeting::of_three();
    meeting.add(vec![draft("", "Log in")]);
    meeting.pick(1);
    meeting.round(&[(ada, "5")]);
    meeting.ask(CREATOR, Command::ChangeDeck { deck: Preset::TShirt.deck().to_line() }).unwrap();
    meeting.round(&[(ada, "M")]);
    let report = Report::of(&meeting.record());
    assert!(report.story(TopicId(1)).unwrap().scale().is_none());
}

#[test]
fn a_card_that_counts_for_nothing_is_a_vote_without_figures() {
    let (mut meeting, ada, bob) = Meeting::of_three();
    meeting.round(&[(ada, "?"), (bob, "☕")]);
    let report = Report::of(&meeting.record());
    assert_eq!(report.rounds[0].votes.len(), 2);
    assert_eq!(report.rounds[0].figures, None);
    assert_eq!(report.totals().agreement, None);
}

#[test]
fn an_empty_room_has_an_empty_report() {
    let meeting = Meeting::new("", Deck::parse("1, 2").unwrap());
    let report = Report::of(&meeting.record());
    assert_eq!(report.totals(), Default::default());
    assert!(report.stories().is_empty());
}
