//! Where along a line an area covers it.

use geo::{
    Coord, CoordinatePosition, Distance, Euclidean, LineString, MultiPolygon, coordinate_position::CoordPos,
};

use super::{CellIndex, Grid, Mosaic, Shape};

/// A part of a line, metres from its start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub from_m: f64,
    pub to_m: f64,
}

impl Interval {
    pub fn length_m(self) -> f64 {
        self.to_m - self.from_m
    }
}

/// Intervals closer than this are one.
const TOUCH_M: f64 = 1e-6;

/// The parts of a line inside the mosaic's area, in order, none touching the next.
pub fn covered_intervals(line: &LineString<f64>, mosaic: &Mosaic) -> Vec<Interval> {
    let mut covered: Vec<Interval> = Vec::new();
    let mut start_m = 0.0;
    for segment in line.lines() {
        let length_m = Euclidean.distance(segment.start, segment.end);
        for (from, to) in covered_shares(segment.start, segment.end, mosaic) {
            let next = Interval { from_m: start_m + from * length_m, to_m: start_m + to * length_m };
            match covered.last_mut() {
                Some(last) if next.from_m - last.to_m <= TOUCH_M => last.to_m = next.to_m,
                _ => covered.push(next),
            }
        }
        start_m += length_m;
    }
    covered
}

/// What intervals leave of a line of this length.
pub fn complement(covered: &[Interval], length_m: f64) -> Vec<Interval> {
    let ends = covered.iter().map(|interval| interval.to_m);
    let starts = covered.iter().map(|interval| interval.from_m);
    std::iter::once(0.0)
        .chain(ends)
        .zip(starts.chain([length_m]))
        .map(|(from_m, to_m)| Interval { from_m, to_m })
        .filter(|interval| interval.length_m() > TOUCH_M)
        .collect()
}

/// The part of a line between two distances from its start.
pub fn part_of_line(line: &LineString<f64>, part: Interval) -> LineString<f64> {
    let mut coords = Vec::new();
    let mut start_m = 0.0;
    for segment in line.lines() {
        let length_m = Euclidean.distance(segment.start, segment.end);
        let (from, to) = ((part.from_m - start_m) / length_m, (part.to_m - start_m) / length_m);
        if length_m > 0.0 && from < 1.0 && to > 0.0 {
            coords.push(segment.start + segment.delta() * from.max(0.0));
            coords.push(segment.start + segment.delta() * to.min(1.0));
        }
        start_m += length_m;
    }
    coords.dedup();
    LineString::new(coords)
}

/// How much of a line lies in each cell of a grid that it goes through, metres.
pub fn length_by_cell(line: &LineString<f64>, grid: Grid) -> impl Iterator<Item = (CellIndex, f64)> {
    line.lines().flat_map(move |segment| {
        let length_m = Euclidean.distance(segment.start, segment.end);
        let parts = grid_crossings(segment.start, segment.end, grid.size_m());
        parts.into_iter().map(move |(from, to)| {
            let middle = segment.start + segment.delta() * f64::midpoint(from, to);
            (grid.cell_at(middle), (to - from) * length_m)
        })
    })
}

/// Parts of the segment (0…1) inside the area, in order.
fn covered_shares(a: Coord<f64>, b: Coord<f64>, mosaic: &Mosaic) -> Vec<(f64, f64)> {
    let at = |share: f64| a + (b - a) * share;
    let mut covered = Vec::new();
    for (from, to) in grid_crossings(a, b, mosaic.grid().size_m()) {
        let cell = mosaic.grid().cell_at(at((from + to) / 2.0));
        match mosaic.piece_at(cell).map(|piece| &piece.shape) {
            None => {}
            Some(Shape::Whole) => covered.push((from, to)),
            Some(Shape::Part(part)) => {
                let cuts = edge_crossings(a, b, part, from, to);
                let inside = |pair: &[f64]| {
                    part.coordinate_position(&at((pair[0] + pair[1]) / 2.0)) != CoordPos::Outside
                };
                covered.extend(cuts.windows(2).filter(|pair| inside(pair)).map(|pair| (pair[0], pair[1])));
            }
        }
    }
    covered
}

/// The segment's shares between one grid line and the next.
fn grid_crossings(a: Coord<f64>, b: Coord<f64>, size_m: f64) -> Vec<(f64, f64)> {
    let mut shares = vec![0.0, 1.0];
    for (start, end) in [(a.x, b.x), (a.y, b.y)] {
        let (low, high) = (start.min(end), start.max(end));
        let lines = (low / size_m).floor() as i64 + 1..(high / size_m).ceil() as i64;
        shares.extend(lines.map(|line| (line as f64 * size_m - start) / (end - start)));
    }
    shares.sort_by(f64::total_cmp);
    shares.windows(2).filter(|pair| pair[1] > pair[0]).map(|pair| (pair[0], pair[1])).collect()
}

