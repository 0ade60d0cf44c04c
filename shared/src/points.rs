//! Points: an exact amount of work, and the ways in which people write one.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::limits::POINTS_MAX;

/// An exact amount: a whole number of 600ths, so that halves, thirds, quarters, fifths, sixths, eighths and every
/// hundredth add up without an error.
///
/// In JSON it is a string, a whole number or a reduced fraction: `"13"`, `"1/2"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i32);

impl Points {
    /// How many units make 1.
    pub const UNITS: i32 = 600;
    /// No effort, or done.
    pub const ZERO: Self = Self(0);

    /// A whole number of points.
    pub const fn whole(points: i16) -> Self {
        Self(points as i32 * Self::UNITS)
    }

    /// The fraction, if it is exact in 600ths and not beyond what fits.
    pub const fn fraction(numerator: i32, denominator: i32) -> Option<Self> {
        if denominator <= 0 || Self::UNITS % denominator != 0 {
            return None;
        }
        match numerator.checked_mul(Self::UNITS / denominator) {
            Some(units) => Some(Self(units)),
            None => None,
        }
    }

    /// The amount that somebody typed: `13`, `-2`, `½`, `1½`, `1/2`, `1 1/2`, `0.5`, `0,5`.
    ///
    /// # Errors
    ///
    /// [`NotPoints`] for anything else, for what is not exact in 600ths, and beyond [`POINTS_MAX`].
    pub fn typed(text: &str) -> Result<Self, NotPoints> {
        let text = text.trim();
        let (sign, amount) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(amount) => (-1, amount),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (numerator, denominator) = mixed(amount).ok_or(NotPoints)?;
        let scaled = numerator.checked_mul(i64::from(Self::UNITS)).ok_or(NotPoints)?;
        let units = scaled / denominator;
        let is_exact = scaled % denominator == 0;
        if !is_exact || units > i64::from(POINTS_MAX) * i64::from(Self::UNITS) {
            return Err(NotPoints);
        }
        i32::try_from(sign * units).map(Self).map_err(|_| NotPoints)
    }

    /// In 600ths.
    pub fn units(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let divisor = greatest_common_divisor(self.0.unsigned_abs(), Self::UNITS.unsigned_abs()) as i32;
        match (self.0 / divisor, Self::UNITS / divisor) {
            (whole, 1) => write!(f, "{whole}"),
            (numerator, denominator) => write!(f, "{numerator}/{denominator}"),
        }
    }
}

impl std::str::FromStr for Points {
    type Err = NotPoints;

    fn from_str(text: &str) -> Result<Self, NotPoints> {
        let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
        let numerator = numerator.parse().map_err(|_| NotPoints)?;
        let denominator = denominator.parse().map_err(|_| NotPoints)?;
        Self::fraction(numerator, denominator).ok_or(NotPoints)
    }
}

/// The text is no whole number and no fraction that is exact in 600ths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPoints;

impl fmt::Display for NotPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a whole number or a fraction such as 1/2")
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_i32(self.0) }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            i32::deserialize(deserializer).map(Self)
        }
    }
}

/// Vulgar fractions of Unicode that are exact in 600ths.
const FRACTIONS: [(char, i64, i64); 15] = [
    ('½', 1, 2),
    ('⅓', 1, 3),
    ('⅔', 2, 3),
    ('¼', 1, 4),
    ('¾', 3, 4),
    ('⅕', 1, 5),
    ('⅖', 2, 5),
    ('⅗', 3, 5),
    ('⅘', 4, 5),
    ('⅙', 1, 6),
    ('⅚', 5, 6),
    ('⅛', 1, 8),
    ('⅜', 3, 8),
    ('⅝', 5, 8),
    ('⅞', 7, 8),
];

