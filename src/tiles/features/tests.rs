//! Layers of the strip's snapshot, read back from their tiles.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use geo::{Area, BooleanOps, Coord, Geometry, MultiPolygon, Polygon, Rect};
use jiff::civil::date;
use mvt_reader::{
    Reader,
    feature::{Feature, Value},
};
use proptest::prelude::*;

use super::*;
use crate::{
    analysis::fixture::{Fixture, calls, rectangle_km},
    domain::{Delivery, DeliveryId},
    geometry::Mosaic,
    index::Claim,
    tiles::{accounts::decoded_bytes, grid::EXTENT, mercator::lng_lat_to_world},
};

fn frame() -> LngLatFrame {
    LngLatFrame::new("EPSG:3006").unwrap()
}

fn question(layer: LayerId) -> LayerQuestion {
    let networks = Some(Networks::One(Fixture::network("a")));
    LayerQuestion { networks, service: Some(Service::Voice), ..LayerQuestion::of(layer) }
}

/// The tiles of a zoom around the strip's middle: a border of tiles runs through it.
fn tiles(zoom: u32) -> Vec<TileCoordinate> {
    let middle = frame().position_to_lng_lat(Coord { x: 5_000.0, y: 500.0 }).unwrap();
    let world = lng_lat_to_world(middle);
    let place = |value: f64| (value * f64::from(1_u32 << zoom)) as u32;
    let columns = place(world.x).saturating_sub(6)..=place(world.x) + 6;
    columns.filter_map(|x| TileCoordinate::new(zoom, x, place(world.y)).ok()).collect()
}

/// The bytes of those tiles around the strip in which the layer has something.
fn bytes(layer: &PublishedLayer, zoom: u32) -> Vec<Vec<u8>> {
    tiles(zoom).into_iter().filter_map(|tile| layer.tile(tile).unwrap()).collect()
}

fn visible() -> MultiPolygon<f64> {
    Rect::new((0.0, 0.0), (EXTENT, EXTENT)).to_polygon().into()
}

/// The areas of the features by a number that they have, km² of the strip's 10.
fn areas(layer: &PublishedLayer, zoom: u32, key: &str) -> BTreeMap<i64, f64> {
    let mut sums = BTreeMap::new();
    for (number, area) in bytes(layer, zoom).into_iter().flat_map(|bytes| decoded_bytes(bytes, key)) {
        *sums.entry(number).or_insert(0.0) += area.intersection(&visible()).unsigned_area();
    }
    let whole: f64 = sums.values().sum();
    sums.into_iter().map(|(number, area)| (number, 10.0 * area / whole)).collect()
}

fn rectangles(parts: &[(f64, f64)]) -> Vec<Polygon<f64>> {
    parts.iter().map(|&(from, length)| rectangle_km(from, (from + length).min(10.0))).collect()
}

