//! Files that come whole: municipalities as a Shapefile, roads as a GeoPackage; and
//! downloads that are cut.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde_json::json;
use tackning::sources::{Product, SourceFault};

use super::{
    set_up::{Out, SIDE, SOUTH, WEST, at, by_hand, collection},
    source::{cut, serve},
};

/// A table of features.
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, &'static str)],
}

/// A GeoPackage with one layer in EPSG:3006.
pub fn geopackage(table: &Table, rows: &[(Vec<u8>, Vec<Value>)]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gpkg");
    let database = Connection::open(&path).unwrap();
    let columns: String = table.columns.iter().map(|(name, kind)| format!(", \"{name}\" {kind}")).collect();
    let name = table.name;
    let schema = format!(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
            organization_coordsys_id INTEGER, definition TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('SWEREF99 TM', 3006, 'EPSG', 3006, '');
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
            srs_id INTEGER, z TINYINT, m TINYINT);
        INSERT INTO gpkg_geometry_columns VALUES ('{name}', 'geom', 'GEOMETRY', 3006, 1, 0);
        CREATE TABLE gpkg_ogr_contents (table_name TEXT PRIMARY KEY, feature_count INTEGER);
        INSERT INTO gpkg_ogr_contents VALUES ('{name}', {});
        CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY, geom BLOB{columns});",
        rows.len()
    );
    database.execute_batch(&schema).unwrap();
    for (geometry, values) in rows {
        let marks = ", ?".repeat(values.len());
        let all = std::iter::once(Value::Blob(geometry.clone())).chain(values.iter().cloned());
        database
            .execute(&format!("INSERT INTO \"{name}\" VALUES (NULL, ?{marks})"), params_from_iter(all))
            .unwrap();
    }
    database.close().unwrap();
    std::fs::read(path).unwrap()
}

/// As GeoPackage has geometry: a head, and WKB.
fn blob(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = b"GP\0\x01".to_vec();
    bytes.extend(3006_i32.to_le_bytes());
    bytes.push(1);
    bytes.extend(kind.to_le_bytes());
    bytes.extend(body);
    bytes
}

pub fn polygon(ring: &[(f64, f64)]) -> Vec<u8> {
    let mut body = 1_u32.to_le_bytes().to_vec();
    body.extend(u32::try_from(ring.len()).unwrap().to_le_bytes());
    body.extend(ring.iter().flat_map(|(x, y)| [x.to_le_bytes(), y.to_le_bytes()].concat()));
    blob(3, &body)
}

/// A line with heights and measures, as roads have them.
pub fn line(places: &[(f64, f64)]) -> Vec<u8> {
    let mut body = u32::try_from(places.len()).unwrap().to_le_bytes().to_vec();
    let numbers = places.iter().flat_map(|(x, y)| [*x, *y, 120.5, 0.0]);
    body.extend(numbers.flat_map(f64::to_le_bytes));
    blob(3002, &body)
}

fn roads() -> Vec<u8> {
    let table = Table {
        name: "TNE_FT_VAGDATA",
        columns: &[
            ("Kateg_380", "INTEGER"),
            ("Huvnr_556_1", "INTEGER"),
            ("Undnr_557", "INTEGER"),
            ("Namn_130", "TEXT"),
            ("Vagtr_474", "INTEGER"),
            ("Klass_181", "INTEGER"),
        ],
    };
    let road = |category: Value, number: Value, part: Value, name: Value, traffic: i64| {
        let geometry = line(&[(WEST, SOUTH), (WEST + 500.0, SOUTH + 100.0)]);
        (geometry, vec![category, number, part, name, traffic.into(), Value::Integer(7)])
    };
    let (null, text) = (|| Value::Null, |text: &str| Value::Text(text.to_owned()));
    geopackage(
        &table,
        &[
            road(1.into(), 4.into(), null(), null(), 1),
            road(2.into(), 95.into(), 0.into(), null(), 1),
            road(4.into(), 515.into(), 2.into(), text("Bygatan"), 1),
            road(null(), null(), null(), text("Skogsvägen"), 1),
            road(null(), null(), null(), text("Cykelbanan"), 2),
        ],
    )
}

