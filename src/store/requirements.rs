//! Requirements: JSON documents that the store keeps and doesn't look into.

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Store, StoreError,
    audit::{self, Change},
    error::readable,
};
use crate::domain::Actor;

/// A requirement as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequirement {
    pub id: i64,
    pub created_at: Timestamp,
    /// JSON, character for character as it was added.
    pub document: String,
}

type RequirementRow = (i64, String, String);

impl Store {
    pub async fn add_requirement(
        &self,
        document: &str,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<StoredRequirement, StoreError> {
        let insert = "INSERT INTO requirements (created_at, document) VALUES ($1, $2) RETURNING id";
        let mut transaction = self.begin().await?;
        let query = sqlx::query_scalar(insert).bind(created_at.to_string()).bind(document);
        let id = query.fetch_one(&mut *transaction).await?;
        let (action, subject) = ("requirement_added", format!("requirement {id}"));
        // The document itself is kept as it is, never changed.
        let after = Some(json!({"sha256": format!("{:x}", Sha256::digest(document))}));
        let change = Change { at: created_at, actor, action, subject, before: None, after };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(StoredRequirement { id, created_at, document: document.to_owned() })
    }

    /// All requirements, oldest first.
    pub async fn requirements(&self) -> Result<Vec<StoredRequirement>, StoreError> {
        let query = sqlx::query_as("SELECT id, created_at, document FROM requirements ORDER BY id");
        query.fetch_all(self.readers()).await?.into_iter().map(requirement).collect()
    }

    pub async fn requirement(&self, id: i64) -> Result<Option<StoredRequirement>, StoreError> {
        let query = sqlx::query_as("SELECT id, created_at, document FROM requirements WHERE id = $1");
        query.bind(id).fetch_optional(self.readers()).await?.map(requirement).transpose()
    }
}

fn requirement((id, created_at, document): RequirementRow) -> Result<StoredRequirement, StoreError> {
    Ok(StoredRequirement { id, created_at: readable("created_at", created_at.parse())?, document })
}
