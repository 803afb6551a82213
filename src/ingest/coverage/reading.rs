//! A delivery as GeoJSON: RFC 7946, older files that name another coordinate
//! reference system, and features one a line.

use geo::Coord;
use rayon::prelude::*;

use super::{
    CoverageReadError, CoverageReading,
    extent::RegionExtent,
    feature::{FeatureReading, read_feature},
    findings::{FileSystem, partly_outside, wrong_winding},
};
use crate::{
    domain::Region,
    geometry::WGS84,
    ingest::{
        DEFAULT_UNPACKED_LIMIT_BYTES, crs_name,
        geojson_text::{FeatureText, GeoJsonText},
        polygon::At,
    },
};

/// R6: the greatest part of a delivery's area that may lie outside the region.
pub const GREATEST_SHARE_OUTSIDE: f64 = 0.01;

/// Features are worked on by this many at a time: enough for all cores, few
/// enough that a file of gigabytes is never in memory whole.
const BATCH: usize = 256;

/// Fewer than this aren't worth waking other threads, which each have to open
/// their own projections.
const WORTH_SHARING: usize = 32;

/// What the caller knows of a file.
#[derive(Clone, Debug)]
pub struct CoverageSource<'region> {
    /// For files that name no system themselves; without either they are lon/lat.
    pub crs: Option<String>,
    pub region: &'region Region,
    pub unpacked_limit_bytes: u64,
}

impl<'region> CoverageSource<'region> {
    /// A file that says itself what it is in.
    pub fn new(region: &'region Region) -> Self {
        Self { crs: None, region, unpacked_limit_bytes: DEFAULT_UNPACKED_LIMIT_BYTES }
    }

    pub fn with_crs(self, crs: impl Into<String>) -> Self {
        Self { crs: Some(crs.into()), ..self }
    }
}

/// Reads a delivery, gzip or not, into areas in the region's computing
/// coordinate reference system. Bad features are findings.
///
/// # Errors
/// When the file is no GeoJSON, is cut short, unpacks to more than the limit, or
/// is in a coordinate reference system that isn't known or not agreed on.
pub fn read_coverage(
    bytes: &[u8],
    source: &CoverageSource<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let text = GeoJsonText::survey(bytes, source.unpacked_limit_bytes)?;
    let crs = agreed_crs(source.crs.as_deref(), text.crs.as_deref())?;
    let mut work = Work {
        system: FileSystem::new(&crs, &source.region.crs)?,
        extent: RegionExtent::new(source.region),
        reading: CoverageReading {
            features: Vec::new(),
            findings: Vec::new(),
            feature_count: text.feature_count,
            crs,
        },
        wrongly_wound: 0,
        first_wrongly_wound: None,
    };
    let mut batch = Vec::with_capacity(BATCH);
    text.for_each(|feature| {
        batch.push(feature);
        if batch.len() == BATCH {
            work.take(&batch);
            batch.clear();
        }
    })?;
    work.take(&batch);
    Ok(work.finish())
}

fn agreed_crs(caller: Option<&str>, file: Option<&str>) -> Result<String, CoverageReadError> {
    match (caller.map(crs_name).transpose()?, file) {
        (Some(caller), Some(file)) if caller != file => {
            Err(CoverageReadError::CrsConflict { file: file.to_owned(), caller })
        }
        (Some(caller), _) => Ok(caller),
        (None, file) => Ok(file.unwrap_or(WGS84).to_owned()),
    }
}

/// A file halfway through.
struct Work {
    system: FileSystem,
    extent: RegionExtent,
    reading: CoverageReading,
    wrongly_wound: u64,
    first_wrongly_wound: Option<Coord<f64>>,
}

impl Work {
    fn take(&mut self, batch: &[FeatureText]) {
        let read = |text: &FeatureText| read_feature(text, &self.system, &self.extent);
        let readings: Vec<FeatureReading> = if batch.len() < WORTH_SHARING {
            batch.iter().map(read).collect()
        } else {
            batch.par_iter().map(read).collect()
        };
        for reading in readings {
            self.reading.features.extend(reading.feature);
            self.reading.findings.extend(reading.findings);
            if let Some(place) = reading.wrong_winding {
                self.wrongly_wound += 1;
                self.first_wrongly_wound.get_or_insert(place);
            }
        }
    }

    fn finish(mut self) -> CoverageReading {
        if self.wrongly_wound > 0 {
            let place = self.first_wrongly_wound.and_then(|coord| self.system.lng_lat(At::Source(coord)));
            self.reading.findings.push(wrong_winding(self.wrongly_wound, place));
        }
        let share = self.extent.share_outside(self.reading.features.iter().map(|feature| &feature.area));
        if share > GREATEST_SHARE_OUTSIDE {
            self.reading.findings.push(partly_outside(share));
        }
        self.reading
    }
}

#[cfg(test)]
mod tests;
