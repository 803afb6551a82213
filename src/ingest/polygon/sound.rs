//! Polygons whose boundary crosses itself are repaired where there is one
//! reasonable reading. In the computing coordinate reference system, metres.

use geo::{Area, BoundingRect, Coord, CoordsIter, Euclidean, Length, MultiPolygon, Polygon, Rect};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::{Problem, Remark, Remarks, problem::At};
use crate::geometry::{SegmentGrid, SegmentTree, difference, even_odd, union_of};

/// The overlay works on a grid of well under a millimetre within a region; less
/// than this along the whole boundary is no difference.
const OVERLAY_PRECISION_M: f64 = 0.001;

/// Two readings of a boundary that differ by more than this part of the area
/// are two opinions of where the coverage is.
const GREATEST_AMBIGUITY: f64 = 0.001;

/// Makes each polygon valid, then unites those that overlap. What was sound
/// stays as it is, to the last bit; what has no reasonable reading is left out.
/// Shells come counter-clockwise and holes clockwise, and stay so.
pub fn make_sound(polygons: MultiPolygon<f64>, remarks: &mut Remarks) -> MultiPolygon<f64> {
    let mut parts = Vec::with_capacity(polygons.0.len());
    for polygon in polygons {
        match first_fault(&polygon) {
            None => parts.push(polygon),
            Some(place) => match repair(&polygon, place) {
                Ok((repaired, remark)) => {
                    remark.into_iter().for_each(|remark| remarks.add(remark));
                    parts.extend(repaired);
                }
                Err(remark) => {
                    remarks.add(remark);
                    return MultiPolygon(Vec::new());
                }
            },
        }
    }
    let united = unite(parts, remarks);
    if united.0.is_empty() {
        remarks.nothing_left();
    }
    united
}

/// Where rings meet, or a hole that doesn't lie in the shell alone.
fn first_fault(polygon: &Polygon<f64>) -> Option<Coord<f64>> {
    match SegmentGrid::new(rings(polygon)) {
        Some(grid) => {
            grid.first_contact().or_else(|| misplaced_hole(polygon, |corner| grid.rings_around(corner)))
        }
        None => {
            let tree = SegmentTree::new(rings(polygon));
            tree.first_contact().or_else(|| misplaced_hole(polygon, |corner| tree.rings_around(corner)))
        }
    }
}

fn misplaced_hole(
    polygon: &Polygon<f64>,
    rings_around: impl Fn(Coord<f64>) -> Vec<usize>,
) -> Option<Coord<f64>> {
    let mut holes = polygon.interiors().iter().enumerate();
    holes.find_map(|(index, hole)| {
        let corner = hole.0[0];
        let mut around = rings_around(corner);
        // A ray from a ring's own corner may count that ring.
        around.retain(|ring| *ring != index + 1);
        (around != [0]).then_some(corner)
    })
}

/// Even–odd, when that is what taking the holes out of the shell gives, too.
fn repair(polygon: &Polygon<f64>, place: Coord<f64>) -> Result<(MultiPolygon<f64>, Option<Remark>), Remark> {
    let at = Some(At::Computing(place));
    let even_odd = even_odd(polygon);
    let shell = Polygon::new(polygon.exterior().clone(), Vec::new());
    let holes: Vec<_> =
        polygon.interiors().iter().map(|hole| Polygon::new(hole.clone(), Vec::new())).collect();
    let without_holes = difference([&shell], &holes);

    let area = even_odd.unsigned_area();
    let slack = rings(polygon).map(|ring| Euclidean.length(ring)).sum::<f64>() * OVERLAY_PRECISION_M;
    if (area - without_holes.unsigned_area()).abs() > (GREATEST_AMBIGUITY * area).max(slack) {
        return Err(Remark::error(Problem::AmbiguousGeometry, at));
    }
    let has_changed = (area - stated_area(polygon)).abs() > slack;
    Ok((even_odd, has_changed.then(|| Remark::warning(Problem::SelfIntersection, at))))
}

/// The area as the rings say one by one.
fn stated_area(polygon: &Polygon<f64>) -> f64 {
    let areas = rings(polygon).map(|ring| Polygon::new(ring.clone(), Vec::new()).unsigned_area());
    let (shell, holes) =
        areas.enumerate().fold(
            (0.0, 0.0),
            |(shell, holes), (index, area)| {
                if index == 0 { (area, holes) } else { (shell, holes + area) }
            },
        );
    shell - holes
}

/// One area of all parts; parts that overlapped are worth a word.
fn unite(parts: Vec<Polygon<f64>>, remarks: &mut Remarks) -> MultiPolygon<f64> {
    if !come_near_each_other(&parts) {
        return MultiPolygon(parts);
    }
    let united = union_of(&parts);
    let sum: f64 = parts.iter().map(Area::unsigned_area).sum();
    let length: f64 = parts.iter().flat_map(rings).map(|ring| Euclidean.length(ring)).sum();
    if sum - united.unsigned_area() > length * OVERLAY_PRECISION_M {
        let place = parts.iter().flat_map(|part| part.exterior_coords_iter().take(1)).next();
        remarks.add(Remark::warning(Problem::OverlappingParts, place.map(At::Computing)));
    }
    united
}

