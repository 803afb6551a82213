//! Counts, intervals and levels of measurements. Knows nothing of where or by
//! whom they were measured.

use crate::domain::{Dbm, EvidenceState, Share};

/// Two-sided 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// How many of a number of trials passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    trials: u64,
    passing: u64,
}

/// Bounds of a share, 0…1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub lower: f64,
    pub upper: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{passing} of {trials} can't have passed")]
pub struct TallyError {
    pub passing: u64,
    pub trials: u64,
}

impl Tally {
    /// # Errors
    /// When more passed than there were.
    pub fn new(passing: u64, trials: u64) -> Result<Self, TallyError> {
        if passing <= trials { Ok(Self { trials, passing }) } else { Err(TallyError { passing, trials }) }
    }

    pub fn count(&mut self, passed: bool) {
        self.trials += 1;
        self.passing += u64::from(passed);
    }

    /// So many that ended alike.
    pub fn count_alike(&mut self, passed: bool, trials: u64) {
        self.trials += trials;
        self.passing += if passed { trials } else { 0 };
    }

    pub fn add(&mut self, other: Tally) {
        self.trials += other.trials;
        self.passing += other.passing;
    }

    /// What is left when a part of the trials is taken out.
    pub(super) fn without(self, part: Tally) -> Self {
        Self { trials: self.trials - part.trials, passing: self.passing - part.passing }
    }

    pub fn trials(self) -> u64 {
        self.trials
    }

    pub fn passing(self) -> u64 {
        self.passing
    }

    pub fn failing(self) -> u64 {
        self.trials - self.passing
    }

    /// None where there was no trial.
    pub fn share(self) -> Option<Share> {
        Share::of(self.passing as f64, self.trials as f64)
    }

    /// Whether at least half passed; none where there was no trial.
    ///
    /// Of signal samples this is the same as to hold [`median_level`] against
    /// the threshold.
    pub fn majority_passes(self) -> Option<bool> {
        (self.trials > 0).then_some(self.passing >= self.failing())
    }

    /// Wilson's interval of the share; none where there was no trial.
    pub fn wilson(self) -> Option<Interval> {
        self.share().map(|share| Interval::wilson(share, self.trials as f64))
    }

    /// What the trials say of a claim that `required` of them pass (R10).
    pub fn state(self, required: Share) -> EvidenceState {
        self.wilson().map_or(EvidenceState::NotMeasured, |interval| interval.state(required))
    }
}

impl Interval {
    /// Wilson's score interval at two-sided 95 % (R10; E. B. Wilson 1927,
    /// "Probable inference, the law of succession, and statistical inference") of
    /// a share found in `trials`, which need not be whole where trials depend on
    /// each other.
    pub fn wilson(share: Share, trials: f64) -> Self {
        let (p, n) = (share.value(), trials);
        let z2 = Z_95 * Z_95;
        let scale = 1.0 + z2 / n;
        let centre = (p + z2 / (2.0 * n)) / scale;
        let half = Z_95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / scale;
        // Exactly 0 and 1 at the ends, where rounding would leave a bound a last digit inside.
        let lower = if p == 0.0 { 0.0 } else { (centre - half).max(0.0) };
        let upper = if p == 1.0 { 1.0 } else { (centre + half).min(1.0) };
        Self { lower, upper }
    }

    /// What it says of a claim that `required` of all pass (R10).
    pub fn state(self, required: Share) -> EvidenceState {
        if self.lower >= required.value() {
            EvidenceState::Confirmed
        } else if self.upper < required.value() {
            EvidenceState::Refuted
        } else {
            EvidenceState::Inconclusive
        }
    }
}

/// The greatest level that at least half of the samples reach (R9): one of the
/// measured levels, of two the stronger. It reaches a threshold exactly when
/// half of the samples do, and is never a mean, in dB or in mW.
pub fn median_level(levels: &mut [Dbm]) -> Option<Dbm> {
    let middle = levels.len() / 2;
    let by_level = |one: &Dbm, other: &Dbm| one.value().total_cmp(&other.value());
    (!levels.is_empty()).then(|| *levels.select_nth_unstable_by(middle, by_level).1)
}

