//! Verdicts of zones, on rows of cells.

use proptest::prelude::*;

use super::*;
use crate::{
    domain::{Plmn, Sample, Service, TestKind},
    verification::{
        Tested, VerificationIndex,
        testing::{attempt, index, moment, network, signal},
    },
};

fn voice(index: &VerificationIndex, kind: TestKind) -> TestedEvidence<'_> {
    index.evidence(&network().id, Tested { service: Service::Voice, kind })
}

/// By calls.
fn verdict(samples: &[Sample], claimed: impl Fn(Coord<f64>) -> bool) -> ZoneEvidence {
    voice(&index(samples), TestKind::Service).verdict_in(|_| true, claimed)
}

/// One sample at each position, of which the first `passing` pass.
fn row(xs: impl Iterator<Item = f64>, passing: usize) -> Vec<Sample> {
    let sample =
        |(number, x)| Sample { position: Coord { x, y: 50.0 }, ..attempt(Service::Voice, number < passing) };
    xs.enumerate().map(sample).collect()
}

/// One beside the other.
fn cells(first: u32, count: u32) -> impl Iterator<Item = f64> {
    (first..first + count).map(|cell| f64::from(cell) * 100.0 + 50.0)
}

/// So far from each other that none is another's neighbour.
fn lone_cells(first: u32, count: u32) -> impl Iterator<Item = f64> {
    (first..first + count).map(|cell| f64::from(cell) * 1_100.0 + 50.0)
}

#[test]
fn the_state_is_of_the_votes_in_claimed_cells() {
    let mut samples = row(lone_cells(0, 200), 197);
    samples.extend(row(lone_cells(200, 50), 0));
    let evidence = verdict(&samples, |position| position.x < 220_000.0);
    assert_eq!((evidence.votes.passing(), evidence.votes.trials()), (197, 200));
    assert_eq!(evidence.state, EvidenceState::Confirmed);
    assert_eq!(evidence.votes_still_needed, Some(0));
    assert_eq!(verdict(&samples, |_| true).state, EvidenceState::Refuted);
    let inconclusive = verdict(&row(lone_cells(0, 200), 196), |_| true);
    assert_eq!(inconclusive.state, EvidenceState::Inconclusive);
    assert_eq!(inconclusive.votes_still_needed, Some(2));
}

/// The same votes side by side along a road: the three that fail stand together,
/// and neighbours are worth less than votes from all over a zone.
#[test]
fn votes_beside_each_other_are_worth_less() {
    let apart = verdict(&row(lone_cells(0, 200), 197), |_| true);
    let beside = verdict(&row(cells(0, 200), 197), |_| true);
    assert_eq!(apart.design_effect.unwrap().effective_votes, 200.0);
    let effect = beside.design_effect.unwrap();
    // Ten neighbours on either side but for those at the ends.
    assert_eq!(effect.cluster_votes, 1.0 + 2.0 * 1_945.0 / 200.0);
    // 27 pairs differ; of pairs drawn at random it would be 2 · 197 · 3 / (200 · 199).
    let expected = 1_945.0 * 2.0 * 197.0 * 3.0 / (200.0 * 199.0);
    assert!((effect.correlation.unwrap() - (1.0 - 27.0 / expected)).abs() < 1e-12, "{effect:?}");
    assert!((15.0..20.0).contains(&effect.effective_votes), "{effect:?}");
    assert_eq!((apart.state, beside.state), (EvidenceState::Confirmed, EvidenceState::Inconclusive));
    assert!(beside.votes_still_needed > apart.votes_still_needed);
}

/// Nobody knows how much they depend on each other: each with its neighbours is one.
#[test]
fn a_road_on_which_nothing_fails_confirms_little() {
    let evidence = verdict(&row(cells(0, 200), 200), |_| true);
    let effect = evidence.design_effect.unwrap();
    assert_eq!((effect.correlation, effect.effective_votes), (None, 200.0 / effect.cluster_votes));
    assert_eq!(evidence.state, EvidenceState::Inconclusive);
    assert_eq!(verdict(&row(lone_cells(0, 200), 200), |_| true).state, EvidenceState::Confirmed);
}

