//! Change of coordinate reference system: the only user of `proj`. Which system a
//! description means is [`super::identify_crs`]'s business.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use geo::{Coord, MapCoords, MapCoordsInPlace};
use proj::Proj;

use super::crs_identity::has_places;

/// WGS 84 as longitude, latitude: what RFC 7946 and the web map speak.
pub const WGS84: &str = "EPSG:4326";

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProjectionError {
    #[error("the coordinate reference system {crs} is not known: {reason}")]
    UnknownCrs { crs: String, reason: String },
    #[error("({x}, {y}) has no place in {crs}: {reason}")]
    OutOfReach { x: f64, y: f64, crs: String, reason: String },
}

/// From one coordinate reference system to another, x = easting or longitude
/// and y = northing or latitude on both sides, whatever the axes' official order.
///
/// The value is a pair of names: PROJ's own objects belong to one thread and
/// cost up to 300 ms to make, so each thread keeps those it has used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Projection {
    from: String,
    to: String,
}

impl Projection {
    /// # Errors
    /// When PROJ knows one of the two systems by no such name.
    pub fn new(from: &str, to: &str) -> Result<Self, ProjectionError> {
        let projection = Self { from: from.to_owned(), to: to.to_owned() };
        projection.with_proj(|_| ())?;
        Ok(projection)
    }

    /// Projects one position.
    ///
    /// # Errors
    /// When the position has no place in the other system or isn't finite.
    pub fn coord(&self, coord: Coord<f64>) -> Result<Coord<f64>, ProjectionError> {
        if self.from == self.to {
            return Ok(coord);
        }
        self.with_proj(|proj| self.convert(proj, coord))?
    }

    /// Projects every coordinate of a geometry.
    ///
    /// # Errors
    /// As for [`Projection::coord`], with the first coordinate that has no place.
    pub fn geometry<G>(&self, geometry: &G) -> Result<G, ProjectionError>
    where
        G: MapCoords<f64, f64, Output = G> + MapCoordsInPlace<f64>,
    {
        if self.from == self.to {
            return geometry.try_map_coords(Ok);
        }
        // Asked for once: finding it costs as much as projecting a coordinate.
        self.with_proj(|proj| geometry.try_map_coords(|coord| self.convert(proj, coord)))?
    }

    fn convert(&self, proj: &Proj, coord: Coord<f64>) -> Result<Coord<f64>, ProjectionError> {
        match proj.convert((coord.x, coord.y)) {
            Ok((x, y)) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
            Ok(_) => Err(self.out_of_reach(coord, "the result is not finite".to_owned())),
            Err(error) => Err(self.out_of_reach(coord, error.to_string())),
        }
    }

    fn out_of_reach(&self, Coord { x, y }: Coord<f64>, reason: String) -> ProjectionError {
        ProjectionError::OutOfReach { x, y, crs: self.to.clone(), reason }
    }

    fn with_proj<T>(&self, use_proj: impl FnOnce(&Proj) -> T) -> Result<T, ProjectionError> {
        thread_local! {
            static OPEN: RefCell<HashMap<Projection, Rc<Proj>>> = RefCell::default();
        }
        let known = OPEN.with_borrow(|open| open.get(self).cloned());
        let proj = match known {
            Some(proj) => proj,
            None => {
                let proj = Rc::new(self.open()?);
                OPEN.with_borrow_mut(|open| open.insert(self.clone(), proj.clone()));
                proj
            }
        };
        Ok(use_proj(&proj))
    }

    fn open(&self) -> Result<Proj, ProjectionError> {
        if let Some(crs) = [&self.from, &self.to].into_iter().find(|crs| !has_places(crs)) {
            let reason = "no system of places on the Earth has this name".to_owned();
            return Err(ProjectionError::UnknownCrs { crs: crs.clone(), reason });
        }
        Proj::new_known_crs(&self.from, &self.to, None).map_err(|error| {
            let crs = format!("{} or {}", self.from, self.to);
            ProjectionError::UnknownCrs { crs, reason: error.to_string() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(crs: &str, (lng, lat): (f64, f64), (x, y): (f64, f64), tolerance: f64) {
        let there = Projection::new(WGS84, crs).unwrap();
        let back = Projection::new(crs, WGS84).unwrap();
        let projected = there.coord(Coord { x: lng, y: lat }).unwrap();
        assert!(
            (projected.x - x).abs() < tolerance && (projected.y - y).abs() < tolerance,
            "{crs}: {projected:?}"
        );
        let returned = back.coord(projected).unwrap();
        assert!((returned.x - lng).abs() < 1e-8 && (returned.y - lat).abs() < 1e-8, "{crs}: {returned:?}");
    }

    /// Umeå as its municipality publishes it, the origin of EPSG:3035 as it is
    /// defined, and Web Mercator by its formula.
    #[test]
    fn east_comes_first_whatever_the_official_axis_order() {
        check("EPSG:3006", (20.263, 63.8258), (758_803.0, 7_088_281.0), 1.0);
        check("EPSG:3035", (10.0, 52.0), (4_321_000.0, 3_210_000.0), 0.01);
        let (radius, latitude) = (6_378_137.0, 64.0_f64.to_radians());
        let northing = radius * (std::f64::consts::FRAC_PI_4 + latitude / 2.0).tan().ln();
        check("EPSG:3857", (15.0, 64.0), (radius * 15.0_f64.to_radians(), northing), 0.01);
    }

    #[test]
    fn rt90_is_known_and_close_to_its_neighbour() {
        let rt90 = Projection::new("EPSG:3021", "EPSG:3006").unwrap();
        let point = rt90.coord(Coord { x: 1_628_293.0, y: 6_580_994.0 }).unwrap();
        assert!(
            (point.x - 674_000.0).abs() < 2_000.0 && (point.y - 6_580_000.0).abs() < 3_000.0,
            "{point:?}"
        );
    }

    #[test]
    fn what_has_no_place_is_an_error() {
        assert!(matches!(Projection::new("EPSG:999999", WGS84), Err(ProjectionError::UnknownCrs { .. })));
        let projection = Projection::new(WGS84, "EPSG:3006").unwrap();
        assert!(projection.coord(Coord { x: f64::NAN, y: 64.0 }).is_err());
        assert!(projection.coord(Coord { x: 15.0, y: 640.0 }).is_err());
    }
}
