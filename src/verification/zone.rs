//! The verdict on a claim in a zone.
//!
//! What is claimed is asked twice of the same closure, because the rules count
//! two things: a vote stands or falls with its cell, whose claim is that of the
//! cell's centre (R8, R10, R12); a test stands at its own position (R11). The
//! answers are kept as [`CellClaim`]s, so that asking a coverage of hundreds of
//! thousands of positions is done once and not for every zone anew.

use std::collections::BTreeMap;

use geo::Coord;
use jiff::{Timestamp, civil::Time};

use super::{CellEvidence, Challenge, ClaimMatrix, DesignEffect, NeighbourPairs, TestedEvidence, joined};
use crate::{
    domain::{EvidenceState, Rejection, Share, age_weight},
    geometry::{CellIndex, Grid},
    verification::{
        sample_size::passing_still_needed,
        statistics::{Interval, Tally, median},
    },
};

/// What is claimed in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellClaim {
    /// Whether the claim covers the cell's centre.
    pub claimed: bool,
    /// The valid tests of the cell whose positions lie inside the claim.
    pub inside: Tally,
    /// The earliest and the latest local time of day of those that fail.
    pub failing_between: Option<(Time, Time)>,
}

/// What one kind of tests in a zone says of a network's claim to a service.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneEvidence {
    /// Of claimed cells alone: what isn't claimed can't be refuted.
    pub votes: Tally,
    /// How many independent votes they are worth; none when not measured.
    pub design_effect: Option<DesignEffect>,
    /// Wilson's interval of the votes' share in as many independent votes; none
    /// when not measured.
    pub interval: Option<Interval>,
    /// Not measured when no claimed cell has a vote.
    pub state: EvidenceState,
    /// So many more votes that all pass confirm the claim, as far as they depend
    /// on each other like those that there are (R14); none where none would.
    pub votes_still_needed: Option<u64>,
    /// The tests inside the claim, by position (R11).
    pub reliability: Tally,
    /// Of their share: the tests of a cell and day count as the vote that they are.
    pub reliability_interval: Option<Interval>,
    /// Whether those that fail refute the claim (R13).
    pub challenge: Challenge,
    /// All measured cells of the zone, claimed or not (R12).
    pub matrix: ClaimMatrix,
    pub basis: EvidenceBasis,
}

/// How much evidence there is in the zone, claimed or not, and how old it is (R16).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EvidenceBasis {
    /// Valid samples that bear on what was tested.
    pub samples: u64,
    /// Samples that would bear on it and don't count.
    pub rejected: BTreeMap<Rejection, u64>,
    pub newest: Option<Timestamp>,
    pub median_age_days: Option<f64>,
    /// The mean of the samples' weights by age, 0…1. It is shown and changes no
    /// vote: the interval is one of whole trials.
    pub mean_age_weight: Option<f64>,
}

