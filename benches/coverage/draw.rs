//! Seeded positions and tiles: the same on every machine.

use std::time::{Duration, Instant};

use geo::{Coord, Rect};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tackning::{
    demonstration::DEFAULT_SEED, geometry::LngLatFrame, index::RegionIndex, tiles::TileCoordinate,
};

const ZOOMS: std::ops::RangeInclusive<u8> = 5..=14;

/// Positions in the region's zones, in its computing coordinate reference system.
pub fn positions(region: &RegionIndex, count: usize) -> Vec<Coord<f64>> {
    let bounds: Rect<f64> = region.region.bounds().expect("the region has zones");
    let mut dice = ChaCha8Rng::seed_from_u64(DEFAULT_SEED);
    let mut anywhere = || Coord {
        x: dice.random_range(bounds.min().x..bounds.max().x),
        y: dice.random_range(bounds.min().y..bounds.max().y),
    };
    std::iter::repeat_with(&mut anywhere).filter(|at| !region.zones_at(*at).is_empty()).take(count).collect()
}

/// Tiles that show a position in the region, as many of each zoom.
pub fn tiles(region: &RegionIndex, frame: &LngLatFrame, count: usize) -> Vec<TileCoordinate> {
    let zooms = ZOOMS.cycle();
    let positions = positions(region, count);
    let tile = |(position, zoom): (Coord<f64>, u8)| {
        let lng_lat = frame.position_to_lng_lat(position).expect("a zone has a place on the map");
        tile_at(lng_lat, zoom)
    };
    positions.into_iter().zip(zooms).map(tile).collect()
}

/// The tile of the web map that shows a position.
fn tile_at(Coord { x: lng, y: lat }: Coord<f64>, zoom: u8) -> TileCoordinate {
    let tiles = f64::from(1_u32 << zoom);
    let latitude = lat.to_radians();
    let east = (lng + 180.0) / 360.0;
    let south = (1.0 - latitude.tan().asinh() / std::f64::consts::PI) / 2.0;
    let [x, y] = [east, south].map(|share| (share * tiles) as u32);
    TileCoordinate::new(u32::from(zoom), x, y).expect("a place on the map has a tile")
}

/// How the times of single tiles are spread.
pub fn spread(tiles: &[TileCoordinate], encode: impl Fn(TileCoordinate)) -> String {
    let time = |tile: &TileCoordinate| {
        let begin = Instant::now();
        encode(*tile);
        begin.elapsed()
    };
    let mut times: Vec<Duration> = tiles.iter().map(time).collect();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    format!("one tile: median {:.1?}, 99 % under {:.1?}, longest {:.1?}\n", at(0.5), at(0.99), at(1.0))
}
