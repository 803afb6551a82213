//! Polygons as rings that are closed, long enough and wound the right way, still
//! in the file's own coordinates. Which format they came in is not known here.

use geo::{Coord, Euclidean, Length, LineString, MultiPolygon, Polygon};
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

/// What a file's form makes of its rings.
#[derive(Clone, Copy, Debug)]
pub struct RingRules {
    /// The form says how rings are wound, so that another winding is a fault.
    pub winding_is_stated: bool,
    /// Points that stand twice in a row are worth a word.
    pub names_duplicates: bool,
}

impl RingRules {
    /// Of a document that somebody wrote: RFC 7946.
    pub const DOCUMENT: Self = Self { winding_is_stated: true, names_duplicates: false };
}

/// Takes the polygons out of a geometry; collections are flattened.
pub fn read_shapes(geometry: Option<&Geometry>) -> Shapes {
    let mut builder = ShapeBuilder::new(RingRules::DOCUMENT);
    if let Some(geometry) = geometry {
        builder.add(&geometry.value);
    }
    builder.finish()
}

/// Collects the polygons of one feature.
pub struct ShapeBuilder {
    rules: RingRules,
    shapes: Shapes,
}

/// What stands in the way of a ring.
enum RingFault {
    Empty,
    Dropped(Problem),
    NotFinite,
}

impl ShapeBuilder {
    pub fn new(rules: RingRules) -> Self {
        let nothing = MultiPolygon(Vec::new());
        let shapes = Shapes { polygons: nothing, remarks: Remarks::default(), was_wound_wrongly: false };
        Self { rules, shapes }
    }

    pub fn finish(self) -> Shapes {
        let mut shapes = self.shapes;
        if shapes.polygons.0.is_empty() {
            if shapes.remarks.iter().next().is_none() {
                shapes.remarks.add(Remark::warning(Problem::EmptyGeometry, None));
            }
            shapes.remarks.nothing_left();
        }
        shapes
    }

    /// A shell and its holes, as they stand in the file; a coordinate that is
    /// missing is no number.
    pub fn add_polygon(&mut self, rings: impl IntoIterator<Item = Vec<Coord<f64>>>) {
        let mut rings = rings.into_iter();
        let Some(shell) = rings.next() else { return self.add_empty() };
        let shell = self.ring(shell, Winding::CounterClockwise);
        let holes: Vec<_> = rings.filter_map(|hole| self.ring(hole, Winding::Clockwise)).collect();
        if let Some(shell) = shell {
            self.shapes.polygons.0.push(Polygon::new(shell, holes));
        }
    }

    pub fn add_empty(&mut self) {
        self.remark(Remark::warning(Problem::EmptyGeometry, None));
    }

    /// A point, line or curve among the polygons.
    pub fn add_other(&mut self, kind: &'static str) {
        self.remark(Remark::warning(Problem::NotAPolygon(kind), None));
    }

    pub fn remark(&mut self, remark: Remark) {
        self.shapes.remarks.add(remark);
    }

    /// For forms whose rings aren't wound as here, and were turned before.
    pub fn was_wound_wrongly(&mut self) {
        self.shapes.was_wound_wrongly = true;
    }

    fn add(&mut self, value: &GeometryValue) {
        match value {
            GeometryValue::Polygon { coordinates } => {
                self.add_polygon(coordinates.iter().map(|ring| coords(ring)))
            }
            GeometryValue::MultiPolygon { coordinates } if !coordinates.is_empty() => {
                for polygon in coordinates {
                    self.add_polygon(polygon.iter().map(|ring| coords(ring)));
                }
            }
            GeometryValue::GeometryCollection { geometries } if !geometries.is_empty() => {
                geometries.iter().for_each(|geometry| self.add(&geometry.value));
            }
            GeometryValue::MultiPolygon { .. } | GeometryValue::GeometryCollection { .. } => self.add_empty(),
            other => self.add_other(other.type_name()),
        }
    }

    fn ring(&mut self, coords: Vec<Coord<f64>>, winding: Winding) -> Option<LineString<f64>> {
        let place = coords.iter().find(|coord| is_finite(coord)).copied().map(At::Source);
        match self.closed_ring(coords, place) {
            Ok(ring) => Some(self.wound(ring, winding)),
            Err(fault) => {
                self.remark(match fault {
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
        mut coords: Vec<Coord<f64>>,
        place: Option<At>,
    ) -> Result<LineString<f64>, RingFault> {
        if coords.is_empty() {
            return Err(RingFault::Empty);
        }
        if !coords.iter().all(is_finite) {
            return Err(RingFault::NotFinite);
        }
        if let Some(duplicate) = coords.windows(2).find(|pair| pair[0] == pair[1]) {
            if self.rules.names_duplicates {
                let at = Some(At::Source(duplicate[0]));
                self.shapes.remarks.add(Remark::warning(Problem::DuplicatePoints, at));
            }
            coords.dedup();
        }
        let is_closed = coords.len() > 1 && coords.first() == coords.last();
        let distinct = coords.len() - usize::from(is_closed);
        if distinct < 3 {
            return Err(RingFault::Dropped(Problem::ShortRing));
        }
        if !is_closed {
            self.remark(Remark::warning(Problem::UnclosedRing, place));
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
            self.shapes.was_wound_wrongly |= self.rules.winding_is_stated;
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

/// The first two numbers of each position; no number where one is missing.
fn coords(ring: &[Position]) -> Vec<Coord<f64>> {
    let coord = |position: &Position| match position.as_slice() {
        &[x, y, ..] => Coord { x, y },
        _ => Coord { x: f64::NAN, y: f64::NAN },
    };
    ring.iter().map(coord).collect()
}

fn is_finite(coord: &Coord<f64>) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
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

/// Counted from the ring's own first point, so that large coordinates cost no digits.
pub fn signed_area(ring: &LineString<f64>) -> f64 {
    let first = ring.0[0];
    let twice = |pair: &[Coord<f64>]| {
        let [a, b] = [pair[0] - first, pair[1] - first];
        a.x * b.y - a.y * b.x
    };
    ring.0.windows(2).map(twice).sum::<f64>() / 2.0
}
