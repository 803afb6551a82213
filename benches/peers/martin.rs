//! martin, a tile server: over PostGIS, and from a file of tiles made ahead.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rusqlite::Connection;
use tackning::tiles::TileCoordinate;

use crate::process::Server;

/// Where `scripts/install bench` puts it; none where it isn't.
pub fn program() -> Option<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")))?;
    let program = cache.join("tackning/tools/bin/martin");
    if !program.exists() {
        println!("  no martin: scripts/install bench has it");
    }
    program.exists().then_some(program)
}

/// Serves a database or a file of tiles; 0 keeps no tile.
pub fn serve(program: &Path, source: &str, cache_mb: u32) -> Server {
    Server::told_where(|place| {
        let mut command = Command::new(program);
        command.args(["--listen-addresses", place, "--cache-size", &cache_mb.to_string(), "--workers", "2"]);
        command.arg(source).stderr(Stdio::null()).env("RUST_LOG", "error");
        command
    })
}

/// Writes tiles into a file as the MBTiles specification, version 1.3, has them.
pub fn write_mbtiles<'tile>(path: &Path, tiles: impl Iterator<Item = (TileCoordinate, &'tile [u8])>) {
    let mut file = Connection::open(path).expect("the file can be made");
    file.execute_batch(include_str!("mbtiles.sql")).expect("the file takes tables");
    let all = file.transaction().expect("the file takes rows");
    for (tile, bytes) in tiles {
        // Rows are counted from the south.
        let row = (1_u32 << tile.zoom()) - 1 - tile.y();
        all.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (tile.zoom(), tile.x(), row, bytes))
            .expect("the file takes a tile");
    }
    all.commit().expect("the file is whole");
}
