//! How features become the bytes of a tile.

use std::borrow::Cow;

use mvt::{GeomData, Layer, Tile};

use super::coordinate::TileCoordinate;
use super::grid::EXTENT_UNITS;

/// What a tile shows of a feature.
pub struct TileFeature<'a> {
    pub geometry: GeomData,
    pub properties: &'a [(&'static str, PropertyValue<'static>)],
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
    pub(super) tile: TileCoordinate,
    pub(super) source: mvt::Error,
}

/// A tile of one layer, its features in their order; none without features.
pub(super) fn write_tile<'a>(
    name: &str,
    features: impl Iterator<Item = Result<TileFeature<'a>, mvt::Error>>,
) -> Result<Option<Vec<u8>>, mvt::Error> {
    let mut tile = Tile::new(EXTENT_UNITS);
    let mut layer = tile.create_layer(name);
    for feature in features {
        layer = with_feature(layer, feature?);
    }
    if layer.num_features() == 0 {
        return Ok(None);
    }
    tile.add_layer(layer)?;
    tile.to_bytes().map(Some)
}

fn with_feature(layer: Layer, feature: TileFeature<'_>) -> Layer {
    let TileFeature { geometry, properties } = feature;
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

impl PropertyValue<'_> {
    /// About what it takes in memory.
    pub(super) fn size_bytes(&self) -> usize {
        let text = match self {
            Self::Text(text) => text.len(),
            Self::Integer(_) | Self::Number(_) | Self::Flag(_) => 0,
        };
        size_of::<(&str, Self)>() + text
    }
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
