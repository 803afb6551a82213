//! All SQL, and the folder of delivered files. No rules.
//!
//! A data folder is `tackning.sqlite` beside `objects/`; a PostgreSQL server can
//! stand in for the first, a bucket of an S3 server for the second. What is added is whole and on disk when the call
//! returns, or it isn't there at all. There is one set of queries for both
//! databases, and the same tests run on both.

mod audit;
pub mod backup;
mod bid_rooms;
mod campaigns;
mod cases;
mod changes;
mod column_mappings;
mod contacts;
mod contracts;
mod coverage;
mod database;
mod dead_zones;
mod deliveries;
mod earlier_samples;
mod erasure;
mod error;
mod findings;
mod folder;
mod framework_agreements;
mod gap_reports;
mod mails;
mod measurements;
mod moderation;
mod notices;
mod objects;
mod organisations;
mod people;
mod profiles;
mod requirements;
mod rewriting;
mod rows;
mod runs;
mod sample_files;
mod samples;
mod sessions;
mod settings;
mod tokens;
mod wkb;
mod words;

#[cfg(test)]
mod tests;

use std::{
    fs::{self, File},
    path::Path,
};

use sqlx::{Pool, Transaction};

use database::Connections;
use objects::Objects;

pub use audit::{AuditFault, AuditVerification};
pub use bid_rooms::{RoomStep, SealedBid};
pub use cases::{CaseFilter, CaseOpening, CasesOfReports, NewestStep};
pub use changes::Changes;
pub use column_mappings::StoredMapping;
pub use coverage::{CoverageLabel, CoverageWriter};
pub use dead_zones::{KeptReport, NewReport};
pub use deliveries::NewDelivery;
pub use erasure::{Erased, Erasure};
pub use error::StoreError;
pub use folder::{Filling, RegionBinding};
pub use framework_agreements::Entitled;
pub use gap_reports::{Answering, IssuedDocuments, IssuedGapReport, NewGapReport, StoredAnswer};
pub use mails::TakenMail;
pub use measurements::{AddedMeasurements, MeasurementImport, NewMeasurements, SourceFile};
pub use moderation::Decision;
pub use notices::TakenNotice;
pub use objects::{Download, Incoming, KeptFile, LocalFile, ReceivedFile};
pub use profiles::StoredProfile;
pub use requirements::{RequirementVersion, StoredRequirement};
pub use rewriting::Expired;
pub use samples::{PackedSamples, RunOfFile, SampleFile, SampleReader, StoredSample};
pub use settings::{DatabaseUrl, StoreSettings};

/// Either of the two databases, by the address that it is opened with.
type Database = sqlx::Any;
type Connection = sqlx::AnyConnection;

/// A store that is open. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    database: Connections,
    objects: Objects,
}

impl Store {
    /// Opens a data folder that holds everything itself.
    ///
    /// # Errors
    /// As [`Store::open_with`].
    pub async fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_with(&StoreSettings::folder(folder.as_ref())).await
    }

    /// Opens a store, makes what is missing and brings its tables up to date.
    ///
    /// # Errors
    /// When the folder can't be written, the database can't be reached, or
    /// either holds something that is no store of this or an earlier version.
    pub async fn open_with(settings: &StoreSettings) -> Result<Self, StoreError> {
        let objects = Objects::open(settings).await?;
        let database = Connections::open(settings).await?;
        let store = Self { database, objects };
        store.move_earlier_samples().await?;
        store.remove_unnamed().await?;
        Ok(store)
    }

    /// Waits for running queries and closes the database.
    pub async fn close(&self) {
        self.database.close().await;
    }

    /// Begins a change. It is undone when dropped before its commit.
    async fn begin(&self) -> Result<Transaction<'static, Database>, StoreError> {
        self.database.begin().await
    }

    /// Begins a reading in which all queries see the same.
    async fn snapshot(&self) -> Result<Transaction<'static, Database>, StoreError> {
        self.database.snapshot().await
    }

    fn readers(&self) -> &Pool<Database> {
        &self.database.readers
    }
}

/// Makes what a folder's entries are survive a loss of power.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(|error| StoreError::folder(folder, error))
}

fn create_folder(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|error| StoreError::folder(folder, error))
}
