//! One multi-polygon of a mosaic: what two cells have on both sides of their
//! common edge goes away.
//!
//! No overlay is asked: one that spans a region has a lattice of millimetres, and
//! where thousands of narrow parts fall onto it `i_overlay` 4.5 may go round for
//! ever. Pieces meet exactly at cell edges, so edges that run along one are taken
//! against each other in one dimension, and all other edges stay as they are.

use std::collections::BTreeMap;

use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

use super::{LEAST_AREA_M2, Mosaic, Piece, SNAP_M};
use crate::geometry::assemble;

type Key = (u64, u64);

/// A line of the grid: `x` is the same along it, or `y` is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum GridLine {
    X(u64),
    Y(u64),
}

/// Edges with the area on their left.
#[derive(Default)]
struct Edges {
    /// By where they begin.
    from: BTreeMap<Key, Vec<Coord<f64>>>,
    /// Those along grid lines: where they begin and end on it.
    along: BTreeMap<GridLine, Vec<(f64, f64)>>,
}

impl Mosaic {
    /// One multi-polygon of the whole area, cell edges dissolved.
    pub fn dissolve(&self) -> MultiPolygon<f64> {
        let mut edges = Edges::default();
        self.pieces.iter().for_each(|piece| edges.add_piece(self, piece));
        edges.take_opposites_away();
        let mut dissolved = assemble(edges.into_loops());
        dissolved.0.iter_mut().for_each(without_hairs);
        dissolved.0.retain(|polygon| polygon.unsigned_area() >= LEAST_AREA_M2);
        dissolved
    }
}

impl Edges {
    fn add_piece(&mut self, mosaic: &Mosaic, piece: &Piece) {
        let cell = mosaic.grid.rect(piece.cell);
        let (min, max) = (cell.min(), cell.max());
        for polygon in &mosaic.polygons_of(piece) {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for edge in rings.flat_map(LineString::lines).filter(|edge| edge.start != edge.end) {
                let (start, end) = (edge.start, edge.end);
                if start.x == end.x && (start.x == min.x || start.x == max.x) {
                    self.along.entry(GridLine::X(start.x.to_bits())).or_default().push((start.y, end.y));
                } else if start.y == end.y && (start.y == min.y || start.y == max.y) {
                    self.along.entry(GridLine::Y(start.y.to_bits())).or_default().push((start.x, end.x));
                } else {
                    self.add(start, end);
                }
            }
        }
    }

    fn add(&mut self, start: Coord<f64>, end: Coord<f64>) {
        self.from.entry(key(start)).or_default().push(end);
    }

    /// Of what runs along a grid line one way and back nothing is left.
    fn take_opposites_away(&mut self) {
        for (line, edges) in std::mem::take(&mut self.along) {
            let at = |along: f64| match line {
                GridLine::X(x) => Coord { x: f64::from_bits(x), y: along },
                GridLine::Y(y) => Coord { x: along, y: f64::from_bits(y) },
            };
            for (start, end) in one_way(&edges) {
                self.add(at(start), at(end));
            }
        }
    }

    /// Closed ways along the edges; every edge is on one. As many begin at a
    /// place as end there, so no way ends but where it began.
    fn into_loops(mut self) -> Vec<Vec<Coord<f64>>> {
        let mut loops = Vec::new();
        while let Some((&first, _)) = self.from.first_key_value() {
            let mut corners = Vec::new();
            let mut at = first;
            while let Some(end) = self.take(at) {
                corners.push(end);
                at = key(end);
            }
            loops.push(corners);
        }
        loops
    }

    fn take(&mut self, at: Key) -> Option<Coord<f64>> {
        let ends = self.from.get_mut(&at)?;
        let end = ends.pop();
        if ends.is_empty() {
            self.from.remove(&at);
        }
        end
    }
}

/// What is left of edges on one line: between two neighbouring ends as many as
/// run there more one way than the other, as long as nothing changes.
fn one_way(edges: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut changes: Vec<(f64, i32)> = Vec::with_capacity(edges.len() * 2);
    for &(start, end) in edges {
        changes.extend(if start < end { [(start, 1), (end, -1)] } else { [(end, -1), (start, 1)] });
    }
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = Vec::new();
    let (mut since, mut net) = (f64::NEG_INFINITY, 0_i32);
    for at_one_place in changes.chunk_by(|a, b| a.0 == b.0) {
        let (at, change) = (at_one_place[0].0, at_one_place.iter().map(|(_, change)| change).sum::<i32>());
        if change == 0 {
            continue;
        }
        for _ in 0..net.abs() {
            left.push(if net > 0 { (since, at) } else { (at, since) });
        }
        (since, net) = (at, net + change);
    }
    left
}

