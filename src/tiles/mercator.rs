//! The spherical formulas of Web Mercator, in one place.
//!
//! "World" coordinates are Web Mercator normalised to the square 0…1: x grows
//! eastwards from the antimeridian, y grows southwards from the top of the map.
//! The input is WGS 84 longitude and latitude, so no datum is changed here;
//! every other projection is `geometry`'s business.

use std::f64::consts::PI;

use geo::Coord;

/// Latitude, in degrees, at which the square of Web Mercator ends.
pub const MAXIMUM_LATITUDE_DEGREES: f64 = 85.051_128_779_806_59;

/// World coordinates (0…1, y down) of a WGS 84 position in degrees.
///
/// Latitudes beyond [`MAXIMUM_LATITUDE_DEGREES`] are moved onto the edge of the
/// map, as the poles have no place in Web Mercator.
#[must_use]
pub fn lng_lat_to_world(lng_lat: Coord<f64>) -> Coord<f64> {
    let latitude = lng_lat.y.clamp(-MAXIMUM_LATITUDE_DEGREES, MAXIMUM_LATITUDE_DEGREES);
    // Snyder, Map Projections: A Working Manual (1987), equation 7-2, on the unit square.
    let mercator_y = latitude.to_radians().sin().atanh();
    Coord { x: lng_lat.x / 360.0 + 0.5, y: 0.5 - mercator_y / (2.0 * PI) }
}

/// WGS 84 longitude and latitude, in degrees, of World coordinates (0…1, y down).
#[must_use]
pub fn world_to_lng_lat(world: Coord<f64>) -> Coord<f64> {
    let mercator_y = (0.5 - world.y) * 2.0 * PI;
    Coord { x: (world.x - 0.5) * 360.0, y: mercator_y.sinh().atan().to_degrees() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lng: f64, lat: f64, x: f64, y: f64) {
        let world = lng_lat_to_world(Coord { x: lng, y: lat });
        assert!((world.x - x).abs() < 1e-12 && (world.y - y).abs() < 1e-12, "{lng} {lat}: {world:?}");
        let back = world_to_lng_lat(world);
        let reachable = lat.clamp(-MAXIMUM_LATITUDE_DEGREES, MAXIMUM_LATITUDE_DEGREES);
        assert!((back.x - lng).abs() < 1e-12 && (back.y - reachable).abs() < 1e-12, "{back:?}");
    }

    #[test]
    fn positions_of_the_unit_square() {
        check(0.0, 0.0, 0.5, 0.5);
        check(-180.0, MAXIMUM_LATITUDE_DEGREES, 0.0, 0.0);
        check(180.0, -MAXIMUM_LATITUDE_DEGREES, 1.0, 1.0);
        check(0.0, 90.0, 0.5, 0.0);
        // As PROJ has it: EPSG:4326 to EPSG:3857, over the equator's length in metres.
        let equator_m = 40_075_016.685_578_49;
        let (x_m, y_m) = (2_255_677.973_893_18, 9_305_665.255_023_56);
        check(20.2631, 63.8258, 0.5 + x_m / equator_m, 0.5 - y_m / equator_m);
    }
}
