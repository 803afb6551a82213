//! Which part of the world a map of so many pixels shows, in Web Mercator
//! (EPSG:3857), and where its tiles lie in it. Knows nothing of what is drawn.

use std::f64::consts::PI;

use super::{TileAddress, View};

/// The tiles' own service ends here; closer views enlarge these tiles.
const DEEPEST_TILE_ZOOM: u8 = 14;
/// A tile is drawn at this size or up to twice as large, so that a page of
/// 1200 × 1500 pixels takes about ten tiles.
const SMALLEST_TILE_PX: f64 = 512.0;
/// Four samples a pixel: a larger tile takes too much memory of a software driver.
const LARGEST_TILE_PX: f64 = 2048.0;
/// Share of the map left free on each side of fitted bounds.
const MARGIN_SHARE: f64 = 0.03;
const EQUATOR_M: f64 = 40_075_016.685_578_5;
/// Where Web Mercator's square ends.
const LAST_LATITUDE: f64 = 85.051_128;

/// A map's window on the world's pixels at one zoom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    width_px: u32,
    height_px: u32,
    zoom: u8,
    tile_px: u32,
    /// The window's corner, in whole pixels from the world's north-west corner.
    left_px: i64,
    top_px: i64,
}

impl Frame {
    pub fn new(view: &View, width_px: u32, height_px: u32) -> Self {
        let (centre, world_px) = match *view {
            View::Centre { lng, lat, zoom } => (world_share(lng, lat), SMALLEST_TILE_PX * zoom.exp2()),
            View::Bounds { west, south, east, north } => fit(
                world_share(west, north),
                world_share(east, south),
                f64::from(width_px),
                f64::from(height_px),
            ),
        };
        Self::around(centre, world_px, width_px, height_px)
    }

    /// The size of a tile is rounded down to whole pixels, so that tiles meet
    /// without seams and nothing is resampled.
    fn around(centre: (f64, f64), world_px: f64, width_px: u32, height_px: u32) -> Self {
        let zoom = (world_px / SMALLEST_TILE_PX).log2().floor();
        let zoom = zoom.clamp(0.0, f64::from(DEEPEST_TILE_ZOOM)) as u8;
        let tile_px = (world_px / f64::from(zoom).exp2()).floor().clamp(1.0, LARGEST_TILE_PX) as u32;
        let world_px = f64::from(tile_px) * f64::from(zoom).exp2();
        let corner = |share: f64, size_px: u32| (share * world_px - f64::from(size_px) / 2.0).round() as i64;
        Self {
            width_px,
            height_px,
            zoom,
            tile_px,
            left_px: corner(centre.0, width_px),
            top_px: corner(centre.1, height_px),
        }
    }

    pub fn tile_px(&self) -> u32 {
        self.tile_px
    }

    /// All tiles of which something is seen, row by row.
    pub fn tiles(&self) -> Vec<TileAddress> {
        let columns = self.tile_range(self.left_px, self.width_px);
        let rows = self.tile_range(self.top_px, self.height_px);
        rows.flat_map(|y| columns.clone().map(move |x| (x, y)))
            .map(|(x, y)| TileAddress { z: self.zoom, x, y })
            .collect()
    }

    fn tile_range(&self, start_px: i64, size_px: u32) -> std::ops::RangeInclusive<u32> {
        let last_of_world = (1_i64 << self.zoom) - 1;
        let index = |px: i64| px.div_euclid(i64::from(self.tile_px)).clamp(0, last_of_world) as u32;
        index(start_px)..=index(start_px + i64::from(size_px) - 1)
    }

    /// The left and top edge of a tile in the map's pixels.
    pub fn place(&self, tile: TileAddress) -> (i64, i64) {
        let tile_px = i64::from(self.tile_px);
        (i64::from(tile.x) * tile_px - self.left_px, i64::from(tile.y) * tile_px - self.top_px)
    }

    /// A position in the map's pixels, right and down from its corner.
    pub fn pixel(&self, lng: f64, lat: f64) -> (f64, f64) {
        let (x, y) = world_share(lng, lat);
        (x * self.world_px() - self.left_px as f64, y * self.world_px() - self.top_px as f64)
    }

