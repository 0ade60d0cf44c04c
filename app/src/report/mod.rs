//! What the page of results shows, as plain values that are ready to be written.

pub mod estimates;
pub mod meeting;
pub mod moves;
pub mod story;
pub mod times;
pub mod words;

#[cfg(test)]
mod tests;
