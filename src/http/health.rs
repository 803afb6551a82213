//! `GET /health` and `/ready`, for whoever runs the service.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{problem::Problem, router::AppState};

#[derive(Debug, Serialize, ToSchema)]
pub struct HealthBody {
    status: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReadyBody {
    status: &'static str,
    data_version: String,
}

/// The process answers.
#[utoipa::path(get, path = "/health", tag = "service", responses((status = 200, description = "Alive", body = HealthBody)))]
pub async fn health() -> Json<HealthBody> {
    Json(HealthBody { status: "alive" })
}

/// A snapshot is published and the store answers.
#[utoipa::path(get, path = "/ready", tag = "service", responses(
    (status = 200, description = "Ready", body = ReadyBody),
    (status = 503, response = Problem)))]
pub async fn ready(State(state): State<AppState>) -> Result<Json<ReadyBody>, Problem> {
    state.publisher.check_store().await.map_err(Problem::not_ready)?;
    Ok(Json(ReadyBody { status: "ready", data_version: state.snapshot().data_version() }))
}
