//! The framework agreement that all buy under: its ceiling, what is called off
//! from it, and when the ceiling will be reached (R22).

use std::collections::BTreeMap;

use jiff::{Span, civil::Date};

use super::{Kronor, OrganisationId, organisation::checked_name, text::words};

/// A framework agreement's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameworkAgreementId(pub i64);

/// A framework agreement that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFrameworkAgreement {
    name: String,
    /// The highest value of all call-offs together: when it is reached the
    /// agreement ends (C-23/20, HFD 2022:4).
    ceiling: Kronor,
    /// What was expected to be called off in a year, before there is a year to look back on.
    expected_a_year: Option<Kronor>,
    begins_on: Date,
    /// The last day; no end but the ceiling where it is `None`.
    ends_on: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkAgreement {
    pub id: FrameworkAgreementId,
    pub details: NewFrameworkAgreement,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameworkAgreementError {
    #[error("an agreement's name has 1 to {} characters", super::LONGEST_NAME)]
    Name,
    #[error("a ceiling and what is expected in a year lie above 0 kronor, not at {0}")]
    NotAbove(Kronor),
    #[error("an agreement can't end on {ends_on} and begin on {begins_on}")]
    EndsBefore { begins_on: Date, ends_on: Date },
}

/// What an organisation bought under the agreement, or a correction of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallOff {
    pub organisation: OrganisationId,
    pub day: Date,
    pub amount: Kronor,
    pub supplier: String,
    /// The buyer's own: of one organisation each is counted once.
    pub reference: String,
}

/// How near the ceiling is. It warns and refuses nothing: whether the agreement
/// has ended is for its parties to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CeilingWarning {
    None,
    /// From 80 per cent.
    Near,
    /// From 95 per cent.
    VeryNear,
    Reached,
}

words!(CeilingWarning, "warning of the ceiling", {
    None => "none", Near => "near", VeryNear => "very_near", Reached => "reached",
});

/// What a forecast takes a year to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForecastBasis {
    /// What was called off in the twelve months up to the day.
    LastTwelveMonths,
    /// What the agreement expects, since it is younger than a year.
    Expected,
}

words!(ForecastBasis, "basis of a forecast", {
    LastTwelveMonths => "last_twelve_months", Expected => "expected",
});

/// When the ceiling will be reached if it goes on like this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CeilingForecast {
    pub basis: ForecastBasis,
    pub a_year: Kronor,
    /// From the day that is looked from.
    pub years_left: f64,
    /// Nothing where it lies beyond the calendar.
    pub reached_on: Option<Date>,
}

/// All that is counted on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct CeilingCount {
    pub called_off: Kronor,
    pub left: Kronor,
    pub warning: CeilingWarning,
    /// Nothing where nothing is called off and nothing expected, or the ceiling is reached.
    pub forecast: Option<CeilingForecast>,
    pub by_year: BTreeMap<(OrganisationId, i16), Kronor>,
}

