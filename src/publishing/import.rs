//! Files of measurements in: read, and kept with everything that was found in
//! them, but for what a campaign leaves out to protect those who drive.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
    sync::Arc,
};

use geo::{Coord, Rect};
use jiff::Timestamp;

use super::{CampaignChoice, PublishError, protection::Protection};
use crate::{
    domain::{Actor, NetworkId, Region, RunFacts, RunKey, Service},
    geometry::LngLatFrame,
    ingest::{
        measurements::{ColumnMapping, MeasurementReading, MeasurementSource, read_measurements},
        sha256_hex,
    },
    store::{AddedMeasurements, MeasurementImport, NewMeasurements, PackedSamples, SourceFile, Store},
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
    /// Which column of a table is what; none where its header says it.
    pub mapping: Option<ColumnMapping>,
    pub campaign: CampaignChoice,
    /// What is known of its runs, where the file doesn't say it.
    pub facts: RunFacts,
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

impl MeasurementFile {
    /// A file that says everything itself, for a campaign of its own.
    pub fn new(name: impl Into<String>, bytes: impl Into<FileBytes>) -> Self {
        Self {
            name: name.into(),
            network: None,
            attempted: None,
            mapping: None,
            campaign: CampaignChoice::OfItsOwn,
            facts: RunFacts::default(),
            bytes: bytes.into(),
        }
    }
}

impl Importer {
    /// Reads a file of measurements and keeps it, once. A file that can't be
    /// read changes nothing.
    pub async fn measurements(
        &self,
        file: MeasurementFile,
        actor: &Actor,
    ) -> Result<ImportedMeasurements, PublishError> {
        let sha256 = sha256_hex(&file.bytes);
        if let Some(known) = self.store.measurement_import(&sha256).await? {
            return Ok(ImportedMeasurements::Known(known));
        }
        let (region, name, bytes) = (self.region.clone(), file.name.clone(), file.bytes.clone());
        let (choice, facts) = (file.campaign.clone(), file.facts.clone());
        let reading = tokio::task::spawn_blocking(move || read_samples(&region, &file)).await??;
        let received_at = Timestamp::now();
        let campaign = self.campaign(choice, &name, actor, received_at).await?;
        let protection = Protection::of(&self.store, &campaign).await?;
        let row_count = reading.rows;
        let (store, hash) = (self.store.clone(), sha256.clone());
        let pack = move || {
            let reading = protection.of_reading(reading);
            let samples = pack(&store, &hash, &reading, &facts)?;
            Ok::<_, PublishError>((samples, reading.findings))
        };
        let (samples, findings) = tokio::task::spawn_blocking(pack).await??;
        let kept = match campaign.details.settings.leaves_out() {
            true => None,
            false => Some(self.store.keep_file(Cursor::new(bytes)).await?),
        };
        let file = kept.as_ref().map_or(SourceFile::HashAlone(&sha256), SourceFile::Kept);
        let (file_name, campaign) = (name, campaign.id);
        let new = NewMeasurements { file_name, received_at, campaign, file, row_count, samples, findings };
        Ok(match self.store.add_measurements(new, actor).await? {
            AddedMeasurements::New(import) => ImportedMeasurements::New(import),
            AddedMeasurements::KnownSince(import) => ImportedMeasurements::Known(import),
        })
    }
}

fn pack(
    store: &Store,
    sha256: &str,
    reading: &MeasurementReading,
    said: &RunFacts,
) -> Result<PackedSamples, PublishError> {
    let runs: BTreeSet<_> = reading.samples.iter().map(|sample| (&sample.run, &sample.device)).collect();
    let facts = runs.into_iter().map(|(run, device)| {
        let key = RunKey { run: run.clone(), device: device.clone() };
        let known = reading.runs.get(&key).cloned().unwrap_or_default();
        (key, known.or(said))
    });
    let facts: BTreeMap<RunKey, RunFacts> = facts.collect();
    Ok(store.pack_samples(sha256, &reading.samples, &facts)?)
}

fn read_samples(region: &Region, file: &MeasurementFile) -> Result<MeasurementReading, PublishError> {
    let source = MeasurementSource {
        network: file.network.as_ref(),
        attempted: file.attempted,
        mapping: file.mapping.as_ref(),
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