/// The ordinary median, of an even number the mean of the middle two.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tally(passing: u64, trials: u64) -> Tally {
        Tally::new(passing, trials).unwrap()
    }

    #[track_caller]
    fn check(passing: u64, trials: u64, lower: f64, upper: f64) {
        let interval = tally(passing, trials).wilson().unwrap();
        let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
        assert_eq!((rounded(interval.lower), rounded(interval.upper)), (lower, upper), "{passing}/{trials}");
    }

    #[test]
    fn wilson_as_the_table_has_it() {
        check(0, 3, 0.0, 0.5615);
        check(10, 10, 0.7225, 1.0);
        check(19, 20, 0.7639, 0.9911);
        check(47, 50, 0.8378, 0.9794);
        check(98, 100, 0.9300, 0.9945);
        check(100, 100, 0.9630, 1.0);
        check(191, 200, 0.9167, 0.9761);
        check(196, 200, 0.9497, 0.9922);
        check(980, 1000, 0.9693, 0.9870);
        check(20, 42, 0.3336, 0.6228);
    }

    #[test]
    fn the_verdict_turns_where_the_rule_says() {
        let required = Share::new(0.95).unwrap();
        let state = |passing| tally(passing, 200).state(required);
        assert_eq!(state(196), EvidenceState::Inconclusive);
        assert_eq!((0..=200).find(|k| state(*k) == EvidenceState::Confirmed), Some(197));
        assert_eq!((0..=200).rev().find(|k| state(*k) == EvidenceState::Refuted), Some(183));
        assert_eq!(Tally::default().state(required), EvidenceState::NotMeasured);
        let whole = Share::new(1.0).unwrap();
        assert_eq!(tally(7, 7).state(whole), EvidenceState::Inconclusive);
    }

    #[test]
    fn a_level_of_a_cell_is_one_that_was_measured() {
        let median_of = |levels: &[f64]| {
            let mut levels: Vec<_> = levels.iter().map(|level| Dbm::lte_rsrp(*level).unwrap()).collect();
            median_level(&mut levels).map(Dbm::value)
        };
        assert_eq!(median_of(&[-90.0, -110.0]), Some(-90.0));
        assert_eq!(median_of(&[-90.0, -110.0, -100.5]), Some(-100.5));
        assert_eq!(median_of(&[]), None);
    }

    #[test]
    fn an_ordinary_median_lies_in_the_middle() {
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn more_than_all_cannot_pass() {
        assert_eq!(Tally::new(3, 2), Err(TallyError { passing: 3, trials: 2 }));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(trials in 1u64..5_000, part in 0.0..=1.0f64) {
            let tally = tally((part * trials as f64) as u64, trials);
            let (interval, share) = (tally.wilson().unwrap(), tally.share().unwrap().value());
            prop_assert!(0.0 <= interval.lower && interval.lower <= share);
            prop_assert!(share <= interval.upper && interval.upper <= 1.0);
        }

        #[test]
        fn one_more_that_passes_never_lowers_a_bound(trials in 1u64..5_000, part in 0.0..=1.0f64) {
            let before = tally((part * trials as f64) as u64, trials);
            let mut after = before;
            after.count(true);
            let (before, after) = (before.wilson().unwrap(), after.wilson().unwrap());
            prop_assert!(before.lower <= after.lower && before.upper <= after.upper + 1e-12);
        }

        #[test]
        fn the_median_level_reaches_what_half_of_the_levels_reach(
            levels in prop::collection::vec(-140.0..-44.0f64, 1..40), threshold in -140.0..-44.0f64,
        ) {
            let mut levels: Vec<_> = levels.into_iter().map(|level| Dbm::lte_rsrp(level).unwrap()).collect();
            let mut reached = Tally::default();
            levels.iter().for_each(|level| reached.count(level.value() >= threshold));
            let median = median_level(&mut levels).map(|level| level.value() >= threshold);
            prop_assert_eq!(median, reached.majority_passes());
        }
    }
}
