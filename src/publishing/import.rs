//! Files in: read, and kept with everything that was found in them.

use std::{io::Cursor, sync::Arc};

use geo::{Coord, Rect};
use jiff::Timestamp;

use super::PublishError;
use crate::{
    domain::{
        Actor, CoverageFeature, Delivery, DeliveryHeader, DeliveryKind, DeliveryState, DeliveryStep,
        NetworkId, Region, Service,
    },
    geometry::{ANALYSIS_GRID, LngLatFrame, Mosaic},
    index::Claim,
    ingest::{
        coverage::{CollectedCoverage, CoverageSource, collect_coverage_bytes},
        measurements::{MeasurementReading, MeasurementSource, read_measurements},
        sha256_hex,
    },
    store::{
        AddedMeasurements, CoverageLabel, CoverageWriter, MeasurementImport, NewDelivery, NewMeasurements,
        ReceivedFile, Store, StoreError,
    },
};

/// Bytes of a file as it came.
pub type FileBytes = bytes::Bytes;

/// A coverage file and what is said of it.
#[derive(Clone, Debug)]
pub struct CoverageFile {
    pub kind: DeliveryKind,
    /// As it was called where it came from.
    pub name: String,
    pub header: DeliveryHeader,
    /// For files that name no coordinate reference system.
    pub crs: Option<String>,
    pub form: CoverageForm,
    pub bytes: FileBytes,
}

/// How coverage is written in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum CoverageForm {
    /// GeoJSON, newline-delimited too.
    Polygons,
    /// A table of grid cells with a count of networks: covered where the count
    /// reaches `at_least`.
    Cells { column: String, at_least: f64 },
}

/// What became of a coverage file.
#[derive(Clone, Debug)]
pub struct ImportedCoverage {
    pub delivery: Delivery,
    /// Features that were taken.
    pub features: u64,
    /// What they cover, overlaps counted once.
    pub area_m2: f64,
    pub claim: Arc<Claim>,
}

/// A file of measurements and what is said of it.
#[derive(Clone, Debug)]
pub struct MeasurementFile {
    pub name: String,
    /// The network of the phone's subscription, where the rows don't say it.
    pub network: Option<NetworkId>,
    /// What a log's transfers tried, where the log doesn't say it.
    pub attempted: Option<Service>,
    pub bytes: FileBytes,
}

/// What became of a file of measurements.
#[derive(Clone, Debug)]
pub enum ImportedMeasurements {
    New(MeasurementImport),
    /// The same file was imported before; nothing is counted twice.
    Known(MeasurementImport),
}

/// Reads files and keeps them in the store.
#[derive(Clone, Debug)]
pub struct Importer {
    pub store: Store,
    pub region: Arc<Region>,
}

impl Importer {
    /// Reads a coverage file and keeps it with its findings. Bad features are
    /// findings; a file of which nothing can be taken changes nothing.
    pub async fn coverage(
        &self,
        file: CoverageFile,
        actor: &Actor,
    ) -> Result<ImportedCoverage, PublishError> {
        let CoverageFile { kind, name, header, crs, form, bytes } = file;
        if self.region.network(&header.network).is_none() {
            return Err(PublishError::UnknownNetwork(header.network));
        }
        let (region, content) = (self.region.clone(), bytes.clone());
        let CollectedCoverage { features: taken, reading } =
            tokio::task::spawn_blocking(move || read(&content, &region, crs, &form)).await??;
        if taken.is_empty() && !reading.findings.is_empty() {
            return Err(PublishError::NothingTaken(reading.findings));
        }
        let label = CoverageLabel {
            claim: header.claim(),
            simulation_date: header.simulation_date,
            crs: self.region.crs.clone(),
        };
        let writer = self.store.coverage_writer()?;
        let taken = tokio::task::spawn_blocking(move || Taken::of(&taken, writer, &label));
        let Taken { features, area, file: coverage } = taken.await??;
        let new = NewDelivery {
            kind,
            header,
            received_at: Timestamp::now(),
            file_name: name,
            file: &self.store.keep_file(Cursor::new(bytes)).await?,
            feature_count: reading.feature_count,
            coverage: &self.store.keep(coverage).await?,
            area_m2: area.area_m2(),
            findings: reading.findings,
        };
        let steps = to_publication(new.received_at, actor);
        let delivery = self.store.add_delivery(new, &steps).await?;
        let area_m2 = delivery.area_m2;
        Ok(ImportedCoverage {
            claim: Arc::new(Claim { delivery: delivery.clone(), area: Arc::new(area) }),
            delivery,
            features,
            area_m2,
        })
    }

