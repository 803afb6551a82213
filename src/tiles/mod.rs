//! Tile coordinates, vector tiles, TileJSON and the map style.
//!
//! Pure functions over geometry and bytes: no HTTP, no cache; `features` alone
//! knows what is published. The way of a tile: each feature becomes a
//! [`WorldGeometry`], and a layer's features are weighed together (`weigh`) into a
//! [`PreparedLayer`]. That keeps what a zoom shows: edges, thinned and indexed
//! (`zoomed`), or from afar a picture (`afar`). For a tile the features near it are
//! cut to the buffered tile (`clip`), put on the tile's grid (`grid`), made valid
//! again there (`repair`) and written (`encode`, `layer`).

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

mod afar;
mod clip;
mod drawing;
mod encode;
mod grid;
mod packing;
mod palette;
mod prepared;
mod repair;
mod simplify;
mod weigh;
mod zoomed;

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod tests;

pub use catalogue::{LAYERS, Language, LayerDescription, LayerId};
pub use coordinate::{TileCoordinate, TileCoordinateError};
pub use layer::{EncodeError, PropertyValue};
pub use packing::Packing;
pub use prepared::{FromAfar, LayerFeature, PreparedLayer, Properties, Zooms};
pub use style::{NetworkColour, Signs, StyleOptions, style};
pub use theme::Theme;
pub use tilejson::{TileAddress, TileJson, TileJsonOptions, VectorLayer};
pub use world::{WorldGeometry, WorldGeometryError};
