//! Requirements in and out of the store.

use std::sync::Arc;

use jiff::Timestamp;

use super::{PublishError, Publisher};
use crate::{
    domain::{Actor, Region, Requirement},
    ingest::{DocumentError, read_document, requirement::RequirementDocument},
    store::{RequirementVersion, StoredRequirement},
};

/// A version of a requirement as it is written and as it computes.
#[derive(Clone, Debug)]
pub struct PublishedRequirement {
    pub id: i64,
    /// From 1; the highest is in force.
    pub version: i64,
    pub created_at: Timestamp,
    pub copied_from: Option<RequirementVersion>,
    /// Of the document as it was handed in.
    pub sha256: String,
    pub document: RequirementDocument,
    pub requirement: Requirement,
}

/// What a copy has of its own.
#[derive(Clone, Debug)]
pub struct CopiedInto {
    pub procurement: String,
    /// Left out: as in the requirement that is copied.
    pub valid_from: Option<String>,
    /// None: without an end.
    pub valid_to: Option<String>,
}

impl Publisher {
    /// Each in its newest version.
    pub async fn requirements(&self) -> Result<Vec<PublishedRequirement>, PublishError> {
        let region = self.region();
        let stored = self.importer.store.requirements().await?;
        stored.into_iter().map(|stored| published(&region, stored)).collect()
    }

    /// In its newest version.
    pub async fn requirement(&self, id: i64) -> Result<Option<PublishedRequirement>, PublishError> {
        let stored = self.importer.store.requirement(id).await?;
        stored.map(|stored| published(&self.region(), stored)).transpose()
    }

    /// Oldest first; none where there is no such requirement.
    pub async fn requirement_versions(&self, id: i64) -> Result<Vec<PublishedRequirement>, PublishError> {
        let region = self.region();
        let stored = self.importer.store.requirement_versions(id).await?;
        stored.into_iter().map(|stored| published(&region, stored)).collect()
    }

    /// Checks a requirement (a JSON document) against the region; keeps nothing.
    ///
    /// # Errors
    /// The first field that can't be computed.
    pub async fn check_requirement(
        &self,
        json: &str,
    ) -> Result<(RequirementDocument, Requirement), PublishError> {
        let document: RequirementDocument = read_document(json)?;
        let requirement = document.to_requirement(&self.region())?;
        if let Some(profile) = &requirement.profile {
            let known = self.profiles().await?;
            if !known.iter().any(|known| known.document.version == *profile) {
                let reason = format!("there is no profile `{profile}`");
                return Err(DocumentError::Field { field: "profile".to_owned(), reason }.into());
            }
        }
        Ok((document, requirement))
    }

    /// Checks a requirement and keeps it as its first version.
    pub async fn add_requirement(
        &self,
        json: &str,
        actor: &Actor,
    ) -> Result<PublishedRequirement, PublishError> {
        self.check_requirement(json).await?;
        let stored = self.importer.store.add_requirement(json, Timestamp::now(), actor).await?;
        published(&self.region(), stored)
    }

    /// Checks a requirement and keeps it as another one's new version. None: there
    /// is no such requirement.
    pub async fn revise_requirement(
        &self,
        id: i64,
        json: &str,
        actor: &Actor,
    ) -> Result<Option<PublishedRequirement>, PublishError> {
        self.check_requirement(json).await?;
        let store = &self.importer.store;
        let stored = store.add_requirement_version(id, json, Timestamp::now(), actor).await?;
        stored.map(|stored| published(&self.region(), stored)).transpose()
    }

    /// Keeps a requirement's newest version as a new requirement of another
    /// procurement. Its waivers stay behind: they were given under the old contract.
    /// None: there is no such requirement.
    pub async fn copy_requirement(
        &self,
        id: i64,
        into: CopiedInto,
        actor: &Actor,
    ) -> Result<Option<PublishedRequirement>, PublishError> {
        let Some(original) = self.requirement(id).await? else { return Ok(None) };
        let copy = RequirementDocument {
            procurement: Some(into.procurement),
            waivers: Vec::new(),
            valid_from: into.valid_from.unwrap_or(original.document.valid_from),
            valid_to: into.valid_to,
            ..original.document
        };
        let json =
            serde_json::to_string(&copy).map_err(|error| PublishError::Unwritable(error.to_string()))?;
        self.check_requirement(&json).await?;
        let from = RequirementVersion { id, version: original.version };
        let stored = self.importer.store.copy_requirement(from, &json, Timestamp::now(), actor).await?;
        published(&self.region(), stored).map(Some)
    }

    fn region(&self) -> Arc<Region> {
        self.snapshot().region.region.clone()
    }
}

fn published(region: &Region, stored: StoredRequirement) -> Result<PublishedRequirement, PublishError> {
    let unreadable = |source| PublishError::StoredRequirement { id: stored.id, source };
    let document: RequirementDocument = read_document(&stored.document).map_err(unreadable)?;
    let requirement = document.to_requirement(region).map_err(unreadable)?;
    Ok(PublishedRequirement {
        id: stored.id,
        version: stored.version,
        created_at: stored.created_at,
        copied_from: stored.copied_from,
        sha256: stored.sha256(),
        document,
        requirement,
    })
}
