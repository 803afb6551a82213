//! `POST /api/v1/requirement-drafts`: the text of a requirement while it is
//! written. Nothing of it is kept.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::ClauseBody;
use crate::{
    http::{extract::Text, problem::Problem, router::AppState},
    ingest::requirement::RequirementDocument,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementDraftBody {
    clause: ClauseBody,
    /// As it was read, with what was left out filled in.
    requirement: RequirementDocument,
}

/// Checks a requirement and gives its text; what can't be computed is refused with its field.
#[utoipa::path(post, path = "/api/v1/requirement-drafts", tag = "requirements", request_body = RequirementDocument,
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "It computes", body = RequirementDraftBody), (status = 422, response = Problem)))]
pub async fn requirement_draft(
    State(state): State<AppState>,
    Text(body): Text,
) -> Result<Json<RequirementDraftBody>, Problem> {
    let (document, requirement) = state.publisher.check_requirement(&body).await?;
    let clause = ClauseBody::of(&requirement, &state.snapshot().region.region);
    Ok(Json(RequirementDraftBody { clause, requirement: document }))
}
