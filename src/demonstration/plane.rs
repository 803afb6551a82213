//! Between longitude/latitude and the demonstration's plane, EPSG:3006.

use std::sync::LazyLock;

use geo::{Coord, MapCoords, MapCoordsInPlace};

use crate::geometry::{Projection, WGS84};

pub(super) const PLANE: &str = "EPSG:3006";

static TO_PLANE: LazyLock<Projection> = LazyLock::new(|| open(WGS84, PLANE));
static TO_WGS84: LazyLock<Projection> = LazyLock::new(|| open(PLANE, WGS84));

/// From longitude, latitude to easting, northing in metres.
pub(super) fn to_plane<G>(lng_lat: &G) -> G
where
    G: MapCoords<f64, f64, Output = G> + MapCoordsInPlace<f64>,
{
    TO_PLANE.geometry(lng_lat).expect("the region lies inside SWEREF 99 TM's area of use")
}

/// From easting, northing in metres to longitude, latitude with five
/// decimals, about half a metre: finer would claim more than the model knows.
pub(super) fn to_lng_lat<G>(plane: &G) -> G
where
    G: MapCoords<f64, f64, Output = G> + MapCoordsInPlace<f64>,
{
    let exact = TO_WGS84.geometry(plane).expect("the region lies inside SWEREF 99 TM's area of use");
    exact.map_coords(|Coord { x, y }| Coord { x: five_decimals(x), y: five_decimals(y) })
}

fn five_decimals(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

fn open(from: &str, to: &str) -> Projection {
    Projection::new(from, to).expect("PROJ's embedded database has WGS 84 and SWEREF 99 TM")
}
