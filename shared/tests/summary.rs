//! The statistics against cases worked by hand.

use shared::card::CardIndex;
use shared::deck::{Deck, Preset};
use shared::ids::ParticipantId;
use shared::round::{OpenCard, OpenCards, Play};
use shared::settings::Figure;
use shared::stats::{Numbers, Suggestion, Summary, TalkReason, Value, summarize};

fn index(deck: &Deck, label: &str) -> CardIndex {
    let found = deck.cards().find(|(_, card)| card.label == label);
    found.unwrap_or_else(|| panic!("the deck has no {label}")).0
}

fn label(deck: &Deck, card: CardIndex) -> &str {
    &deck.card(card).unwrap().label
}

/// What these cards of that deck say where `figure` counts, played by participants 1, 2, 3 ...
fn summary(deck: &Deck, cards: &str, figure: Figure) -> Summary {
    let cards = cards.split_whitespace().map(|card| OpenCard::from(Play::from(index(deck, card))));
    summarize(deck, &OpenCards::Named((1..).map(ParticipantId).zip(cards).collect()), figure)
}

fn played(preset: Preset, cards: &str) -> (Deck, Summary) {
    let deck = preset.deck();
    let summary = summary(&deck, cards, Figure::Median);
    (deck, summary)
}

fn numbers(preset: Preset, cards: &str) -> (Deck, Numbers) {
    let (deck, summary) = played(preset, cards);
    (deck, summary.numbers.unwrap())
}

fn in_words(deck: &Deck, value: &Value) -> String {
    match value {
        Value::Amount(average) => average.to_string(),
        Value::Word(card) => label(deck, *card).to_owned(),
        Value::BetweenWords(low, high) => format!("{}-{}", label(deck, *low), label(deck, *high)),
        Value::Cards(cards) => cards.iter().map(|&card| label(deck, card)).collect::<Vec<_>>().join(" "),
    }
}

fn median(preset: Preset, cards: &str) -> String {
    let (deck, numbers) = numbers(preset, cards);
    in_words(&deck, &numbers.median)
}

fn mean(preset: Preset, cards: &str) -> String {
    numbers(preset, cards).1.mean.unwrap().to_string()
}

fn mode(preset: Preset, cards: &str) -> String {
    let (deck, numbers) = numbers(preset, cards);
    in_words(&deck, &Value::Cards(numbers.mode))
}

/// Who should be heard and why, in the order of their seats.
fn talk(preset: Preset, cards: &str) -> Vec<(u32, TalkReason)> {
    let summary = played(preset, cards).1;
    assert!(summary.talk.is_sorted_by_key(|talk| talk.reason), "{:?}", summary.talk);
    (1..20).filter_map(|who| Some((who, summary.talk_reason(ParticipantId(who))?))).collect()
}

