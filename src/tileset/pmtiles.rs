//! A tileset as PMTiles 3: clustered, each different tile once.

use std::{fs::File, io};

use pmtiles::{Compression, PmTilesWriter, TileCoord, TileId, TileType};

use super::{TilesetError, journal::Record, metadata::Metadata};

/// Writes the tiles in their order; answers with how many.
pub fn write(
    file: &File,
    metadata: &Metadata,
    records: &mut dyn Iterator<Item = io::Result<Record>>,
) -> Result<u64, TilesetError> {
    let [west, south, east, north] = metadata.bounds_lng_lat;
    let [lng, lat] = metadata.centre_lng_lat();
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .min_zoom(metadata.minimum_zoom)
        .max_zoom(metadata.maximum_zoom)
        .bounds(west, south, east, north)
        .center(lng, lat)
        .center_zoom(metadata.minimum_zoom)
        .metadata(metadata.document()?)
        .create(file)?;
    let mut count = 0;
    for record in records {
        let record = record?;
        writer.add_tile(TileCoord::from(TileId::new(record.tile_id)?), &record.bytes)?;
        count += 1;
    }
    writer.finalize()?;
    Ok(count)
}
