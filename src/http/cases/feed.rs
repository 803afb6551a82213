//! `/api/v1/cases.atom`: what happens in the cases.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::page::CasePageQuestion;
use crate::{
    domain::Language,
    http::{extract::Query, problem::Problem, question::word, router::AppState},
    report::{CaseFeed, FeedEntry, case_feed},
};

const ENTRIES: u32 = 100;

/// The newest steps of all cases as an Atom feed, without anything personal.
#[utoipa::path(get, path = "/api/v1/cases.atom", tag = "cases", params(CasePageQuestion),
    responses((status = 200, description = "Newest first", content_type = "application/atom+xml", body = String)))]
pub async fn cases_feed(
    State(state): State<AppState>,
    Query(question): Query<CasePageQuestion>,
) -> Result<Response, Problem> {
    let language = question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    let newest = state.publisher.store().newest_case_steps(ENTRIES).await?;
    let snapshot = state.snapshot();
    let region = &snapshot.region.region;
    let entries: Vec<_> = newest
        .iter()
        .map(|newest| FeedEntry {
            step_id: newest.id,
            case: newest.case,
            network: region.network(&newest.network).map_or(newest.network.as_str(), |network| &network.name),
            step: &newest.step,
        })
        .collect();
    let title = match language {
        Language::Swedish => "Vita fläckar: ärenden",
        Language::English => "Dead zones: cases",
    };
    let origin = state.access.settings().public_url.as_ref().map(|url| url.origin()).unwrap_or_default();
    let feed = CaseFeed { region: &region.id, title, origin: &origin, language };
    let written = case_feed(&feed, &entries).map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], written).into_response())
}
