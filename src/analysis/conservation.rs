//! What holds of every figure whatever is delivered: nothing is lost between
//! covered and uncovered, one network and all of them, then and now.

use geo::{Area, Coord, LineString, Polygon, Rect, coord, polygon};
use proptest::prelude::*;

use super::{
    Measure, compare,
    fixture::{Fixture, rectangle_km},
    gap_polygons, measure,
};
use crate::{
    domain::{DemandUnit, Network, Region, Zone, ZoneCode},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Networks, Snapshot, ZoneIndex},
};

const NETWORKS: [&str; 3] = ["a", "b", "c"];
const UNITS: [DemandUnit; 4] =
    [DemandUnit::LandArea, DemandUnit::Inhabitants, DemandUnit::RoadLength, DemandUnit::Places];
/// Of all demand, which the rounding of overlays grows with.
const ROUNDING: f64 = 1e-8;

type Areas = Vec<Polygon<f64>>;

/// Two zones of 20 × 12 km with a border in steps between them and a lake over
/// it, and a third network.
fn enlarge(region: &mut Region) {
    let border =
        [(9_000.0, 0.0), (11_000.0, 4_000.0), (8_500.0, 7_700.0), (10_000.0, 12_000.0)].map(Coord::from);
    let zone = |code: &str, far: [f64; 2]| Zone {
        code: ZoneCode::new(code),
        outline: Polygon::new(
            border.into_iter().chain([(far[0], 12_000.0), (far[1], 0.0)].map(Coord::from)).collect(),
            Vec::new(),
        )
        .into(),
        ..region.zones[0].clone()
    };
    let zones = vec![zone("2401", [0.0, 0.0]), zone("2402", [20_000.0, 20_000.0])];
    region.zones = zones;
    region.demand.lakes.push(
        ring(coord! { x: 9_700.0, y: 6_000.0 }, &[1_400.0, 900.0, 2_100.0, 1_700.0, 800.0], 1.0).into(),
    );
    region.networks.push(Network { id: Fixture::network("c"), ..region.networks[0].clone() });
}

fn snapshot(deliveries: &[Areas; 3]) -> Snapshot {
    let fixture = Fixture::strip().with_region(enlarge);
    let claimed = NETWORKS.iter().zip(deliveries);
    claimed.fold(fixture, |fixture, (network, areas)| fixture.claim(network, areas)).snapshot()
}

/// One corner a direction: it can't meet itself.
fn ring(centre: Coord<f64>, radii: &[f64], scale: f64) -> Polygon<f64> {
    let corner = |(number, radius): (usize, &f64)| {
        let angle = std::f64::consts::TAU * number as f64 / radii.len() as f64;
        centre + coord! { x: angle.cos(), y: angle.sin() } * (scale * radius)
    };
    Polygon::new(radii.iter().enumerate().map(corner).collect(), Vec::new())
}

fn position() -> impl Strategy<Value = Coord<f64>> {
    (-1_000.0..21_000.0_f64, -1_000.0..13_000.0_f64).prop_map(Coord::from)
}

/// A star with a hole like itself, and an island in that.
fn island_in_a_hole() -> impl Strategy<Value = Areas> {
    (position(), prop::collection::vec(300.0..6_000.0_f64, 5..30)).prop_map(|(centre, radii)| {
        let (shell, _) = ring(centre, &radii, 1.0).into_inner();
        let (hole, _) = ring(centre, &radii, 0.5).into_inner();
        vec![Polygon::new(shell, vec![hole]), ring(centre, &radii, 0.2)]
    })
}

/// Squares of a grid, which share edges, corners, or nothing.
fn blocks() -> impl Strategy<Value = Areas> {
    const SIDE: usize = 4;
    let cells = prop::collection::vec(any::<bool>(), SIDE * SIDE);
    (position(), 50.0..2_500.0_f64, cells).prop_map(|(corner, side_m, cells)| {
        let at = |column: usize, row: usize| corner + coord! { x: column as f64, y: row as f64 } * side_m;
        let numbered = cells.iter().enumerate().filter(|(_, is_there)| **is_there);
        let places = numbered.map(|(number, _)| (number % SIDE, number / SIDE));
        places.map(|(column, row)| Rect::new(at(column, row), at(column + 1, row + 1)).to_polygon()).collect()
    })
}

/// From a centimetre to some metres wide, and a triangle that has its corner.
fn sliver_and_corner() -> impl Strategy<Value = Areas> {
    (position(), 0.0..std::f64::consts::TAU, 1_000.0..15_000.0_f64, 0.01..8.0_f64).prop_map(
        |(from, angle, length_m, width_m)| {
            let along = coord! { x: angle.cos(), y: angle.sin() };
            let across = coord! { x: -along.y, y: along.x };
            let (to, aside) = (from + along * length_m, across * width_m);
            let sliver = LineString::new(vec![from, to, to + aside, from + aside]);
            let back = from - along * length_m;
            let corner = polygon![from, back, back - across * (length_m / 2.0)];
            vec![Polygon::new(sliver, Vec::new()), corner]
        },
    )
}

fn delivery() -> impl Strategy<Value = Areas> {
    let figure =
        prop_oneof![island_in_a_hole(), blocks(), sliver_and_corner(), Just(vec![rectangle_km(2.0, 7.5)])];
    prop::collection::vec(figure, 0..5).prop_map(|figures| figures.concat())
}

fn close(found: f64, expected: f64, whole: f64) -> bool {
    (found - expected).abs() <= ROUNDING * whole
}

