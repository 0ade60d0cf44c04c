//! Amounts as people and programs read them: exact where that can be said.

use std::fmt;
use std::iter;

use shared::points::Points;

/// The sum of some amounts, exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// In 600ths of a point.
    units: i64,
}

impl iter::Sum<Points> for Sum {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Self {
        Self { units: points.map(|points| i64::from(points.units())).sum() }
    }
}

impl fmt::Display for Sum {
    /// A whole number, with a fraction behind it: `34`, `34½`, `2 1/3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = self.units.unsigned_abs();
        let one = u64::from(Points::UNITS.unsigned_abs());
        let (whole, rest) = (units / one, units % one);
        let sign = if self.units < 0 { "\u{2212}" } else { "" };
        let divisor = greatest_common_divisor(rest, one);
        match (whole, rest / divisor, one / divisor) {
            (whole, 0, _) => write!(f, "{sign}{whole}"),
            (0, 1, 2) => write!(f, "{sign}½"),
            (whole, 1, 2) => write!(f, "{sign}{whole}½"),
            (0, above, below) => write!(f, "{sign}{above}/{below}"),
            (whole, above, below) => write!(f, "{sign}{whole} {above}/{below}"),
        }
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { greatest_common_divisor(b, a % b) }
}

/// Digits behind the point of a number that has no end.
const DECIMAL_DIGITS: usize = 6;

/// An amount as a decimal number, as spreadsheets and other tools read one: `13`, `0.5`, `-2`. Thirds and sixths are rounded.
pub fn decimal(points: Points) -> String {
    let scale = 10_i64.pow(DECIMAL_DIGITS as u32);
    let units = i64::from(points.units()).abs();
    let scaled = (units * scale + i64::from(Points::UNITS) / 2) / i64::from(Points::UNITS);
    let sign = if points.units() < 0 { "-" } else { "" };
    let number = format!("{sign}{}.{:0DECIMAL_DIGITS$}", scaled / scale, scaled % scale);
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(typed: &[&str]) -> Vec<Points> {
        typed.iter().map(|typed| Points::typed(typed).unwrap()).collect()
    }

    #[test]
    fn a_sum_is_exact() {
        for (typed, sum) in [
            (&["½", "½", "13"][..], "14"),
            (&["½", "8"], "8½"),
            (&["½"], "½"),
            (&["1/3", "1/3", "1/3"], "1"),
            (&["1/3", "2"], "2 1/3"),
            (&["-½"], "\u{2212}½"),
            (&["-1", "1"], "0"),
            (&[], "0"),
        ] {
            assert_eq!(points(typed).into_iter().sum::<Sum>().to_string(), sum);
        }
        assert_eq!(iter::repeat_n(Points::typed("1000000").unwrap(), 5_000).sum::<Sum>().to_string(), "5000000000");
    }

    #[test]
    fn an_amount_is_a_decimal_number() {
        for (typed, number) in [
            ("13", "13"),
            ("100", "100"),
            ("0", "0"),
            ("½", "0.5"),
            ("1¼", "1.25"),
            ("-0.01", "-0.01"),
            ("1/3", "0.333333"),
            ("2/3", "0.666667"),
            ("1000000", "1000000"),
        ] {
            assert_eq!(decimal(Points::typed(typed).unwrap()), number);
        }
    }
}
