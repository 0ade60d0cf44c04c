//! Every bound of the load generator, the unit last in its name.

use std::time::Duration;

/// What is read from a socket at once.
pub const READ_BUFFER_BYTES: usize = 64 * 1024;
/// The head of an answer to an upgrade, or to a request.
pub const HEAD_BYTES_MAX: usize = 8 * 1024;
/// The body of an answer to a poll.
pub const ANSWER_BYTES_MAX: usize = 1 << 20;

/// Newcomers who are on their way at once.
pub const NEWCOMERS_AT_ONCE_MAX: usize = 64;

/// Sockets from one address of ours to one port: fewer than the system has ports to give.
pub const SOCKETS_PER_ADDRESS_MAX: usize = 20_000;
/// Open files that are neither a member's socket in the tool nor in the server.
pub const FILES_BESIDE_SOCKETS: usize = 200;

/// Things done at once before others get to run.
pub const DEEDS_BEFORE_YIELD: usize = 32;

/// Commands a second that a member may send for long: fewer than the server allows.
pub const MEMBER_COMMANDS_PER_SECOND: u32 = 18;
/// Commands that a member may send at once: fewer than the server allows.
pub const MEMBER_COMMANDS_BURST: u32 = 40;

/// Requests a minute that the server under test is told to allow one address, as all clients have the same.
pub const API_PER_MINUTE: u32 = 4_000_000_000;

/// Between the two sides of a comparison, for what is under way to end.
pub const BREATH: Duration = Duration::from_millis(200);

/// What the server calls its database, in its folder.
pub const DATABASE: &str = "team-poker.db";

/// Half of what the server lets pass between two heartbeats, on average. Members who have sat for so long are midway between
/// two, so that whole pauses counted from there have as many heartbeats as there are pauses.
pub const HALF_A_HEARTBEAT: Duration = Duration::from_millis(5_500);
/// How long members only sit there: longer than between two heartbeats.
pub const IDLE_FOR: Duration = Duration::from_secs(13);
/// The same in a quick run, in which no heartbeat comes.
pub const IDLE_FOR_QUICK: Duration = Duration::from_secs(1);

/// After a connection was refused, members come back after a pause between nothing and this, which doubles,
pub const COME_BACK_AFTER_MIN: Duration = Duration::from_millis(500);
/// up to this.
pub const COME_BACK_AFTER_MAX: Duration = Duration::from_secs(8);
