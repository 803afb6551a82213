//! One feature: from text to an area in the region, with what was found.

use geo::{Coord, CoordsIter, MultiPolygon};

use super::{
    extent::RegionExtent,
    findings::{FileSystem, finding},
};
use crate::{
    domain::{CoverageFeature, Finding},
    ingest::{
        geojson_text::FeatureText,
        polygon::{At, Problem, Remark, Remarks, make_sound, project, read_shapes},
    },
};

pub struct FeatureReading {
    pub feature: Option<CoverageFeature>,
    pub findings: Vec<Finding>,
    /// Where a feature with a wrongly wound ring begins, in the file's system.
    pub wrong_winding: Option<Coord<f64>>,
}

/// Reads one feature. Whatever is wrong with it, the file goes on.
pub fn read_feature(text: &FeatureText, system: &FileSystem, extent: &RegionExtent) -> FeatureReading {
    let shapes = match text.parse() {
        Ok(parts) => read_shapes(parts.geometry.as_ref()),
        Err(reason) => {
            let remark = Remark::error(Problem::MalformedFeature(reason), None);
            return FeatureReading {
                feature: None,
                findings: vec![finding(text.number, &remark, system)],
                wrong_winding: None,
            };
        }
    };
    let mut remarks = shapes.remarks;
    let area = if remarks.has_error() {
        None
    } else {
        place(&shapes.polygons, system, extent)
            .map_err(|remark| remarks.add(remark))
            .map(|placed| make_sound(placed, &mut remarks))
            .ok()
    };
    let area = area.filter(|area| !area.0.is_empty() && !remarks.has_error());
    let first = || shapes.polygons.coords_iter().next();
    FeatureReading {
        wrong_winding: if shapes.was_wound_wrongly && area.is_some() { first() } else { None },
        feature: area.map(|area| CoverageFeature { number: text.number, area }),
        findings: findings(text.number, &remarks, system),
    }
}

fn findings(number: u64, remarks: &Remarks, system: &FileSystem) -> Vec<Finding> {
    remarks.iter().map(|remark| finding(number, remark, system)).collect()
}

/// Projects a feature that meets the region's box.
fn place(
    polygons: &MultiPolygon<f64>,
    system: &FileSystem,
    extent: &RegionExtent,
) -> Result<MultiPolygon<f64>, Remark> {
    let first = polygons.coords_iter().next();
    let at = first.map(At::Source);
    let projected = project(polygons, &system.to_computing);
    match projected {
        Ok(placed) if extent.meets(&placed) => Ok(placed),
        _ if first.is_some_and(|coord| lies_inside_swapped(coord, system, extent)) => {
            Err(Remark::error(Problem::SwappedAxes, at))
        }
        Ok(_) => Err(Remark::error(Problem::OutsideRegion, at)),
        Err(remark) => Err(remark),
    }
}

fn lies_inside_swapped(coord: Coord<f64>, system: &FileSystem, extent: &RegionExtent) -> bool {
    let swapped = Coord { x: coord.y, y: coord.x };
    system.to_computing.coord(swapped).is_ok_and(|position| extent.bounds_hold(position))
}