/// R1's strip: A covers 0–6 km, B 4–9 km.
#[test]
fn land_by_the_number_of_networks() {
    let snapshot = Fixture::strip()
        .claim("a", &[rectangle_km(0.0, 6.0)])
        .claim("b", &[rectangle_km(4.0, 9.0)])
        .snapshot();
    let layer = PublishedLayer::new(&snapshot, &question(LayerId::NetworkCount), &frame()).unwrap();
    for (zoom, tolerance) in [(9, 0.05), (11, 0.05), (14, 0.05), (8, 0.5)] {
        let found = areas(&layer, zoom, "networks");
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [0, 1, 2], "zoom {zoom}");
        for (networks, expected) in [(0, 1.0), (1, 7.0), (2, 2.0)] {
            assert!((found[&networks] - expected).abs() < tolerance, "zoom {zoom}: {found:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The areas by number of networks are disjoint, are together the land, and
    /// each counted as often as it is covered is what the networks cover.
    #[test]
    fn the_land_is_kept(
        a in prop::collection::vec((0.0..9.0f64, 0.1..4.0f64), 0..4),
        b in prop::collection::vec((0.0..9.0f64, 0.1..4.0f64), 0..4),
        zoom in 9..13u32,
    ) {
        let snapshot = Fixture::strip().claim("a", &rectangles(&a)).claim("b", &rectangles(&b)).snapshot();
        let asked = question(LayerId::NetworkCount);
        let nested = claims::land_by_networks(&snapshot, &asked.supply_of(Networks::Any, Service::Voice));
        let [land, any, all] = nested.as_slice() else { panic!("two networks") };
        let of = |network: &str| {
            let area = snapshot.area(&Fixture::voice(Networks::One(Fixture::network(network))));
            area.intersection_area_m2(land)
        };
        let is = |found: f64, expected: f64| (found - expected).abs() < 1.0;
        prop_assert!(is(land.area_m2(), 10e6));
        prop_assert!(is(any.area_m2() + all.area_m2(), of("a") + of("b")));
        let parts = [land.difference(any), any.difference(all), all.clone()];
        prop_assert!(is(parts.iter().map(Mosaic::area_m2).sum(), 10e6));

        let layer = PublishedLayer::new(&snapshot, &asked, &frame()).unwrap();
        for bytes in bytes(&layer, zoom) {
            let found = decoded_bytes(bytes, "networks");
            let parts: Vec<&MultiPolygon<f64>> = found.values().collect();
            let sum: f64 = parts.iter().map(|part| part.unsigned_area()).sum();
            let union = parts.iter().fold(MultiPolygon(Vec::new()), |sum, part| sum.union(*part));
            // Neither overlap nor gap: as much together as each for itself, and in one piece.
            prop_assert!((union.unsigned_area() - sum).abs() < 1e-3, "{} is not {sum}", union.unsigned_area());
            prop_assert!(union.0.len() == 1 && union.0[0].interiors().is_empty(), "{union:?}");
        }
    }

    /// What was lost and what was gained lie apart, and are as much as the two versions differ.
    #[test]
    fn changes_add_up(
        before in prop::collection::vec((0.0..9.0f64, 0.1..4.0f64), 1..4),
        after in prop::collection::vec((0.0..9.0f64, 0.1..4.0f64), 1..4),
    ) {
        let (before, after) = (version(1, &before), version(2, &after));
        let found = change_areas(&before, &after);
        let of = |change: &str| found.get(change).copied().unwrap_or(0.0);
        let expected = |one: &Mosaic, other: &Mosaic| one.difference(other).area_m2() / 1e6;
        // A unit of zoom 10 is 10 m here.
        prop_assert!((of("lost") - expected(&before.area, &after.area)).abs() < 0.2, "{found:?}");
        prop_assert!((of("gained") - expected(&after.area, &before.area)).abs() < 0.2, "{found:?}");
    }
}

fn version(id: i64, parts: &[(f64, f64)]) -> Arc<Claim> {
    let claims = Fixture::strip().claim("a", &rectangles(parts)).snapshot().coverage;
    let Claim { delivery, area } = &*claims.claims()[0];
    let delivery = Delivery { id: DeliveryId(id), ..delivery.clone() };
    Arc::new(Claim { delivery, area: area.clone() })
}

/// What a tile of zoom 11 shows of each change, km².
fn change_areas(before: &Arc<Claim>, after: &Arc<Claim>) -> BTreeMap<String, f64> {
    let snapshot = Fixture::strip().snapshot();
    let versions = vec![ClaimVersions { before: before.clone(), after: after.clone() }];
    let asked =
        LayerQuestion { versions: Some(Versions::Since(date(2026, 1, 1))), ..question(LayerId::Changes) };
    let layer =
        PublishedLayer::with_named(&snapshot, &asked, &NamedClaims::Versions(versions), &frame()).unwrap();
    let zones = PublishedLayer::new(&snapshot, &LayerQuestion::of(LayerId::Zones), &frame()).unwrap();
    let strip: f64 = bytes(&zones, 11).into_iter().flat_map(|bytes| shown(bytes, "code").into_values()).sum();
    let mut sums = BTreeMap::new();
    for (change, area) in bytes(&layer, 11).into_iter().flat_map(|bytes| shown(bytes, "change")) {
        *sums.entry(change).or_insert(0.0) += 10.0 * area / strip;
    }
    sums
}

/// The areas in a tile by a word that its features have, square units.
fn shown(bytes: Vec<u8>, key: &str) -> BTreeMap<String, f64> {
    let features = Reader::new(bytes).unwrap().get_features_as::<f64>(0).unwrap().into_iter();
    let area = |feature: Feature<f64>| {
        let Value::String(word) = feature.properties.unwrap()[key].clone() else { panic!("a word") };
        let Geometry::MultiPolygon(area) = feature.geometry else { panic!("an area") };
        (word, area.intersection(&visible()).unsigned_area())
    };
    features.map(area).collect()
}

/// Near by each cell for itself, from afar squares of 1 km and then of 5 km with
/// the state that most of their cells have: none of the five is lost on the way.
#[test]
fn claimed_beside_measured_at_every_zoom() {
    let measured = calls("a", [(5, vec![false]), (6, vec![false]), (25, vec![true]), (95, vec![true])]);
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0)]).measured(&measured);
    let layer = PublishedLayer::new(&snapshot, &question(LayerId::Verification), &frame()).unwrap();
    let states = |zoom| -> BTreeSet<String> {
        bytes(&layer, zoom).into_iter().flat_map(|bytes| shown(bytes, "state").into_keys()).collect()
    };
    let set = |states: &[&str]| states.iter().map(|state| (*state).to_owned()).collect::<BTreeSet<_>>();
    let all = set(&["inconclusive", "not_claimed", "not_measured", "refuted"]);
    for zoom in [8, 9, 12] {
        assert_eq!(states(zoom), all, "zoom {zoom}");
    }
    // The two squares lie over all that there is of the strip.
    assert_eq!(states(6), set(&["not_claimed", "refuted"]));
}

