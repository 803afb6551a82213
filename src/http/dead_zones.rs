//! `/api/v1/dead-zones`: reports of places where nothing works, answered at once.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::Text,
    problem::Problem,
    router::AppState,
    wire::{BilingualBody, ZoneBody},
};
use crate::{
    cases::{ClaimAtReport, ReportAnswer},
    domain::{DeadZone, EvidenceState, Service, Technology},
    ingest::dead_zone::DeadZoneDocument,
    publishing::AnsweredReport,
    report::dead_zone_features,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct DeadZoneBody {
    number: i64,
    #[schema(format = DateTime)]
    received_at: String,
    report: DeadZoneDocument,
    municipality: ZoneBody,
    answer: AnswerBody,
}

/// What our own data say of the place.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerBody {
    claims: Vec<ClaimBody>,
    sentence: BilingualBody,
    /// Earlier reports of the same place.
    reports_within_250_m: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimBody {
    network: String,
    #[schema(value_type = Service)]
    service: String,
    claimed: bool,
    #[schema(value_type = Vec<Technology>)]
    technologies: Vec<String>,
    measured: MeasuredStateBody,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredStateBody {
    #[schema(value_type = EvidenceState)]
    state: &'static str,
}

/// All reports as GeoJSON, longitude/latitude.
#[utoipa::path(get, path = "/api/v1/dead-zones", tag = "dead zones",
    responses((status = 200, description = "A FeatureCollection (RFC 7946) of points and polygons",
        content_type = "application/geo+json", body = Object)))]
pub async fn dead_zones(State(state): State<AppState>) -> Result<Response, Problem> {
    let features = dead_zone_features(&state.snapshot(), &state.frame).map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], features.to_string()).into_response())
}

/// Takes a report and answers with what is claimed and measured there.
#[utoipa::path(post, path = "/api/v1/dead-zones", tag = "dead zones", request_body = DeadZoneDocument,
    responses((status = 201, description = "Stored and answered", body = DeadZoneBody), (status = 422, response = Problem)))]
pub async fn report_dead_zone(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<DeadZoneBody>), Problem> {
    let answered = state.publisher.report_dead_zone(&body, &caller.actor()).await?;
    Ok((StatusCode::CREATED, Json(answered.into())))
}

impl From<AnsweredReport> for DeadZoneBody {
    fn from(answered: AnsweredReport) -> Self {
        let DeadZone { number, received_at, report } = &*answered.dead_zone;
        Self {
            number: *number,
            received_at: received_at.to_string(),
            answer: AnswerBody::new(answered.answer, &report.service.to_string()),
            report: answered.document,
            municipality: (&answered.municipality).into(),
        }
    }
}

impl AnswerBody {
    fn new(answer: ReportAnswer, service: &str) -> Self {
        Self {
            claims: answer.claims.iter().map(|claim| ClaimBody::new(claim, service)).collect(),
            sentence: answer.sentence.into(),
            reports_within_250_m: answer.nearby_reports,
        }
    }
}

impl ClaimBody {
    fn new(claim: &ClaimAtReport, service: &str) -> Self {
        Self {
            network: claim.network.to_string(),
            service: service.to_owned(),
            claimed: claim.is_claimed(),
            technologies: claim.technologies.iter().map(ToString::to_string).collect(),
            measured: MeasuredStateBody { state: claim.measured.as_str() },
        }
    }
}
