//! Between the computing coordinate reference system and longitude/latitude.

use geo::{Coord, LineString, MapCoords, MapCoordsInPlace, Rect};

use super::{Projection, ProjectionError, WGS84};

/// Both directions between a computing system and WGS 84 longitude/latitude.
#[derive(Clone, Debug)]
pub struct LngLatFrame {
    to_lng_lat: Projection,
    from_lng_lat: Projection,
}

/// Points taken along each side of a rectangle whose sides aren't straight in the other system.
const POINTS_A_SIDE: u32 = 8;

impl LngLatFrame {
    /// # Errors
    /// When the computing system is unknown.
    pub fn new(crs: &str) -> Result<Self, ProjectionError> {
        Ok(Self { to_lng_lat: Projection::new(crs, WGS84)?, from_lng_lat: Projection::new(WGS84, crs)? })
    }

    /// A geometry of the computing system, with x = longitude and y = latitude.
    pub fn to_lng_lat<G>(&self, geometry: &G) -> Result<G, ProjectionError>
    where
        G: MapCoords<f64, f64, Output = G> + MapCoordsInPlace<f64>,
    {
        self.to_lng_lat.geometry(geometry)
    }

    /// A geometry with x = longitude and y = latitude, in the computing system.
    pub fn from_lng_lat<G>(&self, geometry: &G) -> Result<G, ProjectionError>
    where
        G: MapCoords<f64, f64, Output = G> + MapCoordsInPlace<f64>,
    {
        self.from_lng_lat.geometry(geometry)
    }

    pub fn position_to_lng_lat(&self, position: Coord<f64>) -> Result<Coord<f64>, ProjectionError> {
        self.to_lng_lat.coord(position)
    }

    pub fn position_from_lng_lat(&self, position: Coord<f64>) -> Result<Coord<f64>, ProjectionError> {
        self.from_lng_lat.coord(position)
    }

    /// West, south, east and north of a rectangle of the computing system, degrees.
    pub fn bounds(&self, rect: Rect<f64>) -> Result<[f64; 4], ProjectionError> {
        let outline = rect.to_polygon();
        let sides = outline.exterior().lines().flat_map(|side| {
            (0..POINTS_A_SIDE)
                .map(move |step| side.start + side.delta() * (f64::from(step) / f64::from(POINTS_A_SIDE)))
        });
        let around = self.to_lng_lat(&LineString::from_iter(sides))?;
        let extent = |of: fn(&Coord<f64>) -> f64| {
            let values = around.0.iter().map(of);
            (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((west, east), (south, north)) = (extent(|coord| coord.x), extent(|coord| coord.y));
        Ok([west, south, east, north])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Round 15° E a parallel bends north towards both sides: the corners alone
    /// would leave out the southern bow.
    #[test]
    fn bounds_hold_what_lies_between_the_corners() {
        let frame = LngLatFrame::new("EPSG:3006").unwrap();
        let rect = Rect::new(Coord { x: 300_000.0, y: 7_000_000.0 }, Coord { x: 700_000.0, y: 7_100_000.0 });
        let [west, south, east, north] = frame.bounds(rect).unwrap();
        for x in [300_000.0, 450_000.0, 500_000.0, 700_000.0] {
            for y in [7_000_000.0, 7_100_000.0] {
                let point = frame.position_to_lng_lat(Coord { x, y }).unwrap();
                assert!((west..=east).contains(&point.x) && (south..=north).contains(&point.y), "{point:?}");
            }
        }
    }
}
