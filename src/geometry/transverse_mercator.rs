//! Transverse Mercator by its series: for millions of positions, where PROJ takes
//! each by itself.
//!
//! C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers",
//! Journal of Geodesy 85 (2011), 475–485: the conformal latitude by its equations
//! 7–9, and Krüger's series in the third flattening n to n⁶ by 10–15 and 35.

use geo::Coord;

/// Metres, of both ellipsoids.
const EQUATOR_M: f64 = 6_378_137.0;
/// By GRS 80, on which SWEREF 99 and ETRS89 are defined, and by WGS 84.
const FLATTENING_GRS80: f64 = 1.0 / 298.257_222_101;
const FLATTENING_WGS84: f64 = 1.0 / 298.257_223_563;
/// On the meridian, and what is added to eastings, metres.
const SCALE: f64 = 0.9996;
const FALSE_EASTING_M: f64 = 500_000.0;

const TERMS: usize = 6;

/// Degrees from the meridian within which the series is exact far below a millimetre.
const REACH_DEG: f64 = 12.0;
const HIGHEST_LATITUDE_DEG: f64 = 84.0;

/// From longitude and latitude, degrees, to easting and northing, metres.
#[derive(Clone, Debug)]
pub struct TransverseMercator {
    meridian_deg: f64,
    /// The scale on the meridian times the radius of the rectifying sphere, metres.
    radius_m: f64,
    eccentricity: f64,
    series: [f64; TERMS],
}

impl TransverseMercator {
    /// The system of that name, where it is a transverse Mercator of these: SWEREF 99
    /// TM, the UTM zones of ETRS89 and of WGS 84 north of the equator.
    ///
    /// Sources: EPSG registry, Lantmäteriet on SWEREF 99 TM.
    pub fn of(crs: &str) -> Option<Self> {
        let code: u32 = crs.strip_prefix("EPSG:")?.parse().ok()?;
        let (zone, flattening) = match code {
            3006 => (33, FLATTENING_GRS80),
            25828..=25838 => (code - 25800, FLATTENING_GRS80),
            32601..=32660 => (code - 32600, FLATTENING_WGS84),
            _ => return None,
        };
        Some(Self::of_zone(f64::from(zone), flattening))
    }

