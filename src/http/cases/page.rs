//! `/cases/{number}`: the page of a case, for everybody.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire::CaseToday;
use crate::{
    domain::{CaseNumber, Language},
    http::{
        extract::{Path, Query},
        gap_reports::page_headers,
        problem::Problem,
        question::word,
        router::AppState,
    },
    report::{CasePage, case_page},
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CasePageQuestion {
    /// Left out: Swedish.
    #[param(value_type = Option<Language>)]
    pub lang: Option<String>,
}

/// A case's number, status and steps as a page, without anything personal.
#[utoipa::path(get, path = "/cases/{number}", operation_id = "case_as_page", tag = "cases",
    params(("number" = i64, Path), CasePageQuestion),
    responses((status = 200, description = "The page", content_type = "text/html", body = String),
        (status = 404, response = Problem)))]
pub async fn show_case(
    State(state): State<AppState>,
    Path(number): Path<i64>,
    Query(question): Query<CasePageQuestion>,
) -> Result<Response, Problem> {
    let language = question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    let case = state.publisher.case(CaseNumber(number)).await?;
    let snapshot = state.snapshot();
    let region = &snapshot.region.region;
    let position = state.frame.position_to_lng_lat(case.place).map_err(Problem::internal)?;
    let network = region.network(&case.subject.network);
    let in_case: BTreeSet<_> = case.reports().collect();
    let reports = snapshot.dead_zones.reports.iter();
    let reports = reports.filter(|report| report.is_shown() && in_case.contains(&report.number));
    let page = CasePage {
        progress: CaseToday::new(&state, &case)?.progress,
        network: network.map_or(case.subject.network.as_str(), |network| &network.name),
        municipality: snapshot.region.municipality_at(case.place).map_or("", |zone| &zone.zone.name),
        reports: reports.map(|report| &report.report).collect(),
        position,
        is_demonstration: region.demonstration,
        language,
        case: &case,
    };
    Ok((page_headers(), case_page(&page)).into_response())
}
