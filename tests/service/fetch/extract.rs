//! An extract of OpenStreetMap, made here, becomes four files.

use std::{fs, path::Path};

use axum::{Router, routing::get};
use geo::Coord;
use md5::{Digest, Md5};
use serde_json::{Value, json};
use tackning::{
    geometry::{Projection, WGS84},
    sources::{From, OpenStreetMapJob, SourceError, SourceFault, Written},
};

use super::{
    pbf::{Extract, Node},
    set_up::{Out, SOUTH, Silent, WEST, client, counties, source},
    source::serve,
};

/// A node at kilometres from the region's corner.
fn node(number: i64, x: f64, y: f64) -> Node {
    let projection = Projection::new("EPSG:3006", WGS84).unwrap();
    let place = projection.coord(Coord { x: WEST + x * 1_000.0, y: SOUTH + y * 1_000.0 }).unwrap();
    let steps = |degrees: f64| (degrees * 1e7).round() as i64;
    (number, steps(place.x), steps(place.y))
}

fn extract() -> Extract {
    let mut extract = Extract::new();
    // Corners of a grid in the region, and some far in the east.
    for number in 0..10_u32 {
        let at = f64::from(number);
        extract.node(node(i64::from(number) + 1, at, at / 2.0));
    }
    let house = [(101, 1.0, 1.0), (102, 1.3, 1.0), (103, 1.3, 1.3), (104, 1.0, 1.3)];
    let yard = [(105, 1.1, 1.1), (106, 1.2, 1.1), (107, 1.2, 1.2), (108, 1.1, 1.2)];
    house.iter().chain(&yard).for_each(|(number, x, y)| extract.node(node(*number, *x, *y)));
    extract.node(node(12_000_000_001, 200.0, 0.0));
    extract.node(node(12_000_000_002, 201.0, 0.0));

    extract.way(1, &[1, 2, 3], &[("highway", "trunk"), ("ref", "E 4;E 12"), ("name", "Norra vägen")]);
    extract.way(2, &[3, 4], &[("highway", "track"), ("surface", "gravel")]);
    extract.way(3, &[4, 5], &[("railway", "rail"), ("name", "Stambanan")]);
    extract.way(4, &[5, 6], &[("highway", "path"), ("name", "Kungsleden")]);
    extract.way(5, &[6, 7], &[("snowmobile", "designated")]);
    extract.way(6, &[101, 102, 103, 104, 101], &[("building", "house")]);
    extract.way(7, &[101, 102, 103], &[("building", "yes")]);
    extract.way(8, &[101, 102, 103], &[]);
    extract.way(9, &[103, 104, 101], &[]);
    extract.way(10, &[105, 106, 107, 108, 105], &[]);
    extract.way(11, &[12_000_000_001, 12_000_000_002], &[("highway", "primary")]);
    extract.way(12, &[7, 8, 999], &[("highway", "residential")]);
    extract.way(13, &[8, 9], &[("waterway", "river")]);
    extract.way(14, &[9, 12_000_000_001], &[("highway", "secondary")]);
    extract.relation(1, &[8, 9, 10], &[("type", "multipolygon"), ("building", "school")]);
    extract.relation(2, &[8, 10], &[("type", "multipolygon"), ("building", "yes")]);
    extract.relation(3, &[1], &[("type", "route"), ("route", "road")]);
    extract
}

async fn read(out: &Out, from: From) -> Result<Vec<Written>, SourceError> {
    let source = source("openstreetmap", 1);
    let client = client(None);
    let job = OpenStreetMapJob {
        source: &source,
        from,
        counties: counties(),
        municipalities: None,
        out: out.folder.path().to_owned(),
        client: &client,
        progress: &Silent,
        now: "2026-11-22T12:00:00Z".parse().unwrap(),
    };
    job.run().await
}

async fn read_file(out: &Out, bytes: &[u8]) -> Result<Vec<Written>, SourceError> {
    let path = out.path("x.osm.pbf");
    fs::write(&path, bytes).unwrap();
    read(out, From::Files(vec![path])).await
}

fn properties(out: &Out, name: &str) -> Vec<Value> {
    let collection = out.json(&format!("openstreetmap/{name}.geojson"));
    collection["features"].as_array().unwrap().iter().map(|feature| feature["properties"].clone()).collect()
}

