use std::{borrow::Cow, fs, path::Path};

use geo::{Area, BoundingRect, Validation};
use serde_json::{Value, json};

use super::*;
use crate::{
    domain::{ZoneCode, ZoneKind},
    geometry::NamedSquare,
    ingest::testing::{gzip, shared_data},
};

const NETWORKS: &str =
    r##"[{"id": "ripa", "name": "Ripa", "colour": "#1b6ca8", "plmn": ["999-01"], "demonstration": true}]"##;

fn document() -> Value {
    json!({
        "id": "demonstration", "name": {"sv": "Demonstration", "en": "Demonstration"}, "crs": "EPSG:3006",
        "time_zone": "Europe/Stockholm", "demonstration": true,
        "zones": [
            {"kind": "municipality", "file": "municipalities.geojson", "code": "code", "name": "name", "parent": "county"},
            {"kind": "county", "dissolve": "municipality", "by": "county", "name": "county_name"}
        ],
        "lakes": {"file": "lakes.geojson.gz"},
        "population": {"file": "population.csv.gz", "cell": "cell", "inhabitants": "n", "municipality": "kommun"},
        "roads": {"file": "roads.geojson", "name": "name", "class": "class", "route": "route"},
        "railways": {"file": "railways.geojson", "class": "class", "route": "route"},
        "trails": {"file": "trails.geojson", "name": "name", "route": "name"},
        "routes": {"file": "routes.geojson", "route": "route", "organisation": "of"},
        "places": {"file": "places.geojson", "name": "name", "environment": "where"},
        "buildings": {"file": "buildings.geojson", "id": "house", "kind": "kind"},
        "localities": {"file": "localities.geojson", "name": "name", "inhabitants": "n"},
        "population_points": {"file": "points.geojson", "inhabitants": "n"},
        "presence": {
            "areas": {"file": "presence.geojson", "class": "class"}, "inhabited_squares": true,
            "roads_within_m": {"E": 100}, "railways_within_m": {"stambana": 50.5}, "places_within_m": 200
        },
        "networks": "networks.json"
    })
}

const OPTIONAL: [&str; 11] = [
    "lakes",
    "population",
    "population_points",
    "roads",
    "railways",
    "trails",
    "routes",
    "places",
    "buildings",
    "localities",
    "presence",
];

fn rectangle(west: f64, east: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [[[west, 65.0], [east, 65.0], [east, 65.2], [west, 65.2], [west, 65.0]]]})
}

