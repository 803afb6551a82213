//! Claimed beside measured, as one sees it from afar: cells of 100 m are smaller
//! than a pixel there, so squares stand for them.
//!
//! A square shows the state that most of its measured cells have, of as many the
//! graver: the picture near by with less detail, and no verdict of its own.

use std::collections::BTreeMap;

use super::{Features, LayerError, Properties};
use crate::{
    domain::EvidenceState,
    geometry::{ANALYSIS_GRID, CellIndex, Grid, Mosaic},
    tiles::Zooms,
};

/// Where each cell is shown for itself.
pub const NEAR_BY: Zooms = Zooms { first: 9, last: u8::MAX };

/// Squares of so many metres at these zooms: a few pixels wide each.
const SQUARES: [(f64, Zooms); 2] =
    [(1_000.0, Zooms { first: 7, last: 8 }), (5_000.0, Zooms { first: 0, last: 6 })];

/// The five states of the layer, never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownState {
    /// What measurements say of what is claimed.
    Claimed(EvidenceState),
    /// Something was measured where nothing is claimed.
    NotClaimed,
}

pub const NOT_MEASURED: ShownState = ShownState::Claimed(EvidenceState::NotMeasured);

/// From the ground up, the later the graver: in a picture each lies in the one before it.
const FROM_THE_GROUND: [ShownState; 5] = [
    NOT_MEASURED,
    ShownState::NotClaimed,
    ShownState::Claimed(EvidenceState::Inconclusive),
    ShownState::Claimed(EvidenceState::Confirmed),
    ShownState::Claimed(EvidenceState::Refuted),
];

impl ShownState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claimed(state) => state.as_str(),
            Self::NotClaimed => "not_claimed",
        }
    }

    fn rank(self) -> usize {
        FROM_THE_GROUND.iter().position(|state| *state == self).unwrap_or_default()
    }
}

/// Adds what is claimed and the squares over it, without gap or overlap.
pub fn from_afar(
    claimed: &Mosaic,
    cells: &[(CellIndex, ShownState)],
    features: &mut Features<'_>,
    properties: impl Fn(ShownState) -> Properties,
) -> Result<(), LayerError> {
    for (side_m, zooms) in SQUARES {
        let nested = nested_areas(claimed, cells, Grid::new(side_m));
        let nested = nested.into_iter().zip(FROM_THE_GROUND);
        features
            .add_nested_at(zooms, nested.map(|(area, state)| (area.dissolve().into(), properties(state))))?;
    }
    Ok(())
}

/// What is claimed or measured, then the squares of each state and of those above it.
fn nested_areas(claimed: &Mosaic, cells: &[(CellIndex, ShownState)], grid: Grid) -> Vec<Mosaic> {
    let squares = squares(cells, grid);
    let from = |rank: usize| {
        let shown = squares.iter().filter(|(_, state)| state.rank() >= rank);
        let shown: Vec<_> = shown.map(|(square, _)| grid.rect(*square).to_polygon()).collect();
        Mosaic::from_polygons(ANALYSIS_GRID, &shown)
    };
    let above: Vec<Mosaic> = (1..FROM_THE_GROUND.len()).map(from).collect();
    let ground = above.first().map_or_else(|| claimed.clone(), |measured| claimed.union(measured));
    std::iter::once(ground).chain(above).collect()
}

/// Each square that holds a measured cell, with the state that most of them have.
fn squares(cells: &[(CellIndex, ShownState)], grid: Grid) -> Vec<(CellIndex, ShownState)> {
    let mut counts: BTreeMap<CellIndex, [usize; FROM_THE_GROUND.len()]> = BTreeMap::new();
    for (cell, state) in cells {
        let square = grid.cell_at(Grid::MEASUREMENT.centre(*cell));
        counts.entry(square).or_default()[state.rank()] += 1;
    }
    let most = |counts: [usize; FROM_THE_GROUND.len()]| {
        let ranked = counts.into_iter().zip(FROM_THE_GROUND).enumerate();
        ranked.max_by_key(|(rank, (count, _))| (*count, *rank)).map_or(NOT_MEASURED, |(_, (_, state))| state)
    };
    counts.into_iter().map(|(square, counts)| (square, most(counts))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INCONCLUSIVE: ShownState = ShownState::Claimed(EvidenceState::Inconclusive);
    const REFUTED: ShownState = ShownState::Claimed(EvidenceState::Refuted);

    fn cell(column: i32, row: i32) -> CellIndex {
        CellIndex { column, row }
    }

    #[test]
    fn a_square_shows_what_most_of_its_cells_do() {
        let cells = [
            (cell(0, 0), INCONCLUSIVE),
            (cell(1, 0), REFUTED),
            (cell(2, 0), INCONCLUSIVE),
            (cell(10, 0), INCONCLUSIVE),
            (cell(11, 0), REFUTED),
            (cell(-1, 0), ShownState::NotClaimed),
        ];
        let found = squares(&cells, Grid::new(1_000.0));
        let expected =
            [(cell(-1, 0), ShownState::NotClaimed), (cell(0, 0), INCONCLUSIVE), (cell(1, 0), REFUTED)];
        assert_eq!(found, expected);
    }

    proptest! {
        /// Each area lies in the one before, the squares keep their area, and
        /// nothing that is claimed or measured is missing on the ground.
        #[test]
        fn areas_lie_in_each_other(
            cells in prop::collection::btree_map((0..120i32, 0..120i32), 1..FROM_THE_GROUND.len(), 0..40),
            claimed_m in 1.0..9_000.0f64,
        ) {
            let cells: Vec<_> =
                cells.into_iter().map(|((x, y), rank)| (cell(x, y), FROM_THE_GROUND[rank])).collect();
            let claimed = geo::Rect::new((0.0, 0.0), (claimed_m, 2_000.0)).to_polygon();
            let claimed = Mosaic::from_polygons(ANALYSIS_GRID, [&claimed]);
            let grid = Grid::new(1_000.0);
            let nested = nested_areas(&claimed, &cells, grid);
            for pair in nested.windows(2) {
                prop_assert!(pair[1].difference(&pair[0]).area_m2() < 1.0);
            }
            let count = squares(&cells, grid).len() as f64;
            prop_assert!((nested[1].area_m2() - count * grid.cell_area_m2()).abs() < 1.0);
            let ground = claimed.area_m2() + nested[1].difference(&claimed).area_m2();
            prop_assert!((nested[0].area_m2() - ground).abs() < 1.0);
        }
    }
}
