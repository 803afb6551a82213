//! Fewer corners without crossings: simplified rings get those corners back
//! that they need in order not to touch each other or themselves.

use std::collections::BTreeSet;

use geo::{Coord, Intersects, Line, LineString, Polygon, SimplifyIdx};
use rstar::{
    RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::plane::to_lng_lat;

/// Rings by the polygon that they belong to, with every corner in degrees and
/// the numbers of those that are kept.
struct Ring {
    polygon: usize,
    corners: Vec<Coord<f64>>,
    kept: Vec<usize>,
}

/// The polygons in longitude and latitude, each at most `tolerance_m` from its
/// full form. No two edges cross or touch, save neighbours at their corner.
pub(super) fn simplified_lng_lat(polygons: &[Polygon<f64>], tolerance_m: f64) -> Vec<Polygon<f64>> {
    let mut rings: Vec<Ring> = polygons
        .iter()
        .enumerate()
        .flat_map(|(number, polygon)| {
            let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            all.map(move |ring| Ring::new(number, ring, tolerance_m))
        })
        .collect();
    while tolerance_m > 0.0 && restore_crossed(&mut rings) {}
    assemble(rings, polygons.len())
}

impl Ring {
    fn new(polygon: usize, ring: &LineString<f64>, tolerance_m: f64) -> Self {
        let mut corners: Vec<(Coord<f64>, Coord<f64>)> =
            ring.0.iter().copied().zip(to_lng_lat(ring).0).collect();
        // Corners that rounding has laid on one another are one corner.
        corners.dedup_by_key(|(_, lng_lat)| *lng_lat);
        let (plane, degrees): (Vec<_>, Vec<_>) = corners.into_iter().unzip();
        let mut kept = if tolerance_m > 0.0 {
            LineString(plane).simplify_idx(tolerance_m)
        } else {
            (0..degrees.len()).collect()
        };
        if kept.len() < 4 {
            kept = (0..degrees.len()).collect();
        }
        Self { polygon, corners: degrees, kept }
    }

    fn edges(&self) -> impl Iterator<Item = (usize, Line<f64>)> + '_ {
        let edge = |(place, pair): (usize, &[usize])| {
            (place, Line::new(self.corners[pair[0]], self.corners[pair[1]]))
        };
        self.kept.windows(2).enumerate().map(edge)
    }

    /// Takes back the middle one of the corners left out of the edge that
    /// began at this corner number; false when there is none.
    fn restore(&mut self, corner: usize) -> bool {
        let Ok(place) = self.kept.binary_search(&corner) else { return false };
        let Some(next) = self.kept.get(place + 1) else { return false };
        let middle = corner.midpoint(*next);
        let has_middle = middle > corner;
        if has_middle {
            self.kept.insert(place + 1, middle);
        }
        has_middle
    }
}

/// Gives corners back to the edges that cross or touch others; false when no
/// edge does, or none has a corner left to get.
fn restore_crossed(rings: &mut [Ring]) -> bool {
    let mut has_changed = false;
    for (ring, corner) in crossings(rings) {
        has_changed |= rings[ring].restore(corner);
    }
    has_changed
}

/// An edge with its ring's number and its place in the ring.
#[derive(Clone, Copy)]
struct Edge {
    line: Line<f64>,
    ring: usize,
    place: usize,
}

/// Edges that cross or touch another that isn't their neighbour: the ring and
/// the number of the corner at which the edge begins.
fn crossings(rings: &[Ring]) -> BTreeSet<(usize, usize)> {
    let boxed = |edge: Edge| {
        let corner = |coord: Coord<f64>| [coord.x, coord.y];
        let envelope = Rectangle::from_corners(corner(edge.line.start), corner(edge.line.end));
        GeomWithData::new(envelope, edge)
    };
    let of_ring = |(number, ring): (usize, &Ring)| {
        ring.edges().map(|(place, line)| boxed(Edge { line, ring: number, place })).collect::<Vec<_>>()
    };
    let tree = RTree::bulk_load(rings.iter().enumerate().flat_map(of_ring).collect());
    tree.intersection_candidates_with_other_tree(&tree)
        .map(|(one, other)| (one.data, other.data))
        .filter(|(one, other)| (one.ring, one.place) < (other.ring, other.place))
        .filter(|(one, other)| !are_neighbours(rings, one, other) && one.line.intersects(&other.line))
        .flat_map(|(one, other)| [one, other])
        .map(|edge| (edge.ring, rings[edge.ring].kept[edge.place]))
        .collect()
}

/// `one` comes before `other`.
fn are_neighbours(rings: &[Ring], one: &Edge, other: &Edge) -> bool {
    let last = rings[one.ring].kept.len() - 2;
    one.ring == other.ring && (one.place + 1 == other.place || (one.place == 0 && other.place == last))
}

fn assemble(rings: Vec<Ring>, count: usize) -> Vec<Polygon<f64>> {
    let mut parts: Vec<Vec<LineString<f64>>> = vec![Vec::new(); count];
    for ring in rings {
        parts[ring.polygon].push(ring.kept.iter().map(|corner| ring.corners[*corner]).collect());
    }
    parts
        .into_iter()
        .map(|mut rings| {
            let holes = rings.split_off(1);
            Polygon::new(rings.swap_remove(0), holes)
        })
        .collect()
}

/// How many edges of these polygons touch another that isn't their neighbour.
#[cfg(test)]
pub(super) fn touching_edges(polygons: &[Polygon<f64>]) -> usize {
    let rings =
        polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let whole = |ring: &LineString<f64>| Ring {
        polygon: 0,
        kept: (0..ring.0.len()).collect(),
        corners: ring.0.clone(),
    };
    crossings(&rings.map(whole).collect::<Vec<_>>()).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demonstration::plane::to_plane;

    /// A hole close to an edge that would be straightened through it.
    #[test]
    fn corners_return_where_edges_would_cross() {
        let (x, y) = (700_000.0, 7_200_000.0);
        let ring = |corners: &[(f64, f64)]| {
            corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect::<LineString<f64>>()
        };
        let outer = ring(&[
            (0.0, 0.0),
            (1_000.0, 0.0),
            (1_000.0, 1_000.0),
            (500.0, 1_090.0),
            (0.0, 1_000.0),
            (0.0, 0.0),
        ]);
        let hole = ring(&[(400.0, 900.0), (500.0, 1_050.0), (600.0, 900.0), (400.0, 900.0)]);
        let polygons = [Polygon::new(outer, vec![hole])];
        let simplified = simplified_lng_lat(&polygons, 95.0);
        assert_eq!(simplified[0].exterior().0.len(), 6);
        let plane = to_plane(&simplified[0]);
        assert!((plane.exterior().0[3].y - (y + 1_090.0)).abs() < 1.0);
    }
}
