//! `GET /api/v1/gap-promises`: which promises the operators kept.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    cases::{Promise, PromiseOutcome},
    domain::{Network, NetworkId, Permission},
    http::{caller::Caller, problem::Problem, router::AppState},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseBody {
    gap: String,
    #[schema(format = Date)]
    made_on: String,
    #[schema(format = Date)]
    by: String,
    #[schema(value_type = PromiseOutcome)]
    outcome: &'static str,
}

/// A network's promises, counted and one by one.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkPromisesBody {
    network: String,
    name: String,
    /// The day isn't there yet, or no report has looked since.
    pending: usize,
    kept: usize,
    kept_late: usize,
    broken: usize,
    /// Another day was promised before that one came.
    moved: usize,
    not_asked: usize,
    /// In the order in which they were made.
    promises: Vec<PromiseBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GapPromisesBody {
    networks: Vec<NetworkPromisesBody>,
}

/// What operators promised of gaps, and what the reports issued since found of it;
/// an operator's are those of its own networks.
#[utoipa::path(get, path = "/api/v1/gap-promises", tag = "cases", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Network by network", body = GapPromisesBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn gap_promises(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<GapPromisesBody>, Problem> {
    caller.require(Permission::ReadCases)?;
    let scope = caller.scope(Permission::ReadCases);
    let region = state.snapshot().region.region.clone();
    let is_seen = |network: &NetworkId| scope.as_ref().is_some_and(|scope| scope.holds(network));
    let seen: Vec<&Network> = region.networks.iter().filter(|network| is_seen(&network.id)).collect();
    let mut networks = Vec::with_capacity(seen.len());
    for network in seen {
        let promises = state.publisher.gap_promises(&network.id).await?;
        networks.push(NetworkPromisesBody::new(network.id.to_string(), network.name.clone(), &promises));
    }
    Ok(Json(GapPromisesBody { networks }))
}

impl NetworkPromisesBody {
    fn new(network: String, name: String, promises: &[Promise]) -> Self {
        let count = |asked| promises.iter().filter(|promise| promise.outcome == asked).count();
        Self {
            network,
            name,
            pending: count(PromiseOutcome::Pending),
            kept: count(PromiseOutcome::Kept),
            kept_late: count(PromiseOutcome::KeptLate),
            broken: count(PromiseOutcome::Broken),
            moved: count(PromiseOutcome::Moved),
            not_asked: count(PromiseOutcome::NotAsked),
            promises: promises.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Promise> for PromiseBody {
    fn from(promise: &Promise) -> Self {
        Self {
            gap: promise.gap.to_string(),
            made_on: promise.made_on.to_string(),
            by: promise.by.to_string(),
            outcome: promise.outcome.as_str(),
        }
    }
}
