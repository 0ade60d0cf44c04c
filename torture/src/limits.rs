//! Every bound of the proofs, the unit last in its name.

use std::ops::Range;
use std::time::Duration;

/// Commands that a player sends on one connection: fewer than the server allows at once, so that none is too many.
pub const CONNECTION_COMMANDS_MAX: u32 = 50;

/// What went wrong is told so many times in words; beyond that it is counted.
pub const FLAWS_TOLD_MAX: usize = 10;

/// Between two things that somebody does at the table.
pub const VOTER_PAUSE_US: Range<u64> = 500..8_000;
/// See [`VOTER_PAUSE_US`].
pub const MODERATOR_PAUSE_US: Range<u64> = 2_000..20_000;
/// Between two looks of a newcomer at the clock.
pub const NEWCOMER_PAUSE_US: Range<u64> = 100..1_000;

/// How long people play before the program is killed.
pub const KILL_AFTER_MS: Range<u64> = 5..150;
/// Newcomers ask for a seat at most so long before it.
pub const NEWCOMER_BEFORE_KILL_MS_MAX: u64 = 20;
/// Kills between two words about how far it is.
pub const KILLS_PER_WORD: u64 = 250;

/// How long the program may take to answer anything while its disk fails.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(6);
/// How long the program may take to keep votes again once its disk works.
pub const HEAL_WITHIN: Duration = Duration::from_secs(8);
/// Between two questions whether it does.
pub const HEAL_PAUSE: Duration = Duration::from_millis(100);
/// People at a table whose disk fails.
pub const PLAYERS: usize = 4;
/// Times that each of them was asked between two reveals: fewer than a deck has cards.
pub const REVEAL_EVERY_TURNS: usize = 5;

/// The sparse file that holds the file system of the images: the disk, and what has changed in it since a copy.
pub const POOL_BYTES: u64 = 2 << 30;
/// The disk whose power is cut.
pub const DISK_BYTES: u64 = 256 << 20;
/// The journal of its file system.
pub const JOURNAL_MEBIBYTES: u64 = 8;
/// How often to unmount what is still in use by what has just ended.
pub const UNMOUNT_TRIES_MAX: u32 = 50;
/// Between two tries.
pub const UNMOUNT_PAUSE: Duration = Duration::from_millis(50);

/// How long people play before the power is cut.
pub const CUT_AFTER_MS: Range<u64> = 5..400;
/// Power cuts before another server begins anew.
pub const CUTS_A_SERVER_MAX: u64 = 20;
/// Power cuts of the control until it loses something.
pub const CONTROL_CUTS_MAX: u64 = 20;

/// What the proxy takes in at once.
pub const PROXY_BUFFER_BYTES: usize = 16 * 1024;
/// Between two faults of one connection, in a storm.
pub const FAIR_US_MAX: u64 = 60_000;
/// How long everything that is sent is lost before the connection is reset.
pub const DROP_US_MAX: u64 = 30_000;
/// How long nothing passes.
pub const STALL_US_MAX: u64 = 200_000;
/// By how much each piece is late.
pub const DELAY_US_MAX: u64 = 10_000;
/// One piece in so many is lost by a proxy that is told to cheat.
pub const PIECES_PER_CHEAT: u32 = 500;
/// Whoever has heard nothing for so long, and waits for an answer, gives the connection up and makes another.
pub const GIVE_UP_AFTER: Duration = Duration::from_millis(80);
/// How long somebody waits before another attempt.
pub const COME_BACK_US_MAX: u64 = 10_000;
/// Disconnections between two audits.
pub const DISCONNECTS_PER_AUDIT: u64 = 100;

/// Cases of failing calls, if nobody says how many: two of each kind.
pub const FAULT_CASES: usize = 36;
/// Commands that are asked for while calls fail.
pub const FAULT_TURNS: usize = 40;
/// How often to ask whether all is well before it counts as denied that it is not.
pub const HEALTH_TRIES_MAX: usize = 20;
/// How often to ask for a room while calls fail.
pub const ROOM_TRIES_MAX: usize = 3;
/// Between two looks whether strace has begun, or ended.
pub const LOOK_PAUSE: Duration = Duration::from_millis(5);

/// The disk that gets full.
pub const FULL_BYTES: u64 = 256 << 10;
/// Commands until it is.
pub const FULL_TURNS_MAX: usize = 5_000;
/// The same disk with room again.
pub const ROOMY_BYTES: u64 = 8 << 20;
/// Commands after that.
pub const ROOMY_TURNS: usize = 100;

/// A room with a long past may take at most so many times as long as one with a short past,
pub const LOAD_RATIO_MAX: f64 = 2.0;
/// and this, which is noise.
pub const LOAD_SLACK: Duration = Duration::from_millis(2);

/// What a stalled member's machine takes in before it must be read.
pub const STALLED_BUFFER_BYTES: u32 = 4 * 1024;
/// Before anything is measured.
pub const WARM_UP_FOR: Duration = Duration::from_secs(5);
/// How long it is measured with a member who reads.
pub const READING_FOR: Duration = Duration::from_secs(12);
/// When a stalled member must be closed.
pub const CLOSED_WITHIN: Duration = Duration::from_secs(60);
/// Between two looks at how much memory the program holds.
pub const RESIDENT_SAMPLED_EVERY: Duration = Duration::from_millis(100);
/// What the program may hold more for a stalled member: what may wait for it, 1 MiB, and what is noise.
pub const GROWTH_BYTES_MAX: u64 = 9 << 20;
