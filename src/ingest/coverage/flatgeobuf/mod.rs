//! A delivery as FlatGeobuf, read feature by feature in the file's order.
//!
//! The crate's own reader trusts what a feature says of its length, and its
//! geometry and properties what they say of theirs. Its generated types don't:
//! each buffer is verified before it is looked into, and here no index is taken
//! on trust.

mod geometry;
mod properties;

use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read},
    path::Path,
    sync::Arc,
};

use flatgeobuf::{Header, size_prefixed_root_as_feature, size_prefixed_root_as_header};

use self::properties::Columns;
use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, FileCrs, ReadFault, ReadLimits,
    feature::RawFeature,
    pipeline::{Opened, Sink, run},
};
use crate::{
    geometry::identify_crs,
    ingest::polygon::{Problem, RingRules, ShapeBuilder, Shapes},
};

const MAGIC_BYTES: usize = 8;
const GREATEST_VERSION: u8 = 3;
const LARGEST_HEADER: usize = 10 << 20;

/// The format doesn't say how rings are wound.
const RULES: RingRules = RingRules { winding_is_stated: false, names_duplicates: true };

pub fn read(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let file = File::open(path).map_err(|error| ReadFault::Unreadable.with(error))?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let header = read_header(&mut reader)?;
    let header = size_prefixed_root_as_header(&header).map_err(broken)?;
    let columns = Arc::new(Columns::of(&header, &source.limits)?);
    skip(&mut reader, index_bytes(&header)?)?;
    let opened = Opened {
        format: CoverageFormat::FlatGeobuf,
        crs: source.agreed_crs(&crs_of(&header))?,
        layer: header.name().filter(|name| !name.is_empty()).map(str::to_owned),
        cell_size: None,
    };
    let geometry_type = header.geometry_type();
    run(opened, source, sink, |pipeline| {
        let mut number = 0;
        while let Some(content) = next_feature(&mut reader, source.limits.feature_bytes)? {
            number += 1;
            pipeline.push(Feature { number, content, geometry_type, columns: columns.clone() })?;
        }
        match header.features_count() {
            // Some writers don't know the number when they begin.
            0 => Ok(()),
            count if count == number => Ok(()),
            count => Err(ReadFault::TruncatedFlatGeobuf.with(format!("{number} / {count}"))),
        }
    })
}

/// The header with its length before it.
fn read_header(reader: &mut impl Read) -> Result<Vec<u8>, CoverageReadError> {
    let mut magic = [0; MAGIC_BYTES];
    fill(reader, &mut magic)?;
    if !magic.starts_with(b"fgb") || &magic[4..7] != b"fgb" || magic[3] > GREATEST_VERSION {
        return Err(broken(format_args!("{magic:02x?}")));
    }
    let mut length = [0; 4];
    fill(reader, &mut length)?;
    let bytes = u32::from_le_bytes(length) as usize;
    if !(8..=LARGEST_HEADER).contains(&bytes) {
        return Err(broken(format_args!("{bytes} byte")));
    }
    let mut header = length.to_vec();
    header.resize(4 + bytes, 0);
    fill(reader, &mut header[4..])?;
    Ok(header)
}

/// How long the index between header and features is.
fn index_bytes(header: &Header<'_>) -> Result<u64, CoverageReadError> {
    const NODE_BYTES: u64 = 40;
    let (node_size, count) = (u64::from(header.index_node_size()), header.features_count());
    if node_size == 0 || count == 0 {
        return Ok(0);
    }
    if node_size == 1 || count > 1 << 48 {
        return Err(broken(format_args!("{count} / {node_size}")));
    }
    let (mut level, mut nodes) = (count, count);
    while level > 1 {
        level = level.div_ceil(node_size);
        nodes += level;
    }
    // A tree of one feature has its root beside it.
    Ok(NODE_BYTES * if count == 1 { 2 } else { nodes })
}

