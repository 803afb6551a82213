//! `GET /api/v1/coverage-changes`: what a supply lost and gained between two days.

use std::sync::Arc;

use axum::{Json, extract::State, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    change_wire::{FiguresBody, ZoneChangeBody, zone_change},
    comparison::{changed_land, zone_number},
    extract::Query,
    problem::Problem,
    question::{SupplyQuestion, snapshot_on},
    router::{AppState, off_thread},
    wire::Basis,
};
use crate::{
    analysis::{Comparison, compare},
    domain::{Environment, Service, Technology},
    index::{Evidence, METHOD_VERSION, Snapshot, Supply},
};

/// Which coverage, between which days.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuestion {
    /// The day before, at its end.
    #[param(format = Date)]
    #[schema(format = Date)]
    since: String,
    /// The day after, at its end; left out: as it is now.
    #[param(format = Date)]
    #[schema(format = Date, required)]
    date: Option<String>,
    /// As for `/api/v1/gaps`.
    network: String,
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    environment: Option<String>,
    /// Left out: claimed.
    #[param(value_type = Option<Evidence>)]
    #[schema(value_type = Option<Evidence>, required)]
    evidence: Option<String>,
    /// Only this zone, by its code.
    #[schema(required)]
    zone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChangesBody {
    question: ChangesQuestion,
    /// What the figures after rest on.
    basis: Basis,
    /// What the figures before rest on.
    basis_before: Basis,
    /// The municipalities together.
    whole: FiguresBody,
    zones: Vec<ZoneChangeBody>,
}

/// Covered land, inhabitants, roads and places on two days, and what was lost and
/// gained between them in each zone.
#[utoipa::path(get, path = "/api/v1/coverage-changes", tag = "coverage", params(ChangesQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The figures of each zone", body = ChangesBody),
        (status = 400, response = Problem), (status = 404, response = Problem)))]
pub async fn coverage_changes(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<ChangesQuestion>,
) -> Result<Json<ChangesBody>, Problem> {
    let Asked { before, after, supply, comparison, zone } = Asked::of(&state, &caller, &question).await?;
    let asked = comparison.zones.iter().filter(|change| zone.is_none_or(|zone| zone == change.zone));
    let zones = asked.map(|change| zone_change(&state, &after.region, change)).collect::<Result<_, _>>()?;
    let basis = |snapshot| Basis::of_supply(snapshot, &supply);
    let (basis, basis_before, whole) = (basis(&after), basis(&before), comparison.whole.into());
    Ok(Json(ChangesBody { question, basis, basis_before, whole, zones }))
}

/// The land that was lost and gained between two days, as polygons.
#[utoipa::path(get, path = "/api/v1/coverage-changes.geojson", tag = "coverage", params(ChangesQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "A FeatureCollection (RFC 7946): for each municipality, or the zone \
        asked for, what was lost and what was gained", content_type = "application/geo+json", body = Object),
        (status = 400, response = Problem), (status = 404, response = Problem)))]
pub async fn coverage_changes_geojson(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<ChangesQuestion>,
) -> Result<Response, Problem> {
    let Asked { after, comparison, zone, .. } = Asked::of(&state, &caller, &question).await?;
    let members = json!({
        "since": question.since,
        "date": after.evidence.as_of.to_string(),
        "network": question.network,
        "service": question.service,
        "data_version": after.data_version(),
        "method_version": METHOD_VERSION,
    });
    changed_land(&state, after, comparison, members, zone).await
}

struct Asked {
    before: Arc<Snapshot>,
    after: Arc<Snapshot>,
    supply: Supply,
    comparison: Comparison,
    zone: Option<usize>,
}

impl Asked {
    async fn of(state: &AppState, caller: &Caller, question: &ChangesQuestion) -> Result<Self, Problem> {
        let of_supply = SupplyQuestion {
            network: question.network.clone(),
            service: question.service.clone(),
            technology: question.technology.clone(),
            environment: question.environment.clone(),
            evidence: question.evidence.clone(),
            date: question.date.clone(),
            ..SupplyQuestion::default()
        };
        let before = snapshot_on(state, caller, "since", &question.since).await?;
        let after = of_supply.snapshot(state, caller).await?;
        let supply = of_supply.supply(&after)?;
        let zone = zone_number(&after, question.zone.as_deref())?;
        let (then, now, asked) = (before.clone(), after.clone(), supply.clone());
        let compared = move || compare(&now.region, &then.area(&asked), &now.area(&asked));
        Ok(Self { comparison: off_thread(compared).await?, before, after, supply, zone })
    }
}
