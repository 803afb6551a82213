//! One geometry to the commands of a Mapbox Vector Tile 2.1.
//!
//! The crate `mvt` writes the commands. It leaves out the first MoveTo of a
//! part that begins where the part before it ended; so here no ring begins
//! there, and lines that meet end to end become one.

use geo::{Coord, Rect};
use i_overlay::i_float::int::point::IntPoint;
use mvt::{GeomData, GeomEncoder, GeomType};

use super::clip::{clip_line, clip_ring, contains};
use super::coordinate::TileCoordinate;
use super::grid::{TileGrid, quantise, quantise_ring, units_per_world};
use super::repair::{GridPolygon, GridRing, valid_difference, valid_polygons};
use super::zoomed::{IndexedPath, Paths, ZoomGeometry};

/// Puts geometries into one tile.
pub struct GeometryEncoder {
    grid: TileGrid,
    /// The buffered tile, in World coordinates.
    area: Rect<f64>,
    unit_world: f64,
}

impl GeometryEncoder {
    pub fn new(tile: TileCoordinate) -> Self {
        Self {
            grid: TileGrid::new(tile),
            area: tile.buffered_world_bounds(),
            unit_world: units_per_world(tile.zoom()).recip(),
        }
    }

    /// The commands of what the tile shows of a geometry; none where it shows
    /// nothing of it.
    pub fn encode(&self, geometry: &ZoomGeometry) -> Result<Option<GeomData>, mvt::Error> {
        match geometry {
            ZoomGeometry::Points(points) => write_any(&self.points(points), write_points),
            ZoomGeometry::Lines(lines) => write_any(&self.lines(lines), write_lines),
            ZoomGeometry::Areas(rings) => write_any(&valid_polygons(self.rings(rings)), write_polygons),
        }
    }

    /// The same of what an area has beside another one. It is cut out on the
    /// tile's grid, so that neither a gap nor an overlap is between the two.
    pub fn encode_without(
        &self,
        geometry: &ZoomGeometry,
        other: &ZoomGeometry,
    ) -> Result<Option<GeomData>, mvt::Error> {
        match (geometry, other) {
            (ZoomGeometry::Areas(rings), ZoomGeometry::Areas(others)) => {
                write_any(&valid_difference(self.rings(rings), self.rings(others)), write_polygons)
            }
            _ => self.encode(geometry),
        }
    }

    fn points(&self, points: &[Coord<f64>]) -> Vec<IntPoint> {
        let positions = points.iter().map(|point| self.grid.position(*point));
        let mut kept = quantise(&positions.filter(|at| contains(*at)).collect::<Vec<_>>());
        kept.sort_unstable_by_key(|point| (point.y, point.x));
        kept.dedup();
        kept
    }

    fn lines(&self, lines: &Paths) -> Vec<Vec<IntPoint>> {
        let pieces = lines.near(&self.area).flat_map(|line| clip_line(self.positions(line)));
        join_end_to_end(pieces.map(|piece| quantise(&piece)).filter(|piece| piece.len() >= 2))
    }

    fn rings(&self, rings: &Paths) -> Vec<GridRing> {
        let shown = rings.near(&self.area).filter(|ring| self.shows(ring));
        shown.map(|ring| quantise_ring(&clip_ring(self.positions(ring)))).collect()
    }

    /// A ring that is less than one unit wide and high has no trace in the tile.
    fn shows(&self, ring: &IndexedPath) -> bool {
        let bounds = ring.bounds();
        bounds.width().max(bounds.height()) >= self.unit_world
    }

    fn positions(&self, path: &IndexedPath) -> impl Iterator<Item = Coord<f64>> {
        path.around(&self.area).into_iter().map(|vertex| self.grid.position(vertex))
    }
}

fn join_end_to_end(pieces: impl Iterator<Item = Vec<IntPoint>>) -> Vec<Vec<IntPoint>> {
    let mut lines: Vec<Vec<IntPoint>> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.last() == piece.first() => line.extend(&piece[1..]),
            _ => lines.push(piece),
        }
    }
    lines
}

/// Writes the parts of a geometry that has any.
fn write_any<Part>(
    parts: &[Part],
    write: impl FnOnce(&[Part]) -> Result<GeomData, mvt::Error>,
) -> Result<Option<GeomData>, mvt::Error> {
    if parts.is_empty() { Ok(None) } else { write(parts).map(Some) }
}

fn write_points(points: &[IntPoint]) -> Result<GeomData, mvt::Error> {
    let mut commands = GeomEncoder::new(GeomType::Point);
    for point in points {
        commands.add_point(point.x, point.y)?;
    }
    commands.encode()
}

fn write_lines(lines: &[Vec<IntPoint>]) -> Result<GeomData, mvt::Error> {
    let mut commands = GeomEncoder::new(GeomType::Linestring);
    for line in lines {
        for point in line {
            commands.add_point(point.x, point.y)?;
        }
        commands.complete_geom()?;
    }
    commands.encode()
}

fn write_polygons(polygons: &[GridPolygon]) -> Result<GeomData, mvt::Error> {
    let mut commands = GeomEncoder::new(GeomType::Polygon);
    let mut previous_end = None;
    for ring in polygons.iter().flatten() {
        let start = usize::from(ring.first() == previous_end.as_ref());
        for point in ring[start..].iter().chain(&ring[..start]) {
            commands.add_point(point.x, point.y)?;
            previous_end = Some(*point);
        }
        commands.complete_geom()?;
    }
    commands.encode()
}
