//! Why a backup could not be made or restored.

use std::{io, path::Path};

use super::super::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{path}: {source}")]
    File { path: String, source: io::Error },
    #[error("{0} is there already: name a new file")]
    FileExists(String),
    #[error("the backup is damaged or not whole: {0}")]
    Damaged(String),
    #[error("the backup was made by a newer version: {0}")]
    Newer(String),
    #[error(
        "a backup is restored into an empty store only, and this one holds {0}: name an empty folder or database"
    )]
    NotEmpty(String),
    #[error("{0} is not the same after restoring: nothing was kept")]
    NotTheSame(String),
}

impl BackupError {
    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        Self::File { path: path.display().to_string(), source }
    }

    pub(super) fn damaged(reason: impl ToString) -> Self {
        Self::Damaged(reason.to_string())
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}