    /// Reads a file of measurements and keeps it, once. A file that can't be
    /// read changes nothing.
    pub async fn measurements(
        &self,
        file: MeasurementFile,
        actor: &Actor,
    ) -> Result<ImportedMeasurements, PublishError> {
        if let Some(known) = self.store.measurement_import(&sha256_hex(&file.bytes)).await? {
            return Ok(ImportedMeasurements::Known(known));
        }
        let (region, name, bytes) = (self.region.clone(), file.name.clone(), file.bytes.clone());
        let reading = tokio::task::spawn_blocking(move || read_samples(&region, &file)).await??;
        let kept = self.store.keep_file(Cursor::new(bytes)).await?;
        let new = NewMeasurements {
            file_name: name,
            received_at: Timestamp::now(),
            file: &kept,
            row_count: reading.rows,
            samples: &reading.samples,
            findings: reading.findings,
        };
        Ok(match self.store.add_measurements(new, actor).await? {
            AddedMeasurements::New(import) => ImportedMeasurements::New(import),
            AddedMeasurements::KnownSince(import) => ImportedMeasurements::Known(import),
        })
    }
}

/// The features that were taken, together and as a file.
struct Taken {
    features: u64,
    area: Mosaic,
    file: ReceivedFile,
}

impl Taken {
    fn of(
        features: &[CoverageFeature],
        mut writer: CoverageWriter,
        label: &CoverageLabel,
    ) -> Result<Self, StoreError> {
        let area = Mosaic::from_polygons(ANALYSIS_GRID, features.iter().flat_map(|feature| &feature.area));
        writer.write(features)?;
        Ok(Self { features: features.len() as u64, area, file: writer.finish(label)? })
    }
}

/// All steps at once: whoever imports stands for the delivery.
fn to_publication(at: Timestamp, actor: &Actor) -> [DeliveryStep; 4] {
    use DeliveryState::{Accepted, Published, Received, Validated};
    let actor = actor.as_str();
    [Received, Validated, Accepted, Published].map(|state| DeliveryStep {
        state,
        at,
        actor: actor.to_owned(),
        reason: String::new(),
    })
}

fn read(
    bytes: &[u8],
    region: &Region,
    crs: Option<String>,
    form: &CoverageForm,
) -> Result<CollectedCoverage, PublishError> {
    let source = CoverageSource { crs, ..CoverageSource::new(region) };
    let source = match form {
        CoverageForm::Polygons => source,
        CoverageForm::Cells { column, at_least } => source.with_cells(column, *at_least),
    };
    Ok(collect_coverage_bytes(bytes, &source)?)
}

fn read_samples(region: &Region, file: &MeasurementFile) -> Result<MeasurementReading, PublishError> {
    let source = MeasurementSource {
        network: file.network.as_ref(),
        attempted: file.attempted,
        bounds: lng_lat_bounds(region)?,
        ..MeasurementSource::of_region(region, &file.name)
    };
    Ok(read_measurements(&file.bytes, &source)?)
}

/// The region's bounding rectangle in longitude and latitude.
fn lng_lat_bounds(region: &Region) -> Result<Option<Rect<f64>>, PublishError> {
    let Some(bounds) = region.bounds() else { return Ok(None) };
    let [west, south, east, north] = LngLatFrame::new(&region.crs)?.bounds(bounds)?;
    Ok(Some(Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north })))
}
