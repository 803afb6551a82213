//! A delivery as a zipped Shapefile: `.shp` with its `.prj`, `.dbf` and `.cpg`.
//!
//! The parts are unpacked to temporary files, as far as the limits go, and read
//! from there record by record. Archives within the archive aren't opened.

mod archive;
mod records;
mod rings;
mod table;

use std::{io::Cursor, path::Path};

use shapefile::{ReadableShape, Shape};

use self::{archive::Parts, records::Records, table::Table};
use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, FileCrs, ReadLimits,
    feature::RawFeature,
    findings::unread_columns,
    pipeline::{Opened, Sink, run},
};
use crate::{
    geometry::identify_crs,
    ingest::polygon::{Problem, Shapes},
};

pub fn read(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let mut parts = Parts::unpack(path, source)?;
    let opened = Opened {
        format: CoverageFormat::Shapefile,
        crs: source.agreed_crs(&crs_of(parts.projection.as_deref()))?,
        layer: Some(parts.layer.clone()),
        cell_size: None,
    };
    let mut records = Records::open(&mut parts.shapes)?;
    run(opened, source, sink, |pipeline| {
        while let Some(content) = records.next(source.limits.feature_bytes)? {
            pipeline.push(Record { number: pipeline.feature_count + 1, content })?;
        }
        if let Some(table) = parts.table.as_mut() {
            let read = Table::open(table, parts.encoding.as_deref(), &source.limits)
                .and_then(|mut table| table.header(&mut pipeline.header));
            if let Err(reason) = read {
                pipeline.found(unread_columns(&reason));
            }
        }
        Ok(())
    })
}

fn crs_of(projection: Option<&str>) -> FileCrs {
    match projection.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => identify_crs(text).map_or_else(|| FileCrs::Unidentified(name_of(text)), FileCrs::Named),
        None => FileCrs::Unsaid,
    }
}

/// The first name in quotes.
fn name_of(wkt: &str) -> String {
    wkt.split('"').nth(1).unwrap_or_default().chars().take(80).collect()
}

struct Record {
    number: u64,
    /// None where it is larger than the limit.
    content: Option<Vec<u8>>,
}

impl RawFeature for Record {
    fn number(&self) -> u64 {
        self.number
    }

    fn size_bytes(&self) -> usize {
        self.content.as_ref().map_or(0, Vec::len)
    }

    fn shapes(&self, limits: &ReadLimits) -> Result<Shapes, Problem> {
        let content = self.content.as_ref().ok_or(Problem::FeatureTooLarge(limits.feature_bytes))?;
        records::check_counts(content).map_err(|reason| Problem::MalformedFeature(reason.to_owned()))?;
        let length = i32::try_from(content.len()).unwrap_or(i32::MAX);
        let shape = Shape::read_from(&mut Cursor::new(content), length);
        Ok(rings::shapes(shape.map_err(|error| Problem::MalformedFeature(error.to_string()))?))
    }
}

#[cfg(test)]
mod tests;
