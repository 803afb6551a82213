//! A cell's squares that lie inside or outside an area whole, so that most
//! positions need no look at its edges.

use geo::{Coord, Line, LinesIter, MultiPolygon, Rect};

/// Squares along a cell's side.
const SIDE: usize = 16;

/// Widens an edge, in squares, so that rounding never makes it miss one.
const SLACK: f64 = 1e-6;

/// A square for each bit, a row of squares for each number, from the south-west.
#[derive(Clone, Debug, PartialEq)]
pub struct Sieve {
    /// An edge passes: only the polygons themselves can say.
    edge: [u16; SIDE],
    /// Elsewhere: inside.
    inside: [u16; SIDE],
}

impl Sieve {
    /// `part` is what the area has in `cell`: valid polygons that don't overlap.
    pub fn new(part: &MultiPolygon<f64>, cell: Rect<f64>) -> Self {
        let to_squares = |coord: Coord<f64>| (coord - cell.min()) * (SIDE as f64 / cell.width());
        let lines: Vec<Line<f64>> =
            part.lines_iter().map(|line| Line::new(to_squares(line.start), to_squares(line.end))).collect();
        let mut sieve = Self { edge: [0; SIDE], inside: [0; SIDE] };
        lines.iter().for_each(|line| sieve.mark(line));
        sieve.fill(&lines);
        sieve
    }

    /// Whether a position in the cell is inside; none where an edge is near.
    pub fn says(&self, position: Coord<f64>, cell: Rect<f64>) -> Option<bool> {
        let at = (position - cell.min()) * (SIDE as f64 / cell.width());
        let (column, row) = (square(at.x), square(at.y));
        let bit = 1 << column;
        (self.edge[row] & bit == 0).then_some(self.inside[row] & bit != 0)
    }

    /// Every square that an edge touches.
    fn mark(&mut self, line: &Line<f64>) {
        let (low, high) =
            if line.start.y <= line.end.y { (line.start, line.end) } else { (line.end, line.start) };
        for row in square(low.y - SLACK)..=square(high.y + SLACK) {
            let x_at = |y: f64| match high.y - low.y {
                height if height > 0.0 => low.x + (high.x - low.x) * ((y - low.y) / height).clamp(0.0, 1.0),
                _ => low.x,
            };
            let ends = match high.y - low.y {
                height if height > SLACK => [x_at(row as f64 - SLACK), x_at(row as f64 + 1.0 + SLACK)],
                _ => [low.x, high.x],
            };
            let (west, east) = (ends[0].min(ends[1]) - SLACK, ends[0].max(ends[1]) + SLACK);
            for column in square(west)..=square(east) {
                self.edge[row] |= 1 << column;
            }
        }
    }

    /// Along the middle of each row, every second stretch between edges is inside.
    fn fill(&mut self, lines: &[Line<f64>]) {
        let mut crossings = Vec::new();
        for row in 0..SIDE {
            let middle = row as f64 + 0.5;
            let crosses = |line: &&Line<f64>| (line.start.y <= middle) != (line.end.y <= middle);
            let x_of = |line: &Line<f64>| line.start.x + line.dx() * ((middle - line.start.y) / line.dy());
            crossings.clear();
            crossings.extend(lines.iter().filter(crosses).map(x_of));
            crossings.sort_by(f64::total_cmp);
            for column in 0..SIDE {
                let before = crossings.partition_point(|x| *x <= column as f64 + 0.5);
                self.inside[row] |= u16::from(before % 2 == 1) << column;
            }
        }
    }
}

/// The square of a coordinate; beyond the cell's edge that on its edge.
fn square(at: f64) -> usize {
    // A float becomes the nearest number that there is.
    (at as usize).min(SIDE - 1)
}

#[cfg(test)]
mod tests {
    use geo::{CoordinatePosition, coordinate_position::CoordPos};
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::{ANALYSIS_GRID, Grid, Mosaic, Shape};

    const GRID: Grid = ANALYSIS_GRID;

    fn star() -> impl Strategy<Value = MultiPolygon<f64>> {
        let radii = prop::collection::vec(20.0..9_000.0_f64, 3..60);
        (0.0..10_000.0_f64, 0.0..10_000.0_f64, radii).prop_map(|(x, y, radii)| {
            let step = std::f64::consts::TAU / radii.len() as f64;
            let at = |(index, radius): (usize, &f64)| {
                let angle = step * index as f64;
                Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
            };
            geo::Polygon::new(radii.iter().enumerate().map(at).collect(), Vec::new()).into()
        })
    }

    proptest! {
        /// Where it says something, the polygons say the same.
        #[test]
        fn it_never_contradicts_the_polygons(
            stars in prop::collection::vec(star(), 1..4),
            places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 200),
        ) {
            let mosaic = Mosaic::from_polygons(GRID, stars.iter().flatten());
            let mut said = 0;
            for piece in mosaic.pieces() {
                let Shape::Part(part) = &piece.shape else { continue };
                let cell = GRID.rect(piece.cell);
                let sieve = Sieve::new(part, cell);
                let corners = part.lines_iter().map(|line| line.start);
                let inner = places.iter().map(|(x, y)| cell.min() + Coord { x: *x, y: *y } * cell.width());
                for position in inner.chain(corners) {
                    let expected = part.coordinate_position(&position);
                    if let Some(inside) = sieve.says(position, cell) {
                        said += 1;
                        prop_assert_ne!(expected, CoordPos::OnBoundary, "{:?}", position);
                        prop_assert_eq!(inside, expected == CoordPos::Inside, "{:?}", position);
                    }
                }
            }
            prop_assert!(said > 0 || mosaic.pieces().iter().all(|piece| piece.shape == Shape::Whole));
        }
    }
}
