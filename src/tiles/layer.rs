//! What goes into a tile, and the one function that makes a tile of it.
//!
//! Which features a tile may need is for the caller to find, by the bounds of
//! [`TileCoordinate`]; the order in which they come is the order in the tile.

use std::borrow::Cow;

use mvt::{GeomData, Layer, Tile};

use super::coordinate::TileCoordinate;
use super::encode::GeometryEncoder;
use super::grid::EXTENT_UNITS;
use super::world::WorldGeometry;

/// A layer of a tile: its name, and the features that may have a trace in it.
#[derive(Clone, Debug)]
pub struct TileLayer<'a, Features> {
    pub name: &'a str,
    pub features: Features,
}

/// A geometry, borrowed from the snapshot or made for the occasion, and what
/// is to be known of it. A property without a value is left out by the caller,
/// as the format has no null.
#[derive(Clone, Debug, PartialEq)]
pub struct TileFeature<'a> {
    pub geometry: Cow<'a, WorldGeometry>,
    pub properties: Vec<(&'static str, PropertyValue<'a>)>,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyValue<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Number(f64),
    Flag(bool),
}

/// Why a tile could not be written.
#[derive(Debug, thiserror::Error)]
#[error("tile {tile} could not be written: {source}")]
pub struct EncodeError {
    tile: TileCoordinate,
    source: mvt::Error,
}

/// The bytes of a Mapbox Vector Tile 2.1 of extent 4096; none when no feature
/// has a trace in the tile. The same input gives the same bytes.
///
/// # Errors
/// When two layers have the same name.
pub fn encode_tile<'a, Layers, Features>(
    tile: TileCoordinate,
    layers: Layers,
) -> Result<Option<Vec<u8>>, EncodeError>
where
    Layers: IntoIterator<Item = TileLayer<'a, Features>>,
    Features: IntoIterator<Item = TileFeature<'a>>,
{
    write_tile(tile, layers).map_err(|source| EncodeError { tile, source })
}

fn write_tile<'a, Layers, Features>(
    coordinate: TileCoordinate,
    layers: Layers,
) -> Result<Option<Vec<u8>>, mvt::Error>
where
    Layers: IntoIterator<Item = TileLayer<'a, Features>>,
    Features: IntoIterator<Item = TileFeature<'a>>,
{
    let encoder = GeometryEncoder::new(coordinate);
    let mut tile = Tile::new(EXTENT_UNITS);
    for TileLayer { name, features } in layers {
        let mut layer = tile.create_layer(name);
        for feature in features {
            if let Some(geometry) = encoder.encode(&feature.geometry)? {
                layer = with_feature(layer, geometry, &feature.properties);
            }
        }
        if layer.num_features() > 0 {
            tile.add_layer(layer)?;
        }
    }
    if tile.num_layers() == 0 { Ok(None) } else { tile.to_bytes().map(Some) }
}

fn with_feature(layer: Layer, geometry: GeomData, properties: &[(&'static str, PropertyValue<'_>)]) -> Layer {
    let mut feature = layer.into_feature(geometry);
    for (key, value) in properties {
        match value {
            PropertyValue::Text(text) => feature.add_tag_string(key, text),
            PropertyValue::Integer(integer) => feature.add_tag_int(key, *integer),
            PropertyValue::Number(number) => feature.add_tag_double(key, *number),
            PropertyValue::Flag(flag) => feature.add_tag_bool(key, *flag),
        }
    }
    feature.into_layer()
}

impl<'a> From<&'a str> for PropertyValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for PropertyValue<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for PropertyValue<'_> {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<u32> for PropertyValue<'_> {
    fn from(integer: u32) -> Self {
        Self::Integer(i64::from(integer))
    }
}

impl From<f64> for PropertyValue<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for PropertyValue<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}
