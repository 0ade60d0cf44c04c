//! What flies over the table.

use leptos::prelude::*;

use crate::live::Live;
use crate::live::reactive::list;
use crate::live::thrown::{Flight, sign};

/// Everything that is in the air. It can be neither touched nor read aloud: whom it hits is told in words.
#[component]
pub fn Flying() -> impl IntoView {
    let live = Live::expect();
    view! {
        <div class="flying" aria-hidden="true">
            {list(move || live.flying.get(), |flight| flight.number, draw)}
        </div>
    }
}

fn draw(flight: Flight) -> impl IntoView {
    let thing = sign(flight.thing);
    flight.way.map(|way| {
        let style = format!(
            "--end-x: {}px; --end-y: {}px; --start-x: {}px; --start-y: {}px",
            way.end.0, way.end.1, way.start.0, way.start.1
        );
        view! { <span class="flying-thing" style=style>{thing}</span> }
    })
}
