//! A region of two municipalities in a row, ten kilometres each and one wide:
//! a road along its middle and two places, but no inhabitants.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;

/// South and north edge, and where the kilometres are counted from; degrees. The
/// first municipality lies across the projection's central meridian.
const SOUTH: f64 = 63.0;
const NORTH: f64 = 63.01;
const WEST: f64 = 14.9;
const DEGREES_PER_KM: f64 = 0.02;

pub const MIDDLE: f64 = 63.005;

/// The longitude at a kilometre of the strip.
pub fn lon(km: f64) -> f64 {
    ((WEST + km * DEGREES_PER_KM) * 1e9).round() / 1e9
}

/// `lon=…&lat=…` of a kilometre on the strip's middle.
pub fn position(km: f64) -> String {
    format!("lon={}&lat={MIDDLE}", lon(km))
}

/// The strip between two kilometres as a closed ring. All rings share the
/// corners at whole kilometres, so that they are the same line on the map's plane.
pub fn ring(from_km: f64, to_km: f64) -> Vec<[f64; 2]> {
    let between = (from_km.floor() as i64 + 1..to_km.ceil() as i64).map(|km| km as f64);
    let kilometres: Vec<f64> = [from_km].into_iter().chain(between).chain([to_km]).collect();
    let south = kilometres.iter().map(|km| [lon(*km), SOUTH]);
    let north = kilometres.iter().rev().map(|km| [lon(*km), NORTH]);
    south.chain(north).chain([[lon(from_km), SOUTH]]).collect()
}

pub fn polygon(from_km: f64, to_km: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [ring(from_km, to_km)]})
}

