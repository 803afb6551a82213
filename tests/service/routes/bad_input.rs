//! Files that nobody should send: each gets a problem with its code, and nothing
//! of it stays.
//!
//! Whole files of each format are those that fuzzing begins with.

use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};

use axum::body::{Body, Bytes};
use flate2::{Compression, write::GzEncoder};
use futures_util::stream;
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    app::{Answer, App},
    strip::{self, collection, coverage, feature, polygon, ring},
};

/// A service, and what it holds before something bad comes.
struct Untouched {
    app: App,
    before: (Value, usize),
}

impl Untouched {
    async fn new() -> Self {
        let app = App::strip().await;
        app.deliver("a", coverage(&[(0.0, 6.0)])).await;
        let before = holds(&app).await;
        Self { app, before }
    }

    /// The file is refused by this code, and nothing has changed.
    async fn refuses(&self, file: impl Into<Body>, more: &str, code: &str) -> Value {
        let path = format!("{}{more}", strip::delivery_path("b"));
        let answer = self.app.post(&path, file).await;
        let status = if code == "too_large" && answer.status == 413 { 413 } else { 422 };
        let problem = answer.problem(status, code);
        assert_eq!(holds(&self.app).await, self.before, "{code}");
        problem
    }

    /// The only finding of a file of which nothing can be taken.
    async fn finds(&self, file: impl Into<Body>, more: &str, code: &str) {
        let problem = self.refuses(file, more, "nothing_taken").await;
        let findings = problem["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["code"] == code), "{code}: {findings:?}");
    }

    /// What a check says, which keeps nothing.
    async fn checks(&self, file: impl Into<Body>, more: &str) -> Answer {
        let path = format!("{}&check=only{more}", strip::delivery_path("b"));
        let answer = self.app.post(&path, file).await;
        assert_eq!(holds(&self.app).await, self.before);
        answer
    }
}

async fn holds(app: &App) -> (Value, usize) {
    (app.get_as_administrator("/api/v1/deliveries").await.ok(), app.kept_files())
}

fn whole(name: &str) -> Vec<u8> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    fs::read(seeds.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn in_feature(geometry: Value) -> String {
    collection(&[feature(geometry, json!(null))]).to_string()
}

/// Cut anywhere, a file is broken or too short, and never taken for a whole one.
#[tokio::test]
async fn truncated_files() {
    let untouched = Untouched::new().await;
    for (name, format) in [
        ("coverage_geojson/named_crs.geojson", "json"),
        ("coverage_geojson/packed.geojson.gz", "gzip"),
        ("coverage_geopackage/areas.gpkg", "geopackage"),
        ("coverage_shapefile/areas.shz", "archive"),
        ("coverage_flatgeobuf/index_YES.fgb", "flatgeobuf"),
        ("coverage_flatgeobuf/index_NO.fgb", "flatgeobuf"),
    ] {
        let file = whole(name);
        untouched.checks(file.clone(), "").await.ok();
        let expected =
            [format!("truncated_{format}"), format!("broken_{format}"), "unknown_format".to_owned()];
        for part in 1..16 {
            let cut = file[..file.len() * part / 16].to_vec();
            let path = strip::delivery_path("b");
            let answer = untouched.app.post(&path, cut).await;
            let code = answer.json(axum::http::StatusCode::UNPROCESSABLE_ENTITY)["code"].clone();
            let code = code.as_str().unwrap();
            assert!(expected.iter().any(|one| one == code), "{name}, {part}/16: {code}");
        }
        assert_eq!(holds(&untouched.app).await, untouched.before, "{name}");
    }
}

#[tokio::test]
async fn empty_files() {
    let untouched = Untouched::new().await;
    for empty in ["", " ", "\n\n\t", "\u{feff}"] {
        untouched.refuses(empty, "", "empty_file").await;
    }
    untouched.refuses(gzip(b""), "", "empty_file").await;
}

/// A hundred kilobytes that would become a hundred megabytes.
#[tokio::test]
async fn bombs() {
    let untouched = Untouched::new().await;
    let zeros = vec![b' '; 100 << 20];
    let begin = br#"{"type": "FeatureCollection", "features": ["#;
    let bomb = gzip(&[begin, zeros.as_slice()].concat());
    assert!(bomb.len() < 200_000);
    untouched.refuses(bomb, "", "unpack_ratio").await;
    let shapes = archive(&[("areas.shp", &zeros), ("areas.dbf", &zeros)]);
    untouched.refuses(shapes, "&crs=EPSG:3006", "unpack_ratio").await;
    let names: Vec<String> = (0..2_000).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    untouched.refuses(archive(&many), "", "too_many_entries").await;
}

#[tokio::test]
async fn names_that_lead_out_of_an_archive() {
    let untouched = Untouched::new().await;
    for name in ["../areas.shp", "/tmp/areas.shp", "a/../../areas.shp", "..\\areas.shp", "C:\\areas.shp"] {
        untouched.refuses(archive(&[(name, b"x")]), "", "unsafe_name").await;
    }
    untouched.refuses(archive(&[("areas.txt", b"x")]), "", "missing_part").await;
}

#[tokio::test]
async fn nested_json() {
    let untouched = Untouched::new().await;
    let nested = |count: usize| "[".repeat(count) + &"]".repeat(count);
    let in_properties =
        format!(r#"{{"type": "Feature", "geometry": null, "properties": {{"deep": {}}}}}"#, nested(100_000));
    untouched.refuses(in_properties, "", "nested_too_deep").await;
    let in_coordinates = format!(r#"{{"type": "Polygon", "coordinates": {}}}"#, nested(1_000));
    untouched.refuses(in_coordinates, "", "nested_too_deep").await;
}

#[tokio::test]
async fn numbers_that_are_none() {
    let untouched = Untouched::new().await;
    let with = |number: &str| {
        format!(
            r#"{{"type": "Polygon", "coordinates": [[[14.9, 63], [15, {number}], [15, 63.01], [14.9, 63]]]}}"#
        )
    };
    for number in ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"] {
        untouched.finds(with(number), "", "malformed_feature").await;
    }
    let coordinate = 735_000_f64.to_le_bytes();
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut file = whole("coverage_flatgeobuf/index_NO.fgb");
        let places: Vec<usize> = (0..file.len() - 8).filter(|at| file[*at..*at + 8] == coordinate).collect();
        assert!(!places.is_empty());
        for at in places {
            file[at..at + 8].copy_from_slice(&number.to_le_bytes());
        }
        let answer = untouched.checks(file, "").await.ok();
        assert!(answer["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == "not_finite"));
    }
}

#[tokio::test]
async fn places_that_are_wrong() {
    let untouched = Untouched::new().await;
    let swapped: Vec<[f64; 2]> = ring(0.0, 6.0).into_iter().map(|[lon, lat]| [lat, lon]).collect();
    let swapped = in_feature(json!({"type": "Polygon", "coordinates": [swapped]}));
    untouched.finds(swapped, "", "swapped_axes").await;
    let degrees = coverage(&[(0.0, 6.0)]).to_string();
    untouched.refuses(degrees.clone(), "&crs=EPSG:99999", "unknown_crs").await;
    untouched.refuses(degrees.clone(), "&crs=SWEREF", "unknown_crs").await;
    // Heights, and no places.
    untouched.refuses(degrees.clone(), "&crs=EPSG:5802", "unknown_crs").await;
    let mut named: Value = serde_json::from_str(&degrees).unwrap();
    named["crs"] = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}});
    untouched.refuses(named.to_string(), "&crs=EPSG:3021", "crs_conflict").await;
    // Degrees, said to be metres: next to nothing, far away.
    untouched.finds(named.to_string(), "", "outside_region").await;
}

/// Areas are taken, the rest is told.
#[tokio::test]
async fn mixed_geometry() {
    let untouched = Untouched::new().await;
    let line = json!({"type": "LineString", "coordinates": [[14.9, 63], [15, 63]]});
    let point = json!({"type": "Point", "coordinates": [15, 63.005]});
    let features = [polygon(0.0, 3.0), line, point].map(|geometry| feature(geometry, json!(null)));
    let answer = untouched.checks(collection(&features).to_string(), "").await.ok();
    assert_eq!((&answer["feature_count"], &answer["taken_count"]), (&json!(3), &json!(1)));
    let codes: Vec<_> =
        answer["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["not_a_polygon", "not_a_polygon"]);
}

/// Round and round in a hundred megabytes, sent as they are made: nobody has to hold them.
#[tokio::test]
async fn a_ring_of_ten_million_points() {
    let untouched = Untouched::new().await;
    let begin = Bytes::from_static(br#"{"type": "Polygon", "coordinates": [[[15,63]"#);
    let points = Bytes::from(",[15.2,63],[15.1,63.1],[15,63]".repeat(3_000));
    let end = Bytes::from_static(b"]]}");
    let pieces = std::iter::once(begin).chain(std::iter::repeat_n(points, 1_200)).chain([end]);
    let body = Body::from_stream(stream::iter(pieces.map(Ok::<_, std::convert::Infallible>)));
    untouched.finds(body, "", "too_many_vertices").await;
}

/// A formula is no number, and stays none in a report that a spreadsheet opens.
#[tokio::test]
async fn formulas_in_cells() {
    let untouched = Untouched::new().await;
    let more = "&value_column=n&at_least=1";
    let formula = "=HYPERLINK(\"x\")";
    let table =
        format!("cell,n\n4940006986000,\"{}\"\n{formula},1\n@SUM(A1),1\n", formula.replace('"', "\"\""));
    untouched.finds(table.clone(), more, "bad_value").await;
    untouched.finds(table.clone(), more, "unknown_cell").await;
    let named = format!("{more}&file_name=%3D1%2B1.csv&format=csv");
    let report = untouched.checks(format!("{table}4950006986000,1\n"), &named).await;
    let text = String::from_utf8(report.body.to_vec()).unwrap();
    let fields = text.lines().skip(1).flat_map(|line| line.split([',', ';']));
    for field in fields {
        assert!(!field.trim_start_matches('"').starts_with(['=', '@', '+']), "{field} in {text}");
    }
}

/// Facts without end are as bad as a file without end.
#[tokio::test]
async fn forms_without_end() {
    let untouched = Untouched::new().await;
    let field = |name: &str, text: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let send = async |parts: String| {
        let body = format!("{parts}--x--\r\n");
        let request = axum::http::Request::post("/api/v1/deliveries");
        let request =
            untouched.app.as_administrator(request).header("content-type", "multipart/form-data; boundary=x");
        untouched.app.send(request.body(Body::from(body)).unwrap()).await
    };
    send(field("network", "a")).await.problem(400, "broken_form");
    send(field("header", &" ".repeat(1 << 20))).await.problem(413, "too_large");
    let many: String = (0..20_000).map(|number| field(&format!("f{number}"), "x")).collect();
    assert!(send(many).await.status.is_client_error());
    send("--x\r\nContent-Disposition: form-data; name=\"fi".to_owned()).await.problem(400, "broken_form");
    assert_eq!(holds(&untouched.app).await, untouched.before);
}

/// What says that it is too large isn't read; what doesn't say so is read up to the limit.
#[tokio::test]
async fn more_than_two_gigabytes() {
    const LIMIT: usize = 2 << 30;
    let untouched = Untouched::new().await;
    let post = || untouched.app.as_administrator(axum::http::Request::post(strip::delivery_path("b")));
    let never = stream::pending::<Result<Bytes, std::convert::Infallible>>();
    let announced = post().header("content-length", 3_u64 << 30).body(Body::from_stream(never)).unwrap();
    untouched.app.send(announced).await.problem(413, "too_large");

    let piece = Bytes::from(vec![b' '; 16 << 20]);
    let pieces = std::iter::repeat_n(piece.clone(), LIMIT / piece.len() + 1);
    let unannounced = Body::from_stream(stream::iter(pieces.map(Ok::<_, std::convert::Infallible>)));
    untouched.app.send(post().body(unannounced).unwrap()).await.problem(413, "too_large");
    assert_eq!(holds(&untouched.app).await, untouched.before);
}
