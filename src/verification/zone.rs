//! The verdict on a claim in a zone.
//!
//! What is claimed is asked twice of the same closure, because the rules count
//! two things: a vote stands or falls with its cell, whose claim is that of the
//! cell's centre (R8, R10, R12); a test stands at its own position (R11). The
//! answers are kept as [`CellClaim`]s, so that asking a coverage of hundreds of
//! thousands of positions is done once and not for every zone anew.

use std::collections::BTreeMap;

use geo::Coord;
use jiff::Timestamp;

use super::{CellEvidence, ClaimMatrix, ServiceEvidence};
use crate::{
    domain::{EvidenceState, Rejection, age_weight},
    geometry::Grid,
    verification::statistics::{Interval, Tally, median},
};

/// What is claimed in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellClaim {
    /// Whether the claim covers the cell's centre.
    pub claimed: bool,
    /// The valid tests of the cell whose positions lie inside the claim.
    pub inside: Tally,
}

/// What the measurements in a zone say of a network's claim to a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneEvidence {
    /// Of claimed cells alone: what isn't claimed can't be refuted.
    pub votes: Tally,
    /// Wilson's interval of the votes; none when not measured.
    pub interval: Option<Interval>,
    /// Not measured when no claimed cell has a vote.
    pub state: EvidenceState,
    /// The tests inside the claim, by position (R11).
    pub reliability: Tally,
    /// All measured cells of the zone, claimed or not (R12).
    pub matrix: ClaimMatrix,
    pub basis: EvidenceBasis,
}

/// How much evidence there is in the zone, claimed or not, and how old it is (R16).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceBasis {
    /// Valid samples that bear on the service.
    pub samples: u64,
    /// Samples that would bear on the service and don't count.
    pub rejected: BTreeMap<Rejection, u64>,
    pub newest: Option<Timestamp>,
    pub median_age_days: Option<f64>,
    /// The mean of the samples' weights by age, 0…1. It is shown and changes no
    /// vote: the interval is one of whole trials.
    pub mean_age_weight: Option<f64>,
}

impl ServiceEvidence<'_> {
    /// Asks the claim of every cell, in the cells' order. `claimed` takes
    /// positions in the computing coordinate reference system and answers `true`
    /// on the boundary of a claim: a test on the boundary is inside (R11).
    pub fn claims(&self, claimed: impl Fn(Coord<f64>) -> bool) -> Vec<CellClaim> {
        self.cells.iter().map(|cell| self.claim(cell, &claimed)).collect()
    }

    /// The verdict over the cells that are handed in, each with its claim.
    /// Their order doesn't matter.
    pub fn verdict<'cell>(
        &self,
        cells: impl IntoIterator<Item = (&'cell CellEvidence, CellClaim)>,
    ) -> ZoneEvidence {
        let mut votes = Tally::default();
        let mut reliability = Tally::default();
        let mut matrix = ClaimMatrix::default();
        let mut tests = TestsOfZone::default();
        for (cell, claim) in cells {
            if claim.claimed {
                votes.add(cell.votes);
            }
            reliability.add(claim.inside);
            cell.passes().into_iter().for_each(|passed| matrix.count(claim.claimed, passed));
            tests.add(self, cell);
        }
        let state = votes.state(self.required_share);
        ZoneEvidence {
            votes,
            interval: votes.wilson(),
            state,
            reliability,
            matrix,
            basis: tests.into_basis(),
        }
    }

    /// The verdict over the cells whose centre lies in a zone: asks both
    /// closures anew. For many zones keep [`ServiceEvidence::claims`].
    pub fn verdict_in(
        &self,
        in_zone: impl Fn(Coord<f64>) -> bool,
        claimed: impl Fn(Coord<f64>) -> bool,
    ) -> ZoneEvidence {
        let cells = self.cells.iter().filter(|cell| in_zone(Grid::MEASUREMENT.centre(cell.cell)));
        self.verdict(cells.map(|cell| (cell, self.claim(cell, &claimed))))
    }

    fn claim(&self, cell: &CellEvidence, claimed: &impl Fn(Coord<f64>) -> bool) -> CellClaim {
        let mut inside = Tally::default();
        let valid = self.tests(cell).filter_map(|test| Some((test.position, test.outcome(self.service)?)));
        valid.filter(|(position, _)| claimed(*position)).for_each(|(_, passed)| inside.count(passed));
        CellClaim { claimed: claimed(Grid::MEASUREMENT.centre(cell.cell)), inside }
    }
}

