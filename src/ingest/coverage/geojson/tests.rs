use geo::{Area, Contains, Polygon};
use proptest::prelude::*;
use serde_json::{Value, json};

use geo::Coord;

use super::super::{CollectedCoverage, collect_coverage_bytes};
use super::*;
use crate::{
    domain::Severity,
    geometry::Projection,
    ingest::testing::{gzip, region, square},
};

/// A ring in EPSG:3006 around the middle of the region, metres from it.
fn ring(offsets: &[(f64, f64)]) -> Value {
    offsets.iter().map(|(x, y)| json!([740_000.0 + x, 7_230_000.0 + y])).collect()
}

fn polygon(rings: &[&[(f64, f64)]]) -> Value {
    let rings: Vec<Value> = rings.iter().map(|offsets| ring(offsets)).collect();
    json!({"type": "Polygon", "coordinates": rings})
}

fn multi_polygon(polygons: &[&[&[(f64, f64)]]]) -> Value {
    let parts: Vec<Value> =
        polygons.iter().map(|rings| rings.iter().map(|offsets| ring(offsets)).collect()).collect();
    json!({"type": "MultiPolygon", "coordinates": parts})
}

fn collection(geometries: &[Value]) -> String {
    let features: Vec<Value> = geometries
        .iter()
        .map(|geometry| json!({"type": "Feature", "properties": null, "geometry": geometry}))
        .collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

fn read(text: &str, crs: Option<&str>) -> Result<CollectedCoverage, CoverageReadError> {
    let region = region();
    let source = CoverageSource { crs: crs.map(str::to_owned), ..CoverageSource::new(&region) };
    collect_coverage_bytes(text.as_bytes(), &source)
}

const SQUARE: &[(f64, f64)] = &[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
const HOLE: &[(f64, f64)] = &[(10.0, 10.0), (10.0, 20.0), (20.0, 20.0), (20.0, 10.0), (10.0, 10.0)];

/// One feature alone, in EPSG:3006: its area and the codes found.
#[track_caller]
fn check(geometry: Value, area_m2: f64, expected: &[(&str, Severity)]) {
    let reading = read(&collection(std::slice::from_ref(&geometry)), Some("EPSG:3006")).unwrap();
    let found: Vec<_> =
        reading.reading.findings.iter().map(|finding| (finding.code.as_ref(), finding.severity)).collect();
    assert_eq!(found, expected, "{geometry}");
    assert!((reading.area_m2() - area_m2).abs() < 1e-3, "{geometry}: {}", reading.area_m2());
    let has_error = found.iter().any(|(_, severity)| *severity == Severity::Error);
    assert_eq!(reading.features.is_empty(), has_error, "a feature is taken or has an error: {geometry}");
    assert_eq!(reading.reading.taken_count, u64::from(!has_error));
    for finding in &reading.reading.findings {
        assert!(!finding.message.sv.is_empty() && !finding.message.en.is_empty());
    }
}

use Severity::{Error, Warning};

#[test]
fn sound_features() {
    check(polygon(&[SQUARE]), 10_000.0, &[]);
    check(polygon(&[SQUARE, HOLE]), 9_900.0, &[]);
    check(json!({"type": "GeometryCollection", "geometries": [polygon(&[SQUARE])]}), 10_000.0, &[]);
    let repeated = [(0.0, 0.0), (0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (100.0, 100.0), (0.0, 0.0)];
    check(polygon(&[&repeated]), 5_000.0, &[("duplicate_points", Warning)]);
    check(
        json!({"type": "Polygon", "coordinates": [
            [[740_000.0, 7_230_000.0, 12.0], [740_100.0, 7_230_000.0, 12.0], [740_100.0, 7_230_100.0, 12.0],
             [740_000.0, 7_230_000.0, 12.0]]
        ]}),
        5_000.0,
        &[],
    );
}

#[test]
fn rings_are_closed_and_turned_or_left_out() {
    check(polygon(&[&SQUARE[..4]]), 10_000.0, &[("unclosed_ring", Warning)]);
    let backwards: Vec<_> = SQUARE.iter().rev().copied().collect();
    check(polygon(&[&backwards]), 10_000.0, &[("wrong_winding", Warning)]);
    check(polygon(&[&SQUARE[..2]]), 0.0, &[("short_ring", Error)]);
    check(polygon(&[SQUARE, &SQUARE[..2]]), 10_000.0, &[("short_ring", Warning)]);
    let line = [(0.0, 0.0), (50.0, 50.0), (100.0, 100.0), (0.0, 0.0)];
    check(polygon(&[&line]), 0.0, &[("zero_area", Error)]);
    check(polygon(&[SQUARE, &line]), 10_000.0, &[("zero_area", Warning)]);
    let there_and_back = [(0.0, 0.0), (50.0, 50.0), (100.0, 0.0), (50.0, 50.0), (0.0, 0.0)];
    check(polygon(&[&there_and_back]), 0.0, &[("zero_area", Error)]);
}

#[test]
fn boundaries_that_cross() {
    let bow_tie = [(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0), (0.0, 0.0)];
    check(polygon(&[&bow_tie]), 5_000.0, &[("self_intersection", Warning)]);
    let outside: Vec<_> = HOLE.iter().map(|(x, y)| (x + 500.0, *y)).collect();
    check(polygon(&[SQUARE, &outside]), 0.0, &[("ambiguous_geometry", Error)]);
    let shifted: Vec<_> = SQUARE.iter().map(|(x, y)| (x + 50.0, *y)).collect();
    check(multi_polygon(&[&[SQUARE], &[&shifted]]), 15_000.0, &[("overlapping_parts", Warning)]);
}

#[test]
fn what_is_no_area() {
    check(Value::Null, 0.0, &[("empty_geometry", Error)]);
    check(json!({"type": "Polygon", "coordinates": []}), 0.0, &[("empty_geometry", Error)]);
    check(json!({"type": "Polygon", "coordinates": [[]]}), 0.0, &[("empty_geometry", Error)]);
    check(json!({"type": "MultiPolygon", "coordinates": []}), 0.0, &[("empty_geometry", Error)]);
    check(json!({"type": "GeometryCollection", "geometries": []}), 0.0, &[("empty_geometry", Error)]);
    let point = json!({"type": "Point", "coordinates": [740_000.0, 7_230_000.0]});
    check(point.clone(), 0.0, &[("not_a_polygon", Error)]);
    let mixed = json!({"type": "GeometryCollection", "geometries": [point, polygon(&[SQUARE])]});
    check(mixed, 10_000.0, &[("not_a_polygon", Warning)]);
    check(json!({"type": "Polygon", "coordinates": "here"}), 0.0, &[("malformed_feature", Error)]);
    check(json!({"type": "Polygon", "coordinates": [[[null, 1.0]]]}), 0.0, &[("malformed_feature", Error)]);
    check(json!({"type": "Polygon", "coordinates": [[[1.0], [2.0], [3.0]]]}), 0.0, &[("not_finite", Error)]);
}

#[test]
fn features_elsewhere() {
    let beyond: Vec<_> = SQUARE.iter().map(|(x, y)| (x + 200_000.0, *y)).collect();
    check(polygon(&[&beyond]), 10_000.0, &[("outside_region", Warning)]);
    let swapped = json!({"type": "Polygon", "coordinates": [
        [[7_230_000, 740_000], [7_230_100, 740_000], [7_230_100, 740_100], [7_230_000, 740_000]]
    ]});
    check(swapped, 0.0, &[("swapped_axes", Error)]);
    let far = json!({"type": "Polygon", "coordinates": [[[0, 0], [1e300, 0], [1e300, 1e300], [0, 0]]]});
    check(far, 0.0, &[("no_place", Error)]);
    let wide = [(-1e7, -1e7), (1e7, -1e7), (1e7, 1e7), (-1e7, 1e7), (-1e7, -1e7)];
    check(polygon(&[&wide]), 0.0, &[("too_wide", Error)]);
    // How much of an area reaches over the region's edge is validation's to say.
    let over_the_edge = [(58e3, 0.0), (62e3, 0.0), (62e3, 1e3), (58e3, 1e3), (58e3, 0.0)];
    check(polygon(&[&over_the_edge]), 4e6, &[]);
}

#[test]
fn swapped_and_projected_coordinates_taken_for_degrees() {
    let degrees =
        json!({"type": "Polygon", "coordinates": [[[65.1, 20.1], [65.1, 20.2], [65.2, 20.2], [65.1, 20.1]]]});
    let reading = read(&collection(&[degrees, polygon(&[SQUARE])]), None).unwrap();
    let found: Vec<_> =
        reading.reading.findings.iter().map(|finding| (finding.code.as_ref(), finding.feature)).collect();
    assert_eq!(found, [("swapped_axes", Some(1)), ("no_place", Some(2))]);
}

#[test]
fn findings_carry_number_place_and_sentence() {
    let text = collection(&[polygon(&[SQUARE]), polygon(&[&SQUARE[..4]])]);
    let reading = read(&text, Some("EPSG:3006")).unwrap();
    let finding = &reading.reading.findings[0];
    assert_eq!((finding.feature, reading.reading.feature_count, reading.features.len()), (Some(2), 2, 2));
    let place = finding.place.unwrap();
    assert!((place.lng - 20.1).abs() < 0.2 && (place.lat - 65.1).abs() < 0.1, "{place:?}");
    assert!(finding.message.sv.contains("slutits") && finding.message.en.contains("closed"));
    assert_eq!(reading.features[1].number, 2);
}

#[test]
fn wrong_winding_is_said_once() {
    let backwards: Vec<_> = SQUARE.iter().rev().copied().collect();
    let geometries = vec![polygon(&[&backwards]); 40];
    let reading = read(&collection(&geometries), Some("EPSG:3006")).unwrap();
    assert_eq!(reading.reading.findings.len(), 1);
    assert_eq!(reading.reading.findings[0].feature, None);
    assert!(reading.reading.findings[0].message.en.starts_with("40 features"));
}

fn square_in(crs: &str) -> Value {
    // Vertices every 50 m, so that straight edges stay straight to the micrometre.
    use geo::{Densify, Euclidean};
    let dense: Polygon<f64> = Euclidean.densify(&square(), 50.0);
    let projected = Projection::new("EPSG:3006", crs).unwrap().geometry(&dense).unwrap();
    let ring: Vec<Value> = projected.exterior().coords().map(|coord| json!([coord.x, coord.y])).collect();
    json!({"type": "Polygon", "coordinates": [ring]})
}

#[test]
fn the_same_square_in_every_system_has_the_same_area() {
    for crs in ["EPSG:4326", "EPSG:3006", "EPSG:3021", "EPSG:3857", "EPSG:25833", "OGC:CRS84"] {
        let system = if crs.starts_with("OGC") { "EPSG:4326" } else { crs };
        let plain = collection(&[square_in(system)]);
        let named =
            plain.replacen('{', &format!(r#"{{"crs":{{"type":"name","properties":{{"name":"{crs}"}}}},"#), 1);
        for reading in [read(&plain, Some(crs)), read(&named, None), read(&named, Some(crs))] {
            let reading = reading.unwrap();
            assert_eq!(reading.reading.findings, [], "{crs}");
            assert!((reading.area_m2() / square().unsigned_area() - 1.0).abs() < 1e-6, "{crs}");
            assert_eq!(reading.reading.crs, system);
        }
    }
}

#[track_caller]
fn check_refused(bytes: &[u8], crs: Option<&str>, code: &str) {
    let region = region();
    let source = CoverageSource {
        crs: crs.map(str::to_owned),
        limits: ReadLimits { unpacked_bytes: 100_000, nesting: 20, features: 3, ..ReadLimits::default() },
        ..CoverageSource::new(&region)
    };
    let error = collect_coverage_bytes(bytes, &source).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
}

#[test]
fn files_that_are_refused_whole() {
    let good = collection(&[polygon(&[SQUARE])]);
    check_refused(good.as_bytes(), Some("EPSG:99999"), "unknown_crs");
    check_refused(good.as_bytes(), Some("SWEREF"), "unknown_crs");
    let named = good.replacen('{', r#"{"crs":{"type":"name","properties":{"name":"EPSG:3021"}},"#, 1);
    check_refused(named.as_bytes(), Some("EPSG:3006"), "crs_conflict");
    check_refused(named.replace("3021", "99999").as_bytes(), None, "unknown_crs");
    check_refused(&good.as_bytes()[..good.len() - 2], None, "truncated_json");
    check_refused(good.replace("[[[", "[[}[").as_bytes(), None, "broken_json");
    check_refused(b"", None, "empty_file");
    check_refused(b" \n ", None, "empty_file");
    check_refused(&gzip(b""), None, "empty_file");
    check_refused(b"here is nothing", None, "unknown_format");
    check_refused(b"\x89PNG\r\n", None, "unknown_format");
    check_refused(format!("{{\"type\":{}", "[".repeat(21)).as_bytes(), None, "nested_too_deep");
    check_refused(collection(&vec![polygon(&[SQUARE]); 4]).as_bytes(), None, "too_many_features");
    check_refused(b"{\"type\":\"Topology\"}", None, "not_geojson");
    check_refused(&gzip(format!("{{{}", " ".repeat(100_000)).as_bytes()), None, "too_large");
    let packed = gzip(good.as_bytes());
    check_refused(&packed[..packed.len() / 2], None, "truncated_gzip");
    let [first, second] = [&packed[..12], &packed[20..]];
    check_refused(&[first, second].concat(), None, "broken_gzip");
}

#[test]
fn packed_and_line_by_line_are_the_same() {
    let geometry = square_in("EPSG:4326");
    let feature = json!({"type": "Feature", "properties": {}, "geometry": geometry}).to_string();
    let region = region();
    let source = CoverageSource::new(&region);
    for text in [format!("{feature}\n{feature}\n"), collection(&[geometry.clone(), geometry.clone()])] {
        for bytes in [text.clone().into_bytes(), gzip(text.as_bytes())] {
            let reading = collect_coverage_bytes(&bytes, &source).unwrap();
            assert_eq!(
                (reading.reading.feature_count, reading.features.len(), reading.reading.findings.len()),
                (2, 2, 0)
            );
        }
    }
}

fn any_coordinates() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<f64>().prop_filter("JSON has no other", |number| number.is_finite()).prop_map(Value::from),
        (-3i32..4, -3i32..4).prop_map(|(a, b)| json!(740_000.0 + f64::from(a * 100 + b))),
        (0..5i32).prop_map(|n| json!(7_230_000 + n * 50)),
        Just(Value::Null),
        Just(json!("7")),
    ];
    number.prop_recursive(5, 200, 8, |inner| prop::collection::vec(inner, 0..8).prop_map(Value::from))
}

/// Rings of few different corners: they cross, touch and repeat themselves.
fn any_rings() -> impl Strategy<Value = Value> {
    let corner = (0..6i32, 0..6i32).prop_map(|(x, y)| json!([740_000 + x * 100, 7_230_000 + y * 100]));
    let ring = prop::collection::vec(corner, 0..12).prop_map(Value::from);
    prop::collection::vec(ring, 0..4).prop_map(Value::from)
}

/// Positions that no line between the corners comes near.
fn sample_positions() -> impl Iterator<Item = Coord<f64>> {
    let place = |column: i32, row: i32| Coord {
        x: 740_003.3 + f64::from(column) * 29.130_7,
        y: 7_230_005.9 + f64::from(row) * 31.717_3,
    };
    (0..18).flat_map(move |column| (0..18).map(move |row| place(column, row)))
}

/// Even–odd by counting, from the text's own numbers.
fn is_inside(rings: &Value, position: Coord<f64>) -> bool {
    let corner = |value: &Value| (value[0].as_f64().unwrap(), value[1].as_f64().unwrap());
    let mut inside = false;
    for ring in rings.as_array().unwrap() {
        let corners: Vec<_> = ring.as_array().unwrap().iter().map(corner).collect();
        for (index, (x1, y1)) in corners.iter().enumerate() {
            let (x2, y2) = corners[(index + 1) % corners.len()];
            if (*y1 > position.y) != (y2 > position.y) {
                inside ^= position.x < x1 + (position.y - y1) / (y2 - y1) * (x2 - x1);
            }
        }
    }
    inside
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let region = region();
        let _ = collect_coverage_bytes(&bytes, &CoverageSource::new(&region));
        let _ = collect_coverage_bytes(&[&[0x1f, 0x8b][..], &bytes].concat(), &CoverageSource::new(&region));
    }

    #[test]
    fn arbitrary_coordinates_never_panic(coordinates in any_coordinates(), kind in "Polygon|MultiPolygon|Point") {
        let geometry = json!({"type": kind, "coordinates": coordinates});
        let reading = read(&collection(&[geometry]), Some("EPSG:3006")).unwrap();
        let has_error = reading.reading.findings.iter().any(|finding| finding.severity == Error);
        prop_assert_eq!(reading.features.is_empty(), has_error);
    }

    #[test]
    fn arbitrary_rings_are_taken_or_have_an_error(rings in any_rings()) {
        let geometry = json!({"type": "Polygon", "coordinates": rings});
        let reading = read(&collection(&[geometry]), Some("EPSG:3006")).unwrap();
        let has_error = reading.reading.findings.iter().any(|finding| finding.severity == Error);
        prop_assert_eq!(reading.features.is_empty(), has_error);
        for feature in &reading.features {
            for position in sample_positions() {
                prop_assert_eq!(feature.area.contains(&position), is_inside(&rings, position), "{:?}", position);
            }
        }
    }
}

#[test]
fn header_fields_stand_in_properties() {
    let feature = |network: &str| {
        let properties = json!({"network": network, "LOAD": 0.5, "model": null, "n": [1]});
        json!({"type": "Feature", "properties": properties, "geometry": polygon(&[SQUARE])}).to_string()
    };
    let text = [feature("ripa"), feature("ripa"), feature("fjell")].join("\n");
    let reading = read(&text, Some("EPSG:3006")).unwrap().reading;
    assert_eq!(reading.format, CoverageFormat::GeoJsonLines);
    let header: Vec<_> = reading.header.iter().map(|(field, values)| (field, values.join(" "))).collect();
    assert_eq!(header, [("load", "0.5".to_owned()), ("network", "ripa fjell".to_owned())]);
}

#[test]
fn what_is_too_large_is_set_aside() {
    let region = region();
    let big = polygon(&[SQUARE, HOLE]);
    let text = collection(&[polygon(&[&SQUARE[..4]]), big.clone(), polygon(&[&SQUARE[..4]])]);
    for (limits, code) in [
        (ReadLimits { feature_vertices: 9, ..ReadLimits::default() }, "too_many_vertices"),
        (ReadLimits { feature_bytes: 250, ..ReadLimits::default() }, "feature_too_large"),
    ] {
        let source = CoverageSource { limits, ..CoverageSource::new(&region).with_crs("EPSG:3006") };
        let read = collect_coverage_bytes(text.as_bytes(), &source).unwrap();
        let errors = read.reading.findings.iter().filter(|finding| finding.severity == Error);
        let errors: Vec<_> = errors.map(|finding| (finding.code.as_ref(), finding.feature)).collect();
        assert_eq!((errors, read.features.len()), (vec![(code, Some(2))], 2));
    }
}

#[test]
fn findings_past_the_limit_are_counted() {
    let region = region();
    let limits = ReadLimits { findings: 3, ..ReadLimits::default() };
    let source = CoverageSource { limits, ..CoverageSource::new(&region).with_crs("EPSG:3006") };
    let text = collection(&vec![polygon(&[&SQUARE[..4]]); 10]);
    let findings = collect_coverage_bytes(text.as_bytes(), &source).unwrap().reading.findings;
    assert_eq!(findings.len(), 4);
    assert_eq!((findings[3].code.as_ref(), findings[3].feature), ("unclosed_ring", None));
    assert!(findings[3].message.en.starts_with("7 more"));
}

#[test]
fn a_sink_that_fails_ends_the_reading() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), collection(&[polygon(&[SQUARE])])).unwrap();
    let region = region();
    let source = CoverageSource::new(&region).with_crs("EPSG:3006");
    let error =
        super::super::read_coverage(file.path(), &source, &mut |_| Err("no room".into())).unwrap_err();
    assert_eq!((error.code(), error.cause.unwrap().to_string()), ("not_kept", "no room".to_owned()));
}
