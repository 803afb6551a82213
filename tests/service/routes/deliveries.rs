//! Coverage in: what is taken, what is found in it, and that readers never wait.

use std::{
    collections::BTreeMap,
    io::Write,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use axum::http::StatusCode;
use flate2::{Compression, write::GzEncoder};
use geo::Coord;
use serde_json::{Value, json};
use tackning::{
    domain::Role,
    geometry::{Projection, WGS84},
    ingest::sha256_hex,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::{
    app::{App, token},
    strip::{self, collection, coverage, delivery_path, feature, polygon, ring},
};

async fn covered(app: &App) -> String {
    let gaps = app.get("/api/v1/gaps?network=a&service=voice&zone=2401").await.ok();
    gaps["zones"][0]["land_area"]["covered_share"]["percent"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_counts_at_once() {
    let app = App::strip().await;
    assert_eq!(covered(&app).await, "0.00");
    let before = app.get("/api/v1/region").await.ok()["data_version"].clone();
    let file = coverage(&[(0.0, 3.0), (3.0, 6.0)]);
    let taken = app.deliver("a", &file).await;
    assert_eq!((&taken["feature_count"], &taken["taken_count"]), (&json!(2), &json!(2)));
    assert_eq!(taken["findings"], json!([]));
    assert_eq!(taken["sha256"], sha256_hex(file.to_string().as_bytes()));
    let area_m2 = taken["area_m2"].as_f64().unwrap();
    assert!((area_m2 / 6.0 / 1e6 - 1.13).abs() < 0.01, "{area_m2}");
    assert_eq!(covered(&app).await, "60.00");
    assert_ne!(app.get("/api/v1/region").await.ok()["data_version"], before);
    let listed = app.get("/api/v1/networks").await.ok();
    assert_eq!(listed["networks"][0]["deliveries"][0]["id"], taken["id"]);
    assert_eq!(listed["networks"][1]["deliveries"], json!([]));
}

/// Old files name their system; it may also be said in the question.
#[tokio::test]
async fn another_coordinate_reference_system() {
    let projection = Projection::new(WGS84, "EPSG:3006").unwrap();
    let corner = |[x, y]: [f64; 2]| {
        let place = projection.coord(Coord { x, y }).unwrap();
        json!([place.x, place.y])
    };
    let projected: Value = ring(0.0, 6.0).into_iter().map(corner).collect();
    let mut file =
        collection(&[feature(json!({"type": "Polygon", "coordinates": [projected]}), json!(null))]);
    let named = {
        let mut file = file.clone();
        file["crs"] = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}});
        file
    };
    let app = App::strip().await;
    app.deliver("a", &named).await;
    assert_eq!(covered(&app).await, "60.00");
    let conflict = format!("{}&crs=EPSG:3021", delivery_path("a"));
    app.post(&conflict, named.to_string()).await.problem(422, "crs_conflict");
    let unknown = format!("{}&crs=EPSG:1", delivery_path("a"));
    app.post(&unknown, file.to_string()).await.problem(422, "unknown_crs");
    let app = App::strip().await;
    let said = format!("{}&crs=EPSG:3006", delivery_path("a"));
    file["name"] = json!("as some tools have it");
    let taken = app.post(&said, file.to_string()).await.json(StatusCode::CREATED);
    app.publish(&taken["id"]).await;
    assert_eq!(covered(&app).await, "60.00");
}

#[tokio::test]
async fn a_packed_file_is_named_by_its_packed_bytes() {
    let app = App::strip().await;
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(coverage(&[(0.0, 6.0)]).to_string().as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let hash = sha256_hex(&packed);
    let cut = packed[..packed.len() - 9].to_vec();
    let taken = app.post(&delivery_path("a"), packed).await.json(StatusCode::CREATED);
    assert_eq!(taken["sha256"], hash);
    app.publish(&taken["id"]).await;
    assert_eq!(covered(&app).await, "60.00");
    app.post(&delivery_path("a"), cut).await.problem(422, "truncated_gzip");
}

/// What can't be read at all changes nothing and leaves nothing behind.
#[tokio::test]
async fn what_is_no_coverage_is_refused_whole() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let before = (app.get("/api/v1/deliveries").await.ok(), app.kept_files());
    let half = coverage(&[(0.0, 1.0)]).to_string();
    for (body, code) in [
        ("", "empty_file"),
        ("no JSON", "unknown_format"),
        (&half[..half.len() - 5], "truncated_json"),
        ("{}", "not_geojson"),
        ("[1, 2]", "not_geojson"),
        (r#"{"type": "Topology"}"#, "not_geojson"),
    ] {
        app.post(&delivery_path("a"), body.to_owned()).await.problem(422, code);
    }
    let point = json!({"type": "Point", "coordinates": [15.0, 63.005]});
    let nothing = collection(&[feature(json!(null), json!(null)), feature(point, json!(null))]);
    let problem = app.post(&delivery_path("a"), nothing.to_string()).await.problem(422, "nothing_taken");
    assert_eq!(problem["findings"].as_array().unwrap().len(), 2);
    let unknown = format!("{}&enviroment=indoor", delivery_path("a"));
    app.post(&unknown, half.clone()).await.problem(400, "unknown_parameter");
    assert_eq!((app.get("/api/v1/deliveries").await.ok(), app.kept_files()), before);
    assert_eq!(covered(&app).await, "60.00");
}

/// Bad features are listed by number, code and place; the others count.
#[tokio::test]
async fn bad_features_are_listed() {
    let app = App::strip().await;
    let mut unclosed = ring(3.0, 6.0);
    unclosed.pop();
    let file = collection(&[
        feature(polygon(0.0, 3.0), json!(null)),
        feature(json!({"type": "Polygon", "coordinates": [unclosed]}), json!(null)),
        feature(json!({"type": "Point", "coordinates": [15.0, 63.005]}), json!(null)),
        json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": "here"}, "properties": null}),
    ]);
    let taken = app.deliver("a", &file).await;
    assert_eq!((&taken["feature_count"], &taken["taken_count"]), (&json!(4), &json!(2)));
    let findings = taken["findings"].as_array().unwrap();
    let found: Vec<_> = findings
        .iter()
        .map(|finding| {
            let word = |name: &str| finding[name].as_str().unwrap().to_owned();
            assert!(!finding["message"]["sv"].as_str().unwrap().is_empty());
            assert_ne!(finding["message"]["sv"], finding["message"]["en"]);
            (finding["feature"].as_u64().unwrap(), word("code"), word("severity"))
        })
        .collect();
    let expected =
        [(2, "unclosed_ring", "warning"), (3, "not_a_polygon", "error"), (4, "malformed_feature", "error")];
    assert_eq!(
        found,
        expected.map(|(number, code, severity)| (number, code.to_owned(), severity.to_owned()))
    );
    let place = &findings[0]["place"];
    assert!((place["lon"].as_f64().unwrap() - strip::lon(3.0)).abs() < 0.1, "{place}");
    assert_eq!(covered(&app).await, "60.00");
    let kept = app.get(&format!("/api/v1/deliveries/{}", taken["id"])).await.ok();
    assert_eq!(kept["findings"], taken["findings"]);
    assert_eq!((&kept["error_count"], &kept["warning_count"]), (&json!(2), &json!(1)));
}

/// A file delivered again is a delivery of its own that supersedes the first.
#[tokio::test]
async fn the_same_file_twice() {
    let app = App::strip().await;
    let file = coverage(&[(0.0, 6.0)]);
    let first = app.deliver("a", &file).await;
    let kept = app.kept_files();
    let second = app.deliver("a", &file).await;
    assert_ne!(first["id"], second["id"]);
    assert_eq!(first["sha256"], second["sha256"]);
    assert_eq!(app.kept_files(), kept);
    assert_eq!(covered(&app).await, "60.00");
    assert_eq!(app.get("/api/v1/deliveries").await.ok()["deliveries"].as_array().unwrap().len(), 2);
    let published = app.get("/api/v1/networks").await.ok()["networks"][0]["deliveries"].clone();
    assert_eq!(published.as_array().unwrap().len(), 1);
    assert_eq!(published[0]["id"], second["id"]);
}

/// Over the network: while files come in, every answer is whole, and its figure
/// is that of the file which it names.
#[tokio::test(flavor = "multi_thread")]
async fn readers_are_not_disturbed() {
    let app = App::strip().await;
    let files: Vec<String> = (1..=6).map(|km| coverage(&[(0.0, f64::from(km))]).to_string()).collect();
    let figures: BTreeMap<String, String> =
        files.iter().zip(1..).map(|(file, km)| (sha256_hex(file.as_bytes()), format!("{km}0.00"))).collect();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = app.router.clone();
    let token = token(&app.store, Role::Administrator, &[]).await;
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    publish(address, &token, &files[0]).await;
    let finished = AtomicBool::new(false);
    let read = async || {
        let mut answers = Vec::new();
        while !finished.load(Ordering::Relaxed) {
            let path = "/api/v1/gaps?network=a&service=voice&zone=2401";
            let (status, body) = exchange(address, "GET", path, "", "").await;
            assert_eq!(status, 200);
            answers.push(serde_json::from_str::<Value>(&body).unwrap());
        }
        answers
    };
    let deliver = async || {
        for file in &files[1..] {
            publish(address, &token, file).await;
        }
        finished.store(true, Ordering::Relaxed);
    };
    let (one, other, ()) = tokio::join!(read(), read(), deliver());
    for answer in one.iter().chain(&other) {
        let inputs = answer["basis"]["inputs"].as_array().unwrap();
        let named: Vec<_> = inputs.iter().filter(|input| input["kind"] == "delivery").collect();
        assert_eq!(named.len(), 1);
        let expected = &figures[named[0]["sha256"].as_str().unwrap()];
        assert_eq!(&answer["zones"][0]["land_area"]["covered_share"]["percent"], expected);
    }
    assert_eq!(covered(&app).await, "60.00");
    server.abort();
}

/// Delivers over the network, accepts and publishes.
async fn publish(address: SocketAddr, token: &str, file: &str) {
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let (status, body) = exchange(address, "POST", &delivery_path("a"), &bearer, file).await;
    assert_eq!(status, 201, "{body}");
    let id = serde_json::from_str::<Value>(&body).unwrap()["id"].clone();
    for step in ["acceptance", "publication"] {
        let path = format!("/api/v1/deliveries/{id}/{step}");
        assert_eq!(exchange(address, "POST", &path, &bearer, "").await.0, 200);
    }
}

/// One request by a connection of its own: its status and body.
async fn exchange(address: SocketAddr, method: &str, path: &str, more: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}