/// Of which rounding is a share; of roads that is a millimetre. Where a road meets an edge at a small angle, the
/// edge's rounding moves the crossing further along it, however short the road is.
fn whole(unit: DemandUnit, total: f64) -> f64 {
    if unit == DemandUnit::RoadLength { 1e-3 / ROUNDING } else { total }
}

/// How much of a zone's demand these networks give voice to.
fn measures(snapshot: &Snapshot, zone: &ZoneIndex, unit: DemandUnit, networks: Networks) -> Measure {
    let area = snapshot.coverage.area(&Fixture::voice(networks));
    measure(&snapshot.region, zone, unit, &area)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn covered_and_gap_are_the_land(deliveries in [delivery(), delivery(), delivery()]) {
        let snapshot = snapshot(&deliveries);
        let one = NETWORKS.map(|network| Networks::One(Fixture::network(network)));
        for networks in one.into_iter().chain([Networks::Any, Networks::All]) {
            for zone in &snapshot.region.zones {
                let supply = Fixture::voice(networks.clone());
                let land = measures(&snapshot, zone, DemandUnit::LandArea, networks.clone());
                let gap_m2 = gap_polygons(&snapshot, &supply, zone).unsigned_area();
                prop_assert!(close(land.covered + gap_m2, zone.land_m2, zone.land_m2), "{:?} + {} m²", land, gap_m2);
                prop_assert!(close(land.uncovered(), gap_m2, zone.land_m2));
            }
        }
    }

    /// Of every demand: where all cover each does, and where one covers somebody does.
    #[test]
    fn all_lie_in_each_and_each_in_any(deliveries in [delivery(), delivery(), delivery()]) {
        let snapshot = snapshot(&deliveries);
        for (zone, unit) in snapshot.region.zones.iter().flat_map(|zone| UNITS.map(|unit| (zone, unit))) {
            let of = |networks| measures(&snapshot, zone, unit, networks);
            let (any, all) = (of(Networks::Any), of(Networks::All));
            let rounding = ROUNDING * whole(unit, any.total);
            prop_assert!(all.covered >= -rounding && any.covered <= any.total + rounding, "{:?} {:?}", all, any);
            for one in NETWORKS.map(|network| of(Networks::One(Fixture::network(network)))) {
                prop_assert!(all.covered <= one.covered + rounding, "{unit:?}: {all:?} {one:?}");
                prop_assert!(one.covered <= any.covered + rounding, "{unit:?}: {one:?} {any:?}");
                prop_assert_eq!(one.total, any.total);
            }
        }
    }

    /// "Any" is what all polygons of all networks cover, laid on one sheet.
    #[test]
    fn any_is_the_union(deliveries in [delivery(), delivery(), delivery()]) {
        let snapshot = snapshot(&deliveries);
        let any = snapshot.coverage.area(&Fixture::voice(Networks::Any));
        let sheet = Mosaic::from_polygons(ANALYSIS_GRID, deliveries.iter().flatten());
        let whole = sheet.area_m2().max(1e6);
        prop_assert!(close(any.area_m2(), sheet.area_m2(), whole));
        prop_assert!(close(any.difference(&sheet).area_m2() + sheet.difference(&any).area_m2(), 0.0, whole));
    }

    /// More networks cover less, and each network's area is in as many levels as it is in.
    #[test]
    fn at_least_so_many_is_monotone(deliveries in [delivery(), delivery(), delivery()]) {
        let snapshot = snapshot(&deliveries);
        let area = |network| snapshot.coverage.area(&Fixture::voice(Networks::One(Fixture::network(network))));
        let areas = NETWORKS.map(area);
        let areas: Vec<&Mosaic> = areas.iter().map(AsRef::as_ref).collect();
        let levels: Vec<Mosaic> = (1..=areas.len()).map(|k| Mosaic::at_least(ANALYSIS_GRID, k, &areas)).collect();
        for zone in &snapshot.region.zones {
            let in_zone = |area: &Mosaic| zone.land.intersection_area_m2(area);
            let reached: Vec<f64> = levels.iter().map(in_zone).collect();
            prop_assert!(reached.is_sorted_by(|more, fewer| *fewer <= more + ROUNDING * zone.land_m2), "{reached:?}");
            let each: f64 = areas.iter().map(|area| in_zone(area)).sum();
            prop_assert!(close(reached.iter().sum(), each, 3.0 * zone.land_m2), "{reached:?}: {each}");
        }
    }

    /// Of each date: what was kept is the same, and what isn't was lost or gained.
    #[test]
    fn lost_and_kept_is_what_there_was(then in delivery(), now in delivery()) {
        let region = snapshot(&[then.clone(), now.clone(), Vec::new()]).region;
        let [then, now] = [then, now].map(|areas| Mosaic::from_polygons(ANALYSIS_GRID, &areas));
        let kept = then.intersection(&now);
        let comparison = compare(&region, &then, &now);
        for (zone, change) in region.zones.iter().zip(&comparison.zones) {
            for (unit, change) in UNITS.into_iter().zip(quantities(&change.figures)) {
                let kept = measure(&region, zone, unit, &kept).covered;
                let whole = whole(unit, change.total.max(1.0));
                prop_assert!(close(change.lost + kept, change.before, whole), "{unit:?}: {change:?}, kept {kept}");
                prop_assert!(close(change.gained + kept, change.after, whole), "{unit:?}: {change:?}, kept {kept}");
            }
        }
    }
}

fn quantities(figures: &super::Figures) -> [super::Change; 4] {
    [figures.land_area, figures.inhabitants, figures.road_length, figures.places]
}
