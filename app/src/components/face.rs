//! The printed side of a card.

use leptos::prelude::*;

use super::icon::Icon;
use crate::live::model::FaceView;

/// Beyond so many signs the figure in the middle does not get smaller.
const GLYPHS_MAX: usize = 8;

/// A printed side that never changes.
#[component]
pub fn Face(face: FaceView) -> impl IntoView {
    view! { <span class="face" data-glyphs=glyphs(&face)>{print(&face)}</span> }
}

/// What is printed: the figure in the middle, and an index in two corners.
pub fn print(face: &FaceView) -> impl IntoView + use<> {
    view! {
        <span class="face-index">{sign(face)}</span>
        <span class="face-value">{sign(face)}</span>
        <span class="face-index">{sign(face)}</span>
    }
}

/// How many signs the figure has, as far as that can be told without the tables of Unicode.
pub fn glyphs(face: &FaceView) -> usize {
    let is_seen =
        |c: &char| !matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{0300}'..='\u{036F}' | '\u{1F3FB}'..='\u{1F3FF}');
    // What is joined is one sign with what it is joined to.
    let joined = face.label.chars().filter(|c| *c == '\u{200D}').count();
    let signs = face.label.chars().filter(is_seen).count().saturating_sub(joined);
    if face.is_cup() { 1 } else { signs.clamp(1, GLYPHS_MAX) }
}

/// The figure itself.
pub fn sign(face: &FaceView) -> impl IntoView + use<> {
    if face.is_cup() { view! { <Icon name="coffee" /> }.into_any() } else { face.label.clone().into_any() }
}