/// The tests of a zone, as they are gathered.
#[derive(Default)]
struct TestsOfZone {
    ages_days: Vec<f64>,
    newest: Option<Timestamp>,
    rejected: BTreeMap<Rejection, u64>,
}

impl TestsOfZone {
    fn add(&mut self, evidence: &ServiceEvidence<'_>, cell: &CellEvidence) {
        for test in evidence.tests(cell) {
            match test.rejection {
                Some(reason) => *self.rejected.entry(reason).or_default() += 1,
                None => {
                    self.ages_days.push(evidence.sample_rules.age_days(test.time));
                    self.newest = self.newest.max(Some(test.time));
                }
            }
        }
    }

    fn into_basis(mut self) -> EvidenceBasis {
        let samples = self.ages_days.len();
        // Sorted by the median, so that the sum has one order and one result.
        let median_age_days = median(&mut self.ages_days);
        let weights: f64 = self.ages_days.iter().copied().map(age_weight).sum();
        EvidenceBasis {
            samples: samples as u64,
            rejected: self.rejected,
            newest: self.newest,
            median_age_days,
            mean_age_weight: (samples > 0).then(|| weights / samples as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::{Plmn, Sample, Service},
        verification::testing::{attempt, index, moment, network, signal},
    };

    fn verdict(samples: &[Sample], claimed: impl Fn(Coord<f64>) -> bool) -> ZoneEvidence {
        index(samples).evidence(&network().id, Service::Voice).verdict_in(|_| true, claimed)
    }

    /// One sample at each position, of which the first `passing` pass.
    fn row(xs: impl Iterator<Item = f64>, passing: usize) -> Vec<Sample> {
        let sample = |(number, x)| Sample {
            position: Coord { x, y: 50.0 },
            ..attempt(Service::Voice, number < passing)
        };
        xs.enumerate().map(sample).collect()
    }

    fn cells(first: u32, count: u32) -> impl Iterator<Item = f64> {
        (first..first + count).map(|cell| f64::from(cell) * 100.0 + 50.0)
    }

    #[test]
    fn the_state_is_of_the_votes_in_claimed_cells() {
        let mut samples = row(cells(0, 200), 197);
        samples.extend(row(cells(200, 50), 0));
        let evidence = verdict(&samples, |position| position.x < 20_000.0);
        assert_eq!((evidence.votes.passing(), evidence.votes.trials()), (197, 200));
        assert_eq!(evidence.state, EvidenceState::Confirmed);
        assert_eq!(verdict(&samples, |_| true).state, EvidenceState::Refuted);
        assert_eq!(verdict(&row(cells(0, 200), 196), |_| true).state, EvidenceState::Inconclusive);
    }

    #[test]
    fn without_a_vote_in_a_claimed_cell_nothing_is_measured() {
        for evidence in [verdict(&[], |_| true), verdict(&row(cells(0, 50), 0), |_| false)] {
            assert_eq!(evidence.state, EvidenceState::NotMeasured);
            assert_eq!((evidence.interval, evidence.votes.share()), (None, None));
        }
    }

    #[test]
    fn reliability_leaves_out_what_nobody_claims() {
        let mut samples = row(cells(0, 1_000), 980);
        samples.extend(row(cells(1_000, 50), 0));
        let evidence = verdict(&samples, |position| position.x < 100_000.0);
        assert_eq!(evidence.reliability.share().map(|share| share.value()), Some(0.98));
        let ClaimMatrix { claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed } =
            evidence.matrix;
        assert_eq!([claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed], [980, 20, 0, 50]);
    }

    #[test]
    fn a_test_stands_at_its_own_position_and_counts_on_the_boundary() {
        let samples = row([10.0, 30.0, 90.0].into_iter(), 3);
        let evidence = verdict(&samples, |position| position.x <= 30.0);
        assert_eq!((evidence.reliability.trials(), evidence.votes.trials()), (2, 0));
        assert_eq!(verdict(&samples, |position| position.x >= 50.0).reliability.trials(), 1);
    }

    #[test]
    fn only_the_zones_cells_count() {
        let samples = row(cells(0, 20), 20);
        let index = index(&samples);
        let evidence = index.evidence(&network().id, Service::Voice);
        let (west, east) =
            (|position: Coord<f64>| position.x < 500.0, |position: Coord<f64>| position.x >= 500.0);
        let votes = [evidence.verdict_in(west, |_| true), evidence.verdict_in(east, |_| true)];
        assert_eq!(votes.map(|evidence| evidence.votes.trials()), [5, 15]);
        let claims = evidence.claims(|_| true);
        let again = evidence.verdict(evidence.cells.iter().zip(claims));
        assert_eq!(again, evidence.verdict_in(|_| true, |_| true));
    }

    #[test]
    fn the_basis_says_how_much_and_how_old() {
        let aged = |days: i64| Sample {
            time: moment("2026-06-01T12:00:00Z") - jiff::SignedDuration::from_hours(24 * days),
            ..signal(-90.0)
        };
        let roaming = Sample { serving: Plmn::new("244-98").ok(), ..signal(-90.0) };
        let late = Sample { time: moment("2026-05-31T20:30:00Z"), ..signal(-90.0) };
        let samples = [aged(10), aged(100), aged(290), aged(366), roaming, late];
        let basis = verdict(&samples, |_| false).basis;
        assert_eq!((basis.samples, basis.newest), (3, Some(aged(10).time)));
        assert_eq!(
            (basis.median_age_days, basis.mean_age_weight),
            (Some(100.0), Some((2.0 + 75.0 / 185.0) / 3.0))
        );
        let expected = [(Rejection::OutsideHours, 1), (Rejection::TooOld, 1), (Rejection::Roaming, 1)];
        assert_eq!(basis.rejected, BTreeMap::from(expected));
    }

    fn any_samples() -> impl Strategy<Value = Vec<Sample>> {
        let sample = (0.0..2_000.0f64, 0i64..400, -130.0..-60.0f64, any::<Option<bool>>(), any::<bool>());
        let make = |(x, hours, level, success, wifi): (f64, i64, f64, Option<bool>, bool)| {
            let base = success.map_or_else(|| signal(level), |success| attempt(Service::Voice, success));
            let time = moment("2026-05-01T08:00:00Z") + jiff::SignedDuration::from_hours(hours);
            Sample { position: Coord { x, y: 50.0 }, time, wifi, ..base }
        };
        prop::collection::vec(sample.prop_map(make), 0..120)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn the_order_of_input_leaves_no_trace(
            (samples, shuffled) in any_samples().prop_flat_map(|samples| (Just(samples.clone()), Just(samples).prop_shuffle())),
        ) {
            let (one, other) = (index(&samples), index(&shuffled));
            prop_assert!(one.cells().eq(other.cells()));
            let claimed = |position: Coord<f64>| position.x < 1_000.0;
            prop_assert_eq!(verdict(&samples, claimed), verdict(&shuffled, claimed));
        }

        #[test]
        fn one_more_that_passes_never_refutes_what_was_confirmed(samples in any_samples(), x in 0.0..2_000.0f64) {
            let before = verdict(&samples, |_| true);
            let more = Sample { position: Coord { x, y: 50.0 }, ..attempt(Service::Voice, true) };
            let after = verdict(&[samples, vec![more]].concat(), |_| true);
            let share = |evidence: &ZoneEvidence| evidence.votes.share().map_or(0.0, |share| share.value());
            prop_assert!(share(&before) <= share(&after));
            prop_assert!(before.state != EvidenceState::Confirmed || after.state == EvidenceState::Confirmed);
        }

        #[test]
        fn no_sample_is_lost_between_zone_and_neighbour(samples in any_samples(), edge in 0.0..2_000.0f64) {
            let index = index(&samples);
            let evidence = index.evidence(&network().id, Service::Voice);
            let claimed = |position: Coord<f64>| position.x < 1_000.0;
            let west = evidence.verdict_in(|centre| centre.x < edge, claimed);
            let east = evidence.verdict_in(|centre| centre.x >= edge, claimed);
            let rejected = |evidence: &ZoneEvidence| evidence.basis.rejected.values().sum::<u64>();
            let counted = west.basis.samples + east.basis.samples + rejected(&west) + rejected(&east);
            prop_assert_eq!(counted, samples.len() as u64);
        }
    }
}
