//! The segments of many rings in an R-tree: where they meet, and which rings
//! lie around a point. In one planar coordinate reference system.

use std::collections::BTreeMap;

use geo::{
    BoundingRect, Coord, GeoNum, Line, LineString, Rect,
    kernels::{Kernel, Orientation},
    line_intersection::{LineIntersection, line_intersection},
};
use rstar::{AABB, RTree, RTreeObject};

pub struct SegmentTree(RTree<Segment>);

#[derive(Clone, Copy, PartialEq)]
pub(super) struct Segment {
    pub line: Line<f64>,
    pub ring: usize,
    /// The place in its ring, of as many as `ring_length`.
    index: usize,
    ring_length: usize,
}

impl SegmentTree {
    /// Takes closed rings; they are numbered from 0 in their order.
    pub fn new<'ring>(rings: impl IntoIterator<Item = &'ring LineString<f64>>) -> Self {
        Self(RTree::bulk_load(segments(rings).collect()))
    }

    /// A place where two segments cross, touch or lie on each other, other than
    /// the vertex that neighbours share. None: the rings are simple and apart.
    pub fn first_contact(&self) -> Option<Coord<f64>> {
        self.0.iter().find_map(|segment| {
            let candidates = self.0.locate_in_envelope_intersecting(segment.envelope());
            candidates
                .filter(|other| (segment.ring, segment.index) < (other.ring, other.index))
                .find_map(|other| segment.contact(other))
        })
    }

    /// The rings that a point lies within, by how often a ray to the east meets them.
    pub fn rings_around(&self, point: Coord<f64>) -> Vec<usize> {
        let ray = AABB::from_corners([point.x, point.y], [f64::MAX, point.y]);
        let mut odd = BTreeMap::<usize, bool>::new();
        for segment in self.0.locate_in_envelope_intersecting(ray) {
            if segment.is_met_by_ray(point) {
                *odd.entry(segment.ring).or_default() ^= true;
            }
        }
        odd.into_iter().filter_map(|(ring, odd)| odd.then_some(ring)).collect()
    }
}

/// The segments of closed rings, which are numbered from 0 in their order.
pub(super) fn segments<'ring>(
    rings: impl IntoIterator<Item = &'ring LineString<f64>>,
) -> impl Iterator<Item = Segment> {
    rings.into_iter().enumerate().flat_map(|(ring, line_string)| {
        let ring_length = line_string.0.len().saturating_sub(1);
        let segment = move |(index, line)| Segment { line, ring, index, ring_length };
        line_string.lines().enumerate().map(segment)
    })
}

impl Segment {
    /// Where two segments meet otherwise than neighbours do.
    pub fn contact(&self, other: &Segment) -> Option<Coord<f64>> {
        if self.leads_to(other) {
            return folding(self.line, other.line);
        }
        if other.leads_to(self) {
            return folding(other.line, self.line);
        }
        match line_intersection(self.line, other.line)? {
            LineIntersection::SinglePoint { intersection, .. } => Some(intersection),
            LineIntersection::Collinear { intersection } => Some(intersection.start),
        }
    }

    fn leads_to(&self, other: &Segment) -> bool {
        self.ring == other.ring && (self.index + 1) % self.ring_length == other.index
    }

    /// Half-open in y, so that a vertex on the ray counts once.
    pub fn is_met_by_ray(&self, point: Coord<f64>) -> bool {
        let Line { start, end } = self.line;
        if (start.y > point.y) == (end.y > point.y) {
            return false;
        }
        let (low, high) = if start.y < end.y { (start, end) } else { (end, start) };
        (high.x - low.x) * (point.y - low.y) - (point.x - low.x) * (high.y - low.y) > 0.0
    }
}

/// Where a line goes back along the one before it, which ends where it begins:
/// all that neighbours can do to each other.
fn folding(before: Line<f64>, line: Line<f64>) -> Option<Coord<f64>> {
    let (back, on) = (before.start - before.end, line.end - line.start);
    let turns_back = back.x * on.x + back.y * on.y > 0.0;
    let is_straight =
        || <f64 as GeoNum>::Ker::orient2d(before.start, line.start, line.end) == Orientation::Collinear;
    (turns_back && is_straight()).then_some(line.start)
}

impl RTreeObject for Segment {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        envelope(self.line.bounding_rect())
    }
}

fn envelope(rect: Rect<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y])
}

#[cfg(test)]
mod tests {
    use geo::wkt;

    use super::*;

    fn tree(polygon: &geo::Polygon<f64>) -> SegmentTree {
        SegmentTree::new(std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    }

    #[track_caller]
    fn check(polygon: geo::Polygon<f64>, contact: bool) {
        assert_eq!(tree(&polygon).first_contact().is_some(), contact, "{polygon:?}");
    }

    #[test]
    fn rings_that_meet() {
        check(wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 0.))), false);
        check(wkt!(POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (1. 1., 1. 2., 2. 2., 2. 1., 1. 1.))), false);
        // bow-tie, spike, ring touching itself, hole on the shell, holes that cross
        check(wkt!(POLYGON((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))), true);
        check(wkt!(POLYGON((0. 0., 4. 0., 8. 0., 4. 0., 4. 4., 0. 0.))), true);
        check(wkt!(POLYGON((0. 0., 4. 0., 4. 4., 2. 0., 0. 4., 0. 0.))), true);
        check(wkt!(POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 1., 1. 2., 1. 1., 0. 1.))), true);
        check(
            wkt!(POLYGON(
                (0. 0., 9. 0., 9. 9., 0. 9., 0. 0.),
                (1. 1., 1. 3., 3. 3., 3. 1., 1. 1.),
                (2. 2., 2. 4., 4. 4., 4. 2., 2. 2.)
            )),
            true,
        );
    }

    #[test]
    fn rings_around_a_point() {
        let polygon = wkt!(POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (1. 1., 1. 3., 3. 3., 3. 1., 1. 1.)));
        let tree = tree(&polygon);
        for ((x, y), expected) in [
            ((5.0, 5.0), vec![0]),
            ((2.0, 2.0), vec![0, 1]),
            ((0.5, 1.0), vec![0]),
            ((-1.0, 1.0), vec![]),
            ((5.0, 9.5), vec![]),
        ] {
            assert_eq!(tree.rings_around(Coord { x, y }), expected, "({x}, {y})");
        }
    }
}
