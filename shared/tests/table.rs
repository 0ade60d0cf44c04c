//! Every rule of `docs/rules.md` that `decide` carries out, by its id.

mod common;

use common::{CREATOR, Table, id, join};
use shared::card::CardIndex;
use shared::command::{Actor, Chair, Command, NextTopic};
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, UnixMillis};
use shared::limits::{NICKNAME_GRAPHEMES_MAX, SEATS_MAX, TITLE_GRAPHEMES_MAX};
use shared::rejection::Rejection;
use shared::room::{Progress, Role};
use shared::round::{OpenCards, Play, Vote};

const VOTER_AND_OBSERVER: [Role; 2] = [Role::Voter, Role::Observer];

// Participants

#[test]
fn p1_somebody_sits_down_in_the_role_they_chose() {
    for role in VOTER_AND_OBSERVER {
        let mut table = Table::with_creator();
        let ada = table.seat(" Ada ", role);
        let seat = table.room.seat(id(ada)).unwrap();
        assert_eq!((seat.nickname.as_str(), seat.role, seat.moderator), ("Ada", role, false));
    }
}

#[test]
fn p1_a_number_is_never_given_again() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.ask(ada, Command::Leave).unwrap();
    let again = table.voter("Ada");
    assert!(id(again) > id(ada));
}

#[test]
fn p2_a_nickname_is_neither_empty_nor_too_long() {
    let mut table = Table::with_creator();
    assert_eq!(table.ask(Actor::Stranger, join("  ")), Err(Rejection::NicknameEmpty));
    let longest = "x".repeat(NICKNAME_GRAPHEMES_MAX);
    assert_eq!(table.ask(Actor::Stranger, join(&format!("{longest}x"))), Err(Rejection::NicknameTooLong));
    assert!(table.ask(Actor::Stranger, join(&longest)).is_ok());
}

#[test]
fn p3_a_nickname_is_unique_at_the_table() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    assert_eq!(table.ask(Actor::Stranger, join("aDA ")), Err(Rejection::NicknameTaken));
    table.ask(ada, Command::Leave).unwrap();
    assert!(table.ask(Actor::Stranger, join("aDA")).is_ok());
}

#[test]
fn p4_who_has_a_seat_cannot_take_a_second() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    assert_eq!(table.ask(ada, join("Ada")), Err(Rejection::AlreadySeated));
    assert_eq!(table.ask(ada, join("Bob")), Err(Rejection::AlreadySeated));
    assert_eq!(table.room.seats().count(), 2);
}

#[test]
fn p4_the_table_has_a_last_seat() {
    let mut table = Table::with_creator();
    while table.room.seats().count() < SEATS_MAX {
        let who = ParticipantId(table.room.seats().count() as u32 + 1);
        let nickname = shared::nickname::Nickname::parse(&format!("guest {}", who.0)).unwrap();
        table.happen(RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: false });
    }
    assert_eq!(table.ask(Actor::Stranger, join("Ada")), Err(Rejection::TableFull));
    table.ask(Actor::Participant(ParticipantId(2)), Command::Leave).unwrap();
    assert!(table.ask(Actor::Stranger, join("Ada")).is_ok());
}

#[test]
fn p5_who_leaves_takes_the_card_that_lies_face_down() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(ada, 3).unwrap();
    assert_eq!(table.ask(ada, Command::Leave), Ok(vec![RoomEvent::Left { who: id(ada) }]));
    assert_eq!(table.room.seat(id(ada)), None);
    assert_eq!(table.room.round().vote(id(ada)), None);
    assert_eq!(table.ask(ada, Command::Leave), Err(Rejection::NotSeated));
}

#[test]
fn p6_one_can_rename_oneself() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let rename = |nickname: &str| Command::Rename { nickname: nickname.into() };
    assert_eq!(table.ask(ada, rename("Ada")), Ok(vec![]));
    assert_eq!(table.ask(ada, rename("MO")), Err(Rejection::NicknameTaken));
    assert_eq!(table.ask(ada, rename("")), Err(Rejection::NicknameEmpty));
    assert_eq!(table.ask(Actor::Stranger, rename("Eve")), Err(Rejection::NotSeated));
    // A change of one's own case is no clash with oneself.
    table.ask(ada, rename("ADA")).unwrap();
    assert_eq!(table.room.seat(id(ada)).unwrap().nickname.as_str(), "ADA");
}

