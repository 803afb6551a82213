//! A delivery as GeoPackage: the features of one layer, in the order of their keys.
//!
//! The file is a stranger's database: nothing in it is run, only a plain table is
//! read, and of it no column that is computed.

mod geometry;
mod layer;

use std::{fs::File, io::Read, path::Path};

use rusqlite::{
    Error, ErrorCode, Row,
    types::{Type, ValueRef},
};

use self::layer::Layer;
use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, ReadFault, ReadLimits,
    feature::RawFeature,
    pipeline::{Opened, Sink, run},
};
use crate::ingest::{
    polygon::{Problem, Shapes},
    strangers_database,
};

pub fn read(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    check_length(path)?;
    let database = if source.in_memory {
        let content = std::fs::read(path).map_err(|error| ReadFault::Unreadable.with(error))?;
        strangers_database::open_in_memory(content, source.limits.feature_bytes)
    } else {
        strangers_database::open(path, source.limits.feature_bytes)
    }
    .map_err(fault)?;
    let layer = Layer::find(&database, source)?;
    let opened = Opened {
        format: CoverageFormat::GeoPackage,
        crs: source.agreed_crs(&layer.crs)?,
        layer: Some(layer.table.clone()),
        cell_size: None,
    };
    run(opened, source, sink, |pipeline| {
        let mut statement = database.prepare(&layer.query()).map_err(fault)?;
        let mut rows = statement.query([]).map_err(fault)?;
        let mut number = 0;
        while let Some(row) = rows.next().map_err(fault)? {
            number += 1;
            let header = layer.header(row, source.limits.text_bytes);
            pipeline.push(Feature { number, geometry: geometry_of(row)?, header })?;
        }
        Ok(())
    })
}

/// SQLite finds out late that pages are missing, and calls it damage.
fn check_length(path: &Path) -> Result<(), CoverageReadError> {
    const HEADER_BYTES: usize = 100;
    let unreadable = |error| ReadFault::Unreadable.with(error);
    let mut file = File::open(path).map_err(unreadable)?;
    let actual_bytes = file.metadata().map_err(unreadable)?.len();
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header).map_err(|_| CoverageReadError::from(ReadFault::TruncatedGeoPackage))?;
    let page_bytes = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 1 << 16,
        bytes => u64::from(bytes),
    };
    let pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    let stated_bytes = u64::from(pages) * page_bytes;
    // The number of pages counts only where whoever wrote last has set it.
    if header[24..28] == header[92..96] && stated_bytes > actual_bytes {
        return Err(ReadFault::TruncatedGeoPackage.with(format!("{actual_bytes} / {stated_bytes} byte")));
    }
    Ok(())
}

fn fault(error: Error) -> CoverageReadError {
    let code = error.sqlite_error_code();
    let fault = match code {
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => ReadFault::Unreadable,
        // A page that the file should have and hasn't.
        Some(ErrorCode::SystemIoFailure) => ReadFault::TruncatedGeoPackage,
        Some(ErrorCode::TooBig) => ReadFault::TooLarge,
        _ => ReadFault::BrokenGeoPackage,
    };
    fault.with(error)
}

struct Feature {
    number: u64,
    geometry: FeatureGeometry,
    header: Vec<(&'static str, String)>,
}

enum FeatureGeometry {
    Bytes(Vec<u8>),
    Null,
    Other(Type),
}

/// The geometry is the query's first column.
fn geometry_of(row: &Row<'_>) -> Result<FeatureGeometry, CoverageReadError> {
    Ok(match row.get_ref(0).map_err(fault)? {
        ValueRef::Blob(bytes) => FeatureGeometry::Bytes(bytes.to_vec()),
        ValueRef::Null => FeatureGeometry::Null,
        other => FeatureGeometry::Other(other.data_type()),
    })
}

impl RawFeature for Feature {
    fn number(&self) -> u64 {
        self.number
    }

    fn size_bytes(&self) -> usize {
        match &self.geometry {
            FeatureGeometry::Bytes(bytes) => bytes.len(),
            FeatureGeometry::Null | FeatureGeometry::Other(_) => 0,
        }
    }

    fn shapes(&self, _limits: &ReadLimits) -> Result<Shapes, Problem> {
        match &self.geometry {
            FeatureGeometry::Bytes(bytes) => geometry::shapes(bytes).map_err(Problem::MalformedFeature),
            FeatureGeometry::Null => Err(Problem::EmptyGeometry),
            FeatureGeometry::Other(kind) => Err(Problem::MalformedFeature(format!("{kind}"))),
        }
    }

    fn header(&self) -> Vec<(&'static str, String)> {
        self.header.clone()
    }
}

#[cfg(test)]
mod tests;
