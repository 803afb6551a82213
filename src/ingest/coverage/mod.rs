//! Coverage as operators and regulators deliver it: claimed areas and findings.
//!
//! Each format has its reader; all of them stream a file from disk and hold no
//! more of it than [`ReadLimits`] say. Which delivery a file belongs to, and
//! whether it may be published, is not decided here.

mod cell_area;
mod cells;
mod collect;
mod error;
mod extent;
mod feature;
mod findings;
mod flatgeobuf;
mod format;
mod geojson;
mod geopackage;
mod geotiff;
mod header_columns;
mod limits;
mod outline;
mod pipeline;
mod reading;
mod shapefile;
mod source;

#[cfg(test)]
mod testing;

pub use collect::{collect_coverage, collect_coverage_bytes};
pub use error::{CoverageReadError, ReadFault, SinkError};
pub use format::CoverageFormat;
pub use header_columns::{HEADER_FIELDS, HeaderColumns};
pub use limits::ReadLimits;
pub use pipeline::Sink;
pub use reading::{CollectedCoverage, CoverageReading};
pub use source::{CoverageSource, CoveredWhere, FileCrs};

use std::path::Path;

use crate::ingest::polygon::Problem;

/// Reads a delivery from a file into areas in the region's computing coordinate
/// reference system, and hands them to the sink batch by batch in the file's
/// order. Bad features are findings.
///
/// After an error the sink may have had features: they are worth nothing then.
///
/// # Errors
/// When the file can't be read as what it is, is more than the limits allow, or
/// is in a coordinate reference system that isn't known or not agreed on; when
/// the sink fails.
pub fn read_coverage(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    check_size(path, &source.limits)?;
    let format = source.format.map_or_else(|| format::recognise(path, &source.limits), Ok)?;
    match format {
        CoverageFormat::GeoJson | CoverageFormat::GeoJsonLines => geojson::read(path, source, sink),
        CoverageFormat::CellsScb
        | CoverageFormat::CellsInspire
        | CoverageFormat::CellsAustrian
        | CoverageFormat::CellsGerman => cells::read(path, format, source, sink),
        CoverageFormat::GeoPackage => geopackage::read(path, source, sink),
        CoverageFormat::Shapefile => shapefile::read(path, source, sink),
        CoverageFormat::FlatGeobuf => flatgeobuf::read(path, source, sink),
        CoverageFormat::GeoTiff => geotiff::read(path, source, sink),
    }
}

/// Every code of a finding that a reading may have.
pub fn finding_codes() -> impl Iterator<Item = &'static str> {
    Problem::CODES.into_iter().chain(findings::CODES).chain(cells::FINDING_CODES)
}

/// Every code of an error that ends a reading.
pub fn error_codes() -> impl Iterator<Item = &'static str> {
    ReadFault::ALL.iter().map(|fault| fault.as_str())
}

fn check_size(path: &Path, limits: &ReadLimits) -> Result<(), CoverageReadError> {
    let bytes = std::fs::metadata(path).map_err(|error| ReadFault::Unreadable.with(error))?.len();
    if bytes == 0 {
        return Err(ReadFault::EmptyFile.into());
    }
    if bytes > limits.file_bytes {
        return Err(ReadFault::TooLarge.with(format!("{bytes} > {} byte", limits.file_bytes)));
    }
    Ok(())
}
