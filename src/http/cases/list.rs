//! Cases: listed, and one with all its steps.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::wire::{CaseBody, CaseToday};
use crate::{
    domain::{Bilingual, Case, CaseNumber, CaseState},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::{known_network, known_zone, word},
        router::AppState,
    },
    store::CaseFilter,
};

const MOST_CASES: u32 = 500;
const USUAL_CASES: u32 = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CasesQuestion {
    /// Only cases of this network.
    network: Option<String>,
    /// Only cases in this state.
    #[param(value_type = Option<CaseState>)]
    state: Option<String>,
    /// Only cases in this municipality, by its code.
    zone: Option<String>,
    /// Only cases with a lower number.
    before: Option<i64>,
    /// At most so many are looked through, 1 to 500; left out: 100.
    limit: Option<u32>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CasesBody {
    cases: Vec<CaseBody>,
    /// What to ask for as `before` to go on; null where there are no more.
    #[schema(required)]
    next_before: Option<i64>,
}

/// All cases, without anything personal.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CasesQuestion),
    responses((status = 200, description = "Newest first", body = CasesBody), (status = 400, response = Problem),
        (status = 404, response = Problem)))]
pub async fn cases(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<CasesQuestion>,
) -> Result<Json<CasesBody>, Problem> {
    let snapshot = state.snapshot();
    let network = question.network.map(|id| known_network(&snapshot.region, &id)).transpose()?;
    let asked = question.state.as_deref().map(word::<CaseState>).transpose()?;
    let zone = question.zone.as_deref().map(|code| known_zone(&snapshot.region, code)).transpose()?;
    let filter = CaseFilter {
        networks: network.map(|network| vec![network]),
        states: asked.map(stored_states),
        before: question.before.map(CaseNumber),
    };
    let limit = limit(question.limit)?;
    let found = state.publisher.store().cases(&filter, limit).await?;
    let is_whole = found.len() < limit as usize;
    let next_before = found.last().map(|case| case.number.0).filter(|_| !is_whole);
    let in_zone = |case: &&Case| zone.is_none_or(|zone| in_zone(&snapshot.region, zone, case));
    let mut cases = Vec::new();
    for case in found.iter().filter(in_zone) {
        let today = CaseToday::new(&state, case)?;
        if asked.is_none_or(|asked| asked == today.progress.state()) {
            cases.push(today.body(&state, &snapshot, &caller)?);
        }
    }
    Ok(Json(CasesBody { cases, next_before }))
}

/// One case with its steps, without anything personal.
#[utoipa::path(get, path = "/api/v1/cases/{number}", tag = "cases", params(("number" = i64, Path)),
    responses((status = 200, description = "The case", body = CaseBody), (status = 404, response = Problem)))]
pub async fn case(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
) -> Result<Json<CaseBody>, Problem> {
    let case = state.publisher.case(CaseNumber(number)).await?;
    told(&state, &caller, &case)
}

/// A case as the caller may see it.
pub fn told(state: &AppState, caller: &Caller, case: &Case) -> Result<Json<CaseBody>, Problem> {
    Ok(Json(CaseToday::new(state, case)?.body(state, &state.snapshot(), caller)?))
}

/// What the store may call a state that days have made something of.
fn stored_states(asked: CaseState) -> Vec<CaseState> {
    match asked {
        CaseState::Conceded => vec![CaseState::Challenged],
        asked => vec![asked],
    }
}

fn in_zone(region: &crate::index::RegionIndex, zone: &crate::index::ZoneIndex, case: &Case) -> bool {
    region.zones_at(case.place).into_iter().any(|at| region.zones[at].zone.code == zone.zone.code)
}

fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    let limit = asked.unwrap_or(USUAL_CASES);
    if (1..=MOST_CASES).contains(&limit) {
        return Ok(limit);
    }
    let sv = format!("limit: {limit} är inte 1 till {MOST_CASES}.");
    let en = format!("limit: {limit} is not 1 to {MOST_CASES}.");
    Err(Problem::bad_request("invalid_parameter", Bilingual::new(sv, en)))
}
