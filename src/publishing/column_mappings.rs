//! Column mappings that are used again, under names.

use jiff::Timestamp;

use super::PublishError;
use crate::{
    domain::Actor,
    ingest::{DocumentError, measurements::ColumnMapping, read_document},
    store::{Store, StoredMapping},
};

/// A mapping that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMapping {
    pub name: String,
    pub saved_at: Timestamp,
    pub mapping: ColumnMapping,
}

/// Saves a mapping from JSON, in the place of the one that had its name.
///
/// # Errors
/// When the name is empty or longer than 100 characters, or the mapping can't be
/// followed, with the member that is wrong.
pub async fn save_column_mapping(
    store: &Store,
    name: &str,
    document: &str,
    actor: &Actor,
) -> Result<SavedMapping, PublishError> {
    check_name(name)?;
    let mapping: ColumnMapping = read_document(document)?;
    mapping.check()?;
    let (name, saved_at) = (name.to_owned(), Timestamp::now());
    let stored = StoredMapping { name, saved_at, document: document.to_owned() };
    store.save_column_mapping(&stored, actor).await?;
    Ok(SavedMapping { name: stored.name, saved_at, mapping })
}

/// # Errors
/// When no mapping has that name.
pub async fn column_mapping(store: &Store, name: &str) -> Result<SavedMapping, PublishError> {
    saved(store.column_mapping(name).await?)
}

/// All mappings, by name.
pub async fn column_mappings(store: &Store) -> Result<Vec<SavedMapping>, PublishError> {
    store.column_mappings().await?.into_iter().map(saved).collect()
}

fn saved(stored: StoredMapping) -> Result<SavedMapping, PublishError> {
    let StoredMapping { name, saved_at, document } = stored;
    match read_document(&document) {
        Ok(mapping) => Ok(SavedMapping { name, saved_at, mapping }),
        Err(source) => Err(PublishError::StoredMapping { name, source }),
    }
}

fn check_name(name: &str) -> Result<(), DocumentError> {
    let is_one = name.trim() == name && (1..=100).contains(&name.chars().count());
    if is_one && !name.chars().any(char::is_control) {
        return Ok(());
    }
    let (field, reason) = ("name".to_owned(), "expected 1 to 100 characters without space around them");
    Err(DocumentError::Field { field, reason: reason.to_owned() })
}
