//! The pure part by itself, in rooms of 10, 100 and 1,000: deciding, applying, redacting, encoding, decoding, a snapshot.
//!
//! `cargo bench --package shared --features bench` runs it.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use shared::apply::apply;
use shared::card::CardIndex;
use shared::codec::Codec;
use shared::command::{Actor, Command, Now};
use shared::decide::decide;
use shared::deck::Preset;
use shared::event::RoomEvent;
use shared::ids::{ParticipantId, RoundNumber, Version};
use shared::message::ServerMessage;
use shared::nickname::Nickname;
use shared::redact;
use shared::room::{Role, Room};
use shared::round::Vote;
use shared::text::RoomName;

const MEMBERS: [u32; 3] = [10, 100, 1_000];
/// More than any of these messages has.
const BYTES_MAX: usize = 1 << 20;
const VOTE: Command = Command::Vote { round: RoundNumber::FIRST, card: CardIndex(5) };
const REVEAL: Command = Command::Reveal { round: RoundNumber::FIRST };

/// So many sit at the table, and all but the last have played.
fn room(members: u32) -> Room {
    let mut room = Room::default();
    apply(&mut room, &RoomEvent::RoomOpened { name: RoomName::default(), deck: Preset::Fibonacci.deck() });
    for number in 1..=members {
        let nickname = Nickname::parse(&format!("Voter {number}")).expect("it is a name");
        let who = ParticipantId(number);
        apply(&mut room, &RoomEvent::Joined { who, nickname, role: Role::Voter, moderator: number == 1 });
        if number < members {
            apply(&mut room, &voted(number));
        }
    }
    room
}

fn voted(number: u32) -> RoomEvent {
    RoomEvent::Voted { who: ParticipantId(number), vote: Vote::Card(CardIndex(number as u8 % 8)) }
}

fn asked(room: &Room, who: u32, command: &Command) -> Vec<RoomEvent> {
    decide(room, &Actor::Participant(ParticipantId(who)), &Now::default(), command.clone()).expect("the rules allow it")
}

/// What somebody else is told of it.
fn told(event: &RoomEvent) -> ServerMessage {
    let audience = redact::event(event);
    let event = audience.for_viewer(&Actor::Stranger).expect("strangers are told of it").clone();
    ServerMessage::Event { version: Version(1_000), event }
}

fn pure(criterion: &mut Criterion) {
    for members in MEMBERS {
        let room = room(members);
        let vote = voted(members);
        let reveal = asked(&room, 1, &REVEAL).pop().expect("it is an event");
        let mut bench = |name: &str, run: &mut dyn FnMut()| {
            criterion.bench_function(&format!("{name}/{members}"), |bencher| bencher.iter(&mut *run));
        };
        bench("decide a vote", &mut || drop(black_box(asked(black_box(&room), members, &VOTE))));
        bench("decide a reveal", &mut || drop(black_box(asked(black_box(&room), 1, &REVEAL))));
        for (name, event) in [("a vote", &vote), ("a reveal", &reveal)] {
            let message = told(event);
            let bytes = Codec::Postcard.encode(&message);
            bench(&format!("redact {name}"), &mut || drop(black_box(redact::event(black_box(event)))));
            for codec in Codec::ALL {
                bench(&format!("encode {name}, {codec:?}"), &mut || drop(black_box(codec.encode(black_box(&message)))));
            }
            bench(&format!("decode {name}, Postcard"), &mut || {
                let decoded: ServerMessage =
                    Codec::Postcard.decode(black_box(&bytes), BYTES_MAX).expect("it is a message");
                drop(black_box(decoded));
            });
        }
        let viewer = Actor::Participant(ParticipantId(1));
        bench("redact a snapshot", &mut || drop(black_box(redact::room(black_box(&room), &viewer))));
        let snapshot = redact::room(&room, &viewer);
        let bytes = Codec::Postcard.encode(&snapshot);
        bench("encode a snapshot, Postcard", &mut || drop(black_box(Codec::Postcard.encode(black_box(&snapshot)))));
        bench("decode a snapshot, Postcard", &mut || {
            let decoded: Room = Codec::Postcard.decode(black_box(&bytes), BYTES_MAX).expect("it is a room");
            drop(black_box(decoded));
        });
        for (name, event) in [("apply a vote", &vote), ("apply a reveal", &reveal)] {
            criterion.bench_function(&format!("{name}/{members}"), |bencher| {
                let changed = |mut room: Room| {
                    apply(&mut room, event);
                    room
                };
                bencher.iter_batched(|| room.clone(), changed, BatchSize::SmallInput);
            });
        }
    }
}

criterion_group!(benches, pure);
criterion_main!(benches);
