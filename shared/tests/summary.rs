//! The statistics against cases worked by hand.

use std::collections::BTreeMap;

use shared::card::CardIndex;
use shared::deck::{Deck, Preset};
use shared::ids::ParticipantId;
use shared::stats::{Median, Numbers, Summary, TalkReason, summarize};

fn index(deck: &Deck, label: &str) -> CardIndex {
    let found = deck.cards().find(|(_, card)| card.label == label);
    found.unwrap_or_else(|| panic!("the deck has no {label}")).0
}

fn label(deck: &Deck, card: CardIndex) -> &str {
    &deck.card(card).unwrap().label
}

/// What these cards say, played by participants 1, 2, 3 ...
fn played(preset: Preset, cards: &str) -> (Deck, Summary) {
    let deck = preset.deck();
    let votes: BTreeMap<_, _> =
        (1..).map(ParticipantId).zip(cards.split_whitespace().map(|card| index(&deck, card))).collect();
    let summary = summarize(&deck, &votes);
    (deck, summary)
}

fn numbers(preset: Preset, cards: &str) -> (Deck, Numbers) {
    let (deck, summary) = played(preset, cards);
    (deck, summary.numbers.unwrap())
}

fn median(preset: Preset, cards: &str) -> String {
    let (deck, numbers) = numbers(preset, cards);
    match numbers.median {
        Median::Amount(average) => average.to_string(),
        Median::Word(card) => label(&deck, card).to_owned(),
        Median::BetweenWords(low, high) => format!("{}-{}", label(&deck, low), label(&deck, high)),
    }
}

fn mean(preset: Preset, cards: &str) -> String {
    numbers(preset, cards).1.mean.unwrap().to_string()
}

fn mode(preset: Preset, cards: &str) -> String {
    let (deck, numbers) = numbers(preset, cards);
    numbers.mode.iter().map(|&card| label(&deck, card)).collect::<Vec<_>>().join(" ")
}

fn talk(preset: Preset, cards: &str) -> Vec<(u32, TalkReason)> {
    played(preset, cards).1.talk.into_iter().map(|(who, reason)| (who.0, reason)).collect()
}

use Preset::{Fibonacci, ModifiedFibonacci, TShirt};
use TalkReason::{AlreadyDone, CannotSay, Highest, Lowest};

#[test]
fn s1_specials_never_enter_the_numbers_and_zero_does() {
    assert_eq!(mean(Fibonacci, "? 8 ☕ 2 ?"), "5");
    assert_eq!(numbers(Fibonacci, "? 8 ☕ 2 ?").1.votes, 2);
    assert_eq!(mean(Fibonacci, "0 0 8"), "2.67");
    assert_eq!(mean(Fibonacci, "0 0"), "0");
    assert_eq!(median(Fibonacci, "0 0 8"), "0");
}

#[test]
fn s1_without_a_card_that_counts_there_are_no_numbers() {
    assert_eq!(played(Fibonacci, "? ☕ ?").1.numbers, None);
    assert_eq!(played(Fibonacci, "").1, Summary::default());
}

#[test]
fn s1_every_card_is_counted_in_the_order_of_the_deck() {
    let (deck, summary) = played(ModifiedFibonacci, "? 40 40 ½ ☕ ?");
    let counts: Vec<_> = summary.counts.iter().map(|&(card, count)| (label(&deck, card), count)).collect();
    assert_eq!(counts, [("½", 1), ("40", 2), ("?", 2), ("☕", 1)]);
}

#[test]
fn s2_the_median_is_the_middle_or_half_way_between_the_two_in_the_middle() {
    assert_eq!(median(Fibonacci, "13"), "13");
    assert_eq!(median(Fibonacci, "8 3 5"), "5");
    assert_eq!(median(Fibonacci, "8 3 5 5"), "5");
    assert_eq!(median(Fibonacci, "3 5"), "4");
    assert_eq!(median(Fibonacci, "5 8"), "6.5");
    assert_eq!(median(ModifiedFibonacci, "½ ½ 100"), "0.5");
    assert_eq!(median(ModifiedFibonacci, "½ 1"), "0.75");
}

