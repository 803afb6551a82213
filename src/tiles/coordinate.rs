//! The address of a tile, checked once, and the part of the world it shows.
//!
//! How features get into the tile is not its business.

use std::fmt;

use geo::{Coord, Rect};

use super::grid::{BUFFER, EXTENT};
use super::mercator::world_to_lng_lat;

/// The deepest zoom that has an address.
pub const DEEPEST_ZOOM: u8 = 22;

/// A tile of the XYZ scheme: zoom 0–22, x eastwards, y southwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileCoordinate {
    zoom: u8,
    x: u32,
    y: u32,
}

/// Why three numbers are no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileCoordinateError {
    #[error("tile {axis} is {text:?}, which is no whole number from 0 on")]
    NotANumber { axis: char, text: String },
    #[error("tile zoom is {zoom}, but tiles end at zoom {DEEPEST_ZOOM}")]
    TooDeep { zoom: u32 },
    #[error("tile {axis} is {value}, but zoom {zoom} has {axis} from 0 to {last}")]
    OutsideTheWorld { axis: char, value: u32, zoom: u8, last: u32 },
}

impl TileCoordinate {
    /// The tile `zoom`/`x`/`y`.
    ///
    /// # Errors
    /// When `zoom` is deeper than [`DEEPEST_ZOOM`], or `x` or `y` lies outside
    /// the 2^zoom × 2^zoom tiles of that zoom.
    pub fn new(zoom: u32, x: u32, y: u32) -> Result<Self, TileCoordinateError> {
        let zoom = u8::try_from(zoom)
            .ok()
            .filter(|zoom| *zoom <= DEEPEST_ZOOM)
            .ok_or(TileCoordinateError::TooDeep { zoom })?;
        let last = (1_u32 << zoom) - 1;
        for (axis, value) in [('x', x), ('y', y)] {
            if value > last {
                return Err(TileCoordinateError::OutsideTheWorld { axis, value, zoom, last });
            }
        }
        Ok(Self { zoom, x, y })
    }

    /// The tile that the three parts of a path name, without a file ending.
    ///
    /// # Errors
    /// When a part is no number, and as [`TileCoordinate::new`].
    pub fn parse(zoom: &str, x: &str, y: &str) -> Result<Self, TileCoordinateError> {
        Self::new(number('z', zoom)?, number('x', x)?, number('y', y)?)
    }

    #[must_use]
    pub const fn zoom(self) -> u8 {
        self.zoom
    }

    #[must_use]
    pub const fn x(self) -> u32 {
        self.x
    }

    #[must_use]
    pub const fn y(self) -> u32 {
        self.y
    }

    /// What the tile shows, in World coordinates (0…1, y down).
    #[must_use]
    pub fn world_bounds(self) -> Rect<f64> {
        self.world_bounds_widened_by(0.0)
    }

    /// What may have a trace in the tile: its bounds and the buffer around
    /// them, in World coordinates (0…1, y down).
    #[must_use]
    pub fn buffered_world_bounds(self) -> Rect<f64> {
        self.world_bounds_widened_by(BUFFER / EXTENT)
    }

    /// What the tile shows, as WGS 84 longitude (x) and latitude (y) in degrees.
    #[must_use]
    pub fn lng_lat_bounds(self) -> Rect<f64> {
        lng_lat_rectangle(self.world_bounds())
    }

    /// The box to ask an index for candidates: the tile and its buffer, as
    /// WGS 84 longitude (x) and latitude (y) in degrees.
    #[must_use]
    pub fn buffered_lng_lat_bounds(self) -> Rect<f64> {
        lng_lat_rectangle(self.buffered_world_bounds())
    }

    fn world_bounds_widened_by(self, tiles: f64) -> Rect<f64> {
        let tile_width = f64::from(1_u32 << self.zoom).recip();
        let corner = |offset: f64| Coord {
            x: (f64::from(self.x) + offset) * tile_width,
            y: (f64::from(self.y) + offset) * tile_width,
        };
        Rect::new(corner(-tiles), corner(1.0 + tiles))
    }
}

impl fmt::Display for TileCoordinate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}/{}", self.zoom, self.x, self.y)
    }
}

fn number(axis: char, text: &str) -> Result<u32, TileCoordinateError> {
    // `u32` would also read "+3" and "03": one tile has one address.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse()
        .ok()
        .filter(|_| is_plain)
        .ok_or_else(|| TileCoordinateError::NotANumber { axis, text: text.to_owned() })
}

fn lng_lat_rectangle(world: Rect<f64>) -> Rect<f64> {
    Rect::new(world_to_lng_lat(world.min()), world_to_lng_lat(world.max()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zoom: &str, x: &str, y: &str, expected: &str) {
        let found = match TileCoordinate::parse(zoom, x, y) {
            Ok(tile) => tile.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn addresses() {
        check("0", "0", "0", "0/0/0");
        check("22", "4194303", "0", "22/4194303/0");
        check("23", "0", "0", "tile zoom is 23, but tiles end at zoom 22");
        check("300", "0", "0", "tile zoom is 300, but tiles end at zoom 22");
        check("0", "1", "0", "tile x is 1, but zoom 0 has x from 0 to 0");
        check("3", "0", "8", "tile y is 8, but zoom 3 has y from 0 to 7");
        check("-1", "0", "0", "tile z is \"-1\", which is no whole number from 0 on");
        check("1", "+1", "0", "tile x is \"+1\", which is no whole number from 0 on");
        check("1", "01", "0", "tile x is \"01\", which is no whole number from 0 on");
        check("1", "1", "", "tile y is \"\", which is no whole number from 0 on");
        check("1", "99999999999", "0", "tile x is \"99999999999\", which is no whole number from 0 on");
    }

    #[test]
    fn bounds_cover_the_world_and_meet_each_other() {
        let world = TileCoordinate::new(0, 0, 0).expect("the root tile").world_bounds();
        assert_eq!(world, Rect::new((0.0, 0.0), (1.0, 1.0)));
        let west = TileCoordinate::new(14, 9114, 4263).expect("a tile");
        let east = TileCoordinate::new(14, 9115, 4263).expect("its neighbour");
        assert_eq!(west.world_bounds().max().x, east.world_bounds().min().x);
        let lng_lat = west.lng_lat_bounds();
        assert!(lng_lat.min().x < 20.27 && 20.27 < lng_lat.max().x, "{lng_lat:?}");
        assert!(lng_lat.min().y > 63.0 && lng_lat.max().y < 66.0, "{lng_lat:?}");
        assert!(west.buffered_lng_lat_bounds().min().x < lng_lat.min().x);
    }
}
