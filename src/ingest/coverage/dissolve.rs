//! Cells of a grid dissolved to areas, exactly: in the cells' own system, metres.
//!
//! The boundary is traced on the grid. `geo::unary_union` was tried and gave the
//! area of 37,026 cells for 37,024: where many meet at corners it puts some
//! rings together wrongly.

use std::collections::{BTreeMap, BTreeSet};

use geo::Polygon;

use crate::geometry::{CellIndex, Grid, assemble};

/// Cells of one grid, each once.
#[derive(Clone, Debug)]
pub struct CellSet {
    grid: Grid,
    cells: BTreeSet<CellIndex>,
}

/// A corner of cells: the south-west corner of the cell with this index.
type Corner = (i32, i32);
/// One step along the boundary, a cell's length east or north.
type Step = (i32, i32);

impl CellSet {
    pub fn new(grid: Grid) -> Self {
        Self { grid, cells: BTreeSet::new() }
    }

    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// False when the cell is there already.
    pub fn insert(&mut self, cell: CellIndex) -> bool {
        self.cells.insert(cell)
    }

    /// Valid polygons with vertices at the turns only, shells counter-clockwise.
    /// Cells that share no more than a corner are in different polygons.
    pub fn dissolve(&self) -> Vec<Polygon<f64>> {
        let mut steps = self.steps();
        let mut loops = Vec::new();
        while let Some((&start, _)) = steps.first_key_value() {
            let turns = walk(start, &mut steps).into_iter();
            loops.push(turns.map(|(column, row)| self.grid.south_west(CellIndex { column, row })).collect());
        }
        assemble(loops).0
    }

    /// The steps of the boundary with the covered cell on their left.
    fn steps(&self) -> BTreeMap<Corner, Vec<Step>> {
        let mut steps = BTreeMap::<Corner, Vec<Step>>::new();
        for CellIndex { column, row } in &self.cells {
            let sides = [
                ((0, -1), (0, 0), (1, 0)),
                ((1, 0), (1, 0), (0, 1)),
                ((0, 1), (1, 1), (-1, 0)),
                ((-1, 0), (0, 1), (0, -1)),
            ];
            for ((east, north), (x, y), step) in sides {
                let beyond = CellIndex { column: column + east, row: row + north };
                if !self.cells.contains(&beyond) {
                    steps.entry((column + x, row + y)).or_default().push(step);
                }
            }
        }
        steps
    }
}

/// Follows the boundary from a corner back to it, taking the steps away; only
/// the corners where it turns are kept. Where four cells meet it keeps left, and
/// so beside the same cell.
fn walk(start: Corner, steps: &mut BTreeMap<Corner, Vec<Step>>) -> Vec<Corner> {
    let (mut corner, mut last) = (start, None);
    let mut turns = Vec::new();
    while let Some(step) = take_leftmost(corner, last, steps) {
        if last != Some(step) {
            turns.push(corner);
        }
        corner = (corner.0 + step.0, corner.1 + step.1);
        last = Some(step);
        if corner == start {
            break;
        }
    }
    turns
}

fn take_leftmost(
    corner: Corner,
    last: Option<Step>,
    steps: &mut BTreeMap<Corner, Vec<Step>>,
) -> Option<Step> {
    let onward = steps.get_mut(&corner)?;
    let left = last.map(|(east, north)| (-north, east));
    let index = onward.iter().position(|step| Some(*step) == left).unwrap_or(0);
    let step = onward.swap_remove(index);
    if onward.is_empty() {
        steps.remove(&corner);
    }
    Some(step)
}

#[cfg(test)]
mod tests {
    use geo::Area;
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::SegmentTree;

    fn dissolve(cells: &[(i32, i32)]) -> Vec<Polygon<f64>> {
        let mut set = CellSet::new(Grid::MEASUREMENT);
        for (column, row) in cells {
            set.insert(CellIndex { column: *column, row: *row });
        }
        set.dissolve()
    }

    #[track_caller]
    fn check(cells: &[(i32, i32)], areas: usize, holes: usize) {
        let dissolved = dissolve(cells);
        assert_eq!(dissolved.len(), areas);
        assert_eq!(dissolved.iter().map(|area| area.interiors().len()).sum::<usize>(), holes);
        let area_m2: f64 = dissolved.iter().map(Area::unsigned_area).sum();
        assert_eq!(area_m2, 10_000.0 * cells.len() as f64);
    }

    #[test]
    fn areas_are_exact() {
        check(&[], 0, 0);
        check(&[(4_942, 58_735)], 1, 0);
        check(&[(4_942, 58_735), (4_943, 58_735), (4_943, 58_736)], 1, 0);
        // Only the corner is shared.
        check(&[(0, 0), (1, 1)], 2, 0);
        // A ring around a hole, and an island in it.
        let around = |size: i32| {
            let ring = move |n: &(i32, i32)| n.0 == 0 || n.1 == 0 || n.0 == size || n.1 == size;
            (0..=size).flat_map(move |x| (0..=size).map(move |y| (x, y))).filter(ring)
        };
        check(&around(2).collect::<Vec<_>>(), 1, 1);
        check(&around(4).chain([(2, 2)]).collect::<Vec<_>>(), 2, 1);
        // A ring that closes at a corner only: its hole touches its shell.
        check(&around(2).filter(|cell| *cell != (0, 0)).collect::<Vec<_>>(), 1, 1);
        // Two holes that meet at a corner.
        let full = (0..4).flat_map(|x| (0..4).map(move |y| (x, y)));
        check(&full.filter(|cell| ![(1, 1), (2, 2)].contains(cell)).collect::<Vec<_>>(), 1, 2);
    }

    proptest! {
        #[test]
        fn every_set_of_cells_keeps_its_area(cells in prop::collection::btree_set((0..8i32, 0..8i32), 0..64)) {
            let cells: Vec<_> = cells.into_iter().collect();
            let dissolved = dissolve(&cells);
            let area_m2: f64 = dissolved.iter().map(Area::unsigned_area).sum();
            prop_assert_eq!(area_m2, 10_000.0 * cells.len() as f64);
            for polygon in &dissolved {
                for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                    prop_assert_eq!(SegmentTree::new([ring]).first_contact(), None);
                }
            }
        }
    }
}
