//! Cutting of polygons along the lines of a grid.

use std::ops::Range;

use geo::{Coord, LineString, Polygon};

use super::{
    CellIndex, Grid,
    ring::{Axis, Ring, rings_of, signed_area_m2, split_ring},
};

/// What a polygon has in one cell.
#[derive(Debug)]
pub(super) enum CutPiece {
    Whole,
    Part {
        polygon: Polygon<f64>,
        /// Valid as it is; else an edge along the cell's edge may be there twice.
        is_sound: bool,
    },
}

/// Gives every cell that the polygon touches with the polygon's part in it.
///
/// The polygon is halved again and again along grid lines, so a vertex is
/// looked at about log₂(cells) times, and the inside of a large polygon is told
/// by its area without a look at its edge. The polygon must be valid; how it is
/// wound doesn't matter.
pub(super) fn cut_along_grid(polygon: &Polygon<f64>, grid: Grid, emit: &mut impl FnMut(CellIndex, CutPiece)) {
    let shape = Rings { rings: well_wound(rings_of(polygon)), are_sound: true };
    let Some(range) = CellRange::around(&shape.rings, grid) else { return };
    cut(shape, range, grid, emit);
}

/// Gives every cell that an area touches with the area's rings in it, open;
/// none where the cell is whole. The area is all of the rings together: valid
/// polygons that don't overlap, shells of positive and holes of negative area.
/// In a cell its rings may run along the cell's edge twice.
pub fn cut_rings_along_grid(
    rings: Vec<Vec<Coord<f64>>>,
    grid: Grid,
    emit: &mut impl FnMut(CellIndex, Option<Vec<LineString<f64>>>),
) {
    let Some(range) = CellRange::around(&rings, grid) else { return };
    cut(Rings { rings, are_sound: false }, range, grid, &mut |cell, piece| match piece {
        CutPiece::Whole => emit(cell, None),
        CutPiece::Part { polygon, .. } => {
            let (shell, mut rings) = polygon.into_inner();
            rings.push(shell);
            emit(cell, Some(rings));
        }
    });
}

/// What is left of a polygon: its shell's parts and its holes'.
struct Rings {
    rings: Vec<Ring>,
    /// One shell and the holes in it, as valid as the polygon is.
    are_sound: bool,
}

fn well_wound(mut rings: Vec<Ring>) -> Vec<Ring> {
    for (index, ring) in rings.iter_mut().enumerate() {
        if (signed_area_m2(ring) < 0.0) == (index == 0) {
            ring.reverse();
        }
    }
    rings
}

fn cut(shape: Rings, range: CellRange, grid: Grid, emit: &mut impl FnMut(CellIndex, CutPiece)) {
    if shape.rings.is_empty() {
        return;
    }
    if range.is_filled_by(&shape.rings, grid) {
        range.cells().for_each(|cell| emit(cell, CutPiece::Whole));
    } else if let Some(cell) = range.single() {
        emit(cell, shape.into_part());
    } else {
        let (axis, line, low, high) = range.halves();
        let at = f64::from(line) * grid.size_m();
        let (below, above) = shape.split(axis, at);
        cut(below, low, grid, emit);
        cut(above, high, grid, emit);
    }
}

impl Rings {
    /// A shell that crosses the line once there and once back leaves one sound
    /// ring on each side; more often, or a hole that crosses, and rings run along
    /// the line twice.
    fn split(self, axis: Axis, at: f64) -> (Self, Self) {
        let (mut below, mut above) = (Vec::new(), Vec::new());
        let mut are_sound = self.are_sound;
        for (index, ring) in self.rings.iter().enumerate() {
            let meetings = meetings(ring, axis, at);
            are_sound &= meetings == 0 || (index == 0 && meetings == 2);
            let (low, high) = split_ring(ring, axis, at);
            below.extend((!low.is_empty()).then_some(low));
            above.extend((!high.is_empty()).then_some(high));
        }
        (Self { rings: below, are_sound }, Self { rings: above, are_sound })
    }

    fn into_part(self) -> CutPiece {
        let mut rings = self.rings.into_iter().map(LineString::new);
        let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        CutPiece::Part { polygon: Polygon::new(exterior, rings.collect()), is_sound: self.are_sound }
    }
}

