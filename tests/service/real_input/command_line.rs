//! The command line on files: what is taken, what is refused, and by which exit code.

use std::{fs, io::Write};

use flate2::{Compression, write::GzEncoder};
use geo::Rect;

use super::{
    session::{Session, fixture},
    set_up::in_project,
};

const TAKEN: i32 = 0;
const REFUSED: i32 = 1;
const WRONG_USAGE: i32 = 2;

/// The made-up files' square kilometre, EPSG:3006.
fn square() -> Rect<f64> {
    Rect::new((700_000.0, 7_230_000.0), (701_000.0, 7_231_000.0))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[track_caller]
fn assert_is_square(found: Rect<f64>, tolerance_m: f64) {
    let (expected, off) = (square(), |a: f64, b: f64| (a - b).abs());
    let corners = [(found.min(), expected.min()), (found.max(), expected.max())];
    let farthest = corners.map(|(a, b)| off(a.x, b.x).max(off(a.y, b.y)));
    assert!(farthest.iter().all(|metres| *metres <= tolerance_m), "{found:?}");
}

#[tokio::test]
async fn a_file_names_its_system() {
    let session = Session::new();
    let file = fixture("square_sweref99tm.geojson");
    session.coverage(&file, &[]).expect(TAKEN, "1 of 1 features taken, 1.00 km²", "");
    let (delivery, bounds) = session.delivery().await;
    assert_is_square(bounds, 0.0);
    assert!(delivery.findings.iter().all(|finding| finding.code == "missing_header_field"));
    assert_eq!(delivery.feature_count, 1);
    assert_eq!(delivery.header.title(), "ripa 4G voice outdoor no simulation date");
    session.coverage(&file, &["--crs", "EPSG:3021"]).expect(REFUSED, "", "EPSG:3006");
}

/// The seven-parameter transformation and Lantmäteriet's projection between the
/// two systems agree to about a metre.
#[tokio::test]
async fn the_caller_names_the_system() {
    let session = Session::new();
    let file = fixture("square_rt90.geojson");
    let told = ["--crs", "EPSG:3021", "--simulation-date", "2026-09-15"];
    session.coverage(&file, &told).expect(TAKEN, "1 of 1 features taken, 1.00 km²", "");
    let (delivery, bounds) = session.delivery().await;
    assert_is_square(bounds, 1.5);
    assert_eq!(delivery.header.title(), "ripa 4G voice outdoor 2026-09-15");
}

#[tokio::test]
async fn a_packed_file_is_unpacked() {
    let session = Session::new();
    let packed = gzip(&fs::read(fixture("square_sweref99tm.geojson")).unwrap());
    session.coverage(&session.file("square.geojson.gz", &packed), &[]).expect(TAKEN, "1 of 1", "");
    assert_is_square(session.delivery().await.1, 0.0);
    let cut = session.file("cut.geojson.gz", &packed[..packed.len() / 2]);
    let before = session.holds().await;
    session.coverage(&cut, &[]).expect(REFUSED, "", "cut short");
    assert_eq!(session.holds().await, before);
}

/// A file of the demonstration into the region that travels in the binary.
#[tokio::test]
async fn without_a_folder_the_default_region_is_meant() {
    let session = Session::new();
    let file = in_project("data/demonstration/jarv-5g-data100.geojson.gz");
    let arguments =
        ["--network", "jarv", "--technology", "5G", "--service", "data100", "--environment", "outdoor"];
    session.run("coverage", &file, &arguments).expect(TAKEN, "is published", "");
    let [delivery] = session.store().await.deliveries().await.unwrap().try_into().unwrap();
    assert_eq!(delivery.header.title(), "jarv 5G data100 outdoor no simulation date");
    // The folder belongs to that region now.
    session.coverage(&fixture("square_sweref99tm.geojson"), &[]).expect(REFUSED, "", "small-demonstration");
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    let session = Session::new();
    session.coverage(&fixture("square_sweref99tm.geojson"), &[]).expect(TAKEN, "", "");
    session.measurements(&fixture("samples.csv")).expect(TAKEN, "", "");
    let before = session.holds().await;
    let far_away = r#"{"type": "Feature", "properties": {}, "geometry":
        {"type": "Polygon", "coordinates": [[[0, 10], [1, 10], [1, 11], [0, 10]]]}}"#;
    for (text, reason) in [
        ("no GeoJSON at all", "no format that is read"),
        (r#"{"type": "Topology"}"#, "GeoJSON"),
        ("", "empty"),
    ] {
        session.coverage(&session.file("bad.geojson", text.as_bytes()), &[]).expect(REFUSED, "", reason);
        assert_eq!(session.holds().await, before, "{text}");
    }
    let good = fixture("square_sweref99tm.geojson");
    session.coverage(&good, &["--crs", "EPSG:99999"]).expect(REFUSED, "", "99999");
    session.coverage(&fixture("nowhere.geojson"), &[]).expect(REFUSED, "", "nowhere.geojson");
    session.measurements(&session.file("bad.csv", b"x,y\n1,2\n")).expect(REFUSED, "", "time");
    assert_eq!(session.holds().await, before);
    // What can be read and is rejected stays as a rejected delivery.
    let far_away = session.file("far_away.geojson", far_away.as_bytes());
    session.coverage(&far_away, &[]).expect(REFUSED, "rejected", "outside_region");
}

#[test]
fn wrong_usage_has_its_own_code() {
    let session = Session::new();
    let file = fixture("square_sweref99tm.geojson");
    let usage = |arguments: &[&str], reason: &str| {
        session.run("coverage", &file, arguments).expect(WRONG_USAGE, "", reason);
    };
    usage(&["--network", "ripa", "--technology", "6G", "--service", "voice"], "6G");
    usage(&["--network", "Ripa!", "--technology", "4G", "--service", "voice"], "Ripa!");
    usage(&["--network", "ripa", "--technology", "4G", "--service", "fax"], "fax");
    session.run("speech", &file, &[]).expect(WRONG_USAGE, "", "speech");
    assert!(!session.data().exists());
    let unknown = ["--network", "other", "--technology", "4G", "--service", "voice"];
    session.run("coverage", &file, &unknown).expect(REFUSED, "", "no network `other`");
    session.run("coverage", &file, &[]).expect(REFUSED, "", "[missing_header_field]: network");
}

#[tokio::test]
async fn measurements_count_once() {
    let session = Session::new();
    let file = fixture("samples.csv");
    session.measurements(&file).expect(TAKEN, "3 of 4 rows taken, 1 findings", "invalid_number");
    let before = session.holds().await;
    assert_eq!(before.1, 3);
    session.measurements(&file).expect(TAKEN, "was imported on", "");
    let again = session.file("again.csv", &fs::read(&file).unwrap());
    session.measurements(&again).expect(TAKEN, "nothing is counted twice", "");
    assert_eq!(session.holds().await, before);
    let failed = session
        .store()
        .await
        .samples()
        .await
        .unwrap()
        .into_iter()
        .filter(|sample| sample.is_without_service());
    assert_eq!(failed.count(), 1);
}
