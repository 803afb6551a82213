//! Profiles: JSON documents by version, that the store keeps and doesn't look into.

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Store, StoreError,
    audit::{self, Change},
    error::readable,
};
use crate::domain::Actor;

/// A version of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProfile {
    /// From 1; the highest is in force.
    pub version: i64,
    pub created_at: Timestamp,
    /// Who made it, as the audit trail names them.
    pub actor: String,
    /// JSON, character for character as it was added.
    pub document: String,
}

type ProfileRow = (i64, String, String, String);

impl Store {
    /// Keeps a new version, which is in force from now on.
    pub async fn add_profile(
        &self,
        document: &str,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<StoredProfile, StoreError> {
        let insert =
            "INSERT INTO profiles (created_at, actor, document) VALUES ($1, $2, $3) RETURNING version";
        let mut transaction = self.begin().await?;
        let query =
            sqlx::query_scalar(insert).bind(created_at.to_string()).bind(actor.as_str()).bind(document);
        let version: i64 = query.fetch_one(&mut *transaction).await?;
        // Every version is kept as it is.
        let (action, subject) = ("profile_added", format!("profile {version}"));
        let after = Some(json!({"sha256": format!("{:x}", Sha256::digest(document))}));
        let change = Change { at: created_at, actor, action, subject, before: None, after };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        let (actor, document) = (actor.as_str().to_owned(), document.to_owned());
        Ok(StoredProfile { version, created_at, actor, document })
    }

    /// All versions, oldest first.
    pub async fn profiles(&self) -> Result<Vec<StoredProfile>, StoreError> {
        let query =
            sqlx::query_as("SELECT version, created_at, actor, document FROM profiles ORDER BY version");
        query.fetch_all(self.readers()).await?.into_iter().map(profile).collect()
    }
}

fn profile((version, created_at, actor, document): ProfileRow) -> Result<StoredProfile, StoreError> {
    Ok(StoredProfile { version, created_at: readable("created_at", created_at.parse())?, actor, document })
}
