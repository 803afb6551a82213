//! Rings: areas and the clip by a straight line that all cutting rests on.

use geo::{Coord, Euclidean, Length, LineString, MultiPolygon, Polygon, Rect};

/// A ring without the repeated last coordinate.
pub(super) type Ring = Vec<Coord<f64>>;

/// An axis of the coordinate system, and the side of a line across it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    X,
    Y,
}

impl Axis {
    pub(super) fn of(self, coord: Coord<f64>) -> f64 {
        match self {
            Axis::X => coord.x,
            Axis::Y => coord.y,
        }
    }
}

/// The rings of a polygon, exterior first.
pub(super) fn rings_of(polygon: &Polygon<f64>) -> Vec<Ring> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(open_ring).collect()
}

/// Area with its sign: positive counter-clockwise. Coordinates are taken from
/// the ring's own start, so that it stays exact far from the origin.
pub(super) fn signed_area_m2(ring: &[Coord<f64>]) -> f64 {
    let Some(&origin) = ring.first() else { return 0.0 };
    let following = ring.iter().skip(1).chain(ring.first());
    let twice: f64 = ring
        .iter()
        .zip(following)
        .map(|(a, b)| (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y))
        .sum();
    twice / 2.0
}

/// Both sides of a ring cut at `axis = at` (after Sutherland and Hodgman): what
/// is below and what is above. Where the ring leaves and comes back the cut runs
/// along the line twice; areas are right and the overlay that follows cleans it.
pub(super) fn split_ring(ring: &[Coord<f64>], axis: Axis, at: f64) -> (Ring, Ring) {
    let (mut below, mut above) = (Ring::new(), Ring::new());
    let Some(&last) = ring.last() else { return (below, above) };
    let mut previous = last;
    for &current in ring {
        let (from, to) = (axis.of(previous) - at, axis.of(current) - at);
        if (from < 0.0 && to > 0.0) || (from > 0.0 && to < 0.0) {
            let crossing = crossing(previous, current, axis, at);
            below.push(crossing);
            above.push(crossing);
        }
        if to <= 0.0 {
            below.push(current);
        }
        if to >= 0.0 {
            above.push(current);
        }
        previous = current;
    }
    (without_degenerate(below, axis, at), without_degenerate(above, axis, at))
}

/// Area of what `area` and a convex polygon share, square metres; the convex
/// polygon counter-clockwise or clockwise, `area` with its holes wound the other way.
pub fn convex_overlap_area_m2(area: &MultiPolygon<f64>, convex: &Polygon<f64>) -> f64 {
    let mut corners = open_ring(convex.exterior());
    if signed_area_m2(&corners) < 0.0 {
        corners.reverse();
    }
    let clipped_area =
        |ring: &LineString<f64>| signed_area_m2(&clip_by_convex(open_ring(ring), &corners)).abs();
    area.iter()
        .map(|polygon| {
            clipped_area(polygon.exterior()) - polygon.interiors().iter().map(clipped_area).sum::<f64>()
        })
        .sum()
}

pub(super) fn rect_polygon(rect: Rect<f64>) -> Polygon<f64> {
    rect.to_polygon()
}

fn open_ring(ring: &LineString<f64>) -> Ring {
    let closed = ring.0.len() > 1 && ring.0.first() == ring.0.last();
    ring.0[..ring.0.len() - usize::from(closed)].to_vec()
}

fn crossing(from: Coord<f64>, to: Coord<f64>, axis: Axis, at: f64) -> Coord<f64> {
    let share = (at - axis.of(from)) / (axis.of(to) - axis.of(from));
    match axis {
        Axis::X => Coord { x: at, y: from.y + share * (to.y - from.y) },
        Axis::Y => Coord { x: from.x + share * (to.x - from.x), y: at },
    }
}

/// A ring that only touches the line has nothing on that side.
fn without_degenerate(ring: Ring, axis: Axis, at: f64) -> Ring {
    let off_the_line = ring.iter().any(|&coord| axis.of(coord) != at);
    if off_the_line && ring.len() >= 3 { ring } else { Ring::new() }
}

/// The part of a ring left of every edge of a counter-clockwise convex polygon.
fn clip_by_convex(mut ring: Ring, corners: &[Coord<f64>]) -> Ring {
    for (index, &a) in corners.iter().enumerate() {
        let b = corners[(index + 1) % corners.len()];
        let side = |p: Coord<f64>| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
        let mut clipped = Ring::with_capacity(ring.len() + 4);
        for (index, &current) in ring.iter().enumerate() {
            let previous = ring[(index + ring.len() - 1) % ring.len()];
            let (from, to) = (side(previous), side(current));
            if (from < 0.0) != (to < 0.0) {
                let share = from / (from - to);
                clipped.push(previous + (current - previous) * share);
            }
            if to >= 0.0 {
                clipped.push(current);
            }
        }
        ring = clipped;
    }
    ring
}

/// Of a long strip its width: twice its area by its circumference. Not a number
/// for a ring without length.
pub fn mean_width_m(ring: &LineString<f64>) -> f64 {
    2.0 * signed_area_m2(&open_ring(ring)).abs() / Euclidean.length(ring)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, BooleanOps, polygon};

    #[test]
    fn split_sides_sum_to_the_whole() {
        let ring = [(0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (2.0, 1.0), (0.0, 3.0)].map(Coord::from).to_vec();
        for (axis, at) in [(Axis::X, 2.0), (Axis::X, 1.0), (Axis::Y, 2.0), (Axis::Y, 0.0), (Axis::X, 9.0)] {
            let (below, above) = split_ring(&ring, axis, at);
            let sum = signed_area_m2(&below) + signed_area_m2(&above);
            assert!((sum - signed_area_m2(&ring)).abs() < 1e-12, "{axis:?} {at}");
        }
    }

    #[test]
    fn convex_overlap_equals_the_general_overlay() {
        let area = MultiPolygon(vec![polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0), (x: 5.0, y: 4.0), (x: 0.0, y: 10.0)],
            interiors: [[(x: 1.0, y: 1.0), (x: 1.0, y: 2.0), (x: 3.0, y: 2.0), (x: 3.0, y: 1.0)]],
        )]);
        let square = polygon![(x: 2.0, y: 0.5), (x: 8.0, y: 1.0), (x: 9.0, y: 8.0), (x: 2.5, y: 7.0)];
        let expected = area.intersection(&square).unsigned_area();
        assert!((convex_overlap_area_m2(&area, &square) - expected).abs() < 1e-6);
    }
}