#[test]
fn p7_who_becomes_an_observer_takes_the_card_back() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(ada, 3).unwrap();
    table.ask(ada, Command::ChangeRole { role: Role::Observer }).unwrap();
    assert_eq!(table.room.round().vote(id(ada)), None);
    assert_eq!(table.vote(ada, 3), Err(Rejection::NotVoter));
    assert_eq!(table.ask(ada, Command::ChangeRole { role: Role::Observer }), Ok(vec![]));
    table.ask(ada, Command::ChangeRole { role: Role::Voter }).unwrap();
    assert!(table.vote(ada, 3).is_ok());
    assert_eq!(table.ask(Actor::Stranger, Command::ChangeRole { role: Role::Voter }), Err(Rejection::NotSeated));
}

#[test]
fn p7_an_open_card_stays_when_its_owner_becomes_an_observer() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.ask(ada, Command::ChangeRole { role: Role::Observer }).unwrap();
    assert_eq!(table.room.round().vote(id(ada)), Some(Vote::Card(CardIndex(3))));
}

#[test]
fn p11_who_is_gone_without_a_card_holds_nobody_up() {
    let mut table = Table::with_creator();
    let (ada, bob) = (table.voter("Ada"), table.voter("Bob"));
    table.vote(ada, 3).unwrap();
    table.vote(CREATOR, 3).unwrap();
    let is_gone = |gone: &'static [ParticipantId]| move |who| gone.contains(&who);
    let ids = [ParticipantId(2), ParticipantId(3)];
    assert_eq!(ids, [id(ada), id(bob)]);
    assert_eq!(table.room.progress(|_| false), Progress { played: 2, voters: 3 });
    assert_eq!(table.room.progress(is_gone(&[ParticipantId(3)])), Progress { played: 2, voters: 2 });
    // The card of somebody who is gone still counts.
    assert_eq!(table.room.progress(is_gone(&[ParticipantId(2)])), Progress { played: 2, voters: 3 });
}

// Moderators

#[test]
fn m1_whoever_made_the_room_is_its_moderator_however_late() {
    let mut table = Table::new(Preset::Fibonacci);
    let ada = table.voter("Ada");
    assert!(!table.room.seat(id(ada)).unwrap().moderator);
    table.ask(CREATOR, join("Mo")).unwrap();
    assert!(table.room.seat(ParticipantId::CREATOR).unwrap().moderator);
    table.ask(CREATOR, Command::Leave).unwrap();
    table.ask(CREATOR, join("Mo")).unwrap();
    assert!(table.room.seat(ParticipantId::CREATOR).unwrap().moderator);
}

#[test]
fn m2_only_a_moderator_reveals_goes_on_and_names_the_topic() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(ada, 3).unwrap();
    for (actor, rejection) in [(ada, Rejection::NotModerator), (Actor::Stranger, Rejection::NotSeated)] {
        assert_eq!(table.reveal(actor), Err(rejection));
        assert_eq!(table.next_round(actor, NextTopic::Same), Err(rejection));
        assert_eq!(table.ask(actor, Command::SetTopic { title: "Login".into() }), Err(rejection));
    }
}

#[test]
fn m3_any_voter_takes_the_chair_of_a_table_without_a_moderator() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let olga = table.seat("Olga", Role::Observer);
    assert_eq!(table.ask(ada, Command::TakeChair), Err(Rejection::ChairTaken));
    table.ask(CREATOR, Command::Leave).unwrap();
    assert_eq!(table.ask(olga, Command::TakeChair), Err(Rejection::NotVoter));
    table.ask(ada, Command::TakeChair).unwrap();
    assert!(table.room.seat(id(ada)).unwrap().moderator);
    table.vote(ada, 1).unwrap();
    assert!(table.reveal(ada).is_ok());
}