fn collection(features: &[(Value, Value)]) -> String {
    let features: Vec<Value> = features
        .iter()
        .map(|(properties, geometry)| json!({"type": "Feature", "properties": properties, "geometry": geometry}))
        .collect();
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// A small region as a folder.
fn write(folder: &Path) {
    let put = |name: &str, text: String| fs::write(folder.join(name), text).unwrap();
    let pack = |name: &str, text: String| fs::write(folder.join(name), gzip(text.as_bytes())).unwrap();
    let municipality =
        |code: Value| json!({"code": code, "name": "Demo", "county": "24", "county_name": "Demolän"});
    put("region.json", format!("\u{feff}{}", document()));
    put("networks.json", NETWORKS.to_owned());
    put(
        "municipalities.geojson",
        collection(&[
            (municipality(json!("2498")), rectangle(20.0, 20.1)),
            // The same code twice: two parts of one zone; a number for its digits.
            (municipality(json!(2499)), rectangle(20.1, 20.2)),
            (municipality(json!(2499)), rectangle(20.2, 20.3)),
        ]),
    );
    pack("lakes.geojson.gz", collection(&[(json!({}), rectangle(20.05, 20.06))]));
    pack(
        "population.csv.gz",
        "cell,n,kommun\n7400007215000,12,2498\nCRS3035RES1000mN4795000E4755000,3.5,\n".to_owned(),
    );
    let line = json!({"type": "MultiLineString", "coordinates": [[[20.0, 65.1], [20.1, 65.1]], [[20.2, 65.1], [20.3, 65.1]]]});
    put("roads.geojson", collection(&[(json!({"name": null, "class": "E", "route": "E4"}), line)]));
    let rail = json!({"type": "LineString", "coordinates": [[20.0, 65.15], [20.3, 65.15]]});
    put(
        "railways.geojson",
        collection(&[(json!({"class": "stambana", "route": "Demobanan"}), rail.clone())]),
    );
    put("trails.geojson", collection(&[(json!({"name": "Demoleden"}), rail.clone())]));
    put("routes.geojson", collection(&[(json!({"route": 7, "of": "Demo kommun"}), rail)]));
    let point = json!({"type": "Point", "coordinates": [20.05, 65.1]});
    let house = json!({"type": "Polygon", "coordinates": [[[20.1, 65.1], [20.1002, 65.1], [20.1002, 65.1001], [20.1, 65.1]]]});
    put(
        "buildings.geojson",
        collection(&[(json!({"house": 1, "kind": "school"}), house), (json!({"house": "b"}), point.clone())]),
    );
    put("places.geojson", collection(&[(json!({"name": "Demoskolan", "where": "indoor"}), point.clone())]));
    put("localities.geojson", collection(&[(json!({"name": "Demo", "n": 1_200}), point.clone())]));
    put("points.geojson", collection(&[(json!({"n": 2.5}), point)]));
    put("presence.geojson", collection(&[(json!({"class": "tätort"}), rectangle(20.1, 20.2))]));
}

fn read(folder: &Path) -> Result<RegionReading, RegionError> {
    read_region(&RegionFiles::Folder(folder.to_owned()))
}

#[test]
fn a_whole_region() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let RegionReading { region, findings } = read(folder.path()).unwrap();
    assert_eq!(findings, []);
    let codes: Vec<_> = region.zones.iter().map(|zone| (zone.code.as_str(), zone.kind.as_str())).collect();
    assert_eq!(codes, [("2498", "municipality"), ("2499", "municipality"), ("24", "county")]);
    let area = |code: &str| region.zone(&ZoneCode::new(code)).unwrap().outline.unsigned_area();
    assert!((area("24") / (area("2498") + area("2499")) - 1.0).abs() < 1e-9);
    assert!((area("2499") / area("2498") - 2.0).abs() < 0.01);
    assert_eq!(region.zones[0].parent, Some(ZoneCode::new("24")));
    assert_eq!(region.zones[2].name, "Demolän");

    let demand = &region.demand;
    assert_eq!((demand.lakes.len(), demand.places.len()), (1, 1));
    let counts: Vec<usize> = demand.lines.iter().map(|(_, links)| links.len()).collect();
    assert_eq!(counts, [2, 1, 1, 1]);
    let roads = &demand.lines[LineKind::Roads];
    assert_eq!((roads[0].name.as_str(), roads[1].route.as_str()), ("", "E4"));
    assert_eq!(demand.lines[LineKind::Railways][0].class, "stambana");
    assert_eq!(demand.lines[LineKind::Trails][0].route, "Demoleden");
    let own = &demand.lines[LineKind::Routes][0];
    assert_eq!((own.route.as_str(), own.organisation.as_str()), ("7", "Demo kommun"));
    let houses: Vec<_> =
        demand.buildings.iter().map(|house| (house.id.as_str(), house.kind.as_str())).collect();
    assert_eq!(houses, [("1", "school"), ("b", "")]);
    assert!(demand.buildings[0].outline.unsigned_area() > 40.0);
    assert!(matches!(demand.buildings[1].outline, geo::Geometry::Point(_)));
    assert_eq!(demand.places[0].environment.as_str(), "indoor");
    assert_eq!(demand.localities[0].inhabitants, 1_200.0);
    assert_eq!(demand.population[0].outline, NamedSquare::parse("7400007215000").unwrap().rect.to_polygon());
    assert_eq!(demand.population[1].municipality, None);
    assert_eq!(demand.population_points[0].inhabitants, 2.5);
    let presence = demand.presence.as_ref().unwrap();
    assert!(presence.has_squares && presence.areas[0].class == "tätort");
    assert_eq!(presence.places_within_m, Some(200.0));
    assert_eq!(presence.lines_within_m[LineKind::Roads]["E"], 100.0);
    assert_eq!(presence.lines_within_m[LineKind::Railways]["stambana"], 50.5);
    assert_eq!(region.networks[0].plmns[0].as_str(), "999-01");
    assert_eq!(region.profile.version, "no-thresholds-1");
    let layers: Vec<_> = region.sources.iter().map(|source| source.layer.as_str()).collect();
    assert_eq!(
        layers,
        [
            "zones",
            "lakes",
            "population",
            "population_points",
            "roads",
            "railways",
            "trails",
            "routes",
            "places",
            "buildings",
            "localities",
            "presence",
            "networks"
        ]
    );
    assert!(region.sources.iter().all(|source| source.sha256.len() == 64));
}

#[test]
fn files_in_the_binary_are_read_by_name() {
    let files = RegionFiles::Embedded(|name| match name {
        "region.json" => {
            let mut document = document();
            let members = document.as_object_mut().unwrap();
            for layer in OPTIONAL {
                members.remove(layer);
            }
            members["zones"].as_array_mut().unwrap().pop();
            Some(Cow::Owned(document.to_string().into_bytes()))
        }
        "municipalities.geojson" => {
            let zone = (json!({"code": "1", "name": "Demo"}), rectangle(20.0, 20.1));
            Some(Cow::Owned(collection(&[zone]).into_bytes()))
        }
        "networks.json" => Some(Cow::Borrowed(NETWORKS.as_bytes())),
        _ => None,
    });
    assert_eq!(read_region(&files).unwrap().region.zones.len(), 1);
    let none = read_region(&RegionFiles::Embedded(|_| None)).unwrap_err();
    assert_eq!(none.to_string(), "region.json: is not there");
}

