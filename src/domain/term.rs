//! How long somebody has: whole calendar days or months (R18).

use std::{fmt, str::FromStr};

use jiff::{Span, civil::Date};

/// A term of a contract. Written as ISO 8601 writes durations: `P60D`, `P24M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    Days(u16),
    /// Where the last month is shorter the term ends on its last day.
    Months(u16),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no term: expected whole days or months of at most ten years, such as P60D or P24M")]
pub struct TermError(String);

/// Longer than any framework agreement.
const MOST_DAYS: u16 = 3_653;
const MOST_MONTHS: u16 = 120;

impl Term {
    /// The day on which a term ends that begins on this one; the calendar's last
    /// day where it would end after it.
    pub fn after(self, day: Date) -> Date {
        let span = match self {
            Self::Days(days) => Span::new().days(days),
            Self::Months(months) => Span::new().months(months),
        };
        day.saturating_add(span)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Days(days) => write!(formatter, "P{days}D"),
            Self::Months(months) => write!(formatter, "P{months}M"),
        }
    }
}

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let error = || TermError(text.to_owned());
        let inner = text.strip_prefix('P').ok_or_else(error)?;
        let unit = inner.chars().last().ok_or_else(error)?;
        let digits = inner.strip_suffix(unit).unwrap_or_default();
        // `parse` would take a sign.
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
        match (unit, number) {
            ('D', Some(days)) if days <= MOST_DAYS => Ok(Self::Days(days)),
            ('M', Some(months)) if months <= MOST_MONTHS => Ok(Self::Months(months)),
            _ => Err(error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(term: &str, from: Date, until: Date) {
        assert_eq!(term.parse::<Term>().unwrap().after(from), until);
    }

    #[test]
    fn calendar_days_and_months_clamped() {
        check("P60D", date(2026, 2, 10), date(2026, 4, 11));
        check("P30D", date(2026, 4, 1), date(2026, 5, 1));
        check("P24M", date(2024, 2, 29), date(2026, 2, 28));
        check("P1M", date(2026, 1, 31), date(2026, 2, 28));
        check("P0D", date(2026, 1, 31), date(2026, 1, 31));
        check("P1D", Date::MAX, Date::MAX);
    }

    #[test]
    fn what_is_no_term_is_refused() {
        for text in
            ["", "P", "60D", "P60", "PD", "P-1D", "P+1D", "P1.5D", "P60d", "P1Y", "P3654D", "P121M", "P1M1D"]
        {
            assert_eq!(text.parse::<Term>(), Err(TermError(text.to_owned())));
        }
    }

    proptest! {
        #[test]
        fn a_term_reads_back_as_it_was_written(days in 0..=MOST_DAYS, months in 0..=MOST_MONTHS) {
            for term in [Term::Days(days), Term::Months(months)] {
                prop_assert_eq!(term.to_string().parse(), Ok(term));
            }
        }
    }
}
