//! `GET /api/v1/retreats`: claims that have shrunk since a date, such as that of
//! the award.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    change_wire::FiguresBody,
    deliveries::DeliverySummary,
    extract::Query,
    problem::Problem,
    question::date,
    router::{AppState, off_thread},
    wire::{Basis, ZoneBody},
};
use crate::{
    analysis::{Retreat, retreats as shrunk},
    domain::{Delivery, ZoneKind},
    index::Snapshot,
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RetreatQuestion {
    /// The version that counted on this day is compared with today's, such as `2026-03-31`.
    #[param(format = Date)]
    since: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RetreatsBody {
    #[schema(format = Date)]
    since: String,
    basis: Basis,
    /// Most lost land first.
    retreats: Vec<RetreatBody>,
    /// Published claims that had no version on that day: nothing is known of them.
    without_version: Vec<DeliverySummary>,
}

/// A claim that covers less land in some municipality than it did.
#[derive(Debug, Serialize, ToSchema)]
pub struct RetreatBody {
    then: DeliverySummary,
    now: DeliverySummary,
    /// The municipalities together.
    whole: FiguresBody,
    /// The municipalities where land was lost, most first.
    municipalities: Vec<RetreatedZoneBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RetreatedZoneBody {
    zone: ZoneBody,
    figures: FiguresBody,
}

/// The claims that have shrunk since a day. What was gained elsewhere doesn't
/// hide what was lost.
#[utoipa::path(get, path = "/api/v1/retreats", tag = "coverage", params(RetreatQuestion),
    responses((status = 200, description = "Most lost land first", body = RetreatsBody)))]
pub async fn retreats(
    State(state): State<AppState>,
    Query(question): Query<RetreatQuestion>,
) -> Result<Json<RetreatsBody>, Problem> {
    let since: Date = date("since", &question.since)?;
    let snapshot = state.snapshot();
    let pairs = state.publisher.versions_since(since).await?;
    let known: Vec<_> = pairs.iter().map(|(_, now)| now.delivery.id).collect();
    let region = snapshot.region.clone();
    let found = off_thread(move || shrunk(&region, pairs)).await?;
    let claims = snapshot.coverage.claims().iter().map(|claim| &claim.delivery);
    let inputs: Vec<&Delivery> =
        found.iter().flat_map(|retreat| [&retreat.then.delivery, &retreat.now.delivery]).collect();
    Ok(Json(RetreatsBody {
        since: since.to_string(),
        basis: Basis::of_deliveries(&snapshot, &inputs),
        retreats: found.iter().map(|retreat| body(&snapshot, retreat)).collect(),
        without_version: claims.filter(|delivery| !known.contains(&delivery.id)).map(Into::into).collect(),
    }))
}

fn body(snapshot: &Snapshot, retreat: &Retreat) -> RetreatBody {
    let municipality = ZoneKind::municipality();
    let zone = |number: usize| &snapshot.region.zones[number].zone;
    let lost = retreat
        .comparison
        .zones
        .iter()
        .filter(|change| zone(change.zone).kind == municipality && change.figures.land_area.lost > 0.0);
    let mut lost: Vec<_> = lost.collect();
    lost.sort_by(|a, b| b.figures.land_area.lost.total_cmp(&a.figures.land_area.lost));
    let one = |change: &&crate::analysis::ZoneChange| RetreatedZoneBody {
        zone: zone(change.zone).into(),
        figures: change.figures.into(),
    };
    RetreatBody {
        then: (&retreat.then.delivery).into(),
        now: (&retreat.now.delivery).into(),
        whole: retreat.comparison.whole.into(),
        municipalities: lost.iter().map(one).collect(),
    }
}
