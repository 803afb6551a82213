//! `/api/v1/dead-zones`: reports of places where nothing works, answered at once.

mod contact;
mod list;
mod moderation;

pub use contact::*;
pub use list::*;
pub use moderation::*;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    cases::DueBody,
    extract::Text,
    problem::Problem,
    report_limit::ReportSource,
    router::AppState,
    wire::{BilingualBody, ZoneBody},
};
use crate::{
    access::new_secret,
    cases::{CaseAtReport, ClaimAtReport, ReportAnswer},
    domain::{
        Bilingual, CaseState, DeadZone, EvidenceState, Moderation, Permission, PlainSecret, Service,
        Standing, Technology,
    },
    ingest::{
        dead_zone::{DeadZoneDocument, DeadZoneSubmission},
        read_document,
    },
    publishing::{AnsweredReport, SentReport},
    report::dead_zone_features,
};

const IDEMPOTENCY_KEY: &str = "idempotency-key";
const KEY_CHARACTERS: std::ops::RangeInclusive<usize> = 16..=100;

#[derive(Debug, Serialize, ToSchema)]
pub struct DeadZoneBody {
    /// Of the report.
    number: i64,
    #[schema(format = DateTime)]
    received_at: String,
    /// Whose word it is.
    #[schema(value_type = Standing)]
    standing: &'static str,
    /// Whether a moderator has looked at it.
    #[schema(value_type = Moderation)]
    moderation: &'static str,
    report: DeadZoneDocument,
    municipality: ZoneBody,
    answer: AnswerBody,
    /// By which the address that came with it is erased; null where none did. It is
    /// shown once.
    #[schema(required)]
    contact_secret: Option<String>,
}

/// What our own data say of the place.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerBody {
    claims: Vec<ReportedClaimBody>,
    /// The cases that the report is in, one of each network.
    cases: Vec<CaseOfReportBody>,
    sentence: BilingualBody,
    /// Earlier reports of the same place.
    reports_within_250_m: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseOfReportBody {
    number: i64,
    network: String,
    #[schema(value_type = CaseState)]
    state: &'static str,
    /// How many reports are in it, this one among them.
    reports: usize,
    #[schema(required)]
    due: Option<DueBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedClaimBody {
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
    responses((status = 200, description = "A FeatureCollection (RFC 7946) of points, lines and polygons",
        content_type = "application/geo+json", body = Object)))]
pub async fn dead_zones(State(state): State<AppState>) -> Result<Response, Problem> {
    let features = dead_zone_features(&state.snapshot(), &state.frame).map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], features.to_string()).into_response())
}

/// Takes a report and answers with what is claimed and measured there, and which
/// cases it is in. What comes twice with the same `Idempotency-Key` is kept once.
#[utoipa::path(post, path = "/api/v1/dead-zones", tag = "dead zones", request_body = DeadZoneSubmission,
    params(("Idempotency-Key" = Option<String>, Header, description = "A name of the sender's, 16 to 100 characters that nobody guesses")),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Stored before under this key", body = DeadZoneBody),
        (status = 201, description = "Stored and answered", body = DeadZoneBody), (status = 400, response = Problem),
        (status = 422, response = Problem), (status = 429, response = Problem)))]
pub async fn report_dead_zone(
    State(state): State<AppState>,
    caller: Caller,
    source: ReportSource,
    headers: HeaderMap,
    Text(body): Text,
) -> Result<(StatusCode, Json<DeadZoneBody>), Problem> {
    let standing = admitted(&state, &caller, &source)?;
    let (submission, secret) = (read_document(&body)?, new_secret()?);
    let (actor, sent_as) = (caller.actor(), key(&headers)?);
    let sent = SentReport { submission, actor, standing, sent_as, secret: secret.clone() };
    let answered = state.publisher.report_dead_zone(sent).await?;
    let status = if answered.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(DeadZoneBody::new(answered, &secret, state.publisher.today()))))
}

/// Whose word a report of the caller's is, where its source may send one more.
pub fn admitted(state: &AppState, caller: &Caller, source: &ReportSource) -> Result<Standing, Problem> {
    let Some(identity) = caller.identity() else {
        state.report_limit.take(source)?;
        return Ok(Standing::Citizen);
    };
    let is_official = identity.rights.may(Permission::ReportOfficially);
    Ok(if is_official { Standing::Official } else { Standing::Citizen })
}

/// What the sender calls the report.
pub fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    match key.to_str() {
        Ok(key) if KEY_CHARACTERS.contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => {
            let text = Bilingual::new(
                "Huvudet Idempotency-Key ska ha 16 till 100 tecken som ingen gissar.",
                "The header Idempotency-Key should have 16 to 100 characters that nobody guesses.",
            );
            Err(Problem::bad_request("invalid_key", text))
        }
    }
}

impl DeadZoneBody {
    fn new(answered: AnsweredReport, secret: &PlainSecret, today: Date) -> Self {
        let DeadZone { number, received_at, standing, moderation, report } = &*answered.dead_zone;
        Self {
            number: *number,
            received_at: received_at.to_string(),
            standing: standing.as_str(),
            moderation: moderation.as_str(),
            answer: AnswerBody::new(answered.answer, &report.service.to_string(), today),
            report: answered.document,
            municipality: (&answered.municipality).into(),
            contact_secret: answered.has_contact.then(|| secret.reveal()),
        }
    }
}

impl AnswerBody {
    fn new(answer: ReportAnswer, service: &str, today: Date) -> Self {
        Self {
            claims: answer.claims.iter().map(|claim| ReportedClaimBody::new(claim, service)).collect(),
            cases: answer.cases.iter().map(|case| CaseOfReportBody::new(case, today)).collect(),
            sentence: answer.sentence.into(),
            reports_within_250_m: answer.nearby_reports,
        }
    }
}

impl CaseOfReportBody {
    fn new(case: &CaseAtReport, today: Date) -> Self {
        Self {
            number: case.number.0,
            network: case.network.to_string(),
            state: case.progress.state().as_str(),
            reports: case.reports,
            due: case.progress.due().map(|due| DueBody::new(due, today)),
        }
    }
}

impl ReportedClaimBody {
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
