//! What comes into a room from elsewhere, and what goes out of it. Bytes and text go in and come out; there is no IO here,
//! no clock and no async.
//!
//! # Layout
//!
//! In reading order, each module using only those above it:
//!
//! 1. [`limits`]: every bound.
//! 2. [`import`]: lists of topics that other tools wrote.
//! 3. [`moment`], [`sum`]: a moment and an amount, as they are written.
//! 4. [`report`]: what a room has come to, as one reads it.
//! 5. [`export`]: the report as other tools read it.
//! 6. [`document`]: a room as we write it for ourselves, and read it.
//! 7. [`offer`]: what was read, held against the room that it is for.

pub mod limits;

pub mod import;

pub mod moment;
pub mod sum;

pub mod report;

pub mod export;

pub mod document;

pub mod offer;
