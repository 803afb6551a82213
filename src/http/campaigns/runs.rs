//! Runs: one phone's subscription on one drive.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::campaign::known_campaign;
use crate::{
    domain::{AntennaPlacement, Permission, Run, RunId},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        router::AppState,
    },
    store::StoreError,
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunsQuestion {
    /// Only this campaign's, by its number.
    campaign: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RunsBody {
    runs: Vec<RunBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RunBody {
    id: i64,
    /// The campaign's number.
    campaign: i64,
    /// The number of the file that it came in.
    import: i64,
    /// As the file calls it; empty: erased.
    name: String,
    /// Pseudonym of the phone in this campaign; empty: erased.
    device: String,
    network: String,
    #[schema(required)]
    vehicle: Option<String>,
    #[schema(value_type = Option<AntennaPlacement>, required)]
    antenna: Option<&'static str>,
    #[schema(required)]
    tariff: Option<String>,
    #[schema(required)]
    pass: Option<u32>,
    #[schema(format = DateTime)]
    first_at: String,
    #[schema(format = DateTime)]
    last_at: String,
    /// Raw samples that are there still.
    samples: u64,
    #[schema(format = DateTime, required)]
    erased_at: Option<String>,
}

/// The runs of all campaigns, or of one.
#[utoipa::path(get, path = "/api/v1/runs", tag = "campaigns", params(RunsQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "In the order in which they came", body = RunsBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn runs(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<RunsQuestion>,
) -> Result<Json<RunsBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let runs = match question.campaign {
        Some(id) => state.publisher.store().runs_of(known_campaign(&state, id).await?.id).await?,
        None => state.publisher.store().runs().await?,
    };
    Ok(Json(RunsBody { runs: runs.iter().map(RunBody::from).collect() }))
}

/// One run.
#[utoipa::path(get, path = "/api/v1/runs/{id}", tag = "campaigns", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The run", body = RunBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn run(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<RunBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let run = state.publisher.store().run(RunId(id)).await?.ok_or(StoreError::NoSuchRun(RunId(id)))?;
    Ok(Json((&run).into()))
}

impl From<&Run> for RunBody {
    fn from(run: &Run) -> Self {
        Self {
            id: run.id.0,
            campaign: run.campaign.0,
            import: run.import,
            name: run.name.clone(),
            device: run.device.clone(),
            network: run.network.to_string(),
            vehicle: run.facts.vehicle.clone(),
            antenna: run.facts.antenna.map(AntennaPlacement::as_str),
            tariff: run.facts.tariff.clone(),
            pass: run.facts.pass,
            first_at: run.first_at.to_string(),
            last_at: run.last_at.to_string(),
            samples: run.sample_count,
            erased_at: run.erased_at.map(|moment| moment.to_string()),
        }
    }
}
