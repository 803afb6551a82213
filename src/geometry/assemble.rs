//! Valid polygons from loops with the inside on their left.

use std::collections::HashMap;

use geo::{Area, Coord, Line, LineString, MultiPolygon, Polygon};

use super::segment_tree::SegmentTree;

/// Puts loops together that cross neither themselves nor each other, but may
/// touch at corners: a loop that comes back to a corner is split there into
/// loops that only touch each other. What runs counter-clockwise is a shell, and
/// what runs clockwise a hole of the innermost shell around it.
pub fn assemble(loops: Vec<Vec<Coord<f64>>>) -> MultiPolygon<f64> {
    let mut simple = Vec::with_capacity(loops.len());
    loops.into_iter().for_each(|corners| split(corners, &mut simple));
    let (shells, holes): (Vec<Ring>, Vec<Ring>) =
        simple.into_iter().filter_map(Ring::close).partition(|ring| ring.signed_area > 0.0);

    let mut polygons: Vec<Polygon<f64>> =
        shells.iter().map(|shell| Polygon::new(shell.line_string.clone(), Vec::new())).collect();
    if !holes.is_empty() {
        let tree = SegmentTree::new(shells.iter().map(|shell| &shell.line_string));
        for hole in holes {
            let around = tree.rings_around(hole.middle_of_first_edge());
            let innermost =
                around.into_iter().min_by(|a, b| shells[*a].signed_area.total_cmp(&shells[*b].signed_area));
            if let Some(shell) = innermost {
                polygons[shell].interiors_push(hole.line_string);
            }
        }
    }
    MultiPolygon(polygons)
}

struct Ring {
    line_string: LineString<f64>,
    signed_area: f64,
}

impl Ring {
    /// None for what has no area.
    fn close(corners: Vec<Coord<f64>>) -> Option<Self> {
        let line = Polygon::new(LineString(corners), Vec::new());
        let signed_area = line.signed_area();
        let (line_string, _) = line.into_inner();
        (signed_area != 0.0).then_some(Self { line_string, signed_area })
    }

    /// No other ring comes there: rings touch at corners.
    fn middle_of_first_edge(&self) -> Coord<f64> {
        let edge = Line::new(self.line_string.0[0], self.line_string.0[1]);
        (edge.start + edge.end) / 2.0
    }
}

fn split(corners: Vec<Coord<f64>>, simple: &mut Vec<Vec<Coord<f64>>>) {
    let key = |coord: &Coord<f64>| (coord.x.to_bits(), coord.y.to_bits());
    let mut keys: Vec<_> = corners.iter().map(key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|pair| pair[0] != pair[1]) {
        return simple.push(corners);
    }
    let mut path: Vec<Coord<f64>> = Vec::with_capacity(corners.len());
    let mut places = HashMap::with_capacity(corners.len());
    for corner in corners {
        if let Some(&place) = places.get(&key(&corner)) {
            let closed = path.split_off(place);
            closed.iter().for_each(|gone| {
                places.remove(&key(gone));
            });
            simple.push(closed);
        }
        places.insert(key(&corner), path.len());
        path.push(corner);
    }
    simple.push(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corners(corners: &[(f64, f64)]) -> Vec<Coord<f64>> {
        corners.iter().copied().map(Coord::from).collect()
    }

    /// The numbers of holes of each polygon, and the area of all.
    #[track_caller]
    fn check(loops: &[&[(f64, f64)]], holes: &[usize], area: f64) {
        let assembled = assemble(loops.iter().map(|one| corners(one)).collect());
        let found: Vec<_> = assembled.iter().map(|polygon| polygon.interiors().len()).collect();
        assert_eq!((found.as_slice(), assembled.unsigned_area()), (holes, area));
    }

    #[test]
    fn loops_become_shells_and_holes() {
        let shell: &[(f64, f64)] = &[(0., 0.), (9., 0.), (9., 9.), (0., 9.)];
        let hole: &[(f64, f64)] = &[(1., 1.), (1., 8.), (8., 8.), (8., 1.)];
        let island: &[(f64, f64)] = &[(2., 2.), (7., 2.), (7., 7.), (2., 7.)];
        let pond: &[(f64, f64)] = &[(3., 3.), (3., 4.), (4., 4.), (4., 3.)];
        check(&[], &[], 0.0);
        check(&[pond, island, hole, shell], &[1, 1], 81.0 - 49.0 + 25.0 - 1.0);
        // The shell comes back to its first corner by way of the hole.
        let in_one: Vec<_> = [shell, &[(0., 0.), (1., 2.), (2., 1.)]].concat();
        check(&[&in_one], &[1], 81.0 - 1.5);
        check(&[&[(0., 0.), (1., 1.)]], &[], 0.0);
    }
}
