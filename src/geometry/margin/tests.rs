//! The distance against what lies within it, drawn.

use geo::{Area, BooleanOps, LineString, Polygon, Translate, polygon};
use proptest::prelude::*;

use super::*;
use crate::geometry::{Grid, around_line, around_point, union_of};

const GRID: Grid = Grid::new(1_000.0);
const MARGIN_M: f64 = 5.0;

#[track_caller]
fn check(area: &[Polygon<f64>], shape: impl Into<Geometry<f64>>, covered: bool) {
    let area = Mosaic::from_polygons(GRID, area);
    assert_eq!(covered_with_margin(&area, [&shape.into()], MARGIN_M), [covered]);
}

fn square(x: f64, y: f64, size: f64) -> Polygon<f64> {
    Rect::new((x, y), (x + size, y + size)).to_polygon()
}

/// Covered is 0–3,000 m east and north, three cells each way.
#[test]
fn the_edge_of_the_area_and_the_cells_sides() {
    let area = [square(0.0, 0.0, 3_000.0)];
    // Across an inner side and in an inner corner of cells nothing is an edge.
    check(&area, square(995.0, 500.0, 10.0), true);
    check(&area, Point::new(1_000.0, 2_000.0), true);
    // The outer edge lies on a side of a cell that has nothing beyond it.
    check(&area, square(2_985.0, 500.0, 10.0), true);
    check(&area, square(2_985.2, 500.0, 10.0), false);
    check(&area, Point::new(2_995.0, 5.0), true);
    check(&area, Point::new(2_995.1, 5.0), false);
    check(&area, Point::new(3_000.0, 500.0), false);
    check(&area, Point::new(9_000.0, 500.0), false);
    check(&[], Point::new(0.0, 0.0), false);
}

/// The neighbouring cell is covered from 500 m north: the side between is an
/// edge below that.
#[test]
fn a_side_is_an_edge_as_far_as_nothing_lies_beyond_it() {
    let area = [square(0.0, 0.0, 1_000.0), square(1_000.0, 500.0, 500.0)];
    check(&area, Point::new(998.0, 400.0), false);
    check(&area, Point::new(998.0, 600.0), true);
    check(&area, Point::new(998.0, 504.0), false);
    check(&area, Point::new(1_002.0, 506.0), true);
    check(&area, Point::new(995.0, 400.0), true);
}

#[test]
fn holes_in_buildings_and_in_coverage() {
    let court = Polygon::new(
        square(400.0, 400.0, 100.0).exterior().clone(),
        vec![square(420.0, 420.0, 60.0).exterior().clone()],
    );
    let coverage = |hole: Polygon<f64>| {
        [Polygon::new(square(0.0, 0.0, 900.0).exterior().clone(), vec![hole.exterior().clone()])]
    };
    // Uncovered in the middle of the courtyard, far from the walls; close to them; under the roof.
    check(&coverage(square(440.0, 440.0, 20.0)), court.clone(), true);
    check(&coverage(square(422.0, 440.0, 20.0)), court.clone(), false);
    check(&coverage(square(406.0, 406.0, 8.0)), court, false);
    check(&coverage(square(440.0, 440.0, 20.0)), square(400.0, 400.0, 100.0), false);
}

/// Of two parts one stands outside, far from the edge.
#[test]
fn every_part_has_to_be_covered() {
    let area = [square(0.0, 0.0, 500.0)];
    let both = MultiPolygon(vec![square(100.0, 100.0, 10.0), square(700.0, 700.0, 10.0)]);
    check(&area, both, false);
    check(&area, MultiPolygon(vec![square(100.0, 100.0, 10.0), square(300.0, 300.0, 10.0)]), true);
}

fn star() -> impl Strategy<Value = Polygon<f64>> {
    let radii = prop::collection::vec(60.0..900.0_f64, 4..30);
    (0.0..3_000.0_f64, 0.0..3_000.0_f64, radii).prop_map(|(x, y, radii)| {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let at = |(index, radius): (usize, f64)| {
            let angle = step * index as f64;
            Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
        };
        Polygon::new(LineString(radii.into_iter().enumerate().map(at).collect()), Vec::new())
    })
}

