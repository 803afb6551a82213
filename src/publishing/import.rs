//! Files of measurements in: read, and kept with everything that was found in
//! them, but for what a campaign leaves out to protect those who drive.

use std::{
    collections::{BTreeMap, HashSet},
    io::Cursor,
    iter,
    pin::pin,
    sync::Arc,
};

use foldhash::fast::RandomState;
use futures_util::{Stream, StreamExt, stream};
use geo::{Coord, Rect};
use jiff::Timestamp;

use super::{CampaignChoice, PublishError, protection::Protection};
use crate::{
    domain::{Actor, Campaign, CampaignId, Finding, NetworkId, Region, RunFacts, RunKey, Service},
    geometry::LngLatFrame,
    ingest::{
        measurements::{ColumnMapping, MeasurementReading, MeasurementSource, read_measurements},
        sha256_hex,
    },
    store::{
        AddedMeasurements, KeptFile, MeasurementImport, NewMeasurements, PackedSamples, SourceFile, Store,
        StoreError,
    },
};

/// So many files are read at once: reading one waits now and then for a single core.
const READ_AHEAD: usize = 2;

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
        let taken = pin!(self.all_measurements(iter::once(file), actor)).next().await;
        taken.expect("each file has an answer")
    }

    /// The same of several files, answered in their order. While one is packed and
    /// kept the next are read already; each is kept after those before it.
    pub fn all_measurements<'a>(
        &'a self,
        files: impl Iterator<Item = MeasurementFile> + 'a,
        actor: &'a Actor,
    ) -> impl Stream<Item = Result<ImportedMeasurements, PublishError>> + 'a {
        let mut seen = HashSet::new();
        stream::iter(files)
            .map(|file| self.read(file))
            .buffered(READ_AHEAD)
            .map(move |read| read.map(|read| (seen.insert(read.sha256.clone()), read)))
            .then(async |read| match read? {
                (true, read) => self.begin(read, actor).await,
                (false, read) => Ok(Begun::Known(read.sha256)),
            })
            .map(|begun| self.pack(begun))
            .buffered(1)
            .then(async |packed| self.keep(packed?, actor).await)
    }

    async fn read(&self, file: MeasurementFile) -> Result<ReadFile, PublishError> {
        let (region, bytes) = (self.region.clone(), file.bytes.clone());
        let sha256 = tokio::task::spawn_blocking(move || sha256_hex(&bytes)).await?;
        let known = self.store.measurement_import(&sha256).await?.is_some();
        if known {
            return Ok(ReadFile { sha256, reading: None, file });
        }
        let read = move || {
            let reading = Some(read_samples(&region, &file)?);
            Ok(ReadFile { sha256, reading, file })
        };
        tokio::task::spawn_blocking(read).await?
    }

    /// A file that is known, or can't be read, begins no campaign.
    async fn begin(&self, read: ReadFile, actor: &Actor) -> Result<Begun, PublishError> {
        let ReadFile { sha256, reading, file } = read;
        let Some(reading) = reading else { return Ok(Begun::Known(sha256)) };
        let received_at = Timestamp::now();
        let campaign = self.campaign(file.campaign, &file.name, actor, received_at).await?;
        let protection = Protection::of(&self.store, &campaign).await?;
        let (file_name, bytes, facts) = (file.name, file.bytes, file.facts);
        let begun = NewFile { sha256, file_name, bytes, facts, received_at, campaign, protection, reading };
        Ok(Begun::New(Box::new(begun)))
    }

    async fn pack(&self, begun: Result<Begun, PublishError>) -> Result<Packed, PublishError> {
        let NewFile { sha256, file_name, bytes, facts, received_at, campaign, protection, reading } =
            match begun? {
                Begun::Known(sha256) => return Ok(Packed::Known(sha256)),
                Begun::New(begun) => *begun,
            };
        let row_count = reading.rows;
        let (store, hash) = (self.store.clone(), sha256.clone());
        let pack = move || {
            let reading = protection.of_reading(reading);
            let samples = pack(&store, &hash, &reading, &facts)?;
            Ok::<_, PublishError>((samples, reading.findings))
        };
        let packing = tokio::task::spawn_blocking(pack);
        let kept = match campaign.details.settings.leaves_out() {
            true => None,
            false => Some(self.store.keep_file(Cursor::new(bytes)).await?),
        };
        let (samples, findings) = packing.await??;
        let campaign = campaign.id;
        let packed =
            PackedFile { sha256, kept, file_name, received_at, campaign, row_count, samples, findings };
        Ok(Packed::New(Box::new(packed)))
    }

    async fn keep(&self, packed: Packed, actor: &Actor) -> Result<ImportedMeasurements, PublishError> {
        let packed = match packed {
            Packed::Known(sha256) => {
                let known = self.store.measurement_import(&sha256).await?;
                return Ok(ImportedMeasurements::Known(known.ok_or(StoreError::NoSuchFile(sha256))?));
            }
            Packed::New(packed) => *packed,
        };
        let PackedFile { sha256, kept, file_name, received_at, campaign, row_count, samples, findings } =
            packed;
        let file = kept.as_ref().map_or(SourceFile::HashAlone(&sha256), SourceFile::Kept);
        let new = NewMeasurements { file_name, received_at, campaign, file, row_count, samples, findings };
        Ok(match self.store.add_measurements(new, actor).await? {
            AddedMeasurements::New(import) => ImportedMeasurements::New(import),
            AddedMeasurements::KnownSince(import) => ImportedMeasurements::Known(import),
        })
    }
}

/// A file on its way; without a reading where it is known.
struct ReadFile {
    sha256: String,
    reading: Option<MeasurementReading>,
    file: MeasurementFile,
}

/// A file with its campaign, or the hash of one that is known or comes before it.
enum Begun {
    Known(String),
    New(Box<NewFile>),
}

struct NewFile {
    sha256: String,
    file_name: String,
    bytes: FileBytes,
    facts: RunFacts,
    received_at: Timestamp,
    campaign: Campaign,
    protection: Protection,
    reading: MeasurementReading,
}

enum Packed {
    Known(String),
    New(Box<PackedFile>),
}

struct PackedFile {
    sha256: String,
    kept: Option<KeptFile>,
    file_name: String,
    received_at: Timestamp,
    campaign: CampaignId,
    row_count: u64,
    samples: PackedSamples,
    findings: Vec<Finding>,
}

fn pack(
    store: &Store,
    sha256: &str,
    reading: &MeasurementReading,
    said: &RunFacts,
) -> Result<PackedSamples, PublishError> {
    let runs = reading.samples.iter().map(|sample| (&sample.run, &sample.device));
    let runs: HashSet<_, RandomState> = runs.collect();
    let facts = runs.into_iter().map(|(run, device)| {
        let key = RunKey { run: run.to_string(), device: device.to_string() };
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
