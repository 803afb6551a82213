//! A STAC catalogue whose files want an account.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tackning::sources::{Account, From, Product, SourceFault};
use url::Url;

use super::{
    files::{Table, geopackage},
    set_up::{Out, SOUTH, WEST, at, client, source},
    source::serve,
};

/// A request's path, and what it was signed with.
type Shown = (String, Option<String>);

#[derive(Clone)]
struct Catalogue {
    files: Arc<BTreeMap<String, Vec<u8>>>,
    url: Arc<Mutex<String>>,
    /// How many items it says that it has.
    claims: u64,
    /// What was shown to it, by path.
    shown: Arc<Mutex<Vec<Shown>>>,
    is_damaged: bool,
}

/// `user:password` as HTTP has it.
const BASIC: &str = "Basic dXNlcjpwYXNzd29yZA==";

impl Catalogue {
    fn new() -> Self {
        let files = ["0180", "2480", "2580"].map(|code| (code.to_owned(), zipped(&buildings(code))));
        Self {
            files: Arc::new(files.into()),
            url: Arc::default(),
            claims: 3,
            shown: Arc::default(),
            is_damaged: false,
        }
    }

    async fn serve(&self) -> Url {
        let router = Router::new()
            .route("/v1/collections/byggnader/items", get(items))
            .route("/files/{name}", get(file))
            .with_state(self.clone());
        let url = serve(router).await;
        *self.url.lock().unwrap() = url.to_string();
        url.join("v1").unwrap()
    }
}

async fn items(
    State(catalogue): State<Catalogue>,
    headers: HeaderMap,
    Query(query): Query<BTreeMap<String, String>>,
) -> Json<Value> {
    catalogue.note("items", &headers);
    let root = catalogue.url.lock().unwrap().clone();
    let start: usize = query.get("token").map_or(0, |token| token.parse().unwrap());
    let limit: usize = query["limit"].parse().unwrap();
    let item = |(code, bytes): (&String, &Vec<u8>)| {
        json!({ "type": "Feature", "id": code, "assets": { "data": {
            "href": format!("{root}files/byggnad_kn{code}.zip"),
            "type": "application/zip",
            "file:size": bytes.len(),
            "file:checksum": format!("1220{:x}", Sha256::digest(bytes)),
        } } })
    };
    let page: Vec<_> = catalogue.files.iter().skip(start).take(limit).map(item).collect();
    let next = start + page.len();
    let links = if next < catalogue.files.len() {
        json!([{ "rel": "next", "href": format!("{root}v1/collections/byggnader/items?limit={limit}&token={next}") }])
    } else {
        json!([])
    };
    Json(
        json!({ "type": "FeatureCollection", "features": page, "links": links, "numberMatched": catalogue.claims }),
    )
}

async fn file(State(catalogue): State<Catalogue>, headers: HeaderMap, Path(name): Path<String>) -> Response {
    catalogue.note(&name, &headers);
    if headers.get("authorization").is_none_or(|shown| shown != BASIC) {
        return (StatusCode::UNAUTHORIZED, "an account, please").into_response();
    }
    let code = name.trim_start_matches("byggnad_kn").trim_end_matches(".zip");
    let mut bytes = catalogue.files[code].clone();
    if catalogue.is_damaged {
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
    }
    bytes.into_response()
}

impl Catalogue {
    fn note(&self, path: &str, headers: &HeaderMap) {
        let shown = headers.get("authorization").map(|shown| shown.to_str().unwrap().to_owned());
        self.shown.lock().unwrap().push((path.to_owned(), shown));
    }
}

