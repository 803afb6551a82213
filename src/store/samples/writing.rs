//! Samples into a file.

use std::path::Path;

use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, Encoding, ZstdLevel},
    file::{metadata::KeyValue, properties::WriterProperties},
    schema::types::ColumnPath,
};

use super::{
    super::{ReceivedFile, StoreError, objects::Writing},
    columns::{Row, batch, schema},
};

/// So many rows are turned into columns at once.
const ROWS_PER_BATCH: usize = 8_192;

/// What rises or differs from row to row is kept by its differences or as it is: a list
/// of its values would only be longer.
const RISING: [&str; 2] = ["row", "measured_at"];
const DIFFERING: [&str; 2] = ["easting_m", "northing_m"];

/// Writes a new file among those that are on their way in. It names the import
/// that its samples came in by the hash of the imported file, so that no two
/// imports ever share a file: one can be erased without the other.
pub(in crate::store) fn write(
    incoming: &Path,
    source_sha256: &str,
    rows: &[Row<'_>],
) -> Result<ReceivedFile, StoreError> {
    let source = KeyValue::new("tackning.source_sha256".to_owned(), source_sha256.to_owned());
    let plain = RISING.iter().chain(&DIFFERING).fold(WriterProperties::builder(), |properties, column| {
        properties.set_column_dictionary_enabled(ColumnPath::from(*column), false)
    });
    let rising = RISING.iter().fold(plain, |properties, column| {
        properties.set_column_encoding(ColumnPath::from(*column), Encoding::DELTA_BINARY_PACKED)
    });
    let differing = DIFFERING.iter().fold(rising, |properties, column| {
        properties.set_column_encoding(ColumnPath::from(*column), Encoding::BYTE_STREAM_SPLIT)
    });
    let properties = differing
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_key_value_metadata(Some(vec![source]))
        .build();
    let mut writer = ArrowWriter::try_new(Writing::create(incoming)?, schema(), Some(properties))?;
    for rows in rows.chunks(ROWS_PER_BATCH) {
        writer.write(&batch(rows)?)?;
    }
    Ok(writer.into_inner()?.finish())
}
