//! Tilesets: the same tiles as the routes give, in one file.

use std::{collections::BTreeMap, fs, io::Read, ops::ControlFlow, path::Path};

use flate2::read::GzDecoder;
use pmtiles::{AsyncPmTilesReader, MmapBackend, TileCoord};
use rusqlite::Connection;
use tackning::{
    domain::{NetworkId, Service},
    index::Networks,
    tiles::{LAYERS, LayerId},
    tileset::{ExportSummary, Progress, TilesetChoice, TilesetError, export},
};
use tempfile::TempDir;

use super::{
    app::App,
    strip::{self, coverage},
};

/// Packed tiles by zoom, column and row from the north.
type Tiles = BTreeMap<(u8, u32, u32), Vec<u8>>;

const DEEPEST: u8 = 11;

async fn filled() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app.measure(strip::measurements("a", "999-01", &[(1.0, true), (2.0, false)])).await;
    app.post("/api/v1/dead-zones", strip::dead_zone(5.0).to_string()).await;
    app
}

fn choice() -> TilesetChoice {
    TilesetChoice { maximum_zoom: DEEPEST, ..TilesetChoice::default() }
}

fn exported(
    app: &App,
    choice: &TilesetChoice,
    out: &Path,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ExportSummary, TilesetError> {
    export(&app.publisher.snapshot(), app.publisher.frame(), choice, out, watch)
}

fn whole(app: &App, choice: &TilesetChoice, out: &Path) -> ExportSummary {
    exported(app, choice, out, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn mbtiles(file: &Path) -> (Tiles, BTreeMap<String, String>) {
    let database = Connection::open(file).unwrap();
    let mut rows =
        database.prepare("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles").unwrap();
    let tile = |row: &rusqlite::Row<'_>| {
        let (zoom, x, south): (u8, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(((zoom, x, (1 << zoom) - 1 - south), row.get(3)?))
    };
    let tiles = rows.query_map([], tile).unwrap().collect::<Result<_, _>>().unwrap();
    let mut rows = database.prepare("SELECT name, value FROM metadata").unwrap();
    let metadata = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    (tiles, metadata.collect::<Result<_, _>>().unwrap())
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
    plain
}

/// Every layer's tile as the routes give it, one after the other.
async fn served(app: &App, layers: &[LayerId], (zoom, x, y): (u8, u32, u32), query: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for layer in layers {
        bytes.extend(app.get(&format!("/tiles/{}/{zoom}/{x}/{y}.mvt{query}", layer.name())).await.body);
    }
    bytes
}

fn without_filters() -> Vec<LayerId> {
    let is_whole =
        |layer: &&tackning::tiles::LayerDescription| !layer.filters.iter().any(|filter| filter.required);
    LAYERS.iter().filter(is_whole).map(|layer| layer.id).collect()
}

/// Both files hold the very tiles that the routes give, all of them and no other.
#[tokio::test]
async fn tiles_of_a_file_are_those_of_the_routes() {
    let (app, folder) = (filled().await, TempDir::new().unwrap());
    let [one, other] = ["map.mbtiles", "map.pmtiles"].map(|name| folder.path().join(name));
    let (in_one, in_other) = (whole(&app, &choice(), &one), whole(&app, &choice(), &other));
    let (tiles, _) = mbtiles(&one);
    assert_eq!((in_one.tiles, in_other.tiles), (tiles.len() as u64, tiles.len() as u64));
    let backend = MmapBackend::try_from(other.as_path()).await.unwrap();
    let reader = AsyncPmTilesReader::try_from_source(backend).await.unwrap();
    let layers = without_filters();
    for (&at, packed) in &tiles {
        let (zoom, x, y) = at;
        assert_eq!(unpacked(packed), served(&app, &layers, at, "").await, "{at:?}");
        let tile = reader.get_tile(TileCoord::new(zoom, x, y).unwrap()).await.unwrap();
        assert_eq!(tile.unwrap().as_ref(), packed, "{at:?}");
    }
    // Around the strip nothing is left out.
    let deepest: Vec<_> = tiles.keys().filter(|(zoom, ..)| *zoom == DEEPEST).collect();
    let (west, east) = (deepest.iter().map(|at| at.1).min(), deepest.iter().map(|at| at.1).max());
    let (north, south) = (deepest.iter().map(|at| at.2).min(), deepest.iter().map(|at| at.2).max());
    for x in west.unwrap() - 1..=east.unwrap() + 1 {
        for y in north.unwrap() - 1..=south.unwrap() + 1 {
            let at = (DEEPEST, x, y);
            let is_kept = tiles.contains_key(&at);
            assert_eq!(is_kept, !served(&app, &layers, at, "").await.is_empty(), "{at:?}");
        }
    }
}

#[tokio::test]
async fn what_a_file_says_of_itself() {
    let (app, folder) = (filled().await, TempDir::new().unwrap());
    let [one, other] = ["map.mbtiles", "map.pmtiles"].map(|name| folder.path().join(name));
    let choice = TilesetChoice { minimum_zoom: 3, ..choice() };
    whole(&app, &choice, &one);
    whole(&app, &choice, &other);
    let (tiles, metadata) = mbtiles(&one);
    assert!(tiles.keys().all(|(zoom, ..)| (3..=DEEPEST).contains(zoom)));
    for (name, expected) in [("format", "pbf"), ("minzoom", "3"), ("maxzoom", "11"), ("type", "overlay")] {
        assert_eq!(metadata[name], expected, "{name}");
    }
    let region = app.get("/api/v1/region").await.ok();
    assert_eq!(metadata["version"], region["data_version"]);
    let bounds: Vec<f64> = metadata["bounds"].split(',').map(|degrees| degrees.parse().unwrap()).collect();
    assert_eq!(serde_json::json!(bounds), region["bounds"]);
    let described: serde_json::Value = serde_json::from_str(&metadata["json"]).unwrap();
    for layer in without_filters() {
        let tilejson = app.get(&format!("/tiles/{}.json", layer.name())).await.ok();
        let layers = described["vector_layers"].as_array().unwrap();
        assert!(layers.contains(&tilejson["vector_layers"][0]), "{}", layer.name());
    }
    let backend = MmapBackend::try_from(other.as_path()).await.unwrap();
    let reader = AsyncPmTilesReader::try_from_source(backend).await.unwrap();
    let header = reader.get_header();
    assert_eq!((header.min_zoom, header.max_zoom), (3, DEEPEST));
    assert!(header.clustered());
    assert!(header.n_tile_contents().unwrap().get() <= header.n_addressed_tiles().unwrap().get());
    let document: serde_json::Value = serde_json::from_str(&reader.get_metadata().await.unwrap()).unwrap();
    assert_eq!(document["vector_layers"], described["vector_layers"]);
}

/// Broken off anywhere, it goes on to the same bytes, and there is no file before it is whole.
#[tokio::test]
async fn an_export_that_was_broken_off_goes_on() {
    let (app, folder) = (filled().await, TempDir::new().unwrap());
    for name in ["map.pmtiles", "map.mbtiles"] {
        let (at_once, in_parts) = (folder.path().join(name), folder.path().join(format!("parts-{name}")));
        whole(&app, &choice(), &at_once);
        let partial = folder.path().join(format!("parts-{name}.partial"));
        for stop_at in [2, 7, DEEPEST] {
            let mut watch = |progress: Progress| match progress.zoom == stop_at {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            };
            let stopped = exported(&app, &choice(), &in_parts, &mut watch);
            assert!(matches!(stopped, Err(TilesetError::BrokenOff)), "{stopped:?}");
            assert!(!in_parts.exists() && partial.exists());
            // As a kill in the middle of a record leaves it.
            let kept = fs::read(&partial).unwrap();
            fs::write(&partial, &kept[..kept.len() - 3]).unwrap();
        }
        whole(&app, &choice(), &in_parts);
        assert!(fs::read(&in_parts).unwrap() == fs::read(&at_once).unwrap(), "{name}");
        assert!(!partial.exists());
    }
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["map.mbtiles", "map.pmtiles", "parts-map.mbtiles", "parts-map.pmtiles"]);
}

/// What was kept of other data isn't gone on with.
#[tokio::test]
async fn an_export_of_newer_data_begins_anew() {
    let (app, folder) = (filled().await, TempDir::new().unwrap());
    let out = folder.path().join("map.pmtiles");
    let stopped = exported(&app, &choice(), &out, &mut |_| ControlFlow::Break(()));
    assert!(stopped.is_err());
    app.deliver("a", coverage(&[(0.0, 3.0)])).await;
    whole(&app, &choice(), &out);
    let anew = folder.path().join("anew.pmtiles");
    whole(&app, &choice(), &anew);
    assert!(fs::read(out).unwrap() == fs::read(anew).unwrap());
}

#[tokio::test]
async fn choices() {
    let (app, folder) = (filled().await, TempDir::new().unwrap());
    let out = folder.path().join("map.mbtiles");
    let network = NetworkId::new("a").unwrap();
    let gaps = TilesetChoice {
        layers: Some(vec![LayerId::Gaps, LayerId::Coverage]),
        networks: Some(Networks::One(network)),
        service: Some(Service::Voice),
        ..choice()
    };
    whole(&app, &gaps, &out);
    let layers = [LayerId::Coverage, LayerId::Gaps];
    for (at, packed) in mbtiles(&out).0 {
        assert_eq!(unpacked(&packed), served(&app, &layers, at, "?network=a&service=voice").await, "{at:?}");
    }
    let refused = |choice: TilesetChoice, name: &str| {
        let refused = exported(&app, &choice, &folder.path().join(name), &mut |_| ControlFlow::Continue(()));
        refused.unwrap_err().to_string()
    };
    let without_service = TilesetChoice { service: None, ..gaps };
    assert_eq!(refused(without_service, "x.mbtiles"), "the layer `gaps` can only be exported with a service");
    assert_eq!(refused(choice(), "x.zip"), "a tileset's name ends in .pmtiles or .mbtiles");
    let backwards = TilesetChoice { minimum_zoom: 12, ..choice() };
    assert_eq!(refused(backwards, "x.mbtiles"), "the zooms are 12 to 11, but tiles are of zoom 0 to 14");
    let none = TilesetChoice { layers: Some(Vec::new()), ..choice() };
    assert_eq!(refused(none, "x.mbtiles"), "there is no layer to export");
}
