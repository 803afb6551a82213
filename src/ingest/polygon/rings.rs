//! GeoJSON's polygons as rings that are closed, long enough and wound the right
//! way, still in the file's own coordinates.

use geo::{Area, Coord, Euclidean, Length, LineString, MultiPolygon, Polygon};
use geojson::{Geometry, GeometryValue, Position};

use super::{Problem, Remark, Remarks, problem::At};

/// A ring whose area is less than this part of its circumference squared is a
/// line: 10 km long, it would be a few nanometres wide.
const LEAST_COMPACTNESS: f64 = 1e-12;

/// The polygons of a feature with what was found.
#[derive(Debug)]
pub struct Shapes {
    /// Shells counter-clockwise, holes clockwise, no point twice in a row.
    pub polygons: MultiPolygon<f64>,
    pub remarks: Remarks,
    /// Some ring was wound the other way.
    pub was_wound_wrongly: bool,
}

/// Takes the polygons out of a geometry; collections are flattened.
pub fn read_shapes(geometry: Option<&Geometry>) -> Shapes {
    let nothing = MultiPolygon(Vec::new());
    let mut reader = Shapes { polygons: nothing, remarks: Remarks::default(), was_wound_wrongly: false };
    match geometry {
        Some(geometry) => reader.add(&geometry.value),
        None => reader.remarks.add(Remark::warning(Problem::EmptyGeometry, None)),
    }
    if reader.polygons.0.is_empty() {
        reader.remarks.nothing_left();
    }
    reader
}

/// What stands in the way of a ring.
enum RingFault {
    Empty,
    Dropped(Problem),
    NotFinite,
}

impl Shapes {
    fn add(&mut self, value: &GeometryValue) {
        match value {
            GeometryValue::Polygon { coordinates } => self.add_polygon(coordinates),
            GeometryValue::MultiPolygon { coordinates } if !coordinates.is_empty() => {
                coordinates.iter().for_each(|polygon| self.add_polygon(polygon));
            }
            GeometryValue::GeometryCollection { geometries } if !geometries.is_empty() => {
                geometries.iter().for_each(|geometry| self.add(&geometry.value));
            }
            GeometryValue::MultiPolygon { .. } | GeometryValue::GeometryCollection { .. } => {
                self.remarks.add(Remark::warning(Problem::EmptyGeometry, None));
            }
            other => {
                self.remarks.add(Remark::warning(Problem::NotAPolygon(other.type_name()), None));
            }
        }
    }

    fn add_polygon(&mut self, rings: &[Vec<Position>]) {
        let Some((shell, holes)) = rings.split_first() else {
            self.remarks.add(Remark::warning(Problem::EmptyGeometry, None));
            return;
        };
        let shell = self.ring(shell, Winding::CounterClockwise);
        let holes: Vec<_> = holes.iter().filter_map(|hole| self.ring(hole, Winding::Clockwise)).collect();
        if let Some(shell) = shell {
            self.polygons.0.push(Polygon::new(shell, holes));
        }
    }

    fn ring(&mut self, positions: &[Position], winding: Winding) -> Option<LineString<f64>> {
        let place = positions.iter().find_map(finite).map(At::Source);
        match self.closed_ring(positions, place) {
            Ok(ring) => Some(self.wound(ring, winding)),
            Err(fault) => {
                self.remarks.add(match fault {
                    RingFault::NotFinite => Remark::error(Problem::NotFinite, place),
                    RingFault::Empty => Remark::warning(Problem::EmptyGeometry, None),
                    RingFault::Dropped(problem) => Remark::warning(problem, place),
                });
                None
            }
        }
    }

    fn closed_ring(
        &mut self,
        positions: &[Position],
        place: Option<At>,
    ) -> Result<LineString<f64>, RingFault> {
        if positions.is_empty() {
            return Err(RingFault::Empty);
        }
        let coords: Option<Vec<Coord<f64>>> = positions.iter().map(finite).collect();
        let mut coords = coords.ok_or(RingFault::NotFinite)?;
        coords.dedup();
        let is_closed = coords.len() > 1 && coords.first() == coords.last();
        let distinct = coords.len() - usize::from(is_closed);
        if distinct < 3 {
            return Err(RingFault::Dropped(Problem::ShortRing));
        }
        if !is_closed {
            self.remarks.add(Remark::warning(Problem::UnclosedRing, place));
            coords.push(coords[0]);
        }
        let ring = LineString(coords);
        if has_area(&ring) { Ok(ring) } else { Err(RingFault::Dropped(Problem::ZeroArea)) }
    }

    fn wound(&mut self, mut ring: LineString<f64>, winding: Winding) -> LineString<f64> {
        let area = signed_area(&ring);
        let is_counter_clockwise = area > 0.0;
        // A bow-tie is wound neither way.
        let has_winding = area.abs() > least_area(&ring);
        if has_winding && is_counter_clockwise != (winding == Winding::CounterClockwise) {
            self.was_wound_wrongly = true;
            ring.0.reverse();
        }
        ring
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Winding {
    CounterClockwise,
    Clockwise,
}

/// The first two numbers of a position, when they are there and finite.
fn finite(position: &Position) -> Option<Coord<f64>> {
    match position.as_slice() {
        &[x, y, ..] if x.is_finite() && y.is_finite() => Some(Coord { x, y }),
        _ => None,
    }
}

/// A ring that crosses itself can have no area by sign and still enclose some.
fn has_area(ring: &LineString<f64>) -> bool {
    let least = least_area(ring);
    let first = ring.0[0];
    let triangles = ring.0.windows(2).map(|pair| {
        let [a, b] = [pair[0] - first, pair[1] - first];
        (a.x * b.y - a.y * b.x).abs() / 2.0
    });
    // Numbers that are too great for an area have no place either, which is said later.
    !least.is_finite() || triangles.sum::<f64>() > least
}

fn least_area(ring: &LineString<f64>) -> f64 {
    let circumference = Euclidean.length(ring);
    LEAST_COMPACTNESS * circumference * circumference
}

fn signed_area(ring: &LineString<f64>) -> f64 {
    Polygon::new(ring.clone(), Vec::new()).signed_area()
}
