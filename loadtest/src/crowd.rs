//! Crowd: many come, some of them at once.

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use tokio::task::JoinSet;

use crate::limits::NEWCOMERS_AT_ONCE_MAX;

/// Lets all of them come, some at once, and gives what each has become, those first who came first.
///
/// # Errors
///
/// The first of theirs; then the others come no further.
pub async fn come<T: 'static>(
    mut newcomers: impl Iterator<Item = impl Future<Output = Result<T>> + 'static>,
    bar: &ProgressBar,
) -> Result<Vec<T>> {
    let (mut here, mut coming) = (vec![], JoinSet::new());
    loop {
        while coming.len() < NEWCOMERS_AT_ONCE_MAX
            && let Some(newcomer) = newcomers.next()
        {
            coming.spawn_local(newcomer);
        }
        let Some(come) = coming.join_next().await else { return Ok(here) };
        here.push(come.context("a newcomer panicked")??);
        bar.inc(1);
    }
}
