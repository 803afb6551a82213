//! Requirements in and out of the store.

use std::sync::Arc;

use jiff::Timestamp;

use super::{PublishError, Publisher};
use crate::{
    domain::{Actor, Region, Requirement},
    ingest::{read_document, requirement::RequirementDocument},
    store::StoredRequirement,
};

/// A requirement as it is written and as it computes.
#[derive(Clone, Debug)]
pub struct PublishedRequirement {
    pub id: i64,
    pub created_at: Timestamp,
    pub document: RequirementDocument,
    pub requirement: Requirement,
}

impl Publisher {
    pub async fn requirements(&self) -> Result<Vec<PublishedRequirement>, PublishError> {
        let region = self.region();
        let stored = self.importer.store.requirements().await?;
        stored.into_iter().map(|stored| published(&region, stored)).collect()
    }

    pub async fn requirement(&self, id: i64) -> Result<Option<PublishedRequirement>, PublishError> {
        let stored = self.importer.store.requirement(id).await?;
        stored.map(|stored| published(&self.region(), stored)).transpose()
    }

    /// Checks a requirement (a JSON document) against the region and keeps it.
    pub async fn add_requirement(
        &self,
        json: &str,
        actor: &Actor,
    ) -> Result<PublishedRequirement, PublishError> {
        read_document::<RequirementDocument>(json)?.to_requirement(&self.region())?;
        let stored = self.importer.store.add_requirement(json, Timestamp::now(), actor).await?;
        published(&self.region(), stored)
    }

    fn region(&self) -> Arc<Region> {
        self.snapshot().region.region.clone()
    }
}

fn published(region: &Region, stored: StoredRequirement) -> Result<PublishedRequirement, PublishError> {
    let unreadable = |source| PublishError::StoredRequirement { id: stored.id, source };
    let document: RequirementDocument = read_document(&stored.document).map_err(unreadable)?;
    let requirement = document.to_requirement(region).map_err(unreadable)?;
    Ok(PublishedRequirement { id: stored.id, created_at: stored.created_at, document, requirement })
}