    /// Metres on the ground along one pixel in the given row of the map.
    pub fn metres_per_px(&self, row_px: f64) -> f64 {
        let y = (self.top_px as f64 + row_px) / self.world_px();
        EQUATOR_M * latitude(y).to_radians().cos() / self.world_px()
    }

    fn world_px(&self) -> f64 {
        f64::from(self.tile_px) * f64::from(self.zoom).exp2()
    }
}

/// The centre of the box and the world's width in pixels when the box fits.
fn fit(north_west: (f64, f64), south_east: (f64, f64), width_px: f64, height_px: f64) -> ((f64, f64), f64) {
    let usable = 1.0 - 2.0 * MARGIN_SHARE;
    // A point as bounds gets the closest view instead of an endless one.
    let width = (south_east.0 - north_west.0).max(f64::EPSILON);
    let height = (south_east.1 - north_west.1).max(f64::EPSILON);
    let centre = (f64::midpoint(north_west.0, south_east.0), f64::midpoint(north_west.1, south_east.1));
    (centre, (usable * width_px / width).min(usable * height_px / height))
}

/// Web Mercator as shares of the world's square, from its north-west corner.
/// Formula: EPSG Guidance Note 7-2, method 1024, on the unit square.
fn world_share(lng: f64, lat: f64) -> (f64, f64) {
    let lat = lat.clamp(-LAST_LATITUDE, LAST_LATITUDE).to_radians();
    ((lng + 180.0) / 360.0, (1.0 - lat.tan().asinh() / PI) / 2.0)
}

fn latitude(world_share_y: f64) -> f64 {
    (PI * (1.0 - 2.0 * world_share_y)).sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_COUNTIES: View = View::Bounds { west: 14.3, south: 63.4, east: 24.2, north: 69.1 };

    fn check(view: &View, expected_zoom: u8, expected_tiles: usize) {
        let frame = Frame::new(view, 1128, 1150);
        let tiles = frame.tiles();
        assert_eq!(tiles[0].z, expected_zoom, "{view:?}");
        assert_eq!(tiles.len(), expected_tiles, "{view:?}");
        let drawn_px = tiles.len() as u64 * u64::from(frame.tile_px()).pow(2);
        assert!(drawn_px < 16_000_000, "{view:?}: {drawn_px} pixels");
    }

    #[test]
    fn a_page_takes_few_tiles() {
        check(&TWO_COUNTIES, 5, 4);
        let municipality = View::Centre { lng: 20.2, lat: 65.6, zoom: 9.5 };
        check(&municipality, 9, 6);
        let street = View::Centre { lng: 20.2, lat: 65.6, zoom: 15.5 };
        check(&street, 14, 2);
    }

    #[test]
    fn bounds_lie_in_the_map() {
        let frame = Frame::new(&TWO_COUNTIES, 1128, 1150);
        for (lng, lat) in [(14.3, 63.4), (24.2, 69.1)] {
            let (x, y) = frame.pixel(lng, lat);
            assert!((0.0..1128.0).contains(&x), "{x}");
            assert!((0.0..1150.0).contains(&y), "{y}");
        }
    }

    #[test]
    fn tiles_and_positions_agree() {
        let frame = Frame::new(&TWO_COUNTIES, 1128, 1150);
        let tile = frame.tiles()[3];
        let tiles_around = f64::from(tile.z).exp2();
        let lng = f64::from(tile.x) / tiles_around * 360.0 - 180.0;
        let lat = latitude(f64::from(tile.y) / tiles_around);
        let (left, top) = frame.place(tile);
        let (x, y) = frame.pixel(lng, lat);
        assert!((x - left as f64).abs() < 1e-6 && (y - top as f64).abs() < 1e-6);
    }

    #[test]
    fn metres_shrink_to_the_north() {
        let frame = Frame::new(&View::Centre { lng: 20.0, lat: 60.0, zoom: 0.0 }, 512, 512);
        // Half of the equator's scale at 60° N.
        let expected = EQUATOR_M / 512.0 / 2.0;
        assert!((frame.metres_per_px(256.0) / expected - 1.0).abs() < 0.01);
    }
}
