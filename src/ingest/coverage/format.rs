//! The formats that coverage comes in, and how a file shows which it has.

use std::{
    io::{BufRead, Read},
    path::Path,
};

use super::{CoverageReadError, ReadFault, ReadLimits, cells};
use crate::{
    domain::words,
    ingest::{Content, UnpackError},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverageFormat {
    GeoJson,
    GeoJsonLines,
    GeoPackage,
    Shapefile,
    FlatGeobuf,
    GeoTiff,
    CellsScb,
    CellsInspire,
    CellsAustrian,
    CellsGerman,
}

words!(CoverageFormat, "format", {
    GeoJson => "geojson", GeoJsonLines => "geojson_lines", GeoPackage => "geopackage",
    Shapefile => "shapefile", FlatGeobuf => "flatgeobuf", GeoTiff => "geotiff",
    CellsScb => "cells_scb", CellsInspire => "cells_inspire",
    CellsAustrian => "cells_austrian", CellsGerman => "cells_german",
});

/// Enough for a table's header and first lines.
const HEAD_BYTES: usize = 1 << 16;

const MAGIC: [(&[u8], CoverageFormat); 9] = [
    (b"SQLite format 3\0", CoverageFormat::GeoPackage),
    (b"fgb", CoverageFormat::FlatGeobuf),
    (b"PK\x03\x04", CoverageFormat::Shapefile),
    (b"PK\x05\x06", CoverageFormat::Shapefile),
    (b"II*\0", CoverageFormat::GeoTiff),
    (b"MM\0*", CoverageFormat::GeoTiff),
    (b"II+\0", CoverageFormat::GeoTiff),
    (b"MM\0+", CoverageFormat::GeoTiff),
    (b"{", CoverageFormat::GeoJson),
];

/// A file is what its first bytes say, whatever it is called.
///
/// # Errors
/// When it is empty or none of the formats.
pub fn recognise(path: &Path, limits: &ReadLimits) -> Result<CoverageFormat, CoverageReadError> {
    let mut reader = Content::File(path).open(limits.unpack())?;
    let head = head(&mut reader)?;
    if head.len() < HEAD_BYTES && head.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadFault::EmptyFile.into());
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Ok(*format);
    }
    let text = head.trim_ascii_start();
    // Lists are no GeoJSON, and its reader says so; 0x1e begins a sequence of RFC 8142.
    if matches!(text.first(), Some(b'{' | b'[' | 0x1e)) {
        return Ok(CoverageFormat::GeoJson);
    }
    cells::recognise(text).ok_or_else(|| ReadFault::UnknownFormat.into())
}

fn head(reader: &mut dyn BufRead) -> Result<Vec<u8>, CoverageReadError> {
    let mut head = Vec::new();
    reader.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(UnpackError::from)?;
    Ok(head)
}
