//! Which tiles are looked at, zoom by zoom in the order of PMTiles' curve.

use geo::{Intersects, Rect};
use pmtiles::{TileCoord, TileId};
use rayon::prelude::*;

use super::{TilesetError, choice::PreparedLayer};
use crate::tiles::TileCoordinate;

/// The tiles of one zoom that may hold something.
pub struct Walk<'a> {
    layers: &'a [PreparedLayer],
    /// West, south, east and north as longitude and latitude in degrees.
    bounds: Rect<f64>,
    tiles: Vec<TileCoordinate>,
}

impl<'a> Walk<'a> {
    /// At the root.
    pub fn new(layers: &'a [PreparedLayer], bounds_lng_lat: [f64; 4]) -> Self {
        let [west, south, east, north] = bounds_lng_lat;
        let root = TileCoordinate::new(0, 0, 0).into_iter().collect();
        Self { layers, bounds: Rect::new((west, south), (east, north)), tiles: root }
    }

    /// In the order of their numbers.
    pub fn tiles(&self) -> &[TileCoordinate] {
        &self.tiles
    }

    /// To the next zoom. A tile that nothing touches has no children to look at;
    /// one that is empty may have, as what is too small for it isn't for them.
    pub fn descend(&mut self) -> Result<(), TilesetError> {
        let children = self.tiles.par_iter().flat_map_iter(|tile| children(*tile));
        let mut found: Vec<(u64, TileCoordinate)> = children
            .filter(|tile| self.may_hold_something(*tile))
            .map(|tile| Ok((tile_id(tile)?, tile)))
            .collect::<Result<_, TilesetError>>()?;
        found.par_sort_unstable_by_key(|(id, _)| *id);
        self.tiles = found.into_iter().map(|(_, tile)| tile).collect();
        Ok(())
    }

    fn may_hold_something(&self, tile: TileCoordinate) -> bool {
        tile.lng_lat_bounds().intersects(&self.bounds)
            && self.layers.iter().any(|layer| layer.features.touches(tile))
    }
}

fn children(tile: TileCoordinate) -> impl Iterator<Item = TileCoordinate> {
    let (zoom, x, y) = (u32::from(tile.zoom()) + 1, tile.x() * 2, tile.y() * 2);
    [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)]
        .into_iter()
        .filter_map(move |(x, y)| TileCoordinate::new(zoom, x, y).ok())
}

/// A tile's number on PMTiles' curve: zooms follow each other, and within one
/// neighbours are near.
pub fn tile_id(tile: TileCoordinate) -> Result<u64, TilesetError> {
    Ok(TileId::from(TileCoord::new(tile.zoom(), tile.x(), tile.y())?).value())
}
