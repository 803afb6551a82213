//! `GET /api/v1/requirement-templates`: requirements to begin from.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ingest::requirement::{RequirementTemplate, requirement_templates as all_templates};

#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementTemplatesBody {
    templates: &'static [RequirementTemplate],
}

/// A requirement to begin from for everything that coverage is counted over, with its model.
#[utoipa::path(get, path = "/api/v1/requirement-templates", tag = "requirements",
    responses((status = 200, description = "In the order in which they are shown", body = RequirementTemplatesBody)))]
pub async fn requirement_templates() -> Json<RequirementTemplatesBody> {
    Json(RequirementTemplatesBody { templates: all_templates() })
}
