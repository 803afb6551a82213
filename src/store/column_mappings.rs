//! Named mappings of columns: JSON documents that the store keeps and doesn't look into.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows,
};
use crate::domain::Actor;

/// A mapping under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMapping {
    pub name: String,
    pub saved_at: Timestamp,
    /// JSON, character for character as it was saved.
    pub document: String,
}

const UPSERT: &str = "INSERT INTO column_mappings (name, saved_at, document) VALUES ($1, $2, $3) \
     ON CONFLICT (name) DO UPDATE SET saved_at = excluded.saved_at, document = excluded.document";

impl Store {
    /// Keeps a mapping, in the place of the one that had its name.
    pub async fn save_column_mapping(
        &self,
        mapping: &StoredMapping,
        actor: &Actor,
    ) -> Result<(), StoreError> {
        let StoredMapping { name, saved_at, document } = mapping;
        let mut transaction = self.begin().await?;
        let before = kept(&mut transaction, name).await?;
        let upsert =
            sqlx::query(UPSERT).bind(rows::text(name)).bind(saved_at.to_string()).bind(rows::text(document));
        upsert.execute(&mut *transaction).await?;
        let (action, subject) = ("column_mapping_saved", format!("column mapping {name}"));
        let (before, after) = (before.as_deref().map(hashed), Some(hashed(document)));
        let change = Change { at: *saved_at, actor, action, subject, before, after };
        audit::append(&mut transaction, change).await?;
        Ok(transaction.commit().await?)
    }

    /// # Errors
    /// When there is no mapping of that name.
    pub async fn remove_column_mapping(
        &self,
        name: &str,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let document = kept(&mut transaction, name).await?;
        let document = document.ok_or_else(|| StoreError::NoSuchColumnMapping(name.to_owned()))?;
        let delete = sqlx::query("DELETE FROM column_mappings WHERE name = $1").bind(rows::text(name));
        delete.execute(&mut *transaction).await?;
        let (action, subject) = ("column_mapping_removed", format!("column mapping {name}"));
        let change = Change { at, actor, action, subject, before: Some(hashed(&document)), after: None };
        audit::append(&mut transaction, change).await?;
        Ok(transaction.commit().await?)
    }

    /// All mappings, by name.
    pub async fn column_mappings(&self) -> Result<Vec<StoredMapping>, StoreError> {
        let query = sqlx::query_as("SELECT name, saved_at, document FROM column_mappings");
        let rows: Vec<(String, String, String)> = query.fetch_all(self.readers()).await?;
        let mapping = |(name, saved_at, document): (_, String, _)| {
            Ok(StoredMapping { name, saved_at: readable("saved_at", saved_at.parse())?, document })
        };
        let mut mappings: Vec<StoredMapping> =
            rows.into_iter().map(mapping).collect::<Result<_, StoreError>>()?;
        // Databases differ in how they order letters.
        mappings.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(mappings)
    }

    /// # Errors
    /// When there is no mapping of that name.
    pub async fn column_mapping(&self, name: &str) -> Result<StoredMapping, StoreError> {
        let found = self.column_mappings().await?.into_iter().find(|mapping| mapping.name == name);
        found.ok_or_else(|| StoreError::NoSuchColumnMapping(name.to_owned()))
    }
}

async fn kept(connection: &mut Connection, name: &str) -> Result<Option<String>, StoreError> {
    let query = sqlx::query_scalar("SELECT document FROM column_mappings WHERE name = $1");
    Ok(query.bind(rows::text(name)).fetch_optional(connection).await?)
}

fn hashed(document: &str) -> Value {
    json!({"sha256": format!("{:x}", Sha256::digest(document))})
}
