//! Every bound of the server, the unit last in its name. Those of the domain and the wire stand in [`shared::limits`].

use std::time::Duration;

/// Rooms that the memory store keeps.
pub const MEMORY_ROOMS_MAX: usize = 10_000;
/// Events of one room that the memory store keeps.
pub const MEMORY_ROOM_EVENTS_MAX: usize = 1_000_000;

/// Sockets of one room, of all its people together.
pub const ROOM_CONNECTIONS_MAX: usize = 4_000;
/// Sockets of one participant: tabs and devices.
pub const SEAT_CONNECTIONS_MAX: usize = 20;
/// Sockets of the whole server.
pub const CONNECTIONS_MAX: usize = 50_000;

/// Requests that wait for a room. A connection whose request finds no place waits with it, and reads no further.
pub const ROOM_REQUESTS_MAX: usize = 256;
/// Rounds of reading on and deciding again, after another writer was faster, before a command is refused.
pub const DECIDE_TRIES_MAX: usize = 8;

/// Logs that are read from their beginning at once, of which each is in memory then: what came of a room is asked for rarely.
pub const RECORDS_AT_ONCE_MAX: usize = 2;

/// Frames that wait for one socket; beyond that the member is too slow.
pub const OUTBOX_FRAMES_MAX: usize = 4_096;
/// The same in bytes.
pub const OUTBOX_BYTES_MAX: usize = 4 << 20;

/// What waits for a socket goes out in writes of about so many bytes.
pub const OUTBOX_WRITE_BYTES: usize = 64 * 1024;
/// What a member is told before it is written, in one turn of its room. Beyond that it is written at once.
pub const UNSENT_BYTES_MAX: usize = 16 * 1024;
/// Memory that is kept for a member between turns.
pub const UNSENT_BYTES_KEPT: usize = 64;
/// Requests that a room takes in one turn, after which it writes to each member once.
pub const TURN_REQUESTS_MAX: usize = ROOM_REQUESTS_MAX;
/// A room whose writes took as long as this, or longer, rests as long before its next turn.
pub const REST_FROM: Duration = Duration::from_millis(2);
/// It never rests for longer.
pub const REST_AT_MOST: Duration = Duration::from_millis(20);

/// Pages whose answered commands a room remembers.
pub const PAGES_REMEMBERED_MAX: usize = 4_000;
/// The latest events of a room whose commands are known again after the room was loaded: more than were under way when the
/// server ended.
pub const ANSWERED_EVENTS_MAX: u64 = 256;
/// Answers that a room remembers of each page.
pub const PAGE_ANSWERS_MAX: usize = 64;

/// Commands that a connection may send at once, after it was quiet.
pub const COMMANDS_BURST_MAX: u32 = 60;
/// Commands a second that a connection may send for long.
pub const COMMANDS_PER_SECOND: u32 = 20;

/// How long a new connection may take to say hello.
pub const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// The pause between two heartbeats is chosen between these, anew each time, so that connections do not beat together.
pub const HEARTBEAT_EVERY_MIN: Duration = Duration::from_secs(10);
/// See [`HEARTBEAT_EVERY_MIN`].
pub const HEARTBEAT_EVERY_MAX: Duration = Duration::from_secs(12);
/// How long a peer may take to answer a heartbeat.
pub const HEARTBEAT_ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long a peer may take to accept what is written to it, and to answer a close frame.
pub const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How long a peer may take to answer a close frame.
pub const CLOSE_WITHIN: Duration = Duration::from_secs(1);

/// How long a request's head may take to arrive.
pub const REQUEST_HEAD_WITHIN: Duration = Duration::from_secs(10);
/// The body of a form.
pub const FORM_BYTES_MAX: usize = 16 * 1024;
/// The body of a request that makes a room with all its topics: their notes and all else, as JSON.
pub const API_ROOM_BYTES_MAX: usize = 6 * 1024 * 1024;
/// How long such a body may take to arrive.
pub const API_ROOM_WITHIN: Duration = Duration::from_secs(30);
/// Topics in one answer of the API.
pub const API_TOPICS_MAX: usize = 500;
/// Addresses whose requests are counted; beyond, the new ones are counted together.
pub const PEERS_MAX: usize = 65_536;
/// How often addresses that have not asked for long are forgotten, when there are too many.
pub const PEERS_SWEPT_EVERY: Duration = Duration::from_secs(1);
/// Rooms that one address may make a minute by the API, or with the topics of another.
pub const ROOMS_PER_MINUTE: u32 = 30;

