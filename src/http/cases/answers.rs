//! What an operator answers to a challenge.

use axum::{Json, body::Bytes, extract::State};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{list::told, rights::required, wire::CaseBody};
use crate::{
    domain::{CaseEvent, Permission, words},
    http::{
        caller::Caller,
        extract::{Path, Query, Text},
        problem::Problem,
        question::{date, word},
        router::AppState,
    },
    ingest::{DocumentError, read_document},
    publishing::{Deciding, RebuttalFile},
};

/// What an operator can say without measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerWord {
    Accept,
    Plan,
    Decline,
}

words!(AnswerWord, "answer", { Accept => "accept", Plan => "plan", Decline => "decline" });

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDocument {
    #[schema(value_type = AnswerWord)]
    answer: String,
    /// Of a plan: the day until which there will be coverage.
    #[serde(default)]
    #[schema(format = Date)]
    by: Option<String>,
    /// Why; declining needs it.
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RebuttalQuestion {
    /// What the file is called where it comes from.
    file_name: String,
    /// What else there is to say.
    reason: Option<String>,
}

/// The operator accepts, plans or declines.
#[utoipa::path(post, path = "/api/v1/cases/{number}/answer", tag = "cases", params(("number" = i64, Path)),
    request_body = AnswerDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The case as it stands now", body = CaseBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn answer_case(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Text(body): Text,
) -> Result<Json<CaseBody>, Problem> {
    let (actor, number) = required(&state, &caller, Permission::AnswerCases, number).await?;
    let document: AnswerDocument = read_document(&body)?;
    let event = match word::<AnswerWord>(&document.answer)? {
        AnswerWord::Accept => CaseEvent::Accepted,
        AnswerWord::Decline => CaseEvent::Declined,
        AnswerWord::Plan => CaseEvent::Planned { by: date("by", &needed("by", document.by)?)? },
    };
    let deciding = Deciding { actor, reason: document.reason.unwrap_or_default() };
    told(&state, &caller, &state.publisher.take_case_step(number, event, deciding).await?)
}

/// The operator says that there is coverage, and hands in what it measured: a file
/// in one of the forms that measurements come in. No figure rests on it.
#[utoipa::path(post, path = "/api/v1/cases/{number}/rebuttal", tag = "cases",
    params(("number" = i64, Path), RebuttalQuestion), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The case as it stands now", body = CaseBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn rebut_case(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    Query(question): Query<RebuttalQuestion>,
    bytes: Bytes,
) -> Result<Json<CaseBody>, Problem> {
    let (actor, number) = required(&state, &caller, Permission::AnswerCases, number).await?;
    let deciding = Deciding { actor, reason: question.reason.unwrap_or_default() };
    let file = RebuttalFile { name: question.file_name, bytes };
    told(&state, &caller, &state.publisher.rebut_case(number, file, deciding).await?)
}

/// A field without which the document says nothing.
pub(super) fn needed(field: &'static str, value: Option<String>) -> Result<String, DocumentError> {
    value.ok_or_else(|| DocumentError::Field { field: field.to_owned(), reason: "it is missing".to_owned() })
}
