//! Erasing on demand: samples go, a record without names stays in the audit trail.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::campaign::known_campaign;
use crate::{
    domain::{Bilingual, Permission, RunId},
    http::{
        caller::Caller,
        extract::{Path, Query, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::read_document,
    store::{Erased, Erasure},
};

/// What of a campaign is to be erased, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasureDocument {
    /// Only the runs of this phone, by its own id or by its pseudonym in the
    /// campaign; left out: all that was measured.
    device: Option<String>,
    /// It stays in the audit trail: without names.
    reason: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ErasureQuestion {
    /// It stays in the audit trail: without names.
    reason: String,
}

/// What is in no file any more.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasedBody {
    runs: u64,
    samples: u64,
}

/// Erases what was measured in a campaign, or what one phone measured in it.
#[utoipa::path(post, path = "/api/v1/campaigns/{id}/erasure", tag = "campaigns", params(("id" = i64, Path)),
    request_body = ErasureDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Erased", body = ErasedBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn erase_measurements(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<ErasedBody>, Problem> {
    let actor = caller.require(Permission::EraseMeasurements)?;
    let campaign = known_campaign(&state, id).await?.id;
    let ErasureDocument { device, reason } = read_document(&body)?;
    let what = match device {
        None => Erasure::Campaign(campaign),
        Some(device) => Erasure::Device { campaign, pseudonym: pseudonym(&state, id, device).await? },
    };
    Ok(Json(state.publisher.erase(&what, said(&reason)?, &actor).await?.into()))
}

/// Erases a run.
#[utoipa::path(delete, path = "/api/v1/runs/{id}", tag = "campaigns", params(("id" = i64, Path), ErasureQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Erased", body = ErasedBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn erase_run(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<ErasureQuestion>,
) -> Result<Json<ErasedBody>, Problem> {
    let actor = caller.require(Permission::EraseMeasurements)?;
    let what = Erasure::Run(RunId(id));
    Ok(Json(state.publisher.erase(&what, said(&question.reason)?, &actor).await?.into()))
}

/// Whoever asks knows the phone's own id, or has its pseudonym from a run.
async fn pseudonym(state: &AppState, campaign: i64, device: String) -> Result<String, Problem> {
    let campaign = known_campaign(state, campaign).await?.id;
    let store = state.publisher.store();
    let is_pseudonym = store.runs_of(campaign).await?.iter().any(|run| run.device == device);
    if is_pseudonym { Ok(device) } else { Ok(store.pseudonym_key(campaign).await?.pseudonym(&device)) }
}

fn said(reason: &str) -> Result<&str, Problem> {
    let reason = reason.trim();
    if reason.is_empty() {
        let text = Bilingual::new("En radering kräver ett skäl.", "An erasure needs a reason.");
        return Err(Problem::refused("reason_missing", text));
    }
    Ok(reason)
}

impl From<Erased> for ErasedBody {
    fn from(Erased { runs, samples }: Erased) -> Self {
        Self { runs, samples }
    }
}
