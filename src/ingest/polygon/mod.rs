//! Polygons as files have them, checked on top of what the crates check: they
//! take unclosed and short rings, and `geo`'s own test of validity sees no spike and takes a time that grows with the square of the ring.

mod problem;
mod rings;
mod sliver;
mod sound;

pub use problem::{At, Problem, Remark, Remarks};
pub use rings::{RingRules, ShapeBuilder, Shapes, read_shapes, signed_area};
pub use sliver::set_slivers_apart;
pub use sound::make_sound;

use geo::{BoundingRect, CoordsIter, MultiPolygon, Polygon};
use geojson::Geometry;

use crate::geometry::Projection;

/// Further from the origin than any coordinate of any projected system.
const FARTHEST_M: f64 = 1e8;
/// Areas are cut into cells: one wider than this would fill the memory from a few bytes of file.
const WIDEST_M: f64 = 5e6;

/// Projects what was read. A straight line there is another here, so that a thin
/// polygon may be wound the other way afterwards: shells are counter-clockwise
/// here, and holes clockwise.
///
/// # Errors
/// When a coordinate has no place in the other system, with that place, or a
/// polygon is wider than any coverage.
pub fn project(shapes: &MultiPolygon<f64>, projection: &Projection) -> Result<MultiPolygon<f64>, Remark> {
    let mut projected = projection
        .geometry(shapes)
        .map_err(|error| Remark::error(Problem::NoPlace(error.to_string()), None))?;
    projected.iter_mut().for_each(wind);
    match projected.coords_iter().find(|coord| coord.x.abs().max(coord.y.abs()) > FARTHEST_M) {
        None if projected.iter().any(is_too_wide) => Err(Remark::error(Problem::TooWide, None)),
        None => Ok(projected),
        Some(coord) => {
            let reason = format!("({}, {}) is farther than the Earth is wide", coord.x, coord.y);
            Err(Remark::error(Problem::NoPlace(reason), None))
        }
    }
}

fn wind(polygon: &mut Polygon<f64>) {
    polygon.exterior_mut(|shell| {
        if signed_area(shell) < 0.0 {
            shell.0.reverse();
        }
    });
    polygon.interiors_mut(|holes| {
        holes.iter_mut().filter(|hole| signed_area(hole) > 0.0).for_each(|hole| hole.0.reverse());
    });
}

fn is_too_wide(polygon: &Polygon<f64>) -> bool {
    polygon.bounding_rect().is_some_and(|bounds| bounds.width().max(bounds.height()) > WIDEST_M)
}

/// Reads, projects and mends a geometry for files that are the region's own.
pub fn read_polygons(geometry: Option<&Geometry>, projection: &Projection) -> (MultiPolygon<f64>, Remarks) {
    let Shapes { polygons, mut remarks, .. } = read_shapes(geometry);
    let area = match project(&polygons, projection) {
        Ok(projected) => make_sound(projected, &mut remarks),
        Err(remark) => {
            remarks.add(remark);
            MultiPolygon(Vec::new())
        }
    };
    (area, remarks)
}

#[cfg(test)]
mod tests {
    use geo::{Winding, wkt};

    use super::*;
    use crate::geometry::WGS84;

    /// The straight line between two places of one latitude runs north of a third.
    #[test]
    fn what_turns_over_in_projection_is_turned_back() {
        let thin = wkt!(MULTIPOLYGON(((10. 65., 20. 65., 15. 65.01, 10. 65.))));
        let projected = project(&thin, &Projection::new(WGS84, "EPSG:3006").unwrap()).unwrap();
        assert!(thin.0[0].exterior().is_ccw() && projected.0[0].exterior().is_ccw());
        assert!(projected.0[0].exterior().0[1].y < projected.0[0].exterior().0[2].y);
    }
}