pub fn feature(geometry: Value, properties: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

pub fn collection(features: &[Value]) -> Value {
    json!({"type": "FeatureCollection", "features": features})
}

/// Coverage between pairs of kilometres, a feature each.
pub fn coverage(parts: &[(f64, f64)]) -> Value {
    let features = parts.iter().map(|(from, to)| feature(polygon(*from, *to), json!(null)));
    collection(&features.collect::<Vec<_>>())
}

/// Where 4G voice of a network is delivered, with all that an operator has to
/// say; as a reference, so that versions of one date may follow each other.
pub fn delivery_path(network: &str) -> String {
    let claim = format!("network={network}&technology=4G&service=voice&environment=outdoor");
    format!("/api/v1/deliveries?{claim}&kind=reference&simulation_date=2026-09-15&{ASSUMPTIONS}")
}

/// What an operator has to say beside the claim and its date.
pub const ASSUMPTIONS: &str = "carriage=own&model=Demonstration&model_version=1&resolution_m=50&terrain=Demonstration\
    &terrain_vintage=2024&clutter=Demonstration&clutter_vintage=2023&receiver_height_m=1.5&body_loss_db=4\
    &location_probability=0.95&load=0.5&licence=CC0-1.0";

/// A measurement table's rows at kilometres, failed or not, an hour apart.
pub fn measurements(network: &str, plmn: &str, calls: &[(f64, bool)]) -> String {
    let header = "time,lon,lat,network,plmn,technology,service,success,rsrp_dbm,sinr_db,download_mbps,\
                  upload_mbps,latency_ms,accuracy_m,speed_kmh,wifi,indoor,device,run";
    let rows = calls.iter().zip(8..).map(|((km, success), hour)| {
        let served = if *success { format!("{plmn},4G,voice,true,-90") } else { ",,voice,false,".to_owned() };
        let (lon, time) = (lon(*km), format!("2026-11-03T{hour:02}:00:00Z"));
        format!("\n{time},{lon},{MIDDLE},{network},{served},,,,,5,60,false,false,demonstration,1")
    });
    header.to_owned() + &rows.collect::<String>()
}

/// What the columns of a table in somebody's own words are.
pub fn column_mapping() -> Value {
    json!({
        "columns": {"time": "Klockslag", "lon": "Öst", "lat": "Nord", "network": "Nät", "success": "Samtal"},
        "time_zone": "Europe/Stockholm", "separator": ";", "decimal": ",",
        "succeeded": ["ja"], "failed": ["nej"],
        "tests": "with_outcome", "service": "voice", "networks": {"Blå": "a"},
    })
}

/// An agreement of a million, of which a quarter is expected in a year.
pub fn framework_agreement() -> Value {
    json!({
        "name": "Ramavtal", "ceiling_sek": 1e6, "expected_sek_a_year": 250_000.5, "begins_on": "2026-01-01",
        "ends_on": null,
    })
}

/// A requirement of 95 % of the first municipality's land.
pub fn requirement() -> Value {
    json!({
        "title": {"sv": "Krav", "en": "Requirement"},
        "procurement": null,
        "kind": "mandatory",
        "zones": {"codes": ["2401"]},
        "unit": "land_area",
        "place_need": null,
        "service": "voice",
        "technology": null,
        "environment": "outdoor",
        "threshold": 0.95,
        "local_floor": null,
        "longest_gap_m": null,
        "exclusions": null,
        "evidence": "claimed",
        "profile": null,
        "waivers": [],
        "valid_from": "2026-01-01",
        "valid_to": null,
        "deliveries": null,
        "consequences": {"penalty": null, "action_plan": null},
        "free_text": null,
    })
}

/// A report that nobody's phone can call at a kilometre of the strip.
pub fn dead_zone(km: f64) -> Value {
    json!({
        "geometry": {"type": "Point", "coordinates": [lon(km), MIDDLE]},
        "network": null,
        "service": "voice",
        "environment": "outdoor",
        "observed_at": "2026-11-01T10:00:00Z",
        "text": "demonstration",
    })
}

/// Writes the region's files.
pub fn region_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: Value| write(folder.path(), name, &content);
    write("region.json", region());
    let zone = |code: &str, name: &str, from: f64, to: f64| {
        let properties = json!({"code": code, "name": name, "county": "Remslän", "county_code": "24"});
        feature(polygon(from, to), properties)
    };
    let zones = [zone("2401", "Remsan", 0.0, 10.0), zone("2402", "Bandet", 10.0, 20.0)];
    write("municipalities.geojson", collection(&zones));
    let road: Vec<_> = (0..=20).map(|km| [lon(f64::from(km)), MIDDLE]).collect();
    let road = json!({"type": "LineString", "coordinates": road});
    let named = json!({"name": "Remsvägen", "class": "primary", "route": "1"});
    write("roads.geojson", collection(&[feature(road, named)]));
    let place = |name: &str, km: f64| {
        let point = json!({"type": "Point", "coordinates": [lon(km), MIDDLE]});
        let kind = json!({"name": name, "kind": "school", "environment": "outdoor", "organisation": "-"});
        feature(point, kind)
    };
    // A name that a spreadsheet would take for a formula.
    write("places.geojson", collection(&[place("Remskolan", 1.0), place("=1+1 skolan", 9.5)]));
    write("networks.json", json!([network("a", "999-01"), network("b", "999-02")]));
    write(
        "profiles.json",
        json!({"version": "test-1", "required_share": 0.95,
        "signal": [{"service": "voice", "technology": "4G", "rsrp_dbm": -115}], "tests": []}),
    );
    folder
}

fn region() -> Value {
    json!({
        "id": "strip",
        "name": {"sv": "Remsan", "en": "The strip"},
        "crs": "EPSG:3006",
        "time_zone": "Europe/Stockholm",
        "demonstration": true,
        "attribution": ["demonstration"],
        "zones": [
            {"kind": "municipality", "file": "municipalities.geojson", "code": "code", "name": "name",
             "parent": "county_code"},
            {"kind": "county", "dissolve": "municipality", "by": "county_code", "name": "county"},
        ],
        "roads": {"file": "roads.geojson", "name": "name", "class": "class", "route": "route"},
        "places": {"file": "places.geojson", "name": "name", "kind": "kind", "environment": "environment",
                   "organisation": "organisation"},
        "networks": "networks.json",
        "profiles": "profiles.json",
    })
}

fn network(id: &str, plmn: &str) -> Value {
    json!({"id": id, "name": id.to_uppercase(), "colour": "#123456", "plmn": [plmn], "demonstration": true})
}

fn write(folder: &Path, name: &str, content: &Value) {
    fs::write(folder.join(name), content.to_string()).unwrap();
}
