//! Geometry made ready for tiles once, when it is published.
//!
//! A [`WorldGeometry`] lies in World coordinates (Web Mercator on the square
//! 0…1, y down) and carries what every tile would otherwise reckon anew: its
//! bounds, the bounds of each part, each vertex's weight for thinning, and the
//! direction of its rings. It costs 20 bytes a vertex.

use geo::{BoundingRect, Coord, CoordsIter, Geometry, Intersects, LineString, MapCoords, Point};
use geo::{MultiPolygon, Polygon, Rect, Winding};

use super::mercator::lng_lat_to_world;
use super::simplify::importance;

/// Points, lines or polygons in World coordinates, ready for tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldGeometry {
    pub(super) shape: Shape,
    bounds: Option<Rect<f64>>,
}

/// Why a geometry cannot be put into tiles.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorldGeometryError {
    #[error("a vertex lies at x {x}, y {y}, which is no place")]
    NotFinite { x: f64, y: f64 },
    #[error("a collection of geometries is no single feature of a tile")]
    Collection,
}

/// What a feature of a tile can be: one kind at a time, as the format has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Points(Vec<Coord<f64>>),
    Lines(Vec<WorldPath>),
    Polygons(Vec<WorldPolygon>),
}

/// A polygon whose exterior has a positive area in World coordinates
/// (clockwise on the screen) and whose holes have negative ones.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorldPolygon {
    pub exterior: WorldPath,
    pub holes: Vec<WorldPath>,
}

/// A line or closed ring with the weight of each vertex.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorldPath {
    vertices: Vec<Coord<f64>>,
    importance: Vec<f32>,
    bounds: Rect<f64>,
}

impl WorldGeometry {
    /// Of a geometry in WGS 84 longitude (x) and latitude (y), in degrees.
    ///
    /// # Errors
    /// When a coordinate is not finite, or the geometry is a collection.
    pub fn from_lng_lat(geometry: &Geometry<f64>) -> Result<Self, WorldGeometryError> {
        Self::from_world(geometry.map_coords(lng_lat_to_world))
    }

    /// Of a geometry in World coordinates (Web Mercator on 0…1, y down).
    ///
    /// # Errors
    /// When a coordinate is not finite, or the geometry is a collection.
    pub fn from_world(geometry: Geometry<f64>) -> Result<Self, WorldGeometryError> {
        if let Some(bad) = geometry.coords_iter().find(|at| !(at.x.is_finite() && at.y.is_finite())) {
            return Err(WorldGeometryError::NotFinite { x: bad.x, y: bad.y });
        }
        let bounds = geometry.bounding_rect();
        Ok(Self { shape: Shape::of(geometry)?, bounds })
    }

    /// The box around it in World coordinates; none when it is empty.
    #[must_use]
    pub const fn world_bounds(&self) -> Option<Rect<f64>> {
        self.bounds
    }

    /// How many vertices it has before any thinning.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        match &self.shape {
            Shape::Points(points) => points.len(),
            Shape::Lines(lines) => lines.iter().map(WorldPath::vertex_count).sum(),
            Shape::Polygons(polygons) => polygons.iter().map(WorldPolygon::vertex_count).sum(),
        }
    }

    pub(super) fn meets(&self, area: &Rect<f64>) -> bool {
        self.bounds.is_some_and(|bounds| bounds.intersects(area))
    }
}

impl Shape {
    fn of(geometry: Geometry<f64>) -> Result<Self, WorldGeometryError> {
        Ok(match geometry {
            Geometry::Point(point) => Self::points([point]),
            Geometry::MultiPoint(points) => Self::points(points),
            Geometry::Line(line) => Self::lines([LineString::from(line)]),
            Geometry::LineString(line) => Self::lines([line]),
            Geometry::MultiLineString(lines) => Self::lines(lines),
            Geometry::Polygon(polygon) => Self::polygons([polygon]),
            Geometry::MultiPolygon(MultiPolygon(polygons)) => Self::polygons(polygons),
            Geometry::Rect(rect) => Self::polygons([rect.to_polygon()]),
            Geometry::Triangle(triangle) => Self::polygons([triangle.to_polygon()]),
            Geometry::GeometryCollection(_) => return Err(WorldGeometryError::Collection),
        })
    }

