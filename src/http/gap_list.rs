//! `GET /api/v1/gaps.geojson`: where the demand isn't covered, ranked.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    extract::Query,
    problem::Problem,
    question::{SupplyQuestion, word},
    router::{AppState, off_thread},
};
use crate::{
    analysis::GapOrder,
    domain::{Environment, Service, Technology},
    index::Evidence,
    report::{GapReport, gap_features},
};

/// Which gaps, ranked by what.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GapListQuestion {
    /// A network's id; `any` (where at least one covers), `all` (where all do) or
    /// `at-least-2`; or several ids with commas between (where at least one of these covers).
    network: String,
    #[param(value_type = Service)]
    service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    technology: Option<String>,
    /// What is left when this technology goes; not beside `technology`.
    #[param(value_type = Option<Technology>)]
    without_technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    environment: Option<String>,
    /// Left out: claimed.
    #[param(value_type = Option<Evidence>)]
    evidence: Option<String>,
    /// As it was at the end of a day; left out: as it is now.
    #[param(format = Date)]
    date: Option<String>,
    /// Only this zone, by its code; left out: all municipalities.
    zone: Option<String>,
    /// What the gaps are ranked by, most first; left out: priority.
    #[param(value_type = Option<GapOrder>)]
    order: Option<String>,
    /// At most so many gaps; left out: all.
    #[param(minimum = 1)]
    limit: Option<usize>,
}

impl GapListQuestion {
    fn of_supply(&self) -> SupplyQuestion {
        let question = self.clone();
        SupplyQuestion {
            network: question.network,
            service: question.service,
            technology: question.technology,
            without_technology: question.without_technology,
            environment: question.environment,
            evidence: question.evidence,
            date: question.date,
            zone: question.zone,
        }
    }
}

/// The uncovered land as polygons with what lies in them, longitude/latitude.
#[utoipa::path(get, path = "/api/v1/gaps.geojson", tag = "gaps", params(GapListQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "A FeatureCollection (RFC 7946), most important gap first",
        content_type = "application/geo+json", body = Object), (status = 404, response = Problem)))]
pub async fn gaps_geojson(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<GapListQuestion>,
) -> Result<Response, Problem> {
    let of_supply = question.of_supply();
    let snapshot = of_supply.snapshot(&state, &caller).await?;
    let supply = of_supply.supply(&snapshot)?;
    let zone = of_supply.zone(&snapshot)?.map(|zone| zone.zone.code.clone());
    let order = question.order.as_deref().map_or(Ok(GapOrder::Priority), word::<GapOrder>)?;
    let work = move || {
        let zone = zone.as_ref().and_then(|code| snapshot.region.zone(code));
        let report = GapReport::new(&snapshot, supply, zone).ordered(order, question.limit);
        gap_features(&report, &state.frame)
    };
    let features = off_thread(work).await?.map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], features.to_string()).into_response())
}
