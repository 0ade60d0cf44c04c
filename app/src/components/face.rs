//! The printed side of a card.

use leptos::prelude::*;
use shared::card::Meaning;

use super::icon::Icon;
use crate::live::model::FaceView;

/// Beyond so many signs the figure in the middle does not get smaller.
const GLYPHS_MAX: usize = 4;

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

/// How many signs the figure has.
pub fn glyphs(face: &FaceView) -> usize {
    if face.meaning == Meaning::Break { 1 } else { face.label.chars().count().clamp(1, GLYPHS_MAX) }
}

/// The figure itself; coffee is drawn, since no display face has it.
pub fn sign(face: &FaceView) -> impl IntoView + use<> {
    if face.meaning == Meaning::Break {
        view! { <Icon name="coffee" /> }.into_any()
    } else {
        face.label.clone().into_any()
    }
}
