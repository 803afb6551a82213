//! All SQL, and the folder of delivered files. No rules.
//!
//! A data folder is `tackning.sqlite` beside `objects/`. What is added is whole
//! and on disk when the call returns, or it isn't there at all. Everything is
//! written against `Database`, with queries that PostgreSQL takes as well.

mod audit;
mod changes;
mod coverage;
mod dead_zones;
mod deliveries;
mod error;
mod findings;
mod folder;
mod measurements;
mod objects;
mod organisations;
mod people;
mod profiles;
mod requirements;
mod rows;
mod samples;
mod sessions;
mod tokens;
mod wkb;
mod words;

#[cfg(test)]
mod tests;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    Pool, Transaction,
    pool::PoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

pub use audit::{AuditFault, AuditVerification};
pub use changes::Changes;
pub use coverage::{CoverageLabel, CoverageWriter};
pub use deliveries::NewDelivery;
pub use error::StoreError;
pub use folder::{Filling, RegionBinding};
pub use measurements::{AddedMeasurements, MeasurementImport, NewMeasurements};
pub use objects::{Incoming, KeptFile, LocalFile, ReceivedFile};
pub use profiles::StoredProfile;
pub use requirements::StoredRequirement;

type Database = sqlx::Sqlite;
type Connection = <Database as sqlx::Database>::Connection;

const DATABASE_FILE: &str = "tackning.sqlite";
const READERS: u32 = 8;
/// How long a writer waits for another one: a large delivery is one transaction.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A data folder that is open. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
    readers: Pool<Database>,
    /// One connection: SQLite has one writer at a time, and writers that queue
    /// here leave the readers' connections free.
    writer: Pool<Database>,
}

impl Store {
    /// Opens a data folder, makes what is missing and brings its tables up to date.
    ///
    /// # Errors
    /// When the folder can't be written, or holds something that is no store of
    /// this or an earlier version.
    pub async fn open(folder: impl AsRef<Path>) -> Result<Self, StoreError> {
        let folder = folder.as_ref().to_owned();
        objects::prepare(&folder)?;
        let alone = lock(folder.join("opening.lock")).await?;
        let options = options(&folder.join(DATABASE_FILE));
        let writer = PoolOptions::new()
            .max_connections(1)
            .acquire_timeout(LONGEST_WAIT)
            .connect_with(options.clone().create_if_missing(true))
            .await?;
        sqlx::migrate!("./migrations/sqlite").run(&writer).await?;
        drop(alone);
        let readers = PoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self { folder, readers, writer })
    }

    /// Waits for running queries and closes the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a change. It is undone when dropped before its commit.
    async fn begin(&self) -> Result<Transaction<'static, Database>, StoreError> {
        // A transaction that only later turns out to write can't wait for
        // another process's: SQLite would refuse it at once.
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

fn options(database: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(database)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(LONGEST_WAIT)
}

/// Waits for the lock that is held until it is dropped. Two processes that open
/// a new folder at once would both make its tables, and SQLite refuses the
/// second that turns on write-ahead logging.
async fn lock(path: PathBuf) -> Result<File, StoreError> {
    rows::away(move || {
        let file = File::create(&path).and_then(|file| file.lock().map(|()| file));
        file.map_err(|error| StoreError::folder(&path, error))
    })
    .await
}

/// Makes what a folder's entries are survive a loss of power.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(|error| StoreError::folder(folder, error))
}

fn create_folder(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|error| StoreError::folder(folder, error))
}