#[tokio::test]
async fn an_extract_becomes_four_files_in_a_folder_of_their_own() {
    let out = Out::new();
    read_file(&out, &extract().bytes()).await.unwrap();
    let line = |name: &str, class: &str, route: &str| json!({ "name": name, "class": class, "route": route });
    let roads = [line("Norra vägen", "trunk", "E4"), line("", "track", ""), line("", "secondary", "")];
    assert_eq!(properties(&out, "roads"), roads);
    assert_eq!(properties(&out, "railways"), [line("Stambanan", "rail", "Stambanan")]);
    assert_eq!(
        properties(&out, "trails"),
        [line("Kungsleden", "path", "Kungsleden"), line("", "snowmobile", "")]
    );
    let building = |id: &str, kind: &str| json!({ "id": id, "kind": kind });
    assert_eq!(properties(&out, "buildings"), [building("way/6", "house"), building("relation/1", "school")]);
    let told = out.json("openstreetmap/roads.source.json");
    assert_eq!(told["licence"], "ODbL-1.0");
    assert_eq!(told["source_count"], 12, "lines, buildings and relations that are one");
    let left_out = json!({
        "outside the municipalities": 1,
        "with corners that aren't in the extract": 1,
        "buildings that aren't closed": 2,
    });
    assert_eq!(told["left_out"], left_out);
    assert!(!out.path("openstreetmap/extract.part").exists());
}

#[tokio::test]
async fn corners_are_where_the_map_has_them() {
    let out = Out::new();
    read_file(&out, &extract().bytes()).await.unwrap();
    let roads = out.json("openstreetmap/roads.geojson");
    assert!(roads.get("crs").is_none(), "longitude and latitude");
    let places = [node(1, 0.0, 0.0), node(2, 1.0, 0.5), node(3, 2.0, 1.0)];
    let expected: Vec<_> =
        places.iter().map(|(_, lon, lat)| json!([*lon as f64 / 1e7, *lat as f64 / 1e7])).collect();
    assert_eq!(roads["features"][0]["geometry"]["coordinates"], json!(expected));
    let buildings = out.json("openstreetmap/buildings.geojson");
    let rings = &buildings["features"][1]["geometry"]["coordinates"][0];
    assert_eq!(rings.as_array().unwrap().len(), 2, "a shell and a courtyard");
    let corners: std::collections::BTreeSet<_> = rings
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|ring| ring.as_array().unwrap())
        .map(Value::to_string)
        .collect();
    let corner = |number, x, y| {
        let (_, lon, lat) = node(number, x, y);
        json!([lon as f64 / 1e7, lat as f64 / 1e7]).to_string()
    };
    assert!(
        corners.len() == 8
            && corners.contains(&corner(103, 1.3, 1.3))
            && corners.contains(&corner(107, 1.2, 1.2))
    );
}

#[tokio::test]
async fn the_checksum_beside_an_extract_is_held_to() {
    let bytes = extract().bytes();
    for (sum, expected) in [
        (format!("{:x}  sweden-latest.osm.pbf\n", Md5::digest(&bytes)), None),
        ("0".repeat(32), Some(SourceFault::WrongChecksum)),
    ] {
        let body = bytes.clone();
        let router = Router::new()
            .route("/x.osm.pbf", get(async move || body))
            .route("/x.osm.pbf.md5", get(async move || sum));
        let url = serve(router).await.join("x.osm.pbf").unwrap();
        let out = Out::new();
        let read = read(&out, From::Addresses(vec![url])).await;
        assert_eq!(read.err().map(|error| error.fault), expected);
        assert_eq!(out.path("openstreetmap/roads.geojson").exists(), expected.is_none());
    }
}

#[tokio::test]
async fn what_is_no_whole_extract_is_told() {
    let whole = extract().bytes();
    let mut history = extract();
    history.required.push("HistoricalInformation".to_owned());
    for (bytes, words) in [
        (&whole[..whole.len() - 5], ""),
        (&b"<osm/>"[..], ""),
        (&[][..], "no extract"),
        (&history.bytes(), "HistoricalInformation"),
    ] {
        let out = Out::new();
        let error = read_file(&out, bytes).await.unwrap_err();
        assert_eq!(error.fault, SourceFault::UnreadableFile, "{error}");
        assert!(error.reason.contains(words), "{error}");
        assert!(!Path::new(&out.path("openstreetmap/roads.geojson")).exists());
    }
}

#[tokio::test]
async fn an_extract_of_elsewhere_is_an_error() {
    let mut elsewhere = Extract::new();
    elsewhere.node((1, 100_000_000, 550_000_000));
    elsewhere.node((2, 100_100_000, 550_000_000));
    elsewhere.way(1, &[1, 2], &[("highway", "primary")]);
    let error = read_file(&Out::new(), &elsewhere.bytes()).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::NoFeatures);
}