impl TestedEvidence<'_> {
    /// Asks the claim of every cell, in the cells' order. `claimed` takes
    /// positions in the computing coordinate reference system and answers `true`
    /// on the boundary of a claim: a test on the boundary is inside (R11).
    pub fn claims(&self, claimed: impl Fn(Coord<f64>) -> bool) -> Vec<CellClaim> {
        self.cells.iter().map(|cell| self.claim(cell, &claimed)).collect()
    }

    /// The verdict over the cells that are handed in, each with its claim; their
    /// order doesn't matter. `correlation` is that of neighbouring votes.
    pub fn verdict<'cell>(
        &self,
        cells: impl IntoIterator<Item = (&'cell CellEvidence, CellClaim)>,
        correlation: Option<f64>,
    ) -> ZoneEvidence {
        let mut gathered = Gathered::default();
        cells.into_iter().for_each(|(cell, claim)| gathered.add(self, cell, claim));
        gathered.concluded(self.required_share, correlation)
    }

    /// The verdict over the cells whose centre lies in a zone, by the correlation
    /// that they have among themselves: asks both closures anew. For many zones
    /// keep [`TestedEvidence::claims`].
    pub fn verdict_in(
        &self,
        in_zone: impl Fn(Coord<f64>) -> bool,
        claimed: impl Fn(Coord<f64>) -> bool,
    ) -> ZoneEvidence {
        let inside = self.cells.iter().filter(|cell| in_zone(Grid::MEASUREMENT.centre(cell.cell)));
        let cells: Vec<_> = inside.map(|cell| (cell, self.claim(cell, &claimed))).collect();
        let pairs = NeighbourPairs::among(claimed_votes(cells.iter().copied()));
        self.verdict(cells, NeighbourPairs::correlation([&pairs]))
    }

    /// Whether the tests that fail inside a claim in some cells are enough to ask
    /// for an explanation of it (R13). Of cells of which not everybody may know
    /// nothing is told.
    pub fn challenge_in(
        &self,
        cells: impl IntoIterator<Item = CellIndex>,
        claimed: impl Fn(Coord<f64>) -> bool,
    ) -> Challenge {
        let mut challenge = Challenge::default();
        for cell in cells.into_iter().filter_map(|cell| self.cell(cell)).filter(|cell| cell.is_public) {
            let claim = self.claim(cell, &claimed);
            challenge.add(claim.inside, claim.failing_between);
        }
        challenge
    }

    fn claim(&self, cell: &CellEvidence, claimed: &impl Fn(Coord<f64>) -> bool) -> CellClaim {
        let mut inside = Tally::default();
        let mut failing_between = None;
        let valid = self.tests(cell).filter_map(|test| Some((test, test.outcome(self.tested)?)));
        for (test, passed) in valid.filter(|(test, _)| claimed(test.position)) {
            inside.count(passed);
            if !passed {
                let time = self.sample_rules.local_time(test.time);
                failing_between = joined(failing_between, Some((time, time)));
            }
        }
        CellClaim { claimed: claimed(Grid::MEASUREMENT.centre(cell.cell)), inside, failing_between }
    }
}

/// The votes of those cells that are claimed.
pub fn claimed_votes<'cell>(
    cells: impl IntoIterator<Item = (&'cell CellEvidence, CellClaim)>,
) -> impl Iterator<Item = (CellIndex, Tally)> {
    cells.into_iter().filter(|(_, claim)| claim.claimed).map(|(cell, _)| (cell.cell, cell.votes))
}

/// What there is in a zone, as it is gathered.
#[derive(Default)]
struct Gathered {
    /// The votes of claimed cells.
    claimed: Vec<(CellIndex, Tally)>,
    votes: Tally,
    challenge: Challenge,
    matrix: ClaimMatrix,
    tests: TestsOfZone,
}

impl Gathered {
    fn add(&mut self, evidence: &TestedEvidence<'_>, cell: &CellEvidence, claim: CellClaim) {
        if claim.claimed {
            self.votes.add(cell.votes);
            self.claimed.push((cell.cell, cell.votes));
        }
        self.challenge.add(claim.inside, claim.failing_between);
        cell.passes().into_iter().for_each(|passed| self.matrix.count(claim.claimed, passed));
        self.tests.add(evidence, cell);
    }

    fn concluded(self, required: Share, correlation: Option<f64>) -> ZoneEvidence {
        let Self { claimed, votes, challenge, matrix, tests } = self;
        let pairs = NeighbourPairs::among(claimed).pairs;
        let design_effect = DesignEffect::of(votes.trials(), pairs, correlation);
        let effective = design_effect.map(|effect| effect.effective_votes);
        let interval =
            |tally: Tally| Some(Interval::wilson(tally.share()?, effective?.min(tally.trials() as f64)));
        let of_votes = interval(votes);
        let deflation = effective.map_or(1.0, |effective| votes.trials() as f64 / effective);
        ZoneEvidence {
            votes,
            design_effect,
            interval: of_votes,
            state: of_votes.map_or(EvidenceState::NotMeasured, |interval| interval.state(required)),
            votes_still_needed: passing_still_needed(votes, deflation, required),
            reliability: challenge.tests,
            reliability_interval: interval(challenge.tests),
            challenge,
            matrix,
            basis: tests.into_basis(),
        }
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
    fn add(&mut self, evidence: &TestedEvidence<'_>, cell: &CellEvidence) {
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
mod tests;
