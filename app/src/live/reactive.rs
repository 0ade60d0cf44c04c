//! Memos and effects whose closures are boxed: what is compiled for each is then compiled once for each type of value, not
//! once for each closure, which is a good part of what the browser downloads.

use leptos::prelude::{Effect, Memo};

/// What a memo holds, from what it held before.
type Give<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// A [`Memo`] of what this gives, which is told what it gave before.
pub fn memo<T: PartialEq + Send + Sync + 'static>(give: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Memo<T> {
    let give: Give<T> = Box::new(give);
    Memo::new(give)
}

/// An [`Effect`] that runs as long as what it is made in is there. It is told what it gave before.
pub fn effect<T: 'static>(run: impl FnMut(Option<T>) -> T + 'static) {
    let run: Box<dyn FnMut(Option<T>) -> T> = Box::new(run);
    Effect::new(run);
}
