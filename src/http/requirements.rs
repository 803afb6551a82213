//! `/api/v1/requirements`: what the contract asks for, and whether it is met.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    extract::{Path, Query, Text},
    problem::Problem,
    question::date,
    router::{AppState, off_thread},
    wire::{Basis, EvidenceKind, ShareBody, UnitBody, ZoneBody},
};
use crate::{
    domain::{Bilingual, Permission, Requirement},
    index::Snapshot,
    ingest::requirement::RequirementDocument,
    procurement::{NetworkEvaluation, ZoneOutcome, ZoneVerdict, evaluate},
    publishing::PublishedRequirement,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementsBody {
    requirements: Vec<RequirementBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RequirementBody {
    id: i64,
    #[schema(format = DateTime)]
    created_at: String,
    requirement: RequirementDocument,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvaluationQuestion {
    /// The date that waivers and validity are tried on; left out: the date of the data.
    #[param(format = Date)]
    on: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationBody {
    requirement: RequirementDocument,
    #[schema(format = Date)]
    on: String,
    /// Whether the requirement is valid on the date.
    in_force: bool,
    basis: Basis,
    networks: Vec<NetworkEvaluationBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkEvaluationBody {
    network: String,
    verdict: NetworkVerdict,
    zones: Vec<ZoneVerdictBody>,
}

/// Met where every zone that has something to count reaches its threshold.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NetworkVerdict {
    Met,
    Missed,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneVerdictBody {
    zone: ZoneBody,
    #[schema(value_type = ZoneOutcome)]
    verdict: &'static str,
    /// The threshold that applied: the requirement's or a waiver's.
    threshold: f64,
    #[schema(required)]
    share: Option<ShareBody>,
    #[schema(required)]
    shortfall: Option<ShortfallBody>,
    /// Roads alone: the longest uncovered stretch.
    #[schema(required)]
    longest_gap_m: Option<f64>,
}

/// What is missing to the threshold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShortfallBody {
    unit: UnitBody,
    amount: f64,
}

/// The requirements that are stored.
#[utoipa::path(get, path = "/api/v1/requirements", tag = "requirements",
    responses((status = 200, description = "In the order of their numbers", body = RequirementsBody)))]
pub async fn requirements(State(state): State<AppState>) -> Result<Json<RequirementsBody>, Problem> {
    let stored = state.publisher.requirements().await?;
    Ok(Json(RequirementsBody { requirements: stored.into_iter().map(Into::into).collect() }))
}

/// Stores a requirement.
#[utoipa::path(post, path = "/api/v1/requirements", tag = "requirements", request_body = RequirementDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Stored", body = RequirementBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 422, response = Problem)))]
pub async fn add_requirement(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<RequirementBody>), Problem> {
    let actor = caller.require(Permission::WriteRequirements)?;
    let stored = state.publisher.add_requirement(&body, &actor).await?;
    Ok((StatusCode::CREATED, Json(stored.into())))
}

/// One requirement.
#[utoipa::path(get, path = "/api/v1/requirements/{id}", tag = "requirements", params(("id" = i64, Path)),
    responses((status = 200, description = "The requirement", body = RequirementBody), (status = 404, response = Problem)))]
pub async fn requirement(
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Json<RequirementBody>, Problem> {
    Ok(Json(stored(&state, id).await?.into()))
}

/// Tries a requirement on every network: met, missed by how much, and where.
#[utoipa::path(get, path = "/api/v1/requirements/{id}/evaluation", tag = "requirements",
    params(("id" = i64, Path), EvaluationQuestion),
    responses((status = 200, description = "A verdict for each network and zone", body = EvaluationBody),
        (status = 404, response = Problem)))]
pub async fn evaluation(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(question): Query<EvaluationQuestion>,
) -> Result<Json<EvaluationBody>, Problem> {
    let PublishedRequirement { document, requirement, .. } = stored(&state, id).await?;
    let snapshot = state.snapshot();
    let on = match question.on.as_deref() {
        Some(text) => date("on", text)?,
        None => snapshot.evidence.as_of,
    };
    let (published, asked) = (snapshot.clone(), requirement.clone());
    let networks = off_thread(move || evaluate(&published, &asked, on)).await?;
    Ok(Json(EvaluationBody {
        requirement: document,
        on: on.to_string(),
        in_force: requirement.is_valid_on(on),
        basis: Basis::of_all(&snapshot, EvidenceKind::Claimed),
        networks: networks.iter().map(|network| network_body(&snapshot, &requirement, network)).collect(),
    }))
}

pub(super) async fn stored(state: &AppState, id: i64) -> Result<PublishedRequirement, Problem> {
    state.publisher.requirement(id).await?.ok_or_else(|| {
        let text = Bilingual::new(format!("Krav {id} finns inte."), format!("There is no requirement {id}."));
        Problem::not_found("unknown_requirement", text)
    })
}

fn network_body(
    snapshot: &Snapshot,
    requirement: &Requirement,
    network: &NetworkEvaluation,
) -> NetworkEvaluationBody {
    NetworkEvaluationBody {
        network: network.network.to_string(),
        verdict: if network.is_met() { NetworkVerdict::Met } else { NetworkVerdict::Missed },
        zones: network.zones.iter().map(|zone| zone_body(snapshot, requirement, zone)).collect(),
    }
}

fn zone_body(snapshot: &Snapshot, requirement: &Requirement, zone: &ZoneVerdict) -> ZoneVerdictBody {
    let unit = requirement.unit.into();
    ZoneVerdictBody {
        zone: (&snapshot.region.zones[zone.zone].zone).into(),
        verdict: zone.outcome.as_str(),
        threshold: zone.threshold.value(),
        share: zone.measure.covered_share().map(|share| ShareBody::against(share, zone.threshold)),
        shortfall: zone.shortfall().map(|amount| ShortfallBody { unit, amount }),
        longest_gap_m: zone.longest_gap_m,
    }
}

impl From<PublishedRequirement> for RequirementBody {
    fn from(stored: PublishedRequirement) -> Self {
        Self { id: stored.id, created_at: stored.created_at.to_string(), requirement: stored.document }
    }
}
