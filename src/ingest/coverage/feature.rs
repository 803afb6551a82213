//! One feature: from what the format's reader gives to an area in the region,
//! with what was found.

use geo::{BoundingRect, Coord, CoordsIter, MultiPolygon};

use super::{
    ReadLimits,
    extent::RegionExtent,
    findings::{FileSystem, finding},
};
use crate::{
    domain::{CoverageFeature, Finding},
    geometry::mean_width_m,
    ingest::polygon::{At, Problem, Remark, Remarks, Shapes, make_sound, project, set_slivers_apart},
};

/// A feature as a format's reader found it. Turning it into shapes is the costly
/// part, and done on all cores.
pub trait RawFeature: Sync {
    /// In the file, from 1.
    fn number(&self) -> u64;

    /// About what it holds in memory.
    fn size_bytes(&self) -> usize;

    /// Rings in the file's own coordinates, x = east. An error leaves the feature out.
    fn shapes(&self, limits: &ReadLimits) -> Result<Shapes, Problem>;

    /// Whether its rings are valid by how they were made, and stay as they are.
    fn is_sound(&self) -> bool {
        false
    }

    /// The header fields that its columns hold.
    fn header(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

pub struct FeatureReading {
    pub feature: Option<CoverageFeature>,
    pub findings: Vec<Finding>,
    /// Where a feature with a wrongly wound ring begins, in the file's system.
    pub wrong_winding: Option<Coord<f64>>,
    pub header: Vec<(&'static str, String)>,
}

/// What every feature of a file is read with.
pub struct Setting {
    pub system: FileSystem,
    pub extent: RegionExtent,
    pub limits: ReadLimits,
}

/// Reads one feature. Whatever is wrong with it, the file goes on.
pub fn read_feature(raw: &impl RawFeature, setting: &Setting) -> FeatureReading {
    let shapes = raw.shapes(&setting.limits);
    let shapes = shapes.and_then(|shapes| within_limits(shapes, raw, &setting.limits));
    let mut reading = match shapes {
        Ok(shapes) => read_shapes(raw, shapes, setting),
        Err(problem) => {
            let remark = Remark::error(problem, None);
            FeatureReading {
                feature: None,
                findings: vec![finding(raw.number(), &remark, &setting.system)],
                wrong_winding: None,
                header: Vec::new(),
            }
        }
    };
    reading.header = raw.header();
    reading
}

fn within_limits(shapes: Shapes, raw: &impl RawFeature, limits: &ReadLimits) -> Result<Shapes, Problem> {
    if raw.is_sound() {
        return Ok(shapes);
    }
    let rings =
        shapes.polygons.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    let (mut all, mut longest) = (0, 0);
    for ring in rings {
        all += ring.0.len();
        longest = longest.max(ring.0.len());
    }
    if longest > limits.ring_vertices {
        return Err(Problem::TooManyVertices(limits.ring_vertices));
    }
    if all > limits.feature_vertices {
        return Err(Problem::TooManyVertices(limits.feature_vertices));
    }
    Ok(shapes)
}

fn read_shapes(raw: &impl RawFeature, shapes: Shapes, setting: &Setting) -> FeatureReading {
    let number = raw.number();
    let Shapes { polygons, mut remarks, was_wound_wrongly } = shapes;
    let first = polygons.coords_iter().next();
    let area = if remarks.has_error() {
        None
    } else {
        place(&polygons, &mut remarks, setting)
            .map_err(|remark| remarks.add(remark))
            .map(|placed| match raw.is_sound() && stay_sound(&placed, setting) {
                true => placed,
                false => mend(placed, &mut remarks, &setting.limits),
            })
            .ok()
    };
    let area = area.filter(|area| !area.0.is_empty() && !remarks.has_error());
    if area.is_none() {
        remarks.nothing_left();
    }
    FeatureReading {
        wrong_winding: first.filter(|_| was_wound_wrongly && area.is_some()),
        feature: area.map(|area| CoverageFeature { number, area }),
        findings: findings(number, &remarks, &setting.system),
        header: Vec::new(),
    }
}

/// Cells are valid by how they were made, unless they are so narrow that projecting
/// makes nothing of them, or lie where it bends them out of shape.
fn stay_sound(area: &MultiPolygon<f64>, setting: &Setting) -> bool {
    let least_m = setting.limits.sliver_width_m;
    setting.extent.is_near(area) && area.iter().all(|part| mean_width_m(part.exterior()) >= least_m)
}

fn mend(area: MultiPolygon<f64>, remarks: &mut Remarks, limits: &ReadLimits) -> MultiPolygon<f64> {
    let sound = make_sound(area, remarks);
    if remarks.has_error() { sound } else { set_slivers_apart(sound, limits.sliver_width_m, remarks) }
}

fn findings(number: u64, remarks: &Remarks, system: &FileSystem) -> Vec<Finding> {
    remarks.iter().map(|remark| finding(number, remark, system)).collect()
}

/// Projects a feature. One that lies elsewhere is taken, and counts as outside the
/// region; one that does so because its axes are swapped isn't.
fn place(
    polygons: &MultiPolygon<f64>,
    remarks: &mut Remarks,
    setting: &Setting,
) -> Result<MultiPolygon<f64>, Remark> {
    let first = polygons.coords_iter().next();
    let at = first.map(At::Source);
    let projected = project(polygons, &setting.system.to_computing);
    match projected {
        Ok(placed) if setting.extent.meets(&placed) => Ok(placed),
        _ if lies_inside_swapped(polygons, setting) => Err(Remark::error(Problem::SwappedAxes, at)),
        Ok(placed) => {
            remarks.add(Remark::warning(Problem::OutsideRegion, at));
            Ok(placed)
        }
        Err(remark) => Err(remark),
    }
}

fn lies_inside_swapped(polygons: &MultiPolygon<f64>, setting: &Setting) -> bool {
    let Some(middle) = polygons.bounding_rect().map(|bounds| bounds.center()) else { return false };
    let swapped = Coord { x: middle.y, y: middle.x };
    let position = setting.system.to_computing.coord(swapped);
    position.is_ok_and(|position| setting.extent.holds(position))
}