#[test]
fn s3_the_mean_is_what_a_person_would_compute() {
    assert_eq!(mean(ModifiedFibonacci, "½ ½"), "0.5");
    assert_eq!(mean(ModifiedFibonacci, "40 40"), "40");
    assert_eq!(mean(ModifiedFibonacci, "20 40 100"), "53.33");
    assert_eq!(mean(ModifiedFibonacci, "½ 1 1"), "0.83");
    assert_eq!(mean(Fibonacci, "1 1 2"), "1.33");
    assert_eq!(mean(Fibonacci, "1 2 2"), "1.67");
    assert_eq!(mean(Fibonacci, "5"), "5");
    assert_eq!(mean(Fibonacci, "2 3 3 3 3 3 3 3"), "2.88");
}

#[test]
fn s4_the_mode_names_every_tie() {
    assert_eq!(mode(Fibonacci, "3 5 5"), "5");
    assert_eq!(mode(Fibonacci, "8 3 8 3 1"), "3 8");
    assert_eq!(mode(Fibonacci, "1 2 3"), "1 2 3");
    assert_eq!(mode(Fibonacci, "? ? ? 5"), "5");
}

#[test]
fn s5_the_lowest_and_the_highest_are_named_with_all_who_played_them() {
    let (deck, numbers) = numbers(Fibonacci, "8 2 ? 8 3 2");
    assert_eq!(label(&deck, numbers.lowest.card), "2");
    assert_eq!(numbers.lowest.who, [ParticipantId(2), ParticipantId(6)]);
    assert_eq!(label(&deck, numbers.highest.card), "8");
    assert_eq!(numbers.highest.who, [ParticipantId(1), ParticipantId(4)]);
}

#[test]
fn s6_agreement_is_the_share_of_the_most_played_card() {
    let agreement = |cards| numbers(Fibonacci, cards).1.agreement_percent;
    assert_eq!(agreement("5 5 5"), 100);
    assert_eq!(agreement("5 5 8"), 67);
    assert_eq!(agreement("5 8"), 50);
    assert_eq!(agreement("5 5 8 8 13 13"), 33);
    assert_eq!(agreement("1 2 3 5 8 13 21 34"), 13);
    assert_eq!(agreement("? ? ? 5"), 100);
}

#[test]
fn s7_words_have_a_median_and_a_mode_and_no_mean() {
    assert_eq!(median(TShirt, "XS XS XL"), "XS");
    assert_eq!(median(TShirt, "S L M"), "M");
    assert_eq!(median(TShirt, "M L"), "M-L");
    assert_eq!(mode(TShirt, "XL S XL"), "XL");
    let (_, numbers) = numbers(TShirt, "S ? M");
    assert_eq!((numbers.mean, numbers.votes), (None, 2));
}

#[test]
fn s8_the_ends_talk_when_they_lie_two_or_more_cards_apart() {
    assert_eq!(talk(Fibonacci, "3 5 5"), []);
    assert_eq!(talk(Fibonacci, "3 8 5 3"), [(1, Lowest), (2, Highest), (4, Lowest)]);
    assert_eq!(talk(Fibonacci, "5 5 5"), []);
    assert_eq!(talk(TShirt, "S M"), []);
    assert_eq!(talk(TShirt, "S L"), [(1, Lowest), (2, Highest)]);
}

#[test]
fn s8_who_cannot_say_or_says_done_is_heard() {
    assert_eq!(talk(Fibonacci, "? 5 5"), [(1, CannotSay)]);
    assert_eq!(talk(Fibonacci, "0 1 1"), [(1, AlreadyDone)]);
    assert_eq!(talk(Fibonacci, "0 8 5"), [(1, AlreadyDone), (2, Highest)]);
    assert_eq!(talk(Fibonacci, "0 0 0"), []);
    assert_eq!(talk(Fibonacci, "0 ?"), [(1, AlreadyDone), (2, CannotSay)]);
    assert_eq!(talk(Fibonacci, "☕ 5"), []);
}