impl NewFrameworkAgreement {
    /// # Errors
    /// When the name is empty or too long, an amount isn't above 0, or the end
    /// lies before the beginning.
    pub fn new(
        name: &str,
        (ceiling, expected_a_year): (Kronor, Option<Kronor>),
        (begins_on, ends_on): (Date, Option<Date>),
    ) -> Result<Self, FrameworkAgreementError> {
        let name = checked_name(name).ok_or(FrameworkAgreementError::Name)?;
        let amounts = [Some(ceiling), expected_a_year];
        if let Some(amount) = amounts.into_iter().flatten().find(|amount| amount.ore() <= 0) {
            return Err(FrameworkAgreementError::NotAbove(amount));
        }
        match ends_on {
            Some(ends_on) if ends_on < begins_on => {
                Err(FrameworkAgreementError::EndsBefore { begins_on, ends_on })
            }
            _ => Ok(Self { name, ceiling, expected_a_year, begins_on, ends_on }),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn ceiling(&self) -> Kronor {
        self.ceiling
    }

    pub fn expected_a_year(&self) -> Option<Kronor> {
        self.expected_a_year
    }

    pub fn begins_on(&self) -> Date {
        self.begins_on
    }

    pub fn ends_on(&self) -> Option<Date> {
        self.ends_on
    }

    /// Whether something can be called off on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.begins_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }

    /// Counts what was called off up to a day against the ceiling.
    pub fn count(&self, call_offs: &[CallOff], on: Date) -> CeilingCount {
        let mut by_year = BTreeMap::new();
        for call_off in call_offs.iter().filter(|call_off| call_off.day <= on) {
            let sum: &mut Kronor = by_year.entry((call_off.organisation, call_off.day.year())).or_default();
            *sum = *sum + call_off.amount;
        }
        let called_off: Kronor = by_year.values().copied().sum();
        let left = self.ceiling.less(called_off);
        let forecast = self.a_year(call_offs, on).and_then(|year| forecast(left, year, on));
        CeilingCount { called_off, left, warning: self.warning(called_off), forecast, by_year }
    }

    fn warning(&self, called_off: Kronor) -> CeilingWarning {
        let levels =
            [(100, CeilingWarning::Reached), (95, CeilingWarning::VeryNear), (80, CeilingWarning::Near)];
        let level = levels.into_iter().find(|(percent, _)| called_off.reaches(*percent, self.ceiling));
        level.map_or(CeilingWarning::None, |(_, warning)| warning)
    }

    /// A whole year's call-offs level out that most are made at its turn: before
    /// there is one, what is expected says more than a part of it.
    fn a_year(&self, call_offs: &[CallOff], on: Date) -> Option<(Kronor, ForecastBasis)> {
        if year_before(on) < self.begins_on {
            return self.expected_a_year.map(|expected| (expected, ForecastBasis::Expected));
        }
        Some((called_off_in_year(call_offs, on), ForecastBasis::LastTwelveMonths))
    }
}

/// What was called off in the twelve months up to a day, the day with them.
pub fn called_off_in_year<'call>(call_offs: impl IntoIterator<Item = &'call CallOff>, on: Date) -> Kronor {
    let after = year_before(on);
    let counted = call_offs.into_iter().filter(|call_off| after < call_off.day && call_off.day <= on);
    counted.map(|call_off| call_off.amount).sum()
}

fn year_before(day: Date) -> Date {
    day.saturating_sub(Span::new().years(1))
}

/// Days of a year, leap years levelled out.
const DAYS_A_YEAR: f64 = 365.25;

fn forecast(left: Kronor, (a_year, basis): (Kronor, ForecastBasis), on: Date) -> Option<CeilingForecast> {
    if left.ore() <= 0 || a_year.ore() <= 0 {
        return None;
    }
    let years_left = left.ore() as f64 / a_year.ore() as f64;
    // A span takes no more days than the calendar has.
    let days = Some(years_left * DAYS_A_YEAR).filter(|days| *days < 7e6).map(|days| days as i64);
    let reached_on = days.and_then(|days| on.checked_add(Span::new().days(days)).ok());
    Some(CeilingForecast { basis, a_year, years_left, reached_on })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const MSEK: i64 = 100_000_000;

    fn agreement(ceiling: i64, expected: Option<i64>) -> NewFrameworkAgreement {
        let amounts = (Kronor::from_ore(ceiling), expected.map(Kronor::from_ore));
        NewFrameworkAgreement::new("Ramavtal", amounts, (date(2026, 1, 1), None)).unwrap()
    }

    fn call_off(organisation: i64, day: Date, ore: i64) -> CallOff {
        let organisation = OrganisationId(organisation);
        let (supplier, reference) = ("Leverantör".to_owned(), format!("{organisation:?} {day} {ore}"));
        CallOff { organisation, day, amount: Kronor::from_ore(ore), supplier, reference }
    }

    /// R22.
    #[test]
    fn seventy_a_year_reach_520_after_7_4_years() {
        let count = agreement(520 * MSEK, Some(70 * MSEK)).count(&[], date(2026, 1, 1));
        let forecast = count.forecast.unwrap();
        assert_eq!(format!("{:.1}", forecast.years_left), "7.4");
        assert_eq!(forecast.basis, ForecastBasis::Expected);
        assert_eq!(forecast.reached_on, Some(date(2033, 6, 6)));
    }

    #[test]
    fn the_counter_warns_at_80_and_95_per_cent_and_refuses_nothing() {
        let warned =
            |ore| agreement(100 * MSEK, None).count(&[call_off(1, date(2026, 5, 1), ore)], date(2026, 5, 1));
        assert_eq!(warned(80 * MSEK - 1).warning, CeilingWarning::None);
        assert_eq!(warned(80 * MSEK).warning, CeilingWarning::Near);
        assert_eq!(warned(95 * MSEK - 1).warning, CeilingWarning::Near);
        assert_eq!(warned(95 * MSEK).warning, CeilingWarning::VeryNear);
        let beyond = warned(101 * MSEK);
        assert_eq!((beyond.warning, beyond.left), (CeilingWarning::Reached, Kronor::from_ore(-MSEK)));
        assert_eq!(beyond.forecast, None);
    }

    #[test]
    fn a_year_is_looked_back_on_when_there_is_one() {
        let agreement = agreement(100 * MSEK, Some(50 * MSEK));
        let call_offs =
            [call_off(1, date(2026, 1, 1), 30 * MSEK), call_off(2, date(2026, 12, 31), 20 * MSEK)];
        let basis =
            |on| agreement.count(&call_offs, on).forecast.map(|made| (made.basis, made.a_year.ore() / MSEK));
        assert_eq!(basis(date(2026, 12, 31)), Some((ForecastBasis::Expected, 50)));
        assert_eq!(basis(date(2027, 1, 1)), Some((ForecastBasis::LastTwelveMonths, 20)));
        assert_eq!(basis(date(2028, 1, 1)), None);
    }

    #[test]
    fn what_comes_later_isnt_counted_yet() {
        let call_offs = [call_off(1, date(2026, 3, 1), MSEK), call_off(1, date(2027, 3, 1), MSEK)];
        let count = agreement(100 * MSEK, None).count(&call_offs, date(2026, 12, 31));
        assert_eq!(count.called_off, Kronor::from_ore(MSEK));
        assert_eq!(count.by_year, BTreeMap::from([((OrganisationId(1), 2026), Kronor::from_ore(MSEK))]));
    }

    #[test]
    fn an_agreement_without_a_ceiling_or_with_its_days_reversed_is_refused() {
        let made = |ceiling, ends_on| {
            NewFrameworkAgreement::new("x", (Kronor::from_ore(ceiling), None), (date(2026, 1, 1), ends_on))
        };
        assert_eq!(made(0, None), Err(FrameworkAgreementError::NotAbove(Kronor::default())));
        assert!(matches!(made(1, Some(date(2025, 12, 31))), Err(FrameworkAgreementError::EndsBefore { .. })));
    }

    proptest! {
        /// Conservation: what organisations and years hold is what is called off, in any order.
        #[test]
        fn parts_make_the_whole(
            calls in prop::collection::vec((1_i64..5, 0_i64..2_000, -50_i64..500), 0..40),
        ) {
            let on = date(2031, 12, 31);
            let mut call_offs: Vec<CallOff> = calls.iter()
                .map(|(who, days, ore)| call_off(*who, date(2026, 1, 1) + Span::new().days(*days), *ore)).collect();
            let count = agreement(MSEK, None).count(&call_offs, on);
            let whole: i64 = calls.iter().map(|(_, _, ore)| ore).sum();
            prop_assert_eq!(count.called_off.ore(), whole);
            prop_assert_eq!(count.by_year.values().map(|sum| sum.ore()).sum::<i64>(), whole);
            call_offs.reverse();
            prop_assert_eq!(agreement(MSEK, None).count(&call_offs, on), count);
        }
    }
}