#[test]
fn m3_the_chair_of_moderators_who_are_gone_can_be_taken_and_they_stay_moderators() {
    let mut table = Table::with_creator();
    let (ada, bob) = (table.voter("Ada"), table.voter("Bob"));
    let olga = table.seat("Olga", Role::Observer);
    table.now.chair = Chair::Vacant;
    assert_eq!(table.ask(olga, Command::TakeChair), Err(Rejection::NotVoter));
    assert_eq!(table.ask(ada, Command::TakeChair), Ok(vec![RoomEvent::ModeratorAppointed { who: id(ada) }]));
    assert!(table.room.seat(ParticipantId::CREATOR).unwrap().moderator);
    table.now.chair = Chair::Held;
    assert_eq!(table.ask(bob, Command::TakeChair), Err(Rejection::ChairTaken));
    // Pressed twice, it is what it was to be.
    assert_eq!(table.ask(ada, Command::TakeChair), Ok(vec![]));
}

#[test]
fn m4_a_moderator_makes_others_moderators_and_unmakes_them() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let olga = table.seat("Olga", Role::Observer);
    let who = id(olga);
    for command in [Command::Promote { who }, Command::Demote { who }] {
        assert_eq!(table.ask(ada, command.clone()), Err(Rejection::NotModerator));
        assert_eq!(table.ask(Actor::Stranger, command), Err(Rejection::NotSeated));
    }
    assert_eq!(table.ask(CREATOR, Command::Promote { who }), Ok(vec![RoomEvent::ModeratorAppointed { who }]));
    assert_eq!(table.ask(CREATOR, Command::Promote { who }), Ok(vec![]));
    assert!(table.room.seat(who).unwrap().moderator);
    table.ask(olga, Command::Promote { who: id(ada) }).unwrap();
    assert_eq!(table.ask(ada, Command::Demote { who }), Ok(vec![RoomEvent::ModeratorDismissed { who }]));
    assert_eq!(table.ask(ada, Command::Demote { who }), Ok(vec![]));
    assert!(!table.room.seat(who).unwrap().moderator);
    // Oneself as well.
    table.ask(ada, Command::Demote { who: id(ada) }).unwrap();
    assert_eq!(table.reveal(ada), Err(Rejection::NotModerator));
    let nobody = ParticipantId(99);
    for command in [Command::Promote { who: nobody }, Command::Demote { who: nobody }] {
        assert_eq!(table.ask(CREATOR, command), Err(Rejection::NoSuchSeat));
    }
}

#[test]
fn m4_whoever_made_the_room_stays_its_moderator() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.ask(CREATOR, Command::Promote { who: id(ada) }).unwrap();
    for actor in [ada, CREATOR] {
        assert_eq!(table.ask(actor, Command::Demote { who: ParticipantId::CREATOR }), Err(Rejection::CreatorStays));
    }
}

#[test]
fn m5_a_moderator_removes_who_does_not_come_back() {
    let mut table = Table::with_creator();
    let (ada, bob) = (table.voter("Ada"), table.voter("Bob"));
    table.vote(ada, 3).unwrap();
    table.vote(bob, 5).unwrap();
    let remove = Command::Remove { who: id(ada) };
    assert_eq!(table.ask(bob, remove.clone()), Err(Rejection::NotModerator));
    assert_eq!(table.ask(CREATOR, remove.clone()), Ok(vec![RoomEvent::Removed { who: id(ada) }]));
    assert_eq!(table.ask(CREATOR, remove), Ok(vec![]));
    assert_eq!((table.room.seat(id(ada)), table.room.round().vote(id(ada))), (None, None));
    // The result keeps what they played, as of somebody who left.
    table.reveal(CREATOR).unwrap();
    table.ask(CREATOR, Command::Remove { who: id(bob) }).unwrap();
    assert_eq!(table.room.nickname(id(bob)).unwrap().as_str(), "Bob");
    // The creator sits down again, as the moderator.
    table.ask(CREATOR, Command::Remove { who: ParticipantId::CREATOR }).unwrap();
    table.ask(CREATOR, join("Mo")).unwrap();
    assert!(table.room.seat(ParticipantId::CREATOR).unwrap().moderator);
}

// Topics

#[test]
fn t3_a_moderator_names_the_topic_at_any_time() {
    let mut table = Table::with_creator();
    let name = |title: &str| Command::SetTopic { title: title.into() };
    table.ask(CREATOR, name(" Log  in ")).unwrap();
    assert_eq!(table.room.title(), "Log in");
    assert_eq!(table.ask(CREATOR, name("Log in")), Ok(vec![]));
    let too_long = "x".repeat(TITLE_GRAPHEMES_MAX + 1);
    assert_eq!(table.ask(CREATOR, name(&too_long)), Err(Rejection::TitleTooLong));
    table.vote(CREATOR, 1).unwrap();
    table.reveal(CREATOR).unwrap();
    table.ask(CREATOR, name("")).unwrap();
    assert_eq!((table.room.title(), table.room.backlog().len()), ("", 1));
}

