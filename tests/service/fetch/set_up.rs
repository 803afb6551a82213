//! A region of two municipalities, and fetches for it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use tackning::sources::{
    Account, Catalogue, Client, From, Job, Patience, Product, Progress, Source, SourceError, Written,
};
use tempfile::TempDir;
use url::Url;

/// Corner of the region, and the side of each municipality: 2480 in the south, 2580 north of it.
pub const WEST: f64 = 700_000.0;
pub const SOUTH: f64 = 7_000_000.0;
pub const SIDE: f64 = 40_000.0;

/// A folder to fetch into.
pub struct Out {
    pub folder: TempDir,
}

/// Nobody looks on.
pub struct Silent;

impl Progress for Silent {
    fn reached(&self, _done: u64, _total: u64) {}

    fn says(&self, _sentence: &str) {}
}

impl Out {
    /// With the municipalities in it.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("municipalities.geojson"), municipalities()).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    /// Fetches a product with pages of a size.
    pub async fn fetch(
        &self,
        product: Product,
        from: From,
        page_size: u64,
    ) -> Result<Vec<Written>, SourceError> {
        let source = source(product.name(), page_size);
        self.fetch_by(product, &source, from, &client(None)).await
    }

    pub async fn fetch_by(
        &self,
        product: Product,
        source: &Source,
        from: From,
        client: &Client,
    ) -> Result<Vec<Written>, SourceError> {
        let job = Job {
            product,
            source,
            from,
            counties: counties(),
            municipalities: None,
            out: self.folder.path().to_owned(),
            client,
            progress: &Silent,
            now: "2026-11-22T12:00:00Z".parse().unwrap(),
        };
        job.run().await
    }
}

pub fn counties() -> Vec<String> {
    ["24", "25"].map(str::to_owned).to_vec()
}

pub fn at(url: &Url) -> From {
    From::Addresses(vec![url.clone()])
}

pub fn by_hand(path: &Path) -> From {
    From::Files(vec![path.to_owned()])
}

/// The catalogue's source with other pages.
pub fn source(name: &str, page_size: u64) -> Source {
    let mut source = Catalogue::built_in().source(name).clone();
    if let Some(terms) = source.wfs.as_mut() {
        terms.page_size = page_size;
    }
    if let Some(terms) = source.stac.as_mut() {
        terms.page_size = page_size;
    }
    source
}

/// Tries six times without waiting.
pub fn client(account: Option<Account>) -> Client {
    let patience = Patience { tries: 6, first_wait: Duration::ZERO, longest_wait: Duration::from_secs(60) };
    Client::new(account, patience).unwrap()
}

pub fn municipalities() -> String {
    let municipality = |code: &str, name: &str, south: f64| {
        let (east, north) = (WEST + SIDE, south + SIDE);
        json!({
            "type": "Feature",
            "properties": { "code": code, "name": name, "county_code": &code[..2] },
            "geometry": { "type": "Polygon", "coordinates":
                [[[WEST, south], [east, south], [east, north], [WEST, north], [WEST, south]]] },
        })
    };
    collection(&[municipality("2480", "Söder", SOUTH), municipality("2580", "Norr", SOUTH + SIDE)])
}

/// In the sources' system.
pub fn collection(features: &[Value]) -> String {
    json!({
        "type": "FeatureCollection",
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::3006" } },
        "features": features,
    })
    .to_string()
}

/// A square of 1 km at columns and rows from the region's corner.
pub fn square(column: i32, row: i32, inhabitants: u64) -> Value {
    let (x, y) = (WEST + f64::from(column) * 1_000.0, SOUTH + f64::from(row) * 1_000.0);
    json!({
        "type": "Feature",
        "id": format!("befolkning.{column}.{row}"),
        "properties": {
            "rutid_scb": format!("{x:06}{y:07}"),
            "rutstorl": 1000,
            "beftotalt": inhabitants,
            // Blurred for secrecy: the parts don't sum to the whole.
            "man": inhabitants,
            "kvinna": 3,
        },
        "geometry": { "type": "Polygon", "coordinates": [[
            [x, y], [x + 1e3, y], [x + 1e3, y + 1e3], [x, y + 1e3], [x, y]]] },
    })
}

/// Squares that lie in both municipalities, in no particular order.
pub fn squares(count: i32) -> Vec<Value> {
    let mut squares: Vec<_> = (0..count)
        .map(|number| square(number * 7 % 40, number * 13 % 80, u64::try_from(number).unwrap() + 1))
        .collect();
    squares.sort_by_key(|square| square["properties"]["rutid_scb"].to_string());
    squares
}

/// A piece of a trail from one place to another, in kilometres from the region's corner.
pub fn trail(route: &str, from: (f64, f64), to: (f64, f64)) -> Value {
    let place = |(x, y): (f64, f64)| [WEST + x * 1_000.0, SOUTH + y * 1_000.0];
    json!({
        "type": "Feature",
        "properties": { "Led_ID": route, "Lednamn": format!("Leden {route}"), "Typ_av_led": "Vandringsled" },
        "geometry": { "type": "LineString", "coordinates": [place(from), place(to)] },
    })
}
