//! Plot: bars and lines as SVG that reads in the light and in the dark, written by hand: a few rectangles and words.

use std::fmt::Write as _;

/// A picture of some figures.
#[derive(Clone, Debug)]
pub struct Plot {
    /// What the file is called, without its ending.
    pub name: &'static str,
    pub title: String,
    pub unit: &'static str,
    /// The names of what is compared; each has a colour.
    pub series: Vec<&'static str>,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// For each label, a bar of each series; a series may have none.
    Bars(Vec<(String, Vec<Option<f64>>)>),
    /// The points of each series, and what the horizontal axis counts.
    Lines(Vec<Vec<(f64, f64)>>, &'static str),
}

const WIDTH: f64 = 720.0;
/// Left of the bars, for their labels; more if one is longer.
const LABELS_MIN: f64 = 150.0;
/// Right of the longest bar, for its figure.
const FIGURES: f64 = 90.0;
const HEAD: f64 = 64.0;
const BAR: f64 = 18.0;
const GAP: f64 = 14.0;
/// Text cannot be measured here; so much for each letter is enough.
const LETTER: f64 = 7.0;
const LINES_HEIGHT: f64 = 240.0;

/// Felt, card red, brass and ink, each on white and on black.
const STYLE: &str = "\
svg{color-scheme:light dark;font:13px system-ui,sans-serif;fill:#23302a}\
.title{font-size:16px;font-weight:600}.quiet{fill:#5c6b63}.axis{stroke:#c9d2cc;stroke-width:1}\
.s0{fill:#1f7a55}.s1{fill:#b98a2e}.s2{fill:#b23a48}.s3{fill:#4a6fa5}\
path.s0,path.s1,path.s2,path.s3{fill:none;stroke-width:2}\
path.s0{stroke:#1f7a55}path.s1{stroke:#b98a2e}path.s2{stroke:#b23a48}path.s3{stroke:#4a6fa5}\
@media(prefers-color-scheme:dark){svg{fill:#e6ece8}.quiet{fill:#9fb0a7}.axis{stroke:#3b4a42}\
.s0{fill:#56c596}.s1{fill:#e0b65c}.s2{fill:#f07f8b}.s3{fill:#8fb4ea}\
path.s0{stroke:#56c596}path.s1{stroke:#e0b65c}path.s2{stroke:#f07f8b}path.s3{stroke:#8fb4ea}\
path.s0,path.s1,path.s2,path.s3{fill:none}}";

impl Plot {
    /// The whole file.
    pub fn to_svg(&self) -> String {
        let (body, height) = match &self.kind {
            Kind::Bars(groups) => self.bars(groups),
            Kind::Lines(lines, axis) => self.lines(lines, axis),
        };
        let title = escaped(&self.title);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n\
             <style>{STYLE}</style>\n<text class=\"title\" x=\"0\" y=\"18\">{title}</text>\n"
        );
        let mut x = 0.0;
        for (number, name) in self.series.iter().enumerate() {
            let _ = writeln!(
                svg,
                "<rect class=\"s{number}\" x=\"{x:.0}\" y=\"32\" width=\"12\" height=\"12\" rx=\"2\"/>\
                 <text x=\"{:.0}\" y=\"43\">{}</text>",
                x + 18.0,
                escaped(name)
            );
            x += 34.0 + letters(name);
        }
        let _ = writeln!(
            svg,
            "<text class=\"quiet\" x=\"{WIDTH}\" y=\"43\" text-anchor=\"end\">{}</text>",
            escaped(self.unit)
        );
        svg + &body + "</svg>\n"
    }

    fn bars(&self, groups: &[(String, Vec<Option<f64>>)]) -> (String, f64) {
        let highest = groups.iter().flat_map(|(_, values)| values).flatten().copied().fold(f64::MIN_POSITIVE, f64::max);
        let labels = groups.iter().map(|(label, _)| letters(label) + 10.0).fold(LABELS_MIN, f64::max);
        let (mut body, mut y) = (String::new(), HEAD);
        for (label, values) in groups {
            let middle = y + BAR * values.len() as f64 / 2.0 + 4.0;
            let _ = writeln!(
                body,
                "<text x=\"{:.0}\" y=\"{middle:.0}\" text-anchor=\"end\">{}</text>",
                labels - 10.0,
                escaped(label)
            );
            for (number, value) in values.iter().enumerate() {
                if let Some(value) = value {
                    let width = (value / highest * (WIDTH - labels - FIGURES)).max(1.0);
                    let _ = writeln!(
                        body,
                        "<rect class=\"s{number}\" x=\"{labels:.0}\" y=\"{y:.0}\" width=\"{width:.1}\" height=\"{:.0}\" rx=\"2\"/>\
                         <text x=\"{:.1}\" y=\"{:.0}\">{}</text>",
                        BAR - 3.0,
                        labels + width + 6.0,
                        y + 12.0,
                        short(*value)
                    );
                }
                y += BAR;
            }
            y += GAP;
        }
        (body, y)
    }

