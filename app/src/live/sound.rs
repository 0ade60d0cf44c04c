//! Sounds: soft tones that the browser makes itself, of no file.

use std::cell::RefCell;

use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioContext, AudioContextState};

use super::alert::Alert;

/// A tone on its way from silence to silence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    pub hertz: f32,
    /// So long after the first.
    pub after_s: f64,
    pub for_s: f64,
}

/// Of the loudest that there is. A tone is heard beside a voice, not over it.
const LOUDNESS: f32 = 0.12;
/// A tone that begins or ends at once clicks.
const RISE_S: f64 = 0.02;
/// A fade cannot end at nothing.
const FADED: f32 = 0.0005;

// Only the page's one thread touches it, and signals cannot hold what belongs to a thread.
thread_local! {
    static SYNTHESISER: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// What one hears of an alert: a question that rises, an answer that opens.
pub fn tone(alert: Alert) -> &'static [Note] {
    const E5: f32 = 659.26;
    const A5: f32 = 880.0;
    const D5: f32 = 587.33;
    const F5: f32 = 698.46;
    match alert {
        Alert::EverybodyPlayed => {
            &[Note { hertz: E5, after_s: 0.0, for_s: 0.35 }, Note { hertz: A5, after_s: 0.14, for_s: 0.6 }]
        }
        Alert::CardsOpen => &[
            Note { hertz: D5, after_s: 0.0, for_s: 0.5 },
            Note { hertz: F5, after_s: 0.09, for_s: 0.6 },
            Note { hertz: A5, after_s: 0.18, for_s: 0.8 },
        ],
        Alert::TimeUp => &[Note { hertz: A5, after_s: 0.0, for_s: 0.5 }, Note { hertz: D5, after_s: 0.2, for_s: 0.9 }],
        Alert::Nudge => &[Note { hertz: F5, after_s: 0.0, for_s: 0.25 }, Note { hertz: F5, after_s: 0.2, for_s: 0.4 }],
    }
}

/// Makes the synthesiser, or wakes it, and plays that. Browsers let a page sound only after somebody has pressed something
/// on it, so this is for such moments.
pub fn wake(notes: &'static [Note]) {
    let resumed = SYNTHESISER.with_borrow_mut(|synthesiser| {
        if synthesiser.is_none() {
            *synthesiser = AudioContext::new().ok();
        }
        synthesiser.as_ref()?.resume().ok()
    });
    if let Some(resumed) = resumed {
        spawn_local(async move {
            if JsFuture::from(resumed).await.is_ok() {
                play(notes);
            }
        });
    }
}

/// Plays that, unless the synthesiser sleeps: then it would be heard at some other time.
pub fn play(notes: &[Note]) {
    SYNTHESISER.with_borrow(|synthesiser| {
        let Some(context) = synthesiser.as_ref().filter(|it| it.state() == AudioContextState::Running) else { return };
        for note in notes {
            let _ = sound(context, *note);
        }
    });
}

fn sound(context: &AudioContext, note: Note) -> Result<(), JsValue> {
    let (source, volume) = (context.create_oscillator()?, context.create_gain()?);
    let start = context.current_time() + note.after_s;
    source.frequency().set_value(note.hertz);
    volume.gain().set_value_at_time(0.0, start)?;
    volume.gain().linear_ramp_to_value_at_time(LOUDNESS, start + RISE_S)?;
    volume.gain().exponential_ramp_to_value_at_time(FADED, start + note.for_s)?;
    source.connect_with_audio_node(&volume)?.connect_with_audio_node(&context.destination())?;
    source.start_with_when(start)?;
    source.stop_with_when(start + note.for_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_short_and_each_is_another() {
        let tones = [Alert::EverybodyPlayed, Alert::CardsOpen].map(tone);
        assert_ne!(tones[0], tones[1]);
        for note in tones.into_iter().flatten() {
            assert!(note.for_s > RISE_S && note.after_s + note.for_s <= 1.0, "{note:?}");
        }
    }
}
