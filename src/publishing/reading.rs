//! A coverage file read: its area, its header, and what was found in it. The
//! features stream from the delivered file to the coverage file that is kept.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;

use super::{CoverageFile, CoverageForm, PublishError};
use crate::{
    domain::{CoverageFeature, DeliveryHeader, DeliveryKind, Finding, NetworkId, NetworkScope, Region},
    geometry::{ANALYSIS_GRID, Mosaic, MosaicBuilder},
    ingest::{
        MemoryFile,
        coverage::{CoverageReading, CoverageSource, ReadLimits, SinkError, read_coverage},
        delivery_header::{HeaderProblem, HeaderReading, HeaderSource, SaidHeader, read_header},
    },
    store::{CoverageWriter, ReceivedFile},
};

/// A delivery that was read and is not kept yet.
#[derive(Debug)]
pub struct ReadDelivery {
    pub name: String,
    pub file: ReceivedFile,
    pub received_at: Timestamp,
    pub kind: DeliveryKind,
    /// None where nobody can know what the delivery speaks of.
    pub header: Option<DeliveryHeader>,
    pub header_problems: Vec<HeaderProblem>,
    /// What was read beside the features; its findings too.
    pub reading: CoverageReading,
    /// What the features cover, dissolved.
    pub area: Arc<Mosaic>,
    /// The features, to be finished once the header stands.
    pub(super) coverage: CoverageWriter,
}

/// Reads a file. It blocks its thread.
///
/// # Errors
/// When nothing of the file can be read, or it is of a network that is none of
/// the deliverer's.
pub(super) fn read_file(
    file: CoverageFile,
    region: &Region,
    limits: &ReadLimits,
    mut coverage: CoverageWriter,
) -> Result<ReadDelivery, PublishError> {
    let CoverageFile { name, file, received_at, said, kind, form, scope } = file;
    let before = read_header(&said, &region.network_ids());
    let source = source(&form, &before, region, limits);
    let keep = &mut |features: &[CoverageFeature]| Ok(coverage.write(features)?);
    let ReadCoverage { header, reading, area } = read_features(file.path(), said, &source, keep)?;
    let HeaderReading { header, kind: said_kind, problems, .. } = header;
    refuse_foreign(&scope, header.as_ref())?;
    Ok(ReadDelivery {
        name,
        file,
        received_at,
        kind: said_kind.unwrap_or(kind),
        header,
        header_problems: problems,
        reading,
        area,
        coverage,
    })
}

/// What a file says, wherever its features went.
#[derive(Clone, Debug)]
pub struct ReadCoverage {
    pub header: HeaderReading,
    /// What was read beside the features; its findings too.
    pub reading: CoverageReading,
    /// What the features cover, dissolved.
    pub area: Arc<Mosaic>,
}

/// Reads coverage that no disk may have, not even on the way. It blocks its thread.
///
/// # Errors
/// When nothing of the file can be read, or not in memory.
pub fn read_in_memory(
    content: &[u8],
    said: Vec<SaidHeader>,
    region: &Region,
    limits: &ReadLimits,
) -> Result<ReadCoverage, PublishError> {
    let file = MemoryFile::of(content).map_err(|error| PublishError::Unwritable(error.to_string()))?;
    let before = read_header(&said, &region.network_ids());
    let form = CoverageForm::default();
    let source = CoverageSource { in_memory: true, ..source(&form, &before, region, limits) };
    read_features(&file.path(), said, &source, &mut |_| Ok(()))
}

fn read_features(
    path: &Path,
    said: Vec<SaidHeader>,
    source: &CoverageSource<'_>,
    keep: &mut dyn FnMut(&[CoverageFeature]) -> Result<(), SinkError>,
) -> Result<ReadCoverage, PublishError> {
    let mut area = MosaicBuilder::new(ANALYSIS_GRID);
    let reading = read_coverage(path, source, &mut |features| {
        area.add(features.iter().flat_map(|feature| &feature.area));
        keep(&features)
    })
    .map_err(unread)?;
    if reading.taken_count == 0 && reading.feature_count > 0 {
        return Err(PublishError::NothingTaken(reading.findings));
    }
    let header = whole_header(said, &reading, &source.region.network_ids());
    Ok(ReadCoverage { header, reading, area: Arc::new(area.finish()) })
}

impl ReadDelivery {
    pub fn findings(&self) -> &[Finding] {
        &self.reading.findings
    }
}

fn source<'region>(
    form: &CoverageForm,
    header: &HeaderReading,
    region: &'region Region,
    limits: &ReadLimits,
) -> CoverageSource<'region> {
    let CoverageForm { format, layer, cell_column, cell_size_m, covered } = form.clone();
    CoverageSource {
        format,
        crs: header.crs.clone(),
        layer,
        service: header.service,
        cell_column,
        cell_size_m,
        covered,
        limits: limits.clone(),
        ..CoverageSource::new(region)
    }
}

/// The sources before the file was read, and its columns.
fn whole_header(
    mut said: Vec<SaidHeader>,
    reading: &CoverageReading,
    networks: &[NetworkId],
) -> HeaderReading {
    let columns =
        reading.header.iter().flat_map(|(field, values)| values.iter().map(move |value| (field, value)));
    said.push(SaidHeader::from_pairs(HeaderSource::Columns, columns));
    read_header(&said, networks)
}

fn refuse_foreign(scope: &NetworkScope, header: Option<&DeliveryHeader>) -> Result<(), PublishError> {
    match header {
        Some(header) if !scope.holds(&header.network) => {
            Err(PublishError::ForeignNetwork(header.network.clone()))
        }
        _ => Ok(()),
    }
}

/// What the store says while features are kept is the store's fault, not the file's.
fn unread(error: crate::ingest::coverage::CoverageReadError) -> PublishError {
    let crate::ingest::coverage::CoverageReadError { cause, .. } = &error;
    if cause.is_none() {
        return PublishError::Coverage(error);
    }
    match error.cause.map(|cause| cause.downcast::<crate::store::StoreError>()) {
        Some(Ok(store)) => PublishError::Store(*store),
        Some(Err(other)) => PublishError::Unwritable(other.to_string()),
        None => unreachable!("a cause was there"),
    }
}