fn crs_of(header: &Header<'_>) -> FileCrs {
    let Some(crs) = header.crs() else { return FileCrs::Unsaid };
    let is_epsg = crs.org().is_none_or(|org| org.is_empty() || org.eq_ignore_ascii_case("EPSG"));
    if is_epsg && crs.code() > 0 {
        return FileCrs::Named(format!("EPSG:{}", crs.code()));
    }
    let described = crs.wkt().filter(|wkt| !wkt.is_empty());
    match described {
        Some(wkt) => identify_crs(wkt)
            .map_or_else(|| FileCrs::Unidentified(crs.name().unwrap_or_default().to_owned()), FileCrs::Named),
        None => FileCrs::Unsaid,
    }
}

/// A feature's bytes with their length before them.
enum Content {
    Whole(Vec<u8>),
    TooLarge,
}

/// None at the end of the file.
fn next_feature(reader: &mut impl Read, limit_bytes: usize) -> Result<Option<Content>, CoverageReadError> {
    let mut length = [0; 4];
    let mut filled = 0;
    while filled < length.len() {
        match reader.read(&mut length[filled..]).map_err(fault)? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(ReadFault::TruncatedFlatGeobuf.into()),
            count => filled += count,
        }
    }
    let bytes = u32::from_le_bytes(length) as usize;
    if bytes > limit_bytes {
        skip(reader, bytes as u64)?;
        return Ok(Some(Content::TooLarge));
    }
    let mut content = length.to_vec();
    content.resize(4 + bytes, 0);
    fill(reader, &mut content[4..])?;
    Ok(Some(Content::Whole(content)))
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> Result<(), CoverageReadError> {
    reader.read_exact(buffer).map_err(fault)
}

fn skip(reader: &mut impl Read, bytes: u64) -> Result<(), CoverageReadError> {
    let skipped = std::io::copy(&mut reader.take(bytes), &mut std::io::sink()).map_err(fault)?;
    if skipped == bytes { Ok(()) } else { Err(ReadFault::TruncatedFlatGeobuf.into()) }
}

fn fault(error: std::io::Error) -> CoverageReadError {
    match error.kind() {
        ErrorKind::UnexpectedEof => ReadFault::TruncatedFlatGeobuf.into(),
        _ => ReadFault::Unreadable.with(error),
    }
}

fn broken(reason: impl ToString) -> CoverageReadError {
    ReadFault::BrokenFlatGeobuf.with(reason)
}

struct Feature {
    number: u64,
    content: Content,
    geometry_type: flatgeobuf::GeometryType,
    columns: Arc<Columns>,
}

impl Feature {
    fn parse(&self) -> Result<flatgeobuf::Feature<'_>, Option<String>> {
        let Content::Whole(bytes) = &self.content else { return Err(None) };
        size_prefixed_root_as_feature(bytes).map_err(|error| Some(error.to_string()))
    }
}

impl RawFeature for Feature {
    fn number(&self) -> u64 {
        self.number
    }

    fn size_bytes(&self) -> usize {
        match &self.content {
            Content::Whole(bytes) => bytes.len(),
            Content::TooLarge => 0,
        }
    }

    fn shapes(&self, limits: &ReadLimits) -> Result<Shapes, Problem> {
        let feature = self.parse().map_err(|reason| {
            reason.map_or(Problem::FeatureTooLarge(limits.feature_bytes), Problem::MalformedFeature)
        })?;
        let mut builder = ShapeBuilder::new(RULES);
        if let Some(geometry) = feature.geometry() {
            geometry::add(&geometry, self.geometry_type, &mut builder)
                .map_err(|reason| Problem::MalformedFeature(reason.to_owned()))?;
        }
        Ok(builder.finish())
    }

    fn header(&self) -> Vec<(&'static str, String)> {
        if !self.columns.hold_header_fields() {
            return Vec::new();
        }
        match self.parse() {
            Ok(feature) => {
                feature.properties().map_or_else(Vec::new, |bytes| self.columns.header(bytes.bytes()))
            }
            Err(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
