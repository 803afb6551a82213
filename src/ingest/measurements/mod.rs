//! Measurements from files: named columns, G-NetTrack logs, GeoJSON points.
//!
//! Every row becomes a sample or a finding that says why not. Whether a sample
//! is valid evidence (R7) is not decided here: what a phone saw at night or on
//! Wi-Fi is read like anything else.

mod csv;
mod field;
mod geojson_points;
mod gnettrack;
mod reading;
mod row_fault;
mod source;
mod table;

pub use reading::{MeasurementForm, MeasurementReading};
pub use source::MeasurementSource;

use self::{reading::Gatherer, table::Table};
use super::{DEFAULT_UNPACKED_LIMIT_BYTES, UnpackError, unpack};
use crate::{domain::NetworkId, geometry::ProjectionError};

/// Why a file as a whole can't be read as measurements. Nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum MeasurementError {
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("the file is empty")]
    Empty,
    #[error("no such form of measurements: the columns {missing} are missing among `{found}`")]
    MissingColumns { missing: String, found: String },
    #[error("the column `{0}` stands there twice")]
    RepeatedColumn(String),
    #[error("the first line is no text in UTF-8")]
    NotText,
    #[error("no GeoJSON points: {0}")]
    NotGeoJson(String),
    #[error("the file names the coordinate reference system {0}: measurements are read in WGS 84")]
    ForeignCrs(String),
    #[error("the file doesn't say whose network was measured: name one")]
    NetworkNotGiven,
    #[error("the region has no network `{0}`")]
    UnknownNetwork(NetworkId),
    #[error(transparent)]
    Projection(#[from] ProjectionError),
}

/// Reads a file of measurements, packed by gzip or not, in whichever of the
/// forms it has: JSON begins with a brace, a G-NetTrack log names its columns.
///
/// Samples come in the file's order, positions in `source.crs`.
///
/// # Errors
/// When the file as a whole has none of the forms, or the caller's network or
/// coordinate reference system is unknown.
pub fn read_measurements(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
) -> Result<MeasurementReading, MeasurementError> {
    let text = unpack(bytes, DEFAULT_UNPACKED_LIMIT_BYTES)?;
    let gatherer = Gatherer::new(source)?;
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace()).ok_or(MeasurementError::Empty)?;
    if geojson_points::begins(*first) {
        return geojson_points::read(&text, gatherer);
    }
    let table = Table::open(&text)?;
    if gnettrack::is_log(&table) { gnettrack::read(&table, gatherer) } else { csv::read(&table, gatherer) }
}

#[cfg(test)]
mod tests;
