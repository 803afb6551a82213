//! Files of measurements and their samples. The same file counts once.

use jiff::Timestamp;
use rayon::prelude::*;
use serde_json::json;

use super::{
    Connection, KeptFile, Store, StoreError,
    audit::{self, Change},
    error::readable,
    findings::{self, FindingRow},
    rows::{away, text},
    samples::{self, SampleRow},
};
use crate::domain::{Actor, Finding, Sample};

/// A file of measurements that was read and is to be kept.
#[derive(Clone, Debug)]
pub struct NewMeasurements<'samples> {
    /// As it was called where it came from.
    pub file_name: String,
    pub received_at: Timestamp,
    /// The file as it came, kept before.
    pub file: &'samples KeptFile,
    /// Rows in the file, taken or not.
    pub row_count: u64,
    pub samples: &'samples [Sample],
    pub findings: Vec<Finding>,
}

/// A file of measurements as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasurementImport {
    pub id: i64,
    pub file_name: String,
    pub received_at: Timestamp,
    pub sha256: String,
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
    sha256: String,
    row_count: i64,
    sample_count: i64,
}

const INSERT_IMPORT: &str = "INSERT INTO measurement_imports \
     (file_name, received_at, sha256, row_count, sample_count) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (sha256) DO NOTHING RETURNING id";
const INSERT_FINDINGS: &str = "INSERT INTO measurement_findings \
     (import_id, number, code, severity, feature, lng, lat, message_sv, message_en) ";

/// The columns of an import, and after them what the query goes on with.
macro_rules! select_imports {
    ($rest:literal) => {
        concat!(
            "SELECT id, file_name, received_at, sha256, row_count, sample_count FROM measurement_imports ",
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
        let mut transaction = self.begin().await?;
        let Some(id) = insert(&mut transaction, &new).await? else {
            transaction.rollback().await?;
            return self.known(new.file.sha256()).await.map(AddedMeasurements::KnownSince);
        };
        let after = Some(json!({"file_name": new.file_name, "sha256": new.file.sha256()}));
        let (action, subject) = ("measurements_imported", format!("measurements {id}"));
        let change = Change { at: new.received_at, actor, action, subject, before: None, after };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        let NewMeasurements { file_name, received_at, file, row_count, samples, findings } = new;
        Ok(AddedMeasurements::New(MeasurementImport {
            id,
            file_name,
            received_at,
            sha256: file.sha256().to_owned(),
            row_count,
            sample_count: samples.len() as u64,
            findings,
        }))
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

    /// All samples in the order in which they came.
    pub async fn samples(&self) -> Result<Vec<Sample>, StoreError> {
        let rows: Vec<SampleRow> = sqlx::query_as(samples::SELECT).fetch_all(self.readers()).await?;
        away(move || rows.into_par_iter().map(samples::sample).collect()).await
    }

    async fn known(&self, sha256: &str) -> Result<MeasurementImport, StoreError> {
        Ok(self.measurement_import(sha256).await?.ok_or(sqlx::Error::RowNotFound)?)
    }
}

/// The import's number, or nothing where the content is known.
async fn insert(connection: &mut Connection, new: &NewMeasurements<'_>) -> Result<Option<i64>, StoreError> {
    let id = sqlx::query_scalar(INSERT_IMPORT)
        .bind(text(&new.file_name))
        .bind(new.received_at.to_string())
        .bind(new.file.sha256())
        .bind(new.row_count.cast_signed())
        .bind((new.samples.len() as u64).cast_signed())
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(id) = id {
        samples::insert(connection, id, new.samples).await?;
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
                sha256: row.sha256,
                row_count: row.row_count.cast_unsigned(),
                sample_count: row.sample_count.cast_unsigned(),
            })
        })
        .collect()
}