/// Marks of notes that may stand in each other, such as quotes in quotes.
pub const NOTES_NESTING_MAX: usize = 32;
/// Tags of HTML in the Markdown of notes; those beyond are shown as text.
pub const NOTES_RAW_TAGS_MAX: usize = 200;
/// How long open connections may take to end when the server stops.
pub const SHUTDOWN_WITHIN: Duration = Duration::from_secs(5);

/// What tungstenite reads at once: play is small, and this is held for every socket.
pub const SOCKET_READ_BUFFER_BYTES: usize = 256;
/// The longest message that is read to its end. One that is longer than allowed, and not longer than this, is refused with a
/// close that its sender hears: were the rest of it not read, the system would reset the connection before.
pub const SOCKET_MESSAGE_BYTES_MAX: usize = 2 * shared::limits::CLIENT_FRAME_BYTES_MAX;
/// Writes that wait for the store's thread. Each room and each request waits for its own, so this is far above both.
pub const WRITES_WAITING_MAX: usize = 65_536;
/// Writes that share one transaction, and one flush of the disk.
pub const WRITES_AT_ONCE_MAX: usize = 512;
/// Threads that read from the database at once.
pub const READERS_MAX: usize = 8;
/// How long the store waits for somebody else's lock on the database.
pub const STORE_BUSY_WITHIN: Duration = Duration::from_secs(2);
/// How often the store looks whether a disk that failed works again.
pub const STORE_PROBED_EVERY: Duration = Duration::from_secs(1);
/// Pages of 4 KiB in the write-ahead log, after which they are brought into the database.
pub const WAL_PAGES_BEFORE_CHECKPOINT: i64 = 1_000;
/// Events that are deleted in one transaction.
pub const DELETED_EVENTS_AT_ONCE_MAX: i64 = 1_000;
/// A room that is opened again within this time is not written down as opened again.
pub const TOUCHED_AGAIN_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// How often rooms that nobody opens are looked for.
pub const UNOPENED_SOUGHT_EVERY: Duration = Duration::from_secs(60 * 60);
/// Events after which a snapshot of a room is kept.
pub const SNAPSHOT_EVERY_EVENTS: u64 = 256;
/// How long a room stays in memory after the last connection went.
pub const ROOM_IDLE_FOR: Duration = Duration::from_secs(5 * 60);
/// How long the cards of a round that is complete wait before they turn by themselves.
pub const AUTO_REVEAL_AFTER: Duration = Duration::from_secs(3);
/// How long cards that lay face down when a room was loaded wait for those who were there, before they turn by themselves:
/// longer than clients take to come back to a server that was restarted.
pub const COME_BACK_WITHIN: Duration = Duration::from_secs(20);
/// A countdown that ended so long before its room was loaded is over: nobody waits for what was to follow.
pub const TIMER_OVERDUE_MAX: Duration = Duration::from_secs(60);
/// How soon those who have not played can be asked for a card again.
pub const NUDGED_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// Things that one participant can throw within [`THROWN_WITHIN`].
pub const THROWN_MAX: usize = 5;
/// See [`THROWN_MAX`].
pub const THROWN_WITHIN: Duration = Duration::from_secs(10);
/// How long a code for another device serves.
pub const HAND_OVER_WITHIN: Duration = Duration::from_secs(2 * 60);
/// When the server ends, its clients come back spread over a millisecond for each of them, but at least over this.
pub const RESTART_SPREAD_MIN: Duration = Duration::from_millis(500);
/// And at most over this.
pub const RESTART_SPREAD_MAX: Duration = Duration::from_secs(10);
