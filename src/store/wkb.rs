//! Geometry columns: OGC well-known binary in two dimensions.

use geo::{Geometry, MultiPolygon};
use geozero::{CoordDimensions, ToGeo, ToWkb, wkb::Wkb};

use super::{StoreError, error::readable};

pub(super) fn encode(geometry: &Geometry<f64>) -> Vec<u8> {
    geometry.to_wkb(CoordDimensions::xy()).expect("every geometry has a binary form, and memory takes it")
}

pub(super) fn decode(column: &'static str, wkb: &[u8]) -> Result<Geometry<f64>, StoreError> {
    readable(column, Wkb(wkb).to_geo())
}

pub(super) fn encode_area(area: &MultiPolygon<f64>) -> Vec<u8> {
    // geozero writes no part of a geometry; the copy is small beside the writing.
    encode(&Geometry::MultiPolygon(area.clone()))
}
