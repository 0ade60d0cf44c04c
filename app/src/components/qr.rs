//! A QR code.

use leptos::prelude::*;

use crate::live::qr::QrView;

/// The code of a text, to be scanned; nothing if the text is too long for one.
#[component]
pub fn Qr<'a>(text: &'a str, label: &'static str) -> impl IntoView + use<> {
    QrView::of(text).map(|QrView { size, path }| {
        view! {
            <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
                <path d=path />
            </svg>
        }
    })
}
