//! The moderators' queue: reports of those who aren't signed in.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{Moderation, Permission, words},
    http::{
        caller::{Caller, NO_STORE, NoStore},
        extract::{Path, Text},
        problem::Problem,
        question::word,
        router::AppState,
    },
    ingest::{dead_zone::DeadZoneDocument, read_document},
    publishing::Deciding,
};

/// So many are enough for a sitting.
const QUEUE: u32 = 200;

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingReportsBody {
    reports: Vec<WaitingReportBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingReportBody {
    number: i64,
    #[schema(format = DateTime)]
    received_at: String,
    report: DeadZoneDocument,
}

/// What a moderator makes of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModerationDecision {
    Approve,
    Dismiss,
}

words!(ModerationDecision, "decision", { Approve => "approve", Dismiss => "dismiss" });

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ModerationDocument {
    #[schema(value_type = ModerationDecision)]
    decision: String,
    /// Why; dismissing needs it.
    #[serde(default)]
    reason: Option<String>,
}

/// Reports that wait for a moderator.
#[utoipa::path(get, path = "/api/v1/dead-zones/waiting", tag = "dead zones", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first, at most 200", body = WaitingReportsBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn waiting_reports(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<(NoStore, Json<WaitingReportsBody>), Problem> {
    caller.require(Permission::ModerateReports)?;
    let (region, waiting) =
        (state.snapshot().region.region.clone(), state.publisher.store().waiting_reports(QUEUE).await?);
    let reports = waiting.iter().map(|waiting| {
        let report = DeadZoneDocument::of(&waiting.report, &region).map_err(Problem::internal)?;
        let (number, received_at) = (waiting.number, waiting.received_at.to_string());
        Ok(WaitingReportBody { number, received_at, report })
    });
    Ok((NO_STORE, Json(WaitingReportsBody { reports: reports.collect::<Result<_, Problem>>()? })))
}

/// Approves a report, so that its text is shown and its cases go on; or dismisses it.
#[utoipa::path(post, path = "/api/v1/dead-zones/{number}/moderation", tag = "dead zones", params(("number" = i64, Path)),
    request_body = ModerationDocument, security(("token" = []), ("session" = [])),
    responses((status = 204, description = "Decided"), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem)))]
pub async fn moderate_report(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Text(body): Text,
) -> Result<StatusCode, Problem> {
    let actor = caller.require(Permission::ModerateReports)?;
    let document: ModerationDocument = read_document(&body)?;
    let moderation = match word::<ModerationDecision>(&document.decision)? {
        ModerationDecision::Approve => Moderation::Approved,
        ModerationDecision::Dismiss => Moderation::Dismissed,
    };
    let deciding = Deciding { actor, reason: document.reason.unwrap_or_default() };
    state.publisher.moderate(number, moderation, deciding).await?;
    Ok(StatusCode::NO_CONTENT)
}