    fn points(points: impl IntoIterator<Item = Point<f64>>) -> Self {
        Self::Points(points.into_iter().map(Coord::from).collect())
    }

    fn lines(lines: impl IntoIterator<Item = LineString<f64>>) -> Self {
        Self::Lines(lines.into_iter().filter_map(WorldPath::new).collect())
    }

    fn polygons(polygons: impl IntoIterator<Item = Polygon<f64>>) -> Self {
        Self::Polygons(polygons.into_iter().filter_map(WorldPolygon::new).collect())
    }
}

impl WorldPolygon {
    fn new(polygon: Polygon<f64>) -> Option<Self> {
        let (mut exterior, mut holes) = polygon.into_inner();
        // "Counter-clockwise" in numbers, where y grows upwards: a positive
        // area. On the screen, where y grows downwards, it is clockwise.
        exterior.make_ccw_winding();
        holes.iter_mut().for_each(Winding::make_cw_winding);
        let exterior = WorldPath::new(exterior)?;
        Some(Self { exterior, holes: holes.into_iter().filter_map(WorldPath::new).collect() })
    }

    fn vertex_count(&self) -> usize {
        self.exterior.vertex_count() + self.holes.iter().map(WorldPath::vertex_count).sum::<usize>()
    }
}

impl WorldPath {
    /// None of a path without vertices.
    fn new(path: LineString<f64>) -> Option<Self> {
        let bounds = path.bounding_rect()?;
        let vertices = path.into_inner();
        Some(Self { importance: importance(&vertices), vertices, bounds })
    }

    /// The vertices that stay at a tolerance in World units.
    pub fn thinned(&self, tolerance_world: f64) -> impl Iterator<Item = Coord<f64>> {
        self.vertices
            .iter()
            .zip(&self.importance)
            .filter(move |(_, importance)| f64::from(**importance) >= tolerance_world)
            .map(|(vertex, _)| *vertex)
    }

    pub const fn bounds(&self) -> Rect<f64> {
        self.bounds
    }

    const fn vertex_count(&self) -> usize {
        self.vertices.len()
    }
}

#[cfg(test)]
mod tests {
    use geo::{GeometryCollection, MultiPoint, point, polygon};

    use super::*;

    fn check(geometry: Geometry<f64>, expected: &str) {
        let found = match WorldGeometry::from_world(geometry) {
            Ok(world) => format!("{} vertices", world.vertex_count()),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn what_becomes_world_geometry() {
        check(point!(x: 0.5, y: 0.5).into(), "1 vertices");
        check(MultiPoint::<f64>(Vec::new()).into(), "0 vertices");
        check(Rect::new((0.0, 0.0), (1.0, 1.0)).into(), "5 vertices");
        check(Polygon::new(LineString(Vec::new()), Vec::new()).into(), "0 vertices");
        check(point!(x: f64::NAN, y: 0.5).into(), "a vertex lies at x NaN, y 0.5, which is no place");
        check(
            Geometry::GeometryCollection(GeometryCollection::default()),
            "a collection of geometries is no single feature of a tile",
        );
    }

    #[test]
    fn rings_get_their_direction() {
        let hole_and_exterior_the_wrong_way = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0)],
            interiors: [[(x: 0.2, y: 0.2), (x: 0.8, y: 0.2), (x: 0.8, y: 0.8), (x: 0.2, y: 0.8)]],
        );
        let Some(polygon) = WorldPolygon::new(hole_and_exterior_the_wrong_way) else {
            panic!("a polygon with vertices stays")
        };
        assert_eq!(polygon.exterior.vertices[1], Coord { x: 1.0, y: 0.0 });
        assert_eq!(polygon.holes[0].vertices[1], Coord { x: 0.2, y: 0.8 });
    }
}
