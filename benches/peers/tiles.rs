//! Tiles that nobody has asked for before, over HTTP: beside martin over PostGIS,
//! and beside martin that reads tiles made ahead.

use std::collections::BTreeSet;

use tackning::{geometry::LngLatFrame, index::Snapshot, tiles::TileCoordinate};

use crate::{
    bars::{Bar, Unit, quantile, tell},
    client::{Fetched, fetch},
    draw, martin,
    postgis::{PostGis, address_of},
    service,
    set::BenchSet,
};

const TILES: usize = 2_000;
/// As many as there are cores.
const CONNECTIONS: usize = 2;
const DATABASE: &str = "tiles";

pub fn run() {
    let set = BenchSet::open();
    let published = set.publish();
    let tiles = distinct_tiles(&published.snapshot);
    let server = service::start();
    // The layer is prepared by whoever asks first, as the peer's table is.
    let (_, prepared_s) =
        crate::bars::seconds(|| fetch(&[format!("{}{}", server.address, path_of(WORLD))], 1));
    println!(
        "  {}; the layer was prepared in {}",
        published.describe(),
        Unit::Milliseconds.show(prepared_s * 1e3)
    );
    let addresses: Vec<String> =
        tiles.iter().map(|tile| format!("{}{}", server.address, path_of(*tile))).collect();
    let mut ours = fetch(&addresses, CONNECTIONS);
    describe("ours", &mut ours);
    drop(server);
    let longest_ms = quantile(&mut ours.times, 0.99).as_secs_f64() * 1e3;
    tell("99 % of the tiles are there in", longest_ms, Unit::Milliseconds, Bar::Below(25.0));
    let Some(program) = martin::program() else { return };

    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("coverage.mbtiles");
    let made = tiles.iter().copied().zip(ours.bodies.iter().map(Vec::as_slice));
    martin::write_mbtiles(&file, made.filter(|(_, bytes)| !bytes.is_empty()));
    let mut ahead = peers(&program, &file.to_string_lossy(), &tiles);
    describe("martin from tiles made ahead", &mut ahead);
    tell("of its time", ours.seconds / ahead.seconds, Unit::Times, Bar::Below(3.0));

    let Some(mut peer) = PostGis::open(DATABASE) else { return };
    peer.load_deliveries(&set, &published.snapshot);
    peer.execute(include_str!("covered.sql"));
    peer.execute(include_str!("tiles.sql"));
    let mut live = peers(&program, &address_of(DATABASE), &tiles);
    describe("martin over PostGIS", &mut live);
    tell("it takes as long", live.seconds / ours.seconds, Unit::Times, Bar::AtLeast(50.0));
}

const WORLD: (u32, u32, u32) = (0, 0, 0);

/// Where the service has a tile of one network's coverage.
pub fn path_of(tile: impl Into<Address>) -> String {
    let Address { zoom, x, y } = tile.into();
    format!("/tiles/coverage/{zoom}/{x}/{y}.mvt?network=ripa&service=data10")
}

pub struct Address {
    zoom: u32,
    x: u32,
    y: u32,
}

impl From<TileCoordinate> for Address {
    fn from(tile: TileCoordinate) -> Self {
        Self { zoom: tile.zoom().into(), x: tile.x(), y: tile.y() }
    }
}

impl From<(u32, u32, u32)> for Address {
    fn from((zoom, x, y): (u32, u32, u32)) -> Self {
        Self { zoom, x, y }
    }
}

/// As many as there are to be, each once, by chance that is the same everywhere.
fn distinct_tiles(snapshot: &Snapshot) -> Vec<TileCoordinate> {
    let frame = LngLatFrame::new(&snapshot.region.region.crs).expect("the region's system is known");
    let mut seen = BTreeSet::new();
    let drawn = draw::tiles(&snapshot.region, &frame, 2 * TILES);
    drawn.into_iter().filter(|tile| seen.insert(tile.to_string())).take(TILES).collect()
}

/// martin, which keeps no tile.
fn peers(program: &std::path::Path, source: &str, tiles: &[TileCoordinate]) -> Fetched {
    let server = martin::serve(program, source, 0);
    let address = |tile: &TileCoordinate| {
        format!("{}/coverage/{}/{}/{}", server.address, tile.zoom(), tile.x(), tile.y())
    };
    fetch(&tiles.iter().map(address).collect::<Vec<_>>(), CONNECTIONS)
}

fn describe(name: &str, fetched: &mut Fetched) {
    let empty = fetched.bodies.iter().filter(|body| body.is_empty()).count();
    let bytes: usize = fetched.bodies.iter().map(Vec::len).sum();
    println!(
        "  {name}: {} tiles in {}, {empty} empty, {:.1} MB; median {:.2?}, 99 % under {:.2?}",
        fetched.times.len(),
        Unit::Seconds.show(fetched.seconds),
        bytes as f64 / 1e6,
        quantile(&mut fetched.times, 0.5),
        quantile(&mut fetched.times, 0.99),
    );
}
