//! Tile coordinates, vector tiles, TileJSON and the map style.
//!
//! Pure functions over geometry and bytes: no HTTP, no cache; `features` alone
//! knows what is published. The way of a tile: [`WorldGeometry`] is made once
//! for what is published; for a tile each feature is rejected by its bounds,
//! thinned (`simplify`), cut to the buffered tile (`clip`), put on the tile's
//! grid (`grid`), made valid again there (`repair`) and written (`encode`).

pub mod catalogue;
pub mod coordinate;
pub mod features;
pub mod glyphs;
pub mod layer;
pub mod mercator;
pub mod sprite;
pub mod style;
pub mod theme;
pub mod tilejson;
pub mod world;

mod clip;
mod drawing;
mod encode;
mod grid;
mod packing;
mod palette;
mod repair;
mod simplify;

#[cfg(test)]
mod tests;

pub use catalogue::{LAYERS, Language, LayerDescription, LayerId};
pub use coordinate::{TileCoordinate, TileCoordinateError};
pub use layer::{EncodeError, PropertyValue, TileFeature, TileLayer, encode_tile};
pub use packing::Packing;
pub use style::{NetworkColour, Signs, StyleOptions, style};
pub use theme::Theme;
pub use tilejson::{TileAddress, TileJson, TileJsonOptions, VectorLayer};
pub use world::{WorldGeometry, WorldGeometryError};
