//! Lists of dead zones that a municipality has.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::key;
use crate::{
    domain::Permission,
    http::{caller::Caller, problem::Problem, router::AppState, wire::RefusedRowBody},
    publishing::{AnsweredRow, SentList},
    store::KeptReport,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct DeadZoneListBody {
    taken: Vec<TakenRowBody>,
    refused: Vec<RefusedRowBody>,
}

/// A row that is a report now.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenRowBody {
    /// In CSV the first after the header is 1, in GeoJSON the first feature.
    row: u64,
    /// Of the report.
    number: i64,
    /// Those that it opened or joined; none where it had been sent before.
    cases: Vec<i64>,
    /// Not where it had been sent before under the same key.
    is_new: bool,
}

/// Takes a list as CSV (`lon`, `lat`, `service`, `observed_at`, and if you like `network`, `environment`, `text`) or
/// as a GeoJSON FeatureCollection with the same properties. Rows that can't be taken are told, the others kept.
#[utoipa::path(post, path = "/api/v1/dead-zone-lists", tag = "dead zones",
    request_body(content((String = "text/csv"), (Object = "application/geo+json"))),
    params(("Idempotency-Key" = Option<String>, Header, description = "A name of the sender's, 16 to 100 characters that nobody guesses: each row is kept once under it")),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What became of each row", body = DeadZoneListBody),
        (status = 400, response = Problem), (status = 401, response = Problem), (status = 403, response = Problem),
        (status = 413, response = Problem), (status = 422, response = Problem)))]
pub async fn report_dead_zone_list(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<DeadZoneListBody>), Problem> {
    let actor = caller.require(Permission::ReportOfficially)?;
    let list = SentList { bytes: body, actor, sent_as: key(&headers)? };
    let answered = state.publisher.report_dead_zones(list).await?;
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for AnsweredRow { row, kept } in answered {
        match kept {
            Ok(kept) => taken.push(TakenRowBody::new(row, &kept)),
            Err(error) => refused.push(refused_row(row, &error.into())),
        }
    }
    Ok((StatusCode::OK, Json(DeadZoneListBody { taken, refused })))
}

impl TakenRowBody {
    fn new(row: u64, kept: &KeptReport) -> Self {
        let cases = kept.cases.iter().map(|case| case.0).collect();
        Self { row, number: kept.dead_zone.number, cases, is_new: kept.is_new }
    }
}

fn refused_row(row: u64, problem: &Problem) -> RefusedRowBody {
    RefusedRowBody { row, code: problem.code().to_owned(), detail: problem.detail().clone().into() }
}
