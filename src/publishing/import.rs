//! Files of measurements in: read, and kept with everything that was found in them.

use std::{io::Cursor, sync::Arc};

use geo::{Coord, Rect};
use jiff::Timestamp;

use super::PublishError;
use crate::{
    domain::{Actor, NetworkId, Region, Service},
    geometry::LngLatFrame,
    ingest::{
        measurements::{MeasurementReading, MeasurementSource, read_measurements},
        sha256_hex,
    },
    store::{AddedMeasurements, MeasurementImport, NewMeasurements, Store},
};

/// Bytes of a file as it came.
pub type FileBytes = bytes::Bytes;

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
