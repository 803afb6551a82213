//! Requirements that are kept, with their versions and copies.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::wire::RequirementBody;
use crate::{
    domain::{Bilingual, Permission},
    http::{
        caller::Caller,
        extract::{Path, Query, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::{read_document, requirement::RequirementDocument},
    publishing::{CopiedInto, PublishError, PublishedRequirement},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementsBody {
    requirements: Vec<RequirementBody>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionQuestion {
    /// Left out: the one in force.
    version: Option<i64>,
}

/// Into which procurement a requirement is copied, and when it holds there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementCopyDocument {
    procurement: String,
    /// Left out: as in the requirement that is copied.
    #[serde(default)]
    #[schema(format = Date)]
    valid_from: Option<String>,
    /// Left out: without an end.
    #[serde(default)]
    #[schema(format = Date)]
    valid_to: Option<String>,
}

/// The requirements that are stored, each in its newest version.
#[utoipa::path(get, path = "/api/v1/requirements", tag = "requirements",
    responses((status = 200, description = "In the order of their numbers", body = RequirementsBody)))]
pub async fn requirements(State(state): State<AppState>) -> Result<Json<RequirementsBody>, Problem> {
    let stored = state.publisher.requirements().await?;
    Ok(Json(RequirementsBody { requirements: bodies(&state, stored) }))
}

/// Stores a requirement.
#[utoipa::path(post, path = "/api/v1/requirements", tag = "requirements", request_body = RequirementDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Stored", body = RequirementBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 422, response = Problem)))]
pub async fn add_requirement(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<RequirementBody>), Problem> {
    let actor = caller.require(Permission::WriteRequirements)?;
    let stored = state.publisher.add_requirement(&body, &actor).await?;
    Ok((StatusCode::CREATED, Json(body_of(&state, stored))))
}

/// One requirement, as rule and as text.
#[utoipa::path(get, path = "/api/v1/requirements/{id}", tag = "requirements",
    params(("id" = i64, Path), VersionQuestion),
    responses((status = 200, description = "The requirement", body = RequirementBody), (status = 404, response = Problem)))]
pub async fn requirement(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(question): Query<VersionQuestion>,
) -> Result<Json<RequirementBody>, Problem> {
    let found = version_of(&state, id, question.version).await?;
    Ok(Json(body_of(&state, found)))
}

/// All versions of a requirement.
#[utoipa::path(get, path = "/api/v1/requirements/{id}/versions", tag = "requirements", params(("id" = i64, Path)),
    responses((status = 200, description = "Oldest first", body = RequirementsBody), (status = 404, response = Problem)))]
pub async fn requirement_versions(
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Json<RequirementsBody>, Problem> {
    let stored = state.publisher.requirement_versions(id).await?;
    if stored.is_empty() {
        return Err(unknown_requirement(id));
    }
    Ok(Json(RequirementsBody { requirements: bodies(&state, stored) }))
}

/// Stores a new version, which is in force from now on; the old ones stay.
#[utoipa::path(post, path = "/api/v1/requirements/{id}/versions", tag = "requirements", params(("id" = i64, Path)),
    request_body = RequirementDocument, security(("token" = []), ("session" = [])),
    responses((status = 201, description = "In force", body = RequirementBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn revise_requirement(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<(StatusCode, Json<RequirementBody>), Problem> {
    let actor = caller.require(Permission::WriteRequirements)?;
    let revised = state.publisher.revise_requirement(id, &body, &actor).await?;
    let stored = revised.ok_or_else(|| unknown_requirement(id))?;
    Ok((StatusCode::CREATED, Json(body_of(&state, stored))))
}

/// Copies a requirement into another procurement, without its waivers.
#[utoipa::path(post, path = "/api/v1/requirements/{id}/copies", tag = "requirements", params(("id" = i64, Path)),
    request_body = RequirementCopyDocument, security(("token" = []), ("session" = [])),
    responses((status = 201, description = "A requirement of its own", body = RequirementBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 422, response = Problem)))]
pub async fn copy_requirement(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<(StatusCode, Json<RequirementBody>), Problem> {
    let actor = caller.require(Permission::WriteRequirements)?;
    let RequirementCopyDocument { procurement, valid_from, valid_to } =
        read_document(&body).map_err(PublishError::from)?;
    let into = CopiedInto { procurement, valid_from, valid_to };
    let copied = state.publisher.copy_requirement(id, into, &actor).await?;
    let stored = copied.ok_or_else(|| unknown_requirement(id))?;
    Ok((StatusCode::CREATED, Json(body_of(&state, stored))))
}

/// A version of a requirement, or the one in force.
pub(in crate::http) async fn version_of(
    state: &AppState,
    id: i64,
    version: Option<i64>,
) -> Result<PublishedRequirement, Problem> {
    let Some(version) = version else {
        return state.publisher.requirement(id).await?.ok_or_else(|| unknown_requirement(id));
    };
    let versions = state.publisher.requirement_versions(id).await?;
    if versions.is_empty() {
        return Err(unknown_requirement(id));
    }
    versions.into_iter().find(|stored| stored.version == version).ok_or_else(|| {
        let sv = format!("Krav {id} har ingen version {version}.");
        let text = Bilingual::new(sv, format!("Requirement {id} has no version {version}."));
        Problem::not_found("unknown_requirement_version", text)
    })
}

fn unknown_requirement(id: i64) -> Problem {
    let text = Bilingual::new(format!("Krav {id} finns inte."), format!("There is no requirement {id}."));
    Problem::not_found("unknown_requirement", text)
}

fn bodies(state: &AppState, stored: Vec<PublishedRequirement>) -> Vec<RequirementBody> {
    stored.into_iter().map(|stored| body_of(state, stored)).collect()
}

fn body_of(state: &AppState, stored: PublishedRequirement) -> RequirementBody {
    RequirementBody::of(stored, &state.snapshot().region.region)
}