/// How often a ring crosses a line; a corner on the line counts as many.
fn meetings(ring: &[Coord<f64>], axis: Axis, at: f64) -> usize {
    const CORNER: usize = 3;
    let Some(last) = ring.last() else { return 0 };
    let mut previous = axis.of(*last) - at;
    let mut meetings = 0;
    for coord in ring {
        let current = axis.of(*coord) - at;
        meetings += match current {
            0.0 => CORNER,
            _ => usize::from((current < 0.0) != (previous < 0.0)),
        };
        previous = current;
    }
    meetings
}

/// A rectangle of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CellRange {
    columns: Range<i32>,
    rows: Range<i32>,
}

impl CellRange {
    fn around(rings: &[Ring], grid: Grid) -> Option<Self> {
        Some(Self { columns: span(rings, Axis::X, grid)?, rows: span(rings, Axis::Y, grid)? })
    }

    fn single(&self) -> Option<CellIndex> {
        let one = self.columns.len() == 1 && self.rows.len() == 1;
        one.then_some(CellIndex { column: self.columns.start, row: self.rows.start })
    }

    fn cells(&self) -> impl Iterator<Item = CellIndex> + '_ {
        self.columns.clone().flat_map(|column| self.rows.clone().map(move |row| CellIndex { column, row }))
    }

    /// Halves the longer side: the axis, the grid line between, and both halves.
    fn halves(&self) -> (Axis, i32, Self, Self) {
        let middle = |range: &Range<i32>| range.start + (range.end - range.start) / 2;
        if self.columns.len() >= self.rows.len() {
            let line = middle(&self.columns);
            let low = Self { columns: self.columns.start..line, rows: self.rows.clone() };
            let high = Self { columns: line..self.columns.end, rows: self.rows.clone() };
            (Axis::X, line, low, high)
        } else {
            let line = middle(&self.rows);
            let low = Self { columns: self.columns.clone(), rows: self.rows.start..line };
            let high = Self { columns: self.columns.clone(), rows: line..self.rows.end };
            (Axis::Y, line, low, high)
        }
    }

    /// Rings cut to the range that have the range's area are the range.
    fn is_filled_by(&self, rings: &[Ring], grid: Grid) -> bool {
        let cells = self.columns.len() as f64 * self.rows.len() as f64;
        let lies_within = rings.iter().flatten().all(|&coord| self.touches(coord, grid));
        let area_m2: f64 = rings.iter().map(|ring| signed_area_m2(ring)).sum();
        lies_within && area_m2 >= cells * grid.cell_area_m2() * (1.0 - 1e-12)
    }

    fn touches(&self, coord: Coord<f64>, grid: Grid) -> bool {
        let within = |value: f64, range: &Range<i32>| {
            (f64::from(range.start) * grid.size_m()..=f64::from(range.end) * grid.size_m()).contains(&value)
        };
        within(coord.x, &self.columns) && within(coord.y, &self.rows)
    }
}

/// The cells from the lowest to the highest coordinate of the rings.
fn span(rings: &[Ring], axis: Axis, grid: Grid) -> Option<Range<i32>> {
    let values = || rings.iter().flatten().map(|&coord| axis.of(coord) / grid.size_m());
    let (lowest, highest) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    let start = lowest.floor() as i32;
    Some(start..(highest.ceil() as i32).max(start + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, polygon};

    #[test]
    fn pieces_sum_to_the_polygon_and_the_inside_is_whole() {
        let grid = Grid::new(1.0);
        let lake = polygon!(
            exterior: [(x: 0.5, y: 0.5), (x: 9.5, y: 0.5), (x: 9.5, y: 9.5), (x: 0.5, y: 9.5)],
            interiors: [[(x: 3.2, y: 3.2), (x: 3.2, y: 4.8), (x: 4.8, y: 4.8), (x: 4.8, y: 3.2)]],
        );
        let (mut area, mut wholes) = (0.0, 0);
        cut_along_grid(&lake, grid, &mut |_, piece| match piece {
            CutPiece::Whole => {
                area += 1.0;
                wholes += 1;
            }
            CutPiece::Part { polygon: part, .. } => {
                area += signed_area_m2(&rings_of(&part)[0])
                    + rings_of(&part)[1..].iter().map(|ring| signed_area_m2(ring)).sum::<f64>();
            }
        });
        assert!((area - lake.unsigned_area()).abs() < 1e-9);
        assert_eq!(wholes, 64 - 4);
    }
}