/// R13: five of twenty calls fail, in five cells, an hour from each other: a minute
/// less each, and they lie too close.
#[test]
fn a_challenge_needs_failures_all_over_the_day() {
    let calls = |minutes: i64| -> Vec<Sample> {
        let early = |sample: (i64, Sample)| Sample {
            time: moment("2026-05-30T04:30:00Z") + jiff::SignedDuration::from_mins(minutes * sample.0.min(4)),
            ..sample.1
        };
        let mut samples = row(cells(0, 20), 15);
        samples.reverse();
        (0..).zip(samples).map(early).collect()
    };
    for (minutes, stands) in [(60, true), (59, false)] {
        let challenge = verdict(&calls(minutes), |_| true).challenge;
        assert_eq!((challenge.tests.failing(), challenge.failing_cells), (5, 5));
        assert_eq!((challenge.least_failing(), challenge.stands()), (Some(5), stands), "{challenge:?}");
    }
}

#[test]
fn a_good_level_confirms_nothing_of_calls() {
    let levels: Vec<Sample> = row(lone_cells(0, 80), 0)
        .into_iter()
        .map(|call| Sample { position: call.position, ..signal(-90.0) })
        .collect();
    let index = index(&[levels, row(lone_cells(0, 80), 0)].concat());
    let states = [TestKind::Signal, TestKind::Service]
        .map(|kind| voice(&index, kind).verdict_in(|_| true, |_| true).state);
    assert_eq!(states, [EvidenceState::Confirmed, EvidenceState::Refuted]);
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
    let ClaimMatrix { claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed } = evidence.matrix;
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
    let evidence = voice(&index, TestKind::Service);
    let (west, east) =
        (|position: Coord<f64>| position.x < 500.0, |position: Coord<f64>| position.x >= 500.0);
    let votes = [evidence.verdict_in(west, |_| true), evidence.verdict_in(east, |_| true)];
    assert_eq!(votes.map(|evidence| evidence.votes.trials()), [5, 15]);
    let claims = evidence.claims(|_| true);
    let again = evidence.verdict(evidence.cells.iter().zip(claims), None);
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
    let basis = voice(&index(&samples), TestKind::Signal).verdict_in(|_| true, |_| false).basis;
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
        for &kind in TestKind::ALL {
            let of = |index| voice(index, kind).verdict_in(|_| true, claimed);
            prop_assert_eq!(of(&one), of(&other));
        }
    }

    #[test]
    fn one_more_that_passes_never_lowers_the_share(samples in any_samples(), x in 0.0..2_000.0f64) {
        let more = Sample { position: Coord { x, y: 50.0 }, ..attempt(Service::Voice, true) };
        let before = verdict(&samples, |_| true);
        let after = verdict(&[samples, vec![more]].concat(), |_| true);
        let share = |evidence: &ZoneEvidence| evidence.votes.share().map_or(0.0, |share| share.value());
        prop_assert!(share(&before) <= share(&after));
    }

    /// Enough good calls, some side by side, that many zones are confirmed before
    /// one is added.
    #[test]
    fn one_more_that_passes_never_refutes_what_was_confirmed(
        fails in prop::collection::vec(prop::bool::weighted(0.01), 80..160),
        spacing_m in 100.0..1_500.0f64,
        x in 0.0..200_000.0f64,
    ) {
        let call = |(number, fails): (usize, &bool)| Sample {
            position: Coord { x: number as f64 * spacing_m, y: 50.0 },
            ..attempt(Service::Voice, !fails)
        };
        let samples: Vec<Sample> = fails.iter().enumerate().map(call).collect();
        let more = Sample { position: Coord { x, y: 50.0 }, ..attempt(Service::Voice, true) };
        let before = verdict(&samples, |_| true).state;
        let after = verdict(&[samples, vec![more]].concat(), |_| true).state;
        prop_assert!(before != EvidenceState::Confirmed || after != EvidenceState::Refuted);
    }

    #[test]
    fn no_sample_is_lost_between_zone_and_neighbour(samples in any_samples(), edge in 0.0..2_000.0f64) {
        let index = index(&samples);
        let claimed = |position: Coord<f64>| position.x < 1_000.0;
        for (kind, is_of_kind) in [
            (TestKind::Signal, (|sample: &&Sample| sample.rsrp.is_some()) as fn(&&Sample) -> bool),
            (TestKind::Service, |sample| sample.attempt.is_some()),
        ] {
            let evidence = voice(&index, kind);
            let west = evidence.verdict_in(|centre| centre.x < edge, claimed);
            let east = evidence.verdict_in(|centre| centre.x >= edge, claimed);
            let rejected = |evidence: &ZoneEvidence| evidence.basis.rejected.values().sum::<u64>();
            let counted = west.basis.samples + east.basis.samples + rejected(&west) + rejected(&east);
            prop_assert_eq!(counted, samples.iter().filter(is_of_kind).count() as u64);
        }
    }
}
