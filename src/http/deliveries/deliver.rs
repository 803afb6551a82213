//! `POST /api/v1/deliveries`: coverage in, or checked and not kept.

use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    findings::{is_demonstration, written},
    form::{DeliverQuestion, Fields},
    list::whole,
    upload::{Upload, receive},
    wire::{DeliveryBody, FindingBody, HeaderBody, HeaderProblemBody},
};
use crate::{
    domain::{DeliveryKind, DeliveryState, NetworkScope, Permission},
    http::{
        caller::Caller, extract::Query, findings_format::FindingsFormat, problem::Problem, router::AppState,
    },
    ingest::coverage::CoverageFormat,
    publishing::{CheckReport, CoverageFile, Received},
    report::DeliveryReport,
};

/// A delivery that waits to be accepted.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedBody {
    #[serde(flatten)]
    delivery: DeliveryBody,
    /// Features that were taken.
    taken_count: u64,
}

/// What would be found in a delivery; nothing of it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckBody {
    /// Whether it would be rejected.
    rejected: bool,
    file_name: String,
    sha256: String,
    byte_count: u64,
    #[schema(value_type = DeliveryKind)]
    kind: &'static str,
    /// Null where nobody can know what the delivery speaks of.
    #[schema(required)]
    claim: Option<ClaimBody>,
    #[schema(required)]
    header: Option<HeaderBody>,
    /// Fields that are missing or can't be taken as they stand.
    fields: Vec<HeaderProblemBody>,
    #[schema(value_type = CoverageFormat)]
    file_format: &'static str,
    /// The system that the file was read in, such as `EPSG:3006`.
    crs: String,
    #[schema(required)]
    layer: Option<String>,
    feature_count: u64,
    /// Features that were taken.
    taken_count: u64,
    /// What is covered, overlaps counted once.
    area_m2: f64,
    findings: Vec<FindingBody>,
}

/// What a delivery speaks of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimBody {
    network: String,
    technology: String,
    service: String,
    environment: String,
}

/// Takes a coverage file, validates it and keeps it for the buyer to decide on;
/// with `check=only` it says what would be found, and keeps nothing.
///
/// A form has the part `file`, and the facts as a part `header` (JSON) or as
/// parts of their own. A bare file has them in the query. What stands in columns
/// of the file needn't be said again. What is missing is asked for, never assumed.
#[utoipa::path(post, path = "/api/v1/deliveries", tag = "coverage", params(DeliverQuestion),
    security(("token" = []), ("session" = [])),
    request_body(description = "GeoJSON, newline-delimited too, plain or gzip; GeoPackage, zipped Shapefile, \
        FlatGeobuf, GeoTIFF, CSV of grid cells: as a form with the part `file`, or bare",
        content((Object = "multipart/form-data"), (Vec<u8> = "application/octet-stream"), (Object = "application/geo+json"))),
    responses((status = 201, description = "Validated: it waits for the buyer", body = ReceivedBody),
        (status = 200, description = "`check=only`: the report in the format asked for", content(
            (CheckBody = "application/json"), (String = "text/csv"), (String = "text/html"), (Object = "application/geo+json"))),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 413, response = Problem),
        (status = 422, response = Problem)))]
pub async fn deliver(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<DeliverQuestion>,
    request: Request,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::Deliver)?;
    let scope = caller.scope(Permission::Deliver).unwrap_or(NetworkScope::Only(Vec::new()));
    let upload = receive(&state, Fields::of(&question)?, request).await?;
    if upload.fields.is_check_only()? {
        return check(&state, upload, scope).await;
    }
    let received = state.publisher.deliver(file(upload, scope)?, &actor).await?;
    if received.delivery.state == DeliveryState::Rejected {
        return Err(Problem::delivery_rejected(&received.delivery));
    }
    let Received { delivery, taken_count } = received;
    let body = ReceivedBody { delivery: whole(&state, &caller, &delivery).await?, taken_count };
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

async fn check(state: &AppState, upload: Upload, scope: NetworkScope) -> Result<Response, Problem> {
    let (format, language) = (upload.fields.report_format()?, upload.fields.language()?);
    let report = state.publisher.check(file(upload, scope)?).await?;
    match format {
        FindingsFormat::Json => Ok(Json(CheckBody::from(&report)).into_response()),
        _ => written(&found(&report, is_demonstration(state)), format, language),
    }
}

fn found(report: &CheckReport, is_demonstration: bool) -> DeliveryReport<'_> {
    DeliveryReport {
        delivery: None,
        file_name: &report.file_name,
        sha256: &report.sha256,
        header: report.header.as_ref(),
        feature_count: report.reading.feature_count,
        area_m2: report.area_m2,
        findings: &report.findings,
        is_rejected: report.is_rejected,
        is_demonstration,
    }
}

fn file(upload: Upload, scope: NetworkScope) -> Result<CoverageFile, Problem> {
    let Upload { name, file, fields, beside } = upload;
    Ok(CoverageFile {
        name,
        file,
        received_at: Timestamp::now(),
        said: std::iter::once(fields.header()).chain(beside).collect(),
        kind: DeliveryKind::Contract,
        form: fields.form()?,
        scope,
    })
}

impl From<&CheckReport> for CheckBody {
    fn from(report: &CheckReport) -> Self {
        let claim = report.header.as_ref().map(|header| header.claim());
        Self {
            rejected: report.is_rejected,
            file_name: report.file_name.clone(),
            sha256: report.sha256.clone(),
            byte_count: report.byte_count,
            kind: report.kind.as_str(),
            claim: claim.map(|claim| ClaimBody {
                network: claim.network.to_string(),
                technology: claim.technology.to_string(),
                service: claim.service.to_string(),
                environment: claim.environment.to_string(),
            }),
            header: report.header.as_ref().map(HeaderBody::from),
            fields: report.header_problems.iter().map(HeaderProblemBody::from).collect(),
            file_format: report.reading.format.as_str(),
            crs: report.reading.crs.clone(),
            layer: report.reading.layer.clone(),
            feature_count: report.reading.feature_count,
            taken_count: report.reading.taken_count,
            area_m2: report.area_m2,
            findings: report.findings.iter().map(FindingBody::from).collect(),
        }
    }
}
