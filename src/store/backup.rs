//! Backups: everything that a store holds, as one file of one form for both
//! databases, so that what SQLite held is restored into PostgreSQL and back.
//!
//! It is a tar archive, compressed by Zstandard: `objects/` with the files that
//! rows name, `tables/` with a file of JSON lines each, and at its end
//! `manifest.json`, which names every member with its SHA-256. Nothing of it
//! depends on a machine or a database.

mod archive;
mod error;
mod manifest;
mod restore;
mod save;
pub(super) mod tables;
mod verify;

pub use error::BackupError;
pub use restore::restore;
pub use verify::{VerifiedBackup, verify};

/// How far long work has come: what is done now, how much of it, and of how much.
pub type Progress = Box<dyn Fn(&str, u64, u64) + Send>;

/// What was saved or restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupSummary {
    pub rows: u64,
    pub objects: u64,
    /// Bytes of the delivered files and their coverage.
    pub object_bytes: u64,
    /// Of the backup file, to be noted elsewhere.
    pub sha256: String,
}
