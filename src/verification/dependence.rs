//! How much neighbouring votes say the same, and how many independent ones they
//! are worth.
//!
//! A road without coverage is without it for many cells in a row: votes next to
//! each other are less than as many drawn all over a zone. The correlation ρ of
//! neighbours is one minus how often two neighbours differ, divided by how often
//! two votes drawn at random would: the indicator variogram of geostatistics (G.
//! Matheron 1963, "Principles of geostatistics") at one class of distance. With a
//! vote and its neighbours being m, n votes are worth n / (1 + (m − 1)ρ) (L. Kish
//! 1965, "Survey sampling": the design effect).

use std::collections::BTreeMap;

use super::statistics::Tally;
use crate::geometry::{CellIndex, Grid};

/// Votes whose cells' centres lie this close to each other are neighbours, metres.
pub const NEIGHBOUR_DISTANCE_M: f64 = 1_000.0;

/// Pairs of neighbouring votes among the votes of one zone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NeighbourPairs {
    pub pairs: u64,
    /// One of the two passes and the other fails.
    pub differing: u64,
    /// So many would differ were the two drawn at random from the zone's votes.
    pub expected_differing: f64,
}

/// What votes are worth that depend on each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DesignEffect {
    /// ρ, 0…1: of neighbouring votes. None where it can't be estimated, because
    /// no two votes differ that might; then a vote and its neighbours count as one.
    pub correlation: Option<f64>,
    /// m: a vote with its neighbours, on average.
    pub cluster_votes: f64,
    /// n / (1 + (m − 1)ρ): so many independent votes say as much.
    pub effective_votes: f64,
}

impl NeighbourPairs {
    /// Counts the pairs among the votes of cells, also those of two days in one
    /// cell. Whole numbers, so that the cells' order leaves no trace.
    pub fn among(cells: impl IntoIterator<Item = (CellIndex, Tally)>) -> Self {
        let mut columns = BTreeMap::<i32, BTreeMap<i32, Tally>>::new();
        let mut all = Tally::default();
        for (cell, votes) in cells {
            columns.entry(cell.column).or_default().entry(cell.row).or_default().add(votes);
            all.add(votes);
        }
        let columns: BTreeMap<i32, Column> =
            columns.into_iter().map(|(column, rows)| (column, Column::new(&rows))).collect();
        let mut found = Self::default();
        for (number, column) in &columns {
            for (beside, reach) in (0..).zip(reaches()) {
                let Some(other) = columns.get(&(number + beside)) else { continue };
                found.count_columns(column, (beside > 0).then_some(other), reach);
            }
        }
        found.expected_differing = found.pairs as f64 * share_of_differing(all);
        found
    }

    /// The votes of a column beside those of another, or beside what lies farther
    /// north in the same.
    fn count_columns(&mut self, column: &Column, other: Option<&Column>, reach: i32) {
        for (place, (row, votes)) in column.rows.iter().zip(&column.votes).enumerate() {
            match other {
                Some(other) => self.count_between(*votes, other.within(row - reach, row + reach)),
                None => {
                    self.count_within(*votes);
                    self.count_between(*votes, column.between(place + 1, row + reach));
                }
            }
        }
    }

    fn count_within(&mut self, votes: Tally) {
        self.pairs += votes.trials() * votes.trials().saturating_sub(1) / 2;
        self.differing += votes.passing() * votes.failing();
    }

    fn count_between(&mut self, one: Tally, others: Tally) {
        self.pairs += one.trials() * others.trials();
        self.differing += one.passing() * others.failing() + one.failing() * others.passing();
    }

    /// ρ of several zones together: of each, neighbours are held against what is
    /// to be expected in the same zone, so that zones which differ from each other
    /// don't pass for neighbours which are alike. None when nothing differs.
    pub fn correlation<'a>(zones: impl IntoIterator<Item = &'a Self>) -> Option<f64> {
        let (mut differing, mut expected) = (0, 0.0);
        for zone in zones {
            differing += zone.differing;
            expected += zone.expected_differing;
        }
        (expected > 0.0).then(|| (1.0 - differing as f64 / expected).clamp(0.0, 1.0))
    }
}

impl DesignEffect {
    /// None where there is no vote.
    pub fn of(votes: u64, pairs: u64, correlation: Option<f64>) -> Option<Self> {
        if votes == 0 {
            return None;
        }
        let neighbours = 2.0 * pairs as f64 / votes as f64;
        let deflated = 1.0 + neighbours * correlation.unwrap_or(1.0);
        Some(Self { correlation, cluster_votes: 1.0 + neighbours, effective_votes: votes as f64 / deflated })
    }
}

/// Two votes drawn without putting back: how often one passes and one fails.
fn share_of_differing(votes: Tally) -> f64 {
    let (n, passing) = (votes.trials() as f64, votes.passing() as f64);
    if votes.trials() < 2 { 0.0 } else { 2.0 * passing * (n - passing) / (n * (n - 1.0)) }
}

/// How many rows away the neighbours of a cell lie at most, by how many columns
/// away they lie.
fn reaches() -> impl Iterator<Item = i32> {
    let reach = NEIGHBOUR_DISTANCE_M / Grid::MEASUREMENT.size_m();
    (0..=reach as i32).map(move |columns| (reach.powi(2) - f64::from(columns).powi(2)).sqrt() as i32)
}

/// The votes of one column of cells, from south to north.
struct Column {
    rows: Vec<i32>,
    votes: Vec<Tally>,
    /// Of all cells before each, and of all.
    before: Vec<Tally>,
}

impl Column {
    fn new(cells: &BTreeMap<i32, Tally>) -> Self {
        let mut before = vec![Tally::default()];
        let mut all = Tally::default();
        for votes in cells.values() {
            all.add(*votes);
            before.push(all);
        }
        Self { rows: cells.keys().copied().collect(), votes: cells.values().copied().collect(), before }
    }

