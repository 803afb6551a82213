//! The reliability rate on two scales (R11, after ARCEP): a zone as a whole and
//! each sub-zone with enough tests.

use crate::{domain::ReliabilityScales, verification::statistics::Tally};

/// How a zone stands on the two scales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReliabilityOutcome {
    /// None without a single test inside the claim. A zone too small for the
    /// scale of whole zones passes it.
    pub whole_passes: Option<bool>,
    /// With any test inside the claim.
    pub sub_zones: usize,
    /// Of these, with enough tests to be held to the smaller scale.
    pub judged_sub_zones: usize,
    /// Of these, the ones that fail, in the order in which they were given.
    pub failing_sub_zones: Vec<FailingSubZone>,
}

/// A sub-zone that fails, by its name, with its tests inside the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingSubZone {
    pub name: String,
    pub tests: Tally,
}

impl ReliabilityOutcome {
    /// None: not measured. A zone passes on both scales or not at all.
    pub fn passes(&self) -> Option<bool> {
        self.whole_passes.map(|whole| whole && self.failing_sub_zones.is_empty())
    }
}

/// Holds the tests inside a claim against the scales: those of a zone of this
/// area and of each named sub-zone.
pub fn reliability_on_two_scales(
    whole: Tally,
    area_m2: f64,
    sub_zones: impl IntoIterator<Item = (String, Tally)>,
    scales: &ReliabilityScales,
) -> ReliabilityOutcome {
    let tested: Vec<_> = sub_zones.into_iter().filter(|(_, tests)| tests.trials() > 0).collect();
    let is_small = area_m2 <= scales.whole_above_m2;
    let mut outcome = ReliabilityOutcome {
        whole_passes: whole.share().map(|share| is_small || share >= scales.whole),
        sub_zones: tested.len(),
        judged_sub_zones: 0,
        failing_sub_zones: Vec::new(),
    };
    for (name, tests) in tested.into_iter().filter(|(_, tests)| tests.trials() >= scales.enough_tests) {
        outcome.judged_sub_zones += 1;
        if tests.share().is_some_and(|share| share < scales.sub_zone) {
            outcome.failing_sub_zones.push(FailingSubZone { name, tests });
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Share;

    #[track_caller]
    fn check(whole: (u64, u64), sub_zones: &[(u64, u64)], passes: Option<bool>, failing: &[&str]) {
        let tally = |(passing, trials): (u64, u64)| Tally::new(passing, trials).unwrap();
        let names = ["north", "south"];
        let sub_zones =
            names.map(str::to_owned).into_iter().zip(sub_zones.iter().map(|counts| tally(*counts)));
        let outcome = reliability_on_two_scales(tally(whole), 2e9, sub_zones, &scales());
        let named: Vec<_> = outcome.failing_sub_zones.iter().map(|sub_zone| sub_zone.name.as_str()).collect();
        assert_eq!((outcome.passes(), named.as_slice()), (passes, failing));
    }

    fn scales() -> ReliabilityScales {
        ReliabilityScales {
            whole: Share::new(0.98).unwrap(),
            whole_above_m2: 1e9,
            sub_zone: Share::new(0.95).unwrap(),
            sub_zone_m2: 50e6,
            enough_tests: 20,
        }
    }

    #[test]
    fn a_small_zone_is_not_held_to_the_larger_scale() {
        let tests = Tally::new(97, 100).unwrap();
        assert_eq!(reliability_on_two_scales(tests, 9e8, [], &scales()).passes(), Some(true));
        assert_eq!(reliability_on_two_scales(tests, 1.1e9, [], &scales()).passes(), Some(false));
    }

    #[test]
    fn a_zone_fails_by_a_sub_zone_and_names_it() {
        check((980, 1000), &[(95, 100), (47, 50)], Some(false), &["south"]);
        check((980, 1000), &[(95, 100), (48, 50)], Some(true), &[]);
        check((979, 1000), &[], Some(false), &[]);
        check((980, 1000), &[(10, 19)], Some(true), &[]);
        check((0, 0), &[(0, 0)], None, &[]);
    }
}
