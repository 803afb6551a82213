use geo::Geometry;
use serde_json::json;

use super::*;
use crate::{domain::position_of, ingest::testing::region};

fn document() -> Value {
    json!({
        "geometry": {"type": "Point", "coordinates": [20.1, 65.1]}, "network": "ripa", "service": "voice",
        "environment": "outdoor", "observed_at": "2026-11-01T10:00:00Z", "text": "Påhittat: inget samtal går fram."
    })
}

fn read(document: Value) -> Result<DeadZoneReport, DocumentError> {
    let document: DeadZoneDocument = serde_json::from_value(document).unwrap();
    document.to_report(&region())
}

#[track_caller]
fn check(member: &str, value: Value, message: &str) {
    let mut changed = document();
    changed[member] = value;
    assert_eq!(read(changed).unwrap_err().to_string(), message);
}

#[test]
fn a_point_or_a_polygon_somewhere_in_the_region() {
    assert!(matches!(read(document()).unwrap().geometry, Geometry::Point(_)));
    let mut area = document();
    area["geometry"] =
        json!({"type": "Polygon", "coordinates": [[[20.1, 65.1], [20.2, 65.1], [20.2, 65.2], [20.1, 65.1]]]});
    area["network"] = Value::Null;
    let report = read(area).unwrap();
    assert!(matches!(report.geometry, Geometry::Polygon(_)));
    assert_eq!(report.networks, []);
}

#[test]
fn a_line_stands_for_its_middle() {
    let line = |corners: Value| {
        let mut document = document();
        document["geometry"] = json!({"type": "LineString", "coordinates": corners});
        read(document)
    };
    let report = line(json!([[20.0, 65.1], [20.0, 65.2], [20.0, 65.0]])).unwrap();
    assert!(matches!(report.geometry, Geometry::LineString(_)));
    let expected = read(json!({
        "geometry": {"type": "Point", "coordinates": [20.0, 65.15]}, "service": "voice", "environment": "outdoor",
        "observed_at": "2026-11-01T10:00:00Z",
    }));
    // A tenth of a degree there, two back: the middle of the way is half a tenth on the way back.
    let (found, expected) = (position_of(&report.geometry), position_of(&expected.unwrap().geometry));
    assert!((found.unwrap() - expected.unwrap()).x.abs() < 1.0, "{found:?} {expected:?}");
    assert!((found.unwrap() - expected.unwrap()).y.abs() < 20.0, "{found:?} {expected:?}");
    let nowhere = line(json!([[20.1, 65.1], [20.1, 65.1]]));
    assert_eq!(nowhere.unwrap_err().to_string(), "geometry: the line leads nowhere");
}

#[test]
fn errors_name_the_field() {
    let point = |x: f64, y: f64| json!({"type": "Point", "coordinates": [x, y]});
    check("geometry", point(10.0, 65.1), "geometry: the place is outside the region");
    check(
        "geometry",
        json!({"type": "MultiPoint", "coordinates": []}),
        "geometry: MultiPoint is no Point, LineString or Polygon",
    );
    check(
        "geometry",
        json!({"type": "Point", "coordinates": [20.1]}),
        "geometry: no GeoJSON geometry: A position must contain two or more elements, but got `1`",
    );
    check("network", json!("jarv"), "network: `jarv` is no network of the region");
    check("networks", json!(["jarv"]), "networks: `jarv` is no network of the region");
    check("failing", json!(["data"]), "failing: nothing that fails needs `voice`");
    check(
        "failing",
        json!(["calls", "fax"]),
        "failing: unknown use that fails `fax`: expected one of emergency, calls, sms, data",
    );
    check(
        "recurrence",
        json!("daily"),
        "recurrence: unknown recurrence `daily`: expected one of once, sometimes, always",
    );
    check("service", Value::Null, "failing: nothing says what fails");
    check(
        "service",
        json!("sms"),
        "service: unknown service `sms`: expected one of voice, data1, data10, data30, data100",
    );
    check(
        "environment",
        json!("lift"),
        "environment: unknown environment `lift`: expected one of outdoor, vehicle, indoor",
    );
    check(
        "observed_at",
        json!("yesterday"),
        "observed_at: `yesterday` is no moment: expected 2026-11-01T10:00:00Z",
    );
    check("text", json!("å".repeat(4_001)), "text: 4001 characters are more than 4000");
    let mut nowhere = document();
    nowhere["geometry"] = point(20.1, 6500.0);
    assert!(read(nowhere).unwrap_err().to_string().starts_with("geometry: (20.1, 6500) has no place"));
}

#[test]
fn the_document_comes_back() {
    let report = read(document()).unwrap();
    let returned = serde_json::to_value(DeadZoneDocument::of(&report, &region()).unwrap()).unwrap();
    for member in ["service", "environment", "observed_at", "text"] {
        assert_eq!(returned[member], document()[member]);
    }
    assert_eq!(returned["networks"], json!(["ripa"]));
    assert_eq!((&returned["failing"], &returned["recurrence"]), (&json!([]), &Value::Null));
    let longitude = returned["geometry"]["coordinates"][0].as_f64().unwrap();
    assert!((longitude - 20.1).abs() < 1e-9);
}

#[test]
fn what_fails_says_which_service_it_is_about() {
    let check = |failing: Value, service: Service, expected: &[FailingUse]| {
        let mut document = document();
        document["service"] = Value::Null;
        document["failing"] = failing;
        let report = read(document).unwrap();
        assert_eq!((report.service, report.failing.as_slice()), (service, expected));
    };
    check(json!(["data"]), Service::Data10, &[FailingUse::Data]);
    check(json!(["sms"]), Service::Voice, &[FailingUse::Sms]);
    check(json!(["data", "emergency", "data"]), Service::Voice, &[FailingUse::Emergency, FailingUse::Data]);
}
