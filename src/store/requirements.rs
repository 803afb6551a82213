//! Requirements and their versions: JSON documents that the store keeps and
//! doesn't look into. A new version never replaces an old one.

use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
};
use crate::domain::Actor;

/// A version of a requirement as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequirement {
    pub id: i64,
    /// From 1; the highest is in force.
    pub version: i64,
    /// When this version came.
    pub created_at: Timestamp,
    /// The requirement, and its version, that this one was copied from.
    pub copied_from: Option<RequirementVersion>,
    /// JSON, character for character as it was added.
    pub document: String,
}

/// Names a version of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequirementVersion {
    pub id: i64,
    pub version: i64,
}

impl StoredRequirement {
    /// SHA-256 of the document, hexadecimal.
    pub fn sha256(&self) -> String {
        sha256(&self.document)
    }
}

type RequirementRow = (i64, i64, String, Option<i64>, Option<i64>, String);

const SELECT: &str = "SELECT v.requirement_id, v.version, v.created_at, r.copied_from, r.copied_version, v.document \
     FROM requirement_versions v JOIN requirements r ON r.id = v.requirement_id";

impl Store {
    /// Keeps a requirement as its first version.
    pub async fn add_requirement(
        &self,
        document: &str,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<StoredRequirement, StoreError> {
        self.begin_requirement(document, None, created_at, actor).await
    }

    /// Keeps a requirement that was made from another one's version.
    pub async fn copy_requirement(
        &self,
        from: RequirementVersion,
        document: &str,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<StoredRequirement, StoreError> {
        self.begin_requirement(document, Some(from), created_at, actor).await
    }

    async fn begin_requirement(
        &self,
        document: &str,
        copied_from: Option<RequirementVersion>,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<StoredRequirement, StoreError> {
        let insert = "INSERT INTO requirements (copied_from, copied_version) VALUES ($1, $2) RETURNING id";
        let mut transaction = self.begin().await?;
        let (from, version) = copied_from.map(|from| (from.id, from.version)).unzip();
        let id = sqlx::query_scalar(insert).bind(from).bind(version).fetch_one(&mut *transaction).await?;
        let new =
            StoredRequirement { id, version: 1, created_at, copied_from, document: document.to_owned() };
        add_version(&mut transaction, &new, "requirement_added", actor).await?;
        transaction.commit().await?;
        Ok(new)
    }

    /// Keeps a new version of a requirement, which is in force from now on. None:
    /// there is no such requirement.
    pub async fn add_requirement_version(
        &self,
        id: i64,
        document: &str,
        created_at: Timestamp,
        actor: &Actor,
    ) -> Result<Option<StoredRequirement>, StoreError> {
        let mut transaction = self.begin().await?;
        let select = format!("{SELECT} WHERE v.requirement_id = $1 ORDER BY v.version DESC LIMIT 1");
        let last = sqlx::query_as(AssertSqlSafe(select)).bind(id).fetch_optional(&mut *transaction);
        let Some(last) = last.await?.map(requirement).transpose()? else { return Ok(None) };
        let new = StoredRequirement {
            version: last.version + 1,
            created_at,
            document: document.to_owned(),
            ..last
        };
        add_version(&mut transaction, &new, "requirement_revised", actor).await?;
        transaction.commit().await?;
        Ok(Some(new))
    }

    /// All requirements in their newest version, oldest first.
    pub async fn requirements(&self) -> Result<Vec<StoredRequirement>, StoreError> {
        let newest = "WHERE v.version = (SELECT MAX(n.version) FROM requirement_versions n \
                      WHERE n.requirement_id = v.requirement_id) ORDER BY v.requirement_id";
        let query = sqlx::query_as(AssertSqlSafe(format!("{SELECT} {newest}")));
        query.fetch_all(self.readers()).await?.into_iter().map(requirement).collect()
    }

    /// A requirement in its newest version.
    pub async fn requirement(&self, id: i64) -> Result<Option<StoredRequirement>, StoreError> {
        Ok(self.requirement_versions(id).await?.pop())
    }

    /// All versions of a requirement, oldest first; none where there is no such requirement.
    pub async fn requirement_versions(&self, id: i64) -> Result<Vec<StoredRequirement>, StoreError> {
        let select = format!("{SELECT} WHERE v.requirement_id = $1 ORDER BY v.version");
        let query = sqlx::query_as(AssertSqlSafe(select)).bind(id);
        query.fetch_all(self.readers()).await?.into_iter().map(requirement).collect()
    }
}

async fn add_version(
    connection: &mut Connection,
    new: &StoredRequirement,
    action: &'static str,
    actor: &Actor,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO requirement_versions (requirement_id, version, created_at, document) \
                  VALUES ($1, $2, $3, $4)";
    let query = sqlx::query(insert).bind(new.id).bind(new.version).bind(new.created_at.to_string());
    query.bind(&new.document).execute(&mut *connection).await?;
    // The document itself is kept as it is, never changed.
    let copied_from = new.copied_from.map(|from| json!({"requirement": from.id, "version": from.version}));
    let after = json!({"version": new.version, "sha256": new.sha256(), "copied_from": copied_from});
    let (at, subject) = (new.created_at, format!("requirement {}", new.id));
    let change = Change { at, actor, action, subject, before: None, after: Some(after) };
    audit::append(connection, change).await
}

fn requirement(row: RequirementRow) -> Result<StoredRequirement, StoreError> {
    let (id, version, created_at, copied_from, copied_version, document) = row;
    let copied_from = copied_from.zip(copied_version);
    Ok(StoredRequirement {
        id,
        version,
        created_at: readable("created_at", created_at.parse())?,
        copied_from: copied_from.map(|(id, version)| RequirementVersion { id, version }),
        document,
    })
}

fn sha256(document: &str) -> String {
    format!("{:x}", Sha256::digest(document))
}