#[tokio::test]
async fn roads_get_the_regions_words() {
    let out = Out::new();
    let hand = out.path("vagnat.gpkg");
    std::fs::write(&hand, roads()).unwrap();
    let written = out.fetch(Product::Roads, by_hand(&hand), 1).await.unwrap();
    assert_eq!((written[0].count, written[0].source_count), (4, 5));
    let roads = out.json("roads.geojson");
    let found: Vec<_> = roads["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|road| ["class", "route", "name"].map(|name| road["properties"][name].as_str().unwrap()))
        .collect();
    let expected = [
        ["europavag", "E4", "E4"],
        ["riksvag", "95", "Väg 95"],
        ["lansvag", "515.2", "Bygatan"],
        ["ovrig", "", "Skogsvägen"],
    ];
    assert_eq!(found, expected);
    let line = json!({ "type": "LineString", "coordinates": [[WEST, SOUTH], [WEST + 500.0, SOUTH + 100.0]] });
    assert_eq!(roads["features"][0]["geometry"], line);
    assert_eq!(out.json("roads.source.json")["left_out"], json!({ "not for cars": 1 }));
}

/// Whoever wrote the file has counted its rows.
#[tokio::test]
async fn a_geopackage_that_lost_rows_is_found_out() {
    let out = Out::new();
    let hand = out.path("vagnat.gpkg");
    std::fs::write(&hand, roads()).unwrap();
    Connection::open(&hand).unwrap().execute("DELETE FROM TNE_FT_VAGDATA WHERE fid = 2", []).unwrap();
    let error = out.fetch(Product::Roads, by_hand(&hand), 1).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::WrongCount);
    assert!(error.reason.contains("5 rows and has 4"), "{error}");
}

/// Municipalities and counties, each an archive within the archive, in Windows' Latin.
fn boundaries() -> Vec<u8> {
    let municipalities =
        [("2480", "Umeå", SOUTH), ("2580", "Luleå", SOUTH + SIDE), ("2281", "Sundsvall", SOUTH - SIDE)];
    let counties = [("24", "Västerbottens län", SOUTH), ("25", "Norrbottens län", SOUTH + SIDE)];
    zip(&[
        ("Kommun_Sweref99TM.zip", shapefile("Kommun_Sweref99TM", ["KnKod", "KnNamn"], &municipalities)),
        ("LanSweref99TM.zip", shapefile("Lan_Sweref99TM_region", ["LnKod", "LnNamn"], &counties)),
        ("LasMig.txt", b"hej".to_vec()),
    ])
}