/// One file of the small region replaced.
#[track_caller]
fn check(file: &str, text: &str, message: &str) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    fs::write(folder.path().join(file), text).unwrap();
    let error = read(folder.path()).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[track_caller]
fn check_document(pointer: &str, value: Value, message: &str) {
    let mut changed = document();
    *changed.pointer_mut(pointer).unwrap() = value;
    check("region.json", &changed.to_string(), message);
}

#[test]
fn errors_name_file_item_and_reason() {
    let zone = |properties: Value| collection(&[(properties, rectangle(20.0, 20.1))]);
    let zones = "municipalities.geojson";
    check(zones, "{", "municipalities.geojson: broken at line 1");
    check(
        zones,
        &zone(json!({"code": "1", "county": "2"})),
        "municipalities.geojson, feature 1: has no property `name`",
    );
    check(zones, &zone(json!({"name": "a"})), "feature 1: has no property `county`");
    check(zones, &zone(json!({"code": [], "name": "a", "county": "2"})), "property `code`: `[]` is no text");
    check(zones, &collection(&[]), "region.json: zones: there are none");
    check(
        zones,
        &zone(json!({"code": "24", "name": "a", "county": "24"})),
        "the code `24` names both a and 24",
    );
    let bad = collection(&[(
        json!({"code": "1", "name": "a", "county": "2"}),
        json!({"type": "Polygon", "coordinates": []}),
    )]);
    check(zones, &bad, "feature 1: empty_geometry");
    check("population.csv.gz", "cell,inhabitants\n", "population.csv.gz: there is no column `n`");
    check("population.csv.gz", "cell,n,kommun\n7400007215000,1,\nhere,1,\n", "row 2: `here` is no grid cell");
    check(
        "population.csv.gz",
        "cell,n,kommun\n7400007215000,-1,\n",
        "row 1: inhabitants: `-1` is no number from 0",
    );
    check(
        "population.csv.gz",
        "cell,n,kommun\n7400007215000,1,99\n",
        "row 1: `99` is no municipality of the region",
    );
    let point = json!({"type": "Point", "coordinates": [20.05, 65.1]});
    check(
        "roads.geojson",
        &collection(&[(json!({}), point.clone())]),
        "feature 1: expected a LineString as geometry, found Point",
    );
    check(
        "buildings.geojson",
        &collection(&[(json!({"kind": "barn"}), point.clone())]),
        "feature 1: has no property `house`",
    );
    check(
        "places.geojson",
        &collection(&[(json!({"name": "a", "where": "up"}), point)]),
        "feature 1: unknown environment `up`",
    );
    check("localities.geojson", &collection(&[(json!({"name": "a"}), json!(null))]), "has no property `n`");
    check(
        "networks.json",
        r#"[{"id": "Ripa", "name": "Ripa", "colour": "blue"}]"#,
        "networks.json, entry 1: colour",
    );
}

#[test]
fn errors_of_the_document() {
    check_document("/crs", json!("EPSG:99999"), "region.json: crs");
    check_document("/crs", json!("EPSG:4326"), "has to be a plane in metres");
    check_document("/crs", json!("EPSG:5730"), "no system of places");
    check_document("/time_zone", json!("Europe/Atlantis"), "region.json: time_zone");
    check_document("/zones/0/code", Value::Null, "zones of kind `municipality` need `code`");
    check_document("/zones/1/dissolve", json!("parish"), "no file gives the kind `parish`");
    check_document("/networks", json!("elsewhere.json"), "elsewhere.json: can't be read");
    check_document("/presence/roads_within_m", json!({"riks": 50}), "roads_within_m, `riks`: nothing in the");
    check_document("/presence/railways_within_m", json!({"stambana": 0}), "`stambana`: 0 is no distance");
    check_document("/presence/places_within_m", json!(1e6), "places_within_m: 1000000 is no distance");
    check_document("/presence", json!({}), "region.json: presence, it names nothing to build");
    let misspelt = document().to_string().replace("\"lakes\"", "\"laeks\"");
    check("region.json", &misspelt, "unknown field `laeks`");
}

#[test]
fn what_is_mended_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let bow_tie = json!({"type": "Polygon", "coordinates": [[[20.0, 65.0], [20.1, 65.1], [20.1, 65.0], [20.0, 65.1], [20.0, 65.0]]]});
    fs::write(folder.path().join("lakes.geojson.gz"), collection(&[(json!({}), bow_tie)])).unwrap();
    let findings = read(folder.path()).unwrap().findings;
    assert_eq!(
        (findings.len(), findings[0].code.as_ref(), findings[0].feature),
        (1, "self_intersection", Some(1))
    );
    assert!(findings[0].message.en.starts_with("lakes.geojson.gz: "));
}

