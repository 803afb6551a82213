//! `/api/v1/column-mappings`: which column of a table of measurements is what, under a name.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::Permission,
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::measurements::ColumnMapping,
    publishing::{self, SavedMapping},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnMappingsBody {
    mappings: Vec<ColumnMappingBody>,
}

/// A mapping that was saved under a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnMappingBody {
    name: String,
    #[schema(format = DateTime)]
    saved_at: String,
    mapping: ColumnMapping,
}

/// All saved mappings.
#[utoipa::path(get, path = "/api/v1/column-mappings", tag = "campaigns",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "By name", body = ColumnMappingsBody), (status = 401, response = Problem),
        (status = 403, response = Problem)))]
pub async fn column_mappings(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<ColumnMappingsBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let mappings = publishing::column_mappings(state.publisher.store()).await?;
    Ok(Json(ColumnMappingsBody { mappings: mappings.into_iter().map(Into::into).collect() }))
}

/// One saved mapping.
#[utoipa::path(get, path = "/api/v1/column-mappings/{name}", tag = "campaigns", params(("name" = String, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The mapping", body = ColumnMappingBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn column_mapping(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<ColumnMappingBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    Ok(Json(publishing::column_mapping(state.publisher.store(), &name).await?.into()))
}

/// Saves a mapping, in the place of the one that had its name.
#[utoipa::path(put, path = "/api/v1/column-mappings/{name}", tag = "campaigns", params(("name" = String, Path)),
    request_body = ColumnMapping, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Saved", body = ColumnMappingBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 422, response = Problem)))]
pub async fn save_column_mapping(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    Text(body): Text,
) -> Result<Json<ColumnMappingBody>, Problem> {
    let actor = caller.require(Permission::ImportMeasurements)?;
    Ok(Json(publishing::save_column_mapping(state.publisher.store(), &name, &body, &actor).await?.into()))
}

/// Removes a mapping; what was read by it stays.
#[utoipa::path(delete, path = "/api/v1/column-mappings/{name}", tag = "campaigns", params(("name" = String, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 204, description = "Removed"), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn remove_column_mapping(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    let actor = caller.require(Permission::ImportMeasurements)?;
    state.publisher.store().remove_column_mapping(&name, &actor, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<SavedMapping> for ColumnMappingBody {
    fn from(saved: SavedMapping) -> Self {
        let SavedMapping { name, saved_at, mapping } = saved;
        Self { name, saved_at: saved_at.to_string(), mapping }
    }
}
