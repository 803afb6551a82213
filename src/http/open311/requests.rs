//! Reports and how they stand: listed, and one by its number.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use jiff::Timestamp;

use super::{
    Asked, Failure, FailureBody,
    form::without_ending,
    request::{ServiceRequestBody, Telling},
    selection::{Selection, no_request, number},
};
use crate::{
    domain::{DeadZone, Language},
    http::{extract::Path, problem::Problem, router::AppState},
};

/// The standard's.
const MOST_REQUESTS: usize = 1_000;
/// Reports whose cases are read at a time.
const AT_A_TIME: usize = 200;
/// Reports whose numbers lie this close are read together: few others lie between them.
const CLOSE_NUMBERS: i64 = 8;

/// Reports and how they stand (Open311 GeoReport v2). With `.json` or `.xml` at the end of the address in that form.
#[utoipa::path(get, path = "/open311/v2/requests", operation_id = "open311_requests", tag = "open311",
    params(
        ("service_request_id" = Option<String>, Query, description = "Numbers with commas between; nothing else is looked at then"),
        ("service_code" = Option<String>, Query, description = "Services with commas between; left out: all"),
        ("start_date" = Option<String>, Query, format = DateTime,
            description = "Received at this moment or later. To the other end are at most 90 days; left out: the newest 90"),
        ("end_date" = Option<String>, Query, format = DateTime, description = "Received at this moment or earlier"),
        ("status" = Option<String>, Query, description = "`open`, `closed`, or both with a comma between"),
        ("lang" = Option<Language>, Query, description = "Left out: Swedish")),
    responses((status = 200, description = "Newest first, at most 1000", body = Vec<ServiceRequestBody>),
        (status = 400, description = "A parameter can't be read", body = Vec<FailureBody>),
        (status = 404, description = "No such service, or another jurisdiction", body = Vec<FailureBody>)))]
pub async fn service_requests(State(state): State<AppState>, asked: Asked) -> Response {
    let found = listed(&state, &asked).await.map(|found| (StatusCode::OK, found));
    asked.answer("service_requests", found)
}

/// One report and how it stands (Open311 GeoReport v2).
#[utoipa::path(get, path = "/open311/v2/requests/{service_request_id}", operation_id = "open311_request", tag = "open311",
    params(("service_request_id" = String, Path, description = "With `.json` or `.xml` after it in that form")),
    responses((status = 200, description = "A list of one", body = Vec<ServiceRequestBody>),
        (status = 404, description = "No such report", body = Vec<FailureBody>)))]
pub async fn service_request(
    State(state): State<AppState>,
    id: Result<Path<String>, Problem>,
    asked: Asked,
) -> Response {
    let found = one(&state, id, &asked).await.map(|found| (StatusCode::OK, [found]));
    asked.answer("service_requests", found)
}

async fn listed(state: &AppState, asked: &Asked) -> Result<Vec<ServiceRequestBody>, Failure> {
    asked.of_this_region(state)?;
    let selection = Selection::read(asked, Timestamp::now())?;
    let snapshot = state.snapshot();
    let reports = snapshot.dead_zones.reports.iter().rev().filter(|report| selection.holds(report));
    let reports: Vec<Arc<DeadZone>> = reports.cloned().collect();
    let mut found = Vec::new();
    for close in reports.chunk_by(|one, next| one.number - next.number <= CLOSE_NUMBERS) {
        for some in close.chunks(AT_A_TIME) {
            let (Some(newest), Some(oldest)) = (some.first(), some.last()) else { continue };
            let cases = state.publisher.store().cases_of_reports(oldest.number, newest.number).await?;
            let telling = Telling::new(state, &snapshot, asked.language(), cases)?;
            for report in some {
                let (status, request) = telling.request(report)?;
                if selection.holds_status(status) {
                    found.push(request);
                }
                if found.len() == MOST_REQUESTS {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}

async fn one(
    state: &AppState,
    id: Result<Path<String>, Problem>,
    asked: &Asked,
) -> Result<ServiceRequestBody, Failure> {
    asked.of_this_region(state)?;
    let number = number(without_ending(&id?.0))?;
    let report = state.publisher.store().dead_zone(number).await?.ok_or_else(|| no_request(number))?;
    let cases = state.publisher.store().cases_of_reports(number, number).await?;
    let snapshot = state.snapshot();
    Ok(Telling::new(state, &snapshot, asked.language(), cases)?.request(&report)?.1)
}