// Votes

#[test]
fn v1_a_voter_plays_a_card() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let olga = table.seat("Olga", Role::Observer);
    table.vote(ada, 3).unwrap();
    assert_eq!(table.room.round().vote(id(ada)), Some(Vote::Card(CardIndex(3))));
    assert_eq!(table.vote(olga, 3), Err(Rejection::NotVoter));
    assert_eq!(table.vote(Actor::Stranger, 3), Err(Rejection::NotSeated));
    assert_eq!(table.vote(Actor::Participant(ParticipantId(99)), 3), Err(Rejection::NotSeated));
    assert_eq!(table.room.progress(|_| false), Progress { played: 1, voters: 2 });
}

#[test]
fn v2_a_card_can_be_changed_until_the_reveal() {
    let mut table = Table::with_creator();
    let who = ParticipantId::CREATOR;
    let card = |index| Vote::Card(CardIndex(index));
    let began = RoomEvent::VotingBegan { at: UnixMillis(0) };
    assert_eq!(table.vote(CREATOR, 3), Ok(vec![began, RoomEvent::Voted { who, vote: card(3) }]));
    assert_eq!(table.vote(CREATOR, 3), Ok(vec![]));
    assert_eq!(table.vote(CREATOR, 4), Ok(vec![RoomEvent::VoteChanged { who, vote: card(4) }]));
    assert_eq!(table.vote(CREATOR, 3), Ok(vec![RoomEvent::VoteChanged { who, vote: card(3) }]));
    assert_eq!(table.room.round().vote(who), Some(card(3)));
}

#[test]
fn v4_after_the_reveal_cards_stay_as_they_are() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.vote(CREATOR, 4), Err(Rejection::AlreadyRevealed));
    assert_eq!(table.vote(ada, 4), Err(Rejection::AlreadyRevealed));
    assert_eq!(table.take_back(CREATOR), Err(Rejection::AlreadyRevealed));
    assert_eq!(table.room.round().vote(ParticipantId::CREATOR), Some(Vote::Card(CardIndex(3))));
}

#[test]
fn v5_a_vote_for_another_round_is_refused() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    for round in [RoundNumber(0), RoundNumber::FIRST, RoundNumber(3)] {
        let late = Command::Vote { round, card: CardIndex(3) };
        assert_eq!(table.ask(CREATOR, late), Err(Rejection::OtherRound));
        assert_eq!(table.ask(CREATOR, Command::TakeBack { round }), Err(Rejection::OtherRound));
    }
    assert_eq!(table.room.progress(|_| false).played, 0);
}

#[test]
fn v6_one_can_take_ones_card_back() {
    let mut table = Table::with_creator();
    assert_eq!(table.take_back(CREATOR), Ok(vec![]));
    table.vote(CREATOR, 3).unwrap();
    assert_eq!(table.take_back(CREATOR), Ok(vec![RoomEvent::VoteTakenBack { who: ParticipantId::CREATOR }]));
    assert_eq!(table.room.round().vote(ParticipantId::CREATOR), None);
}

#[test]
fn v7_the_last_card_of_the_deck_is_played_and_the_one_after_it_refused() {
    for preset in Preset::ALL {
        let mut table = Table::new(preset);
        table.ask(CREATOR, join("Mo")).unwrap();
        let cards = preset.deck().cards().count() as u8;
        assert_eq!(table.vote(CREATOR, cards), Err(Rejection::NoSuchCard));
        assert_eq!(table.vote(CREATOR, u8::MAX), Err(Rejection::NoSuchCard));
        assert!(table.vote(CREATOR, cards - 1).is_ok());
    }
}

// Reveal and rounds

#[test]
fn r1_the_reveal_opens_what_was_played_and_waits_for_nobody() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let bob = table.voter("Bob");
    table.vote(ada, 3).unwrap();
    table.vote(bob, 5).unwrap();
    table.vote(bob, 6).unwrap();
    table.reveal(CREATOR).unwrap();
    let OpenCards::Named(cards) = &table.room.round().as_revealed().unwrap().cards else { panic!("names are shown") };
    let cards: Vec<_> = cards.iter().map(|(&who, card)| (who, card.play.card, card.first)).collect();
    assert_eq!(cards, [(id(ada), CardIndex(3), None), (id(bob), CardIndex(6), None)]);
}

