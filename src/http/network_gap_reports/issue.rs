//! Issuing a report.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::required;
use crate::{
    domain::{GapStanding, Permission},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        requirements::version_of,
        router::{AppState, off_thread},
    },
    ingest::read_document,
    publishing::PreparedGapReport,
    report::{CsvError, NetworkGapReport, network_gap_csv, network_gap_features},
    store::NewGapReport,
};

/// What is asked of the network.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GapReportOrder {
    /// Requirements by number, each in its version in force; those that don't hold today are left out.
    requirements: Vec<i64>,
}

/// A report that was issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedNowBody {
    number: i64,
    #[schema(format = Date)]
    on: String,
    data_version: String,
    gaps: usize,
    new: usize,
    open: usize,
    /// Promised by a day that is past.
    late: usize,
    /// In the report before, and not any more.
    closed: usize,
    not_asked: usize,
}

/// Issues a report to a network's operator: what it is asked to cover today, where,
/// and what became of the report before. It is kept as it is.
#[utoipa::path(post, path = "/api/v1/networks/{network}/gap-reports", tag = "cases",
    params(("network" = String, Path)), request_body = GapReportOrder,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Issued", body = IssuedNowBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn issue_gap_report(
    State(state): State<AppState>,
    caller: Caller,
    Path(network): Path<String>,
    Text(body): Text,
) -> Result<(StatusCode, Json<IssuedNowBody>), Problem> {
    let (actor, network) = required(&state, &caller, Permission::DecideCases, &network)?;
    let order: GapReportOrder = read_document(&body)?;
    let mut requirements = Vec::with_capacity(order.requirements.len());
    for id in order.requirements {
        requirements.push(version_of(&state, id, None).await?);
    }
    let prepared = state.publisher.prepare_gap_report(&network, requirements).await?;
    let frame_of = state.clone();
    let (new, prepared) = off_thread(move || written(&prepared, &frame_of).map(|new| (new, prepared)))
        .await?
        .map_err(Problem::internal)?;
    let number = state.publisher.store().issue_gap_report(&new, &actor, Timestamp::now()).await?;
    Ok((StatusCode::CREATED, Json(IssuedNowBody::new(number, &prepared))))
}

#[derive(Debug, thiserror::Error)]
enum WriteError {
    #[error(transparent)]
    Features(#[from] crate::geometry::ProjectionError),
    #[error(transparent)]
    Table(#[from] CsvError),
    #[error(transparent)]
    Text(#[from] std::string::FromUtf8Error),
}

fn written(prepared: &PreparedGapReport, state: &AppState) -> Result<NewGapReport, WriteError> {
    let content = &prepared.content;
    let report = NetworkGapReport {
        snapshot: &prepared.snapshot,
        content,
        standings: &prepared.standings,
        promises: &prepared.promises,
    };
    Ok(NewGapReport {
        network: content.network.clone(),
        data_version: content.data_version.clone(),
        method_version: content.method_version.to_owned(),
        gaps: content.reported_gaps(),
        document: network_gap_features(&report, &state.frame)?.to_string(),
        answer_table: String::from_utf8(network_gap_csv(&report)?)?,
    })
}

impl IssuedNowBody {
    fn new(number: i64, prepared: &PreparedGapReport) -> Self {
        let count = |asked: GapStanding| prepared.standings.values().filter(|found| **found == asked).count();
        Self {
            number,
            on: prepared.content.on.to_string(),
            data_version: prepared.content.data_version.clone(),
            gaps: prepared.content.reported_gaps().gaps.len(),
            new: count(GapStanding::New),
            open: count(GapStanding::Open),
            late: count(GapStanding::Late),
            closed: count(GapStanding::Closed),
            not_asked: count(GapStanding::NotAsked),
        }
    }
}
