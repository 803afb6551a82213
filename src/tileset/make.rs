//! Makes the tiles, and the file of them.

use std::{fs::File, ops::ControlFlow, path::Path};

use rayon::prelude::*;
use tempfile::NamedTempFile;

use super::{
    TilesetChoice, TilesetError, TilesetFormat,
    choice::PreparedLayer,
    journal::{Journal, Record},
    mbtiles,
    metadata::Metadata,
    pmtiles,
    walk::{Walk, tile_id},
};
use crate::{
    geometry::LngLatFrame,
    index::Snapshot,
    tiles::{Packing, TileCoordinate},
};

/// Tiles that are made together; a kill costs no more than these.
const TILES_AT_ONCE: usize = 256;

/// How far an export has come: tiles of a zoom that were looked at, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub zoom: u8,
    pub done: usize,
    pub total: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportSummary {
    /// Tiles with something in them.
    pub tiles: u64,
    pub bytes: u64,
}

/// Writes the tileset. `watch` is told how far it has come, and can break it off;
/// then it goes on from there the next time.
///
/// # Errors
/// When the choice can't be made, a tile can't, or the disk doesn't take the file.
pub fn export(
    snapshot: &Snapshot,
    frame: &LngLatFrame,
    choice: &TilesetChoice,
    out: &Path,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ExportSummary, TilesetError> {
    let format = TilesetFormat::of(out).ok_or(TilesetError::UnknownFormat)?;
    let version = choice.version(snapshot)?;
    let metadata = Metadata::new(snapshot, frame, choice)?;
    let mut journal = Journal::open(out, &version)?;
    let layers = choice.prepare(snapshot, frame)?;
    make_tiles(&layers, &metadata, &mut journal, watch)?;
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = NamedTempFile::new_in(folder)?;
    let mut records = journal.records(&version)?;
    let tiles = match format {
        TilesetFormat::MbTiles => mbtiles::write(file.path(), &metadata, &mut records)?,
        TilesetFormat::PmTiles => pmtiles::write(file.as_file(), &metadata, &mut records)?,
    };
    let bytes = put_in_place(file, out, folder)?;
    journal.remove()?;
    Ok(ExportSummary { tiles, bytes })
}

fn make_tiles(
    layers: &[PreparedLayer],
    metadata: &Metadata,
    journal: &mut Journal,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), TilesetError> {
    let kept = journal.last_tile_id();
    let mut walk = Walk::new(layers, metadata.bounds_lng_lat);
    for zoom in 0..=metadata.maximum_zoom {
        if zoom > 0 {
            walk.descend()?;
        }
        if zoom < metadata.minimum_zoom {
            continue;
        }
        let total = walk.tiles().len();
        for (index, tiles) in walk.tiles().chunks(TILES_AT_ONCE).enumerate() {
            for record in records(layers, tiles, kept)? {
                journal.push(&record)?;
            }
            journal.flush()?;
            let done = (index * TILES_AT_ONCE + tiles.len()).min(total);
            if watch(Progress { zoom, done, total }).is_break() {
                return Err(TilesetError::BrokenOff);
            }
        }
    }
    Ok(())
}

/// The tiles that hold something and aren't kept yet, in their order.
fn records(
    layers: &[PreparedLayer],
    tiles: &[TileCoordinate],
    kept: Option<u64>,
) -> Result<Vec<Record>, TilesetError> {
    let record = |tile: &TileCoordinate| -> Result<Option<Record>, TilesetError> {
        let tile_id = tile_id(*tile)?;
        if kept.is_some_and(|last| tile_id <= last) {
            return Ok(None);
        }
        let plain = tile_of(layers, *tile)?;
        if plain.is_empty() {
            return Ok(None);
        }
        Ok(Some(Record { tile_id, bytes: Packing::Gzip.pack(&plain)? }))
    };
    tiles.par_iter().map(record).filter_map(Result::transpose).collect()
}

/// The tile of all layers: a tile's layers are a repeated field of its message,
/// so that tiles of one layer each, put one after the other, are a tile of all.
fn tile_of(layers: &[PreparedLayer], tile: TileCoordinate) -> Result<Vec<u8>, TilesetError> {
    let mut bytes = Vec::new();
    for layer in layers.iter().filter(|layer| layer.minimum_zoom <= tile.zoom()) {
        bytes.extend(layer.features.tile(tile)?.into_iter().flatten());
    }
    Ok(bytes)
}

/// Under its name there is never half a file.
fn put_in_place(file: NamedTempFile, out: &Path, folder: &Path) -> Result<u64, TilesetError> {
    // By its name: a database was written beside the handle.
    let written = File::open(file.path())?;
    written.sync_all()?;
    let bytes = written.metadata()?.len();
    readable_by_all(&written)?;
    file.persist(out).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()?;
    Ok(bytes)
}

/// A temporary file is its owner's alone; a tileset is for a server of files.
#[cfg(unix)]
fn readable_by_all(file: &File) -> Result<(), TilesetError> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.set_permissions(std::fs::Permissions::from_mode(0o644))?)
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> Result<(), TilesetError> {
    Ok(())
}
