//! Memos, effects and parts of views whose closures are boxed: what is compiled for each is then compiled once for each type of
//! value, not once for each closure, which is a good part of what the browser downloads.

use leptos::prelude::*;

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

/// A part of a view that is drawn anew when something that it reads changes.
pub type Part = Box<dyn Fn() -> AnyView + Send>;

/// A [`Part`], as this draws it.
pub fn part<V: IntoAny>(draw: impl Fn() -> V + Send + 'static) -> Part {
    Box::new(move || draw().into_any())
}

/// One thing of a list that changes: the number by which it is told from the others, and how it is drawn when it is new.
type Drawing = (u32, Box<dyn FnOnce() -> AnyView + Send>);

/// What stands in a list, each in the order of the list. What has the number of one that was there before is not drawn anew.
pub fn list<T: Send + 'static, V: IntoAny + 'static>(
    things: impl Fn() -> Vec<T> + Send + Sync + 'static,
    number: fn(&T) -> u32,
    draw: fn(T) -> V,
) -> impl IntoView {
    let drawing = move |thing| -> Drawing { (number(&thing), Box::new(move || draw(thing).into_any())) };
    let each: Box<dyn Fn() -> Vec<Drawing> + Send + Sync> =
        Box::new(move || things().into_iter().map(drawing).collect());
    view! { <For each key=|(number, _)| *number children=|(_, draw)| draw() /> }
}