fn zip(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn shapefile(name: &str, fields: [&str; 2], squares: &[(&str, &str, f64)]) -> Vec<u8> {
    use shapefile::{
        Point, Polygon, PolygonRing, Writer,
        dbase::{FieldValue, Record, TableWriterBuilder, encoding::EncodingRs},
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{name}.shp"));
    let latin = EncodingRs::from(encoding_rs::WINDOWS_1252);
    let table = fields.iter().fold(TableWriterBuilder::with_encoding(latin), |table, field| {
        table.add_character_field((*field).try_into().unwrap(), 40)
    });
    let mut writer = Writer::from_path(&path, table).unwrap();
    for (code, name, south) in squares {
        let corners = [(0.0, 0.0), (0.0, SIDE), (SIDE, SIDE), (SIDE, 0.0)];
        let ring = corners.map(|(x, y)| Point::new(WEST + x, south + y)).to_vec();
        let mut record = Record::default();
        for (field, text) in fields.iter().zip([code, name]) {
            record.insert((*field).to_owned(), FieldValue::Character(Some((*text).to_owned())));
        }
        writer.write_shape_and_record(&Polygon::new(PolygonRing::Outer(ring)), &record).unwrap();
    }
    drop(writer);
    let part =
        |ending: &str| (format!("{name}.{ending}"), std::fs::read(path.with_extension(ending)).unwrap());
    let parts = ["shp", "dbf", "shx"].map(part);
    zip(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect::<Vec<_>>())
}

/// A file that is served in pieces.
#[derive(Clone)]
struct Shelf {
    bytes: Arc<Mutex<Vec<u8>>>,
    etag: Arc<Mutex<&'static str>>,
    /// How many more answers are cut in the middle.
    cuts: Arc<Mutex<usize>>,
    ranges: Arc<Mutex<Vec<Option<String>>>>,
}

impl Shelf {
    async fn serve(bytes: Vec<u8>, cuts: usize) -> (Self, url::Url) {
        let shelf = Self {
            bytes: Arc::new(Mutex::new(bytes)),
            etag: Arc::new(Mutex::new("\"one\"")),
            cuts: Arc::new(Mutex::new(cuts)),
            ranges: Arc::default(),
        };
        let url = serve(Router::new().route("/file.zip", get(piece)).with_state(shelf.clone())).await;
        (shelf, url.join("file.zip").unwrap())
    }
}

async fn piece(State(shelf): State<Shelf>, headers: HeaderMap) -> Response {
    let header =
        |name| headers.get(name).map(|value: &axum::http::HeaderValue| value.to_str().unwrap().to_owned());
    let etag = *shelf.etag.lock().unwrap();
    let bytes = shelf.bytes.lock().unwrap().clone();
    let range = header(header::RANGE);
    shelf.ranges.lock().unwrap().push(range.clone());
    let is_same = header(header::IF_RANGE).is_some_and(|tag| tag == etag);
    let start = range.filter(|_| is_same).map_or(0, |range| {
        range.trim_start_matches("bytes=").trim_end_matches('-').parse::<usize>().unwrap()
    });
    let rest = bytes[start..].to_vec();
    let mut cuts = shelf.cuts.lock().unwrap();
    let mut response = if *cuts > 0 {
        *cuts -= 1;
        cut(&rest)
    } else {
        rest.into_response()
    };
    response.headers_mut().insert(header::ETAG, etag.parse().unwrap());
    if start > 0 {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!("bytes {start}-{}/{}", bytes.len() - 1, bytes.len());
        response.headers_mut().insert(header::CONTENT_RANGE, range.parse().unwrap());
    }
    response
}

#[tokio::test]
async fn municipalities_come_with_the_names_of_their_counties() {
    let (shelf, url) = Shelf::serve(boundaries(), 2).await;
    let out = Out::new();
    let written = out.fetch(Product::Municipalities, at(&url), 1).await.unwrap();
    assert_eq!((written[0].count, written[0].source_count), (2, 3));
    let municipalities = out.json("municipalities.geojson");
    let properties: Vec<_> =
        municipalities["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]).collect();
    let expected = [("2480", "Umeå", "24", "Västerbottens län"), ("2580", "Luleå", "25", "Norrbottens län")].map(
        |(code, name, county_code, county)| json!({ "code": code, "name": name, "county_code": county_code, "county": county }),
    );
    assert_eq!(properties, expected.iter().collect::<Vec<_>>());
    // Each try goes on where the one before was cut.
    let ranges = shelf.ranges.lock().unwrap().clone();
    assert_eq!(ranges.len(), 3);
    assert!(ranges[0].is_none() && ranges[1].is_some() && ranges[2] > ranges[1], "{ranges:?}");
}

#[tokio::test]
async fn another_version_starts_over() {
    let (shelf, url) = Shelf::serve(boundaries(), 100).await;
    let out = Out::new();
    let error = out.fetch(Product::Municipalities, at(&url), 1).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::Unreachable);
    *shelf.cuts.lock().unwrap() = 0;
    *shelf.etag.lock().unwrap() = "\"two\"";
    let fewer = shapefile("Kommun", ["KnKod", "KnNamn"], &[("2480", "Umeå", SOUTH)]);
    *shelf.bytes.lock().unwrap() = zip(&[("Kommun.zip", fewer)]);
    out.fetch(Product::Municipalities, at(&url), 1).await.unwrap();
    let text = out.text("municipalities.geojson");
    assert!(text.contains("Umeå") && !text.contains("Luleå"), "{text}");
}

#[tokio::test]
async fn what_is_no_such_file_is_told() {
    let out = Out::new();
    for (bytes, fault) in [
        (b"<html>".to_vec(), SourceFault::UnreadableFile),
        (zip(&[("readme.txt", b"x".to_vec())]), SourceFault::UnreadableFile),
        (
            zip(&[("Lan.zip", shapefile("Lan", ["LnKod", "LnNamn"], &[("24", "x", SOUTH)]))]),
            SourceFault::MissingField,
        ),
        (
            collection(&[json!({ "type": "Feature", "properties": { "kod": "2480" },
            "geometry": { "type": "Point", "coordinates": [WEST, SOUTH] } })])
            .into_bytes(),
            SourceFault::MissingField,
        ),
        (
            collection(&[json!({ "type": "Feature", "properties": { "code": "2480", "name": "x" },
            "geometry": { "type": "Point", "coordinates": [WEST, SOUTH] } })])
            .into_bytes(),
            SourceFault::BadGeometry,
        ),
    ] {
        let before = out.text("municipalities.geojson");
        let hand = out.path("hand");
        std::fs::write(&hand, bytes).unwrap();
        let error = out.fetch(Product::Municipalities, by_hand(&hand), 1).await.unwrap_err();
        assert_eq!(error.fault, fault, "{error}");
        assert_eq!(out.text("municipalities.geojson"), before);
    }
}
