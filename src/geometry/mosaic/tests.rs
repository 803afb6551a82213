//! Mosaics against whole-polygon overlay, brute force and conservation laws.

use geo::{Contains, LineString, Orient, Validation, orient::Direction, polygon};
use proptest::prelude::*;

use super::*;

const GRID: Grid = Grid::new(1_000.0);

fn strip(from_km: f64, to_km: f64) -> Mosaic {
    let (a, b) = (from_km * 1_000.0, to_km * 1_000.0);
    let strip = polygon![(x: a, y: 0.0), (x: b, y: 0.0), (x: b, y: 700.0), (x: a, y: 700.0)];
    Mosaic::from_polygons(GRID, [&strip])
}

/// R1: on a strip of 0–10 km A covers 0–6 and B covers 4–9.
#[test]
fn union_and_not_spots_of_a_strip() {
    let (zone, a, b) = (strip(0.0, 10.0), strip(0.0, 6.0), strip(4.0, 9.0));
    let share = |area: &Mosaic| zone.intersection_area_m2(area) / zone.area_m2();
    let (any, all) = (Mosaic::at_least(GRID, 1, &[&a, &b]), Mosaic::at_least(GRID, 2, &[&a, &b]));
    for (found, expected) in [
        (share(&any), 0.9),
        (share(&all), 0.2),
        (share(&any.difference(&all)), 0.7),
        (1.0 - share(&any), 0.1),
    ] {
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
}

/// R1: two polygons of one network, 0–6 and 4–10, cover 100 %, never 120 %.
#[test]
fn what_is_claimed_twice_counts_once() {
    let rectangle =
        |a: f64, b: f64| polygon![(x: a, y: 0.0), (x: b, y: 0.0), (x: b, y: 700.0), (x: a, y: 700.0)];
    let claim = Mosaic::from_polygons(GRID, [&rectangle(0.0, 6_000.0), &rectangle(4_000.0, 10_000.0)]);
    assert!((claim.area_m2() - strip(0.0, 10.0).area_m2()).abs() < 1e-3);
}

#[test]
fn the_edge_belongs_to_the_area_even_on_a_grid_line() {
    let area = strip(1.0, 2.0);
    for (x, y, inside) in [
        (1_000.0, 350.0, true),
        (2_000.0, 350.0, true),
        (1_500.0, 0.0, true),
        (1_500.0, 700.0, true),
        (2_000.1, 350.0, false),
        (1_500.0, -0.1, false),
    ] {
        assert_eq!(area.contains(Coord { x, y }), inside, "({x}, {y})");
    }
}

#[test]
fn dissolving_leaves_no_trace_of_the_grid() {
    let lake = polygon!(
        exterior: [(x: 500.0, y: 500.0), (x: 9_500.0, y: 700.0), (x: 9_100.0, y: 9_500.0), (x: 500.0, y: 9_500.0)],
        interiors: [[(x: 3_200.0, y: 3_200.0), (x: 3_200.0, y: 4_800.0), (x: 4_800.0, y: 4_800.0), (x: 4_800.0, y: 3_200.0)]],
    );
    let dissolved = Mosaic::from_polygons(GRID, [&lake]).dissolve();
    assert_eq!(dissolved.0.len(), 1);
    assert_eq!(dissolved.0[0].interiors().len(), 1);
    assert!((dissolved.unsigned_area() - lake.unsigned_area()).abs() < 1.0);
}

/// A ragged star around a centre, perhaps with a hole: valid by construction.
fn star() -> impl Strategy<Value = Polygon<f64>> {
    let radii = prop::collection::vec(300.0..3_000.0_f64, 5..40);
    (0.0..6_000.0_f64, 0.0..6_000.0_f64, radii, any::<bool>()).prop_map(|(x, y, radii, hole)| {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let at = |index: usize, radius: f64| {
            let angle = step * index as f64;
            Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
        };
        let ring: Vec<_> = radii.iter().enumerate().map(|(index, &radius)| at(index, radius)).collect();
        // Scaled about the centre, a star-shaped ring lies inside itself.
        let inner: Vec<_> =
            radii.iter().enumerate().map(|(index, &radius)| at(index, radius * 0.4)).collect();
        Polygon::new(LineString::new(ring), if hole { vec![LineString::new(inner)] } else { Vec::new() })
    })
}

/// Overlays round to their lattice, so what they leave grows with the whole
/// that is cut, not with the part that is asked for.
fn close(found: f64, expected: f64, whole: f64) -> bool {
    (found - expected).abs() <= 1e-7 * whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn areas_equal_the_whole_overlay(a in prop::collection::vec(star(), 1..4), b in star()) {
        let (mosaic_a, mosaic_b) = (Mosaic::from_polygons(GRID, &a), Mosaic::from_polygons(GRID, [&b]));
        let whole_a = union_of(&a.iter().map(|polygon| polygon.orient(Direction::Default)).collect::<Vec<_>>());
        let whole_b = MultiPolygon(vec![b.orient(Direction::Default)]);
        let whole = whole_a.unsigned_area() + whole_b.unsigned_area();
        for (found, expected) in [
            (mosaic_a.area_m2(), whole_a.unsigned_area()),
            (mosaic_a.intersection_area_m2(&mosaic_b), intersection(&whole_a, &whole_b).unsigned_area()),
            (mosaic_a.union(&mosaic_b).area_m2(), union_of(whole_a.iter().chain(&whole_b)).unsigned_area()),
            (mosaic_a.difference(&mosaic_b).area_m2(), difference(&whole_a, &whole_b).unsigned_area()),
        ] {
            prop_assert!(close(found, expected, whole), "{} is not {}", found, expected);
        }
    }

    #[test]
    fn nothing_is_lost_and_order_is_irrelevant(a in star(), b in star(), c in star()) {
        let [a, b, c] = [a, b, c].map(|polygon| Mosaic::from_polygons(GRID, [&polygon]));
        let whole = a.area_m2() + b.area_m2() + c.area_m2();
        prop_assert!(close(a.intersection(&b).area_m2() + a.difference(&b).area_m2(), a.area_m2(), whole));
        let sum_of_levels: f64 = (1..=3).map(|k| Mosaic::at_least(GRID, k, &[&a, &b, &c]).area_m2()).sum();
        prop_assert!(close(sum_of_levels, whole, whole));
        let turned = Mosaic::at_least(GRID, 2, &[&c, &a, &b]).area_m2();
        prop_assert!(close(Mosaic::at_least(GRID, 2, &[&a, &b, &c]).area_m2(), turned, whole));
    }

    #[test]
    fn pieces_are_valid(polygons in prop::collection::vec(star(), 1..4)) {
        let mosaic = Mosaic::from_polygons(GRID, &polygons);
        for piece in mosaic.pieces() {
            if let Shape::Part(part) = &piece.shape {
                prop_assert!(part.is_valid(), "{:?}", part);
            }
        }
    }

    #[test]
    fn points_agree_with_the_polygon(polygon in star(), x in -3_000.0..9_000.0_f64, y in -3_000.0..9_000.0_f64) {
        let mosaic = Mosaic::from_polygons(GRID, [&polygon]);
        prop_assert_eq!(mosaic.contains(Coord { x, y }), polygon.contains(&geo::Point::new(x, y)));
    }

    #[test]
    fn a_square_shares_what_the_overlay_says(polygon in star(), x in -1.0..7.0_f64, y in -1.0..7.0_f64) {
        let corner = Coord { x: x * 1_000.0, y: y * 1_000.0 };
        let square = Rect::new(corner, Coord { x: corner.x + 1_000.0, y: corner.y + 1_000.0 }).to_polygon();
        let mosaic = Mosaic::from_polygons(GRID, [&polygon]);
        let whole = MultiPolygon(vec![polygon.orient(Direction::Default)]);
        let expected = intersection(&whole, &MultiPolygon(vec![square.clone()])).unsigned_area();
        prop_assert!(close(mosaic.convex_overlap_area_m2(&square), expected, 1e7));
    }
}