/// An amount without a sign, as a numerator and a denominator that is not 0.
fn mixed(text: &str) -> Option<(i64, i64)> {
    let last = text.chars().last()?;
    if let Some(&(sign, numerator, denominator)) = FRACTIONS.iter().find(|(sign, ..)| *sign == last) {
        let whole = text.trim_end_matches(sign);
        let is_one_sign = whole.len() + sign.len_utf8() == text.len();
        let whole = if whole.is_empty() { 0 } else { digits(whole.trim_end())? };
        return is_one_sign.then_some((whole * denominator + numerator, denominator));
    }
    if let Some((above, below)) = text.split_once(['/', '\u{2044}']) {
        let denominator = digits(below).filter(|&denominator| denominator > 0)?;
        let (whole, numerator) = match above.split_once(' ') {
            None => (0, digits(above)?),
            Some((whole, numerator)) => (digits(whole)?, digits(numerator)?),
        };
        return Some((whole * denominator + numerator, denominator));
    }
    match text.split_once(['.', ',']) {
        None => Some((digits(text)?, 1)),
        Some((whole, rest)) => {
            let whole = if whole.is_empty() { 0 } else { digits(whole)? };
            let denominator = 10_i64.pow(rest.len().try_into().ok()?);
            Some((whole * denominator + digits(rest)?, denominator))
        }
    }
}

/// A whole number of at most [`DIGITS_MAX`] digits, so that what is made of two of them still fits.
fn digits(text: &str) -> Option<i64> {
    let is_number = (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

const DIGITS_MAX: usize = 9;

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d3_a_half_is_exactly_a_half() {
        let half = Points::fraction(1, 2).unwrap();
        assert_eq!(half.units() * 2, Points::whole(1).units());
        assert_eq!(half.to_string(), "1/2");
        assert_eq!("1/2".parse(), Ok(half));
        assert_eq!("2/4".parse(), Ok(half));
    }

    #[test]
    fn d3_what_is_not_exact_is_refused() {
        for text in ["1/7", "1/0", "1/-2", "0.5", "", "/", "x", "9999999999", "2147483647"] {
            assert_eq!(text.parse::<Points>(), Err(NotPoints), "{text:?}");
        }
    }

    #[test]
    fn d3_every_way_to_write_an_amount_is_the_same_amount() {
        let same = [
            (Points(300), "½ 1/2 2/4 0.5 0,5 .5 ,5 0.50 00,500 1\u{2044}2 +½"),
            (Points(150), "¼ 1/4 0.25 0,25"),
            (Points(-300), "-½ -0.5 \u{2212}0,5 -1/2"),
            (Points(900), "1½ 1.5 1,5 3/2"),
            (Points(200), "⅓ 1/3 2/6"),
            (Points(6), "0.01 1/100"),
            (Points::ZERO, "0 -0 0.0 0/5"),
            (Points::whole(13), "13 13.0 013 26/2"),
        ];
        for (points, ways) in same {
            for way in ways.split(' ') {
                assert_eq!(Points::typed(way), Ok(points), "{way}");
            }
        }
        assert_eq!(Points::typed(" 1 1/2 "), Ok(Points(900)));
        assert_eq!(Points::typed("1 ½"), Ok(Points(900)));
    }

    #[test]
    fn d3_what_was_typed_and_is_no_exact_amount_is_refused() {
        for text in ["", "-", "x", "1/7", "1/0", "0.001", "½½", "1/½", "1.2.3", "1,2,3", "--1", "1 2", "1e3", "٣", "."]
        {
            assert_eq!(Points::typed(text), Err(NotPoints), "{text:?}");
        }
    }

    #[test]
    fn d3_an_amount_has_a_bound() {
        assert_eq!(Points::typed("1000000"), Ok(Points(POINTS_MAX * Points::UNITS)));
        assert_eq!(Points::typed("-1000000"), Ok(Points(-POINTS_MAX * Points::UNITS)));
        for text in ["1000001", "1000000.5", "-1000001", "99999999999999999999"] {
            assert_eq!(Points::typed(text), Err(NotPoints), "{text}");
        }
    }

    #[test]
    fn d3_points_survive_being_written_and_read() {
        for points in [Points::ZERO, Points::whole(13), Points::whole(-4), Points(-300), Points(1), Points(i32::MIN)] {
            assert_eq!(points.to_string().parse(), Ok(points), "{points}");
        }
    }
}
