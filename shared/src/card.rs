//! One card: what is printed on it and what it means.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The place of a card in its deck, counted from 0: how a vote names a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardIndex(pub u8);

/// A card as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What stands on it: `13`, `½`, `XL`, `?`, `☕`.
    pub label: String,
    /// What it says when it is turned over.
    pub meaning: Meaning,
}

/// What a card says when it is turned over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// An amount of work. It counts; 0 says that there is nothing to do, or nothing left.
    Number(Points),
    /// A size by name. It counts by its place in the deck and has no mean.
    Word,
    /// `?`: I cannot say, or it cannot be done. It does not count, and the team should hear why.
    CannotSay,
    /// The coffee card: I need a break. It does not count.
    Break,
}

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
    fn d3_points_survive_being_written_and_read() {
        for points in [Points::ZERO, Points::whole(13), Points::whole(-4), Points(-300), Points(1), Points(i32::MIN)] {
            assert_eq!(points.to_string().parse(), Ok(points), "{points}");
        }
    }
}
