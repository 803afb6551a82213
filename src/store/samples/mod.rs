//! Samples as files: Parquet, an import's samples of one month (UTC) in each.
//! Any tool that reads columns can read them, and a query over the files that
//! [`Store::sample_files`] names needs nothing of the database.

mod columns;
mod packing;
mod reading;
mod writing;

pub(super) use columns::Row;
pub(super) use packing::PackedMonth;
pub use packing::{PackedSamples, RunOfFile};
pub use reading::SampleReader;
pub(super) use writing::write;

use super::{Store, StoreError, error::readable, objects::name_of};
use crate::{
    domain::{CampaignId, Sample},
    statistics::SampleObjects,
};

/// A sample as it is kept: with its place in the file that it came in, and the
/// number of its run there. Run 0 is nobody's: what is left of a sample when its
/// raw row was deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSample {
    /// From 0.
    pub row: u64,
    pub run: u32,
    pub sample: Sample,
}

/// The samples of one import and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    pub id: i64,
    pub import: i64,
    pub campaign: CampaignId,
    /// SHA-256 of the file that the samples came in.
    pub source_sha256: String,
    /// Such as `2026-11`, UTC.
    pub month: String,
    pub sha256: String,
    pub row_count: u64,
    /// When its oldest raw sample was taken; none: only what is left of raw
    /// samples is in it.
    pub raw_since: Option<jiff::Timestamp>,
}

#[derive(sqlx::FromRow)]
pub(super) struct SampleFileRow {
    id: i64,
    import_id: i64,
    campaign_id: i64,
    source_sha256: String,
    month: String,
    sha256: String,
    row_count: i64,
    raw_since: Option<String>,
}

/// The files of which the condition that follows holds.
macro_rules! select_files {
    ($condition:literal) => {
        concat!(
            "SELECT sample_files.id, import_id, campaign_id, measurement_imports.sha256 AS source_sha256, month, \
             sample_files.sha256, sample_files.row_count, raw_since FROM sample_files \
             JOIN measurement_imports ON measurement_imports.id = import_id ",
            $condition,
            " ORDER BY import_id, month, sample_files.id"
        )
    };
}

pub(super) fn file(row: SampleFileRow) -> Result<SampleFile, StoreError> {
    let raw_since = row.raw_since.map(|moment| moment.parse()).transpose();
    Ok(SampleFile {
        id: row.id,
        import: row.import_id,
        campaign: CampaignId(row.campaign_id),
        source_sha256: row.source_sha256,
        month: row.month,
        sha256: row.sha256,
        row_count: row.row_count.cast_unsigned(),
        raw_since: readable("raw_since", raw_since)?,
    })
}

impl Store {
    /// All files of samples, in the order in which their imports came.
    pub async fn sample_files(&self) -> Result<Vec<SampleFile>, StoreError> {
        let rows = sqlx::query_as(select_files!("")).fetch_all(self.readers()).await?;
        rows.into_iter().map(file).collect()
    }

    /// The files of one import.
    pub async fn sample_files_of(&self, import: i64) -> Result<Vec<SampleFile>, StoreError> {
        let query = sqlx::query_as(select_files!("WHERE import_id = $1")).bind(import);
        query.fetch_all(self.readers()).await?.into_iter().map(file).collect()
    }

    /// The samples of a file, to be read away from the threads that serve requests.
    ///
    /// # Errors
    /// When the file isn't there, such as when it was erased meanwhile, or its
    /// content is no longer what was kept.
    pub async fn open_samples(&self, file: &SampleFile) -> Result<SampleReader, StoreError> {
        SampleReader::open(self.local_file(&file.sha256).await?)
    }

    /// The files as a query over them finds them, whether in the folder or in a bucket.
    pub fn sample_objects(&self, files: &[SampleFile]) -> Result<SampleObjects, StoreError> {
        let names = files.iter().map(|file| name_of(&file.sha256)).collect::<Result<_, _>>()?;
        Ok(SampleObjects { store: self.objects.reading.clone(), names })
    }

    /// All samples in the order in which they came.
    pub async fn samples(&self) -> Result<Vec<Sample>, StoreError> {
        let mut samples = Vec::new();
        let files = self.sample_files().await?;
        for of_import in files.chunk_by(|one, next| one.import == next.import) {
            samples.extend(self.read_all(of_import).await?.into_iter().map(|stored| stored.sample));
        }
        Ok(samples)
    }

    /// The samples of the files of one import, in its order.
    pub async fn read_all(&self, files: &[SampleFile]) -> Result<Vec<StoredSample>, StoreError> {
        let mut readers = Vec::with_capacity(files.len());
        for file in files {
            readers.push(self.open_samples(file).await?);
        }
        super::rows::away(move || {
            let mut samples: Vec<StoredSample> = readers.into_iter().flatten().collect::<Result<_, _>>()?;
            samples.sort_by_key(|stored| stored.row);
            Ok(samples)
        })
        .await
    }
}
