//! A tile that is kept already, over HTTP with 64 connections: beside an answer of
//! the same size that costs nothing, and beside martin's cache.

use tackning::tiles::TileCoordinate;

use crate::{
    bars::{Bar, Unit, tell},
    client::fetch,
    load::{Load, best_load},
    martin,
    process::is_there,
    service,
};

/// Every claim around Umeå, with much of its coast: some tens of kilobytes, as a
/// map's larger tiles have.
const TILE: (u32, u32, u32) = (8, 142, 68);

pub fn run() {
    if !is_there("wrk") {
        return println!("  no wrk: scripts/install bench has it");
    }
    let server = service::start();
    let tile = TileCoordinate::new(TILE.0, TILE.1, TILE.2).expect("a tile of the map");
    let path = format!("/tiles/coverage/{}/{}/{}.mvt", TILE.0, TILE.1, TILE.2);
    let bytes = fetch(&[format!("{}{path}", server.address)], 1).bodies.swap_remove(0);
    assert!(!bytes.is_empty(), "something lies in the tile");
    let constant = best_load(&server, &format!("/constant/{}", bytes.len()));
    let ours = best_load(&server, &path);
    println!("  a tile of {} bytes", bytes.len());
    describe("constant", constant);
    describe("ours", ours);
    let share = ours.per_second / constant.per_second * 100.0;
    tell("of the constant answer's rate", share, Unit::Percent, Bar::AtLeast(80.0));
    drop(server);

    let Some(program) = martin::program() else { return };
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("coverage.mbtiles");
    martin::write_mbtiles(&file, std::iter::once((tile, bytes.as_slice())));
    let peer = martin::serve(&program, &file.to_string_lossy(), 512);
    let theirs = best_load(&peer, &format!("/coverage/{}/{}/{}", TILE.0, TILE.1, TILE.2));
    describe("martin", theirs);
    tell("of martin's rate", ours.per_second / theirs.per_second, Unit::Times, Bar::AtLeast(1.5));
}

fn describe(name: &str, load: Load) {
    let processor = Unit::Microseconds.show(load.processor_s * 1e6);
    println!("  {name}: {:.0} a second, {processor} of the processor each", load.per_second);
}
