//! Parts and holes too narrow to mean anything: what overlays and conversions
//! leave between areas that should meet. In the computing coordinate reference
//! system, metres.

use geo::{LineString, MultiPolygon, Polygon};

use super::{Problem, Remark, Remarks, problem::At};
use crate::geometry::mean_width_m;

/// Leaves out the parts and fills the holes whose mean width is below a limit.
pub fn set_slivers_apart(
    area: MultiPolygon<f64>,
    least_width_m: f64,
    remarks: &mut Remarks,
) -> MultiPolygon<f64> {
    let mut first = None;
    let mut is_sliver = |ring: &LineString<f64>| {
        let is_sliver = mean_width_m(ring) < least_width_m;
        if is_sliver {
            first.get_or_insert(ring.0[0]);
        }
        is_sliver
    };
    let mut parts = Vec::with_capacity(area.0.len());
    for part in area {
        if is_sliver(part.exterior()) {
            continue;
        }
        let (shell, mut holes) = part.into_inner();
        holes.retain(|hole| !is_sliver(hole));
        parts.push(Polygon::new(shell, holes));
    }
    if let Some(place) = first {
        remarks.add(Remark::warning(Problem::Sliver(least_width_m), Some(At::Computing(place))));
    }
    if parts.is_empty() {
        remarks.nothing_left();
    }
    MultiPolygon(parts)
}

#[cfg(test)]
mod tests {
    use geo::{Area, wkt};

    use super::*;

    #[track_caller]
    fn check(area: MultiPolygon<f64>, area_m2: f64, codes: &[&str]) {
        let mut remarks = Remarks::default();
        let left = set_slivers_apart(area, 0.5, &mut remarks);
        let found: Vec<_> = remarks.iter().map(|remark| remark.problem.code()).collect();
        assert_eq!((left.unsigned_area(), found.as_slice()), (area_m2, codes));
        assert_eq!(remarks.has_error(), left.0.is_empty());
    }

    #[test]
    fn what_is_narrower_than_the_limit_goes() {
        let strip = wkt!(POLYGON((0. 0., 1000. 0., 1000. 0.4, 0. 0.4, 0. 0.)));
        let field = wkt!(POLYGON((0. 10., 100. 10., 100. 110., 0. 110., 0. 10.)));
        let slit = wkt!(POLYGON(
            (0. 10., 100. 10., 100. 110., 0. 110., 0. 10.), (10. 50., 10. 50.2, 90. 50.2, 90. 50., 10. 50.)
        ));
        check(MultiPolygon(vec![field.clone()]), 10_000.0, &[]);
        check(MultiPolygon(vec![strip.clone(), field]), 10_000.0, &["sliver"]);
        check(MultiPolygon(vec![slit]), 10_000.0, &["sliver"]);
        check(MultiPolygon(vec![strip]), 0.0, &["sliver"]);
        check(wkt!(MULTIPOLYGON(((0. 0., 1000. 0., 1000. 0.6, 0. 0.6, 0. 0.)))), 600.0, &[]);
    }
}
