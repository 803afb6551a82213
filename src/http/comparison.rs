//! `GET /api/v1/deliveries/{id}/comparison`: what one version of a claim covers
//! beside another.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    change_wire::{FiguresBody, ZoneChangeBody, zone_change},
    deliveries::{DeliverySummary, readable},
    extract::{Path, Query},
    problem::Problem,
    question::known_zone,
    router::{AppState, off_thread},
    wire::Basis,
};
use crate::{
    analysis::{Comparison, compare},
    domain::Bilingual,
    index::{Claim, METHOD_VERSION, Snapshot},
    report::comparison_features,
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ComparisonQuestion {
    /// The number of the version before.
    with: i64,
    /// Only this zone, by its code.
    zone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ComparisonBody {
    basis: Basis,
    before: DeliverySummary,
    after: DeliverySummary,
    /// The municipalities together.
    whole: FiguresBody,
    zones: Vec<ZoneChangeBody>,
}

/// What a version lost and gained against another one of the same claim: area,
/// inhabitants, road and places in each zone.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/comparison", tag = "coverage",
    params(("id" = i64, Path), ComparisonQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The figures of each zone", body = ComparisonBody),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn comparison(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<ComparisonQuestion>,
) -> Result<Json<ComparisonBody>, Problem> {
    let compared = Compared::of(&state, &caller, id, &question).await?;
    let Compared { snapshot, before, after, comparison, zone } = &compared;
    let asked = comparison.zones.iter().filter(|change| zone.is_none_or(|zone| zone == change.zone));
    let zones =
        asked.map(|change| zone_change(&state, &snapshot.region, change)).collect::<Result<_, _>>()?;
    Ok(Json(ComparisonBody {
        basis: Basis::of_deliveries(snapshot, &[&before.delivery, &after.delivery]),
        before: (&before.delivery).into(),
        after: (&after.delivery).into(),
        whole: comparison.whole.into(),
        zones,
    }))
}

/// The land that was lost and gained, as polygons.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/comparison.geojson", tag = "coverage",
    params(("id" = i64, Path), ComparisonQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "A FeatureCollection (RFC 7946): for each municipality, or the zone \
        asked for, what was lost and what was gained", content_type = "application/geo+json", body = Object),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn comparison_geojson(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<ComparisonQuestion>,
) -> Result<Response, Problem> {
    let Compared { snapshot, before, after, comparison, zone } =
        Compared::of(&state, &caller, id, &question).await?;
    let members = json!({
        "before": before.delivery.id.0,
        "after": after.delivery.id.0,
        "claim": after.delivery.header.claim().to_string(),
        "data_version": snapshot.data_version(),
        "method_version": METHOD_VERSION,
    });
    changed_land(&state, snapshot, comparison, members, zone).await
}

/// Both versions with what is between them.
struct Compared {
    snapshot: Arc<Snapshot>,
    before: Arc<Claim>,
    after: Arc<Claim>,
    comparison: Comparison,
    /// Index into the region's zones.
    zone: Option<usize>,
}

impl Compared {
    async fn of(
        state: &AppState,
        caller: &Caller,
        id: i64,
        question: &ComparisonQuestion,
    ) -> Result<Self, Problem> {
        let (after, before) =
            (readable(state, caller, id).await?, readable(state, caller, question.with).await?);
        if before.header.claim() != after.header.claim() {
            return Err(different_claims(question.with, id));
        }
        let snapshot = state.snapshot();
        let zone = zone_number(&snapshot, question.zone.as_deref())?;
        let (before, after) = (state.publisher.version(before).await?, state.publisher.version(after).await?);
        let (region, was, is) = (snapshot.region.clone(), before.area.clone(), after.area.clone());
        let comparison = off_thread(move || compare(&region, &was, &is)).await?;
        Ok(Self { snapshot, before, after, comparison, zone })
    }
}

/// The number of a zone that is asked for by its code.
pub fn zone_number(snapshot: &Snapshot, code: Option<&str>) -> Result<Option<usize>, Problem> {
    let Some(code) = code else { return Ok(None) };
    let known = known_zone(&snapshot.region, code)?;
    Ok(snapshot.region.zones.iter().position(|zone| zone.zone.code == known.zone.code))
}

/// The changed land of the zone that is asked for, else of the municipalities.
pub async fn changed_land(
    state: &AppState,
    snapshot: Arc<Snapshot>,
    comparison: Comparison,
    members: serde_json::Value,
    zone: Option<usize>,
) -> Result<Response, Problem> {
    let frame = state.frame.clone();
    let features = off_thread(move || {
        let region = &snapshot.region;
        let municipality = crate::domain::ZoneKind::municipality();
        let asked = |number: usize| match zone {
            Some(zone) => number == zone,
            None => region.zones[number].zone.kind == municipality,
        };
        comparison_features(region, &comparison, members, &frame, asked).map(|features| features.to_string())
    });
    let text = features.await?.map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], text).into_response())
}

/// What two deliveries of different claims are refused with.
pub fn different_claims(before: i64, after: i64) -> Problem {
    let sv = format!("Leverans {before} och {after} gäller inte samma nät, teknik, tjänst och miljö.");
    let en = format!(
        "Deliveries {before} and {after} aren't for the same network, technology, service and environment."
    );
    Problem::refused("different_claims", Bilingual::new(sv, en))
}
