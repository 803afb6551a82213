//! `GET /api/v1/technology-shutdown`: what is left when a technology goes.

use std::sync::Arc;

use axum::{Json, extract::State, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    change_wire::{FiguresBody, ZoneChangeBody, zone_change},
    comparison::{changed_land, zone_number},
    extract::Query,
    problem::Problem,
    question::{SupplyQuestion, word},
    router::{AppState, off_thread},
    wire::Basis,
};
use crate::{
    analysis::{Comparison, technology_shutdown as shutdown_of},
    domain::{Environment, Service, Technology},
    index::{METHOD_VERSION, Snapshot, Supply},
};

#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShutdownQuestion {
    /// The technology that goes, such as `4G`.
    #[param(value_type = Technology)]
    #[schema(value_type = Technology)]
    technology: String,
    /// A network's id, `any` (where at least one covers) or `all` (where all do).
    network: String,
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    service: String,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    environment: Option<String>,
    /// Only this zone, by its code.
    #[schema(required)]
    zone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ShutdownBody {
    question: ShutdownQuestion,
    basis: Basis,
    /// The municipalities together.
    whole: FiguresBody,
    zones: Vec<ZoneChangeBody>,
}

/// The figures of a service by all technologies, and what is left without one.
#[utoipa::path(get, path = "/api/v1/technology-shutdown", tag = "coverage", params(ShutdownQuestion),
    responses((status = 200, description = "Before and after, in each zone", body = ShutdownBody),
        (status = 404, response = Problem)))]
pub async fn technology_shutdown(
    State(state): State<AppState>,
    Query(question): Query<ShutdownQuestion>,
) -> Result<Json<ShutdownBody>, Problem> {
    let Asked { snapshot, supply, comparison, zone } = Asked::of(&state, &question).await?;
    let asked = comparison.zones.iter().filter(|change| zone.is_none_or(|zone| zone == change.zone));
    let zones =
        asked.map(|change| zone_change(&state, &snapshot.region, change)).collect::<Result<_, _>>()?;
    let (basis, whole) = (Basis::of_supply(&snapshot, &supply), comparison.whole.into());
    Ok(Json(ShutdownBody { question, basis, whole, zones }))
}

/// The land that loses its cover when the technology goes.
#[utoipa::path(get, path = "/api/v1/technology-shutdown.geojson", tag = "coverage", params(ShutdownQuestion),
    responses((status = 200, description = "A FeatureCollection (RFC 7946), a feature for each municipality that \
        loses something", content_type = "application/geo+json", body = Object), (status = 404, response = Problem)))]
pub async fn technology_shutdown_geojson(
    State(state): State<AppState>,
    Query(question): Query<ShutdownQuestion>,
) -> Result<Response, Problem> {
    let Asked { snapshot, comparison, zone, .. } = Asked::of(&state, &question).await?;
    let members = json!({
        "technology": question.technology,
        "network": question.network,
        "service": question.service,
        "data_version": snapshot.data_version(),
        "method_version": METHOD_VERSION,
    });
    changed_land(&state, snapshot, comparison, members, zone).await
}

struct Asked {
    snapshot: Arc<Snapshot>,
    supply: Supply,
    comparison: Comparison,
    zone: Option<usize>,
}

impl Asked {
    async fn of(state: &AppState, question: &ShutdownQuestion) -> Result<Self, Problem> {
        let snapshot = state.snapshot();
        let technology = word::<Technology>(&question.technology)?;
        let by_any = SupplyQuestion {
            network: question.network.clone(),
            service: question.service.clone(),
            environment: question.environment.clone(),
            ..SupplyQuestion::default()
        };
        let supply = by_any.supply(&snapshot)?;
        let zone = zone_number(&snapshot, question.zone.as_deref())?;
        let (published, asked) = (snapshot.clone(), supply.clone());
        let comparison = off_thread(move || shutdown_of(&published, &asked, technology)).await?;
        Ok(Self { snapshot, supply, comparison, zone })
    }
}
