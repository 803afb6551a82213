//! Measurements from files: tables of text by a mapping of their columns, logs
//! of G-NetTrack, open data of RTR's speed test, GeoJSON points, GPX with an
//! extension, speed tests as the FCC asks for them, GeoPackages of the Android
//! application Network Survey, Parquet.
//!
//! Every row becomes a sample or a finding that says why not. Whether a sample
//! is valid evidence (R7) is not decided here: what a phone saw at night or on
//! Wi-Fi is read like anything else.

mod csv;
mod duplicates;
mod error;
mod fcc;
mod geojson_points;
mod gnettrack;
mod gpx;
mod interpreter;
mod mapping;
mod meaning;
mod network_survey;
// Its crate asserts on damaged bytes, which the fuzzer would find again and again; a property says
// what becomes of them.
#[cfg(not(fuzzing))]
mod parquet;
mod reading;
mod repeated_hour;
mod row;
mod row_fault;
mod rtr;
mod source;
mod table;
mod time;
mod value;

use std::borrow::Cow;

pub use error::MeasurementError;
pub use gpx::NAMESPACE as GPX_NAMESPACE;
pub use mapping::{ColumnMapping, MeasuredField, Quantity, Tests, Unit, recognise};
pub use reading::{MeasurementForm, MeasurementReading, MeasurementSummary, SampleSink};
pub use source::MeasurementSource;

use self::reading::Gatherer;
use super::{DEFAULT_UNPACKED_LIMIT_BYTES, unpack};

/// Reads a file of measurements, packed by gzip or not, in whichever of the
/// forms it has: a file is what its first bytes and its columns say.
///
/// Samples come in the file's order, those of an hour that the clock went
/// through twice where the rows around them told which it was; positions in
/// `source.crs`.
///
/// # Errors
/// When the file as a whole has none of the forms, the caller's network or
/// coordinate reference system is unknown, or the caller's mapping can't be
/// followed.
pub fn read_measurements(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
) -> Result<MeasurementReading, MeasurementError> {
    let mut samples = Vec::new();
    let summary = read_samples(bytes, source, &mut |batch| samples.extend(batch))?;
    let MeasurementSummary { form, rows, duplicates, findings, runs } = summary;
    Ok(MeasurementReading { form, rows, duplicates, samples, findings, runs })
}

/// As [`read_measurements`], with the samples handed on batch by batch. Where
/// this ends in an error some of them may have been handed on: none is to stay.
///
/// # Errors
/// As for [`read_measurements`].
pub fn read_samples(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
    sink: &mut SampleSink<'_>,
) -> Result<MeasurementSummary, MeasurementError> {
    source.check_network()?;
    let bytes = unpacked(bytes)?;
    let mut gatherer = Gatherer::new(sink);
    let form = read_form(&bytes, source, &mut gatherer)?;
    Ok(gatherer.finish(form))
}

fn read_form(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    if network_survey::begins(bytes) {
        return network_survey::read(bytes, source, gatherer);
    }
    #[cfg(not(fuzzing))]
    if parquet::begins(bytes) {
        return parquet::read(bytes, source, gatherer);
    }
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace()).ok_or(MeasurementError::Empty)?;
    match first {
        b'<' => gpx::read(bytes, source, gatherer),
        b'{' if fcc::is_one(bytes) => fcc::read(bytes, source, gatherer),
        first if geojson_points::begins(*first) => geojson_points::read(bytes, source, gatherer),
        _ => csv::read(bytes, source, gatherer),
    }
}

/// The bytes themselves where they aren't packed, so that a large file is there once.
fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, MeasurementError> {
    const GZIP: &[u8] = &[0x1f, 0x8b];
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    if bytes.starts_with(GZIP) {
        return Ok(Cow::Owned(unpack(bytes, DEFAULT_UNPACKED_LIMIT_BYTES)?));
    }
    Ok(Cow::Borrowed(bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes)))
}

#[cfg(test)]
mod tests;
