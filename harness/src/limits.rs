//! Every bound of driving the program, the unit last in its name.

use std::time::Duration;

/// How long anything may take before a run fails: far longer than it takes, so that it tells a hang and nothing else.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Lines of the program's log that are held.
pub const LOG_LINES_MAX: usize = 1_000;

/// More than the server ever says in one message.
pub const SERVER_FRAME_BYTES_MAX: usize = 4 << 20;
