//! Amounts of money.

use std::{fmt, iter::Sum, ops::Add, str::FromStr};

/// Kronor without value added tax, exact to the öre; a correction is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kronor {
    ore: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no amount: expected kronor such as 1250 or 1250,50, at most {LARGEST_SEK}")]
pub struct NotAnAmount(pub String);

/// Öre of a krona.
const ORE: i64 = 100;

/// Far beyond what anybody calls off; sums of a million such amounts still fit.
pub const LARGEST_SEK: i64 = 90_000_000_000;

impl Kronor {
    /// As the store keeps it.
    pub const fn from_ore(ore: i64) -> Self {
        Self { ore }
    }

    pub const fn ore(self) -> i64 {
        self.ore
    }

    /// Kronor as a number with two decimals.
    pub fn sek(self) -> f64 {
        self.ore as f64 / ORE as f64
    }

    /// What is left of it when another amount is taken off.
    pub const fn less(self, other: Self) -> Self {
        Self { ore: self.ore.saturating_sub(other.ore) }
    }

    /// Whether it is this many per cent of a whole, or more.
    pub const fn reaches(self, percent: i64, whole: Self) -> bool {
        self.ore as i128 * 100 >= whole.ore as i128 * percent as i128
    }
}

impl Add for Kronor {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { ore: self.ore.saturating_add(other.ore) }
    }
}

impl Sum for Kronor {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

/// With a decimal comma or point, blanks between thousands (also those that don't
/// break) and either minus.
impl FromStr for Kronor {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let refused = || NotAnAmount(text.to_owned());
        let plain: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let plain = plain.replace('\u{2212}', "-").replace(',', ".");
        let (sign, digits) = plain.strip_prefix('-').map_or((1, plain.as_str()), |digits| (-1, digits));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 2 || !are_digits(whole) || !are_digits(decimals) {
            return Err(refused());
        }
        let whole: i64 = whole.parse().map_err(|_| refused())?;
        let decimals: i64 = format!("{decimals:0<2}").parse().map_err(|_| refused())?;
        let within = whole <= LARGEST_SEK;
        within.then(|| Self { ore: sign * (whole * ORE + decimals) }).ok_or_else(refused)
    }
}

impl fmt::Display for Kronor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ore, sign) = (self.ore.unsigned_abs(), if self.ore < 0 { "-" } else { "" });
        write!(formatter, "{sign}{}.{:02}", ore / ORE as u64, ore % ORE as u64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let read = |text: &str| text.parse::<Kronor>().map(Kronor::ore);
        assert_eq!(read("1250"), Ok(125_000));
        assert_eq!(read("1 250,5"), Ok(125_050));
        assert_eq!(read("70\u{a0}000\u{202f}000.00"), Ok(7_000_000_000));
        assert_eq!(read("\u{2212}12,34"), Ok(-1_234));
        for refused in ["", "-", "1.250,00", "12,345", "1e6", "12 kr", ",50", "90000000001"] {
            assert_eq!(read(refused), Err(NotAnAmount(refused.to_owned())), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(ore in -9_000_000_000_000..=9_000_000_000_000_i64) {
            let amount = Kronor::from_ore(ore);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }
    }
}
