//! What drives the real program from outside, for the proofs of `torture` and the benchmarks of `loadtest`.
//!
//! # Layout
//!
//! 1. [`limits`]: every bound of it.
//! 2. [`program`]: the binary as a process of its own.
//! 3. [`rooms`]: making a room as a browser does.

pub mod limits;

pub mod program;
pub mod rooms;