    /// A zone of UTM, by which SWEREF 99 TM is made too.
    fn of_zone(zone: f64, flattening: f64) -> Self {
        let n = flattening / (2.0 - flattening);
        let powers: [f64; TERMS + 1] = std::array::from_fn(|power| n.powi(power as i32));
        let [_, n1, n2, n3, n4, n5, n6] = powers;
        let radius_m = EQUATOR_M / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0 + n6 / 256.0);
        Self {
            meridian_deg: 6.0 * zone - 183.0,
            radius_m: SCALE * radius_m,
            eccentricity: (flattening * (2.0 - flattening)).sqrt(),
            series: [
                n1 / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4 - 127.0 / 288.0 * n5
                    + 7_891.0 / 37_800.0 * n6,
                13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1_440.0 * n4 + 281.0 / 630.0 * n5
                    - 1_983_433.0 / 1_935_360.0 * n6,
                61.0 / 240.0 * n3 - 103.0 / 140.0 * n4
                    + 15_061.0 / 26_880.0 * n5
                    + 167_603.0 / 181_440.0 * n6,
                49_561.0 / 161_280.0 * n4 - 179.0 / 168.0 * n5 + 6_601_661.0 / 7_257_600.0 * n6,
                34_729.0 / 80_640.0 * n5 - 3_418_889.0 / 1_995_840.0 * n6,
                212_378_941.0 / 319_334_400.0 * n6,
            ],
        }
    }

    /// None where the series doesn't reach.
    pub fn project(&self, lng_lat: Coord<f64>) -> Option<Coord<f64>> {
        let from_meridian_deg = lng_lat.x - self.meridian_deg;
        if !(from_meridian_deg.abs() <= REACH_DEG && lng_lat.y.abs() <= HIGHEST_LATITUDE_DEG) {
            return None;
        }
        let (sin_lng, cos_lng) = from_meridian_deg.to_radians().sin_cos();
        let (sin_lat, cos_lat) = lng_lat.y.to_radians().sin_cos();
        let tan = sin_lat / cos_lat;
        let sigma = (self.eccentricity * (self.eccentricity * sin_lat).atanh()).sinh();
        let conformal_tan = tan * sigma.hypot_one() - sigma / cos_lat;
        let northing = conformal_tan.atan2(cos_lng);
        let easting = (sin_lng / (conformal_tan * conformal_tan + cos_lng * cos_lng).sqrt()).asinh();
        let (north, east) = self.sum(northing, easting);
        Some(Coord { x: FALSE_EASTING_M + self.radius_m * east, y: self.radius_m * north })
    }

    /// Northing and easting on the sphere with the series' terms, which are
    /// αⱼ sin 2jζ of the complex ζ = northing + i easting, by Clenshaw's recurrence.
    fn sum(&self, northing: f64, easting: f64) -> (f64, f64) {
        let (sin, cos) = (2.0 * northing).sin_cos();
        let (grown, shrunk) = ((2.0 * easting).exp(), (-2.0 * easting).exp());
        let (sinh, cosh) = ((grown - shrunk) / 2.0, (grown + shrunk) / 2.0);
        // 2 cos 2ζ and sin 2ζ
        let (re, im) = (2.0 * cos * cosh, -2.0 * sin * sinh);
        let (mut one, mut before) = ((0.0, 0.0), (0.0, 0.0));
        for term in self.series.iter().rev() {
            let next = (re * one.0 - im * one.1 - before.0 + term, re * one.1 + im * one.0 - before.1);
            (before, one) = (one, next);
        }
        let (sin_re, sin_im) = (sin * cosh, cos * sinh);
        (northing + one.0 * sin_re - one.1 * sin_im, easting + one.0 * sin_im + one.1 * sin_re)
    }
}

trait HypotenuseOfOne {
    fn hypot_one(self) -> f64;
}

impl HypotenuseOfOne for f64 {
    /// √(1 + x²) of an x that is far from overflow.
    fn hypot_one(self) -> f64 {
        (1.0 + self * self).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::geometry::{Projection, WGS84};

    /// Ten times finer than a millimetre.
    const TOLERANCE_M: f64 = 1e-4;

    fn differ_m(crs: &str, position: Coord<f64>) -> f64 {
        let ours = TransverseMercator::of(crs).unwrap().project(position).unwrap();
        let theirs = Projection::new(WGS84, crs).unwrap().coord(position).unwrap();
        (ours.x - theirs.x).hypot(ours.y - theirs.y)
    }

    proptest! {
        /// Everywhere within reach the series says what PROJ says.
        #[test]
        fn the_series_says_what_proj_says(from_meridian in -12.0..12.0, lat in -84.0..84.0_f64) {
            for (crs, meridian) in [("EPSG:3006", 15.0), ("EPSG:25834", 21.0), ("EPSG:32635", 27.0)] {
                let position = Coord { x: meridian + from_meridian, y: lat };
                prop_assert!(differ_m(crs, position) < TOLERANCE_M, "{} {:?}", crs, position);
            }
        }
    }

    #[test]
    fn other_systems_and_far_places_are_left_to_proj() {
        for crs in ["EPSG:3035", "EPSG:3021", "EPSG:4326", "WGS 84", ""] {
            assert!(TransverseMercator::of(crs).is_none(), "{crs}");
        }
        let series = TransverseMercator::of("EPSG:3006").unwrap();
        for (x, y) in [(40.0, 60.0), (15.0, 89.0), (f64::NAN, 60.0), (15.0, f64::INFINITY)] {
            assert_eq!(series.project(Coord { x, y }), None, "{x} {y}");
        }
    }
}
