//! A delivery as GeoJSON: RFC 7946, older files that name another coordinate
//! reference system, and features one a line; plain or gzip.
//!
//! How the file is taken apart into features is `geojson_text`'s business.

mod geometry;

use std::path::Path;

use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, FileCrs, ReadFault, ReadLimits,
    feature::RawFeature,
    pipeline::{Opened, Sink, run},
};
use crate::{
    geometry::WGS84,
    ingest::{
        Content,
        geojson_text::{FeatureText, GeoJsonText},
        polygon::{Problem, Shapes},
    },
};

pub fn read(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let text = GeoJsonText::survey(Content::File(path), source.limits.geojson())?;
    if text.feature_count > source.limits.features {
        return Err(ReadFault::TooManyFeatures.with(source.limits.features));
    }
    let file_crs = text.crs.clone().map_or(FileCrs::ByForm(WGS84.to_owned()), FileCrs::Named);
    let is_lines = text.is_sequence() && text.feature_count > 1;
    let opened = Opened {
        format: if is_lines { CoverageFormat::GeoJsonLines } else { CoverageFormat::GeoJson },
        crs: source.agreed_crs(&file_crs)?,
        layer: None,
        cell_size: None,
    };
    run(opened, source, sink, |pipeline| text.for_each(|feature| pipeline.push(feature)))
}

impl RawFeature for FeatureText {
    fn number(&self) -> u64 {
        self.number
    }

    fn size_bytes(&self) -> usize {
        self.text.as_ref().map_or(0, Vec::len)
    }

    fn shapes(&self, limits: &ReadLimits) -> Result<Shapes, Problem> {
        let text = self.text.as_ref().ok_or(Problem::FeatureTooLarge(limits.feature_bytes))?;
        geometry::shapes(text).map_err(|error| Problem::MalformedFeature(error.to_string()))
    }

    fn header(&self) -> Vec<(&'static str, String)> {
        self.text.as_deref().map_or_else(Vec::new, geometry::header)
    }
}

#[cfg(test)]
mod tests;