fn come_near_each_other(parts: &[Polygon<f64>]) -> bool {
    let boxes = parts.iter().enumerate().filter_map(|(index, part)| {
        part.bounding_rect().map(|rect| GeomWithData::new(rectangle(rect), index))
    });
    let tree = RTree::bulk_load(boxes.collect());
    tree.iter().any(|one| {
        let near = tree.locate_in_envelope_intersecting(rstar::RTreeObject::envelope(one));
        near.take(2).any(|other| other.data != one.data)
    })
}

fn rectangle(rect: Rect<f64>) -> Rectangle<[f64; 2]> {
    Rectangle::from_aabb(AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]))
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &geo::LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

#[cfg(test)]
mod tests {
    use geo::wkt;

    use super::*;

    #[track_caller]
    fn check(polygons: MultiPolygon<f64>, area_m2: f64, codes: &[&str]) {
        let mut remarks = Remarks::default();
        let sound = make_sound(polygons, &mut remarks);
        let found: Vec<_> = remarks.iter().map(|remark| remark.problem.code()).collect();
        assert_eq!(found, codes);
        let difference = (sound.unsigned_area() - area_m2).abs();
        assert!(difference < 1e-3, "{} and not {area_m2}", sound.unsigned_area());
        for ring in sound.iter().flat_map(rings) {
            assert_eq!(SegmentTree::new([ring]).first_contact(), None);
        }
    }

    #[test]
    fn what_is_sound_stays() {
        let with_hole = wkt!(MULTIPOLYGON(
            ((0. 0., 90. 0., 90. 90., 0. 90., 0. 0.), (10. 10., 10. 20., 20. 20., 20. 10., 10. 10.)),
            ((200. 0., 300. 0., 300. 10., 200. 0.))
        ));
        let mut remarks = Remarks::default();
        assert_eq!(make_sound(with_hole.clone(), &mut remarks), with_hole);
        assert_eq!(remarks.iter().count(), 0);
    }

    #[test]
    fn crossings_are_repaired_and_ambiguity_is_refused() {
        let bow_tie = wkt!(MULTIPOLYGON(((0. 0., 100. 100., 100. 0., 0. 100., 0. 0.))));
        check(bow_tie, 5_000.0, &["self_intersection"]);
        let spike = wkt!(MULTIPOLYGON(((0. 0., 100. 0., 200. 0., 100. 0., 100. 100., 0. 100., 0. 0.))));
        check(spike, 10_000.0, &[]);
        let twice_around = wkt!(MULTIPOLYGON(((
            0. 0., 100. 0., 100. 100., 0. 100., 0. 0., 50. 1., 50. 50., 1. 50., 0. 0.
        ))));
        check(twice_around, 0.0, &["ambiguous_geometry"]);
        let hole_outside = wkt!(MULTIPOLYGON((
            (0. 0., 100. 0., 100. 100., 0. 100., 0. 0.),
            (200. 0., 200. 50., 250. 50., 250. 0., 200. 0.)
        )));
        check(hole_outside, 0.0, &["ambiguous_geometry"]);
        let nested_holes = wkt!(MULTIPOLYGON((
            (0. 0., 100. 0., 100. 100., 0. 100., 0. 0.),
            (10. 10., 10. 90., 90. 90., 90. 10., 10. 10.),
            (20. 20., 20. 80., 80. 80., 80. 20., 20. 20.)
        )));
        check(nested_holes, 0.0, &["ambiguous_geometry"]);
        let hole_like_shell = wkt!(MULTIPOLYGON((
            (0. 0., 100. 0., 100. 100., 0. 100., 0. 0.),
            (0. 0., 0. 100., 100. 100., 100. 0., 0. 0.)
        )));
        check(hole_like_shell, 0.0, &["zero_area"]);
    }

    #[test]
    fn touching_is_no_fault() {
        let hole_at_shell = wkt!(MULTIPOLYGON((
            (0. 0., 100. 0., 100. 100., 0. 100., 0. 0.),
            (0. 50., 50. 60., 50. 40., 0. 50.)
        )));
        check(hole_at_shell, 9_500.0, &[]);
    }

    #[test]
    fn parts_of_one_feature_count_once() {
        let apart_and_over = wkt!(MULTIPOLYGON(
            ((0. 0., 60. 0., 60. 10., 0. 10., 0. 0.)), ((40. 0., 100. 0., 100. 10., 40. 10., 40. 0.))
        ));
        check(apart_and_over, 1_000.0, &["overlapping_parts"]);
        let side_by_side = wkt!(MULTIPOLYGON(
            ((0. 0., 60. 0., 60. 10., 0. 10., 0. 0.)), ((60. 0., 100. 0., 100. 10., 60. 10., 60. 0.))
        ));
        check(side_by_side, 1_000.0, &[]);
    }
}
