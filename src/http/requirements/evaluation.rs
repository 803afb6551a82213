//! `GET /api/v1/requirements/{id}/evaluation`: whether a requirement is met.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

pub use super::evaluation_wire::EvaluationBody;
use super::stored::version_of;
use crate::{
    domain::words,
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::{date, snapshot_on, word},
        router::{AppState, off_thread},
    },
    report::{RequirementReport, failing_csv, verdict_csv},
};

/// What verdicts are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationFormat {
    Json,
    /// A row for each network and zone.
    Csv,
    /// A row for each place, building or stretch without coverage.
    FailingCsv,
}

words!(EvaluationFormat, "format", { Json => "json", Csv => "csv", FailingCsv => "failing_csv" });

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvaluationQuestion {
    /// The cut-off date, on which waivers and validity are tried; left out: the date of the data.
    #[param(format = Date)]
    on: Option<String>,
    /// Coverage and measurements as they were at the end of a day; left out: as they are now.
    #[param(format = Date)]
    date: Option<String>,
    /// Left out: the version in force.
    version: Option<i64>,
    /// Left out: json.
    #[param(value_type = Option<EvaluationFormat>)]
    format: Option<String>,
}

/// Tries a requirement on every network: met, missed by how much and where,
/// waived, or undetermined and what is missing.
#[utoipa::path(get, path = "/api/v1/requirements/{id}/evaluation", tag = "requirements",
    params(("id" = i64, Path), EvaluationQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "A verdict for each network and zone", content(
            (EvaluationBody = "application/json"), (String = "text/csv"))),
        (status = 404, response = Problem)))]
pub async fn evaluation(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<EvaluationQuestion>,
) -> Result<Response, Problem> {
    let format = question.format.as_deref().map_or(Ok(EvaluationFormat::Json), word)?;
    let stored = version_of(&state, id, question.version).await?;
    let snapshot = match question.date.as_deref() {
        None => state.snapshot(),
        Some(text) => snapshot_on(&state, &caller, "date", text).await?,
    };
    let on: Date = match question.on.as_deref() {
        Some(text) => date("on", text)?,
        None => snapshot.evidence.as_of,
    };
    let report = off_thread(move || RequirementReport::new(Arc::clone(&snapshot), stored, on)).await?;
    written(&report, format)
}

fn written(report: &RequirementReport, format: EvaluationFormat) -> Result<Response, Problem> {
    let table = match format {
        EvaluationFormat::Json => return Ok(Json(EvaluationBody::of(report)).into_response()),
        EvaluationFormat::Csv => verdict_csv(report),
        EvaluationFormat::FailingCsv => failing_csv(report),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"kravprovning.csv\""),
    ];
    Ok((headers, table.map_err(Problem::internal)?).into_response())
}
