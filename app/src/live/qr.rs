//! QR codes (ISO/IEC 18004), as the one path of an SVG image.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around the code, without which no camera finds it.
const QUIET_ZONE_MODULES: i32 = 4;

/// A code, ready to be drawn in a square of `size` by `size`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrView {
    pub size: i32,
    /// The dark modules.
    pub path: String,
}

impl QrView {
    /// The code of a text; none if the text is longer than any code.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_binary(text.as_bytes(), QrCodeEcc::Medium).ok()?;
        let modules = 0..code.size();
        // A row of dark modules side by side is one bar of the path.
        let bars = modules.clone().flat_map(|y| {
            let starts = modules.clone().filter(|&x| code.get_module(x, y) && !code.get_module(x - 1, y));
            starts.map(|x| (x, y)).collect::<Vec<_>>()
        });
        let path = bars.map(|(x, y)| {
            let width = (x..).take_while(|&x| code.get_module(x, y)).count();
            format!("M{} {}h{width}v1h-{width}z", x + QUIET_ZONE_MODULES, y + QUIET_ZONE_MODULES)
        });
        Some(Self { size: code.size() + 2 * QUIET_ZONE_MODULES, path: path.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules of a path, as a camera would see them.
    fn modules(view: &QrView) -> Vec<Vec<bool>> {
        let mut seen = vec![vec![false; view.size as usize]; view.size as usize];
        for bar in view.path.split('M').skip(1) {
            let numbers: Vec<usize> =
                bar.split([' ', 'h', 'v']).take(3).map(|number| number.parse().unwrap()).collect();
            let [x, y, width] = numbers[..] else { panic!("{bar}") };
            assert!(bar.ends_with(&format!("h{width}v1h-{width}z")), "{bar}");
            seen[y][x..x + width].fill(true);
        }
        seen
    }

    // That a reader reads it is tested in the browser.
    #[test]
    fn p12_a_code_has_its_finders_and_a_quiet_zone() {
        let view = QrView::of("https://poker.example/r/k3v9-xq2m-7tfa#code=4f1c9b52a8d04e6f").unwrap();
        // Version 4 holds 62 bytes at this level: 33 modules, and the zone on both sides.
        assert_eq!(view.size, 33 + 8);
        let seen = modules(&view);
        let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
        for (left, top) in [(4, 4), (4, 30), (30, 4)] {
            let found: Vec<String> = (top..top + 7)
                .map(|y| (left..left + 7).map(|x| if seen[y][x] { '1' } else { '0' }).collect())
                .collect();
            assert_eq!(found, finder, "at {left}, {top}");
        }
        let in_zone = |at: usize| !(4..37).contains(&at);
        let is_light = |(y, row): (usize, &Vec<bool>)| (0..41).all(|x| !(in_zone(x) || in_zone(y)) || !row[x]);
        assert!(seen.iter().enumerate().all(is_light));
    }

    #[test]
    fn p12_a_text_that_is_too_long_has_no_code() {
        assert_eq!(QrView::of(&"x".repeat(3_000)), None);
    }
}
