//! What the buyer decides: asking for an explanation, measuring, ending, reopening.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{answers::needed, list::told, rights::required, wire::CaseBody};
use crate::{
    domain::{CaseEvent, CaseOutcome, MeasuredResult, Permission, words},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        question::{date, word},
        router::AppState,
    },
    ingest::read_document,
    publishing::Deciding,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseDecision {
    /// Where the network claims the place and the measurements are enough.
    Challenge,
    PlanMeasurement,
    Measured,
    Close,
    Reopen,
}

words!(CaseDecision, "decision", {
    Challenge => "challenge", PlanMeasurement => "plan_measurement", Measured => "measured", Close => "close",
    Reopen => "reopen",
});

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseDecisionDocument {
    #[schema(value_type = CaseDecision)]
    decision: String,
    /// Of a measurement that is planned: the day.
    #[serde(default)]
    #[schema(format = Date)]
    on: Option<String>,
    /// Of a measurement that was made.
    #[serde(default)]
    #[schema(value_type = Option<MeasuredResult>)]
    result: Option<String>,
    /// Of a case that is closed.
    #[serde(default)]
    #[schema(value_type = Option<CaseOutcome>)]
    outcome: Option<String>,
    /// Why; closing and reopening need it.
    #[serde(default)]
    reason: Option<String>,
}

/// Takes a case on as the buyer.
#[utoipa::path(post, path = "/api/v1/cases/{number}/decision", tag = "cases", params(("number" = i64, Path)),
    request_body = CaseDecisionDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The case as it stands now", body = CaseBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn decide_case(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Text(body): Text,
) -> Result<Json<CaseBody>, Problem> {
    let (actor, number) = required(&state, &caller, Permission::DecideCases, number).await?;
    let document: CaseDecisionDocument = read_document(&body)?;
    let deciding = Deciding { actor, reason: document.reason.clone().unwrap_or_default() };
    let case = match event(document)? {
        Some(event) => state.publisher.take_case_step(number, event, deciding).await?,
        None => state.publisher.challenge_case(number, deciding).await?,
    };
    told(&state, &caller, &case)
}

/// The step that is asked for; none where the evidence has to say it first.
fn event(document: CaseDecisionDocument) -> Result<Option<CaseEvent>, Problem> {
    Ok(Some(match word::<CaseDecision>(&document.decision)? {
        CaseDecision::Challenge => return Ok(None),
        CaseDecision::PlanMeasurement => {
            CaseEvent::MeasurementPlanned { on: date("on", &needed("on", document.on)?)? }
        }
        CaseDecision::Measured => CaseEvent::Measured { result: word(&needed("result", document.result)?)? },
        CaseDecision::Close => CaseEvent::Closed { outcome: word(&needed("outcome", document.outcome)?)? },
        CaseDecision::Reopen => CaseEvent::Reopened,
    }))
}