/// Pieces may stop a rounding short of each other, and an overlay leave a needle
/// of no width along an edge.
fn without_hairs(polygon: &mut Polygon<f64>) {
    let (exterior, mut holes) =
        std::mem::replace(polygon, Polygon::new(LineString(Vec::new()), Vec::new())).into_inner();
    holes.retain(|hole| Polygon::new(hole.clone(), Vec::new()).unsigned_area() >= LEAST_AREA_M2);
    *polygon = Polygon::new(without_needles(exterior), holes.into_iter().map(without_needles).collect());
}

/// A ring without the corners at which it turns back on itself.
fn without_needles(ring: LineString<f64>) -> LineString<f64> {
    let mut corners: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    let mut waiting: Vec<Coord<f64>> = ring.0.iter().skip(1).rev().copied().collect();
    let is_needle = |[a, b, c]: [Coord<f64>; 3]| {
        let (there, back) = (b - a, c - b);
        let turn = there.x * back.y - there.y * back.x;
        let longer = there.x.hypot(there.y).max(back.x.hypot(back.y));
        there.x * back.x + there.y * back.y < 0.0 && turn.abs() <= SNAP_M * longer
    };
    while let Some(next) = waiting.pop() {
        while let [.., a, b] = corners.as_slice()
            && is_needle([*a, *b, next])
        {
            corners.pop();
        }
        corners.push(next);
    }
    let around = |corners: &[Coord<f64>]| match corners {
        [first, second, .., before_last, last] => {
            [is_needle([*before_last, *last, *first]), is_needle([*last, *first, *second])]
        }
        _ => [false, false],
    };
    loop {
        match around(&corners) {
            [true, _] => drop(corners.pop()),
            [_, true] => drop(corners.remove(0)),
            _ => break,
        }
    }
    LineString(corners)
}

fn key(at: Coord<f64>) -> Key {
    // Adding nothing makes a negative zero a plain one.
    ((at.x + 0.0).to_bits(), (at.y + 0.0).to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(edges: &[(f64, f64)], expected: &[(f64, f64)]) {
        assert_eq!(one_way(edges), expected);
    }

    #[track_caller]
    fn check_needles(ring: &[(f64, f64)], expected: &[(f64, f64)]) {
        let close = |corners: &[(f64, f64)]| Polygon::new(LineString::from(corners.to_vec()), vec![]);
        let found = Polygon::new(without_needles(close(ring).exterior().clone()), vec![]);
        assert_eq!(found, close(expected));
    }

    #[test]
    fn needles_go_away_wherever_the_ring_begins() {
        let square = [(1e3, 0.0), (1e3, 1e3), (0.0, 1e3), (0.0, 0.0)];
        check_needles(&square, &[(1e3, 1e3), (0.0, 1e3), (0.0, 0.0), (1e3, 0.0)]);
        let spoilt = [(1e3, 0.0), (1e3, 1e3), (1e-6, 1e3), (-500.0, 1e3), (0.0, 1e3), (0.0, 0.0)];
        for start in 0..spoilt.len() {
            let mut ring = spoilt;
            ring.rotate_left(start);
            let polygon = Polygon::new(LineString::from(ring.to_vec()), vec![]);
            let found = Polygon::new(without_needles(polygon.exterior().clone()), vec![]);
            assert!((found.unsigned_area() - 1e6).abs() < 0.01, "{found:?}");
            assert!(found.exterior().0.iter().all(|corner| corner.x >= 0.0), "{found:?}");
        }
    }

    #[test]
    fn opposite_edges_go_away() {
        check(&[], &[]);
        check(&[(0.0, 5.0), (5.0, 0.0)], &[]);
        check(&[(0.0, 5.0), (3.0, 1.0)], &[(0.0, 1.0), (3.0, 5.0)]);
        check(&[(0.0, 2.0), (2.0, 5.0)], &[(0.0, 5.0)]);
        check(&[(5.0, 0.0), (1.0, 2.0), (3.0, 4.0)], &[(1.0, 0.0), (3.0, 2.0), (5.0, 4.0)]);
    }
}
