//! A live room: one task that owns it, the handle by which others ask it, and what it tells its members through.

mod answers;
mod chair;
mod countdown;
mod due;
mod entry;
pub mod frame;
mod hand_over;
pub mod handle;
mod live;
mod members;
pub mod outbox;
mod pace;
mod presence;
pub mod registry;
mod rest;
mod task;