/// `value > card` of the number that counts, with `=` instead where another card is as near; `-` if there is none.
fn estimate(deck: &str, cards: &str, figure: Figure) -> String {
    let deck = Deck::parse(deck).unwrap();
    let Some(estimate) = summary(&deck, cards, figure).estimate else { return "-".into() };
    assert_eq!(estimate.figure, figure);
    let Suggestion { card, is_tie } = estimate.suggestion;
    let sign = if is_tie { "=" } else { ">" };
    format!("{} {sign} {}", in_words(&deck, &estimate.value), label(&deck, card))
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

#[test]
fn s8_where_nobody_knows_whose_a_card_is_the_cards_are_heard() {
    let deck = Fibonacci.deck();
    let cards = ["2", "2", "8", "?"].map(|card| Play::from(index(&deck, card))).into();
    let summary = summarize(&deck, &OpenCards::Anonymous { played: Default::default(), cards }, Figure::Median);
    let talk: Vec<_> = summary.talk.iter().map(|talk| (talk.reason, label(&deck, talk.card), talk.votes)).collect();
    assert_eq!(talk, [(CannotSay, "?", 1), (Highest, "8", 1), (Lowest, "2", 2)]);
    assert!(summary.talk.iter().all(|talk| talk.who.is_empty()));
    assert_eq!(summary.numbers.unwrap().votes, 3);
}

#[test]
fn s10_a_consensus_is_one_card_played_by_two_or_more() {
    let consensus = |cards| played(Fibonacci, cards).1.consensus.is_some();
    for cards in ["5 5", "0 0 0"] {
        assert!(consensus(cards), "{cards}");
    }
    for cards in ["", "5", "5 8", "5 5 ?", "5 5 ☕", "? ?", "☕ ☕"] {
        assert!(!consensus(cards), "{cards}");
    }
    assert!(played(TShirt, "M M").1.consensus.is_some());
}

/// Worked by hand: the deck, what was played, and the median, the mean and the mode, each with the card that is nearest.
const WORKED: [(&str, &str, &str, &str, &str); 33] = [
    // Whole numbers, with specials that do not count.
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "5", "5 > 5", "5 > 5", "5 > 5"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "3 5", "4 = 5", "4 = 5", "3 5 = 5"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "3 5 13", "5 > 5", "7 > 8", "3 5 13 = 13"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "5 8", "6.5 = 8", "6.5 = 8", "5 8 = 8"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "2 2 8", "2 > 2", "4 = 5", "2 > 2"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "8 ? ☕ 8 ?", "8 > 8", "8 > 8", "8 > 8"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "? ☕ ?", "-", "-", "-"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "", "-", "-", "-"),
    // Zero counts; all zeros are 0.
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "0 0", "0 > 0", "0 > 0", "0 > 0"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "0 0 8", "0 > 0", "2.67 > 3", "0 > 0"),
    ("0, 1, 2, 3, 5, 8, 13, ?, ☕", "0 1", "0.5 = 1", "0.5 = 1", "0 1 = 1"),
    // Halves and quarters add up exactly, however they are written.
    ("0, ½, 1, 2", "½ ½", "0.5 > ½", "0.5 > ½", "½ > ½"),
    ("0; 0,5; 1; 2", "0,5 1", "0.75 = 1", "0.75 = 1", "0,5 1 = 1"),
    ("0, 0.25, 0.5, 1", "0.25 0.25", "0.25 > 0.25", "0.25 > 0.25", "0.25 > 0.25"),
    ("0, 0.25, 0.5, 1", "0.25 0.5", "0.38 = 0.5", "0.38 = 0.5", "0.25 0.5 = 0.5"),
    ("0, ¼, ½, ¾, 1", "¼ ¼ ¾", "0.25 > ¼", "0.42 > ½", "¼ > ¼"),
    ("0, 1/3, 2/3, 1", "1/3 2/3", "0.5 = 2/3", "0.5 = 2/3", "1/3 2/3 = 2/3"),
    ("0, 1/3, 2/3, 1", "1/3 1/3 1/3", "0.33 > 1/3", "0.33 > 1/3", "1/3 > 1/3"),
    ("0.1, 0.2, 0.3, 0.5", "0.1 0.2", "0.15 = 0.2", "0.15 = 0.2", "0.1 0.2 = 0.2"),
    ("0.1, 0.2, 0.3, 0.5", "0.1 0.2 0.3", "0.2 > 0.2", "0.2 > 0.2", "0.1 0.2 0.3 = 0.3"),
    // Values, not places: two 40s are 40.
    ("0, 20, 40, 100", "40 40", "40 > 40", "40 > 40", "40 > 40"),
    ("0, 20, 40, 100", "20 100", "60 > 40", "60 > 40", "20 100 = 100"),
    ("0, 20, 40, 100", "40 100", "70 = 100", "70 = 100", "40 100 = 100"),
    // Big, negative, and in no order.
    ("1, 1000000", "1000000 1000000 1000000", "1000000 > 1000000", "1000000 > 1000000", "1000000 > 1000000"),
    ("1, 1000000", "1 1000000", "500000.5 = 1000000", "500000.5 = 1000000", "1 1000000 = 1000000"),
    ("-3, -1, 0, 2", "-3 -1", "-2 = -1", "-2 = -1", "-3 -1 = -1"),
    ("-3, -1, 0, 2", "-3 2 2", "2 > 2", "0.33 > 0", "2 > 2"),
    ("8, 1, 5, 3", "8 1", "4.5 > 5", "4.5 > 5", "1 8 = 8"),
    // Words have no size and no mean; a middle between two of them goes up, half-way on the deck.
    ("XS, S, M, L, XL, ?", "XS XS XL", "XS > XS", "-", "XS > XS"),
    ("XS, S, M, L, XL, ?", "S M", "S-M = M", "-", "S M = M"),
    ("XS, S, M, L, XL, ?", "XS M", "XS-M > S", "-", "XS M = M"),
    // Words that have a size have a mean; what does not count does not.
    ("Small=1, Big=8, Never=-, Huge=20", "Small Big", "4.5 = Big", "4.5 = Big", "Small Big = Big"),
    ("Small=1, Big=8, Never=-, Huge=20", "Big Never Huge", "14 = Huge", "14 = Huge", "Big Huge = Huge"),
];

#[test]
fn s9_the_number_that_counts_and_the_card_nearest_to_it_are_as_worked_by_hand() {
    for (deck, cards, median, mean, mode) in WORKED {
        for (figure, expected) in [(Figure::Median, median), (Figure::Mean, mean), (Figure::Mode, mode)] {
            assert_eq!(estimate(deck, cards, figure), expected, "{figure:?} of {cards:?} of {deck:?}");
        }
        assert_eq!(estimate(deck, cards, Figure::None), "-");
    }
}

#[test]
fn s9_where_words_and_amounts_were_played_the_deck_is_the_scale() {
    assert_eq!(estimate("1, 2, big, huge", "1 huge huge", Figure::Median), "huge > huge");
    assert_eq!(estimate("1, 2, big, huge", "1 2 huge", Figure::Median), "2 > 2");
    assert_eq!(estimate("1, 2, big, huge", "2 big", Figure::Median), "2-big = big");
    assert_eq!(estimate("1, 2, big, huge", "2 big", Figure::Mean), "-");
    // Without a word among them, amounts are what they are.
    assert_eq!(estimate("8, 2, big", "8 2", Figure::Mean), "5 = 8");
    assert_eq!(estimate("8, 3, big", "8 3 big", Figure::Median), "3 > 3");
}

#[test]
fn s8_only_cards_that_count_lie_between() {
    let talkers = |deck: &str, cards| summary(&Deck::parse(deck).unwrap(), cards, Figure::Median).talk.len();
    assert_eq!(talkers("1, 1.5, 2", "1 2"), 2);
    assert_eq!(talkers("1, x=-, 2", "1 2"), 0);
}
