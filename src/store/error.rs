//! What can go wrong with the store, and how stored text is read back.

use std::{fmt::Display, io, path::Path};

use sqlx::migrate::MigrateError;

use crate::domain::{DeliveryId, DeliveryState};

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{path}: {source}")]
    Folder { path: String, source: io::Error },
    #[error("the store's database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("this data folder was written by a newer version: migration {0} is unknown here")]
    NewerVersion(i64),
    #[error("the store's database can't be brought up to date: {0}")]
    Migration(#[source] MigrateError),
    #[error(
        "this data folder holds region `{held_id}` in {held_crs}, not `{asked_id}` in {asked_crs}: \
         name that region, or another data folder"
    )]
    OtherRegion { held_id: String, held_crs: String, asked_id: String, asked_crs: String },
    #[error("an organisation with the number {0} is there already")]
    OrganisationExists(String),
    #[error("stored {column} can't be read: {reason}")]
    Unreadable { column: &'static str, reason: String },
    #[error("delivery {delivery} is {}; it can't become {to}", from.map_or("not there", DeliveryState::as_str))]
    NoSuchStep { delivery: DeliveryId, from: Option<DeliveryState>, to: DeliveryState },
    #[error("the coverage can't be written: {0}")]
    Coverage(String),
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
            error => Self::Migration(error),
        }
    }
}

/// The value of a stored column, or an error that names the column.
pub(super) fn readable<T, E: Display>(column: &'static str, value: Result<T, E>) -> Result<T, StoreError> {
    value.map_err(|error| StoreError::Unreadable { column, reason: error.to_string() })
}