#[test]
fn r1_a_reveal_as_it_was_written_before_is_still_read() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.happen(RoomEvent::Revealed { votes: vec![(ParticipantId::CREATOR, CardIndex(3))] });
    let revealed = table.room.round().as_revealed().unwrap();
    assert_eq!(revealed.cards.of(ParticipantId::CREATOR).unwrap().play, Play::from(CardIndex(3)));
    assert_eq!(revealed.took_ms, None);
}

#[test]
fn r2_there_must_be_a_card_to_turn() {
    let mut table = Table::with_creator();
    assert_eq!(table.reveal(CREATOR), Err(Rejection::NothingPlayed));
    table.vote(CREATOR, 3).unwrap();
    table.take_back(CREATOR).unwrap();
    assert_eq!(table.reveal(CREATOR), Err(Rejection::NothingPlayed));
}

#[test]
fn r3_a_round_is_revealed_once() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    assert_eq!(table.reveal(CREATOR), Err(Rejection::AlreadyRevealed));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.ask(CREATOR, Command::Reveal { round: RoundNumber::FIRST }), Err(Rejection::OtherRound));
}

#[test]
fn r4_nothing_is_hidden_again_when_somebody_comes_after_the_reveal() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    let late = table.voter("Late");
    let seen = shared::redact::room(&table.room, &late).into_inner();
    assert_eq!(seen.round().vote(ParticipantId::CREATOR), Some(Vote::Card(CardIndex(3))));
    assert_eq!(seen, table.room);
}

#[test]
fn r5_the_next_round_follows_a_reveal_on_the_same_topic_or_a_new_one() {
    let mut table = Table::with_creator();
    table.ask(CREATOR, Command::SetTopic { title: "Login".into() }).unwrap();
    table.vote(CREATOR, 3).unwrap();
    assert_eq!(table.next_round(CREATOR, NextTopic::Same), Err(Rejection::NotRevealed));
    table.reveal(CREATOR).unwrap();
    let too_long = NextTopic::New { title: "x".repeat(TITLE_GRAPHEMES_MAX + 1) };
    assert_eq!(table.next_round(CREATOR, too_long), Err(Rejection::TitleTooLong));
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!((table.round(), table.room.title()), (RoundNumber(2), "Login"));
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.next_round(CREATOR, NextTopic::New { title: "Logout".into() }).unwrap();
    assert_eq!((table.round(), table.room.title()), (RoundNumber(3), "Logout"));
}

#[test]
fn r6_a_round_starts_with_no_cards_on_the_table() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.progress(|_| false), Progress { played: 0, voters: 2 });
    assert!(table.vote(ada, 4).is_ok());
}

#[test]
fn r7_two_moderators_who_go_on_at_once_do_not_skip_a_round() {
    let mut table = Table::with_creator();
    table.vote(CREATOR, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    let go_on = Command::NextRound { after: RoundNumber::FIRST, topic: NextTopic::Same };
    assert!(table.ask(CREATOR, go_on.clone()).is_ok());
    assert_eq!(table.ask(CREATOR, go_on), Err(Rejection::OtherRound));
    assert_eq!(table.round(), RoundNumber(2));
}

#[test]
fn r8_the_result_keeps_the_names_of_those_who_leave() {
    let mut table = Table::with_creator();
    let ada = table.voter("Ada");
    let idle = table.voter("Idle");
    table.vote(ada, 3).unwrap();
    table.reveal(CREATOR).unwrap();
    table.ask(ada, Command::Leave).unwrap();
    table.ask(idle, Command::Leave).unwrap();
    assert_eq!(table.room.round().vote(id(ada)), Some(Vote::Card(CardIndex(3))));
    assert_eq!(table.room.nickname(id(ada)).unwrap().as_str(), "Ada");
    assert_eq!(table.room.nickname(id(idle)), None);
    table.next_round(CREATOR, NextTopic::Same).unwrap();
    assert_eq!(table.room.nickname(id(ada)), None);
}
