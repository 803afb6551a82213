//! Wire types of a requirement and its text.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Region, Requirement},
    http::wire::{BilingualBody, ZoneBody},
    ingest::requirement::RequirementDocument,
    procurement::{Clause, ZoneName, clause},
    publishing::PublishedRequirement,
};

/// A version of a requirement; it is never changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementBody {
    pub(super) id: i64,
    /// From 1; the highest is in force.
    version: i64,
    #[schema(format = DateTime)]
    created_at: String,
    /// Null: it was written anew.
    #[schema(required)]
    copied_from: Option<CopiedFromBody>,
    /// Of the document as it was handed in.
    sha256: String,
    clause: ClauseBody,
    requirement: RequirementDocument,
}

/// The version of another requirement that it was made from.
#[derive(Debug, Serialize, ToSchema)]
pub struct CopiedFromBody {
    id: i64,
    version: i64,
}

/// The text of a requirement, rendered from its rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseBody {
    heading: BilingualBody,
    sentences: Vec<BilingualBody>,
    /// Written by hand beside the rule: it computes nothing.
    #[schema(required)]
    free_text: Option<BilingualBody>,
}

impl RequirementBody {
    pub fn of(stored: PublishedRequirement, region: &Region) -> Self {
        Self {
            id: stored.id,
            version: stored.version,
            created_at: stored.created_at.to_string(),
            copied_from: stored.copied_from.map(|from| CopiedFromBody { id: from.id, version: from.version }),
            sha256: stored.sha256,
            clause: ClauseBody::of(&stored.requirement, region),
            requirement: stored.document,
        }
    }
}

impl ClauseBody {
    pub fn of(requirement: &Requirement, region: &Region) -> Self {
        let Clause { heading, sentences, free_text } = clause(requirement, region);
        Self {
            heading: heading.into(),
            sentences: sentences.into_iter().map(Into::into).collect(),
            free_text: free_text.map(Into::into),
        }
    }
}

impl From<&ZoneName> for ZoneBody {
    fn from(zone: &ZoneName) -> Self {
        Self { code: zone.code.to_string(), name: zone.name.clone(), kind: zone.kind.to_string() }
    }
}
