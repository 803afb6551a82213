//! What can go wrong with the store, and how stored text is read back.

use std::{fmt::Display, io, path::Path};

use sqlx::migrate::MigrateError;

use crate::domain::{
    CampaignId, CaseNumber, CaseStepError, DeliveryId, DeliveryState, FrameworkAgreementId, RoomError, RunId,
};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: {source}")]
    Folder { path: String, source: io::Error },
    #[error("the store's database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("this store was written by a newer version: migration {0} is unknown here")]
    NewerVersion(i64),
    #[error(
        "this store was made by a version from before the first release, which can't be brought up to date: \
         name an empty folder or database"
    )]
    OtherVersion,
    #[error(
        "the address of the database is not that of a PostgreSQL server: it has to begin with postgres://"
    )]
    NoDatabaseUrl,
    #[error("the database is PostgreSQL {0}: 15 or newer is needed")]
    OldServer(i64),
    #[error("the store's database can't be brought up to date: {0}")]
    Migration(#[source] MigrateError),
    #[error(
        "this data folder holds region `{held_id}` in {held_crs}, not `{asked_id}` in {asked_crs}: \
         name that region, or another data folder"
    )]
    OtherRegion { held_id: String, held_crs: String, asked_id: String, asked_crs: String },
    #[error("an organisation with the number {0} is there already")]
    OrganisationExists(String),
    #[error("a campaign with the name {0} is there already")]
    CampaignExists(String),
    #[error("there is no column mapping `{0}`")]
    NoSuchColumnMapping(String),
    #[error("there is no campaign {0}")]
    NoSuchCampaign(CampaignId),
    #[error("the operating system gave no random numbers: {0}")]
    NoChance(getrandom::Error),
    #[error("there is no framework agreement {}", _0.0)]
    NoSuchFrameworkAgreement(FrameworkAgreementId),
    #[error("there is no run {0}")]
    NoSuchRun(RunId),
    #[error("there is no case {0}")]
    NoSuchCase(CaseNumber),
    #[error("case {case}: {reason}")]
    CaseStep { case: CaseNumber, reason: CaseStepError },
    #[error("report {0} waits for no moderator")]
    NotWaiting(i64),
    #[error("report {0} has no contact, or not any more")]
    NoContact(i64),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error("a file of samples can't be written or read: {0}")]
    Samples(#[from] parquet::errors::ParquetError),
    #[error("samples can't be put into columns or taken out of them: {0}")]
    SampleColumns(#[from] arrow::error::ArrowError),
    #[error("stored {column} can't be read: {reason}")]
    Unreadable { column: &'static str, reason: String },
    #[error("delivery {delivery} is {}; it can't become {to}", from.map_or("not there", DeliveryState::as_str))]
    NoSuchStep { delivery: DeliveryId, from: Option<DeliveryState>, to: DeliveryState },
    #[error("the coverage can't be written: {0}")]
    Coverage(String),
    #[error("the place of delivered files: {0}")]
    Objects(#[from] object_store::Error),
    #[error("a file could not be sent to the place of delivered files: {0}")]
    Upload(#[source] io::Error),
    #[error("`{0}` is no place for delivered files: it has to begin with s3://")]
    NoObjectStoreUrl(String),
    #[error("`{0}` is no SHA-256: expected 64 lower-case hexadecimal digits")]
    NotAHash(String),
    #[error("no file is kept under {0}")]
    NoSuchFile(String),
    #[error("the file kept under {kept_as} has changed: its content is {found}")]
    DamagedFile { kept_as: String, found: String },
}

impl StoreError {
    pub(super) fn folder(path: &Path, source: io::Error) -> Self {
        Self::Folder { path: path.display().to_string(), source }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) => Self::NewerVersion(version),
            MigrateError::VersionMismatch(_) => Self::OtherVersion,
            error => Self::Migration(error),
        }
    }
}

/// The value of a stored column, or an error that names the column.
pub(super) fn readable<T, E: Display>(column: &'static str, value: Result<T, E>) -> Result<T, StoreError> {
    value.map_err(|error| StoreError::Unreadable { column, reason: error.to_string() })
}