/// The real boundaries and census squares load as they are.
#[test]
fn the_two_counties() {
    let Some(data) = shared_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let outside = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let mut document = document();
    let members = document.as_object_mut().unwrap();
    for layer in OPTIONAL.iter().filter(|layer| !["population", "localities"].contains(layer)) {
        members.remove(*layer);
    }
    members.insert(
        "zones".to_owned(),
        json!([
            {"kind": "municipality", "file": outside("boundaries/kommuner_lantmateriet_full.geojson"),
             "code": "kommun_kod", "name": "kommun_namn", "parent": "lan_kod"},
            {"kind": "county", "dissolve": "municipality", "by": "lan_kod", "name": "lan_namn"}
        ]),
    );
    members.insert(
        "population".to_owned(),
        json!({
            "file": outside("population/census2021_1km_cells.csv"), "cell": "grid_id", "inhabitants": "T",
            "municipality": "kommun_kod"
        }),
    );
    members.insert(
        "localities".to_owned(),
        json!({
            "file": outside("population/tatorter_2020_points.geojson"), "name": "name", "inhabitants": "pop"
        }),
    );
    fs::write(folder.path().join("region.json"), document.to_string()).unwrap();
    fs::write(folder.path().join("networks.json"), NETWORKS).unwrap();

    let RegionReading { region, findings } = read(folder.path()).unwrap();
    assert_eq!(findings, []);
    let kind = ZoneKind::municipality();
    let municipalities: Vec<_> = region.zones_of(&kind).collect();
    assert_eq!(municipalities.len(), 29);
    assert!(municipalities.iter().all(|zone| zone.outline.is_valid()));
    for (county, inhabitants, square_kilometres) in
        [("24", 274_448.0, 67_170.0), ("25", 249_667.0, 112_930.0)]
    {
        let squares = region.demand.population.iter();
        let in_county = squares.filter(|square| {
            let code = square.municipality.as_ref().unwrap();
            region.zone(code).unwrap().parent == Some(ZoneCode::new(county))
        });
        assert_eq!(in_county.map(|square| square.inhabitants).sum::<f64>(), inhabitants);
        let zone = region.zone(&ZoneCode::new(county)).unwrap();
        let parts = municipalities.iter().filter(|part| part.parent.as_ref() == Some(&zone.code));
        let sum: f64 = parts.map(|part| part.outline.unsigned_area()).sum();
        let area_m2 = zone.outline.unsigned_area();
        assert!((area_m2 / sum - 1.0).abs() < 1e-6, "{area_m2} of {sum}");
        assert!((area_m2 / 1e6 / square_kilometres - 1.0).abs() < 0.005, "{area_m2}");
    }
    assert_eq!(region.demand.population.len(), 9_827);
    let localities = &region.demand.localities;
    assert_eq!(localities.iter().map(|locality| locality.inhabitants).sum::<f64>(), 425_953.0);
}

/// A region in another country and system, whose only zone lies around the
/// regulator's cells.
#[test]
fn bremen() {
    let Some(data) = shared_data() else { return };
    let cells =
        fs::read_to_string(data.join("coverage/bnetza_bremen_mobilfunkmonitoring_202401_100m.csv")).unwrap();
    let squares = cells.lines().skip(1).map(|line| {
        NamedSquare::parse(line.split(',').next().unwrap()).unwrap().in_crs("EPSG:25832").rect.to_polygon()
    });
    let around = geo::MultiPolygon(squares.collect()).bounding_rect().unwrap().to_polygon();
    let on_wgs84 = Projection::new("EPSG:25832", WGS84).unwrap().geometry(&around).unwrap();
    let geometry = serde_json::to_value(geojson::GeometryValue::from(&on_wgs84)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let document = json!({
        "id": "bremen", "name": {"sv": "Bremen", "en": "Bremen"}, "crs": "EPSG:25832", "time_zone": "Europe/Berlin",
        "zones": [{"kind": "municipality", "file": "zones.geojson", "code": "code", "name": "name"}],
        "networks": "networks.json"
    });
    let zone = (json!({"code": "04", "name": "Bremen"}), geometry);
    fs::write(folder.path().join("region.json"), document.to_string()).unwrap();
    fs::write(folder.path().join("zones.geojson"), collection(&[zone])).unwrap();
    fs::write(folder.path().join("networks.json"), "[]").unwrap();
    let region = read(folder.path()).unwrap().region;
    let area_m2 = region.zones[0].outline.unsigned_area();
    assert!((area_m2 / around.unsigned_area() - 1.0).abs() < 1e-9, "{area_m2}");
}
