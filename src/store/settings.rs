//! Where a store keeps what it holds.

use std::{fmt, path::PathBuf};

/// A data folder alone is enough: what has no address stays in the folder.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// Files on their way in, and whatever has no address below.
    pub folder: PathBuf,
    /// A PostgreSQL database; none: SQLite in the folder.
    pub database_url: Option<DatabaseUrl>,
    /// Where delivered files are kept, such as `s3://bucket/prefix`; none: in the
    /// folder. Keys and endpoint come from the environment, as `AWS_…`.
    pub object_store_url: Option<String>,
}

impl StoreSettings {
    /// Everything in one folder.
    pub fn folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), database_url: None, object_store_url: None }
    }
}

/// The address of a PostgreSQL database. It may hold a password, so that it is
/// shown nowhere, not even where it turns out to be wrong.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_postgres(&self) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| self.0.starts_with(scheme))
    }
}

impl From<String> for DatabaseUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseUrl(…)")
    }
}