#[test]
fn a_version_beside_itself_shows_nothing() {
    let same = version(1, &[(0.0, 4.0)]);
    assert_eq!(change_areas(&same, &same), BTreeMap::new());
}

/// The road of 10 km without cover from 6 km on, in links that meet at 4 km.
#[test]
fn stretches_know_their_length_and_place() {
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(1.0, 3.0), rectangle_km(5.0, 6.0)]).snapshot();
    let layer = PublishedLayer::new(&snapshot, &question(LayerId::Stretches), &frame()).unwrap();
    let tiles = bytes(&layer, 10).into_iter();
    let features = tiles.flat_map(|bytes| Reader::new(bytes).unwrap().get_features(0).unwrap());
    let metres = |feature: Feature| {
        let properties = feature.properties.unwrap();
        ["from_m", "length_m"].map(|name| match properties[name] {
            Value::Double(metres) => metres.round() as i64,
            ref other => panic!("{other:?}"),
        })
    };
    let found: BTreeSet<[i64; 2]> = features.map(metres).collect();
    assert_eq!(found, BTreeSet::from([[0, 1_000], [3_000, 2_000], [6_000, 4_000]]));
}

#[test]
fn what_a_layer_cannot_do_without() {
    let snapshot = Fixture::strip().snapshot();
    for (layer, parameter) in [
        (LayerId::Gaps, "network"),
        (LayerId::Verification, "network"),
        (LayerId::Stretches, "network"),
        (LayerId::NetworkCount, "service"),
        (LayerId::Changes, "versions"),
    ] {
        let error = PublishedLayer::new(&snapshot, &LayerQuestion::of(layer), &frame()).unwrap_err();
        assert!(error.to_string().ends_with(&format!("needs the parameter `{parameter}`")), "{error}");
    }
}

/// What a layer takes grows with the zooms that it was asked for, and is counted.
#[test]
fn a_layer_knows_its_size() {
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0)]).snapshot();
    let layer = PublishedLayer::new(&snapshot, &question(LayerId::Coverage), &frame()).unwrap();
    let ready = layer.size_bytes();
    layer.tile(tiles(9)[0]).unwrap();
    let with_edges = layer.size_bytes();
    layer.tile(tiles(6)[0]).unwrap();
    assert!(0 < ready && ready < with_edges && with_edges < layer.size_bytes());
    let everything = layer.size_bytes();
    layer.tile(tiles(6)[0]).unwrap();
    assert_eq!(layer.size_bytes(), everything);
}