    /// Of the rows between two, both included.
    fn within(&self, first: i32, last: i32) -> Tally {
        self.between(self.rows.partition_point(|row| *row < first), last)
    }

    /// From the cell at a place on to a row, included.
    fn between(&self, place: usize, last: i32) -> Tally {
        let end = self.rows.partition_point(|row| *row <= last);
        if end <= place { Tally::default() } else { self.before[end].without(self.before[place]) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cell(column: i32, row: i32, passing: u64, trials: u64) -> (CellIndex, Tally) {
        (CellIndex { column, row }, Tally::new(passing, trials).unwrap())
    }

    /// Every vote beside every other.
    fn one_by_one(cells: &[(CellIndex, Tally)]) -> (u64, u64) {
        let votes: Vec<(CellIndex, bool)> = cells
            .iter()
            .flat_map(|(cell, votes)| (0..votes.trials()).map(|number| (*cell, number < votes.passing())))
            .collect();
        let (mut pairs, mut differing) = (0, 0);
        for (number, (one, passes)) in votes.iter().enumerate() {
            for (other, other_passes) in &votes[number + 1..] {
                let [dx, dy] =
                    [one.column - other.column, one.row - other.row].map(|cells| f64::from(cells) * 100.0);
                if dx.hypot(dy) <= NEIGHBOUR_DISTANCE_M {
                    pairs += 1;
                    differing += u64::from(passes != other_passes);
                }
            }
        }
        (pairs, differing)
    }

    #[test]
    fn neighbours_lie_within_a_kilometre() {
        for (column, row, pairs) in [(0, 10, 1), (0, 11, 0), (6, 8, 1), (7, 8, 0), (10, 0, 1), (-6, -8, 1)] {
            let found = NeighbourPairs::among([cell(0, 0, 1, 1), cell(column, row, 0, 1)]);
            assert_eq!((found.pairs, found.differing), (pairs, pairs), "{column}, {row}");
        }
        // Three days in one cell are three pairs, of which two differ.
        let found = NeighbourPairs::among([cell(5, 5, 1, 3)]);
        assert_eq!((found.pairs, found.differing), (3, 2));
    }

    /// Fifty cells that pass and fifty that don't, ten kilometres from each other:
    /// nothing but like beside like. Had they alternated, nothing would depend on
    /// what is beside it.
    #[test]
    fn like_beside_like_is_correlated() {
        let apart = (0..50).flat_map(|row| [cell(0, row, 1, 1), cell(100, row, 0, 1)]);
        let apart = NeighbourPairs::among(apart);
        assert_eq!((apart.differing, NeighbourPairs::correlation([&apart])), (0, Some(1.0)));
        let mixed = NeighbourPairs::among((0..100).map(|row| cell(0, row, u64::from(row as u32 % 2), 1)));
        let correlation = NeighbourPairs::correlation([&mixed]).unwrap();
        assert!(correlation < 0.01, "{correlation}");
    }

    /// Two zones, one good and one bad, each mixed within: that they differ is no
    /// likeness of neighbours.
    #[test]
    fn zones_are_held_against_themselves() {
        let zone = |every: u32| {
            NeighbourPairs::among(
                (0..200).map(|row| cell(0, row, u64::from(!(row as u32).is_multiple_of(every)), 1)),
            )
        };
        let (good, bad) = (zone(7), zone(2));
        let both = NeighbourPairs::correlation([&good, &bad]).unwrap();
        assert!(both < 0.05, "{both}");
    }

    #[test]
    fn what_votes_are_worth() {
        let alone = DesignEffect::of(200, 0, Some(0.4)).unwrap();
        assert_eq!((alone.cluster_votes, alone.effective_votes), (1.0, 200.0));
        // A hundred votes of which each has nine neighbours: clusters of ten.
        let clustered = |correlation| DesignEffect::of(100, 450, correlation).unwrap();
        assert_eq!(clustered(Some(0.0)).effective_votes, 100.0);
        assert_eq!(clustered(Some(0.5)).effective_votes, 100.0 / 5.5);
        assert_eq!((clustered(None).correlation, clustered(None).effective_votes), (None, 10.0));
        assert_eq!(DesignEffect::of(0, 0, Some(0.5)), None);
    }

    #[test]
    fn where_nothing_fails_nothing_can_be_estimated() {
        let passing = NeighbourPairs::among((0..30).map(|row| cell(0, row, 1, 1)));
        assert_eq!(NeighbourPairs::correlation([&passing]), None);
        assert_eq!(NeighbourPairs::correlation([]), None);
    }

    proptest! {
        #[test]
        fn pairs_are_those_of_every_vote_beside_every_other(
            cells in prop::collection::btree_map((-15..15i32, -15..15i32), (0..3u64, 0..3u64), 0..40),
        ) {
            let cells: Vec<_> = cells
                .into_iter()
                .map(|((column, row), (passing, failing))| cell(column, row, passing, passing + failing))
                .collect();
            let found = NeighbourPairs::among(cells.iter().copied());
            prop_assert_eq!((found.pairs, found.differing), one_by_one(&cells));
            prop_assert_eq!(NeighbourPairs::among(cells.iter().rev().copied()), found);
            prop_assert!(found.expected_differing <= found.pairs as f64);
            let votes = cells.iter().map(|(_, votes)| votes.trials()).sum();
            let correlation = NeighbourPairs::correlation([&found]);
            if let Some(effect) = DesignEffect::of(votes, found.pairs, correlation) {
                prop_assert!(1.0 - 1e-9 <= effect.effective_votes && effect.effective_votes <= votes as f64);
            }
        }
    }
}
