use super::*;
use crate::ingest::testing::gzip;

const FEATURE: &str =
    r#"{"type":"Feature","id":null,"geometry":{"type":"Point","coordinates":[20,65]},"properties":{"a":1}}"#;

/// The features' numbers with whether they can be parsed, or the error's text.
fn read(text: &str) -> Result<Vec<(u64, bool)>, String> {
    let bytes = gzip(text.as_bytes());
    let limits = GeoJsonLimits { feature_bytes: 2_000, ..GeoJsonLimits::unpacked_bytes(100_000) };
    let survey = GeoJsonText::survey(Content::Bytes(&bytes), limits).map_err(|e| e.to_string())?;
    let mut found = Vec::new();
    let parse = |text: FeatureText| {
        found.push((text.number, text.parse().is_ok()));
        Ok::<(), GeoJsonTextError>(())
    };
    survey.for_each(parse).map_err(|e| e.to_string())?;
    assert_eq!(found.len() as u64, survey.feature_count);
    Ok(found)
}

#[track_caller]
fn check(text: &str, expected: &[(u64, bool)]) {
    assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
}

#[track_caller]
fn check_refused(text: &str, reason: &str) {
    let error = read(text).unwrap_err();
    assert!(error.contains(reason), "{text}: {error}");
}

#[test]
fn the_forms_of_a_file() {
    check(r#"{"type":"FeatureCollection","features":[]}"#, &[]);
    check(
        &format!(r#"{{"bbox":[0,0,1,1],"features":[{FEATURE},{FEATURE}],"type":"FeatureCollection"}}"#),
        &[(1, true), (2, true)],
    );
    check(&format!("\u{feff}{FEATURE}"), &[(1, true)]);
    check(&format!("{FEATURE}\n{FEATURE}\r\n\n{FEATURE}\n"), &[(1, true), (2, true), (3, true)]);
    check(r#"{"type":"Point","coordinates":[20,65]}"#, &[(1, true)]);
}

#[test]
fn a_bad_feature_does_not_end_the_file() {
    for bad in [
        "7",
        "null",
        "[1,]",
        r#""a \" ] }""#,
        "[nothing]",
        "{}",
        r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":["a"]}}"#,
        r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[1e999,1]}}"#,
    ] {
        let text = format!(r#"{{"type":"FeatureCollection","features":[{FEATURE},{bad},{FEATURE}]}}"#);
        check(&text, &[(1, true), (2, false), (3, true)]);
    }
}

#[test]
fn what_is_no_geojson_says_where_it_breaks() {
    check_refused("", "broken at line 1");
    check_refused("hello", "broken at line 1, byte 1");
    check_refused(
        &format!("{{\"type\":\"FeatureCollection\",\n\"features\":[{FEATURE},\n{{"),
        "broken at line 3",
    );
    check_refused("[1, 2]", "no GeoJSON");
    check_refused("{}", "no `type`");
    check_refused(r#"{"type":"Topology"}"#, "its `type` is `Topology`");
    check_refused(r#"{"type":"FeatureCollection"}"#, "no `features`");
    check_refused(r#"{"type":"FeatureCollection","features":7}"#, "no GeoJSON");
    check_refused(&format!(r#"{{"type":"FeatureCollection","features":[]}}{FEATURE}"#), "follows");
    check_refused(&format!("{FEATURE}\n{{\"type\":"), "broken at line 2");
    check_refused(r#"{"type":"Feature","properties":[}}"#, "brackets");
    check_refused(&format!(r#"{{"type":"Feature","geometry":{}"#, "[".repeat(100)), "more than 64 deep");
}

#[test]
fn a_feature_that_is_too_long_is_set_aside() {
    let long = format!(r#"{{"type":"Feature","properties":{{"a":"{}"}}}}"#, "é".repeat(2_000));
    check(&format!("{FEATURE}\n{long}\n{FEATURE}"), &[(1, true), (2, false), (3, true)]);
}

#[test]
fn the_crs_member() {
    for (crs, expected) in [
        (r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3006"}}"#, Ok(Some("EPSG:3006"))),
        (r#"{"type":"EPSG","properties":{"code":3021}}"#, Ok(Some("EPSG:3021"))),
        ("null", Ok(None)),
        (
            r#"{"type":"link","properties":{"href":"http://example.com/crs"}}"#,
            Err("no coordinate reference system"),
        ),
    ] {
        let text = format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[]}}"#);
        let limits = GeoJsonLimits::unpacked_bytes(1_000);
        match (GeoJsonText::survey(Content::Bytes(text.as_bytes()), limits), expected) {
            (Ok(survey), Ok(expected)) => assert_eq!(survey.crs.as_deref(), expected),
            (Err(error), Err(reason)) => assert!(error.to_string().contains(reason), "{error}"),
            (survey, expected) => panic!("{crs}: {:?} for {expected:?}", survey.map(|s| s.crs)),
        }
    }
}
