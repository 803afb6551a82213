//! The grid of whole numbers on which a tile's geometry lies.
//!
//! A tile is 4096 units wide, and its features reach [`BUFFER`] units beyond
//! its edge so that a drawn outline never shows where one tile ends.

use geo::Coord;
use i_overlay::i_float::int::point::IntPoint;

use super::coordinate::TileCoordinate;

/// Width and height of a tile, in tile units, as a layer states it.
pub const EXTENT_UNITS: u32 = 4096;

/// The same, to reckon with.
pub const EXTENT: f64 = EXTENT_UNITS as f64;

/// How far beyond its edge a tile's features reach, in tile units: eight
/// pixels of a tile drawn 512 pixels wide, more than any line here is thick.
pub const BUFFER: f64 = 64.0;

/// Carries World coordinates onto the grid of one tile.
#[derive(Clone, Copy, Debug)]
pub struct TileGrid {
    units_per_world: f64,
    origin: Coord<f64>,
}

impl TileGrid {
    pub fn new(tile: TileCoordinate) -> Self {
        Self {
            units_per_world: units_per_world(tile.zoom()),
            origin: Coord { x: f64::from(tile.x()) * EXTENT, y: f64::from(tile.y()) * EXTENT },
        }
    }

    /// Tile units of a World position. The scale is a power of two and the
    /// origin a whole number, so two neighbouring tiles see positions that
    /// differ by exactly one extent.
    pub fn position(&self, world: Coord<f64>) -> Coord<f64> {
        world * self.units_per_world - self.origin
    }
}

/// How many tile units the world is wide at a zoom.
pub fn units_per_world(zoom: u8) -> f64 {
    f64::from(1_u32 << zoom) * EXTENT
}

/// The grid points along a path, without points that repeat the one before.
pub fn quantise(path: &[Coord<f64>]) -> Vec<IntPoint> {
    let mut points: Vec<IntPoint> = path.iter().map(|position| nearest(*position)).collect();
    points.dedup();
    points
}

/// The grid points of a closed ring, without the repeated last point.
pub fn quantise_ring(ring: &[Coord<f64>]) -> Vec<IntPoint> {
    let mut points = quantise(ring);
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

/// The grid point nearest to a position. Halves go up, not away from zero:
/// only so do neighbouring tiles round the same position to the same place.
#[expect(clippy::cast_possible_truncation, reason = "what is clipped lies within the buffered tile")]
fn nearest(position: Coord<f64>) -> IntPoint {
    IntPoint::new((position.x + 0.5).floor() as i32, (position.y + 0.5).floor() as i32)
}
