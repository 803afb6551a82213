//! What was found in a delivery, as data, as a table, as a page and on the map.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{rights::visible, wire::FindingBody};
use crate::{
    domain::Language,
    http::{
        caller::Caller,
        extract::{Path, Query},
        findings_format::FindingsFormat,
        gap_reports::page_headers,
        problem::Problem,
        question::word,
        router::AppState,
    },
    report::{DeliveryReport, delivery_page, finding_features, findings_csv},
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FindingsQuestion {
    /// Left out: json.
    #[param(value_type = Option<FindingsFormat>)]
    format: Option<String>,
    /// The page's language; left out: Swedish.
    #[param(value_type = Option<Language>)]
    lang: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FindingsBody {
    findings: Vec<FindingBody>,
}

/// The findings of a delivery.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/findings", operation_id = "delivery_findings", tag = "coverage",
    params(("id" = i64, Path), FindingsQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "In the format asked for", content(
            (FindingsBody = "application/json"), (String = "text/csv"), (String = "text/html"),
            (Object = "application/geo+json"))), (status = 404, response = Problem)))]
pub async fn findings(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<FindingsQuestion>,
) -> Result<Response, Problem> {
    let delivery = visible(&state, &caller, id).await?;
    let format = question.format.as_deref().map_or(Ok(FindingsFormat::Json), word)?;
    let language = question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    match format {
        FindingsFormat::Json => {
            let findings = delivery.findings.iter().map(FindingBody::from).collect();
            Ok(Json(FindingsBody { findings }).into_response())
        }
        _ => written(&DeliveryReport::of_delivery(&delivery, is_demonstration(&state)), format, language),
    }
}

/// Whether anything in the region is invented.
pub fn is_demonstration(state: &AppState) -> bool {
    let region = &state.snapshot().region.region;
    region.demonstration || region.networks.iter().any(|network| network.demonstration)
}

/// A report in a format that isn't JSON.
pub fn written(
    report: &DeliveryReport<'_>,
    format: FindingsFormat,
    language: Language,
) -> Result<Response, Problem> {
    match format {
        FindingsFormat::Csv => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"anmarkningar.csv\""),
            ];
            Ok((headers, findings_csv(report).map_err(Problem::internal)?).into_response())
        }
        FindingsFormat::Html => Ok((page_headers(), delivery_page(report, language)).into_response()),
        FindingsFormat::GeoJson | FindingsFormat::Json => {
            let features = finding_features(report).to_string();
            Ok(([(header::CONTENT_TYPE, "application/geo+json")], features).into_response())
        }
    }
}
