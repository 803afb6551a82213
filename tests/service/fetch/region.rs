//! What was fetched is a region as the service reads it.

use serde_json::json;
use tackning::{
    domain::{LineKind, ZoneKind},
    ingest::region::{RegionFiles, read_region},
    sources::Product,
};

use super::{
    files::{Table, geopackage, line},
    set_up::{Out, SOUTH, WEST, at, by_hand, squares},
    source::Source,
};

#[tokio::test]
async fn fetched_files_make_a_region() {
    let out = Out::new();
    let source = Source::serve(squares(12)).await;
    out.fetch(Product::Population, at(&source.url), 5).await.unwrap();
    let (x, y) = (WEST + 1_000.0, SOUTH + 1_000.0);
    let locality = json!({
        "type": "Feature",
        "properties": { "tatortskod": "2480T1", "tatort": "Byn", "bef": 204, "kommun": "2480", "lan": "24" },
        "geometry": { "type": "Polygon", "coordinates": [[[x, y], [x + 500.0, y], [x, y + 300.0], [x, y]]] },
    });
    let localities = Source::serve(vec![locality]).await;
    out.fetch(Product::Localities, at(&localities.url), 5).await.unwrap();
    let table = Table { name: "roads", columns: &[("Kateg_380", "INTEGER"), ("Huvnr_556_1", "INTEGER")] };
    let hand = out.path("roads.gpkg");
    let row = (line(&[(x, y), (x + 900.0, y)]), vec![1_i64.into(), 4_i64.into()]);
    std::fs::write(&hand, geopackage(&table, &[row])).unwrap();
    out.fetch(Product::Roads, by_hand(&hand), 1).await.unwrap();

    let region = json!({
        "id": "fetched", "name": { "sv": "Hämtad", "en": "Fetched" }, "crs": "EPSG:3006",
        "time_zone": "Europe/Stockholm",
        "zones": [
            { "kind": "municipality", "file": "municipalities.geojson", "code": "code", "name": "name", "parent": "county_code" },
            { "kind": "county", "dissolve": "municipality", "by": "county_code", "name": "county" },
        ],
        "population": { "file": "population.csv", "cell": "cell", "inhabitants": "inhabitants", "municipality": "municipality" },
        "roads": { "file": "roads.geojson", "name": "name", "class": "class", "route": "route" },
        "localities": { "file": "localities.geojson", "name": "name", "inhabitants": "inhabitants" },
        "networks": "networks.json",
    });
    std::fs::write(out.path("region.json"), region.to_string()).unwrap();
    let networks = json!([{ "id": "ripa", "name": "Ripa", "colour": "#1b6ca8", "demonstration": true }]);
    std::fs::write(out.path("networks.json"), networks.to_string()).unwrap();

    let reading = read_region(&RegionFiles::Folder(out.folder.path().to_owned())).unwrap();
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let region = reading.region;
    let counties = region.zones.iter().filter(|zone| zone.kind == ZoneKind::new("county")).count();
    assert_eq!((region.zones.len(), counties), (4, 2));
    let inhabitants: f64 = region.demand.population.iter().map(|square| square.inhabitants).sum();
    assert_eq!((region.demand.population.len(), inhabitants), (12, 78.0));
    assert_eq!(region.demand.lines[LineKind::Roads][0].route, "E4");
    assert_eq!(region.demand.localities[0].name, "Byn");
}
