//! What a caller asks a map picture to show.
//!
//! Positions are WGS 84 longitudes and latitudes in degrees, sizes are pixels.
//! Nothing here draws or reads files.

pub use crate::domain::Language;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One picture: a map of vector tiles and all that is written around it.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPicture {
    pub width_px: u32,
    pub height_px: u32,
    pub view: View,
    /// The colour where no layer has a shape: the sea, or the land of others.
    pub background: Colour,
    /// In drawing order: the first lies undermost.
    pub layers: Vec<Layer>,
    /// The tiles of [`super::tiles_needed`]. The same address may come more than
    /// once, with different layers in each; a missing tile is an empty one.
    pub tiles: Vec<Tile>,
    /// In order of importance: where two names collide, the first one stays.
    pub labels: Vec<Label>,
    pub title: String,
    pub subtitle: String,
    pub legend: Vec<LegendEntry>,
    pub attribution: String,
    /// The warning set into a map of made-up figures.
    pub demonstration: Option<String>,
    /// The language of the few words that the picture adds by itself.
    pub language: Language,
}

/// The part of the world that the map shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum View {
    /// `zoom` as in MapLibre: the world is 512 · 2^zoom pixels wide.
    Centre { lng: f64, lat: f64, zoom: f64 },
    /// Fitted into the map with a narrow margin on all sides.
    Bounds { west: f64, south: f64, east: f64, north: f64 },
}

/// One layer of the tiles, and how it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// The layer's name in the vector tile.
    pub source: String,
    pub paint: Paint,
}

/// Colours are opaque: the renderer can't blend one layer with another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Paint {
    /// Polygons, filled. A hatched fill needs a colour of its own in the picture.
    Fill { colour: Colour, hatching: Option<Hatching> },
    /// Lines, and the outlines of polygons. The width is that on a page 1200
    /// pixels wide and grows with the page, as texts and patterns do.
    Line { colour: Colour, width_px: f64 },
}

/// A pattern over a fill, so that classes differ without colours too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hatching {
    pub pattern: Pattern,
    pub colour: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pattern {
    Diagonal,
    Dots,
    Cross,
}

/// Mapbox vector tile bytes (not compressed) at their place in the web's tile grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub address: TileAddress,
    pub mvt: Vec<u8>,
}

/// A tile in the XYZ scheme: row 0 is the northernmost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileAddress {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

/// A name or sign at a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    pub lng: f64,
    pub lat: f64,
    pub text: String,
    pub kind: LabelKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelKind {
    /// A dot with a name beside it; left out where there is no room.
    Place,
    /// A name centred in its area; left out where there is no room.
    Zone,
    /// A short text, such as a rank, in a circle; always drawn.
    Rank,
    /// A warning sign, always drawn; its text only where there is room.
    DeadZone,
}

/// One line of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    pub symbol: Symbol,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Symbol {
    Area { colour: Colour, hatching: Option<Hatching> },
    Line { colour: Colour, width_px: f64 },
    Place,
    Rank,
    DeadZone,
}

/// An opaque sRGB colour, in text `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{text:?} is no colour of the form #rrggbb")]
pub struct ColourError {
    pub text: String,
}

impl Colour {
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }
}

impl FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Self, ColourError> {
        let wrong = || ColourError { text: text.to_owned() };
        let digits = text.strip_prefix('#').ok_or_else(wrong)?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { red, green, blue } = self;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl TryFrom<String> for Colour {
    type Error = ColourError;

    fn try_from(text: String) -> Result<Self, ColourError> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<Colour>) {
        let colour = text.parse::<Colour>().ok();
        assert_eq!(colour, expected, "{text}");
        if let Some(colour) = colour {
            assert_eq!(colour.to_string(), text.to_lowercase());
        }
    }

    #[test]
    fn colours_are_read_and_written() {
        check("#1b6ca8", Some(Colour::new(0x1b, 0x6c, 0xa8)));
        check("#FFFFFF", Some(Colour::new(255, 255, 255)));
        check("1b6ca8", None);
        check("#1b6ca", None);
        check("#+b6ca8", None);
        check("#åäö", None);
    }
}