/// `from`, `to` and the shares between at which the segment crosses the polygons' edges.
fn edge_crossings(a: Coord<f64>, b: Coord<f64>, part: &MultiPolygon<f64>, from: f64, to: f64) -> Vec<f64> {
    let direction = b - a;
    let cross = |p: Coord<f64>, q: Coord<f64>| p.x * q.y - p.y * q.x;
    let mut shares = vec![from, to];
    let rings =
        part.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    for edge in rings.flat_map(|ring| ring.lines()) {
        let denominator = cross(direction, edge.delta());
        if denominator != 0.0 {
            let along_segment = cross(edge.start - a, edge.delta()) / denominator;
            let along_edge = cross(edge.start - a, direction) / denominator;
            if along_segment > from && along_segment < to && (-1e-9..=1.0 + 1e-9).contains(&along_edge) {
                shares.push(along_segment);
            }
        }
    }
    shares.sort_by(f64::total_cmp);
    shares
}

#[cfg(test)]
mod tests {
    use geo::{BooleanOps, Length, MultiLineString, polygon};

    use super::*;
    use crate::geometry::Grid;

    #[track_caller]
    fn check(line: &LineString<f64>, mosaic: &Mosaic, expected_km: &[(f64, f64)]) {
        let found: Vec<_> = covered_intervals(line, mosaic);
        assert_eq!(found.len(), expected_km.len(), "{found:?}");
        for (interval, (from, to)) in found.iter().zip(expected_km) {
            assert!(
                (interval.from_m - from * 1e3).abs() < 1e-3 && (interval.to_m - to * 1e3).abs() < 1e-3,
                "{found:?}"
            );
        }
    }

    /// R4's road: gaps at 1.0–1.4, 3.0–5.2 and 9.0–10.0 km.
    #[test]
    fn gaps_of_a_road() {
        let strip = |from: f64, to: f64| {
            let (a, b) = (from * 1e3, to * 1e3);
            polygon![(x: a, y: -500.0), (x: b, y: -500.0), (x: b, y: 500.0), (x: a, y: 500.0)]
        };
        let claim =
            Mosaic::from_polygons(Grid::new(700.0), &[strip(0.0, 1.0), strip(1.4, 3.0), strip(5.2, 9.0)]);
        let road = LineString::from(vec![(0.0, 0.0), (2_500.0, 0.0), (10_000.0, 0.0)]);
        check(&road, &claim, &[(0.0, 1.0), (1.4, 3.0), (5.2, 9.0)]);
        let gaps = complement(&covered_intervals(&road, &claim), 10_000.0);
        let lengths: Vec<i64> = gaps.iter().map(|gap| gap.length_m().round() as i64).collect();
        assert_eq!(lengths, [400, 2_200, 1_000]);
        assert!((part_of_line(&road, gaps[1]).0[0].x - 3_000.0).abs() < 1e-3);
    }

    #[test]
    fn a_line_through_cells() {
        let line = LineString::from(vec![(-300.0, 500.0), (1_200.0, 500.0), (1_200.0, 400.0)]);
        let found: Vec<_> = length_by_cell(&line, Grid::new(1_000.0)).collect();
        let cell = |column| CellIndex { column, row: 0 };
        let expected = [(cell(-1), 300.0), (cell(0), 1_000.0), (cell(1), 200.0), (cell(1), 100.0)];
        assert_eq!(found.len(), expected.len());
        for ((cell, length_m), (expected, expected_m)) in found.into_iter().zip(expected) {
            assert!(cell == expected && (length_m - expected_m).abs() < 1e-9, "{cell:?} {length_m}");
        }
    }

    #[test]
    fn a_line_along_a_grid_line_and_a_line_outside() {
        let square =
            polygon![(x: 0.0, y: 0.0), (x: 4_000.0, y: 0.0), (x: 4_000.0, y: 4_000.0), (x: 0.0, y: 4_000.0)];
        let mosaic = Mosaic::from_polygons(Grid::new(1_000.0), [&square]);
        check(&LineString::from(vec![(2_000.0, -1_000.0), (2_000.0, 5_000.0)]), &mosaic, &[(1.0, 5.0)]);
        check(&LineString::from(vec![(-2_000.0, -1_000.0), (-2_000.0, 5_000.0)]), &mosaic, &[]);
    }

    #[test]
    fn lengths_agree_with_the_overlay_of_lines() {
        let ring: Vec<Coord<f64>> = (0..40)
            .map(|index| {
                let (angle, radius) =
                    (f64::from(index) * 0.157, if index % 2 == 0 { 4_000.0 } else { 1_500.0 });
                Coord { x: radius * f64::cos(angle), y: radius * f64::sin(angle) }
            })
            .collect();
        let star = geo::Polygon::new(LineString::new(ring), Vec::new());
        let mosaic = Mosaic::from_polygons(Grid::new(500.0), [&star]);
        let line = LineString::from(vec![
            (-5_000.0, -130.0),
            (700.0, 911.0),
            (1_000.0, 4_500.0),
            (4_000.0, -3_000.0),
        ]);
        let expected = Euclidean.length(&star.clip(&MultiLineString(vec![line.clone()]), false));
        let found: f64 = covered_intervals(&line, &mosaic).iter().map(|interval| interval.length_m()).sum();
        assert!((found - expected).abs() < 0.01, "{found} {expected}");
    }
}