    fn lines(&self, lines: &[Vec<(f64, f64)>], axis: &str) -> (String, f64) {
        let all = || lines.iter().flatten();
        let right = all().map(|point| point.0).fold(f64::MIN_POSITIVE, f64::max);
        let left = all().map(|point| point.0).fold(right, f64::min);
        let top = all().map(|point| point.1).fold(f64::MIN_POSITIVE, f64::max);
        let (x0, y0, width) = (70.0, HEAD + LINES_HEIGHT, WIDTH - 80.0);
        let mut body = String::new();
        for part in [0.0, 0.5, 1.0] {
            let y = y0 - part * LINES_HEIGHT;
            let _ = writeln!(
                body,
                "<line class=\"axis\" x1=\"{x0}\" x2=\"{:.0}\" y1=\"{y:.0}\" y2=\"{y:.0}\"/>\
                 <text class=\"quiet\" x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
                x0 + width,
                x0 - 8.0,
                y + 4.0,
                short(part * top)
            );
        }
        for (number, points) in lines.iter().enumerate() {
            let mut path = String::new();
            for (place, (x, y)) in points.iter().enumerate() {
                let x = x0 + (x - left) / (right - left).max(f64::MIN_POSITIVE) * width;
                let y = y0 - y / top * LINES_HEIGHT;
                let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
            }
            let _ = writeln!(body, "<path class=\"s{number}\" d=\"{path}\"/>");
        }
        let y = y0 + 20.0;
        let _ = writeln!(
            body,
            "<text class=\"quiet\" x=\"{x0}\" y=\"{y:.0}\">{}</text>\
             <text class=\"quiet\" x=\"{WIDTH}\" y=\"{y:.0}\" text-anchor=\"end\">{} {}</text>",
            short(left),
            short(right),
            escaped(axis)
        );
        (body, y0 + 32.0)
    }
}

/// At most how wide a text is.
fn letters(text: &str) -> f64 {
    LETTER * text.chars().count() as f64
}

/// Whole figures as they are, others with three digits that count; from ten thousand on a letter for thousands.
fn short(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        ..10_000.0 if value.fract() == 0.0 => format!("{value:.0}"),
        ..0.1 => format!("{value:.3}"),
        ..10.0 => format!("{value:.2}"),
        ..100.0 => format!("{value:.1}"),
        ..10_000.0 => format!("{value:.0}"),
        ..1e6 => format!("{:.0}k", value / 1e3),
        _ => format!("{:.1}M", value / 1e6),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(kind: Kind) -> Plot {
        Plot { name: "name", title: "A < B & \"C\"".into(), unit: "ms", series: vec!["ours", "the floor"], kind }
    }

    #[test]
    fn the_longest_bar_is_the_largest_value_and_a_missing_one_is_not_drawn() {
        let bars = vec![("1 x 10".into(), vec![Some(2.0), Some(1.0)]), ("1 x 100".into(), vec![Some(4.0), None])];
        let svg = plot(Kind::Bars(bars)).to_svg();
        let width = |share: f64| format!("width=\"{:.1}\"", share * (WIDTH - LABELS_MIN - FIGURES));
        for share in [1.0, 0.5, 0.25] {
            assert_eq!(svg.matches(&width(share)).count(), 1, "{svg}");
        }
        assert_eq!(svg.matches("<rect").count(), 2 + 3, "two in the legend, three bars");
        assert!(svg.contains("A &lt; B &amp; &quot;C&quot;"));
        assert!(svg.contains("prefers-color-scheme:dark"));
    }

    #[test]
    fn a_long_label_has_its_place() {
        let label = "connected, without a seat";
        let svg = plot(Kind::Bars(vec![(label.into(), vec![Some(1.0)]), ("seated".into(), vec![Some(1.0)])])).to_svg();
        let ends = letters(label);
        assert!(ends > LABELS_MIN - 10.0);
        assert_eq!(svg.matches(&format!("x=\"{ends:.0}\"")).count(), 2, "both labels end where the longer fits: {svg}");
        assert_eq!(svg.matches(&format!("x=\"{:.0}\"", ends + 10.0)).count(), 2, "and the bars begin beyond: {svg}");
    }

    #[test]
    fn a_line_goes_through_its_points() {
        let svg = plot(Kind::Lines(vec![vec![(1.0, 0.0), (2.0, 5.0), (3.0, 10.0)], vec![]], "rounds")).to_svg();
        let (left, right, bottom) = (70.0, WIDTH - 10.0, HEAD + LINES_HEIGHT);
        let middle = (left + right) / 2.0;
        let path =
            format!("M{left:.1} {bottom:.1}L{middle:.1} {:.1}L{right:.1} {HEAD:.1}", bottom - LINES_HEIGHT / 2.0);
        assert!(svg.contains(&path), "{svg}");
    }

    #[test]
    fn nothing_to_draw_is_drawn_as_nothing() {
        for kind in [Kind::Bars(vec![]), Kind::Lines(vec![], "rounds")] {
            assert!(!plot(kind).to_svg().contains("NaN"));
        }
    }

    #[test]
    fn figures_are_short() {
        for (value, wanted) in [
            (0.0, "0"),
            (9.0, "9"),
            (-20.0, "-20"),
            (0.0123, "0.012"),
            (1.234, "1.23"),
            (12.34, "12.3"),
            (123.4, "123"),
            (12_345.0, "12k"),
            (2e6, "2.0M"),
        ] {
            assert_eq!(short(value), wanted);
        }
    }
}
