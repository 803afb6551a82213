//! Files of measurements. The same file counts once.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, KeptFile, PackedSamples, Store, StoreError,
    audit::{self, Change},
    error::readable,
    findings::{self, FindingRow},
    rows::text,
    runs, sample_files,
};
use crate::domain::{Actor, CampaignId, Finding};

/// A file of measurements that was read and is to be kept.
#[derive(Debug)]
pub struct NewMeasurements<'file> {
    /// As it was called where it came from.
    pub file_name: String,
    pub received_at: Timestamp,
    pub campaign: CampaignId,
    pub file: SourceFile<'file>,
    /// Rows in the file, taken or not.
    pub row_count: u64,
    pub samples: PackedSamples,
    pub findings: Vec<Finding>,
}

/// The file that samples came in, as it came.
#[derive(Clone, Copy, Debug)]
pub enum SourceFile<'file> {
    /// Kept before.
    Kept(&'file KeptFile),
    /// It holds what must not be kept: its hash is enough to recognise it.
    HashAlone(&'file str),
}

impl SourceFile<'_> {
    pub fn sha256(&self) -> &str {
        match self {
            Self::Kept(file) => file.sha256(),
            Self::HashAlone(sha256) => sha256,
        }
    }
}

/// A file of measurements as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasurementImport {
    pub id: i64,
    pub file_name: String,
    pub received_at: Timestamp,
    /// None only for what came before there were campaigns, until it is moved.
    pub campaign: Option<CampaignId>,
    pub sha256: String,
    /// Whether the file is kept as it came, or its hash alone.
    pub file_kept: bool,
    /// Rows in the file, taken or not.
    pub row_count: u64,
    /// Rows that were taken.
    pub sample_count: u64,
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum AddedMeasurements {
    New(MeasurementImport),
    /// The same content came before, and nothing was added: the earlier import.
    KnownSince(MeasurementImport),
}

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: i64,
    file_name: String,
    received_at: String,
    campaign_id: Option<i64>,
    sha256: String,
    file_kept: i64,
    row_count: i64,
    sample_count: i64,
}

const INSERT_IMPORT: &str = "INSERT INTO measurement_imports \
     (file_name, received_at, campaign_id, sha256, file_kept, row_count, sample_count) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (sha256) DO NOTHING RETURNING id";
const INSERT_FINDINGS: &str = "INSERT INTO measurement_findings \
     (import_id, number, code, severity, feature, lng, lat, message_sv, message_en) ";

/// The columns of an import, and after them what the query goes on with.
macro_rules! select_imports {
    ($rest:literal) => {
        concat!(
            "SELECT id, file_name, received_at, campaign_id, sha256, file_kept, row_count, sample_count \
             FROM measurement_imports ",
            $rest
        )
    };
}

/// The findings of the imports of which the condition is true.
macro_rules! select_findings {
    ($condition:literal) => {
        concat!(
            "SELECT import_id AS owner, code, severity, feature, lng, lat, message_sv, message_en \
             FROM measurement_findings \
             WHERE import_id IN (SELECT id FROM measurement_imports ",
            $condition,
            ") ORDER BY import_id, number"
        )
    };
}

impl Store {
    /// Keeps a file's samples and findings: all of them, or nothing where this
    /// fails or isn't awaited to its end. A file that is known adds nothing.
    pub async fn add_measurements(
        &self,
        new: NewMeasurements<'_>,
        actor: &Actor,
    ) -> Result<AddedMeasurements, StoreError> {
        let sha256 = new.file.sha256().to_owned();
        if let Some(known) = self.measurement_import(&sha256).await? {
            return Ok(AddedMeasurements::KnownSince(known));
        }
        let NewMeasurements { file_name, received_at, campaign, file, row_count, samples, findings } = new;
        let mut import = MeasurementImport {
            id: 0,
            file_name,
            received_at,
            campaign: Some(campaign),
            file_kept: matches!(file, SourceFile::Kept(_)),
            sha256,
            row_count,
            sample_count: samples.sample_count,
            findings,
        };
        // On disk before any row names them.
        let PackedSamples { months, runs, .. } = samples;
        let files = self.keep_months(months).await?;
        let mut transaction = self.begin().await?;
        let Some(id) = insert(&mut transaction, &import).await? else {
            transaction.rollback().await?;
            self.give_up(&files).await?;
            return self.known(&import.sha256).await.map(AddedMeasurements::KnownSince);
        };
        import.id = id;
        runs::insert(&mut transaction, id, &runs).await?;
        sample_files::insert(&mut transaction, id, &files).await?;
        let after = json!({
            "file_name": import.file_name, "sha256": import.sha256, "campaign": campaign.0, "runs": runs.len(),
            "samples": import.sample_count,
        });
        let (action, subject) = ("measurements_imported", format!("measurements {id}"));
        let change = Change { at: received_at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(AddedMeasurements::New(import))
    }

    /// All files of measurements, oldest first.
    pub async fn measurement_imports(&self) -> Result<Vec<MeasurementImport>, StoreError> {
        // An import that comes between the queries has its findings dropped.
        let rows = sqlx::query_as(select_imports!("ORDER BY id")).fetch_all(self.readers()).await?;
        let findings = sqlx::query_as(select_findings!("")).fetch_all(self.readers()).await?;
        imports(rows, findings)
    }

    /// The file of this content, where it came before: asked before a file is
    /// read, it saves the reading.
    pub async fn measurement_import(&self, sha256: &str) -> Result<Option<MeasurementImport>, StoreError> {
        let rows = sqlx::query_as(select_imports!("WHERE sha256 = $1"));
        let rows = rows.bind(sha256).fetch_all(self.readers()).await?;
        let findings = sqlx::query_as(select_findings!("WHERE sha256 = $1"));
        let findings = findings.bind(sha256).fetch_all(self.readers()).await?;
        Ok(imports(rows, findings)?.pop())
    }

    async fn known(&self, sha256: &str) -> Result<MeasurementImport, StoreError> {
        Ok(self.measurement_import(sha256).await?.ok_or(sqlx::Error::RowNotFound)?)
    }
}

/// The import's number, or nothing where the content is known.
async fn insert(connection: &mut Connection, new: &MeasurementImport) -> Result<Option<i64>, StoreError> {
    let id = sqlx::query_scalar(INSERT_IMPORT)
        .bind(text(&new.file_name))
        .bind(new.received_at.to_string())
        .bind(new.campaign.map(|campaign| campaign.0))
        .bind(&new.sha256)
        .bind(i64::from(new.file_kept))
        .bind(new.row_count.cast_signed())
        .bind(new.sample_count.cast_signed())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(id) = id {
        findings::insert(connection, INSERT_FINDINGS, id, &new.findings).await?;
    }
    Ok(id)
}

fn imports(rows: Vec<ImportRow>, findings: Vec<FindingRow>) -> Result<Vec<MeasurementImport>, StoreError> {
    let mut findings = findings::by_owner(findings)?;
    rows.into_iter()
        .map(|row| {
            Ok(MeasurementImport {
                findings: findings.remove(&row.id).unwrap_or_default(),
                received_at: readable("received_at", row.received_at.parse())?,
                id: row.id,
                file_name: row.file_name,
                campaign: row.campaign_id.map(CampaignId),
                file_kept: row.file_kept != 0,
                sha256: row.sha256,
                row_count: row.row_count.cast_unsigned(),
                sample_count: row.sample_count.cast_unsigned(),
            })
        })
        .collect()
}
