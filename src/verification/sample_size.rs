//! How many tests a verdict takes (R14): what can be said before anyone drives.

use crate::{
    domain::Share,
    verification::statistics::{Interval, Tally},
};

/// What a true claim is missed by at most, one-sided.
const SIGNIFICANCE: f64 = 0.05;

/// So many independent tests, none of which fails, show that the share reaches
/// what is required at one-sided 95 %: n = ⌈ln 0.05 / ln required⌉. None: a share
/// of 1 can't be shown by any number.
pub fn tests_without_failure(required: Share) -> Option<u64> {
    let needed = SIGNIFICANCE.ln() / required.value().ln();
    needed.is_finite().then(|| (needed.ceil() as u64).max(1))
}

/// So many more votes that all pass confirm a claim by Wilson's interval, where
/// `deflation` votes are worth an independent one and remain so; 0 when it is
/// confirmed already. None: a share of 1 is never confirmed.
pub fn passing_still_needed(votes: Tally, deflation: f64, required: Share) -> Option<u64> {
    if required.value() >= 1.0 {
        return None;
    }
    let confirms = |more: u64| {
        let trials = (votes.trials() + more) as f64;
        let share = Share::of((votes.passing() + more) as f64, trials);
        share.is_some_and(|share| Interval::wilson(share, trials / deflation).lower >= required.value())
    };
    // A vote more that passes never lowers the bound: double, then halve.
    let (mut enough, mut too_few) = (1, 0);
    if confirms(0) {
        return Some(0);
    }
    while !confirms(enough) {
        (too_few, enough) = (enough, enough.checked_mul(2)?);
    }
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if confirms(middle) { enough = middle } else { too_few = middle }
    }
    Some(enough)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(value: f64) -> Share {
        Share::new(value).unwrap()
    }

    #[test]
    fn without_a_failure() {
        for (required, tests) in [(0.90, 29), (0.95, 59), (0.98, 149), (0.99, 299)] {
            assert_eq!(tests_without_failure(share(required)), Some(tests), "{required}");
        }
        assert_eq!(tests_without_failure(share(1.0)), None);
        assert_eq!(tests_without_failure(share(0.0)), Some(1));
    }

    #[test]
    fn a_unit_at_45_of_50() {
        let votes = Tally::new(45, 50).unwrap();
        assert_eq!(passing_still_needed(votes, 1.0, share(0.9)), Some(63));
        let after = Tally::new(108, 113).unwrap().wilson().unwrap();
        assert_eq!(format!("{:.4}", after.lower), "0.9006");
    }

    #[test]
    fn at_the_ends() {
        let confirmed = Tally::new(197, 200).unwrap();
        assert_eq!(passing_still_needed(confirmed, 1.0, share(0.95)), Some(0));
        assert_eq!(passing_still_needed(confirmed, 1.0, share(1.0)), None);
        // Wilson's two-sided interval asks more than the 59 above.
        assert_eq!(passing_still_needed(Tally::default(), 1.0, share(0.95)), Some(73));
        assert_eq!(passing_still_needed(Tally::default(), 4.0, share(0.95)), Some(292));
    }

    proptest! {
        #[test]
        fn one_fewer_would_not_do(
            trials in 0u64..500, part in 0.0..=1.0f64, required in 0.5..0.99f64, deflation in 1.0..20.0f64,
        ) {
            let votes = Tally::new((part * trials as f64) as u64, trials).unwrap();
            let needed = passing_still_needed(votes, deflation, share(required)).unwrap();
            let lower = |more: u64| {
                let trials = (votes.trials() + more) as f64;
                let found = Share::of((votes.passing() + more) as f64, trials);
                found.map_or(0.0, |found| Interval::wilson(found, trials / deflation).lower)
            };
            prop_assert!(lower(needed) >= required);
            prop_assert!(needed == 0 || lower(needed - 1) < required);
        }
    }
}