/// Two buildings of a municipality, one of which lies in its neighbour's file as well.
fn buildings(code: &str) -> Vec<u8> {
    let table = Table {
        name: "byggnad",
        columns: &[("objektidentitet", "TEXT"), ("objekttyp", "TEXT"), ("husnummer", "INTEGER")],
    };
    let building = |id: String, x: f64| {
        let ring = [(x, SOUTH), (x + 10.0, SOUTH), (x + 10.0, SOUTH + 8.0), (x, SOUTH + 8.0), (x, SOUTH)];
        (super::files::polygon(&ring), vec![id.into(), "Bostad".to_owned().into(), 1_i64.into()])
    };
    let own = building(format!("hus-{code}"), WEST + 10.0 * code.parse::<f64>().unwrap());
    geopackage(&table, &[own, building("hus-on-the-border".to_owned(), WEST)])
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("byggnad.gpkg", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

fn account(url: &Url) -> Option<Account> {
    Some(Account::basic("user:password", vec![url.host_str().unwrap().to_owned()]).unwrap())
}

#[tokio::test]
async fn buildings_of_the_counties_come_with_the_account() {
    let catalogue = Catalogue::new();
    let url = catalogue.serve().await;
    let out = Out::new();
    let source = source("buildings", 2);
    let written = out.fetch_by(Product::Buildings, &source, at(&url), &client(account(&url))).await.unwrap();
    let buildings = out.json("buildings.geojson");
    let found: Vec<_> =
        buildings["features"].as_array().unwrap().iter().map(|building| &building["properties"]).collect();
    let expected =
        ["hus-2480", "hus-on-the-border", "hus-2580"].map(|id| json!({ "id": id, "kind": "Bostad" }));
    assert_eq!(found, expected.iter().collect::<Vec<_>>());
    assert_eq!(buildings["features"][0]["geometry"]["type"], "MultiPolygon");
    assert_eq!((written[0].count, written[0].source_count), (3, 4));
    let told = out.text("buildings.source.json");
    assert!(!told.contains("password") && told.contains("v1/collections/byggnader"));
    let shown = catalogue.shown.lock().unwrap().clone();
    assert_eq!(shown.iter().filter(|(path, _)| path.ends_with(".zip")).count(), 2, "no other county's");
}

#[tokio::test]
async fn the_account_is_shown_to_nobody_else() {
    let catalogue = Catalogue::new();
    let url = catalogue.serve().await;
    let elsewhere = Some(Account::basic("user:password", vec!["other.example".to_owned()]).unwrap());
    let source = source("buildings", 10);
    let error =
        Out::new().fetch_by(Product::Buildings, &source, at(&url), &client(elsewhere)).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::Refused);
    assert!(error.reason.contains("an account, please"), "{error}");
    assert!(catalogue.shown.lock().unwrap().iter().all(|(_, shown)| shown.is_none()));
}

#[tokio::test]
async fn a_catalogue_that_lists_less_than_it_says_is_found_out() {
    let catalogue = Catalogue { claims: 4, ..Catalogue::new() };
    let url = catalogue.serve().await;
    let source = source("buildings", 2);
    let error = Out::new().fetch_by(Product::Buildings, &source, at(&url), &client(None)).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::WrongCount);
    assert!(error.reason.contains("4 items and lists 3"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_not_what_the_catalogue_says_is_refused() {
    let catalogue = Catalogue { is_damaged: true, ..Catalogue::new() };
    let url = catalogue.serve().await;
    let out = Out::new();
    let source = source("buildings", 10);
    let error =
        out.fetch_by(Product::Buildings, &source, at(&url), &client(account(&url))).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::WrongChecksum);
    assert!(!out.path("buildings.geojson").exists());
}

#[tokio::test]
async fn archives_by_hand() {
    let out = Out::new();
    let files = ["2480", "2580"].map(|code| {
        let path = out.path(&format!("{code}.zip"));
        std::fs::write(&path, zipped(&buildings(code))).unwrap();
        path
    });
    let written = out.fetch(Product::Buildings, From::Files(files.to_vec()), 1).await.unwrap();
    assert_eq!(written[0].count, 3);
    assert_eq!(out.json("buildings.source.json")["address"], "2480.zip, 2580.zip");
}
