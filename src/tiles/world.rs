//! Geometry made ready for tiles once, when it is published.
//!
//! A [`WorldGeometry`] lies in World coordinates (Web Mercator on the square
//! 0…1, y down) with the direction of its rings and, once its layer is weighed,
//! each vertex's weight for thinning. It costs 20 bytes a vertex. What a zoom
//! shows of it is `zoomed`'s business.

use geo::{Coord, CoordsIter, Geometry, LineString, MapCoords, Point};
use geo::{MultiPolygon, Polygon, Winding};

use super::mercator::lng_lat_to_world;

/// Points, lines or polygons in World coordinates, ready for tiles.
#[derive(Clone, Debug, PartialEq)]
pub struct WorldGeometry {
    pub(super) shape: Shape,
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
    Lines(Vec<Path>),
    /// Closed rings, polygon by polygon: exteriors of positive area in World
    /// coordinates (clockwise on the screen), and holes of negative area.
    Areas(Vec<Path>),
}

/// A line or closed ring with the weight of each vertex; not weighed, it has none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    pub vertices: Vec<Coord<f64>>,
    pub importance: Vec<f32>,
}

/// World coordinates of places on the Earth are whole multiples of this: at
/// most 4 cm, a sixteenth of the unit of a tile of zoom 14. Whatever computed two
/// neighbours apart left their common vertices much closer than that.
const LATTICE_WORLD: f64 = 1.0 / (1_u64 << 30) as f64;

impl WorldGeometry {
    /// Of a geometry in WGS 84 longitude (x) and latitude (y), in degrees.
    ///
    /// # Errors
    /// When a coordinate is not finite, or the geometry is a collection.
    pub fn from_lng_lat(geometry: &Geometry<f64>) -> Result<Self, WorldGeometryError> {
        let on_lattice = |value: f64| (value / LATTICE_WORLD).round() * LATTICE_WORLD;
        Self::from_world(geometry.map_coords(|lng_lat| {
            let world = lng_lat_to_world(lng_lat);
            Coord { x: on_lattice(world.x), y: on_lattice(world.y) }
        }))
    }

    /// Of a geometry in World coordinates (Web Mercator on 0…1, y down).
    ///
    /// # Errors
    /// When a coordinate is not finite, or the geometry is a collection.
    pub fn from_world(geometry: Geometry<f64>) -> Result<Self, WorldGeometryError> {
        if let Some(bad) = geometry.coords_iter().find(|at| !(at.x.is_finite() && at.y.is_finite())) {
            return Err(WorldGeometryError::NotFinite { x: bad.x, y: bad.y });
        }
        Ok(Self { shape: Shape::of(geometry)? })
    }

    /// How many vertices it has before any thinning.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        match &self.shape {
            Shape::Points(points) => points.len(),
            Shape::Lines(paths) | Shape::Areas(paths) => paths.iter().map(|path| path.vertices.len()).sum(),
        }
    }

    /// About what it takes in memory.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let (paths, vertices) = match &self.shape {
            Shape::Points(points) => (0, points.len()),
            Shape::Lines(paths) | Shape::Areas(paths) => (paths.len(), self.vertex_count()),
        };
        paths * size_of::<Path>() + vertices * (size_of::<Coord<f64>>() + size_of::<f32>())
    }

    /// Its lines or rings, to be weighed with those of its layer.
    pub(super) fn paths_mut(&mut self) -> &mut [Path] {
        match &mut self.shape {
            Shape::Points(_) => &mut [],
            Shape::Lines(paths) | Shape::Areas(paths) => paths,
        }
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
            Geometry::Polygon(polygon) => Self::areas([polygon]),
            Geometry::MultiPolygon(MultiPolygon(polygons)) => Self::areas(polygons),
            Geometry::Rect(rect) => Self::areas([rect.to_polygon()]),
            Geometry::Triangle(triangle) => Self::areas([triangle.to_polygon()]),
            Geometry::GeometryCollection(_) => return Err(WorldGeometryError::Collection),
        })
    }

    fn points(points: impl IntoIterator<Item = Point<f64>>) -> Self {
        Self::Points(points.into_iter().map(Coord::from).collect())
    }

    fn lines(lines: impl IntoIterator<Item = LineString<f64>>) -> Self {
        let lines = lines.into_iter().filter(|line| !line.0.is_empty());
        Self::Lines(lines.map(|line| Path::of(line.0)).collect())
    }

    fn areas(polygons: impl IntoIterator<Item = Polygon<f64>>) -> Self {
        Self::Areas(polygons.into_iter().flat_map(rings).collect())
    }
}

/// An exterior and its holes, each in its direction; nothing of a polygon without vertices.
fn rings(polygon: Polygon<f64>) -> Vec<Path> {
    let (mut exterior, mut holes) = polygon.into_inner();
    // "Counter-clockwise" in numbers, where y grows upwards: a positive
    // area. On the screen, where y grows downwards, it is clockwise.
    exterior.make_ccw_winding();
    holes.iter_mut().for_each(Winding::make_cw_winding);
    if exterior.0.is_empty() {
        return Vec::new();
    }
    let holes = holes.into_iter().filter(|hole| !hole.0.is_empty());
    std::iter::once(exterior).chain(holes).map(|ring| Path::of(ring.0)).collect()
}

impl Path {
    pub const fn of(vertices: Vec<Coord<f64>>) -> Self {
        Self { vertices, importance: Vec::new() }
    }

    /// The vertices that stay at a tolerance in World units.
    pub fn thinned(&self, tolerance_world: f64) -> Vec<Coord<f64>> {
        if tolerance_world <= 0.0 || self.importance.is_empty() {
            return self.vertices.clone();
        }
        let weighed = self.vertices.iter().zip(&self.importance);
        let kept = weighed.filter(|(_, importance)| f64::from(**importance) >= tolerance_world);
        let mut kept: Vec<Coord<f64>> = kept.map(|(vertex, _)| *vertex).collect();
        if self.vertices.first() == self.vertices.last() && kept.first() != kept.last() {
            // The vertex at which the ring begins was none of those that stay.
            kept.extend(kept.first().copied());
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use geo::{GeometryCollection, MultiPoint, Rect, point, polygon};

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
        let rings = rings(hole_and_exterior_the_wrong_way);
        assert_eq!(rings[0].vertices[1], Coord { x: 1.0, y: 0.0 });
        assert_eq!(rings[1].vertices[1], Coord { x: 0.2, y: 0.8 });
    }

    /// Two computations of one place differ by less than the lattice is wide.
    #[test]
    fn places_lie_on_the_lattice() {
        let at = |lng: f64| WorldGeometry::from_lng_lat(&point!(x: lng, y: 65.0).into()).unwrap();
        assert_eq!(at(20.0), at(20.0 + 1e-10));
        assert_ne!(at(20.0), at(20.0 + 1e-6));
    }
}
