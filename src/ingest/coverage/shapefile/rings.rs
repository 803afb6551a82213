//! Which of a record's rings are holes, and of which shells. In a Shapefile the
//! rings of all parts stand in one list, in any order: shells are wound clockwise
//! and holes counter-clockwise.

use geo::{Coord, LineString};
use shapefile::{PolygonRing, Shape, record::traits::HasXY};

use crate::{
    geometry::SegmentTree,
    ingest::polygon::{RingRules, ShapeBuilder, Shapes, signed_area},
};

/// Rings are turned here before they are built, so that this says no more.
const RULES: RingRules = RingRules { winding_is_stated: false, names_duplicates: true };

pub fn shapes(shape: Shape) -> Shapes {
    let mut builder = ShapeBuilder::new(RULES);
    match shape {
        Shape::Polygon(polygon) => add(rings(polygon.into_inner()), &mut builder),
        Shape::PolygonM(polygon) => add(rings(polygon.into_inner()), &mut builder),
        Shape::PolygonZ(polygon) => add(rings(polygon.into_inner()), &mut builder),
        Shape::NullShape => builder.add_empty(),
        Shape::Point(_) | Shape::PointM(_) | Shape::PointZ(_) => builder.add_other("Point"),
        Shape::Multipoint(_) | Shape::MultipointM(_) | Shape::MultipointZ(_) => {
            builder.add_other("MultiPoint");
        }
        Shape::Polyline(_) | Shape::PolylineM(_) | Shape::PolylineZ(_) => builder.add_other("LineString"),
        Shape::Multipatch(_) => builder.add_other("MultiPatch"),
    }
    builder.finish()
}

type Ring = LineString<f64>;

fn rings<P: HasXY>(rings: Vec<PolygonRing<P>>) -> Vec<Ring> {
    let coords = |points: &[P]| points.iter().map(|point| Coord { x: point.x(), y: point.y() }).collect();
    rings.iter().map(|ring| LineString(coords(ring.points()))).collect()
}

fn add(rings: Vec<Ring>, builder: &mut ShapeBuilder) {
    if rings.is_empty() {
        return builder.add_empty();
    }
    let is_clockwise = |ring: &Ring| !ring.0.is_empty() && signed_area(ring) < 0.0;
    let (mut shells, candidates): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(is_clockwise);
    let areas: Vec<f64> = shells.iter().map(|shell| signed_area(shell).abs()).collect();
    let tree = SegmentTree::new(shells.iter());
    let mut holes: Vec<Vec<Ring>> = shells.iter().map(|_| Vec::new()).collect();
    let mut wrong = Vec::new();
    for ring in candidates {
        let around = middle_of_first_edge(&ring).map(|place| tree.rings_around(place)).unwrap_or_default();
        match around.into_iter().min_by(|a, b| areas[*a].total_cmp(&areas[*b])) {
            Some(shell) => holes[shell].push(ring),
            // A hole in nothing is a shell that somebody wound the other way.
            None => wrong.push(ring),
        }
    }
    if wrong.iter().any(|ring| ring.0.len() > 3 && signed_area(ring) > 0.0) {
        builder.was_wound_wrongly();
    }
    holes.resize_with(shells.len() + wrong.len(), Vec::new);
    shells.append(&mut wrong);
    for (shell, holes) in shells.into_iter().zip(holes) {
        builder.add_polygon(std::iter::once(shell).chain(holes).map(|ring| ring.0));
    }
}

/// Rings may touch at corners, and seldom there.
fn middle_of_first_edge(ring: &Ring) -> Option<Coord<f64>> {
    let edge = ring.lines().next()?;
    let middle = (edge.start + edge.end) / 2.0;
    (middle.x.is_finite() && middle.y.is_finite()).then_some(middle)
}