/// Four corners about a centre, turned, or a point.
fn building() -> impl Strategy<Value = Geometry<f64>> {
    (0.0..3_000.0_f64, 0.0..3_000.0_f64, 3.0..40.0_f64, 0.0..1.5_f64, any::<bool>()).prop_map(
        |(x, y, radius, turn, is_point)| {
            let at = |corner: f64| {
                let angle = turn + corner * std::f64::consts::FRAC_PI_2;
                Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
            };
            match is_point {
                true => Point::new(x, y).into(),
                false => Polygon::new(LineString([0.0, 1.0, 2.0, 3.0].map(at).to_vec()), Vec::new()).into(),
            }
        },
    )
}

/// All within a distance, as polygons.
fn drawn(shape: &Geometry<f64>, distance_m: f64) -> MultiPolygon<f64> {
    match shape {
        Geometry::Polygon(outline) => {
            let around: Vec<_> =
                around_line(outline.exterior(), distance_m).chain([outline.clone()]).collect();
            union_of(&around)
        }
        Geometry::Point(point) => around_point(point.0, distance_m).into(),
        other => panic!("{other:?}"),
    }
}

/// The shape moved from the middle of the area to beside one of its edges.
fn beside_an_edge(
    shape: &Geometry<f64>,
    stars: &[Polygon<f64>],
    (edge, along, aside): Place,
) -> Geometry<f64> {
    let edges: Vec<Line<f64>> = stars.iter().flat_map(|star| star.exterior().lines()).collect();
    let edge = edges[edge.index(edges.len())];
    let from = shape.bounding_rect().unwrap().center();
    let to = edge.start + edge.delta() * along + Coord { x: aside, y: -aside };
    shape.translate(to.x - from.x, to.y - from.y)
}

/// An edge, how far along it, and metres beside it.
type Place = (prop::sample::Index, f64, f64);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is covered has its whole buffer covered, and what isn't hasn't. The
    /// buffer's arcs are chords, so one is a little too small and one too large.
    #[test]
    fn the_distance_says_what_the_drawn_buffer_says(
        stars in prop::collection::vec(star(), 1..5),
        buildings in prop::collection::vec(building(), 8),
        places in prop::collection::vec((any::<prop::sample::Index>(), 0.0..1.0f64, -35.0..35.0f64), 6),
    ) {
        let area = Mosaic::from_polygons(GRID, &stars);
        let whole = area.dissolve();
        let mut buildings = buildings;
        for (building, place) in buildings.iter_mut().zip(places) {
            *building = beside_an_edge(building, &stars, place);
        }
        let found = covered_with_margin(&area, &buildings, MARGIN_M);
        for (shape, covered) in buildings.iter().zip(found) {
            let missing = |distance_m: f64| drawn(shape, distance_m).difference(&whole).unsigned_area();
            if covered {
                prop_assert!(missing(MARGIN_M * 0.999) < 1e-3, "{shape:?}");
            } else {
                prop_assert!(missing(MARGIN_M * 1.02) > 1e-6, "{shape:?}");
            }
        }
    }

    /// The order in which they are asked for changes nothing.
    #[test]
    fn each_is_judged_for_itself(
        stars in prop::collection::vec(star(), 1..4),
        mut buildings in prop::collection::vec(building(), 2..10),
    ) {
        let area = Mosaic::from_polygons(GRID, &stars);
        let mut found = covered_with_margin(&area, &buildings, MARGIN_M);
        buildings.reverse();
        found.reverse();
        prop_assert_eq!(covered_with_margin(&area, &buildings, MARGIN_M), found);
    }
}

#[test]
fn a_hole_on_a_cells_side() {
    let hole =
        polygon![(x: 990.0, y: 500.0), (x: 1_010.0, y: 500.0), (x: 1_010.0, y: 520.0), (x: 990.0, y: 520.0)];
    let area = [Polygon::new(square(0.0, 0.0, 2_000.0).exterior().clone(), vec![hole.exterior().clone()])];
    check(&area, Point::new(1_000.0, 510.0), false);
    check(&area, Point::new(1_000.0, 524.0), false);
    check(&area, Point::new(1_000.0, 525.0), true);
    check(&area, Point::new(985.0, 510.0), true);
}
