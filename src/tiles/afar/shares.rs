//! How much of each cell of the world's grid is covered.

use std::collections::BTreeMap;

use geo::{Coord, LineString};

use super::block::{Block, CELLS, SIDE, cell_world};
use crate::geometry::{CellIndex, Grid, cut_rings_along_grid};

/// The covered share, 0 to 1, of every cell; blocks that aren't there have nothing.
#[derive(Clone, Debug, Default)]
pub struct Shares(pub BTreeMap<Block, BlockShares>);

#[derive(Clone, Debug, PartialEq)]
pub enum BlockShares {
    Whole,
    /// Row by row.
    Part(Box<[f64; CELLS]>),
}

impl BlockShares {
    pub fn of_cell(&self, cell: usize) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Part(shares) => shares[cell],
        }
    }
}

impl Shares {
    /// Of an area's rings, open, in World coordinates: exteriors of positive,
    /// holes of negative area.
    pub fn of_rings(rings: Vec<Vec<Coord<f64>>>, zoom: u8) -> Self {
        let cell = cell_world(zoom);
        let block_width = cell * SIDE as f64;
        let grid = Grid::new(block_width);
        let mut shares = Self::default();
        cut_rings_along_grid(rings, grid, &mut |at, rings| {
            let Some(block) = block(at) else { return };
            let found = match rings {
                None => BlockShares::Whole,
                Some(rings) => {
                    let corner = grid.south_west(at);
                    BlockShares::Part(Box::new(cells(&rings, |coord| (coord - corner) / cell)))
                }
            };
            shares.0.insert(block, found);
        });
        shares
    }

    /// The shares of the zoom before: a cell there is four cells here.
    pub fn at_half_the_zoom(&self) -> Self {
        let mut coarser: BTreeMap<Block, [f64; CELLS]> = BTreeMap::new();
        for (block, shares) in &self.0 {
            let (parent, [first_column, first_row]) = block.parent();
            let quarters = coarser.entry(parent).or_insert([0.0; CELLS]);
            for cell in 0..CELLS {
                let column = first_column + cell % SIDE / 2;
                let row = first_row + cell / SIDE / 2;
                quarters[row * SIDE + column] += shares.of_cell(cell) / 4.0;
            }
        }
        let block_shares = |shares: [f64; CELLS]| match shares.iter().all(|share| *share >= 1.0) {
            true => BlockShares::Whole,
            false => BlockShares::Part(Box::new(shares)),
        };
        Self(coarser.into_iter().map(|(block, shares)| (block, block_shares(shares))).collect())
    }
}

/// None beyond the edge of the map.
fn block(at: CellIndex) -> Option<Block> {
    Some(Block::at(u32::try_from(at.column).ok()?, u32::try_from(at.row).ok()?))
}

/// The area that rings have in each cell of a block, exactly, after the rings'
/// integral x dy: every piece of an edge takes from its own cell what lies to
/// its left there, and from all cells to its right their height.
fn cells(rings: &[LineString<f64>], in_block: impl Fn(Coord<f64>) -> Coord<f64>) -> [f64; CELLS] {
    let mut own = [0.0; CELLS];
    // One more column: what begins to the right of the last cell.
    let mut from_here_on = [[0.0; SIDE + 1]; SIDE];
    for line in rings.iter().flat_map(LineString::lines) {
        let (from, to) = (in_block(line.start), in_block(line.end));
        for_each_piece(from, to, |from, to| {
            let [column, row] = [from.x + to.x, from.y + to.y].map(|twice| cell_of(twice / 2.0));
            let height = from.y - to.y;
            let to_the_right = (column + 1) as f64 - f64::midpoint(from.x, to.x);
            own[row * SIDE + column] += height * to_the_right;
            from_here_on[row][column + 1] += height;
        });
    }
    for (row, heights) in from_here_on.iter().enumerate() {
        let mut height = 0.0;
        for column in 0..SIDE {
            height += heights[column];
            let share = &mut own[row * SIDE + column];
            *share = (*share + height).clamp(0.0, 1.0);
        }
    }
    own
}

#[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "edges lie in the block")]
fn cell_of(middle: f64) -> usize {
    (middle.max(0.0) as usize).min(SIDE - 1)
}

/// The pieces of an edge between the lines of the cells.
fn for_each_piece(from: Coord<f64>, to: Coord<f64>, mut take: impl FnMut(Coord<f64>, Coord<f64>)) {
    if from.y == to.y {
        return;
    }
    let mut cuts = vec![0.0, 1.0];
    for (start, end) in [(from.x, to.x), (from.y, to.y)] {
        let (low, high) = (start.min(end), start.max(end));
        let mut line = low.floor() + 1.0;
        while line < high {
            cuts.push((line - start) / (end - start));
            line += 1.0;
        }
    }
    cuts.sort_by(f64::total_cmp);
    let at = |share: f64| from + (to - from) * share;
    cuts.windows(2).for_each(|pair| take(at(pair[0]), at(pair[1])));
}

#[cfg(test)]
mod tests {
    use geo::{Area, BooleanOps, MultiPolygon, Polygon, Rect, polygon};
    use proptest::prelude::*;

    use super::*;

    /// Compares every cell with the overlay's area.
    fn check(area: &MultiPolygon<f64>, zoom: u8) {
        let rings =
            area.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        let rings = rings.map(|ring| ring.0[..ring.0.len() - 1].to_vec()).collect();
        let shares = Shares::of_rings(rings, zoom);
        let cell = cell_world(zoom);
        let mut sum = 0.0;
        for (block, found) in &shares.0 {
            for index in 0..CELLS {
                let column = block.column() as usize * SIDE + index % SIDE;
                let row = block.row() as usize * SIDE + index / SIDE;
                let corner = Coord { x: column as f64 * cell, y: row as f64 * cell };
                let square = Rect::new(corner, corner + Coord { x: cell, y: cell }).to_polygon();
                let expected = area.intersection(&square).unsigned_area() / (cell * cell);
                assert!((found.of_cell(index) - expected).abs() < 1e-6, "{block:?} {index}");
                sum += found.of_cell(index);
            }
        }
        assert!((sum * cell * cell - area.unsigned_area()).abs() < 1e-9);
        let coarser: f64 = shares
            .at_half_the_zoom()
            .0
            .values()
            .map(|block| (0..CELLS).map(|cell| block.of_cell(cell)).sum::<f64>())
            .sum();
        assert!((coarser * 4.0 - sum).abs() < 1e-6);
    }

    #[test]
    fn a_box_with_a_hole() {
        let area: Polygon<f64> = polygon!(
            exterior: [(x: 0.26, y: 0.31), (x: 0.37, y: 0.31), (x: 0.37, y: 0.42), (x: 0.26, y: 0.42)],
            interiors: [[(x: 0.30, y: 0.35), (x: 0.30, y: 0.36), (x: 0.31, y: 0.36), (x: 0.31, y: 0.35)]],
        );
        check(&area.into(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_cell_has_what_the_overlay_gives(radii in prop::collection::vec(0.001..0.06f64, 3..24), x in 0.2..0.8f64, y in 0.2..0.8f64) {
            let count = radii.len() as f64;
            let corners = radii.iter().enumerate().map(|(index, radius)| {
                let angle = std::f64::consts::TAU * index as f64 / count;
                Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
            });
            check(&Polygon::new(LineString::from_iter(corners), Vec::new()).into(), 0);
        }
    }
}
