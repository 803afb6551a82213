//! Whether failing tests are enough to ask a network for an explanation of its
//! claim (R13, after the FCC's mobile challenge process, 47 CFR 1.7006).

use std::sync::LazyLock;

use jiff::{SignedDuration, civil::Time};
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::verification::statistics::Tally;

/// So many of the tests may fail where a claim is true, as a share.
const ALLOWED_TO_FAIL: f64 = 0.10;
/// So seldom may a true claim be challenged.
const SIGNIFICANCE: f64 = 0.05;
/// Two of the failures lie at least this far apart in the local time of day.
const LEAST_APART: SignedDuration = SignedDuration::from_hours(4);
/// The failures lie in at least so many cells.
const LEAST_CELLS: u64 = 4;

/// Failing tests inside a claim: how many of how many, and how far spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    pub tests: Tally,
    /// In which at least one test fails.
    pub failing_cells: u64,
    /// The earliest and the latest time of day of a failure, local.
    pub failing_between: Option<(Time, Time)>,
}

impl Challenge {
    /// Adds the tests of one cell.
    pub fn add(&mut self, tests: Tally, failing_between: Option<(Time, Time)>) {
        self.tests.add(tests);
        self.failing_cells += u64::from(tests.failing() > 0);
        self.failing_between = joined(self.failing_between, failing_between);
    }

    /// The fewest failures that refute the claim with so many tests; none when
    /// not even all of them would.
    pub fn least_failing(self) -> Option<u64> {
        least_failing(self.tests.trials())
    }

    /// Whether there are enough failures, in enough cells and far enough apart
    /// in the time of day.
    pub fn stands(self) -> bool {
        let is_enough = self.least_failing().is_some_and(|least| self.tests.failing() >= least);
        let is_spread =
            self.failing_between.is_some_and(|(first, last)| first.duration_until(last) >= LEAST_APART);
        is_enough && is_spread && self.failing_cells >= LEAST_CELLS
    }
}

/// The time of day that holds both.
pub(super) fn joined(one: Option<(Time, Time)>, other: Option<(Time, Time)>) -> Option<(Time, Time)> {
    match (one, other) {
        (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
        (one, other) => one.or(other),
    }
}

/// The smallest x with P(X ≥ x | n, 0.10) ≤ 0.05, exact binomial.
fn least_failing(tests: u64) -> Option<u64> {
    /// What small numbers need is asked for every zone.
    static SMALL: LazyLock<Vec<Option<u64>>> = LazyLock::new(|| (0..=100).map(search).collect());
    let known = usize::try_from(tests).ok().and_then(|tests| SMALL.get(tests));
    known.copied().unwrap_or_else(|| search(tests))
}

fn search(tests: u64) -> Option<u64> {
    let failing = Binomial::new(ALLOWED_TO_FAIL, tests).ok()?;
    // P(X ≥ x) is what is left above x − 1. It falls with x: halve until it is met.
    let refutes = |x: &u64| x.checked_sub(1).is_some_and(|below| failing.sf(below) <= SIGNIFICANCE);
    let (mut enough, mut too_few) = (tests + 1, 0);
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if refutes(&middle) { enough = middle } else { too_few = middle }
    }
    (enough <= tests).then_some(enough)
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn as_many_failures_as_the_rule_says() {
        for (tests, failing) in [(5, 3), (10, 4), (20, 5), (21, 6), (50, 10), (100, 16)] {
            assert_eq!((least_failing(tests), search(tests)), (Some(failing), Some(failing)), "{tests}");
        }
        assert_eq!((least_failing(0), least_failing(1)), (None, None));
        assert_eq!(least_failing(2), Some(2));
    }

    #[test]
    fn tails_are_exact() {
        let tail = |tests, failing: u64| Binomial::new(0.1, tests).unwrap().sf(failing - 1);
        assert_eq!(format!("{:.4} {:.4}", tail(20, 5), tail(100, 16)), "0.0432 0.0399");
        for tests in 1..300 {
            if let Some(failing) = search(tests) {
                assert!(tail(tests, failing) <= SIGNIFICANCE && tail(tests, failing - 1) > SIGNIFICANCE);
            }
        }
    }

    /// Twenty tests of which five fail, in so many cells between two times.
    #[track_caller]
    fn check(cells: u64, first: Time, last: Time, stands: bool) {
        let failing_between = Some((first, last));
        let challenge =
            Challenge { tests: Tally::new(15, 20).unwrap(), failing_cells: cells, failing_between };
        assert_eq!(challenge.stands(), stands, "{challenge:?}");
    }

    #[test]
    fn failures_are_spread_over_the_day_and_over_cells() {
        check(4, time(6, 30, 0, 0), time(10, 29, 0, 0), false);
        check(4, time(6, 30, 0, 0), time(10, 30, 0, 0), true);
        check(3, time(6, 30, 0, 0), time(10, 30, 0, 0), false);
        // One parking place at noon.
        check(1, time(12, 0, 0, 0), time(12, 0, 0, 0), false);
    }

    #[test]
    fn cells_are_added_up() {
        let mut challenge = Challenge::default();
        let at = |hour| Some((time(hour, 0, 0, 0), time(hour, 30, 0, 0)));
        for (failing, hours) in [(1, at(12)), (0, None), (2, at(7)), (1, at(9)), (1, at(8))] {
            challenge.add(Tally::new(4 - failing, 4).unwrap(), hours);
        }
        assert_eq!((challenge.tests.failing(), challenge.failing_cells), (5, 4));
        assert_eq!(challenge.failing_between, Some((time(7, 0, 0, 0), time(12, 30, 0, 0))));
        assert!(challenge.stands());
        assert!(!Challenge::default().stands());
    }
}
