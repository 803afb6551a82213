//! Which municipality something lies in.

use std::path::Path;

use geo::{BoundingRect, Coord, CoordsIter, Geometry, MultiPolygon, Rect};

use super::{Catalogue, Result, SourceFault, reading::Reading};
use crate::geometry::{ANALYSIS_GRID, Mosaic};

/// The outlines of the municipalities of some counties.
pub struct Outlines {
    municipalities: Vec<Municipality>,
    extent: Rect<f64>,
}

struct Municipality {
    code: String,
    area: Mosaic,
    extent: Rect<f64>,
}

/// How far from the outlines something is asked for: outlines are generalised.
const MARGIN_M: f64 = 2_000.0;

impl Outlines {
    /// Reads municipalities as `fetch municipalities` writes them: the field `code`
    /// begins with the county's code.
    ///
    /// # Errors
    /// When the file can't be read, or has none of the counties.
    pub fn read(path: &Path, counties: &[String], workspace: &Path) -> Result<Self> {
        let catalogue = Catalogue::built_in();
        let fields = &catalogue.source("municipalities").fields;
        let reading = Reading {
            crs: &catalogue.crs,
            extent: catalogue.extent(),
            unnamed_crs: None,
            layer: None,
            folder: workspace,
        };
        let mut municipalities = Vec::new();
        reading.for_each(path, &mut |feature| {
            let code = feature.text(fields, "code")?;
            if !counties.iter().any(|county| code.starts_with(county)) {
                return Ok(());
            }
            let area = match feature.geometry {
                Geometry::Polygon(ref polygon) => MultiPolygon(vec![polygon.clone()]),
                Geometry::MultiPolygon(ref area) => area.clone(),
                _ => return Err(feature.error(SourceFault::BadGeometry, "expected an area")),
            };
            if let Some(extent) = area.bounding_rect() {
                municipalities.push(Municipality {
                    code,
                    area: Mosaic::from_multi_polygon(ANALYSIS_GRID, &area),
                    extent,
                });
            }
            Ok(())
        })?;
        let extents = municipalities.iter().map(|municipality| municipality.extent);
        let extent = extents.reduce(around).ok_or_else(|| {
            let reason = format!("has no municipality of the counties {}", counties.join(", "));
            SourceFault::MunicipalitiesNeeded.at(path.display(), reason)
        })?;
        Ok(Self { municipalities, extent })
    }

    /// What to ask a source for: all of the municipalities, to whole metres.
    pub fn extent(&self) -> Rect<f64> {
        let (min, max) = (self.extent.min(), self.extent.max());
        Rect::new(
            Coord { x: (min.x - MARGIN_M).floor(), y: (min.y - MARGIN_M).floor() },
            Coord { x: (max.x + MARGIN_M).ceil(), y: (max.y + MARGIN_M).ceil() },
        )
    }

    /// Whether a position lies in one of the municipalities.
    pub fn contain(&self, position: Coord<f64>) -> bool {
        self.municipalities.iter().any(|municipality| {
            let (min, max) = (municipality.extent.min(), municipality.extent.max());
            (min.x..=max.x).contains(&position.x)
                && (min.y..=max.y).contains(&position.y)
                && municipality.area.contains(position)
        })
    }

    /// Whether one of a geometry's corners lies in one of the municipalities.
    pub fn touch(&self, geometry: &Geometry<f64>) -> bool {
        geometry.coords_iter().any(|position| self.contain(position))
    }

    /// The municipality that has most of a square; of equal shares the first by
    /// code. None where none has any.
    pub fn of_square(&self, square: Rect<f64>) -> Option<&str> {
        let polygon = square.to_polygon();
        let mut best: Option<(f64, &str)> = None;
        for municipality in &self.municipalities {
            if !overlaps(municipality.extent, square) {
                continue;
            }
            let area_m2 = municipality.area.convex_overlap_area_m2(&polygon);
            let code = municipality.code.as_str();
            let is_better =
                best.is_none_or(|(most, first)| area_m2 > most || (area_m2 == most && code < first));
            if area_m2 > 0.0 && is_better {
                best = Some((area_m2, code));
            }
        }
        best.map(|(_, code)| code)
    }
}

fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (min, max) = ((a.min(), b.min()), (a.max(), b.max()));
    Rect::new(
        Coord { x: min.0.x.min(min.1.x), y: min.0.y.min(min.1.y) },
        Coord { x: max.0.x.max(max.1.x), y: max.0.y.max(max.1.y) },
    )
}

fn overlaps(a: Rect<f64>, b: Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}
